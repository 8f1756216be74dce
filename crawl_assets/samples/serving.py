"""Serve sample sites on loopback, as a plain web server would: ETag and 304 included."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Routes = Mapping[str, tuple[str, bytes]]  # path to (content type, body)


@contextmanager
def serving(routes_for: Callable[[str], Routes], port: int = 0) -> Iterator[str]:
    """Serve what `routes_for(base)` returns for as long as the block runs; yields `base`, the server's address.

    Routes that are changed meanwhile are served as they are then. A `port` that is taken is replaced by a free one.
    """
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    except OSError:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    base = f"http://127.0.0.1:{server.server_port}"
    server.routes = routes_for(base)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield base
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer 200 with the body, 304 when the client has it, 404."""
        routes: Routes = self.server.routes  # type: ignore[attr-defined]
        found = routes.get(self.path.split("?", 1)[0])
        if found is None:
            self._answer(404, "text/plain; charset=utf-8", b"there is no such page\n")
            return
        content_type, body = found
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        is_known = self.headers.get("If-None-Match") == etag
        self._answer(304 if is_known else 200, content_type, b"" if is_known else body, etag)

    def _answer(self, status: int, content_type: str, body: bytes, etag: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        if etag:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; the demo's own lines tell what happens."""
