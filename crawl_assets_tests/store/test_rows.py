"""Dataclasses as rows of tables that migrations own."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from crawl_assets.store.database import EVERY_ROW, Statement, Where
from crawl_assets.store.errors import SqlError, UnkeepableValue
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.rows import load, save, save_statements

TABLE = """CREATE TABLE puzzles (
    id INTEGER PRIMARY KEY, day DATE NOT NULL, is_prize BOOLEAN, problems JSON TEXT, source TEXT DEFAULT 'feed'
)"""


@dataclass(frozen=True, slots=True)
class Puzzle:
    id: int
    day: date
    is_prize: bool | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Titled:
    id: int
    day: date
    title: str


PUZZLES = [Puzzle(2**60, date(2026, 1, 5), True, ("short",)), Puzzle(2, date(2026, 1, 6))]


@pytest.fixture
def database(tmp_path: Path) -> LocalDatabase:
    database = LocalDatabase(tmp_path / "test.db")
    database.transaction([Statement(TABLE)])
    return database


def test_records_come_back_the_same_in_the_order_of_the_key(database: LocalDatabase) -> None:
    assert save(database, "puzzles", PUZZLES) == 2
    assert load(database, "puzzles", Puzzle) == PUZZLES[::-1]
    assert load(database, "puzzles", Puzzle, Where("day > ?", ("2026-01-05",))) == PUZZLES[1:]
    assert database.query("SELECT DISTINCT source FROM puzzles") == [{"source": "feed"}]


def test_saving_equal_records_again_changes_nothing(database: LocalDatabase) -> None:
    save(database, "puzzles", PUZZLES)
    assert save(database, "puzzles", PUZZLES) == 0
    assert save(database, "puzzles", [Puzzle(2, date(2026, 1, 7))]) == 1
    assert save(database, "puzzles", []) == 0


def test_records_can_replace_those_of_a_condition_together_with_other_statements(database: LocalDatabase) -> None:
    save(database, "puzzles", PUZZLES)
    replacing = save_statements(database, "puzzles", PUZZLES[:1], EVERY_ROW)
    database.transaction([*replacing, Statement("UPDATE puzzles SET source = 'import'")])
    assert load(database, "puzzles", Puzzle) == PUZZLES[:1]
    database.transaction(save_statements(database, "puzzles", [], EVERY_ROW))
    assert load(database, "puzzles", Puzzle) == []


def test_a_value_that_does_not_fit_is_refused_by_column_and_row(database: LocalDatabase) -> None:
    with pytest.raises(UnkeepableValue, match="column 'is_prize', row 1"):
        save(database, "puzzles", [PUZZLES[0], Puzzle(3, date(2026, 1, 5), "yes")])  # type: ignore[arg-type]
    assert load(database, "puzzles", Puzzle) == []


def test_a_field_without_a_column_and_a_table_that_is_not_there_are_named(database: LocalDatabase) -> None:
    with pytest.raises(SqlError, match="table puzzles has no column 'title'; it has id, day"):
        save(database, "puzzles", [Titled(1, date(2026, 1, 5), "x")])
    with pytest.raises(SqlError, match="title"):
        load(database, "puzzles", Titled)
    for call in (lambda: save(database, "setters", PUZZLES), lambda: load(database, "setters", Puzzle)):
        with pytest.raises(SqlError, match=r"there is no table setters in .*; run `crawl-assets migrate`"):
            call()
