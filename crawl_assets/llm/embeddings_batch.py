"""Vectors by the batch contract: a file of requests up, an order, and within a day a file of answers down.

https://platform.openai.com/docs/guides/batch: half the price, its own limits. Every request carries the hash of its
text as `custom_id`, and answers are joined by it: their order is the server's own. Files of ours expire by themselves,
also those that a killed process never deletes.
"""

import json
import tempfile
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from crawl_assets.llm.embeddings import BadVector, EmbeddingsLater, cut, packed
from crawl_assets.llm.embeddings_api import EmbeddingsApi

MOST_REQUESTS, MOST_FILE_BYTES = 50_000, 200_000_000  # of one file
MARK = "crawl_assets_order"  # the name in a batch's metadata under which our order is found again
ENDED = ("completed", "failed", "expired", "cancelled")  # by the server; all but `failed` may leave results
UNDER_WAY = ("validating", "in_progress", "finalizing", "cancelling")
_ENDPOINT = "/v1/embeddings"
_EXPIRES_SECONDS = 3 * 24 * 3600
_LISTED = 100  # the newest batches, among which an order is looked for


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as the server tells of it."""

    id: str
    status: str  # of ENDED or UNDER_WAY
    input_file_id: str
    output_file_id: str | None
    error_file_id: str | None
    total: int  # requests
    done: int
    failed: int
    problems: str  # why the whole of it failed; '' otherwise

    @property
    def is_ended(self) -> bool:
        """Tell whether nothing more will come."""
        return self.status in ENDED


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """What one request came to: a vector or why there is none."""

    text_hash: str  # '' for a line that cannot be read
    vector: bytes | None
    error: str | None


class EmbeddingBatches:
    """The batches of one account; one attempt a call. Raises the errors of `llm.embeddings`."""

    def __init__(self, api: EmbeddingsApi, model: str) -> None:
        self._api, self.model = api, model

    async def order(self, mark: str, texts: Mapping[str, str]) -> Batch:
        """Order vectors for texts by hash, unless this very order (`mark`) is at the server already."""
        found = await self.find(mark)
        if found is not None:
            return found
        with tempfile.TemporaryFile() as file:
            for line in request_lines(texts, self.model):
                file.write(line)
            file.seek(0)
            expiry = {"expires_after[anchor]": "created_at", "expires_after[seconds]": str(_EXPIRES_SECONDS)}
            uploaded = await self._api.upload("activities.jsonl", file, {"purpose": "batch", **expiry})
        file_id = uploaded.get("id")
        if not isinstance(file_id, str) or not file_id:
            raise EmbeddingsLater(f"{self.model}: a file was uploaded, and no id came back.")
        body = {
            "input_file_id": file_id,
            "endpoint": _ENDPOINT,
            "completion_window": "24h",
            "metadata": {MARK: mark},
            "output_expires_after": {"anchor": "created_at", "seconds": _EXPIRES_SECONDS},
        }
        return read_batch(await self._api.post("/batches", body))

    async def find(self, mark: str) -> Batch | None:
        """Return the order that carries a mark and that did not fail, among the newest hundred; None: there is none."""
        listed = await self._api.get(f"/batches?limit={_LISTED}")
        data = listed.get("data")
        for item in data if isinstance(data, list) else []:
            if isinstance(item, dict) and (item.get("metadata") or {}).get(MARK) == mark:
                batch = read_batch(item)
                if batch.status not in ("failed", "expired", "cancelled", "cancelling"):
                    return batch
        return None

    async def look(self, batch_id: str) -> Batch:
        """Return how far a batch is."""
        return read_batch(await self._api.get(f"/batches/{batch_id}"))

    async def cancel(self, batch_id: str) -> None:
        """Ask to stop a batch; what it has done so far is still given."""
        await self._api.post(f"/batches/{batch_id}/cancel", {})

    async def answers(self, batch: Batch) -> AsyncGenerator[BatchAnswer, None]:
        """Yield the answers of an ended batch in the server's order: results, then errors."""
        for file_id in (batch.output_file_id, batch.error_file_id):
            if file_id is not None:
                async with aclosing(self._api.lines(file_id)) as lines:
                    async for line in lines:
                        if line.strip():
                            yield read_answer(line, self.model)

    async def clean_up(self, batch: Batch) -> None:
        """Delete a batch's files at the server."""
        for file_id in (batch.input_file_id, batch.output_file_id, batch.error_file_id):
            if file_id:
                await self._api.delete(f"/files/{file_id}")


