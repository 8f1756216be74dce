"""The table inbox_events: each webhook once, from its arrival to the runs that were requested for it.

    pending  ->  requested  ->  done
        └─────>  failed               `replay` makes done and failed events pending again

A batch is what one tick of a sensor took. Its events stay `requested` until the sensor's cursor, which Dagster stores
together with the runs, has reached the batch's number; until then the same runs are requested again.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawl_assets.inbox.events import Delivery, Handled, InboxEvent
from crawl_assets.store.database import Database, Statement
from crawl_assets.store.errors import ConstraintViolation, SqlError, UnkeepableValue
from crawl_assets.store.values import timestamp_text

MOST_TRIES = 5
ERROR_CHARACTERS = 2_000
MOST_BODY_BYTES = 10_000_000  # of a webhook, which tells of one page at most

_RECORD = """
INSERT INTO inbox_events (source, delivery_id, is_signed, received_at, size, body) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (source, delivery_id) DO NOTHING
"""
_HEAD = (
    "id, source, delivery_id, is_signed, received_at, state, batch, partition, tries, replays, looked_at, settled_at, "
    "error, size"
)
_FRESH = """
SELECT id, size FROM inbox_events WHERE source = ? AND state = 'pending' AND looked_at IS NULL ORDER BY id LIMIT ?
"""
_LOOKED_AT = """
SELECT id, size FROM inbox_events WHERE source = ? AND state = 'pending' AND looked_at IS NOT NULL
ORDER BY looked_at, id LIMIT ?
"""
_WHOLE = f"SELECT {_HEAD}, body FROM inbox_events WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
_REQUESTED = f"SELECT {_HEAD} FROM inbox_events WHERE source = ? AND state = 'requested' ORDER BY id"
_SETTLE = """
UPDATE inbox_events SET state = 'done', settled_at = ? WHERE source = ? AND state = 'requested' AND batch <= ?
"""
# the CHECK on `state` undoes the whole transaction when another process has taken the event meanwhile
_TAKE = """
UPDATE inbox_events SET state = CASE state WHEN 'pending' THEN ? ELSE 'taken by another' END, batch = ?, partition = ?,
    looked_at = ?, settled_at = ?, error = NULL
WHERE id = ?
"""
_WAIT = "UPDATE inbox_events SET looked_at = ?, error = ? WHERE id = ? AND state = 'pending'"
_FAIL = """
UPDATE inbox_events SET looked_at = ?, error = ?, tries = tries + 1,
    state = CASE WHEN tries + 1 >= ? THEN 'failed' ELSE 'pending' END,
    settled_at = CASE WHEN tries + 1 >= ? THEN ? END
WHERE id = ? AND state = 'pending'
"""
# the body is looked into for those events alone that the columns before it let through
_NAMING = """
SELECT id, body FROM inbox_events
WHERE source = ? AND id > ? AND received_at >= ? AND size <= ?
    AND EXISTS (SELECT 1 FROM json_each(?) word WHERE instr(body, word.value) > 0)
ORDER BY id LIMIT ?
"""
_LIST = f"SELECT {_HEAD} FROM inbox_events ORDER BY id DESC LIMIT ?"
_LIST_FAILED = f"SELECT {_HEAD} FROM inbox_events WHERE state = 'failed' ORDER BY id DESC LIMIT ?"
_SHOW = f"SELECT {_HEAD}, body FROM inbox_events WHERE id = ?"
_REPLAY = """
UPDATE inbox_events SET state = 'pending', batch = NULL, partition = NULL, tries = 0, replays = replays + 1,
    looked_at = NULL, settled_at = NULL, error = NULL
WHERE id = ? AND state IN ('done', 'failed')
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """An event and what it came to."""

    event: InboxEvent
    handled: Handled


@dataclass(frozen=True, slots=True)
class Sought:
    """Which events may be looked into, and how many at once."""

    since: datetime  # when they were received
    after: int = 0  # id
    largest: int = MOST_BODY_BYTES  # size of a body, in bytes
    most: int = 10  # events in one answer


