"""Every error of the local database has a type, names table and columns, and says what to do."""

from pathlib import Path
from typing import Any

import pytest

from crawl_assets.store.database import EVERY_ROW, Statement
from crawl_assets.store.errors import (
    CheckViolation,
    ConstraintViolation,
    ForeignKeyViolation,
    NotNullViolation,
    SqlError,
    UniqueViolation,
    UnkeepableValue,
    from_sqlite_message,
)
from crawl_assets.store.local import LocalDatabase

PUZZLES = """CREATE TABLE puzzles (
    id INTEGER PRIMARY KEY, setter TEXT NOT NULL, "page url" TEXT UNIQUE, clue_count INTEGER CHECK (clue_count >= 0)
)"""
CLUES = """CREATE TABLE clues (
    id INTEGER PRIMARY KEY, puzzle_id INTEGER NOT NULL REFERENCES puzzles (id), number TEXT, direction TEXT,
    UNIQUE (number, direction)
)"""
NOTES = "CREATE TABLE notes (puzzle_id INTEGER REFERENCES puzzles (id) DEFERRABLE INITIALLY DEFERRED)"
PUZZLE = {"id": 1, "setter": "Nutmeg", "page url": "/1", "clue_count": 28}
CLUE = {"id": 1, "puzzle_id": 1, "number": "1", "direction": "across"}


@pytest.fixture
def database(tmp_path: Path) -> LocalDatabase:
    database = LocalDatabase(tmp_path / "test.db")
    database.transaction([Statement(PUZZLES), Statement(CLUES), Statement(NOTES)])
    database.upsert("puzzles", [PUZZLE], ["id"])
    database.upsert("clues", [CLUE], ["id"])
    return database


@pytest.mark.parametrize(
    ("table", "row", "error", "columns"),
    [
        ("puzzles", PUZZLE | {"id": 2}, UniqueViolation, ("page url",)),
        ("clues", CLUE | {"id": 2}, UniqueViolation, ("number", "direction")),
        ("puzzles", PUZZLE | {"setter": None}, NotNullViolation, ("setter",)),
        ("puzzles", PUZZLE | {"clue_count": -1}, CheckViolation, ("clue_count",)),
        ("clues", CLUE | {"puzzle_id": 9}, ForeignKeyViolation, ("puzzle_id",)),
    ],
)
def test_a_broken_constraint_names_its_table_and_columns_and_nothing_is_written(
    database: LocalDatabase, table: str, row: dict[str, Any], error: type[ConstraintViolation], columns: tuple[str, ...]
) -> None:
    before = database.query(f"SELECT * FROM {table}")
    fine = {**row, "id": 7, "page url": "/7"} if table == "puzzles" else {**row, "id": 7, "number": "7"}
    fine |= {"setter": "Fine", "clue_count": 0} if table == "puzzles" else {"puzzle_id": 1}
    with pytest.raises(error, match="Nothing was written") as caught:
        database.upsert(table, [fine, row], ["id"])
    assert type(caught.value) is error
    assert (caught.value.table, caught.value.columns) == (table, columns)
    assert f"table {table}, column {', '.join(columns)}" in str(caught.value)
    assert database.query(f"SELECT * FROM {table}") == before


def test_a_broken_foreign_key_says_how_many_rows_point_nowhere(database: LocalDatabase) -> None:
    rows = [CLUE | {"id": number, "number": str(number), "puzzle_id": 1 + number % 2} for number in range(10, 17)]
    with pytest.raises(ForeignKeyViolation, match="3 rows point at puzzles rows that are not there"):
        database.upsert("clues", rows, ["id"])


def test_a_row_that_others_point_at_cannot_go(database: LocalDatabase) -> None:
    with pytest.raises(ForeignKeyViolation, match=r"table clues, column puzzle_id: 1 rows") as caught:
        database.upsert("puzzles", [PUZZLE | {"id": 2}], ["id"], EVERY_ROW)
    assert caught.value.table == "clues"
    assert database.query("SELECT id FROM puzzles") == [{"id": 1}]


