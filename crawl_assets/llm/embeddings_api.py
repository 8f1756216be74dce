"""Calls to an OpenAI-compatible server, one attempt each; no failure shows the key.

Directly over httpx, as files must stream: a batch's results are larger than memory should be.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawl_assets.durable.errors import StepError
from crawl_assets.llm.embeddings import EmbeddingsLater, EmbeddingsRefused, EmbeddingsStopped
from crawl_assets.retry_after import retry_after_seconds

if TYPE_CHECKING:
    import ssl

    import httpx

CONNECT_SECONDS, TOTAL_SECONDS = 10.0, 120.0
FILE_SECONDS = 1_800.0  # 200 MB over a slow line
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_AGAIN = frozenset({408, 409, 425, 429})
_NO_CREDIT = ("insufficient_quota", "billing_hard_limit_reached")  # with 429, yet waiting does not help
_SHOWN = 300  # characters of what the server said
_ADVICE = {
    401: "Check OPENAI_API_KEY.",
    402: "The account is out of credit.",
    403: "The key may not do this. Check OPENAI_API_KEY.",
    404: "No such model, file or batch. Check EMBEDDINGS_MODEL and OPENAI_BASE_URL, which ends in /v1.",
}


class EmbeddingsApi:
    """One server; raises EmbeddingsStopped for a key or an address that cannot be one.

    A call opens its own connection, so that it may be used from one event loop after another.
    """

    def __init__(
        self, key: str, base_url: str, *, total_seconds: float = TOTAL_SECONDS, file_seconds: float = FILE_SECONDS
    ) -> None:
        host = _checked_host(base_url)
        _check_key(key, host)
        self._key, self.base_url = key, base_url.rstrip("/")
        self._seconds, self._file_seconds = total_seconds, file_seconds

    def __repr__(self) -> str:
        """Show the address, never the key."""
        return f"EmbeddingsApi({self.base_url!r})"

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Post JSON and return the JSON object that comes back; raises the errors of `llm.embeddings`."""
        return await self._object("POST", path, json=body)

    async def get(self, path: str) -> dict[str, Any]:
        """Return the JSON object under a path with its query."""
        return await self._object("GET", path)

    async def delete(self, path: str) -> None:
        """Delete what is under a path; what is gone already is fine."""
        try:
            await self._object("DELETE", path)
        except EmbeddingsStopped as error:
            if error.status != 404:
                raise

    async def upload(self, name: str, file: IO[bytes], fields: Mapping[str, str]) -> dict[str, Any]:
        """Send a file to /files and return its description."""
        files = {"file": (name, file, "application/jsonl")}
        return await self._object("POST", "/files", seconds=self._file_seconds, data=dict(fields), files=files)

    async def lines(self, file_id: str) -> AsyncGenerator[bytes, None]:
        """Yield the lines of a file as they come; raises as `post` does, also in the middle."""
        what = f"GET /files/{file_id}/content"
        failure: StepError | None = None
        rest = b""
        async with self._client(self._file_seconds) as client:
            try:
                async with client.stream("GET", f"{self.base_url}/files/{file_id}/content") as response:
                    if response.status_code >= 300:
                        failure = self._error(what, response.status_code, response.headers, await response.aread())
                    else:
                        async for piece in response.aiter_bytes(1 << 20):
                            *whole, rest = (rest + piece).split(b"\n")
                            for line in whole:
                                yield line
            except Exception as error:
                failure = self._failure(what, error, self._file_seconds)
        if failure is not None:
            raise failure
        if rest:
            yield rest

    async def _object(self, method: str, path: str, *, seconds: float = 0.0, **sent: Any) -> dict[str, Any]:
        answer = await self._answer(method, path, seconds or self._seconds, sent)
        if isinstance(answer, StepError):
            raise answer  # here: where it arose, the library's own error, which holds the request, is being handled
        return answer

    async def _answer(
        self, method: str, path: str, seconds: float, sent: Mapping[str, Any]
    ) -> dict[str, Any] | StepError:
        what = f"{method} {urlsplit(path).path}"
        try:
            async with asyncio.timeout(seconds), self._client(seconds) as client:
                response = await client.request(method, self.base_url + path, **sent)
        except Exception as error:
            return self._failure(what, error, seconds)
        if response.status_code >= 300:
            return self._error(what, response.status_code, response.headers, response.content)
        found = _parsed(response.content)
        return found if found is not None else EmbeddingsLater(f"{self._name(what)}: the answer is no JSON object.")

    @asynccontextmanager
    async def _client(self, seconds: float) -> "AsyncIterator[httpx.AsyncClient]":
        import httpx

        headers = {"Authorization": f"Bearer {self._key or 'none'}", "Connection": "close"}
        timeout = httpx.Timeout(seconds, connect=CONNECT_SECONDS)
        async with httpx.AsyncClient(headers=headers, timeout=timeout, verify=_roots()) as client:
            yield client

    def _failure(self, what: str, error: Exception, seconds: float) -> StepError:
        import httpx

        if isinstance(error, TimeoutError | httpx.TimeoutException):
            return EmbeddingsLater(f"{self._name(what)}: no whole answer within {seconds:g} s.")
        if isinstance(error, httpx.RequestError):
            words = self._safe(str(error) or type(error).__name__)
            return EmbeddingsLater(f"{self._name(what)}: no answer, or a broken one ({words}).")
        raise error

    def _error(self, what: str, status: int, headers: Mapping[str, str], body: bytes) -> StepError:
        problem = (_parsed(body) or {}).get("error")
        said = problem if isinstance(problem, dict) else {"message": problem or body[:2000].decode("utf-8", "replace")}
        shown = " ".join(self._safe(str(said.get("message") or "")).split())[:_SHOWN]
        words = f"{self._name(what)}: HTTP {status}.{{}}{f' It said: {shown}' if shown else ''}"
        if status in _ADVICE:
            return EmbeddingsStopped(words.format(f" {_ADVICE[status]}"), status)
        if status == 429 and said.get("code") in _NO_CREDIT:
            return EmbeddingsStopped(words.format(" The account's credit or quota is used up."), status)
        if status in _AGAIN or status >= 500:
            return EmbeddingsLater(words.format(""), retry_after_seconds(headers.get("retry-after"), datetime.now(UTC)))
        return EmbeddingsRefused(words.format(" The request was refused."), status)

    def _name(self, what: str) -> str:
        return f"Embeddings ({urlsplit(self.base_url).hostname}): {what}"

    def _safe(self, text: str) -> str:
        return text.replace(self._key, "[key]") if self._key else text


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


@cache
def _roots() -> "ssl.SSLContext":
    """Read the trusted certificates once: it takes longer than a call on loopback."""
    import httpx

    return httpx.create_ssl_context()


def _checked_host(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.query or parts.fragment:
        raise EmbeddingsStopped("OPENAI_BASE_URL is no plain web address; one looks like https://api.openai.com/v1.")
    return host


def _check_key(key: str, host: str) -> None:
    if not key and host not in _LOOPBACK:
        raise EmbeddingsStopped(
            f"No key for {host}: set OPENAI_API_KEY, or EMBEDDINGS_MODEL=local/hashed-ngrams-1, which needs none."
        )
    if any(not "!" <= sign <= "~" for sign in key):
        raise EmbeddingsStopped(
            "OPENAI_API_KEY (not shown here) holds a space, a line end or a letter that no key has; copy it again."
        )
