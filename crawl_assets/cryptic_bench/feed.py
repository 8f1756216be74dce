"""The blog's feed: its items with what their titles, categories and addresses say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawl_assets.cryptic_bench.titles import Title, clean_title, read_title

_DATED_PATH = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})(?:/|$)")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One post as its feed announces it."""

    url: str
    title: str  # as printed, entities undone
    day: date | None  # from /YYYY/MM/DD/ in the address, else the item's own date
    says: Title


def read_feed(body: bytes, base_url: str = "") -> list[FeedItem]:
    """Read RSS or Atom; raises ValueError when it is neither."""
    import feedparser

    headers = {"content-location": base_url} if base_url else {}
    parsed = feedparser.parse(body, response_headers=headers)
    if not parsed.entries and not parsed.get("version"):
        problem = parsed.get("bozo_exception")
        raise ValueError(f"this is no RSS or Atom feed{f' ({problem})' if problem else ''}; check the feed's address.")
    return [_item(entry) for entry in parsed.entries if entry.get("link")]


def day_in_url(url: str) -> date | None:
    """Return the day in an address like /2026/01/05/some-post/; None without one or for a day that never was."""
    found = _DATED_PATH.search(urlsplit(url).path)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def page_of_feed(url: str, number: int) -> str:
    """Return the address of an older page of a WordPress feed: ?paged=2; the first page is the feed itself."""
    if number == 1:
        return url
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "paged"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("paged", str(number))])))


def _item(entry: dict[str, object]) -> FeedItem:
    url = str(entry["link"])
    title = clean_title(str(entry.get("title") or ""))
    is_guardian = any("guardian" in term.lower() for term in _categories(entry))
    return FeedItem(url, title, day_in_url(url) or _own_day(entry), read_title(title, url, is_guardian))


def _categories(entry: dict[str, object]) -> list[str]:
    tags = entry.get("tags")
    return [str(tag.get("term") or "") for tag in tags] if isinstance(tags, Sequence) else []


def _own_day(entry: dict[str, object]) -> date | None:
    for name in ("published_parsed", "updated_parsed"):
        moment = entry.get(name)
        if isinstance(moment, Sequence) and len(moment) >= 3:
            return date(int(moment[0]), int(moment[1]), int(moment[2]))
    return None
