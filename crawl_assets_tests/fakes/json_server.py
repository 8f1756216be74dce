"""The HTTP side of fake servers that speak JSON with a Bearer key: requests in, answers out, cuts of the line."""

import json
import os
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Request:
    """A request as it came."""

    method: str
    path: str  # without the query
    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True)
class Sent:
    """What goes back."""

    status: int = 200
    body: Mapping[str, Any] | bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    reset: bool = False  # cut the connection instead
    wait: float = 0.0  # seconds before the answer
    acts: bool = False  # of a failure asked for: do what was requested, then answer so


class JsonServer:
    """Serves `answer` on loopback; a context manager. Every request is in `requests`, also the refused ones."""

    def __init__(self, answer: Callable[[Request], Sent]) -> None:
        self.requests: list[Request] = []
        self.stopped = threading.Event()
        self._answer = answer
        self._http = _Server(self)
        self.place = f"127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._http.shutdown()
        self._http.server_close()

    def count(self, method: str, path: str) -> int:
        """Return how often a path was asked for."""
        return sum((request.method, request.path) == (method, path) for request in list(self.requests))

    def answer(self, request: Request) -> Sent:
        self.requests.append(request)
        sent = self._answer(request)
        self.stopped.wait(sent.wait)
        return sent


class _Server(ThreadingHTTPServer):
    daemon_threads, block_on_close, request_queue_size = True, False, 128

    def __init__(self, server: JsonServer) -> None:
        self.json_server = server
        super().__init__(("127.0.0.1", 0), _Handler)

    def server_bind(self) -> None:
        # http.server's own asks the name server for our name, which can take seconds
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        sent = self.server.json_server.answer(Request(self.command, parts.path, query, headers, body))
        if sent.reset:
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())
            return
        data = sent.body if isinstance(sent.body, bytes) else json.dumps(sent.body).encode()
        with suppress(ConnectionError):
            self.send_response(sent.status)
            for name, value in {"Content-Type": "application/json", **sent.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def log_message(self, *args: object) -> None:
        pass
