"""One request and its answer within limits, over HTTP/2 where it is offered; what is made of it is decided elsewhere.

It stands directly on httpcore, the inside of httpx, because the network below and the bytes above must be our own:
httpx offers no seam for the first and decompresses without a limit. So there are no cookies and no proxies either.
"""

import asyncio
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self
from weakref import WeakKeyDictionary

import httpcore
import httpx
from h2.exceptions import DenialOfServiceError, H2Error

from crawl_assets.crawl.errors import (
    AddressRefused,
    BadAnswer,
    BadUrl,
    BrokenAnswer,
    FetchError,
    TooLarge,
    TooSlow,
    Unreachable,
    Untrusted,
)
from crawl_assets.crawl.inflating import Inflater, Plain, UndecodableError, inflater
from crawl_assets.crawl.network import GuardedNetwork, NotPublic

if TYPE_CHECKING:
    from crawl_assets.crawl.limits import FetchLimits

_OF_AN_ERROR = 16_384  # bytes read of an answer that is no page: enough to use the connection again
_OF_AN_ERROR_2 = 1_000_000  # over HTTP/2, where an answer that is left unread holds its stream
_MOST_ABANDONED = 32  # streams of a connection; each holds 64 KiB of the 16 MiB that may be on their way to us
_KEEP_ALIVE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    url: httpx.URL
    status: int
    headers: httpx.Headers  # a letter a byte (Latin-1)
    body: bytes  # after content decoding; cut to 16 KiB and not decoded unless the status is 2xx

    @property
    def location(self) -> str | None:
        """Return where a redirect leads; bytes beyond ASCII are UTF-8, as browsers take them."""
        value = self.headers.get("location")
        return value.encode("latin-1").decode("utf-8", "replace") if value else None


class Exchange:
    """A pool of connections; an async context manager."""

    def __init__(self, limits: "FetchLimits", network: GuardedNetwork, ssl_context: ssl.SSLContext | None) -> None:
        self._limits = limits
        self._abandoned: WeakKeyDictionary[httpcore.AsyncNetworkStream, int] = WeakKeyDictionary()
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl_context or httpx.create_ssl_context(trust_env=False),
            keepalive_expiry=_KEEP_ALIVE_SECONDS,
            max_connections=None,
            http2=True,  # over TLS, by ALPN
            network_backend=network,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.aclose()

    async def get(self, url: httpx.URL, headers: Mapping[str, str], *, cut_at: int | None = None) -> Answer:
        """Ask once. A body over the limit is TooLarge, or is cut at `cut_at` bytes where that is given.

        Raises AddressRefused, BadAnswer, BadUrl, BrokenAnswer, TooLarge, TooSlow, Unreachable or Untrusted.
        """
        shown = str(url)
        try:
            async with asyncio.timeout(self._limits.total_seconds):
                return await self._ask(url, headers, cut_at)
        except (TimeoutError, httpcore.TimeoutException):
            raise TooSlow(shown, f"no whole answer within {self._limits.total_seconds:g} s. Try again later.") from None
        except NotPublic as error:
            raise AddressRefused(
                shown,
                f"{error.place} lies on {error.address}, which is not a public address. If it may be fetched all the "
                f"same, add {error.place} to CRAWL_ALLOW_HOSTS.",
            ) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, H2Error, OSError) as error:
            raise _error_of(shown, error) from None

    async def _ask(self, url: httpx.URL, headers: Mapping[str, str], cut_at: int | None) -> Answer:
        connect = self._limits.connect_seconds
        request = httpcore.Request(
            "GET",
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=[
                (b"Host", url.netloc),
                *((name.encode(), value.encode("latin-1")) for name, value in headers.items()),
            ],
            extensions={"timeout": {"connect": connect}},
        )
        response = await self._pool.handle_async_request(request)
        is_whole = False
        try:
            answered = httpx.Headers(response.headers, encoding="latin-1")  # a validator must go back as it came
            body, is_whole = await self._body(str(url), response, answered, cut_at)
        finally:
            if _is_http2(response) and not is_whole:
                await self._abandon(response.extensions["network_stream"])
            await response.aclose()
        return Answer(url, response.status, answered, body)

    async def _abandon(self, connection: httpcore.AsyncNetworkStream) -> None:
        """Count a stream whose answer is not read to its end; httpcore leaves it open. Many cost the connection.

        Who else is on that connection loses its answer and asks again.
        """
        self._abandoned[connection] = self._abandoned.get(connection, 0) + 1
        if self._abandoned[connection] >= _MOST_ABANDONED:
            await connection.aclose()

    async def _body(
        self, shown: str, response: httpcore.Response, headers: httpx.Headers, cut_at: int | None
    ) -> tuple[bytes, bool]:
        is_page = 200 <= response.status < 300
        cut_at = cut_at if is_page else _OF_AN_ERROR_2 if _is_http2(response) else _OF_AN_ERROR
        limit = self._limits.largest_body if cut_at is None else cut_at
        length = headers.get("content-length", "")
        if cut_at is None and length.isdigit() and int(length) > limit:
            raise TooLarge(shown, f"it has {int(length):,} bytes; at most {limit:,} are taken.")
        try:
            decoder = inflater(headers.get("content-encoding", "")) if is_page else Plain()
        except UndecodableError as error:
            raise BadAnswer(shown, f"{error}.") from None
        try:
            return await _collected(shown, response, decoder, limit, is_cut=cut_at is not None)
        except UndecodableError as error:
            raise BrokenAnswer(shown, f"{error}. Try again later.") from None


