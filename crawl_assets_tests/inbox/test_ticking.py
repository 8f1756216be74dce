"""A tick handles what is due once, in bounded portions; what waits, fails or is cut off keeps nothing else back."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawl_assets.inbox.events import Delivery, Handled, InboxEvent, NotYet
from crawl_assets.inbox.ledger import Ledger, Taken
from crawl_assets.inbox.ticking import DEFAULT_RULES, Handler, Tick, TickRules, tick
from crawl_assets.store.database import Database, Statement
from crawl_assets.store.errors import StoreError, Unreachable
from crawl_assets.store.migrate import migrate, shipped_migrations
from crawl_assets_tests.inbox.receiving import ledger_in
from crawl_assets_tests.store.databases import KINDS, opened

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """An inbox beside a table `effects`, in which an event may stand once."""
    ledger = ledger_in(tmp_path)
    ledger.database.transaction([Statement("CREATE TABLE effects (number INTEGER PRIMARY KEY, text TEXT NOT NULL)")])
    return ledger


def arrive(ledger: Ledger, *numbers: int, at: datetime = NOW, padding: int = 0, **more: object) -> None:
    """Record generic events; an event belongs to the partition 'even' or 'odd'."""
    ledger.record_all(
        [
            Delivery("generic", f"id-{n}", json.dumps({"number": n, "padding": "x" * padding, **more}), True, at)
            for n in numbers
        ]
    )


def by_parity(event: InboxEvent) -> Handled:
    number = event.data["number"]
    write = Statement("INSERT INTO effects (number, text) VALUES (?, '')", (number,), "effects")
    return Handled("odd" if number % 2 else "even", (write,))


def run(
    ledger: Ledger,
    cursor: int,
    handle: Handler = by_parity,
    rules: TickRules = DEFAULT_RULES,
    now: datetime = NOW,
) -> Tick:
    return tick(ledger, "generic", lambda _: handle, cursor, now, rules)


def effects(ledger: Ledger) -> list[int]:
    return [row["number"] for row in ledger.database.query("SELECT number FROM effects ORDER BY number")]


def states(ledger: Ledger) -> dict[str, str]:
    return {event.delivery_id: event.state for event in reversed(ledger.listed())}


def handling(raises: dict[int, Exception]) -> Handler:
    def handle(event: InboxEvent) -> Handled:
        if error := raises.get(event.data["number"]):
            raise error
        return by_parity(event)

    return handle


def test_one_run_a_partition_is_requested_however_many_events_it_has(ledger: Ledger) -> None:
    arrive(ledger, *range(1, 8))
    done = run(ledger, 0)
    assert [(run.partition, run.events) for run in done.runs] == [("odd", 4), ("even", 3)]
    assert (done.cursor, effects(ledger)) == (1, [1, 2, 3, 4, 5, 6, 7])


def test_events_are_done_once_dagster_has_stored_the_cursor(ledger: Ledger) -> None:
    arrive(ledger, 1)
    done = run(ledger, 0)
    assert states(ledger) == {"id-1": "requested"}
    assert run(ledger, done.cursor).runs == ()
    assert states(ledger) == {"id-1": "done"}


def test_a_tick_that_was_cut_off_requests_the_same_runs_again_and_nothing_new(ledger: Ledger) -> None:
    arrive(ledger, 1, 2, 3)
    first = run(ledger, 0)
    arrive(ledger, 4, 5)
    again = run(ledger, 0)
    assert (again.runs, again.cursor, again.is_repeat) == (first.runs, first.cursor, True)
    assert effects(ledger) == [1, 2, 3], "the effects were not repeated"
    after = run(ledger, again.cursor)
    assert effects(ledger) == [1, 2, 3, 4, 5]
    assert not {run.run_key for run in first.runs} & {run.run_key for run in after.runs}


def test_a_cursor_that_somebody_reset_repeats_at_most_what_has_run_keys_already(ledger: Ledger) -> None:
    arrive(ledger, 1)
    first = run(ledger, 41)
    assert run(ledger, 0).runs == first.runs
    run(ledger, first.cursor)
    arrive(ledger, 3)
    assert {run.run_key for run in run(ledger, 0).runs} != {run.run_key for run in first.runs}


def test_a_tick_is_bounded_and_the_ticks_after_it_drain_the_rest_in_order(ledger: Ledger) -> None:
    arrive(ledger, *range(10))
    cursor, seen = 0, []
    while (done := run(ledger, cursor, rules=TickRules(most_events=4))).runs:
        cursor = done.cursor
        seen.append(effects(ledger))
    assert seen == [list(range(4)), list(range(8)), list(range(10))]


def test_the_bodies_of_a_tick_are_bounded_but_one_is_always_read(ledger: Ledger) -> None:
    arrive(ledger, 1, 2, 3, padding=1_000)
    arrive(ledger, 4, padding=9_000)
    rules = TickRules(most_bytes=2_500)
    cursor = run(ledger, 0, rules=rules).cursor
    assert effects(ledger) == [1, 2]
    cursor = run(ledger, cursor, rules=rules).cursor
    assert effects(ledger) == [1, 2, 3]
    run(ledger, cursor, rules=rules)
    assert effects(ledger) == [1, 2, 3, 4]


def test_an_event_that_came_too_early_waits_and_the_others_go_on(ledger: Ledger) -> None:
    arrive(ledger, 1, 2)
    done = run(ledger, 0, handling({1: NotYet("crawl c1 is not known yet")}))
    assert (effects(ledger), done.waiting) == ([2], 1)
    waiting = ledger.show(1)
    assert (waiting.state, waiting.error, waiting.tries) == ("pending", "crawl c1 is not known yet", 0)
    assert run(ledger, done.cursor).taken == 1
    assert (effects(ledger), ledger.show(1).error) == ([1, 2], None)


def test_many_that_wait_keep_nothing_new_from_its_turn_and_each_gets_its_own(ledger: Ledger) -> None:
    early: dict[int, Exception] = {number: NotYet("too early") for number in range(10)}
    arrive(ledger, *early)
    rules = TickRules(most_events=4)
    minutes = iter(range(1, 60))

    def later(cursor: int, raises: dict[int, Exception]) -> int:
        return run(ledger, cursor, handling(raises), rules, NOW + timedelta(minutes=next(minutes))).cursor

    cursor = 0
    for _ in range(4):
        cursor = later(cursor, early)
    arrive(ledger, 100)
    cursor = later(cursor, early)
    assert effects(ledger) == [100]
    for _ in range(4):
        cursor = later(cursor, {})
    assert effects(ledger) == [*range(10), 100]


def test_what_never_comes_is_waited_for_a_week_and_can_still_be_replayed(ledger: Ledger) -> None:
    arrive(ledger, 1)
    early = handling({1: NotYet("crawl c1 is not known yet")})
    run(ledger, 0, early, now=NOW + timedelta(days=7))
    assert states(ledger) == {"id-1": "pending"}
    run(ledger, 0, early, now=NOW + timedelta(days=7, seconds=1))
    assert (states(ledger), ledger.show(1).error) == (
        {"id-1": "failed"},
        "waited 7 days, in vain: crawl c1 is not known yet",
    )
    ledger.replay(1)
    run(ledger, 0)
    assert effects(ledger) == [1]


def test_an_event_that_cannot_be_handled_is_tried_five_times_then_marked_and_the_others_go_on(ledger: Ledger) -> None:
    arrive(ledger, 1, 2)
    cursor = 0
    for tries in range(1, 6):
        cursor = run(ledger, cursor, handling({1: KeyError("number")})).cursor
        assert ledger.show(1).tries == tries
        assert ledger.show(1).state == ("failed" if tries == 5 else "pending")
    assert effects(ledger) == [2]
    assert [(event.id, event.error) for event in ledger.listed(only_failed=True)] == [(1, "KeyError: 'number'")]
    assert run(ledger, cursor, handling({1: KeyError("number")})).failed == 0


def test_an_event_whose_rows_the_database_refuses_is_marked_and_the_others_are_stored(ledger: Ledger) -> None:
    ledger.database.transaction([Statement("INSERT INTO effects (number, text) VALUES (2, 'there already')")])
    arrive(ledger, 1, 2, 3)
    done = run(ledger, 0)
    assert (effects(ledger), done.taken, done.failed) == ([1, 2, 3], 2, 1)
    assert [(run.partition, run.events) for run in done.runs] == [("odd", 2)]
    assert "unique constraint is broken in table effects" in str(ledger.show(2).error)


def test_an_event_that_needs_no_run_is_done_at_once(ledger: Ledger) -> None:
    arrive(ledger, 1)
    assert run(ledger, 0, lambda event: Handled(None, by_parity(event).writes)).cursor == 0
    assert (states(ledger), effects(ledger)) == ({"id-1": "done"}, [1])


def test_a_database_that_is_away_is_not_the_event_s_fault(ledger: Ledger) -> None:
    arrive(ledger, 1)
    with pytest.raises(Unreachable):
        run(ledger, 0, handling({1: Unreachable("nobody answers")}))
    assert (ledger.show(1).tries, ledger.show(1).looked_at) == (0, None)


def test_of_two_ticks_at_the_same_time_one_takes_an_event(ledger: Ledger, tmp_path: Path) -> None:
    """As after a kill of the daemon, whose last evaluation still runs beside that of the next one."""
    arrive(ledger, 1, 2)
    ledger.database.transaction([Statement("CREATE TABLE counts (number INTEGER NOT NULL)")])  # without a key
    other = ledger_in(tmp_path)

    def counting(event: InboxEvent) -> Handled:
        number = event.data["number"]
        return Handled(f"site {number}", (Statement("INSERT INTO counts (number) VALUES (?)", (number,)),))

    def first_the_other(event: InboxEvent) -> Handled:
        if event.id == 2:
            other.take([Taken(other.show(2), counting(event))], 1, NOW)
        return counting(event)

    done = run(ledger, 0, first_the_other)
    rows = ledger.database.query("SELECT number FROM counts ORDER BY number")
    assert ([row["number"] for row in rows], done.failed) == ([1, 2], 0)
    assert [(run.partition, run.events) for run in done.runs] == [("site 1", 1), ("site 2", 1)]
    assert {event.tries for event in ledger.listed()} == {0}


def test_a_handler_is_made_once_a_tick_from_the_database(ledger: Ledger) -> None:
    arrive(ledger, 1, 2, 3)
    made: list[Database] = []

    def handler_for(database: Database) -> Callable[[InboxEvent], Handled]:
        made.append(database)
        return by_parity

    tick(ledger, "generic", handler_for, 0, NOW)
    assert made == [ledger.database]


def test_a_sensor_sees_the_events_of_its_own_source_only(ledger: Ledger) -> None:
    ledger.record(Delivery("resend", "id-1", "{}", True, NOW))
    assert run(ledger, 0).taken == 0
    assert ledger.show(1).looked_at is None


def test_a_replayed_event_is_handled_once_more_under_a_new_run_key(ledger: Ledger) -> None:
    arrive(ledger, 1)
    seen: list[int] = []

    def handle(event: InboxEvent) -> Handled:
        seen.append(event.id)
        return Handled("odd")

    first = run(ledger, 0, handle)
    with pytest.raises(ValueError, match="event 1 is requested: a sensor has still to settle it"):
        ledger.replay(1)
    run(ledger, first.cursor, handle)
    ledger.replay(1)
    again = run(ledger, first.cursor, handle)
    assert seen == [1, 1]
    assert again.runs[0].run_key != first.runs[0].run_key
    assert ledger.show(1).replays == 1


def test_an_event_that_is_not_there_is_said_to_be_missing(ledger: Ledger) -> None:
    for ask in (ledger.show, ledger.replay):
        with pytest.raises(LookupError, match="no event 7; `crawl-assets inbox list` shows"):
            ask(7)


def test_a_broken_database_stops_the_tick_before_anything_is_counted(ledger: Ledger) -> None:
    arrive(ledger, 1)
    ledger.database.close()
    with pytest.raises(StoreError):
        run(ledger, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_database_keeps_an_event_once_and_takes_it_once(tmp_path: Path, kind: str) -> None:
    with opened(kind, tmp_path) as database:
        migrate(database, shipped_migrations())
        ledger = Ledger(database)
        database.transaction([Statement("CREATE TABLE effects (number INTEGER NOT NULL, text TEXT NOT NULL)")])
        delivery = Delivery("generic", "id-1", '{"number": 1, "text": "☃ \\u0000"}', True, NOW)
        assert [ledger.record(delivery), ledger.record(delivery)] == [True, False]
        assert ledger.record_all([delivery, replace(delivery, delivery_id="id-2")]) == [False, True]
        first, again = run(ledger, 0), run(ledger, 0)
        assert (first.taken, again.runs) == (2, first.runs)
        assert [event.state for event in ledger.listed()] == ["requested", "requested"]
        assert run(ledger, first.cursor).taken == 0
        assert effects(ledger) == [1, 1]
        assert ledger.show(1).body == delivery.body
