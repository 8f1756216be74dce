"""A small real server that speaks OpenAI's embeddings, files and batches, strictly, and fails in every way asked for.

    with EmbeddingsServer(dimensions=8) as server:
        server.script = ["validating", "in_progress", "completed"]   # a status a look; the last one for ever
        server.refused_texts = {"bad"}; server.dropped_texts = {"lost"}
        ... server.base_url, server.key, server.batches, server.files, server.embedded

Results come in an order of their own, never that of the requests. A text's vector is `vector_of` it.
"""

import email.policy
import json
import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from email.parser import BytesParser
from hashlib import sha256
from typing import Any, Self

from crawl_assets_tests.fakes.json_server import JsonServer, Request, Sent

KEY = "sk-proj-0123456789abcdefghij"
MODEL = "text-embedding-3-small"
_HAS_RESULTS = {"completed", "expired", "cancelled"}


def vector_of(text: str, dimensions: int) -> list[float]:
    """Return the numbers that this server makes of a text."""
    chance = random.Random(sha256(text.encode()).digest())
    return [chance.uniform(-1, 1) for _ in range(dimensions)]


@dataclass
class FakeBatch:
    """A batch: what was ordered, and where in the script it is."""

    id: str
    input_file_id: str
    metadata: dict[str, str]
    requests: list[dict[str, Any]]
    status: str = "validating"
    looks: int = 0
    files: dict[str, str] = field(default_factory=dict)  # output_file_id, error_file_id


def problem(status: int, message: str, code: str | None = None, **headers: str) -> Sent:
    """Refuse as OpenAI words it."""
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return Sent(status, {"error": error}, headers)


