"""Partition keys as SQL conditions choose the rows that a plain reading of them chooses."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawl_assets.store.database import EVERY_ROW, Statement
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.partitions import Key, Span, condition, misplaced

TEXTS = [
    "",
    "0",
    "00",
    "5",
    "2026-01-05",
    "2026-01-06",
    "2026-01-05T06:00:00.000000Z",
    "None",
    "a",
    "é",
    "😀",
    "a|b",
    "'",
]
SPANS = st.builds(Span, st.sampled_from(TEXTS), st.none() | st.sampled_from(TEXTS))
VALUES = st.none() | st.sampled_from(TEXTS)
MODEST = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def database(tmp_path: Path) -> LocalDatabase:
    database = LocalDatabase(tmp_path / "test.db")
    database.transaction([Statement('CREATE TABLE things (id INTEGER PRIMARY KEY, "a b" TEXT, c TEXT, n INTEGER)')])
    return database


def belongs(row: tuple[str | None, ...], keys: list[Key]) -> bool:
    """Say in plain words what a key means."""

    def is_meant(value: str | None, span: Span) -> bool:
        if value is None:
            return False
        return value == span.start if span.end is None else span.start <= value < span.end

    return any(all(is_meant(value, span) for value, span in zip(row, key, strict=True)) for key in keys)


def chosen(database: LocalDatabase, columns: list[str], keys: list[Key]) -> list[int]:
    where = condition(columns, keys)
    return [row["id"] for row in database.query(f"SELECT id FROM things WHERE {where.sql} ORDER BY id", where.args)]


@MODEST
@given(values=st.lists(VALUES, max_size=10), spans=st.lists(SPANS, max_size=5))
def test_keys_of_one_column_choose_its_rows(database: LocalDatabase, values: list[str], spans: list[Span]) -> None:
    rows = [{"id": number, "a b": value} for number, value in enumerate(values)]
    database.upsert("things", rows, ["id"], EVERY_ROW)
    keys = [(span,) for span in spans]
    inside = [number for number, value in enumerate(values) if belongs((value,), keys)]
    assert chosen(database, ["a b"], keys) == inside
    outside = [number for number in range(len(values)) if number not in inside]
    assert misplaced(keys, [(value,) for value in values]) == (outside[0] if outside else None)


@MODEST
@given(
    values=st.lists(st.tuples(VALUES, VALUES), max_size=10),
    keys=st.lists(st.tuples(SPANS, SPANS), max_size=5)
    | st.builds(
        lambda first, second: [(one, other) for one in first for other in second],
        st.lists(SPANS, min_size=1, max_size=3),
        st.lists(SPANS, min_size=1, max_size=3),
    ),
)
def test_keys_of_two_columns_choose_the_rows_that_meet_both(
    database: LocalDatabase, values: list[tuple[str | None, str | None]], keys: list[Key]
) -> None:
    rows = [{"id": number, "a b": one, "c": other} for number, (one, other) in enumerate(values)]
    database.upsert("things", rows, ["id"], EVERY_ROW)
    inside = [number for number, row in enumerate(values) if belongs(row, keys)]
    assert chosen(database, ["a b", "c"], keys) == inside
    outside = [number for number in range(len(values)) if number not in inside]
    assert misplaced(keys, values) == (outside[0] if outside else None)


@MODEST
@given(numbers=st.lists(st.none() | st.integers(-3, 12), max_size=10), keys=st.lists(st.integers(-3, 12), max_size=4))
def test_keys_of_an_integer_column_choose_by_number(
    database: LocalDatabase, numbers: list[int | None], keys: list[int]
) -> None:
    rows = [{"id": place, "n": number, "c": "x"} for place, number in enumerate(numbers)]
    database.upsert("things", rows, ["id"], EVERY_ROW)
    inside = [place for place, number in enumerate(numbers) if number in keys]
    assert chosen(database, ["n"], [(Span(str(key)),) for key in keys]) == inside
    some = [(Span(str(key)), Span("x" if key % 2 else "y")) for key in keys]
    assert chosen(database, ["n", "c"], some) == [place for place in inside if (numbers[place] or 0) % 2]


def test_no_columns_mean_every_row_and_no_keys_mean_none(database: LocalDatabase) -> None:
    database.upsert("things", [{"id": 1, "a b": "x"}], ["id"])
    assert condition([], []) == EVERY_ROW
    assert chosen(database, ["a b"], []) == []


def test_a_thousand_weeks_in_a_row_are_asked_as_one_span() -> None:
    weeks = [(Span(f"{number:04}", f"{number + 1:04}"),) for number in range(1000)]
    where = condition(["week"], [*weeks, *weeks])
    assert where.args == ("0000", "1000")


def test_a_thousand_names_are_one_argument() -> None:
    where = condition(["name"], [(Span(f"name {number}"),) for number in range(1000)])
    assert len(where.args) == 1
