"""What a crawl reads in the text of a page; kept with it, so that an unchanged page is not read again."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crawl_assets.crawl.home import identity_or_none, is_same_host
from crawl_assets.crawl.page_facts import PageFacts, page_facts
from crawl_assets.crawl.urls import host_key

_NOTHING = PageFacts((), None, False, False, None)
# the modules that a reading depends on; whatever changes in one of them, pages are read anew
_READERS = ("addresses", "charset", "home", "page_facts", "reading", "robots_tag", "urls")


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of one page and what it says to crawlers; the headers of its answer are not in here."""

    blob: str  # id of the text as UTF-8
    links: tuple[str, ...] = ()  # identities on the same host; () for nofollow
    canonical: str | None = None  # identity
    is_noindex: bool = False
    language: str | None = None
    feeds: tuple[str, ...] = ()  # identities on the same host

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON, without what is empty."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in fields.items() if value not in (None, False, ())}


def reading_of(fields: dict[str, Any]) -> Reading:
    """Read JSON back."""
    return Reading(**{**fields, **{name: tuple(fields.get(name, ())) for name in ("links", "feeds")}})


def read_text(text: str, url: str, blob: str, *, is_html: bool) -> Reading:
    """Read a page that came from `url` and whose text lies in `blob`; Markdown and plain text say nothing."""
    facts = page_facts(text, url) if is_html else _NOTHING
    return Reading(
        blob=blob,
        links=_on_the_same_host(facts.links, url),
        canonical=identity_or_none(facts.canonical),
        is_noindex=facts.is_noindex,
        language=facts.language,
        feeds=_on_the_same_host(facts.feeds, url),
    )


@cache
def read_by() -> str:
    """Return what tells this version of the reader from others: a digest of its modules."""
    folder, digest = Path(__file__).parent, hashlib.sha256()
    for name in _READERS:
        digest.update((folder / f"{name}.py").read_bytes())
    return digest.hexdigest()[:16]


def _on_the_same_host(links: tuple[str, ...], url: str) -> tuple[str, ...]:
    home = host_key(url)
    same = (identity_or_none(link) for link in links)
    return tuple(dict.fromkeys(link for link in same if link and is_same_host(link.split("/", 3)[2], home)))
