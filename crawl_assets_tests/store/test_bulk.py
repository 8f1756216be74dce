"""Bulk rows: an upsert leaves the table as a plain dict would be, in few statements."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawl_assets.store.bulk import CHARACTERS_A_STATEMENT, ROWS_A_STATEMENT, quoted, upsert_columns, upsert_rows
from crawl_assets.store.database import EVERY_ROW, Statement, Where
from crawl_assets.store.errors import NotNullViolation, SqlError, UniqueViolation
from crawl_assets.store.local import LocalDatabase

KEYS = st.tuples(st.integers(0, 4), st.sampled_from(["", "a", "é\0", "'"]), st.sampled_from([b"", b"\0", b"\xff"]))
VALUES = st.none() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.binary()
TABLES = st.dictionaries(KEYS, st.tuples(VALUES, st.text(st.characters(exclude_categories=["Cs"]))), max_size=8)
COLUMNS = ("number", "text key", "blob", "value", "order")


@pytest.fixture
def database(tmp_path: Path) -> LocalDatabase:
    database = LocalDatabase(tmp_path / "test.db")
    database.transaction(
        [
            Statement(
                'CREATE TABLE things (number INTEGER, "text key" TEXT, blob BLOB, value, "order" TEXT, '
                'PRIMARY KEY (number, "text key", blob))'
            )
        ]
    )
    return database


def as_rows(table: dict[Any, Any]) -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS, (*key, *values), strict=True)) for key, values in table.items()]


def kept(database: LocalDatabase) -> dict[Any, Any]:
    rows = [tuple(row.values()) for row in database.query("SELECT * FROM things")]
    return {row[:3]: row[3:] for row in rows}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=TABLES, output=TABLES, replaced=st.none() | st.sampled_from([EVERY_ROW, Where("number < ?", (2,))]))
def test_any_upsert_ends_as_a_dict_would_and_counts_what_changed(
    database: LocalDatabase, before: dict[Any, Any], output: dict[Any, Any], replaced: Where | None
) -> None:
    database.upsert("things", as_rows(before), COLUMNS[:3], EVERY_ROW)
    assert kept(database) == before

    gone = {
        key for key in before.keys() - output.keys() if replaced is not None and (replaced is EVERY_ROW or key[0] < 2)
    }
    wanted = {key: values for key, values in before.items() if key not in gone} | output
    changed = len(gone) + sum(key not in before or before[key] != values for key, values in output.items())
    assert database.upsert("things", as_rows(output), COLUMNS[:3], replaced) == changed
    assert kept(database) == wanted
    assert database.upsert("things", as_rows(output), COLUMNS[:3], replaced) == 0


def test_without_a_key_rows_are_only_added(database: LocalDatabase) -> None:
    database.transaction([Statement("CREATE TABLE log (line TEXT)")])
    assert database.upsert("log", [{"line": "a"}, {"line": "a"}], []) == 2
    assert database.upsert("log", [{"line": "a"}], []) == 1
    assert database.query("SELECT count(*) AS n FROM log") == [{"n": 3}]


def test_a_table_of_keys_alone_is_upserted(database: LocalDatabase) -> None:
    database.transaction([Statement("CREATE TABLE names (name TEXT PRIMARY KEY)")])
    assert database.upsert("names", [{"name": "a"}, {"name": "b"}], ["name"]) == 2
    assert database.upsert("names", [{"name": "b"}, {"name": "c"}], ["name"], EVERY_ROW) == 2
    assert database.query("SELECT name FROM names ORDER BY name") == [{"name": "b"}, {"name": "c"}]


def test_columns_that_are_not_given_keep_their_values(database: LocalDatabase) -> None:
    database.transaction([Statement("CREATE TABLE notes (id INTEGER PRIMARY KEY, a TEXT, b TEXT DEFAULT 'none')")])
    database.upsert("notes", [{"id": 1, "a": "x", "b": "y"}], ["id"])
    database.upsert("notes", [{"id": 1, "a": "z"}, {"id": 2, "a": "z"}], ["id"])
    assert database.query("SELECT a, b FROM notes ORDER BY id") == [{"a": "z", "b": "y"}, {"a": "z", "b": "none"}]


def test_ten_thousand_rows_are_few_statements_and_all_arrive(database: LocalDatabase) -> None:
    rows = [{"number": number, "text key": "", "blob": b"", "value": 2**60 + number} for number in range(10_000)]
    assert len(upsert_rows("things", rows, COLUMNS[:3], EVERY_ROW)) <= 1 + 10_000 // ROWS_A_STATEMENT
    assert database.upsert("things", rows, COLUMNS[:3]) == 10_000
    found = database.query("SELECT count(*) AS n, max(value) AS high, count(DISTINCT value) AS values_ FROM things")
    assert found == [{"n": 10_000, "high": 2**60 + 9_999, "values_": 10_000}]


def test_long_rows_are_split_by_their_characters_and_one_longer_than_the_limit_goes_alone(
    database: LocalDatabase,
) -> None:
    lengths = [10, CHARACTERS_A_STATEMENT * 2, 10, CHARACTERS_A_STATEMENT // 2, CHARACTERS_A_STATEMENT // 2, 10]
    rows = [
        {"number": number, "text key": "", "blob": b"", "value": None, "order": "é" * length}
        for number, length in enumerate(lengths)
    ]
    statements = upsert_rows("things", rows, COLUMNS[:3])
    payloads = [str(statement.args[0]) for statement in statements]
    assert [len(json.loads(payload)) for payload in payloads if len(payload) > CHARACTERS_A_STATEMENT * 1.01] == [1]
    database.transaction(statements)
    found = database.query('SELECT length("order") AS n FROM things ORDER BY number')
    assert [row["n"] for row in found] == lengths


def test_a_key_twice_or_without_a_value_is_refused_by_row_before_anything_is_sent() -> None:
    with pytest.raises(UniqueViolation, match=r"table t, column a, b: rows 0 and 2 both have the key \(1, 'x'\)"):
        upsert_columns("t", ["a", "b"], [[1, 2, 1], ["x", "x", "x"]], ["a", "b"])
    with pytest.raises(NotNullViolation, match="table t, column b: row 1 has no value for the key"):
        upsert_columns("t", ["a", "b"], [[1, 1], ["x", None]], ["a", "b"])


def test_rows_that_do_not_fit_together_are_refused_by_row() -> None:
    with pytest.raises(SqlError, match="row 1 for table t has the columns a, c; row 0 has a, b"):
        upsert_rows("t", [{"a": 1, "b": 1}, {"a": 1, "c": 1}], ["a"])
    with pytest.raises(SqlError, match="the rows for table t lack its key column 'id'; they have a, b"):
        upsert_columns("t", ["a", "b"], [[1], [2]], ["id"])


def test_any_name_can_be_quoted(database: LocalDatabase) -> None:
    name = 'dro"p; --'
    database.transaction([Statement(f"CREATE TABLE {quoted(name)} ({quoted(name)} INTEGER PRIMARY KEY)")])
    database.upsert(name, [{name: 1}], [name])
    assert database.query(f"SELECT * FROM {quoted(name)}") == [{name: 1}]