class EmbeddingsServer:
    """The server; a context manager."""

    def __init__(self, dimensions: int = 1536, *, key: str = KEY) -> None:
        self.key, self.dimensions = key, dimensions
        self.files: dict[str, bytes] = {}
        self.deleted: list[str] = []
        self.batches: list[FakeBatch] = []
        self.embedded: Counter[str] = Counter()  # texts that were paid for
        self.script = ["completed"]
        self.refused_texts: set[str] = set()  # go to the errors file
        self.dropped_texts: set[str] = set()  # come back nowhere
        self.done_share = 1.0  # of an expired or cancelled batch
        self._failures: dict[str, list[Sent]] = {}
        self._uploads = 0
        self._lock = threading.RLock()
        self.http = JsonServer(self._answer)
        self.base_url = f"http://{self.http.place}/v1"

    def __enter__(self) -> Self:
        self.http.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.__exit__()

    def fail(self, what: str, *sent: Sent) -> None:
        """Answer the next requests for `POST /v1/batches` or the like so; with `acts`, after doing it."""
        self._failures.setdefault(what, []).extend(sent)

    def _answer(self, request: Request) -> Sent:
        with self._lock:
            if request.headers.get("authorization") != f"Bearer {self.key}":
                return problem(401, f"Incorrect API key provided: {request.headers.get('authorization')}")
            waiting = self._failures.get(f"{request.method} {request.path}")
            failure = waiting.pop(0) if waiting else None
            if failure is not None and not failure.acts:
                return failure
            sent = self._done(request)
            return sent if failure is None or sent.status != 200 else failure

    def _done(self, request: Request) -> Sent:
        parts = request.path.removeprefix("/v1/").split("/")
        match request.method, parts:
            case "POST", ["embeddings"]:
                return self._embeddings(json.loads(request.body))
            case "POST", ["files"]:
                return self._upload(request)
            case "GET", ["files", file_id, "content"] if file_id in self.files:
                return Sent(200, self.files[file_id], {"Content-Type": "application/octet-stream"})
            case "DELETE", ["files", file_id] if file_id in self.files:
                del self.files[file_id]
                self.deleted.append(file_id)
                return Sent(200, {"id": file_id, "object": "file", "deleted": True})
            case "POST", ["batches"]:
                return self._create(json.loads(request.body))
            case "GET", ["batches"]:
                newest = list(reversed(self.batches))[: int(request.query.get("limit", 20))]
                return Sent(
                    200, {"object": "list", "data": [self._shown(batch) for batch in newest], "has_more": False}
                )
            case "GET", ["batches", batch_id] if (batch := self._batch(batch_id)) is not None:
                self._move(batch)
                return Sent(200, self._shown(batch))
            case "POST", ["batches", batch_id, "cancel"] if (batch := self._batch(batch_id)) is not None:
                batch.status, batch.looks = "cancelling", 0
                self.script = ["cancelling", "cancelled"]
                return Sent(200, self._shown(batch))
        return problem(404, f"No such path or object: {request.method} {request.path}")

    def _embeddings(self, body: dict[str, Any]) -> Sent:
        wrong = _wrong_request(body)
        if wrong:
            return problem(400, wrong)
        texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
        self.embedded.update(texts)
        data = [
            {"object": "embedding", "index": place, "embedding": vector_of(text, self.dimensions)}
            for place, text in enumerate(texts)
        ]
        random.Random(1).shuffle(data)
        return Sent(200, {"object": "list", "data": data, "model": body["model"], "usage": {"total_tokens": 1}})

    def _upload(self, request: Request) -> Sent:
        kind = request.headers.get("content-type", "")
        if not kind.startswith("multipart/form-data"):
            return problem(400, "the content type must be multipart/form-data")
        head = f"Content-Type: {kind}\r\n\r\n".encode()
        message = BytesParser(policy=email.policy.HTTP).parsebytes(head + request.body)
        fields = {str(part.get_param("name", header="content-disposition")): part for part in message.iter_parts()}
        if set(fields) != {"file", "purpose", "expires_after[anchor]", "expires_after[seconds]"}:
            return problem(400, f"unexpected fields: {sorted(fields)}")
        if fields["purpose"].get_content().strip() != "batch":
            return problem(400, "purpose must be batch")
        data = fields["file"].get_payload(decode=True)
        self._uploads += 1
        file_id = f"file-in{self._uploads}"
        self.files[file_id] = data
        return Sent(200, {"id": file_id, "object": "file", "bytes": len(data), "purpose": "batch"})

    def _create(self, body: dict[str, Any]) -> Sent:
        known = {"input_file_id", "endpoint", "completion_window", "metadata", "output_expires_after"}
        if set(body) - known or body.get("endpoint") != "/v1/embeddings" or body.get("completion_window") != "24h":
            return problem(400, f"Invalid order: {body}")
        if body["input_file_id"] not in self.files:
            return problem(400, "Invalid 'input_file_id': no such file.")
        lines = self.files[body["input_file_id"]].decode().splitlines()
        requests = [json.loads(line) for line in lines]
        wrong = next((wrong for request in requests if (wrong := _wrong_line(request))), None)
        if not requests or len({request["custom_id"] for request in requests}) < len(requests):
            wrong = "The batch input file is empty, or a custom_id is in it twice."
        if wrong:
            return problem(400, wrong)
        number = len(self.batches) + 1
        batch = FakeBatch(f"batch_{number}", body["input_file_id"], body.get("metadata") or {}, requests)
        self.embedded.update(request["body"]["input"] for request in requests)
        self.batches.append(batch)
        return Sent(200, self._shown(batch))

    def _batch(self, batch_id: str) -> FakeBatch | None:
        return next((batch for batch in self.batches if batch.id == batch_id), None)

    def _move(self, batch: FakeBatch) -> None:
        batch.status = self.script[min(batch.looks, len(self.script) - 1)]
        batch.looks += 1
        if batch.status in _HAS_RESULTS and not batch.files:
            self._finish(batch)

    def _finish(self, batch: FakeBatch) -> None:
        done = batch.requests[: round(len(batch.requests) * (1.0 if batch.status == "completed" else self.done_share))]
        results, errors = [], []
        for request in done:
            text, line = request["body"]["input"], {"id": "batch_req_1", "custom_id": request["custom_id"]}
            if text in self.refused_texts:
                refused = {"status_code": 400, "request_id": "r", "body": {"error": {"message": "too long"}}}
                errors.append(line | {"response": refused, "error": None})
            elif text not in self.dropped_texts:
                body = {"data": [{"index": 0, "embedding": vector_of(text, self.dimensions)}], "model": MODEL}
                response = {"status_code": 200, "request_id": "r", "body": body}
                results.append(line | {"response": response, "error": None})
        for request in batch.requests[len(done) :]:
            expired = {"code": "batch_expired", "message": "This request could not be executed before it expired."}
            errors.append({"id": "x", "custom_id": request["custom_id"], "response": None, "error": expired})
        random.Random(5).shuffle(results)
        for name, lines in (("output_file_id", results), ("error_file_id", errors)):
            if lines:
                batch.files[name] = f"file-{name[:3]}-{batch.id}"
                self.files[batch.files[name]] = "".join(json.dumps(line) + "\n" for line in lines).encode()

    def _shown(self, batch: FakeBatch) -> dict[str, Any]:
        bad = sum(request["body"]["input"] in self.refused_texts for request in batch.requests)
        is_done = batch.status == "completed"
        counts = {"total": len(batch.requests), "completed": 0, "failed": bad if is_done else 0}
        counts["completed"] = len(batch.requests) - bad if is_done else 0
        shown: dict[str, Any] = {
            "id": batch.id, "object": "batch", "endpoint": "/v1/embeddings", "completion_window": "24h",
            "status": batch.status, "input_file_id": batch.input_file_id, "metadata": batch.metadata,
            "output_file_id": batch.files.get("output_file_id"), "error_file_id": batch.files.get("error_file_id"),
            "request_counts": counts, "errors": None,
        }  # fmt: skip
        if batch.status == "failed":
            said = {"code": "token_limit_exceeded", "message": "Enqueued token limit reached.", "line": None}
            shown["errors"] = {"object": "list", "data": [said]}
        return shown


def _wrong_line(request: dict[str, Any]) -> str | None:
    if set(request) != {"custom_id", "method", "url", "body"}:
        return f"a line has the fields {sorted(request)}"
    if (request["method"], request["url"]) != ("POST", "/v1/embeddings"):
        return f"a line asks for {request['method']} {request['url']}"
    return _wrong_request(request["body"])


def _wrong_request(body: dict[str, Any]) -> str | None:
    if set(body) - {"model", "input", "encoding_format"}:
        return f"Unrecognized request arguments: {sorted(body)}"
    if body.get("model") != MODEL:
        return f"The model `{body.get('model')}` does not exist."
    texts = body["input"] if isinstance(body.get("input"), list) else [body.get("input")]
    if not texts or len(texts) > 2048 or not all(isinstance(text, str) and text for text in texts):
        return "'$.input' is invalid: it must be a text or texts, none of them empty."
    if any(len(text.encode()) > 8192 for text in texts):
        return "This model's maximum context length is 8192 tokens."
    return None
