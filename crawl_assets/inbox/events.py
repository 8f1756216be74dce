"""What moves through the inbox: a delivery on its way in, an event as it is kept, and what handling it came to."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crawl_assets.store.database import Statement

SOURCES = ("firecrawl", "resend", "generic", "crawler")


class NotYet(Exception):
    """An event came before what it belongs to; it waits and is looked at again. The message says what it waits for."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook that was let in."""

    source: str
    delivery_id: str  # the same when the sender delivers it again
    body: str = field(repr=False)  # JSON as it came
    is_signed: bool
    received_at: datetime


@dataclass(frozen=True, slots=True)
class InboxEvent:
    """One row of inbox_events."""

    id: int  # in the order of arrival
    source: str
    delivery_id: str
    is_signed: bool
    received_at: str  # ISO-8601 UTC, as the fields below
    state: str  # pending, requested, done, failed
    batch: int | None
    partition: str | None
    tries: int
    replays: int
    looked_at: str | None
    settled_at: str | None
    error: str | None
    size: int  # bytes of the body
    body: str = field(default="", repr=False)  # empty in listings

    @property
    def data(self) -> Any:
        """Return the body's JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Handled:
    """What one event came to.

    `writes` are stored in the transaction that takes the event, so exactly once, whatever is killed when.
    """

    partition: str | None = None  # a run of it is requested; None: none is needed
    writes: tuple[Statement, ...] = ()
