"""Sources that are watched: what is new or changed in them becomes workflows, each once.

What a check saw and the workflows that it asks for are stored in one transaction: after a crash either both are there
or none. Two checks of one source are never under way at once, whoever asks for them.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from logging import Logger
from typing import TYPE_CHECKING

from crawl_assets.activities.detectors import Detected, detect
from crawl_assets.activities.registry import new_workflow
from crawl_assets.activities.rows import ScrapeWorkflow, ScrapingSource, ScrapingSourceItem
from crawl_assets.crawl.urls import identity
from crawl_assets.durable.records import Scope
from crawl_assets.store.database import EVERY_ROW, Database, Statement, Where
from crawl_assets.store.errors import StoreError, UniqueViolation
from crawl_assets.store.rows import load, save, save_statements

if TYPE_CHECKING:
    from crawl_assets.activities.raw.order import Backend
    from crawl_assets.resources import Store, Web

INTERVALS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
}
SLACK = timedelta(minutes=5)  # ticks are not to the second
DETECTORS = ("sitemap", "rss", "listing", "site")
CAP = 20  # workflows of one check
KNOWN, DISCOVERED, QUEUED, SCRAPED, FAILED, REMOVED = "known", "discovered", "queued", "scraped", "failed", "removed"
_OPEN = "SELECT scope FROM scrape_workflows WHERE state IN ('queued', 'running')"
_VANISH = (
    "UPDATE activities SET is_vanished = 1 WHERE NOT is_vanished AND source_url IN (SELECT value FROM json_each(?))"
)
_FORGET = ("DELETE FROM scraping_source_items WHERE source_id = ?", "DELETE FROM scraping_sources WHERE source_id = ?")
_COUNTS = "SELECT state, count(*) AS items FROM scraping_source_items WHERE source_id = ? GROUP BY state"


class UnknownSource(LookupError):
    """No source has this id."""


@dataclass(frozen=True, slots=True)
class NewSource:
    """What a person wants to be watched."""

    url: str
    detector: str
    name: str = ""
    every: str = "daily"
    has_baseline: bool = False
    cap: int = CAP
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    scraper: str = "own"
    auto_import: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to."""

    source: ScrapingSource
    seen: int = 0
    new: int = 0
    changed: int = 0
    removed: int = 0
    asked_for: tuple[str, ...] = ()  # workflows
    waiting: int = 0  # addresses beyond the cap
    error: str | None = None
    notes: Sequence[str] = ()

    def __str__(self) -> str:
        """Say it in a line."""
        if self.error:
            return f"{self.source.url}: {self.error}"
        return (
            f"{self.source.url}: {self.seen} seen, {self.new} new, {self.changed} changed, {self.removed} gone; "
            f"{len(self.asked_for)} workflows, {self.waiting} wait for the next check"
        )


def add_source(database: Database, wanted: NewSource, now: datetime, *, is_checked: bool = False) -> ScrapingSource:
    """Register a source, or change one of the same URL and detector; raises BadUrl.

    `is_checked`: as if it was checked now.
    """
    scope = identity(wanted.url)
    source_id = hashlib.sha256(f"{wanted.detector}\n{scope}".encode()).hexdigest()[:12]
    before = next((row for row in sources(database) if row.source_id == source_id), None)
    source = ScrapingSource(
        source_id=source_id,
        url=wanted.url,
        detector=wanted.detector,
        name=wanted.name or scope,
        every=wanted.every,
        is_paused=False,
        has_baseline=wanted.has_baseline,
        cap=wanted.cap,
        include=wanted.include,
        exclude=wanted.exclude,
        scraper=wanted.scraper,
        auto_import=wanted.auto_import,
        added_at=before.added_at if before else now,
        last_checked_at=before.last_checked_at if before else (now if is_checked else None),
        last_change_at=before.last_change_at if before else None,
        error=None,
    )
    save(database, "scraping_sources", [source])
    return source


