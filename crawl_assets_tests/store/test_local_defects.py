"""The defects of libsql-experimental 0.0.55 that store/local.py lists: none of them reaches anyone."""

import threading
import time
from pathlib import Path

import libsql_experimental
import pytest

from crawl_assets.store.database import EVERY_ROW, Statement, Where
from crawl_assets.store.errors import Busy, NotADatabase, StoreError
from crawl_assets.store.local import LocalDatabase

BIG = 2**63 - 1


@pytest.fixture
def database(tmp_path: Path) -> LocalDatabase:
    database = LocalDatabase(tmp_path / "test.db")
    database.transaction([Statement("CREATE TABLE things (id INTEGER PRIMARY KEY, text TEXT)")])
    return database


def holding_the_lock(path: Path) -> libsql_experimental.Connection:
    other = libsql_experimental.connect(str(path), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_a_write_waits_for_another_writer(database: LocalDatabase) -> None:
    other = holding_the_lock(database.path)
    threading.Timer(0.2, lambda: other.execute("COMMIT")).start()
    assert database.upsert("things", [{"id": 1, "text": "x"}], ["id"]) == 1


def test_waiting_for_another_writer_leaves_the_interpreter_free(database: LocalDatabase) -> None:
    other = holding_the_lock(database.path)
    writer = threading.Thread(target=database.upsert, args=("things", [{"id": 1, "text": "x"}], ["id"]))
    writer.start()
    turns, until = 0, time.monotonic() + 0.2
    while time.monotonic() < until:
        turns += 1
        time.sleep(0)
    other.execute("COMMIT")
    writer.join()
    assert turns > 100


def test_a_write_that_waited_too_long_is_busy_and_names_the_file(database: LocalDatabase) -> None:
    hasty = LocalDatabase(database.path, busy_seconds=0.05)
    other = holding_the_lock(database.path)
    with pytest.raises(Busy, match=r"test\.db is being written by another process"):
        hasty.transaction([Statement("INSERT INTO things VALUES (1, 'x')")])
    assert hasty.query("SELECT id FROM things") == []  # reading is possible all the while
    other.execute("COMMIT")
    hasty.transaction([Statement("INSERT INTO things VALUES (1, 'x')")])


def test_the_file_is_in_wal_mode_with_foreign_keys_and_full_synchronisation(database: LocalDatabase) -> None:
    pragmas = "SELECT (SELECT journal_mode FROM pragma_journal_mode) AS mode, foreign_keys, synchronous"
    assert database.query(f"{pragmas} FROM pragma_foreign_keys, pragma_synchronous") == [
        {"mode": "wal", "foreign_keys": 1, "synchronous": 2}
    ]


def test_integers_past_2_to_the_53_are_exact_as_arguments_and_in_conditions(database: LocalDatabase) -> None:
    database.transaction([Statement("INSERT INTO things VALUES (?, ?)", (BIG - 1, "x"))])
    assert database.query("SELECT id, typeof(id) AS kind FROM things WHERE id = ?", (BIG - 1,)) == [
        {"id": BIG - 1, "kind": "integer"}
    ]
    assert database.query("SELECT id FROM things WHERE id > ?", (BIG - 1,)) == []
    assert database.upsert("things", [{"id": -BIG - 1, "text": "y"}], ["id"], Where("id >= ?", (BIG - 1,))) == 2
    assert database.query("SELECT id FROM things") == [{"id": -BIG - 1}]


@pytest.mark.parametrize("value", [2**31, -(2**31) - 1, 2**53 + 1, BIG, -BIG - 1])
def test_integers_stay_integers_where_the_column_has_no_type(database: LocalDatabase, value: int) -> None:
    database.transaction(
        [Statement("CREATE TABLE untyped (value)"), Statement("INSERT INTO untyped VALUES (?)", (value,))]
    )
    found = database.query(
        "SELECT value, typeof(value) AS kind, ? AS bare, typeof(?) AS its FROM untyped", (value, value)
    )
    assert found == [{"value": value, "kind": "integer", "bare": value, "its": "integer"}]


@pytest.mark.parametrize("text", ["\0", "a\0b", "é\0\0😀"])
def test_text_with_nul_is_read_whole_beside_every_other_kind(database: LocalDatabase, text: str) -> None:
    values = (text, None, 1, 1.5, b"\0", BIG, "plain")
    sql = "SELECT " + ", ".join(f"? AS a{number}" for number in range(len(values)))
    assert tuple(database.query(sql, values)[0].values()) == values
    assert database.transaction([Statement(sql, values)])[0].rows == [values]
    database.upsert("things", [{"id": 1, "text": "before"}, {"id": 2, "text": text}], ["id"])
    assert database.query("SELECT text FROM things WHERE instr(text, char(0)) ORDER BY id") == [{"text": text}]


def test_reading_keeps_the_order_asked_for_with_and_without_nul(database: LocalDatabase) -> None:
    rows = [{"id": number, "text": f"{number % 3}\0"} for number in range(10)]
    database.upsert("things", rows, ["id"])
    wanted = sorted(range(10), key=lambda number: (number % 3, -number))
    found = database.query("SELECT id, text FROM things ORDER BY text, id DESC")
    assert [row["id"] for row in found] == wanted
    assert [row["id"] for row in database.query("SELECT id FROM things ORDER BY text, id DESC LIMIT 4")] == wanted[:4]


def test_columns_added_by_another_process_are_seen_by_a_star(database: LocalDatabase) -> None:
    database.upsert("things", [{"id": 1, "text": "x"}], ["id"])
    assert database.query("SELECT * FROM things") == [{"id": 1, "text": "x"}]
    LocalDatabase(database.path).transaction([Statement("ALTER TABLE things ADD COLUMN more DEFAULT 5")])
    assert database.query("SELECT * FROM things") == [{"id": 1, "text": "x", "more": 5}]


def test_affected_counts_rows_that_changed(database: LocalDatabase) -> None:
    results = database.transaction(
        [
            Statement("INSERT INTO things VALUES (1, 'x'), (2, 'y')"),
            Statement("UPDATE things SET text = 'z' WHERE id = 9"),
            Statement("SELECT id FROM things"),
            Statement("INSERT INTO things VALUES (3, 'z') RETURNING id, text"),
            Statement("DELETE FROM things"),
        ]
    )
    assert [result.affected for result in results] == [2, 0, 0, 1, 3]
    assert (results[2].columns, results[2].rows) == (("id",), [(1,), (2,)])
    assert (results[3].columns, results[3].rows) == (("id", "text"), [(3, "z")])


def test_a_closed_database_says_so(database: LocalDatabase) -> None:
    database.close()
    database.close()
    with pytest.raises(StoreError, match=r"test\.db was closed by this process; open it again"):
        database.query("SELECT 1 AS one")
    with pytest.raises(StoreError, match="was closed by this process"):
        database.transaction([Statement("DELETE FROM things")])


def test_a_database_closed_before_its_first_use_makes_no_file(tmp_path: Path) -> None:
    database = LocalDatabase(tmp_path / "folder" / "new.db")
    database.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fate", ["deleted", "replaced", "its folder deleted"])
def test_a_file_that_is_gone_takes_no_more_writes(tmp_path: Path, fate: str) -> None:
    folder = tmp_path / "data"
    database = LocalDatabase(folder / "test.db")
    database.transaction([Statement("CREATE TABLE things (id)")])
    if fate == "deleted":
        database.path.unlink()
    elif fate == "replaced":
        (folder / "new.db").write_bytes(b"")
        (folder / "new.db").replace(database.path)
    else:
        folder.rename(tmp_path / "elsewhere")
    with pytest.raises(NotADatabase, match="was deleted or replaced while this process had it open"):
        database.upsert("things", [{"id": 1}], [], EVERY_ROW)
    with pytest.raises(NotADatabase, match="start this process again"):
        database.query("SELECT id FROM things")


def test_threads_share_one_database(database: LocalDatabase) -> None:
    failures: list[BaseException] = []

    def work(worker: int) -> None:
        try:
            for number in range(25):
                place = worker * 100 + number
                database.upsert("things", [{"id": place, "text": str(worker)}], ["id"])
                (row,) = database.query("SELECT text FROM things WHERE id = ?", (place,))
                assert row == {"text": str(worker)}
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert database.query("SELECT count(*) AS n FROM things") == [{"n": 200}]
