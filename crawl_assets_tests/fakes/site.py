"""A small web site on loopback that can misbehave: folders or routes, validators, redirects, drips, resets and bombs.

    with SiteServer({"/": "<h1>Home</h1>", "/old": redirect("/"), "/busy": [Reply(status=503), "at last"]}) as site:
        site.url, site.place, site.requests, site.count("/busy")

A route is text or bytes (a page), a `Reply`, an act (a function that is given the `Line` and says what it wants on it),
or a list of these: one a request, the last one for ever. A route with a query, "/search?q=1", goes before one without.
"""

import gzip
import mimetypes
import os
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    method: str
    path: str  # with the query
    headers: Mapping[str, str]  # names in lower case


@dataclass(frozen=True)
class Reply:
    """An answer; with a validator it answers 304 to who has the same."""

    body: str | bytes = b""
    status: int = 200
    content_type: str | None = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None


class Line:
    """The connection of one request, for acts."""

    def __init__(self, asked: Asked, connection: socket.socket, closing: threading.Event) -> None:
        self.asked, self._connection, self._closing = asked, connection, closing

    def send(self, data: bytes) -> None:
        self._connection.sendall(data)

    def wait(self, seconds: float) -> bool:
        """Wait; False when the server is closing, so an act should end."""
        return not self._closing.wait(seconds)

    def reset(self) -> None:
        """Close at once with a reset (RST) instead of a polite end."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self._connection.detach())


Act = Callable[[Line], None]
Route = str | bytes | Reply | Act
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": to})


def packed(body: str, coding: str = "gzip") -> Reply:
    data = body.encode()
    squeezed = {"gzip": gzip.compress, "deflate": zlib.compress, "bare-deflate": _bare}[coding](data)
    return Reply(squeezed, headers={"Content-Encoding": coding.removeprefix("bare-")})


def bomb(coding: str, size: int) -> Reply:
    """Return a page of `size` zeros, a thousand times smaller on the wire."""
    return packed("\0" * size, coding)


def stall(line: Line) -> None:
    """Take the request and say nothing."""
    line.wait(60)


def reset(line: Line) -> None:
    line.reset()


def drip(line: Line) -> None:
    """Send a byte of the body every 20 ms, for ever."""
    line.send(OK + b"\r\n")
    while line.wait(0.02):
        line.send(b".")


def drip_headers(line: Line) -> None:
    line.send(OK)
    while line.wait(0.02):
        line.send(b"x: y\r\n")


def endless_headers(line: Line) -> None:
    line.send(OK)
    while line.wait(0):
        line.send(b"x-more: " + b"y" * 8000 + b"\r\n")


def endless_body(line: Line) -> None:
    line.send(OK + b"\r\n")
    while line.wait(0):
        line.send(b"z" * 65_536)


def endless_nothing(line: Line) -> None:
    """Send gzip members that hold nothing, for ever."""
    line.send(OK + b"Content-Encoding: gzip\r\n\r\n")
    while line.wait(0):
        line.send(gzip.compress(b"") * 1000)


def cut_off(line: Line) -> None:
    """Promise 1000 bytes and close after 10."""
    line.send(OK + b"Content-Length: 1000\r\n\r\n0123456789")


def not_http(line: Line) -> None:
    line.send(b"220 mail.example ESMTP\r\n")


class SiteServer:
    """The server; a context manager. Routes may be changed while it runs."""

    def __init__(
        self,
        routes: Mapping[str, Route | Sequence[Route]] | Path,
        *,
        robots: Route | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.routes: dict[str, Any] = {} if isinstance(routes, Path) else dict(routes)
        self._folder = routes if isinstance(routes, Path) else None
        if robots is not None:
            self.routes["/robots.txt"] = robots
        self._requests: list[Asked] = []
        self.most_at_once = 0
        self._at_once = self._connections = 0
        self._lock = threading.Condition()
        self._closing = threading.Event()
        self._server = _Server(self, tls)
        self.port = self._server.server_port
        self.place = f"127.0.0.1:{self.port}"
        self.url = f"{'https' if tls else 'http'}://{self.place}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def requests(self) -> list[Asked]:
        """Return the requests so far, those for robots.txt left out."""
        with self._lock:
            return [asked for asked in self._requests if asked.path != "/robots.txt"]

    def count(self, path: str) -> int:
        """Return how often a path was asked for."""
        with self._lock:
            return sum(asked.path == path for asked in self._requests)

    def wait_for_requests(self, count: int, seconds: float) -> bool:
        """Wait until there were so many requests, as `requests` counts them."""
        with self._lock:
            return self._lock.wait_for(lambda: len(self.requests) >= count, seconds)

    def wait_until_alone(self, seconds: float = 30) -> None:
        """Wait until every connection is closed, so that no request of a dead client is still to be read."""
        with self._lock:
            assert self._lock.wait_for(lambda: self._connections == 0, seconds), "somebody is still connected"

    def connected(self, more: int) -> None:
        """Count a connection that was opened (1) or has ended (-1)."""
        with self._lock:
            self._connections += more
            self._lock.notify_all()

    def answer(self, asked: Asked, connection: socket.socket) -> Reply | None:
        """Return the reply, or None when an act has used the connection up."""
        with self._lock:
            route = self._route(asked.path)
            self._requests.append(asked)
            self._at_once += 1
            self._lock.notify_all()
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            if callable(route):
                route(Line(asked, connection, self._closing))
                return None
            reply = route if isinstance(route, Reply) else Reply(route)
            return Reply(status=304, etag=reply.etag, content_type=None) if _is_current(reply, asked) else reply
        finally:
            with self._lock:
                self._at_once -= 1
                self._lock.notify_all()

    def _route(self, path: str) -> Route:
        found = self.routes.get(path, self.routes.get(urlsplit(path).path))
        if isinstance(found, list):
            return found.pop(0) if len(found) > 1 else found[0]
        if found is None and self._folder is not None:
            return _file_reply(self._folder, path)
        return Reply("not here", status=404) if found is None else found


class _Server(ThreadingHTTPServer):
    daemon_threads, block_on_close, request_queue_size = True, False, 128

    def __init__(self, site: SiteServer, tls: ssl.SSLContext | None) -> None:
        self.site, self._tls = site, tls
        super().__init__(("127.0.0.1", 0), _Handler)

    def server_bind(self) -> None:
        # http.server's own asks the name server for our name, which can take seconds
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_port = self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        self.site.connected(1)
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.site.connected(-1)

    def finish_request(self, request: Any, client_address: Any) -> None:
        if self._tls:
            request = self._tls.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that hangs up on a bomb or a drip is what the tests want


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else the body waits for the client to confirm the headers, up to 40 ms
    server: _Server

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.site.answer(Asked(self.command, self.path, headers), self.connection)
        if reply is None:
            self.close_connection = True
            return
        for data in _on_the_wire(reply):
            self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        pass


def _on_the_wire(reply: Reply) -> Iterator[bytes]:
    body = reply.body.encode() if isinstance(reply.body, str) else reply.body
    headers = {
        "Content-Type": reply.content_type,
        "ETag": reply.etag,
        "Last-Modified": reply.last_modified,
        "Content-Length": None if reply.status == 304 else str(len(body)),
        **reply.headers,
    }
    lines = [
        f"HTTP/1.1 {reply.status} Said",
        *(f"{name}: {value}" for name, value in headers.items() if value is not None),
    ]
    yield "\r\n".join([*lines, "", ""]).encode("latin-1")
    yield body


def _is_current(reply: Reply, asked: Asked) -> bool:
    known = asked.headers.get("if-none-match")
    if known is not None:
        return reply.etag is not None and known.removeprefix("W/") == reply.etag.removeprefix("W/")
    return reply.last_modified is not None and asked.headers.get("if-modified-since") == reply.last_modified


def _file_reply(folder: Path, path: str) -> Reply:
    file = (folder / unquote(urlsplit(path).path).lstrip("/")).resolve()
    if file.is_dir():
        file = file / "index.html"
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        return Reply("not here", status=404)
    data = file.read_bytes()
    return Reply(
        data,
        content_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        etag=f'"{sha256(data).hexdigest()[:16]}"',
        last_modified=formatdate(file.stat().st_mtime, usegmt=True),
    )


def _bare(data: bytes) -> bytes:
    squeezer = zlib.compressobj(wbits=-15)
    return squeezer.compress(data) + squeezer.flush()