def sources(database: Database, where: Where = EVERY_ROW) -> list[ScrapingSource]:
    """Return sources, the oldest first."""
    return sorted(load(database, "scraping_sources", ScrapingSource, where), key=lambda row: (row.added_at, row.url))


def find_source(database: Database, source_id: str) -> ScrapingSource:
    """Return one source; raises UnknownSource."""
    found = sources(database, Where("source_id = ?", (source_id,)))
    if not found:
        listed = ", ".join(row.source_id for row in sources(database)) or "none yet"
        raise UnknownSource(f"no source {source_id!r}; there is {listed}. See: crawl-assets activities sources list")
    return found[0]


def pause_source(database: Database, source_id: str, *, is_paused: bool) -> ScrapingSource:
    """Stop or go on watching; raises UnknownSource."""
    source = replace(find_source(database, source_id), is_paused=is_paused)
    save(database, "scraping_sources", [source])
    return source


def remove_source(database: Database, source_id: str) -> ScrapingSource:
    """Forget a source and its items; its workflows and activities stay. Raises UnknownSource."""
    source = find_source(database, source_id)
    database.transaction([Statement(sql, (source_id,)) for sql in _FORGET])
    return source


def items_of(database: Database, source_id: str) -> list[ScrapingSourceItem]:
    """Return what a source named so far, by address."""
    return load(database, "scraping_source_items", ScrapingSourceItem, Where("source_id = ?", (source_id,)))


def counts_of(database: Database, source_id: str) -> dict[str, int]:
    """Count the items of a source by their state."""
    return {str(row["state"]): int(row["items"]) for row in database.query(_COUNTS, (source_id,))}


def due_sources(database: Database, now: datetime) -> list[ScrapingSource]:
    """Return the sources whose interval is over, and those with addresses that wait for a workflow."""
    return [
        row
        for row in sources(database, Where("NOT is_paused AND every <> 'manual'"))
        if is_due(row, now) or _dispatchable(items_of(database, row.source_id), now)
    ]


def is_due(source: ScrapingSource, now: datetime) -> bool:
    """Tell whether a source is to be asked again."""
    if source.every not in INTERVALS:
        return False
    return source.last_checked_at is None or source.last_checked_at + INTERVALS[source.every] - SLACK <= now


def check_source(
    store: "Store", web: "Web", source_id: str, run_id: str, log: Logger, now: datetime, *, must_ask: bool = True
) -> Checked:
    """Ask a source what it names now, and ask for workflows; raises JournalInUse while another check is under way.

    `must_ask` is False where only what waits is to go on. A source that cannot be had keeps its error.
    """
    scope = Scope("scraping_sources", source_id)
    with store.journals.open(scope, run_id, log) as steps:
        source, found = find_source(store.database, source_id), None
        if must_ask and source.detector != "site":
            try:
                found = detect(steps, web.client(), source)
            except StoreError:
                raise
            except Exception as error:  # of the web, or of what came from there
                steps.forget()
                source = replace(source, error=str(error)[:2000])
                save(store.database, "scraping_sources", [source])
                return Checked(source, error=source.error)
        try:
            checked = record_check(store.database, source, found, now, is_asked=must_ask)
        except UniqueViolation:  # a person asked for a workflow of one of these addresses this moment
            checked = record_check(store.database, source, found, now, is_asked=must_ask)
    store.journals.close(scope)
    return checked


