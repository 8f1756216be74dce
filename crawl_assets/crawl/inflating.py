"""Content codings of HTTP (RFC 9110, section 8.4.1), undone piece by piece so that a bomb never unfolds in memory."""

import zlib
from collections.abc import Iterator

ACCEPTED = "gzip, deflate"
_PIECE = 65_536  # bytes of one piece after decompression
_GZIP, _ZLIB, _RAW = 31, 15, -15  # zlib's window bits


class UndecodableError(Exception):
    """The bytes are not what the coding says, or the coding was not asked for."""


class Plain:
    """No coding."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give the bytes as they are."""
        yield data

    def end(self) -> None:
        """Any end is a good one."""


class Inflater:
    """One gzip or deflate stream; gzip may have several members one after another (RFC 1952, section 2.2)."""

    def __init__(self, *, is_gzip: bool) -> None:
        self._bits = _GZIP if is_gzip else _ZLIB
        self._stream = zlib.decompressobj(self._bits)
        self._head = b""  # the first two bytes of a deflate stream, which say whether it has zlib's wrapper
        self._has_started = self._is_done = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give what can be decompressed so far, in pieces of at most 64 KiB; raises UndecodableError."""
        while not self._is_done:
            if self._stream.eof:
                if not data:
                    return
                self._start_next_member(data)
                continue
            piece = self._inflated(data)
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            if piece:
                yield piece
            if not data and len(piece) < _PIECE:  # a full piece may leave more inside zlib
                return

    def end(self) -> None:
        """Raise UndecodableError when the stream was cut off."""
        if self._has_started and not self._is_done and not self._stream.eof:
            raise UndecodableError("its compressed body is cut off")

    def _inflated(self, data: bytes) -> bytes:
        self._has_started = self._has_started or bool(data)
        try:
            piece = self._stream.decompress(data, _PIECE)
        except zlib.error:
            if self._bits != _ZLIB or len(self._head) == 2:
                raise UndecodableError("its body is not what its Content-Encoding says") from None
            # "deflate" means zlib's format, yet some servers send the bare one
            self._bits, self._stream = _RAW, zlib.decompressobj(_RAW)
            return self._inflated(self._head + data)
        self._head = (self._head + data)[:2]
        return piece

    def _start_next_member(self, data: bytes) -> None:
        if self._bits == _GZIP and data[:1] == b"\x1f":
            self._stream = zlib.decompressobj(_GZIP)
        else:
            self._is_done = True  # what follows is padding


def inflater(coding: str) -> Plain | Inflater:
    """Choose what undoes a Content-Encoding; raises UndecodableError for one that was not asked for."""
    name = coding.strip().lower()
    if name in ("", "identity"):
        return Plain()
    if name in ("gzip", "x-gzip", "deflate"):
        return Inflater(is_gzip=name != "deflate")
    raise UndecodableError(f"it is encoded as {coding!r:.60}, and only {ACCEPTED} were asked for")
