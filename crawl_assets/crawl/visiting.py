"""One page's visit, as the durable step that a crawl does for each: what it returns is plain JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from crawl_assets.crawl.errors import AddressRefused, FetchError, RobotsRefused
from crawl_assets.crawl.reading import Reading, read_text
from crawl_assets.crawl.robots_tag import is_nofollow, is_noindex, wishes_of
from crawl_assets.crawl.urls import identity
from crawl_assets.durable.errors import Retriable

if TYPE_CHECKING:
    from crawl_assets.crawl.fetch import Page, ReadBefore
    from crawl_assets.store.blobs import Blobs

HTML = ("text/html", "application/xhtml+xml")
AS_THEY_ARE = ("text/markdown", "text/x-markdown", "text/plain")


@dataclass(frozen=True, slots=True)
class Visited:
    """What came of one visit; its fields are the step's JSON."""

    url: str  # identity, after redirects
    outcome: str  # fetched; unchanged since before this crawl; failed; refused: by robots.txt, or it is no text
    fetched_at: str  # ISO 8601, UTC; '' when there was no answer
    status: int | None = None
    content_type: str = ""
    blob: str | None = None  # id of the text as UTF-8
    error: str | None = None
    links: tuple[str, ...] = ()  # identities on the same host
    canonical: str | None = None  # identity
    is_noindex: bool = False
    language: str | None = None
    feeds: tuple[str, ...] = ()  # identities on the same host

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON, without what is empty."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        fields |= {"links": list(self.links), "feeds": list(self.feeds)}
        return {name: value for name, value in fields.items() if value not in (None, False, [])}


def visited(value: dict[str, Any]) -> Visited:
    """Read a step's JSON back."""
    return Visited(**{**value, **{name: tuple(value.get(name, ())) for name in ("links", "feeds")}})


def visit_failed(url: str, error: Exception | None, words: str) -> Visited:
    """Describe a visit that a later run of the same crawl tries again."""
    return Visited(url, "failed", "", status=getattr(error, "status", None), error=words)


class Revisits(Protocol):
    """What a visit needs of the client."""

    async def revisit(self, url: str) -> "Page | ReadBefore":
        """Fetch a page, or learn that it is unchanged since it was read; raises a FetchError."""

    def note(self, page: "Page", reading: Reading) -> None:
        """Keep what was read in a page."""


async def visit(url: str, client: Revisits, blobs: "Blobs", began: datetime) -> dict[str, Any]:
    """Fetch a page and read its facts; raises a Retriable FetchError for what may go away by itself.

    `began` is the start of the crawl. A page is `unchanged` when its body is older: the process may have died between
    keeping a new body and noting it, and the server then says of our own crawl's body that it is unchanged.
    """
    from crawl_assets.crawl.fetch import Page

    try:
        page = await client.revisit(url)
    except FetchError as error:
        if isinstance(error, Retriable):
            raise
        outcome = "refused" if isinstance(error, RobotsRefused | AddressRefused) else "failed"
        return Visited(url, outcome, "", status=getattr(error, "status", None), error=str(error)).as_json()
    if not isinstance(page, Page):
        return _visited(page, page.reading, 200, "unchanged" if page.body_since < began else "fetched").as_json()
    is_html = page.content_type in HTML or (not page.content_type and page.text.lstrip()[:1] == "<")
    if not is_html and page.content_type not in AS_THEY_ARE:
        return _no_text(page).as_json()
    text = page.text.encode("utf-8", "replace")
    blob = page.body_blob if page.body_blob and text == page.body else blobs.put(text)
    reading = read_text(page.text, page.url, blob, is_html=is_html)
    client.note(page, reading)
    is_unchanged = page.is_unchanged and page.body_since < began
    return _visited(page, reading, page.status, "unchanged" if is_unchanged else "fetched").as_json()


def _visited(page: "Page | ReadBefore", reading: Reading, status: int, outcome: str) -> Visited:
    wishes = wishes_of(page.robots_tag)
    return Visited(
        url=identity(page.url),
        outcome=outcome,
        fetched_at=page.fetched_at.isoformat(),
        status=status,
        content_type=page.content_type,
        blob=reading.blob,
        links=() if is_nofollow(wishes) else reading.links,
        canonical=reading.canonical,
        is_noindex=reading.is_noindex or is_noindex(wishes),
        language=reading.language,
        feeds=reading.feeds,
    )


def _no_text(page: "Page") -> Visited:
    what = page.content_type or "something unnamed"
    return Visited(
        identity(page.url),
        "refused",
        page.fetched_at.isoformat(),
        page.status,
        page.content_type,
        error=f"It is {what}, no page of text; it was not read.",
    )
