"""Crawl the page of an event and write its result file, whatever happens: ok, needs_manual or error."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawl_assets.crawl.errors import FetchError, StatusRefused
from crawl_assets.product_drafts.contract import ERROR, NEEDS_MANUAL, OK, checked
from crawl_assets.product_drafts.event_ids import source_of
from crawl_assets.product_drafts.fetching import Fetched, Walled
from crawl_assets.product_drafts.orders import (
    Order,
    OrderFiles,
    UnknownEvent,
    find_event,
    if_there,
    note_begin,
    note_end,
    order_for,
    utc_now,
)
from crawl_assets.product_drafts.result_files import next_moment, result_folder, write_result
from crawl_assets.product_drafts.rows import FetchedPage

if TYPE_CHECKING:
    from crawl_assets.resources import Store
    from crawl_assets.store.blobs import Blobs

NEEDS_A_PERSON = (401, 403, 407)  # statuses that a login or another visitor may get past
Fetch = Callable[[str], Fetched]
Read = Callable[[Fetched], tuple[dict[str, Any], list[dict[str, Any]]]]  # -> the product's keys, its evidence


@dataclass(frozen=True, slots=True)
class Crawled:
    """What one crawl came to."""

    page: FetchedPage
    payload: dict[str, Any]  # see contract.py
    evidence: list[dict[str, Any]]
    path: str  # of the result file


def find_order(store: "Store", event_id: str, url: str | None, log: logging.Logger) -> Order:
    """Return what was asked for: by the run's config, by the file, by the database; raises UnknownEvent, BadUrl."""
    files = OrderFiles(store.settings.home)
    found = files.find(event_id)
    if found is None:
        row = if_there(lambda: find_event(store.database, event_id), log, f"event {event_id}")
        found = Order(event_id, row.url, row.out_dir, row.requested_by) if row else None
    if url:
        found = order_for(url, event_id, found.out_dir if found else None, "ui")
    if found is None:
        raise UnknownEvent(
            f"nothing tells which page event {event_id!r:.200} is about; add it by `crawl-assets products add URL "
            "--event-id ID`, or give its `url` in the run's config."
        )
    files.keep(found)
    return found


def crawl_event(
    store: "Store", order: Order, fetch: Fetch, read: Read, fetched_by: str, log: logging.Logger
) -> Crawled:
    """Fetch and read a page; its result is written before this returns, and noted in crawl_events where that can be."""
    folder, refused = store.settings.products_out, None
    try:
        folder = result_folder(store.settings.products_out, order.out_dir)
    except ValueError as error:
        refused = error
    started = next_moment(folder, order.event_id, utc_now())
    is_noted = if_there(lambda: note_begin(store.database, order, started), log, f"the crawl of {order.event_id}")
    raw, evidence, fetched = _result(order, fetch, read, refused)
    payload = checked(raw, url=order.url, captured_at=started.isoformat())
    page = _page(order, payload, fetched, fetched_by, started, store.blobs)
    if page.blob:  # named by the draft, the page it was read from is kept as long as the draft
        payload["page_blob"] = page.blob
    files = OrderFiles(store.settings.home)
    files.mark_unsaved(order.event_id)
    as_json = {**asdict(page), "fetched_at": started.isoformat()}
    content = {**payload, "event_id": order.event_id, "page": as_json, "evidence": evidence}
    name = write_result(folder, order.event_id, source_of(order.url), started, content)
    page = FetchedPage(**{**asdict(page), "result_file": name})
    if is_noted:  # else the one who stores the result notes it
        end = utc_now()
        if_there(lambda: note_end(store.database, order, name, page.error, end), log, f"the end of {order.event_id}")
    return Crawled(page, payload, evidence, str(folder / name))


def _result(
    order: Order, fetch: Fetch, read: Read, refused: Exception | None
) -> tuple[dict[str, Any], list[dict[str, Any]], Fetched | None]:
    """Return the raw result, its evidence and the page; nothing that goes wrong with the page is raised."""
    if refused is not None:
        return {"status": ERROR, "error": str(refused)}, [], None
    fetched: Fetched | None = None
    try:
        fetched = fetch(order.url)
        product, evidence = read(fetched)
    except Exception as error:
        return _told(error), [], fetched
    return payload_of(product, order, fetched.url), evidence, fetched


def _told(error: Exception) -> dict[str, Any]:
    """Return the result that says what went wrong."""
    if isinstance(error, Walled):
        return {"status": NEEDS_MANUAL, "notes": str(error)}
    if isinstance(error, StatusRefused) and error.status in NEEDS_A_PERSON:
        return {"status": NEEDS_MANUAL, "notes": f"the shop wants a login or another visitor: {error}"}
    if isinstance(error, FetchError | TimeoutError) and str(error):
        return {"status": ERROR, "error": str(error)}
    return {"status": ERROR, "error": f"{type(error).__name__}: {error}"}


def payload_of(product: Mapping[str, Any], order: Order, final_url: str) -> dict[str, Any]:
    """Return the raw result of a page with a product on it; of one without, that a person has to look at it."""
    rest = {key: value for key, value in product.items() if key not in ("url", "name", "variations")}
    if not product.get("name") and product.get("price") is None:
        return {"status": NEEDS_MANUAL, "notes": "no product was found on the page; look at it, or crawl by browser."}
    return {
        "status": OK,
        "title": product.get("name"),
        **rest,
        "variations": product.get("variations") or [],
        "source": source_of(order.url),
        "run_id": order.event_id,
        "final_url": final_url if final_url != order.url else None,
    }


def _page(
    order: Order,
    payload: Mapping[str, Any],
    fetched: Fetched | None,
    fetched_by: str,
    started: datetime,
    blobs: "Blobs",
) -> FetchedPage:
    return FetchedPage(
        event_id=order.event_id,
        requested_url=order.url,
        url=fetched.url if fetched else order.url,
        status=payload["status"],
        http_status=fetched.status if fetched else None,
        content_type=fetched.content_type if fetched else "",
        blob=blobs.put(fetched.body) if fetched else None,
        fetched_by=fetched_by,
        result_file="",
        error=payload.get("error") if payload["status"] == ERROR else payload.get("notes"),
        fetched_at=started,
    )
