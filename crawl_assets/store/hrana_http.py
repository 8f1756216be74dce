"""Hrana over HTTP: one bounded exchange a call, in the newest version that the server speaks.

Redirects are not followed and a `base_url` of another origin is not used, so the token goes to one server only.
https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md#hrana-over-http
"""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawl_assets.retry_after import retry_after_seconds
from crawl_assets.store.errors import AuthFailed, SqlError, StoreError, Timeout, Unreachable
from crawl_assets.store.event_loop import EventLoop, Stopped
from crawl_assets.store.hrana import MALFORMED, Json, errors_of
from crawl_assets.store.repeating import NoAnswer

if TYPE_CHECKING:
    import httpx

_PASSING = {408, 425, 429}  # and every 5xx


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said to one pipeline."""

    results: list[Any]  # `StreamResult`s, one a request
    baton: str | None  # to go on with the stream; None: it is closed
    url: str  # where to go on


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    retry_after: str | None
    body: bytes


class HranaHttp:
    """The HTTP side of one database; safe to share between threads. Nothing is sent until the first call."""

    def __init__(self, address: str, token: str, *, connect_seconds: float, answer_seconds: float) -> None:
        self.name = urlsplit(address).netloc.rpartition("@")[2]
        self._address, self._token = address.rstrip("/"), token
        self._connect_seconds, self._answer_seconds = connect_seconds, answer_seconds
        self._lock = threading.Lock()
        self._loop: EventLoop | None = None
        self._client: httpx.AsyncClient | None = None
        self._version: str | None = None
        self._closed = False

    def __repr__(self) -> str:
        """Show the host, never the token."""
        return f"HranaHttp({self.name!r})"

    def pipeline(self, requests: Sequence[Json], after: Answer | None = None) -> Answer:
        """Send requests, on a new stream or on that of an earlier answer.

        Raises NoAnswer for what may pass, AuthFailed, Unreachable or SqlError for what will not.
        """
        base = after.url if after else f"{self._address}/{self._spoken_version()}"
        body = json.dumps({"baton": after.baton if after else None, "requests": requests}, allow_nan=False)
        response = self._exchange("POST", f"{base}/pipeline", body.encode())
        self._check(response, is_going_on=after is not None)
        answer = self._answer(response.body, base)
        if answer is None or len(answer.results) != len(requests):
            why = f"{self.name} answered with something that is no database's ({len(response.body)} bytes)."
            raise NoAnswer(Unreachable(f"{why} Check TURSO_DATABASE_URL."), was_sent=True)
        return answer

    def close(self) -> None:
        """Drop the connections; calls that still wait raise StoreError."""
        with self._lock:
            loop, client, self._closed = self._loop, self._client, True
            self._loop = self._client = None
        if loop is not None and client is not None:
            loop.stop(client.aclose)

    def _spoken_version(self) -> str:
        """Ask once whether the server speaks version 3; the only other one we speak is 2."""
        if self._version is None:
            response = self._exchange("GET", f"{self._address}/v3", b"")
            if response.status in (401, 403) or response.status in _PASSING or response.status >= 500:
                self._check(response, is_going_on=False)
            self._version = "v3" if 200 <= response.status < 300 else "v2"
        return self._version

    def _exchange(self, method: str, url: str, body: bytes) -> _Response:
        """Send one request and return the whole answer; the errors raised have no context, which could hold a token."""
        loop, client = self._opened()
        try:
            got = loop.run(_sent(client, method, url, body), self._answer_seconds)
        except TimeoutError:
            got = Timeout("no whole answer in time"), True
        except Stopped:
            got = StoreError("closed"), False
        if isinstance(got, _Response):
            return got
        problem, was_sent = got
        if isinstance(problem, Timeout):
            problem = Timeout(f"{self.name} gave no whole answer within {self._answer_seconds:g} s. Try again later.")
        elif isinstance(problem, Unreachable):
            said = self._safe(str(problem))
            problem = Unreachable(
                f"{self.name} cannot be reached ({said:.300}). Check TURSO_DATABASE_URL and the network."
            )
        else:
            raise self._closed_error()
        raise NoAnswer(problem, was_sent=was_sent)

    def _check(self, response: _Response, *, is_going_on: bool) -> None:
        status = response.status
        if 200 <= status < 300:
            return
        said = self._safe(_reason(response.body))
        if status in (401, 403):
            how = "needs a token" if not self._token else "refused the token"
            raise AuthFailed(
                f"{self.name} {how} ({status}{said}). "
                "Set TURSO_AUTH_TOKEN to a current one; `turso db tokens create NAME` makes one."
            )
        if status in _PASSING or status >= 500 or is_going_on:
            wait = retry_after_seconds(response.retry_after, datetime.now(UTC))
            error = Unreachable(f"{self.name} answered {status}{said}. Try again later.")
            raise NoAnswer(error, was_sent=True, retry_after=wait)
        if status == 413:
            raise SqlError(f"{self.name} takes no request of that size ({status}{said}). Write less at once.")
        where = " with a redirect, which is not followed" if 300 <= status < 400 else ""
        raise Unreachable(f"{self.name} answered {status}{where}{said}. Check TURSO_DATABASE_URL.")

    def _answer(self, body: bytes, base: str) -> Answer | None:
        try:
            raw = json.loads(body)
            baton, results = raw["baton"], raw["results"]
            further = raw.get("base_url")
            for error in (error for result in results for error in errors_of(result)):
                error["message"] = self._safe(error["message"])
        except (*MALFORMED, RecursionError):
            return None
        if not isinstance(baton, str | None) or not isinstance(further, str | None):
            return None
        return Answer(results, baton, self._further(further, base))

    def _further(self, base_url: str | None, base: str) -> str:
        """Return where a stream goes on: at `base_url` when it is of our own origin, else where it began."""
        if base_url is None or _origin(base_url) != _origin(base):
            return base
        return f"{base_url.rstrip('/')}/{base.rpartition('/')[2]}"

    def _opened(self) -> "tuple[EventLoop, httpx.AsyncClient]":
        import httpx

        with self._lock:
            if self._closed:
                raise self._closed_error()
            if self._loop is None or self._client is None or not self._loop.is_alive:
                self._check_token()
                self._loop = EventLoop(f"remote-{self.name}")
                is_encrypted = self._address.startswith("https:")
                self._client = httpx.AsyncClient(
                    headers={"Authorization": f"Bearer {self._token}"} if self._token else {},
                    timeout=httpx.Timeout(None, connect=self._connect_seconds),
                    follow_redirects=False,
                    trust_env=is_encrypted,  # a proxy would read what goes in clear
                    verify=is_encrypted,  # certificates take 30 ms to load
                )
            return self._loop, self._client

    def _check_token(self) -> None:
        """Refuse what cannot stand in a header; the libraries' own errors would show it."""
        if not self._token.isascii() or any(not "!" <= sign <= "~" for sign in self._token):
            raise AuthFailed(
                "TURSO_AUTH_TOKEN holds a space, a line break or a letter that no token has. Copy it again."
            )

    def _closed_error(self) -> StoreError:
        return StoreError(f"{self.name} was closed by this process; open it again.")

    def _safe(self, text: str) -> str:
        return text.replace(self._token, "[token]") if self._token else text


async def _sent(
    client: "httpx.AsyncClient", method: str, url: str, body: bytes
) -> "_Response | tuple[StoreError, bool]":
    """Return the answer, or what went wrong and whether the server may have got the request."""
    import httpx

    try:
        response = await client.request(method, url, content=body, headers={"Content-Type": "application/json"})
    except httpx.ConnectTimeout:
        return Unreachable("no connection in time"), False
    except httpx.ConnectError as error:
        return Unreachable(str(error) or "no connection"), False
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Unreachable(str(error) or type(error).__name__), True
    return _Response(response.status_code, response.headers.get("Retry-After"), response.content)


def _origin(url: str) -> tuple[str, str | None, int | None] | None:
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port
    except ValueError:
        return None


def _reason(body: bytes) -> str:
    """Return what an error's body says: an `Error` structure, or the text that anything on the way may send."""
    try:
        raw = json.loads(body)
        text = str(raw.get("message") or raw.get("error") or "")
    except (ValueError, AttributeError):
        text = body[:300].decode(errors="replace")
    shown = " ".join(text.split())
    return f": {shown:.300}" if shown else ""
