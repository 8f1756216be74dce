"""Sitemaps: XML, an index of others, text, RSS or Atom, gzipped or not (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from crawl_assets.crawl.inflating import Inflater, UndecodableError

LARGEST = 50 * 1024 * 1024  # bytes after decompression, the protocol's own bound
MOST_URLS = 50_000  # of one sitemap, the protocol's own bound
_HTML = (b"<!doctype html", b"<html")


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What one sitemap lists, as written, each once."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()  # of an index


def read_sitemap(body: bytes) -> Sitemap:
    """Read a sitemap; of one that breaks off, what came before. Raises ValueError for what is none."""
    data = _unpacked(body).removeprefix(b"\xef\xbb\xbf").lstrip()
    if data[:20].lower().startswith(_HTML):
        raise ValueError("it is an HTML page, no sitemap.")
    if not data.startswith(b"<"):
        return Sitemap(pages=_bounded(_lines(data)))
    pages: dict[str, None] = {}
    sitemaps: dict[str, None] = {}
    broken: Exception | None = None
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException

    try:
        for is_sitemap, address in _addresses(data):
            (sitemaps if is_sitemap else pages)[address] = None
            if len(pages) >= MOST_URLS or len(sitemaps) >= MOST_URLS:
                break
    except ParseError as error:
        broken = error
    except DefusedXmlException:
        raise ValueError("it defines entities, which no sitemap needs.") from None
    if broken and not pages and not sitemaps:
        raise ValueError(f"it is no XML ({broken}).")
    return Sitemap(tuple(pages), tuple(sitemaps))


def read_lastmods(body: bytes) -> dict[str, str]:
    """Return when each page of a sitemap changed last, in the sitemap's words; of one that breaks off, what came."""
    data = _unpacked(body).removeprefix(b"\xef\xbb\xbf").lstrip()
    found: dict[str, str] = {}
    if not data.startswith(b"<"):
        return found
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        for _, element in iterparse(BytesIO(data), events=("end",)):
            if _split(element.tag)[1] == "url":
                said = {_split(child.tag)[1]: (child.text or "").strip() for child in element}
                if said.get("loc") and said.get("lastmod"):
                    found[said["loc"]] = said["lastmod"]
                element.clear()
    except (ParseError, DefusedXmlException):
        return found
    return found


def _addresses(data: bytes) -> Iterator[tuple[bool, str]]:
    """Give each address, and whether it is a sitemap's."""
    from defusedxml.ElementTree import iterparse

    root: Any = None
    around: list[str] = []  # local names of the open elements
    for event, element in iterparse(BytesIO(data), events=("start", "end")):
        space, name = _split(element.tag)
        if event == "start":
            root = element if root is None else root
            around.append(name)
            continue
        around.pop()
        parent = around[-1] if around else ""
        address = ""
        is_listed = name == "loc" and parent in ("url", "sitemap") and space == _split(root.tag)[0]
        if is_listed or (name == "link" and parent == "item"):
            address = element.text or ""
        elif name == "link" and parent == "entry" and element.get("rel", "alternate") == "alternate":
            address = element.get("href", "")
        if address.strip():
            yield parent == "sitemap", address.strip()
        if len(around) <= 2:  # what is read is let go
            element.clear()
            if len(around) == 1:
                root.clear()


def _split(tag: Any) -> tuple[str, str]:
    space, _, name = str(tag).rpartition("}")
    return space, name


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body[:LARGEST]
    unpacked = bytearray()
    try:
        for piece in Inflater(is_gzip=True).feed(body):
            unpacked += piece
            if len(unpacked) > LARGEST:
                break
    except UndecodableError:
        raise ValueError("it is no whole gzip file.") from None
    return bytes(unpacked[:LARGEST])


def _lines(data: bytes) -> Iterator[str]:
    for line in data.decode("utf-8", "replace").splitlines():
        if line.strip().lower().startswith(("http://", "https://")):
            yield line.strip()


def _bounded(addresses: Iterator[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for address in addresses:
        found[address] = None
        if len(found) >= MOST_URLS:
            break
    return tuple(found)
