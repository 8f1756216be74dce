"""A small web site on loopback that speaks HTTP/2 over TLS, chosen by ALPN (RFC 9113, section 3.2).

with Http2Site({"/": "<h1>Home</h1>"}, certificate) as site:
    site.port, site.requests, site.connections, site.most_at_once
"""

import socket
import ssl
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived, StreamReset, WindowUpdated

from crawl_assets_tests.fakes.site import Asked, Reply


class Http2Site:
    """The server; a context manager. It answers in the order that streams allow, each as far as its window goes."""

    def __init__(self, routes: Mapping[str, str | bytes | Reply], certificate: Path, *, hold_until: int = 1) -> None:
        """`hold_until`: nothing is answered before so many requests are in flight at once."""
        self._routes, self._hold_until = routes, hold_until
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate)
        self._tls.set_alpn_protocols(["h2"])
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.requests: list[Asked] = []
        self.connections = self.most_at_once = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:  # closed
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with self._tls.wrap_socket(connection, server_side=True) as line:
                assert line.selected_alpn_protocol() == "h2"
                _Streams(self, line).serve()
        except OSError:  # the client hung up
            return

    def reply(self, asked: Asked) -> Reply:
        self.requests.append(asked)
        found = self._routes.get(asked.path, Reply("not here", status=404))
        reply = found if isinstance(found, Reply) else Reply(found)
        if reply.etag and asked.headers.get("if-none-match") == reply.etag:
            return Reply(status=304, etag=reply.etag, content_type=None)
        return reply

    def may_answer(self, waiting: int) -> bool:
        self.most_at_once = max(self.most_at_once, waiting)
        return self.most_at_once >= self._hold_until


class _Streams:
    """The streams of one connection."""

    def __init__(self, site: Http2Site, line: ssl.SSLSocket) -> None:
        self._site, self._line = site, line
        self._h2 = H2Connection(H2Configuration(client_side=False, header_encoding="latin-1"))
        self._asked: dict[int, Asked] = {}  # and not answered yet
        self._left: dict[int, bytes] = {}  # what of a body is still to be sent

    def serve(self) -> None:
        self._h2.initiate_connection()
        while True:
            self._line.sendall(self._h2.data_to_send())
            data = self._line.recv(65_536)
            if not data:
                return
            for event in self._h2.receive_data(data):
                if isinstance(event, RequestReceived):
                    headers = dict(event.headers)
                    asked = Asked(headers.pop(":method"), headers.pop(":path"), headers)
                    self._asked[event.stream_id] = asked
                elif isinstance(event, StreamReset):
                    self._left.pop(event.stream_id, None)
                elif isinstance(event, WindowUpdated):
                    self._send_more()
            if any(asked.path == "/robots.txt" for asked in self._asked.values()) or self._site.may_answer(
                len(self._asked)
            ):
                self._answer()

    def _answer(self) -> None:
        for stream, asked in list(self._asked.items()):
            del self._asked[stream]
            reply = self._site.reply(asked)
            headers = {"content-type": reply.content_type, "etag": reply.etag, **reply.headers}
            shown = [(name.lower(), value) for name, value in headers.items() if value is not None]
            self._h2.send_headers(stream, [(":status", str(reply.status)), *shown])
            self._left[stream] = reply.body.encode() if isinstance(reply.body, str) else reply.body
        self._send_more()

    def _send_more(self) -> None:
        for stream, body in list(self._left.items()):
            while body and (size := min(self._h2.local_flow_control_window(stream), self._h2.max_outbound_frame_size)):
                self._h2.send_data(stream, body[:size])
                body = body[size:]
                self._line.sendall(self._h2.data_to_send())
            if body:
                self._left[stream] = body
            else:
                self._h2.end_stream(stream)
                del self._left[stream]
