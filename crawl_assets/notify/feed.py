"""An RSS 2.0 feed of what changed on a site.

https://www.rssboard.org/rss-specification
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One change; raises ValueError for a time without a zone, as a feed's readers would guess it."""

    title: str
    link: str  # where to look
    text: str  # what changed, plain
    key: str  # the same for the same change, for ever
    at: datetime  # with a zone

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError(f"the feed entry {self.key!r} has a time without a zone: {self.at}")


def change_feed(
    domain: str, entries: Sequence[FeedEntry], *, link: str | None = None, feed_url: str | None = None
) -> str:
    """Write a domain's feed, the newest change first; equal entries give equal text, in whatever order they come.

    `link` is the page that the feed is about, by default the domain; `feed_url` where the feed itself is
    served, if it is.
    """
    ET.register_namespace("atom", _ATOM)
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    _add(channel, "title", f"Changes of {domain}")
    _add(channel, "link", link or f"https://{domain}/")
    _add(channel, "description", f"What changed on {domain} and in its llms.txt.")
    if feed_url is not None:
        ET.SubElement(channel, f"{{{_ATOM}}}link", href=_clean(feed_url), rel="self", type="application/rss+xml")
    in_utc = {replace(entry, at=entry.at.astimezone(UTC)) for entry in entries}
    newest_first = sorted(in_utc, key=lambda entry: (-entry.at.timestamp(), entry.key, repr(entry)))
    if newest_first:
        _add(channel, "lastBuildDate", format_datetime(newest_first[0].at))
    for entry in newest_first:
        item = ET.SubElement(channel, "item")
        _add(item, "title", entry.title)
        _add(item, "link", entry.link)
        _add(item, "description", entry.text)
        _add(item, "guid", f"{domain}/{entry.key}").set("isPermaLink", "false")
        _add(item, "pubDate", format_datetime(entry.at))
    ET.indent(rss)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(rss, encoding="unicode")}\n'


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
