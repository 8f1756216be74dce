"""Statements and arguments reach the database as they are, or are refused before they do."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawl_assets.store.binding import reads, split_statements
from crawl_assets.store.database import Statement
from crawl_assets.store.errors import SqlError
from crawl_assets.store.local import LocalDatabase

ARGUMENTS = (
    st.none()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
)


@pytest.fixture
def database(tmp_path: Path) -> LocalDatabase:
    return LocalDatabase(tmp_path / "test.db")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(ARGUMENTS, min_size=1, max_size=5))
def test_any_arguments_come_back_the_same_by_query_and_by_transaction(
    database: LocalDatabase, values: list[Any]
) -> None:
    sql = "SELECT " + ", ".join(f"? AS a{number}" for number in range(len(values)))
    (row,) = database.query(sql, values)
    assert list(row.values()) == values
    assert database.transaction([Statement(sql, tuple(values))])[0].rows == [tuple(values)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT ? AS a, '?' AS b",
        "SELECT ? AS a, 'it''s ?' AS \"b?\"",
        "SELECT ? AS a, 'x' AS [b?]",
        "SELECT ? AS a, 'x' AS `b?`",
        "SELECT ? AS a -- and not this ?\n, 'x' AS b",
        "SELECT /* nor ? this */ ? AS a, 'x' AS b",
        "SELECT ? AS a, ':no @name $here' AS b",
        "SELECT ? AS a, 'one; two' AS b;",
    ],
)
def test_marks_in_strings_names_and_comments_take_no_argument(database: LocalDatabase, sql: str) -> None:
    (row,) = database.query(sql, (2**60,))
    assert row["a"] == 2**60


def test_a_dollar_within_a_name_is_no_argument(database: LocalDatabase) -> None:
    assert database.query("SELECT 1 AS a$b") == [{"a$b": 1}]


@pytest.mark.parametrize("args", [(), (1, 2)])
def test_a_missing_or_surplus_argument_is_refused(database: LocalDatabase, args: tuple[int, ...]) -> None:
    with pytest.raises(SqlError, match=rf"1 \? for {len(args)} arguments: SELECT \? AS a"):
        database.query("SELECT ? AS a", args)


@pytest.mark.parametrize("mark", ["?1", ":name", "@name", "$name"])
def test_numbered_and_named_arguments_are_refused(database: LocalDatabase, mark: str) -> None:
    with pytest.raises(SqlError, match=r"write plain \? for each") as caught:
        database.query(f"SELECT {mark} AS a", ())
    assert f"the argument {mark}" in str(caught.value)


@pytest.mark.parametrize("args", [{"name": 1}, "a", b"a"], ids=["dict", "str", "bytes"])
def test_arguments_that_are_no_tuple_are_refused(database: LocalDatabase, args: Any) -> None:
    with pytest.raises(SqlError, match="pass a tuple with a value for each"):
        database.query("SELECT ? AS a", args)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (datetime(2026, 1, 5, tzinfo=UTC), "is a datetime; SQL takes"),
        (Decimal("1.5"), "is a Decimal; SQL takes"),
        ([1], "is a list; SQL takes"),
        (bytearray(b"x"), "is a bytearray; SQL takes"),
        (2**63, "does not fit into 64 bits"),
        (-(2**63) - 1, "does not fit into 64 bits"),
        (float("nan"), "would become NULL"),
        ("é\ud800", "lone surrogate"),
    ],
)
def test_a_value_that_sql_does_not_take_is_refused_by_position(database: LocalDatabase, value: Any, why: str) -> None:
    with pytest.raises(SqlError, match=rf"argument 1, .*{why}"):
        database.query("SELECT ? AS a, ? AS b", (1, value))


@pytest.mark.parametrize("call", ["query", "transaction"])
def test_several_statements_in_one_are_refused_and_none_is_run(database: LocalDatabase, call: str) -> None:
    database.transaction([Statement("CREATE TABLE things (a)")])
    several = "INSERT INTO things VALUES (1); INSERT INTO things VALUES (2)"
    with pytest.raises(SqlError, match=r"several statements in one: INSERT.*Pass each as its own"):
        database.query(several) if call == "query" else database.transaction([Statement(several)])
    assert database.query("SELECT a FROM things") == []


@pytest.mark.parametrize(
    ("sql", "only_reads"),
    [
        ("SELECT 1", True),
        (" -- why\n /* and */ select 1", True),
        ("VALUES (1)", True),
        ("WITH a AS (SELECT 1) SELECT * FROM a", True),
        ("WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a", False),
        ("WITH a AS (SELECT 1)\nDELETE FROM b", False),
        ("INSERT INTO a SELECT 1", False),
        ("PRAGMA user_version", False),
        ("SELECTED", False),
    ],
)
def test_a_statement_that_only_reads_is_told_from_one_that_writes(sql: str, only_reads: bool) -> None:
    assert reads(sql) is only_reads


def test_text_is_split_where_statements_end_and_nowhere_else() -> None:
    trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM b; -- all; of them\n  DELETE FROM c;\nEND;"
    statements = [
        "CREATE TABLE a (b TEXT DEFAULT ';');",
        "-- why;\nCREATE TABLE b (c);",
        trigger,
        "SELECT ';' /* ; */;",
    ]
    assert split_statements("\n\n".join(statements) + "\n-- the end;\n;;") == statements
    assert split_statements("SELECT 1; SELECT") == ["SELECT 1;", "SELECT"]
    assert split_statements(" -- nothing\n/* at all */ ;") == []