async def _collected(
    shown: str, response: httpcore.Response, decoder: Plain | Inflater, limit: int, *, is_cut: bool
) -> tuple[bytes, bool]:
    """Return the body, and whether it was read to its end."""
    body, on_the_wire = bytearray(), 0
    async for part in response.aiter_stream():
        on_the_wire += len(part)
        for piece in decoder.feed(part):
            body += piece
            if len(body) > limit:
                break
        # a compressed stream may also be long and say nothing
        if len(body) > limit or on_the_wire > limit:
            if is_cut:
                return bytes(body[:limit]), False
            raise TooLarge(shown, f"it goes on after {limit:,} bytes (after decompression); no more are taken.")
    decoder.end()
    return bytes(body), True


def _is_http2(response: httpcore.Response) -> bool:
    return bool(response.extensions.get("http_version") == b"HTTP/2")


def _error_of(shown: str, error: Exception) -> FetchError:
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Untrusted(shown, f"its certificate is not valid: {cause.verify_message}. Check the address.")
    if any(isinstance(cause, H2Error) for cause in causes):  # which httpcore calls our own mistake
        return _no_http2(shown, causes)
    if isinstance(error, httpcore.LocalProtocolError):
        return BadUrl(shown, f"it cannot be sent as an HTTP request ({error}).")
    if isinstance(error, httpcore.RemoteProtocolError):
        # h11 hints at 431, Request Header Fields Too Large, when the head of an answer passes its 100 KiB
        if any(getattr(cause, "error_status_hint", None) == 431 for cause in causes):
            return TooLarge(shown, "the headers of its answer do not end; at most 100 KiB are taken.")
        return BrokenAnswer(shown, f"the answer is cut off or is no HTTP ({error}). Try again later.")
    said = " ".join(str(error).split()) or type(error).__name__
    return Unreachable(shown, f"no connection, or it was lost ({said:.200}). Check the address, or try again later.")


def _no_http2(shown: str, causes: list[BaseException]) -> FetchError:
    if any(isinstance(cause, DenialOfServiceError) for cause in causes):
        return TooLarge(shown, "the headers of its answer do not end; at most 64 KiB are taken over HTTP/2.")
    return BrokenAnswer(shown, f"the answer is no HTTP/2 ({type(causes[-1]).__name__}). Try again later.")


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
