"""What Firecrawl v2 says about a page: one document of a crawl, or why there is none.

https://docs.firecrawl.dev/features/crawl and https://docs.firecrawl.dev/webhooks/events
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawl_assets.crawl.errors import BadUrl
from crawl_assets.crawl.urls import identity

ROBOTS = "robots.txt asks Firecrawl not to fetch it."
_LONGEST_ERROR = 500  # characters
_NO_CONTENT = "The document holds no Markdown."


@dataclass(frozen=True, slots=True)
class FirecrawlPage:
    """A page as Firecrawl saw it; with an `error` there is no content, only the fact of it."""

    url: str  # identity of where it was found, after redirects
    requested_url: str  # identity of what was asked for
    status: int | None = None  # HTTP; a 404 page is a successful scrape to Firecrawl, and an error here
    title: str | None = None
    description: str | None = None
    language: str | None = None
    markdown: str | None = None
    error: str | None = None
    scrape_id: str | None = None  # None for what was never scraped
    is_noindex: bool = False
    is_refused: bool = False  # by robots.txt
    extracted: str | None = None  # what the json format gave, as JSON text


def read_document(document: Any, error: str | None = None) -> FirecrawlPage | None:
    """Read one document of `data`; None when it names no web address, so that it belongs to no page.

    `error` is the reason that a failed scrape's webhook gives beside the document.
    """
    if not isinstance(document, Mapping) or not isinstance(found := document.get("metadata"), Mapping):
        return None
    requested = _address(found.get("sourceURL"))
    url = _address(found.get("url")) or requested
    if url is None:
        return None
    status, markdown = _status(found.get("statusCode")), document.get("markdown")
    answer = document.get("json")
    wrong = error or _text(found.get("error")) or _why_no_content(status, answer if markdown is None else markdown)
    if wrong is not None:
        return FirecrawlPage(url, requested or url, status, error=_one_line(wrong))
    return FirecrawlPage(
        url,
        requested or url,
        status,
        title=_text(found.get("title")),
        description=_text(found.get("description")),
        language=_text(found.get("language")),
        markdown=markdown if isinstance(markdown, str) else None,
        scrape_id=_text(found.get("scrapeId")),
        is_noindex="noindex" in (_text(found.get("robots")) or "").lower(),
        extracted=json.dumps(answer, sort_keys=True) if isinstance(answer, dict | list) else None,
    )


def read_failures(answer: Mapping[str, Any]) -> Iterator[FirecrawlPage]:
    """Read the answer of GET /crawl/{id}/errors: scrapes that failed, and what robots.txt forbids."""
    for entry in _listed(answer.get("errors")):
        if isinstance(entry, Mapping) and (url := _address(entry.get("url"))):
            said = _text(entry.get("error")) or _text(entry.get("code")) or "Firecrawl gave no reason."
            yield FirecrawlPage(url, url, error=_one_line(said))
    for blocked in _listed(answer.get("robotsBlocked")):
        if url := _address(blocked):
            yield FirecrawlPage(url, url, error=ROBOTS, is_refused=True)


def _address(value: Any) -> str | None:
    """Return the identity of a web address, or None for what is none."""
    try:
        return identity(value) if isinstance(value, str) else None
    except BadUrl:
        return None


def _why_no_content(status: int | None, content: Any) -> str | None:
    if status is not None and status >= 400:
        return f"HTTP {status}"
    return None if isinstance(content, str | dict | list) else _NO_CONTENT


def _status(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:4])
    return value if isinstance(value, int) and not isinstance(value, bool) and 100 <= value < 600 else None


def _text(value: Any) -> str | None:
    """Return a text on one line; of a list, as Firecrawl sends for a tag that a page repeats, the first one."""
    candidates = value if isinstance(value, list) else [value]
    texts = (_one_line(one) for one in candidates if isinstance(one, str))
    return next((text for text in texts if text), None)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_ERROR]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