def record_check(
    database: Database, source: ScrapingSource, found: Detected | None, now: datetime, *, is_asked: bool
) -> Checked:
    """Store what a check saw and the workflows that it asks for, all or none.

    Raises UniqueViolation when another workflow of one of the addresses began meanwhile.
    """
    before = {item.url: item for item in items_of(database, source.source_id)}
    items, checked = dict(before), Checked(source)
    if found is not None:
        is_baseline = source.has_baseline and source.last_checked_at is None
        items, checked = _seen(source, before, found, now, is_baseline=is_baseline)
    under_way = {str(row["scope"]) for row in database.query(_OPEN)}
    if source.detector == "site":
        wanted = [source.url] if is_asked and identity(source.url) not in under_way else []
    else:
        wanted = [item.url for item in _dispatchable(list(items.values()), now) if item.url not in under_way]
    workflows = [_workflow(source, url, now) for url in wanted[: source.cap]]
    for workflow in workflows:
        if workflow.url in items:
            item = items[workflow.url]
            items[workflow.url] = replace(item, state=QUEUED, workflow_id=workflow.workflow_id, next_try_at=None)
    has_change = bool(checked.new or checked.changed or checked.removed)
    source = replace(
        source,
        error="; ".join(checked.notes)[:2000] or None,
        last_checked_at=now if is_asked else source.last_checked_at,
        last_change_at=now if has_change else source.last_change_at,
    )
    changed = [item for url, item in items.items() if before.get(url) != item]
    gone = [item.url for item in changed if item.state == REMOVED]
    statements = save_statements(database, "scraping_sources", [source])
    for table, rows in (("scraping_source_items", changed), ("scrape_workflows", workflows)):
        if rows:
            statements += save_statements(database, table, rows)
    if gone:
        statements.append(Statement(_VANISH, (json.dumps(gone),), "activities"))
    database.transaction(statements)
    ids = tuple(workflow.workflow_id for workflow in workflows)
    return replace(checked, source=source, asked_for=ids, waiting=len(wanted) - len(workflows))


def _seen(
    source: ScrapingSource,
    before: dict[str, ScrapingSourceItem],
    found: Detected,
    now: datetime,
    *,
    is_baseline: bool,
) -> tuple[dict[str, ScrapingSourceItem], Checked]:
    """Return the items as they are after a source was asked."""
    items, new, changed = dict(before), 0, 0
    for url, said in found.lastmods.items():
        item = before.get(url)
        if item is None:
            state = KNOWN if is_baseline else DISCOVERED
            items[url] = ScrapingSourceItem(source.source_id, url, state, said, 0, None, None, now, now)
            new += 1
            continue
        is_changed = item.state == REMOVED or (said is not None and said != item.lastmod)
        if is_changed and item.state != QUEUED:
            item = replace(item, state=DISCOVERED, tries=0, next_try_at=None)
            changed += 1
        # the change of one whose workflow is under way is seen by the check after it
        is_later = said is None or (is_changed and item.state == QUEUED)
        items[url] = replace(item, lastmod=item.lastmod if is_later else said, last_seen_at=now)
    removed = [url for url, item in before.items() if url not in found.lastmods and item.state not in (REMOVED, QUEUED)]
    if not found.is_whole or not found.lastmods:  # an empty sitemap is rather a broken one
        removed = []
    for url in removed:
        items[url] = replace(items[url], state=REMOVED)
    return items, Checked(source, len(found.lastmods), new, changed, len(removed), notes=tuple(found.notes))


def _dispatchable(items: Sequence[ScrapingSourceItem], now: datetime) -> list[ScrapingSourceItem]:
    """Return what a workflow is to be asked for, what was never tried first."""
    ready = [
        item
        for item in items
        if item.state == DISCOVERED
        or (item.state == FAILED and item.next_try_at is not None and item.next_try_at <= now)
    ]
    return sorted(ready, key=lambda item: (item.tries, item.first_seen_at, item.url))


def _workflow(source: ScrapingSource, url: str, now: datetime) -> ScrapeWorkflow:
    from crawl_assets.activities.raw.order import ScrapeOrder

    backend: Backend = source.scraper  # type: ignore[assignment]  # the order checks it
    order = (
        ScrapeOrder(url, backend=backend)
        if source.detector == "site"
        else ScrapeOrder(url, max_pages=1, max_depth=0, backend=backend)
    )
    return new_workflow(order, now, auto_import=source.auto_import, source_id=source.source_id)