def test_a_deferred_foreign_key_is_named_too_when_it_breaks_at_the_end(database: LocalDatabase) -> None:
    with pytest.raises(ForeignKeyViolation, match="table notes, column puzzle_id"):
        database.transaction([Statement("INSERT INTO notes VALUES (5)"), Statement("DELETE FROM clues")])
    assert len(database.query("SELECT id FROM clues")) == 1
    later = PUZZLE | {"id": 5, "page url": "/5"}
    insert = "INSERT INTO puzzles VALUES (?, ?, ?, ?)"
    database.transaction([Statement("INSERT INTO notes VALUES (5)"), Statement(insert, tuple(later.values()))])
    assert database.query("SELECT puzzle_id FROM notes") == [{"puzzle_id": 5}]


def test_a_foreign_key_of_two_columns_names_both(tmp_path: Path) -> None:
    database = LocalDatabase(tmp_path / "two.db")
    parent = "CREATE TABLE parent (a TEXT, b TEXT, PRIMARY KEY (a, b))"
    child = "CREATE TABLE child (x TEXT, y TEXT, FOREIGN KEY (x, y) REFERENCES parent (a, b))"
    with pytest.raises(ForeignKeyViolation) as caught:
        database.transaction([Statement(parent), Statement(child), Statement("INSERT INTO child VALUES ('1', '2')")])
    assert (caught.value.table, caught.value.columns) == ("child", ("x", "y"))


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT * FROM nothing_here", "nothing_here"),
        ("SELECT setter_name FROM puzzles", "setter_name"),
        ("SELEC 1", "syntax error"),
        ("INSERT INTO puzzles (id) VALUES (3)", "syntax error"),
    ],
)
def test_a_wrong_query_is_an_sql_error_with_the_databases_own_words(
    database: LocalDatabase, sql: str, said: str
) -> None:
    with pytest.raises(SqlError, match=said) as caught:
        database.query(sql)
    assert database.name in str(caught.value)


def test_an_error_in_the_last_statement_undoes_those_before_it(database: LocalDatabase) -> None:
    with pytest.raises(SqlError, match="no_such_table"):
        database.transaction([Statement("DELETE FROM clues"), Statement("DELETE FROM no_such_table")])
    assert len(database.query("SELECT id FROM clues")) == 1
    database.transaction([Statement("DELETE FROM clues")])  # and the next transaction begins as if nothing was
    assert database.query("SELECT id FROM clues") == []


def test_an_interrupt_in_the_middle_undoes_the_transaction(database: LocalDatabase) -> None:
    class Interrupted(list[Statement]):
        def __iter__(self) -> Any:
            yield Statement("DELETE FROM clues")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        database.transaction(Interrupted())
    assert len(database.query("SELECT id FROM clues")) == 1
    database.transaction([Statement("DELETE FROM clues")])


@pytest.mark.parametrize("value", [2**63, float("inf"), float("nan"), "\ud800", object()], ids=range(5))
def test_an_upsert_refuses_what_cannot_be_kept_by_column_and_row(database: LocalDatabase, value: Any) -> None:
    rows = [{"id": 5, "setter": "x"}, {"id": 6, "setter": value}]
    with pytest.raises(UnkeepableValue, match="column 'setter', row 1") as caught:
        database.upsert("puzzles", rows, ["id"])
    assert (caught.value.column, caught.value.row) == ("setter", 1)
    assert len(database.query("SELECT id FROM puzzles")) == 1


@pytest.mark.parametrize(
    ("said", "table", "columns"),
    [
        ("UNIQUE constraint failed: clues.id", "clues", ("id",)),
        ("UNIQUE constraint failed: my table.a b, my table.c", "my table", ("a b", "c")),
        ("SQLite error: UNIQUE constraint failed: clues.id", "clues", ("id",)),
        ("UNIQUE constraint failed: index 'by_lower_name'", "written", ()),
    ],
)
def test_tables_and_columns_are_read_from_what_sqlite_says(said: str, table: str, columns: tuple[str, ...]) -> None:
    error = from_sqlite_message(said, database="here", table="written")
    assert isinstance(error, UniqueViolation)
    assert (error.table, error.columns) == (table, columns)
