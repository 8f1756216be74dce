"""From the newest result file of an event to the rows of its draft, proposal and evidence; nothing is crawled here."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawl_assets.product_drafts.contract import moment_of
from crawl_assets.product_drafts.drafting import Decided, DraftRules, decide
from crawl_assets.product_drafts.orders import Order, OrderFiles, UnknownEvent, find_event, note_end
from crawl_assets.product_drafts.result_files import ResultFile, newest_result, result_folder
from crawl_assets.product_drafts.reviewing import draft_of, evidence_of, is_reviewed, proposals_of
from crawl_assets.product_drafts.rows import EvidenceRow, FetchedPage, ProductDraft, Proposal
from crawl_assets.product_drafts.statuses import checked_needs_manual
from crawl_assets.store.database import Database, Where
from crawl_assets.store.errors import DatabaseDisabled
from crawl_assets.store.rows import load, save

if TYPE_CHECKING:
    from crawl_assets.resources import Store


@dataclass(frozen=True, slots=True)
class Persisted:
    """The rows of an event as they are to be."""

    decided: Decided
    result: ResultFile
    proposals: list[Proposal]
    evidence: list[EvidenceRow]
    last_price: str | None  # of the result before this one
    has_database: bool

    @property
    def payload(self) -> dict[str, Any]:
        """Return what the newest result says, in the draft or beside it."""
        proposal = self.decided.proposal
        return proposal.draft_payload if proposal else self.decided.draft.payload


def persist(store: "Store", event_id: str, now: datetime) -> Persisted:
    """Read the newest result and decide; with a database, note also what a crawl without it could not.

    Raises UnknownEvent where there is no result, and the StoreErrors of a database that is away.
    """
    order, result = newest_of(store, event_id)
    rules = DraftRules(checked_needs_manual(store.settings.products_needs_manual), order.requested_by, now)
    try:
        database = store.database
    except DatabaseDisabled:
        decided = decide(None, result, event_id, rules)
        return Persisted(decided, result, [], _evidence(event_id, result), None, has_database=False)
    existing = next(iter(draft_of(database, event_id)), None)
    reviewed = existing is not None and is_reviewed(database, existing.id)
    decided = decide(existing, result, event_id, rules, is_reviewed=reviewed)
    proposals = proposals_of(database, event_id)
    last_price = _last_price(existing, proposals, result)
    _note_page(database, order, result)
    if decided.proposal:
        at = decided.proposal.captured_at
        proposals = [*(one for one in proposals if one.captured_at != at), decided.proposal]
    evidence = _kept_evidence(evidence_of(database, event_id), decided.draft, proposals, _evidence(event_id, result))
    return Persisted(decided, result, proposals, evidence, last_price, has_database=True)


def newest_of(store: "Store", event_id: str) -> tuple[Order, ResultFile]:
    """Return an event's order and its newest result; raises UnknownEvent."""
    order = OrderFiles(store.settings.home).find(event_id)
    if order is None:
        row = find_event(store.database, event_id)
        order = Order(event_id, row.url, row.out_dir, row.requested_by) if row else None
    if order is not None:
        try:
            folder = result_folder(store.settings.products_out, order.out_dir)
        except ValueError:  # its crawl says so in a result of the folder above
            folder = store.settings.products_out
        result = newest_result(folder, event_id)
        if result is not None:
            return order, result
    raise UnknownEvent(f"there is no result of event {event_id!r:.200} yet; materialize product_pages first.")


def is_saved(database: Database, event_id: str, result: ResultFile) -> bool:
    """Tell whether a result, or a newer one, is in the database."""
    at = moment_of(str(result.payload.get("captured_at", "")))
    drafts = [draft.payload.get("captured_at", "") for draft in draft_of(database, event_id)]
    kept = [*drafts, *(one.captured_at for one in proposals_of(database, event_id))]
    return any(moment_of(str(one)) >= at for one in kept)


def settle_unsaved(store: "Store", before: float, log: logging.Logger) -> list[tuple[str, str]]:
    """Return (event, name of its result file) of results that are not in the database; forget the marks of others.

    `before` is a POSIX time: younger results may be on their way.
    """
    files, waiting = OrderFiles(store.settings.home), []
    for event_id in files.unsaved(before):
        try:
            _, result = newest_of(store, event_id)
        except (UnknownEvent, ValueError) as error:
            log.warning(f"{event_id}: {error}")
            continue
        if is_saved(store.database, event_id, result):
            files.clear_unsaved(event_id)
        else:
            waiting.append((event_id, result.name))
    return waiting


def _note_page(database: Database, order: Order, result: ResultFile) -> None:
    """Keep the page's row, which a crawl without the database could not, unless a newer one is there."""
    if not result.page:
        return
    facts = {**result.page, "result_file": result.name, "fetched_at": moment_of(str(result.page["fetched_at"]))}
    page = FetchedPage(**facts)
    kept = load(database, "product_pages", FetchedPage, Where("event_id = ?", (order.event_id,)))
    if not kept or kept[0].result_file < page.result_file:
        save(database, "product_pages", [page])
    note_end(database, order, result.name, page.error, page.fetched_at)


def _evidence(event_id: str, result: ResultFile) -> list[EvidenceRow]:
    captured_at = str(result.payload.get("captured_at", ""))
    return [EvidenceRow(event_id, captured_at, number, **_typed(one)) for number, one in enumerate(result.evidence)]


def _typed(one: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: str(one.get(name) or "") for name in ("field", "source", "path", "snippet")}
    value = one.get("value")
    return {**texts, "value": None if value is None else str(value), "confidence": float(one.get("confidence") or 0)}


def _kept_evidence(
    before: Sequence[EvidenceRow], draft: ProductDraft, proposals: Sequence[Proposal], new: Sequence[EvidenceRow]
) -> list[EvidenceRow]:
    """Return the evidence of what is there: the draft's result and each proposal's."""
    wanted = {str(draft.payload.get("captured_at", "")), *(one.captured_at for one in proposals)}
    fresh = {row.captured_at for row in new}
    return [
        row for row in [*(old for old in before if old.captured_at not in fresh), *new] if row.captured_at in wanted
    ]


def _last_price(existing: ProductDraft | None, proposals: Sequence[Proposal], result: ResultFile) -> str | None:
    """Return the price of the newest result before this one."""
    at = moment_of(str(result.payload.get("captured_at", "")))
    payloads = [*([existing.payload] if existing else []), *(one.draft_payload for one in proposals)]
    older = [(moment_of(str(one.get("captured_at", ""))), one.get("price")) for one in payloads]
    prices = [(when, price) for when, price in older if when < at and price is not None]
    return str(max(prices)[1]) if prices else None