def request_lines(texts: Mapping[str, str], model: str) -> Iterator[bytes]:
    """Yield the lines of a batch's file."""
    for text_hash, text in texts.items():
        yield _request_line(text_hash, text, model)


def portions(texts: Iterable[tuple[str, str]], model: str, most: int = MOST_REQUESTS) -> Iterator[dict[str, str]]:
    """Divide texts, given with their hashes, into such as fit into one file each."""
    portion: dict[str, str] = {}
    size = 0
    for text_hash, text in texts:
        length = len(_request_line(text_hash, text, model))
        if portion and (len(portion) >= most or size + length > MOST_FILE_BYTES):
            yield portion
            portion, size = {}, 0
        portion[text_hash] = text
        size += length
    if portion:
        yield portion


def read_batch(answer: Mapping[str, Any]) -> Batch:
    """Read a batch object; raises EmbeddingsLater for what is none."""
    batch_id, status = answer.get("id"), answer.get("status")
    if not isinstance(batch_id, str) or status not in (*ENDED, *UNDER_WAY):
        raise EmbeddingsLater(f"what came is no batch: id {batch_id!r:.80}, status {status!r:.40}.")
    counts = answer.get("request_counts")
    counted = counts if isinstance(counts, dict) else {}
    errors = answer.get("errors")
    listed = errors.get("data") if isinstance(errors, dict) else None
    said = [str(item.get("message") or item.get("code")) for item in listed or [] if isinstance(item, dict)]
    return Batch(
        batch_id,
        str(status),
        str(answer.get("input_file_id") or ""),
        answer.get("output_file_id") or None,
        answer.get("error_file_id") or None,
        _count(counted.get("total")),
        _count(counted.get("completed")),
        _count(counted.get("failed")),
        " ".join("; ".join(said).split())[:500],
    )


def read_answer(line: bytes, model: str) -> BatchAnswer:
    """Read a line of a results or errors file; whatever stands there gives an answer, a bad one with its error."""
    try:
        answer = json.loads(line)
        text_hash = answer["custom_id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return BatchAnswer("", None, f"a line of the results cannot be read: {line[:80]!r}")
    if not isinstance(text_hash, str):
        return BatchAnswer("", None, f"a line of the results has no custom_id: {line[:80]!r}")
    response = answer.get("response")
    body = response.get("body") if isinstance(response, dict) else None
    problem = answer.get("error") or (body.get("error") if isinstance(body, dict) else None)
    status = response.get("status_code") if isinstance(response, dict) else None
    if problem or status != 200:
        said = problem.get("message") or problem.get("code") if isinstance(problem, dict) else problem
        return BatchAnswer(text_hash, None, f"{model}: HTTP {status}: {' '.join(str(said).split())[:300]}")
    try:
        return BatchAnswer(text_hash, packed(body["data"][0]["embedding"], model), None)  # type: ignore[index]
    except (KeyError, IndexError, TypeError):
        return BatchAnswer(text_hash, None, f"{model}: an answer without a vector.")
    except BadVector as error:
        return BatchAnswer(text_hash, None, str(error))


def _request_line(text_hash: str, text: str, model: str) -> bytes:
    if not text.strip():
        raise ValueError(f"the text {text_hash} is empty, and an empty text has no vector; leave it out.")
    body = {"model": model, "input": cut(text), "encoding_format": "float"}
    request = {"custom_id": text_hash, "method": "POST", "url": _ENDPOINT, "body": body}
    return json.dumps(request, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
