"""Vectors of texts, whoever makes them: the seam, the check that a vector is one, and how asking fails.

durable.errors.Retriable
└── EmbeddingsLater        no answer, a broken one, a server in trouble
durable.errors.NonRetriable
├── EmbeddingsRefused      this one request; `status`
├── BadVector              what came is no vector: numbers missing, not finite, all zero, too many or too few
└── durable.errors.StopAll
    └── EmbeddingsStopped  no text is embedded now: key, credit, quota, no such model
"""

import math
import struct
from collections.abc import Sequence
from typing import Any, Protocol

from crawl_assets.durable.errors import NonRetriable, Retriable, StopAll

MOST_BYTES = 8_000  # of one text as UTF-8: a token is a byte or more, and models take 8,192 tokens
MOST_DIMENSIONS = 8_192
# what models are known to give; of others the first vector tells
DIMENSIONS = {
    "local/hashed-ngrams-1": 512,
    "text-embedding-3-small": 1536,
    "text-embedding-3-large": 3072,
    "text-embedding-ada-002": 1536,
}


class EmbeddingsLater(Retriable):
    """The texts may be embedded later."""


class EmbeddingsRefused(NonRetriable):
    """One request is refused and would be again."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class EmbeddingsStopped(StopAll):
    """No text is embedded now; `status` is the HTTP status, None where nothing was sent."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class BadVector(NonRetriable):
    """What came is no vector."""


class Embedder(Protocol):
    """Makes vectors; each call is one attempt, as the durable steps repeat."""

    @property
    def model(self) -> str:
        """Name who makes them."""

    @property
    def is_local(self) -> bool:
        """Tell whether nothing leaves this process, and nothing is paid."""

    async def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return a vector for each text, in order: float32, little-endian, of length 1.

        Raises EmbeddingsLater, EmbeddingsRefused, EmbeddingsStopped or BadVector.
        """


def packed(numbers: Any, model: str) -> bytes:
    """Return a vector of length 1 as float32, little-endian; raises BadVector.

    Whatever may stand in JSON is taken and checked.
    """
    if not isinstance(numbers, list | tuple) or not 1 <= len(numbers) <= MOST_DIMENSIONS:
        raise BadVector(f"{model}: instead of a vector there came {type(numbers).__name__} {numbers!r:.60}.")
    wanted = DIMENSIONS.get(model)
    if wanted is not None and len(numbers) != wanted:
        raise BadVector(f"{model}: a vector of {len(numbers)} numbers came; the model's have {wanted}.")
    if not all(type(number) in (int, float) for number in numbers) or not all(map(math.isfinite, numbers)):
        raise BadVector(f"{model}: a vector holds what is no finite number.")
    largest = max(map(abs, numbers))
    if largest == 0:
        raise BadVector(f"{model}: a vector holds only zeros.")
    scaled = [number / largest for number in numbers]  # no square is then too large or too small for a float
    length = math.sqrt(math.fsum(number * number for number in scaled))
    return struct.pack(f"<{len(scaled)}f", *(number / length for number in scaled))


def unpacked(vector: bytes) -> tuple[float, ...]:
    """Return the numbers of a packed vector."""
    return struct.unpack(f"<{len(vector) // 4}f", vector)


def cut(text: str, most: int = MOST_BYTES) -> str:
    """Return a text's beginning that fits into a model: at most that many bytes of UTF-8, no letter split."""
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")
