"""Feeds: which items are events, and which merely lead to a page.

An item is an event only when it says when it begins, as RSS's event module and calendars in feeds do
(http://purl.org/rss/1.0/modules/event/). When it was published is never when it begins.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crawl_assets.activities.raw.cleaning import address, first, text, texts
from crawl_assets.activities.records import RawActivity, RawLocation, row_key

MOST_ITEMS = 1_000
TYPES = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "application/rdf+xml")
_START = re.compile(r"(?:.*_)?(?:startdate|start_date|dtstart|starttime|start_time|event_start|start)", re.I)
_END = re.compile(r"(?:.*_)?(?:enddate|end_date|dtend|endtime|end_time|event_end|end)", re.I)
_PLACE = re.compile(r"(?:ev|xcal|event|cal|mec|.*_event)_(?:location|venue)|location|venue", re.I)
_A_DATE = re.compile(r"\d{4}|\d{1,2}[./]\d{1,2}")


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds."""

    rows: list[RawActivity]
    links: tuple[str, ...]  # of all items, absolute, each once


def read_feed(body: bytes, url: str) -> Feed | None:
    """Read RSS or Atom; None when it is none. Never fails."""
    import feedparser

    parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    entries: list[Any] = list(parsed.entries)[:MOST_ITEMS]
    if not parsed.get("version") and not entries:
        return None
    links = [link for entry in entries if (link := address(entry.get("link"), url))]
    rows = [row for entry in entries if (row := _event(entry, url)) is not None]
    return Feed(rows, tuple(dict.fromkeys(links)))


def _event(entry: Mapping[str, Any], url: str) -> RawActivity | None:
    starts, name = _like(entry, _START), text(entry.get("title"))
    if starts is None or name is None or not _A_DATE.search(starts):
        return None
    page = address(entry.get("link"), url) or url
    place = _like(entry, _PLACE)
    read: dict[str, Any] = {
        "description": text(entry.get("summary")),
        "location": RawLocation(formatted_address=place) if place else None,
        "start_date": starts,
        "end_date": _like(entry, _END),
        "published": _published(entry),
        "tags": texts([tag.get("term") for tag in entry.get("tags", []) if isinstance(tag, Mapping)]),
        "image_url": _image(entry, url),
    }
    evidence = {field: "feed item" for field, value in {**read, "name": name}.items() if value}
    return RawActivity(row_key(page, name), page, name, kind="event", evidence=evidence, **read)


def _published(entry: Mapping[str, Any]) -> str | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    if moment:
        return f"{moment[0]:04}-{moment[1]:02}-{moment[2]:02}T{moment[3]:02}:{moment[4]:02}:{moment[5]:02}+00:00"
    return first([text(entry.get("published")), text(entry.get("updated"))])


def _like(entry: Mapping[str, Any], pattern: re.Pattern[str]) -> str | None:
    return first(text(value) for key, value in entry.items() if pattern.fullmatch(key))


def _image(entry: Mapping[str, Any], url: str) -> str | None:
    media = [one for name in ("media_content", "media_thumbnail") for one in entry.get(name, [])]
    media += [one for one in entry.get("links", []) if str(one.get("type", "")).startswith("image/")]
    return first(address(one.get("url") or one.get("href"), url) for one in media if isinstance(one, Mapping))
