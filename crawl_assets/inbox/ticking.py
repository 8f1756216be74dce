"""One tick of an inbox sensor, without Dagster: which events are handled, and which runs are requested for them."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawl_assets.inbox.events import Handled, InboxEvent, NotYet
from crawl_assets.inbox.ledger import MOST_TRIES, Ledger, Taken, expired
from crawl_assets.store.database import Database
from crawl_assets.store.errors import Busy, Timeout, Unreachable

Handler = Callable[[InboxEvent], Handled]


@dataclass(frozen=True, slots=True)
class TickRules:
    """What bounds a tick."""

    most_events: int = 1_000  # that nobody looked at before; and as many again of those that wait
    most_bytes: int = 32_000_000  # of bodies
    most_tries: int = MOST_TRIES  # of an event that cannot be handled
    longest_wait: timedelta = timedelta(days=7)  # for what an event belongs to; then it is failed, and can be replayed


DEFAULT_RULES = TickRules()


@dataclass(frozen=True, slots=True)
class PartitionRun:
    """A run to be requested; the same events give the same key."""

    partition: str
    run_key: str
    events: int


@dataclass(frozen=True, slots=True)
class Tick:
    """What one tick came to."""

    cursor: int  # of the sensor, once Dagster has the runs
    runs: tuple[PartitionRun, ...]
    is_repeat: bool  # the runs were requested before, but Dagster did not store the cursor
    taken: int
    waiting: int
    failed: int

    @property
    def digest(self) -> str:
        """Return what stays the same when the same runs are requested again."""
        return _digest(run.run_key for run in self.runs)

    def __str__(self) -> str:
        """Say it to people."""
        again = " once more, as the tick before was cut off" if self.is_repeat else ""
        return (
            f"{self.taken} events taken for {len(self.runs)} partitions{again}; "
            f"{self.waiting} wait, {self.failed} could not be handled"
        )


def tick(
    ledger: Ledger,
    source: str,
    handler_for: Callable[[Database], Handler],
    cursor: int,
    now: datetime,
    rules: TickRules = DEFAULT_RULES,
) -> Tick:
    """Handle what is due and return the runs to request.

    `cursor` is the number of the last batch that Dagster confirmed. What it confirmed is done; a batch that it did not
    confirm is requested again, unchanged, before anything new is taken. A failing event is marked and the others go on.
    Raises the StoreErrors of a database that is away; then nothing was taken or counted.
    """
    ledger.settle(source, cursor, now)
    unconfirmed = ledger.requested(source)
    if unconfirmed:
        return _tick(cursor, unconfirmed, is_repeat=True, waiting=0, failed=0)
    events = ledger.due(source, rules.most_events, rules.most_bytes)
    taken, waiting, failed = _handled(handler_for(ledger.database), events)
    given_up = [(event, why) for event, why in waiting if expired(event, now, rules.longest_wait)]
    waiting = [(event, why) for event, why in waiting if not expired(event, now, rules.longest_wait)]
    if taken:
        failed += ledger.take(taken, cursor + 1, now)
    if waiting:
        ledger.mark_waiting(waiting, now)
    if failed:
        ledger.mark_failed(failed, now, rules.most_tries)
    if given_up:
        words = f"waited {rules.longest_wait.days} days, in vain: "
        ledger.mark_failed([(event, words + why) for event, why in given_up], now, most_tries=1)
    requested = ledger.requested(source)
    return _tick(cursor, requested, is_repeat=False, waiting=len(waiting), failed=len(failed) + len(given_up))


def _handled(
    handle: Handler, events: Sequence[InboxEvent]
) -> tuple[list[Taken], list[tuple[InboxEvent, str]], list[tuple[InboxEvent, str]]]:
    """Return what was handled, what waits and what failed, the latter two with the reason."""
    taken: list[Taken] = []
    waiting: list[tuple[InboxEvent, str]] = []
    failed: list[tuple[InboxEvent, str]] = []
    for event in events:
        try:
            taken.append(Taken(event, handle(event)))
        except NotYet as reason:
            waiting.append((event, str(reason)))
        except (Busy, Timeout, Unreachable):  # the database's fault, not the event's
            raise
        except Exception as error:
            failed.append((event, f"{type(error).__name__}: {error}"))
    return taken, waiting, failed


def _tick(cursor: int, requested: Sequence[InboxEvent], *, is_repeat: bool, waiting: int, failed: int) -> Tick:
    groups: dict[str, list[InboxEvent]] = {}
    for event in requested:
        assert event.partition is not None
        groups.setdefault(event.partition, []).append(event)
    runs = tuple(PartitionRun(name, _run_key(name, events), len(events)) for name, events in groups.items())
    reached = max((event.batch or 0 for event in requested), default=cursor)
    return Tick(reached, runs, is_repeat, len(requested), waiting, failed)


def _run_key(partition: str, events: Sequence[InboxEvent]) -> str:
    return f"{partition}:{_digest(f'{event.id}.{event.replays}' for event in events)}"


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
