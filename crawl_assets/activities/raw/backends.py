"""The one seam in front of all back ends: an order goes in, raw rows come out, each key once and no index page."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from logging import Logger
from typing import TYPE_CHECKING

from crawl_assets.activities.raw.by_model import ModelTerms, check_reader, read_by_model
from crawl_assets.activities.raw.fetchfox import FetchFox, scrape_by_fetchfox
from crawl_assets.activities.raw.firecrawl_json import crawl_json
from crawl_assets.activities.raw.index_pages import without_index_pages
from crawl_assets.activities.raw.merging import merged
from crawl_assets.activities.raw.order import RawResult, ScrapeOrder
from crawl_assets.activities.raw.own import crawl_own
from crawl_assets.crawl.firecrawl_site import Patience

if TYPE_CHECKING:
    from crawl_assets.crawl.fetch import PoliteClient
    from crawl_assets.crawl.firecrawl import Firecrawl
    from crawl_assets.durable.steps import Steps
    from crawl_assets.llm.chat import ChatClient
    from crawl_assets.store.blobs import Blobs

__all__ = ["Backends", "ModelTerms", "RawResult", "ScrapeOrder", "raw_activities"]
_SHOWN = 5  # names in a note


@dataclass(frozen=True, slots=True)
class Backends:
    """What the back ends work with; each is made when an order asks for it, so that none needs another's key."""

    web: Callable[[], "PoliteClient"]
    blobs: "Blobs"
    firecrawl: Callable[[], "Firecrawl"]
    fetchfox: Callable[[], FetchFox]
    chat: Callable[[], "ChatClient"]
    terms: ModelTerms = field(default_factory=lambda: ModelTerms(""))  # of the back end `model`
    patience: Patience = field(default_factory=Patience)  # of the back end `firecrawl`
    check: Callable[[], None] = lambda: None  # raises when the workflow is wanted no more; asked while waiting


def raw_activities(steps: "Steps", backends: Backends, order: ScrapeOrder, log: Logger) -> RawResult:
    """Read the activities of a site; every call to the outside is a durable step.

    Raises BadUrl, NoReader for a model that reads no pages, and what the back end's own client raises when the whole
    order fails; a page that fails is a note.
    """
    found = _asked(steps, backends, order, log)
    rows, index_pages = without_index_pages(merged(found.rows))
    notes = list(found.notes)
    if index_pages:
        shown = "; ".join(f"{row.name} ({row.source_url})" for row in index_pages[:_SHOWN])
        more = f"; and {len(index_pages) - _SHOWN} more" if len(index_pages) > _SHOWN else ""
        notes.append(f"Left out as index pages, which are no activities: {shown}{more}")
    if len(rows) > order.max_extractions:
        notes.append(f"{len(rows) - order.max_extractions} activities beyond the limit of {order.max_extractions}.")
    is_complete = found.is_complete and len(rows) <= order.max_extractions
    return replace(found, rows=rows[: order.max_extractions], notes=notes, is_complete=is_complete)


def _asked(steps: "Steps", backends: Backends, order: ScrapeOrder, log: Logger) -> RawResult:
    if order.backend == "firecrawl":
        return crawl_json(steps, backends.firecrawl(), order, log, backends.patience, backends.check)
    if order.backend == "fetchfox":
        return scrape_by_fetchfox(steps, backends.fetchfox(), order, log)
    if order.backend == "own":
        return crawl_own(steps, backends.web(), backends.blobs, order, log).result
    check_reader(backends.terms.model)  # before anything is fetched
    crawl = crawl_own(steps, backends.web(), backends.blobs, order, log, keep_texts=True)
    read = read_by_model(steps, backends.chat(), crawl.texts, order, backends.terms, log)
    own = crawl.result
    return RawResult([*own.rows, *read.rows], [*own.notes, *read.notes], own.pages_seen, read.cost)
