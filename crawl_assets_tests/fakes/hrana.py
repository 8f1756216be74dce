"""A small strict server of Hrana over HTTP on loopback, backed by an SQLite file.

    with HranaServer(path, token="secret") as server:
        RemoteDatabase(server.url, "secret")

Also `python -m crawl_assets_tests.fakes.hrana --file F --port P --token T`, which prints its address and serves until
it is stopped.
"""

import argparse
import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from crawl_assets_tests.fakes import hrana_faults as faults
from crawl_assets_tests.fakes import hrana_wire as wire
from crawl_assets_tests.fakes.hrana_faults import Fault
from crawl_assets_tests.fakes.hrana_streams import StreamExpired, Streams

VERSIONS = ("v3", "v2")


class HranaServer:
    """Serves one file from construction to `close`, on a thread a connection."""

    def __init__(
        self,
        path: Path,
        *,
        token: str = "",
        versions: Sequence[str] = VERSIONS,
        latency: float = 0.0,  # seconds before each answer
        busy_seconds: float = 5.0,  # how long a statement waits for another stream's lock
        stream_seconds: float = 10.0,  # how long a stream waits for its next request
        port: int = 0,
    ) -> None:
        self.token, self.versions, self.latency = token, tuple(versions), latency
        self.streams = Streams(path, busy_seconds=busy_seconds, stream_seconds=stream_seconds)
        self.requests: list[str] = []  # "POST /v3/pipeline" each, as they came
        self.bodies: list[Any] = []  # of the pipelines
        self.closing = threading.Event()
        self._faults: dict[str, deque[Fault]] = {"POST": deque(), "GET": deque()}
        handler = type("Handler", (_Handler,), {"fake": self})
        self._server = _Server(("127.0.0.1", port), handler)
        threading.Thread(target=self._server.serve_forever, args=(0.005,), name="fake-hrana", daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        """Return the address without a path."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def request_count(self) -> int:
        """Return how many requests came, the question for the version included."""
        return len(self.requests)

    def next(self, *wrong: Fault, times: int = 1, method: str = "POST") -> None:
        """Do these things wrong with the next requests, one each; None is a request that goes well."""
        self._faults[method].extend(wrong * times)

    def fault(self, method: str) -> Fault:
        """Return what to do wrong with the request that just came."""
        waiting = self._faults[method]
        return waiting.popleft() if waiting else None

    def apply(self, body: Any, version: str, base_url: str | None) -> dict[str, Any]:
        """Run a pipeline and return its `PipelineRespBody`."""
        baton, requests = wire.pipeline(body)
        stream = self.streams.take(baton)
        try:
            results = [stream.answer(wire.stream_request(raw, version), version) for raw in requests]
        except BaseException:
            stream.close()
            raise
        return {"baton": self.streams.give_back(stream), "base_url": base_url, "results": results}

    def close(self) -> None:
        """Stop serving and undo what was not committed."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self.streams.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are what the tests are about."""


class _Handler(BaseHTTPRequestHandler):
    fake: HranaServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        self.fake.requests.append(f"GET {self.path}")
        fault = self.fake.fault("GET")
        self._be_far_away()
        if fault is not None:
            self._spoil(fault, {"hello": "fake"}, None)
        elif self.path.strip("/") in self.fake.versions:
            self._send(200, b"hello", "text/plain")
        else:
            self._send(404, b"not found", "text/plain")

    def do_POST(self) -> None:
        fake = self.fake
        fake.requests.append(f"POST {self.path}")
        fault = fake.fault("POST")
        if isinstance(fault, faults.ResetBefore):
            self._reset()
            return
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._be_far_away()
        if fake.token and self.headers["Authorization"] != f"Bearer {fake.token}":
            self._send(401, json.dumps({"error": "the token is not valid"}).encode())
            return
        version, endpoint = ["", *self.path.strip("/").split("/")][-2:]  # anything may stand before them
        if version not in fake.versions or endpoint != "pipeline":
            self._send(404, b"not found", "text/plain")
            return
        try:
            raw = json.loads(body)
        except ValueError:
            self._send(400, b"not JSON", "text/plain")
            return
        fake.bodies.append(raw)
        self._spoil(fault, raw, version)

    def _be_far_away(self) -> None:
        if self.fake.latency:
            self.fake.closing.wait(self.fake.latency)

    def _spoil(self, fault: Fault, raw: Any, version: str | None) -> None:
        """Answer, or do what the fault says."""
        match fault:
            case faults.Stall():
                self.fake.closing.wait()
                self._reset()
                return
            case faults.ApplyLate():
                self._reset()
                fault.released.wait()
                fault.answers.append(self._applied(raw, version)[1])
                fault.applied.set()
                return
            case faults.Instead():
                self._send(200, fault.body)
                return
            case faults.Status() if not fault.applies:
                self._send_status(fault)
                return
            case faults.ExpireBaton() if isinstance(raw, dict) and raw.get("baton"):
                self.fake.streams.expire(raw["baton"])
        status, answer = self._applied(raw, version, fault.url if isinstance(fault, faults.BaseUrl) else None)
        body = json.dumps(answer, allow_nan=False).encode()
        match fault:
            case faults.LoseAnswer():
                self._reset()
            case faults.CutAnswer():
                self.wfile.write(_head(status, len(body)) + body[: len(body) // 2])
                self.close_connection = True
            case faults.Drip():
                head = _head(status, len(body))
                self._drip(b"" if fault.whole_headers else head, head if fault.whole_headers else b"", body, fault)
            case faults.Status():
                self._send_status(fault)
            case faults.Answer():
                self._send(200, fault.body)
            case _:
                self._send(status, body)

    def _applied(self, raw: Any, version: str | None, base_url: str | None = None) -> tuple[int, dict[str, Any]]:
        if version is None:
            return 200, raw
        try:
            return 200, self.fake.apply(raw, version, base_url)
        except wire.ProtocolError as error:
            return 400, {"message": str(error), "code": "PROTOCOL_ERROR"}
        except StreamExpired:
            return 500, {"message": "The stream has expired due to inactivity", "code": "STREAM_EXPIRED"}

    def _drip(self, slow: bytes, at_once: bytes, body: bytes, fault: faults.Drip) -> None:
        self.close_connection = True
        self.wfile.write(at_once)
        for byte in slow + body:
            if self.fake.closing.wait(fault.seconds):
                return
            self.wfile.write(bytes([byte]))

    def _send_status(self, fault: faults.Status) -> None:
        extra = {"Retry-After": fault.retry_after, "Location": fault.location}
        self._send(fault.code, fault.body.encode(), "text/plain", {k: v for k, v in extra.items() if v})

    def _send(
        self, status: int, body: bytes, kind: str = "application/json", extra: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(extra or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _reset(self) -> None:
        """End the connection with RST instead of FIN."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.rfile.close()
        self.close_connection = True


def _head(status: int, length: int) -> bytes:
    return f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n".encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, required=True, help="SQLite file to serve; made when missing")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--token", default="", help="what clients must send; empty: anything")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    asked = parser.parse_args()
    with HranaServer(asked.file, token=asked.token, latency=asked.latency, port=asked.port) as server:
        print(server.url, flush=True)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
