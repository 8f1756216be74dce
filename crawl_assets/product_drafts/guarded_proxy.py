"""A proxy on loopback through which a browser reaches public addresses only.

A browser resolves names, follows redirects and opens sockets by itself, so that looking at the address of its first
request guards nothing. Through a proxy (RFC 9110, section 7.3.2 and 9.3.6) every one of its connections is dialled
here: the address that was checked is the one that is dialled, see crawl.network.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from httpcore import AsyncNetworkStream

    from crawl_assets.crawl.network import GuardedNetwork

_CHUNK, _LONGEST_HEAD = 65_536, 65_536  # bytes
_CONNECT_SECONDS, _IDLE_SECONDS = 10.0, 60.0
_HOP_BY_HOP = ("proxy-", "connection:", "keep-alive:")


class GuardedProxy:
    """The proxy; an async context manager. `most_bytes` of answers are let through in all."""

    def __init__(self, network: "GuardedNetwork", most_bytes: int) -> None:
        self._network, self.most_bytes, self._left = network, most_bytes, most_bytes
        self._at_work: set[asyncio.Task[None]] = set()
        self.private: dict[str, str] = {}  # host:port -> the address for which it was refused
        self.unreached: dict[str, str] = {}  # host:port -> why there is no connection
        self.spent = asyncio.Event()  # set when answers were cut, as they were too many bytes

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_LONGEST_HEAD)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._at_work:
            task.cancel()
        await asyncio.gather(*self._at_work, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._at_work.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass  # the browser hung up, or sent what is no request; it sees a closed connection
        finally:
            self._at_work.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ", 2)
        host, port = _place(method, target)
        stream = await self._dialled(host, port, writer)
        if stream is None:
            return
        try:
            if method == "CONNECT":
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await _both_ways(_sent(reader, stream), self._answered(stream, writer))
            else:
                await stream.write(_for_the_origin(method, target, lines[1:]))
                # no more than this request is passed on: the next one on this connection may be for another host
                sending = _sent(reader, stream, _length(lines))
                await _both_ways(sending, self._answered(stream, writer, closes=True), wait_for_first=False)
        finally:
            await stream.aclose()

    async def _dialled(self, host: str, port: int, writer: asyncio.StreamWriter) -> "AsyncNetworkStream | None":
        """Connect, or answer why not."""
        import httpcore

        from crawl_assets.crawl.addresses import host_and_port
        from crawl_assets.crawl.network import NotPublic

        try:
            return await self._network.connect_tcp(host, port, _CONNECT_SECONDS)
        except NotPublic as error:
            self.private[error.place] = error.address
            status = "403 Forbidden"
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            self.unreached[host_and_port(host, port)] = str(error) or type(error).__name__
            status = "502 Bad Gateway"
        body = f"{status}\n"  # without one, Chromium shows a page of its own, whose address is not told
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\nConnection: close"
        writer.write(f"{head}\r\n\r\n{body}".encode())
        await writer.drain()
        return None

    async def _answered(
        self, stream: "AsyncNetworkStream", writer: asyncio.StreamWriter, *, closes: bool = False
    ) -> None:
        """Pass the answer on; `closes`: with the word in its head that the connection ends with it."""
        head = b""
        while data := await _read(stream):
            self._left -= len(data)
            if self._left < 0:
                self.spent.set()
                return
            if closes:
                head += data
                if b"\r\n\r\n" not in head and len(head) <= _LONGEST_HEAD:
                    continue
                data, closes = _closing(head), False
            writer.write(data)
            await writer.drain()


async def _read(stream: "AsyncNetworkStream") -> bytes:
    import httpcore

    try:
        return await stream.read(_CHUNK, timeout=_IDLE_SECONDS)
    except (httpcore.ReadError, httpcore.ReadTimeout):
        return b""


async def _sent(reader: asyncio.StreamReader, stream: "AsyncNetworkStream", most: int | None = None) -> None:
    import httpcore

    left = most
    with suppress(httpcore.WriteError):
        while left is None or left > 0:
            data = await reader.read(_CHUNK if left is None else min(left, _CHUNK))
            if not data:
                return
            await stream.write(data)
            left = None if left is None else left - len(data)


async def _both_ways(
    sending: Coroutine[Any, Any, None], answering: Coroutine[Any, Any, None], *, wait_for_first: bool = True
) -> None:
    """Carry both directions until the answers end; `wait_for_first`: or until the sender has hung up."""
    tasks = [asyncio.ensure_future(sending), asyncio.ensure_future(answering)]
    try:
        await asyncio.wait(tasks if wait_for_first else tasks[1:], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _place(method: str, target: str) -> tuple[str, int]:
    """Return host and port; raises ValueError for what a proxy is not asked."""
    parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
    if not parts.hostname or (method != "CONNECT" and parts.scheme != "http"):
        raise ValueError(f"{method} {target:.100} is no request to a proxy")
    return parts.hostname, parts.port or (443 if method == "CONNECT" else 80)


def _for_the_origin(method: str, target: str, headers: list[str]) -> bytes:
    parts = urlsplit(target)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [line for line in headers if line and not line.lower().startswith(_HOP_BY_HOP)]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *kept, "Connection: close", "", ""]).encode("latin-1")


def _closing(answer: bytes) -> bytes:
    """Return the begin of an answer with `Connection: close` in its head."""
    head, end, body = answer.partition(b"\r\n\r\n")
    kept = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"connection:", b"keep-alive:"))]
    return b"\r\n".join([*kept, b"Connection: close"]) + end + body


def _length(lines: list[str]) -> int:
    found = (line.partition(":")[2].strip() for line in lines if line.lower().startswith("content-length:"))
    return int(next(found, "0"))