class Ledger:
    """The events of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def record(self, delivery: Delivery) -> bool:
        """Keep a delivery; returns False when it is there already. On disk when this returns."""
        return self.record_all([delivery])[0]

    def record_all(self, deliveries: Sequence[Delivery]) -> list[bool]:
        """Keep deliveries in one transaction; tells for each whether it was new."""
        statements = [
            Statement(
                _RECORD,
                (
                    delivery.source,
                    delivery.delivery_id,
                    int(delivery.is_signed),
                    timestamp_text(delivery.received_at),
                    len(delivery.body.encode()),
                    delivery.body,
                ),
                "inbox_events",
            )
            for delivery in deliveries
        ]
        return [result.affected == 1 for result in self.database.transaction(statements)]

    def due(self, source: str, most: int, most_bytes: int) -> list[InboxEvent]:
        """Return pending events in the order of arrival, their bodies together within `most_bytes` (one at least).

        First those that nobody looked at yet; then up to `most` that were, the longest ago first, so that what waits
        keeps nothing else from its turn.
        """
        chosen: list[int] = []
        left = most_bytes
        for sql in (_FRESH, _LOOKED_AT):
            for row in self.database.query(sql, (source, most)):
                left -= row["size"]
                if left < 0 and chosen:
                    break
                chosen.append(row["id"])
        return [_event(row) for row in self.database.query(_WHOLE, (str(chosen),))]

    def requested(self, source: str) -> list[InboxEvent]:
        """Return the events, without bodies, whose batch Dagster has not confirmed."""
        return [_event(row) for row in self.database.query(_REQUESTED, (source,))]

    def settle(self, source: str, batch: int, now: datetime) -> int:
        """Note that Dagster has the runs of all batches up to this one; returns how many events are done by it."""
        settle = Statement(_SETTLE, (timestamp_text(now), source, batch), "inbox_events")
        return self.database.transaction([settle])[0].affected

    def take(self, events: Sequence[Taken], batch: int, now: datetime) -> list[tuple[InboxEvent, str]]:
        """Store what events came to, those with a partition as `requested` in a batch; returns those that failed.

        In one transaction when all goes well, else one an event. What another process took meanwhile is left out.
        Raises the StoreErrors that are not the events' fault.
        """
        statements = [_take(taken, batch, now) for taken in events]
        try:
            self.database.transaction([statement for some in statements for statement in some])
        except (ConstraintViolation, UnkeepableValue, SqlError) as error:
            if len(events) == 1:
                is_pending = self.show(events[0].event.id).state == "pending"
                return [(events[0].event, str(error))] if is_pending else []
            return [failed for taken in events for failed in self.take([taken], batch, now)]
        return []

    def mark_waiting(self, waiting: Sequence[tuple[InboxEvent, str]], now: datetime) -> None:
        """Note what events wait for; they stay pending."""
        at = timestamp_text(now)
        self.database.transaction(
            [Statement(_WAIT, (at, why[:ERROR_CHARACTERS], event.id), "inbox_events") for event, why in waiting]
        )

    def mark_failed(
        self, failed: Sequence[tuple[InboxEvent, str]], now: datetime, most_tries: int = MOST_TRIES
    ) -> None:
        """Count a try of events that could not be handled; the last one makes them `failed`."""
        at = timestamp_text(now)
        self.database.transaction(
            [
                Statement(_FAIL, (at, why[:ERROR_CHARACTERS], most_tries, most_tries, at, event.id), "inbox_events")
                for event, why in failed
            ]
        )

    def naming(self, source: str, words: Sequence[str], sought: Sought) -> list[tuple[int, str]]:
        """Return id and body of events, whatever their state, whose body holds one of the words, by id.

        The words are ids without signs that JSON escapes. Who reads more goes on with `after` at the last id.
        """
        since = timestamp_text(sought.since)
        args = (source, sought.after, since, sought.largest, json.dumps(list(words)), sought.most)
        return [(row["id"], row["body"]) for row in self.database.query(_NAMING, args)]

    def listed(self, *, only_failed: bool = False, most: int = 50) -> list[InboxEvent]:
        """Return the newest events, without their bodies."""
        if only_failed:
            return [_event(row) for row in self.database.query(_LIST_FAILED, (most,))]
        return [_event(row) for row in self.database.query(_LIST, (most,))]

    def show(self, event_id: int) -> InboxEvent:
        """Return one event; raises LookupError."""
        rows = self.database.query(_SHOW, (event_id,))
        if not rows:
            raise LookupError(f"no event {event_id}; `crawl-assets inbox list` shows which there are.")
        return _event(rows[0])

    def replay(self, event_id: int) -> None:
        """Let the sensor handle a done or failed event once more; raises LookupError, and ValueError while it waits."""
        if self.database.transaction([Statement(_REPLAY, (event_id,), "inbox_events")])[0].affected:
            return
        state = self.show(event_id).state
        raise ValueError(
            f"event {event_id} is {state}: a sensor has still to settle it, so there is nothing to replay."
        )


def expired(event: InboxEvent, now: datetime, after: timedelta) -> bool:
    """Tell whether an event has waited for longer than `after`."""
    return now.astimezone(UTC) - datetime.fromisoformat(event.received_at) > after


def _take(taken: Taken, batch: int, now: datetime) -> list[Statement]:
    partition, at = taken.handled.partition, timestamp_text(now)
    state, settled = ("done", at) if partition is None else ("requested", None)
    args = (state, None if partition is None else batch, partition, at, settled, taken.event.id)
    return [Statement(_TAKE, args, "inbox_events"), *taken.handled.writes]


def _event(row: dict[str, object]) -> InboxEvent:
    return InboxEvent(**row | {"is_signed": bool(row["is_signed"])})  # type: ignore[arg-type]
