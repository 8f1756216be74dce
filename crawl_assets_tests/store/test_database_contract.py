"""What every database does alike, be it a local file or a remote server of either protocol version."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawl_assets.store.database import Database, Statement, Where
from crawl_assets.store.errors import (
    CheckViolation,
    ConstraintViolation,
    ForeignKeyViolation,
    NotNullViolation,
    SqlError,
    StoreError,
    UniqueViolation,
)
from crawl_assets.store.migrate import migrate, shipped_migrations, status
from crawl_assets_tests.store.databases import KINDS, TOKEN, opened
from crawl_assets_tests.store.io_contexts import load, write

MODEST = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
BIG = 2**63 - 1
VALUES = (
    st.none()
    | st.integers(-BIG - 1, BIG)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
)
SCHEMA = (
    "CREATE TABLE setters (name TEXT PRIMARY KEY)",
    "CREATE TABLE clues (id INTEGER PRIMARY KEY, setter TEXT REFERENCES setters (name), answer TEXT UNIQUE, "
    "length INTEGER NOT NULL DEFAULT 1 CHECK (length > 0 AND length < 50))",
    "CREATE TABLE later (id INTEGER PRIMARY KEY, setter TEXT REFERENCES setters (name) DEFERRABLE INITIALLY DEFERRED)",
    "INSERT INTO setters VALUES ('Arachne'), ('Brendan')",
    "INSERT INTO clues (id, setter, answer) VALUES (1, 'Arachne', 'OAR')",
)


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with opened(request.param, tmp_path) as found:
        yield found


@pytest.fixture
def clues(database: Database) -> Database:
    database.transaction([Statement(sql) for sql in SCHEMA])
    return database


def run(database: Database, sql: str, *args: Any, table: str | None = None) -> Any:
    return database.transaction([Statement(sql, args, table)])[0]


@MODEST
@given(values=st.lists(VALUES, min_size=1, max_size=6))
def test_arguments_come_back_as_they_were(database: Database, values: list[Any]) -> None:
    database.transaction([Statement("CREATE TABLE IF NOT EXISTS kept (value)"), Statement("DELETE FROM kept")])
    database.transaction([Statement("INSERT INTO kept VALUES (?)", (value,)) for value in values])
    found = [row["value"] for row in database.query("SELECT value FROM kept ORDER BY rowid")]
    assert [(type(value), value) for value in found] == [(type(value), value) for value in values]


@MODEST
@given(values=st.lists(VALUES))
def test_upserted_rows_come_back_as_they_were(database: Database, values: list[Any]) -> None:
    database.transaction([Statement("CREATE TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY, value)")])
    database.upsert("kept", [{"id": place, "value": value} for place, value in enumerate(values)], ["id"], Where("1"))
    assert [row["value"] for row in database.query("SELECT value FROM kept ORDER BY id")] == values


@pytest.mark.parametrize("value", [BIG, -BIG - 1, 2**53 + 1, 0.1 + 0.2, 5e-324, -1.5, "", "a\0b", "😀", b"", b"\0\xff"])
def test_a_value_is_found_again_by_itself(database: Database, value: Any) -> None:
    run(database, "CREATE TABLE kept (value)")
    run(database, "INSERT INTO kept VALUES (?)", value)
    assert database.query(
        "SELECT value, typeof(value) = typeof(?) AS same FROM kept WHERE value = ?", (value, value)
    ) == [{"value": value, "same": 1}]


@pytest.mark.parametrize(
    ("sql", "args", "why"),
    [
        ("SELECT ?, ?", (1,), r"2 \? for 1 arguments"),
        ("SELECT 1", (1,), r"0 \? for 1 arguments"),
        ("SELECT ?1", (1,), "write plain"),
        ("SELECT 1; SELECT 2", (), "several statements"),
        ("SELECT ?", (2**63,), "64 bits"),
        ("SELECT ?", ([],), "is a list"),
        ("SELECT ?", ("\ud800",), "surrogate"),
        ("SELECT colour FROM clues", (), "no such column: colour"),
        ("SELECT * FROM nowhere", (), "no such table: nowhere"),
        ("SELEC 1", (), "syntax error"),
    ],
)
def test_a_wrong_statement_is_a_sql_error_that_says_why(clues: Database, sql: str, args: Any, why: str) -> None:
    with pytest.raises(SqlError, match=why):
        clues.query(sql, args)
    with pytest.raises(SqlError, match=why):
        clues.transaction([Statement("DELETE FROM clues"), Statement(sql, args)])
    assert clues.query("SELECT count(*) AS n FROM clues") == [{"n": 1}]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM clues",
        "INSERT INTO setters VALUES ('x') RETURNING name",
        "WITH x AS (SELECT 1) DELETE FROM clues",
        "PRAGMA user_version = 7",
        "EXPLAIN SELECT 1",
        "SELECT 1) ; DELETE FROM clues; --",
    ],
)
def test_a_query_cannot_write(clues: Database, sql: str) -> None:
    with pytest.raises(SqlError):
        clues.query(sql)
    assert clues.query("SELECT count(*) AS n FROM clues") == [{"n": 1}]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 AS a;",
        " -- why\nSELECT 1 AS a -- so",
        "VALUES (1)",
        "WITH x AS (SELECT 'insert' AS t) SELECT replace(t, 'insert', 1) AS a FROM x",
    ],
)
def test_every_form_of_query_is_answered(database: Database, sql: str) -> None:
    (row,) = database.query(sql)
    assert [str(value) for value in row.values()] == ["1"]


def test_a_unique_violation_names_table_and_column(clues: Database) -> None:
    with pytest.raises(UniqueViolation) as caught:
        run(clues, "INSERT INTO clues (answer) VALUES ('OAR')")
    assert (caught.value.table, caught.value.columns) == ("clues", ("answer",))


def test_a_not_null_violation_names_table_and_column(clues: Database) -> None:
    with pytest.raises(NotNullViolation) as caught:
        run(clues, "INSERT INTO clues (length) VALUES (NULL)")
    assert (caught.value.table, caught.value.columns) == ("clues", ("length",))


def test_a_check_violation_names_table_and_column(clues: Database) -> None:
    with pytest.raises(CheckViolation) as caught:
        run(clues, "INSERT INTO clues (length) VALUES (50)", table="clues")
    assert (caught.value.table, caught.value.columns) == ("clues", ("length",))


@pytest.mark.parametrize("child", ["clues", "later"], ids=["at once", "at the commit"])
def test_a_foreign_key_violation_names_table_column_and_parent(clues: Database, child: str) -> None:
    with pytest.raises(ForeignKeyViolation) as caught:
        run(clues, f"INSERT INTO {child} (setter) VALUES ('Nobody'), ('Noone')", table=child)
    assert (caught.value.table, caught.value.columns) == (child, ("setter",))
    assert "2 rows point at setters rows that are not there" in str(caught.value)


def test_a_row_that_others_point_at_stays(clues: Database) -> None:
    with pytest.raises(ForeignKeyViolation):
        run(clues, "DELETE FROM setters", table="setters")
    assert len(clues.query("SELECT * FROM setters")) == 2


@pytest.mark.parametrize(
    "last", ["INSERT INTO clues (answer) VALUES ('OAR')", "INSERT INTO later (setter) VALUES ('x')", "SELECT * FROM no"]
)
def test_a_transaction_is_all_or_nothing(clues: Database, last: str) -> None:
    before = clues.query("SELECT * FROM clues")
    first = [Statement("UPDATE clues SET length = 9"), Statement("CREATE TABLE other (a)")]
    with pytest.raises((ConstraintViolation, SqlError)):
        clues.transaction([*first, Statement(last)])
    assert clues.query("SELECT * FROM clues") == before
    assert clues.query("SELECT * FROM sqlite_master WHERE name = 'other'") == []


def test_results_tell_how_many_rows_each_statement_changed(clues: Database) -> None:
    statements = [
        "INSERT INTO clues (id, answer) VALUES (2, 'A'), (3, 'B')",
        "UPDATE clues SET length = 2 WHERE id > 1",
        "UPDATE clues SET length = 2 WHERE id > 9",
        "CREATE TABLE other (a)",
        "INSERT INTO clues (id, answer) VALUES (2, 'A') ON CONFLICT DO NOTHING",
        "REPLACE INTO clues (id, answer) VALUES (2, 'A')",
        "WITH n (i) AS (SELECT 7) INSERT INTO clues (id) SELECT i FROM n",
        "DELETE FROM clues WHERE id > 1",
        "DROP TABLE other",
    ]
    results = clues.transaction([Statement(sql) for sql in statements])
    assert [result.affected for result in results] == [2, 2, 0, 0, 0, 1, 1, 3, 0]
    assert all(result.rows == [] for result in results)


def test_rows_of_triggers_and_cascades_are_not_counted(database: Database) -> None:
    database.transaction(
        [
            Statement("CREATE TABLE a (id INTEGER PRIMARY KEY)"),
            Statement("CREATE TABLE log (id)"),
            Statement(
                "CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO log VALUES (1); INSERT INTO log VALUES (2); END"
            ),
        ]
    )
    assert run(database, "INSERT INTO a VALUES (1)").affected == 1
    assert database.query("SELECT count(*) AS n FROM log") == [{"n": 2}]


def test_returned_rows_and_those_of_a_select_among_writes_are_results(clues: Database) -> None:
    results = clues.transaction(
        [
            Statement("INSERT INTO clues (id, answer) VALUES (5, 'ORE'), (6, 'ERA') RETURNING id, answer AS word"),
            Statement("SELECT count(*) AS n, changes() AS c FROM clues"),
            Statement("DELETE FROM clues WHERE id > ? RETURNING id", (5,)),
        ]
    )
    assert [result.columns for result in results] == [("id", "word"), ("n", "c"), ("id",)]
    assert [result.rows for result in results] == [[(5, "ORE"), (6, "ERA")], [(3, 2)], [(6,)]]
    assert [result.affected for result in results] == [2, 0, 1]


def test_a_transaction_of_queries_only_and_one_of_nothing(clues: Database) -> None:
    results = clues.transaction([Statement("SELECT id FROM clues"), Statement("SELECT name FROM setters ORDER BY 1")])
    assert [result.rows for result in results] == [[(1,)], [("Arachne",), ("Brendan",)]]
    assert clues.transaction([]) == []


def test_foreign_keys_can_be_deferred_for_one_transaction(clues: Database) -> None:
    clues.transaction(
        [
            Statement("PRAGMA defer_foreign_keys = ON"),
            Statement("INSERT INTO clues (setter) VALUES ('Nimrod')"),
            Statement("INSERT INTO setters VALUES ('Nimrod')"),
        ]
    )
    with pytest.raises(ForeignKeyViolation):
        run(clues, "INSERT INTO clues (setter) VALUES ('Orlando')")


def test_an_upsert_counts_only_what_changed_and_deletes_what_is_gone(clues: Database) -> None:
    rows = [{"id": number, "answer": f"W{number}", "length": 3} for number in range(1, 6)]
    assert clues.upsert("clues", rows, ["id"]) == 5
    assert clues.upsert("clues", rows, ["id"]) == 0
    assert clues.upsert("clues", rows[:2], ["id"], Where("length = ?", (3,))) == 3
    assert [row["id"] for row in clues.query("SELECT id FROM clues ORDER BY id")] == [1, 2]


def test_many_rows_are_upserted_exactly(database: Database) -> None:
    run(database, "CREATE TABLE many (id INTEGER PRIMARY KEY, big INTEGER, share REAL, word TEXT, data BLOB)")
    rows = [
        {"id": n, "big": BIG - n, "share": n / 7, "word": f"é\0{n}" if n % 9 else None, "data": bytes([n % 256])}
        for n in range(10_000)
    ]
    assert database.upsert("many", rows, ["id"]) == 10_000
    assert database.query("SELECT * FROM many ORDER BY id") == rows


def test_a_closed_database_says_so_and_closes_twice(database: Database) -> None:
    database.query("SELECT 1")
    database.close()
    database.close()
    for use in (lambda: database.query("SELECT 1"), lambda: run(database, "CREATE TABLE a (b)")):
        with pytest.raises(StoreError, match="was closed by this process; open it again"):
            use()


def test_threads_share_a_database(database: Database) -> None:
    run(database, "CREATE TABLE counted (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)")
    run(database, "INSERT INTO counted VALUES (1, 0)")
    failures: list[BaseException] = []

    def count() -> None:
        try:
            for _ in range(10):
                assert run(database, "UPDATE counted SET n = n + 1").affected == 1
                database.query("SELECT n FROM counted")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert database.query("SELECT n FROM counted") == [{"n": 60}]


def test_the_shipped_migrations_apply_once(database: Database) -> None:
    shipped = shipped_migrations()
    assert migrate(database, shipped) == [migration.name for migration in shipped]
    assert migrate(database, shipped) == []
    assert all(state.applied_at for state in status(database, shipped))


def test_the_io_manager_loads_the_frame_it_wrote_and_changes_nothing_the_second_time(database: Database) -> None:
    frame = pd.DataFrame(
        {
            "id": [1, 2, 3],
            "order": [BIG, -BIG - 1, 0],
            "share": [0.1 + 0.2, None, 1 / 3],
            "word": ["a\0b", "😀", None],
            "data": [b"\0\xff", None, b""],
            "at": pd.to_datetime(["2026-01-05T06:00:00.000000Z", None, "1969-12-31T23:59:59.000001Z"]).astype(
                "datetime64[us, UTC]"
            ),
        }
    )
    write(database, frame, key=("id",))
    pd.testing.assert_frame_equal(load(database), frame)
    assert write(database, frame, key=("id",))["rows_changed"] == 0
    write(database, frame.assign(added=[True, False, True]), key=("id",))
    pd.testing.assert_frame_equal(load(database), frame.assign(added=[True, False, True]))


def test_the_name_is_for_people_and_holds_no_token(database: Database) -> None:
    assert database.name.endswith("local.db") or database.name.startswith("127.0.0.1:")
    assert TOKEN not in database.name + repr(database)
