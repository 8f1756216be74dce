"""The keyless model `local/hashed-ngrams-1`: which words and pieces of words a text has, hashed into 512 numbers.

It knows words, not meanings: texts that share words, or their beginnings and endings, lie close; `playground` and
`slide` do not. It is what a search without a key can honestly be. No table, no training, no floating-point library: the
same text gives the same bytes on every machine.
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

from crawl_assets.llm.embeddings import DIMENSIONS, BadVector, packed

LOCAL_MODEL = "local/hashed-ngrams-1"
SIZE = DIMENSIONS[LOCAL_MODEL]
_WORDS = re.compile(r"[^\W_]+")
# how much a piece counts against a word
_WORD, _PAIR, _PIECE, _COMMON = 1.0, 0.5, 0.25, 0.1
_COMMON_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it", "its", "of", "on"}
    | {"or", "that", "the", "this", "to", "was", "we", "will", "with", "you", "your"}
)


class HashedNgrams:
    """The embedder."""

    model, is_local = LOCAL_MODEL, True

    async def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return a vector for each text; raises BadVector for one without any sign in it."""
        return [self.vector(text) for text in texts]

    def vector(self, text: str) -> bytes:
        """Return the vector of a text; raises BadVector."""
        counts: defaultdict[str, float] = defaultdict(float)
        for feature, weight in _features(text):
            counts[feature] += weight
        sums = [0.0] * SIZE
        for feature in sorted(counts):
            place, sign = _place(feature)
            sums[place] += sign * math.sqrt(counts[feature])  # correctly rounded everywhere, as a logarithm is not
        if not any(sums):
            raise BadVector(f"{LOCAL_MODEL}: a text without letters or signs has no vector.")
        return packed(sums, LOCAL_MODEL)


def _features(text: str) -> Iterator[tuple[str, float]]:
    """Yield words, pairs of words, and pieces of three and four letters of words, with what each counts."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    words = _WORDS.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))
    for sign in [] if words else plain.split():
        yield f"s {sign}", _WORD
    previous = ""
    for word in words:
        if word in _COMMON_WORDS:
            yield f"w {word}", _COMMON
            continue
        yield f"w {word}", _WORD
        if previous:
            yield f"p {previous} {word}", _PAIR
        previous = word
        edged = f"<{word}>"
        for size in (3, 4):
            for at in range(len(edged) - size + 1):
                yield f"c {edged[at : at + size]}", _PIECE


@lru_cache(maxsize=200_000)
def _place(feature: str) -> tuple[int, float]:
    digest = int.from_bytes(blake2b(feature.encode("utf-8", "replace"), digest_size=8).digest(), "little")
    return digest % SIZE, 1.0 if digest >> 63 else -1.0
