"""What a crawler must know of a page: where it leads, what it is called, whether it wants to be known.

Only the tags that matter are read, in one pass over the text and without a tree: the time grows with the length alone,
whatever the nesting or the number of attributes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin

from crawl_assets.crawl.robots_tag import PRODUCT, is_nofollow, is_noindex

MOST_LINKS = 20_000  # of one page
MOST_FEEDS = 5
_FEED = ("application/rss+xml", "application/atom+xml")
_MOST_TAGS = 200_000  # of one page that are looked at
_MOST_ATTRIBUTES = 100  # of one tag
_OPENING = re.compile(
    r"<(?:(?P<comment>!--)"
    r"|(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes|template)(?=[\s/>])"
    r"|(?P<tag>a|area|base|frame|html|link|meta)(?=[\s/>]))",
    re.I,
)
_ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s=>/"'][^\s=>/]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?|[\s/]*["']""",
)
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]?\s*url\s*=\s*[\"']?([^\"'\s]+)", re.I)
_CONTROL = re.compile(r"[\t\r\n]")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What one HTML page says to crawlers."""

    links: tuple[str, ...]  # absolute, http or https, without fragments, each once, in their order; () for nofollow
    canonical: str | None  # absolute
    is_noindex: bool
    is_nofollow: bool
    language: str | None  # of the `html` element, as written
    feeds: tuple[str, ...] = ()  # absolute; RSS and Atom, each once


def page_facts(html: str, url: str) -> PageFacts:
    """Read a page that came from `url`. Never fails."""
    links, feeds = _Links(), _Links()
    base, has_base, canonical, language = url, False, None, None
    wishes: set[str] = set()
    for tag, attributes in _tags(html):
        href = attributes.get("href")
        if tag == "html":
            language = language or attributes.get("lang") or attributes.get("xml:lang")
        elif tag == "base" and href and not has_base:
            base, has_base = _absolute(url, href) or url, True
        elif tag == "meta":
            wishes |= _wishes(attributes)
            links.add(base, _refresh(attributes))
            if attributes.get("http-equiv", "").lower() == "content-language":
                language = language or attributes.get("content")
        elif tag == "link":
            relations = attributes.get("rel", "").lower().split()
            if "canonical" in relations and canonical is None and href:
                canonical = _absolute(base, href)
            elif "next" in relations or "prev" in relations:
                links.add(base, href)
            elif "alternate" in relations and attributes.get("type", "").strip().lower() in _FEED:
                feeds.add(base, href)
        elif tag == "frame":
            links.add(base, attributes.get("src"))
        elif tag in ("a", "area") and "nofollow" not in attributes.get("rel", "").lower().split():
            links.add(base, href)
    return PageFacts(
        links=() if is_nofollow(wishes) else tuple(links.found),
        canonical=canonical,
        is_noindex=is_noindex(wishes),
        is_nofollow=is_nofollow(wishes),
        language=language.strip() or None if language else None,
        feeds=tuple(feeds.found)[:MOST_FEEDS],
    )


class _Links:
    """The links of a page so far; most pages repeat many of them, or link into themselves."""

    def __init__(self) -> None:
        self.found: dict[str, None] = {}
        self._read: set[tuple[str, str]] = set()

    def add(self, base: str, href: str | None) -> None:
        place = (href or "").partition("#")[0]
        if (base, place) in self._read or len(self.found) >= MOST_LINKS or not (place or href == ""):
            return
        self._read.add((base, place))
        if link := _absolute(base, place):
            self.found[link] = None


def _tags(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    at = 0
    for _ in range(_MOST_TAGS):
        found = _OPENING.search(html, at)
        if found is None:
            return
        at = found.end()
        if found["comment"]:
            end = html.find("-->", at)
            if end < 0:  # it goes on to the end of the page
                return
            at = end + 3
        elif raw := found["raw"]:
            closing = re.compile(rf"</{raw}(?=[\s/>])", re.I).search(html, at)
            if closing is None:
                return
            at = closing.end()
        else:
            attributes, at = _attributes(html, at)
            yield found["tag"].lower(), attributes


def _attributes(html: str, at: int) -> tuple[dict[str, str], int]:
    attributes: dict[str, str] = {}
    for _ in range(_MOST_ATTRIBUTES):
        found = _ATTRIBUTE.match(html, at)
        if not found:
            break
        at = found.end()
        if found[1]:
            value = next((value for value in found.groups()[1:] if value is not None), "")
            attributes.setdefault(found[1].lower(), unescape(value))
    return attributes, at


def _absolute(base: str, href: str) -> str | None:
    try:
        link = urljoin(base, _CONTROL.sub("", href).strip())
    except ValueError:  # brackets that hold no IPv6 address
        return None
    return link if link.lower().startswith(("http://", "https://")) else None


def _wishes(attributes: dict[str, str]) -> set[str]:
    if attributes.get("name", "").lower() not in ("robots", PRODUCT):
        return set()
    return {wish.strip() for wish in attributes.get("content", "").lower().split(",")}


def _refresh(attributes: dict[str, str]) -> str | None:
    if attributes.get("http-equiv", "").lower() != "refresh":
        return None
    found = _REFRESH.match(attributes.get("content", ""))
    return found[1] if found else None
