"""One page's visit, as the durable step that a crawl does for each: what it returns is plain JSON."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawl_assets.crawl.errors import AddressRefused, FetchError, RobotsRefused
from crawl_assets.crawl.home import identity_or_none, is_same_host
from crawl_assets.crawl.page_facts import PageFacts, page_facts
from crawl_assets.crawl.urls import host_key, identity
from crawl_assets.durable.errors import Retriable

if TYPE_CHECKING:
    from crawl_assets.crawl.fetch import Page
    from crawl_assets.store.blobs import Blobs

HTML = ("text/html", "application/xhtml+xml")
AS_THEY_ARE = ("text/markdown", "text/x-markdown", "text/plain")
_NOTHING = PageFacts((), None, False, False, None)


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

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON, without what is empty."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        fields["links"] = list(self.links)
        return {name: value for name, value in fields.items() if value not in (None, False, [])}


def visited(value: dict[str, Any]) -> Visited:
    """Read a step's JSON back."""
    return Visited(**{**value, "links": tuple(value.get("links", ()))})


def visit_failed(url: str, error: Exception | None, words: str) -> Visited:
    """Describe a visit that a later run of the same crawl tries again."""
    return Visited(url, "failed", "", status=getattr(error, "status", None), error=words)


async def visit(url: str, get: Callable[[str], Awaitable["Page"]], blobs: "Blobs", began: datetime) -> dict[str, Any]:
    """Fetch a page and read its facts; raises a Retriable FetchError for what may go away by itself.

    `began` is the start of the crawl. A page is `unchanged` when its body is older: the process may have died between
    keeping a new body and noting it, and the server then says of our own crawl's body that it is unchanged.
    """
    try:
        page = await get(url)
    except FetchError as error:
        if isinstance(error, Retriable):
            raise
        outcome = "refused" if isinstance(error, RobotsRefused | AddressRefused) else "failed"
        return Visited(url, outcome, "", status=getattr(error, "status", None), error=str(error)).as_json()
    return _read(page, blobs, began).as_json()


def _read(page: "Page", blobs: "Blobs", began: datetime) -> Visited:
    is_html = page.content_type in HTML or (not page.content_type and page.text.lstrip()[:1] == "<")
    if not is_html and page.content_type not in AS_THEY_ARE:
        what = page.content_type or "something unnamed"
        return Visited(
            identity(page.url),
            "refused",
            page.fetched_at.isoformat(),
            page.status,
            page.content_type,
            error=f"It is {what}, no page of text; it was not read.",
        )
    facts = page_facts(page.text, page.url) if is_html else _NOTHING
    return Visited(
        url=identity(page.url),
        outcome="unchanged" if page.is_unchanged and page.body_since < began else "fetched",
        fetched_at=page.fetched_at.isoformat(),
        status=page.status,
        content_type=page.content_type,
        blob=blobs.put(page.text.encode("utf-8", "replace")),
        links=_on_the_same_host(facts.links, page.url),
        canonical=identity_or_none(facts.canonical),
        is_noindex=facts.is_noindex,
        language=facts.language,
    )


def _on_the_same_host(links: tuple[str, ...], url: str) -> tuple[str, ...]:
    home = host_key(url)
    same = (identity_or_none(link) for link in links)
    return tuple(dict.fromkeys(link for link in same if link and is_same_host(link.split("/", 3)[2], home)))
