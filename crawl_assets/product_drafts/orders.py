"""What was asked for: a small file under the data folder, and a row of crawl_events where there is a database.

<home>/products/events/<event>.json      which page an event is about, so that a run without a database knows it
<home>/products/unsaved/<event>          there is a result that may not be in the database yet
"""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from crawl_assets.crawl.urls import parse_url
from crawl_assets.product_drafts.event_ids import checked_event_id, event_id_of, file_word, normalised
from crawl_assets.product_drafts.rows import CrawlEvent
from crawl_assets.store.database import Database, Statement, Where
from crawl_assets.store.errors import DatabaseDisabled, StoreError, Timeout, Unreachable
from crawl_assets.store.rows import load, save, save_statements
from crawl_assets.store.values import timestamp_text

T = TypeVar("T")

AWAY = (DatabaseDisabled, Unreachable, Timeout)
REQUESTED, CRAWLING, CRAWLED, FAILED = "requested", "crawling", "crawled", "failed"
_BEGIN = "UPDATE crawl_events SET state = 'crawling', tries = tries + 1, started_at = ? WHERE event_id = ?"
_END = """
UPDATE crawl_events SET state = ?, error = ?, result_file = ?, crawled_at = ?
WHERE event_id = ? AND (result_file IS NULL OR result_file <= ?)
"""
_AGAIN = "UPDATE crawl_events SET state = 'requested', tries = 0, requested_at = ? WHERE event_id = ?"


@dataclass(frozen=True, slots=True)
class Order:
    """A page to crawl."""

    event_id: str
    url: str
    out_dir: str | None  # as it was asked for; where it leads is checked when it is used
    requested_by: str  # cli, crawler or ui

    def event(self, now: datetime) -> CrawlEvent:
        """Return the row of an order that is new."""
        url = normalised(self.url)
        return CrawlEvent(self.event_id, self.url, url, self.out_dir, self.requested_by, REQUESTED, 0, None, None, now)


class UnknownEvent(LookupError):
    """Nobody has asked for this event, or what tells of it is away."""


def order_for(url: str, event_id: str | None, out_dir: str | None, requested_by: str) -> Order:
    """Make an order of what somebody gave; raises BadUrl or ValueError for what cannot be one."""
    parse_url(url)
    return Order(checked_event_id(event_id) if event_id else event_id_of(url), url.strip(), out_dir, requested_by)


class OrderFiles:
    """The files of one data folder."""

    def __init__(self, home: Path) -> None:
        self._events, self._unsaved = home / "products" / "events", home / "products" / "unsaved"

    def keep(self, order: Order) -> None:
        """Write an order down."""
        _write(self._events / f"{file_word(order.event_id)}.json", json.dumps(asdict(order), ensure_ascii=False))

    def find(self, event_id: str) -> Order | None:
        """Return an order; None when its file is not there or damaged."""
        try:
            found = Order(**json.loads((self._events / f"{file_word(event_id)}.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return found if found.event_id == event_id else None

    def mark_unsaved(self, event_id: str) -> None:
        """Note, before a result is written, that it has to come into the database."""
        _write(self._unsaved / file_word(event_id), event_id)

    def unsaved(self, before: float) -> Iterator[str]:
        """Yield the events whose newest result was marked before a POSIX time, the oldest first."""
        marks = [(path.stat().st_mtime, path) for path in self._unsaved.glob("[!.]*")]
        for at, path in sorted(marks):
            if at <= before:
                yield path.read_text(encoding="utf-8")

    def clear_unsaved(self, event_id: str) -> None:
        """Note that the result is in the database."""
        (self._unsaved / file_word(event_id)).unlink(missing_ok=True)


def find_event(database: Database, event_id: str) -> CrawlEvent | None:
    """Return the row of an event; None when nobody asked for it here."""
    found = load(database, "crawl_events", CrawlEvent, Where("event_id = ?", (event_id,)))
    return found[0] if found else None


def order_statements(database: Database, order: Order, now: datetime) -> list[Statement]:
    """Return what notes an order, also one that was there before; raises ValueError where that is of another page."""
    before = find_event(database, order.event_id)
    if before is None:
        return save_statements(database, "crawl_events", [order.event(now)])
    if before.normalised_url != normalised(order.url):
        raise ValueError(f"event {order.event_id} is about {before.url}, not {order.url}; use another event id.")
    return [Statement(_AGAIN, (timestamp_text(now), order.event_id), "crawl_events")]


def note_begin(database: Database, order: Order, now: datetime) -> bool:
    """Count a crawl that begins; adds the event where it was asked for without a database. Returns True."""
    if find_event(database, order.event_id) is None:
        save(database, "crawl_events", [order.event(now)])
    database.transaction([Statement(_BEGIN, (timestamp_text(now), order.event_id), "crawl_events")])
    return True


def note_end(database: Database, order: Order, result_file: str, error: str | None, at: datetime) -> None:
    """Note how the newest crawl ended; may be done twice, and an older crawl changes nothing."""
    if find_event(database, order.event_id) is None:
        save(database, "crawl_events", [order.event(at)])
    args = (CRAWLED if error is None else FAILED, error, result_file, timestamp_text(at), order.event_id, result_file)
    database.transaction([Statement(_END, args, "crawl_events")])


def forgotten(
    database: Database, requested_before: datetime, begun_before: datetime, most_tries: int
) -> list[CrawlEvent]:
    """Return events that wait for a crawl since long, or whose crawl began and never ended, the oldest first."""
    where = Where(
        "((state = 'requested' AND requested_at <= ?) OR (state = 'crawling' AND started_at <= ?)) AND tries < ?",
        (timestamp_text(requested_before), timestamp_text(begun_before), most_tries),
    )
    return sorted(load(database, "crawl_events", CrawlEvent, where), key=lambda event: event.requested_at)


def if_there(work: Callable[[], T], log: logging.Logger, what: str) -> T | None:
    """Do what needs the database; where that cannot be done now, say so and return None."""
    try:
        return work()
    except DatabaseDisabled:
        return None  # said once, by who stores the result
    except StoreError as error:
        log.warning(f"{what} is not noted now: {error}")
        return None


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.writing")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
