"""One materialization of one partition is one transaction: it replaces its own rows, all of them or none."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dagster as dg
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawl_assets.store.database import Result, Statement
from crawl_assets.store.errors import (
    CheckViolation,
    ForeignKeyViolation,
    NotNullViolation,
    SqlError,
    UniqueViolation,
    UnkeepableValue,
)
from crawl_assets.store.io_manager import TursoIOManager
from crawl_assets.store.local import LocalDatabase
from crawl_assets_tests.store.io_contexts import load, write

WEEKS = dg.WeeklyPartitionsDefinition("2026-01-05", end_date="2026-03-02", day_offset=1)
MODELS = dg.StaticPartitionsDefinition(["maker/a", "maker/b", "None"])
BOTH = dg.MultiPartitionsDefinition({"week": WEEKS, "model": MODELS})
FIRST, SECOND, THIRD = "2026-01-05", "2026-01-12", "2026-01-19"
BY_WEEK: dict[str, Any] = {"partitions": WEEKS, "partition_expr": "week", "key": ["id"]}
BY_BOTH: dict[str, Any] = {"partitions": BOTH, "partition_expr": {"week": "week", "model": "model"}, "key": ["id"]}


@pytest.fixture
def database(tmp_path: Path) -> LocalDatabase:
    return LocalDatabase(tmp_path / "test.db")


def clues(week: str, *ids: int, text: str = "x") -> pd.DataFrame:
    frame = pd.DataFrame({"id": ids, "week": week, "text": text})
    return frame.astype({"id": "int64"})


def ids(frame: pd.DataFrame) -> list[int]:
    return frame["id"].tolist()


def test_a_rerun_with_equal_rows_changes_nothing(database: LocalDatabase) -> None:
    assert write(database, clues(FIRST, 1, 2), keys=[FIRST], **BY_WEEK)["rows_changed"] == 2
    again = write(database, clues(FIRST, 2, 1), keys=[FIRST], **BY_WEEK)
    assert (again["dagster/row_count"], again["rows_changed"]) == (2, 0)
    assert write(database, clues(FIRST, 1, 2, text="y"), keys=[FIRST], **BY_WEEK)["rows_changed"] == 2


def test_rows_that_vanished_are_deleted_in_their_own_partition_only(database: LocalDatabase) -> None:
    write(database, clues(FIRST, 1, 2), keys=[FIRST], **BY_WEEK)
    write(database, clues(SECOND, 11, 12), keys=[SECOND], **BY_WEEK)
    assert write(database, clues(FIRST, 2, 3), keys=[FIRST], **BY_WEEK)["rows_changed"] == 2
    assert ids(load(database)) == [2, 3, 11, 12]
    write(database, clues(SECOND), keys=[SECOND], **BY_WEEK)
    assert ids(load(database)) == [2, 3]


def test_an_asset_without_partitions_replaces_its_whole_table(database: LocalDatabase) -> None:
    write(database, clues(FIRST, 1, 2), key=["id"])
    write(database, clues(SECOND, 2, 3), key=["id"])
    assert ids(load(database)) == [2, 3]


def test_one_partition_a_range_and_all_are_loaded(database: LocalDatabase) -> None:
    for number, week in enumerate([FIRST, SECOND, THIRD]):
        write(database, clues(week, number), keys=[week], **BY_WEEK)
    assert ids(load(database, keys=[SECOND], **BY_WEEK)) == [1]
    assert ids(load(database, keys=[FIRST, SECOND], **BY_WEEK)) == [0, 1]
    assert ids(load(database, keys=[FIRST, THIRD], **BY_WEEK)) == [0, 2]
    assert ids(load(database, keys=WEEKS.get_partition_keys(), **BY_WEEK)) == [0, 1, 2]
    assert ids(load(database)) == [0, 1, 2]


def test_a_range_of_partitions_is_written_at_once(database: LocalDatabase) -> None:
    write(database, clues(THIRD, 9), keys=[THIRD], **BY_WEEK)
    write(database, clues(FIRST, 1), keys=[FIRST], **BY_WEEK)
    both = pd.concat([clues(FIRST, 2), clues(SECOND, 3)])
    assert write(database, both, keys=[FIRST, SECOND], **BY_WEEK)["rows_changed"] == 3
    assert ids(load(database)) == [2, 3, 9]


@pytest.mark.parametrize("stranger", [SECOND, "2026-01-04", "2026-1-05", None, ""])
def test_a_row_outside_of_the_partition_is_refused_by_column_and_row(
    database: LocalDatabase, stranger: str | None
) -> None:
    write(database, clues(FIRST, 1), keys=[FIRST], **BY_WEEK)
    output = clues(FIRST, 1, 2, 3).astype({"week": object})
    output.loc[1, "week"] = stranger
    with pytest.raises(UnkeepableValue, match=r"column 'week', row 1: .*does not belong to .*2026-01-05"):
        write(database, output, keys=[FIRST], **BY_WEEK)
    assert ids(load(database)) == [1]


@pytest.mark.parametrize(
    "column", [["2026-01-05", "2026-01-11"], ["2026-01-05T00:00:00.000000Z", "2026-01-11T23:59:59.999999Z"]]
)
def test_any_day_and_moment_of_the_window_belongs_to_it(database: LocalDatabase, column: list[str]) -> None:
    output = pd.DataFrame({"id": [1, 2], "week": column})
    write(database, output, keys=[FIRST], **BY_WEEK)
    assert ids(load(database, keys=[FIRST], **BY_WEEK)) == [1, 2]
    assert ids(load(database, keys=[SECOND], **BY_WEEK)) == []
    write(database, output.head(1), keys=[FIRST], **BY_WEEK)
    assert ids(load(database)) == [1]


def test_a_key_of_two_dimensions_means_the_rows_of_both(database: LocalDatabase) -> None:
    for number, (week, model) in enumerate([(FIRST, "maker/a"), (FIRST, "maker/b"), (SECOND, "maker/a")]):
        key = dg.MultiPartitionKey({"week": week, "model": model})
        write(database, clues(week, number).assign(model=model), keys=[key], **BY_BOTH)
    of_week = [f"{model}|{FIRST}" for model in ("maker/a", "maker/b")]
    assert ids(load(database, keys=of_week, **BY_BOTH)) == [0, 1]
    assert ids(load(database, keys=[f"maker/a|{SECOND}", f"maker/b|{FIRST}"], **BY_BOTH)) == [1, 2]
    write(database, clues(FIRST, 5).assign(model="maker/b"), keys=[f"maker/b|{FIRST}"], **BY_BOTH)
    assert ids(load(database)) == [0, 2, 5]


def test_a_null_is_not_the_partition_named_none(database: LocalDatabase) -> None:
    database.transaction([Statement("CREATE TABLE things (id INTEGER PRIMARY KEY, model TEXT)")])
    by_model: dict[str, Any] = {"partitions": MODELS, "partition_expr": "model", "keys": ["None"]}
    with pytest.raises(UnkeepableValue, match="row 0"):
        write(database, pd.DataFrame({"id": [1], "model": [None]}), **by_model)
    write(database, pd.DataFrame({"id": [1], "model": ["None"]}), **by_model)


@pytest.mark.parametrize(
    ("given_metadata", "said"),
    [
        ({"partitions": WEEKS}, "is partitioned; name its column in metadata, like partition_expr='week_start'"),
        ({"partitions": BOTH, "partition_expr": "week"}, "must name a column for each of model, week"),
        ({"partitions": BOTH, "partition_expr": {"week": "week"}}, "must name a column for each of model, week"),
        ({"partitions": WEEKS, "partition_expr": "day"}, "lacks its partition column 'day'"),
    ],
)
def test_a_partition_without_its_column_is_refused(
    database: LocalDatabase, given_metadata: dict[str, Any], said: str
) -> None:
    keys = [f"maker/a|{FIRST}" if given_metadata["partitions"] is BOTH else FIRST]
    with pytest.raises(SqlError, match=said):
        write(database, clues(FIRST, 1), keys=keys, **given_metadata)
    assert database.query("SELECT name FROM sqlite_master") == []


def test_a_table_that_is_not_there_yet_says_what_to_materialize(database: LocalDatabase) -> None:
    with pytest.raises(SqlError, match=r"there is no table things in .*; materialize the asset things first"):
        load(database)


OWNED = """CREATE TABLE things (
    id INTEGER PRIMARY KEY, week TEXT NOT NULL, text TEXT NOT NULL UNIQUE CHECK (text <> 'bad')
)"""
CHILDREN = "CREATE TABLE children (thing_id INTEGER NOT NULL REFERENCES things (id))"


@pytest.mark.parametrize(
    ("texts", "error"),
    [
        (["new", "bad"], CheckViolation),
        (["new", None], NotNullViolation),
        (["new", "new"], UniqueViolation),
        (["new", "elsewhere"], UniqueViolation),
        (["new", 5], UnkeepableValue),
    ],
)
def test_an_error_in_the_middle_leaves_the_old_rows(
    database: LocalDatabase, texts: list[Any], error: type[Exception]
) -> None:
    database.transaction([Statement(OWNED)])
    write(database, clues(SECOND, 9, text="elsewhere"), keys=[SECOND], **BY_WEEK)
    write(database, clues(FIRST, 1, text="old"), keys=[FIRST], **BY_WEEK)
    before = database.query("SELECT * FROM things")
    output = pd.DataFrame({"id": [2, 3], "week": FIRST, "text": pd.Series(texts, dtype=object)})
    with pytest.raises(error, match="text"):
        write(database, output, keys=[FIRST], **BY_WEEK)
    assert database.query("SELECT * FROM things") == before


def test_rows_that_others_point_at_stay_and_keep_what_points_at_them(database: LocalDatabase) -> None:
    database.transaction([Statement(OWNED), Statement(CHILDREN)])
    write(database, pd.DataFrame({"id": [1, 2], "week": FIRST, "text": ["a", "b"]}), keys=[FIRST], **BY_WEEK)
    database.upsert("children", [{"thing_id": 1}], [])
    write(database, pd.DataFrame({"id": [1, 3], "week": FIRST, "text": ["c", "d"]}), keys=[FIRST], **BY_WEEK)
    assert database.query("SELECT thing_id FROM children") == [{"thing_id": 1}]
    with pytest.raises(ForeignKeyViolation, match="table children, column thing_id"):
        write(database, clues(FIRST, 3), keys=[FIRST], **BY_WEEK)
    assert ids(load(database)) == [1, 3]


def test_a_table_that_a_migration_owns_gets_no_new_columns(database: LocalDatabase) -> None:
    database.transaction([Statement(OWNED)])
    with pytest.raises(SqlError, match=r"has no column 'more'.*Add it by a migration"):
        write(database, clues(FIRST, 1).assign(more=1), keys=[FIRST], **BY_WEEK)
    assert ids(load(database)) == []


def test_statements_given_along_are_part_of_the_same_transaction(database: LocalDatabase) -> None:
    database.transaction([Statement("CREATE TABLE journals (state TEXT CHECK (state <> 'bad'))")])
    context = dg.build_output_context(asset_key="things", definition_metadata={"key": ["id"]})
    ended = [Statement("INSERT INTO journals VALUES ('ended')", (), "journals")]
    TursoIOManager(lambda: database, also_write=lambda _: ended).handle_output(context, clues(FIRST, 1, 2, 3))
    assert context.consume_logged_metadata()["rows_changed"].value == 3
    assert database.query("SELECT state FROM journals") == [{"state": "ended"}]
    failing = [Statement("INSERT INTO journals VALUES ('bad')", (), "journals")]
    with pytest.raises(CheckViolation, match="table journals, column state"):
        TursoIOManager(lambda: database, also_write=lambda _: failing).handle_output(context, clues(FIRST, 4))
    assert ids(load(database)) == [1, 2, 3]


class Overtaken:
    """A database in which `other` happens between the look at the table and the transaction, once."""

    def __init__(self, database: LocalDatabase, other: Callable[[], object]) -> None:
        self._database, self._others = database, [other]
        self.name, self.query = database.name, database.query

    def transaction(self, statements: list[Statement]) -> list[Result]:
        while self._others:
            self._others.pop()()
        return self._database.transaction(statements)


@pytest.mark.parametrize("is_new", [True, False], ids=["new table", "existing table"])
def test_a_table_that_another_process_widened_meanwhile_takes_both_outputs(
    database: LocalDatabase, is_new: bool
) -> None:
    if not is_new:
        write(database, clues(THIRD, 3), keys=[THIRD], **BY_WEEK)
    more = clues(FIRST, 1).assign(more="x")
    overtaken: Any = Overtaken(database, lambda: write(database, more, keys=[FIRST], **BY_WEEK))
    write(overtaken, clues(SECOND, 2).assign(more="y", other=5), keys=[SECOND], **BY_WEEK)
    found = load(database, keys=[FIRST, SECOND], **BY_WEEK)
    assert found["more"].tolist() == ["x", "y"]
    assert found["other"].tolist()[1] == 5


def test_partitions_of_one_table_are_materialized_at_once_even_when_it_is_new(tmp_path: Path) -> None:
    weeks, failures = WEEKS.get_partition_keys(), []
    start = threading.Barrier(len(weeks))

    def materialize(number: int, week: str) -> None:
        database = LocalDatabase(tmp_path / "test.db")  # a connection each, as processes have
        try:
            start.wait()
            for text in ("x", "y", "z"):
                output = clues(week, *range(number * 100, number * 100 + 50), text=text)
                write(database, output.assign(**{f"more_{number % 2}": text}), keys=[week], **BY_WEEK)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=materialize, args=numbered) for numbered in enumerate(weeks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    found = load(LocalDatabase(tmp_path / "test.db"))
    assert ids(found) == [number * 100 + row for number in range(len(weeks)) for row in range(50)]
    assert set(found["text"]) == {"z"}
    assert {"more_0", "more_1"} <= set(found)


ROWS = st.dictionaries(st.integers(0, 5), st.none() | st.sampled_from(["x", "y", "\0"]), max_size=4)
OUTPUTS = st.lists(st.tuples(st.sampled_from(BOTH.get_partition_keys()[:6]), ROWS), max_size=8)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outputs=OUTPUTS)
def test_any_sequence_of_materializations_leaves_the_last_output_of_each_partition(
    database: LocalDatabase, outputs: list[tuple[dg.MultiPartitionKey, dict[int, str | None]]]
) -> None:
    columns = "week TEXT, model TEXT, id INTEGER, text TEXT, PRIMARY KEY (week, model, id)"
    table = Statement(f"CREATE TABLE IF NOT EXISTS things ({columns})")
    database.transaction([table, Statement("DELETE FROM things")])
    wanted: dict[str, set[Any]] = {}
    for key, rows in outputs:
        week, model = key.keys_by_dimension["week"], key.keys_by_dimension["model"]
        output = [(week, model, number, text) for number, text in rows.items()]
        frame = pd.DataFrame(output, columns=["week", "model", "id", "text"]).astype({"text": object})
        write(database, frame, keys=[key], **BY_BOTH)
        wanted[key] = set(output)
        assert {tuple(row.values()) for row in database.query("SELECT * FROM things")} == set().union(*wanted.values())
    for key, rows_of_key in wanted.items():
        assert len(load(database, keys=[key], **BY_BOTH)) == len(rows_of_key)


def test_the_ui_shows_what_the_migration_says_of_each_column(database: LocalDatabase) -> None:
    create = (
        "CREATE TABLE things (\n    thing INTEGER PRIMARY KEY,   -- its own number\n"
        "    share REAL CHECK (share < 100),  -- percent\n    name TEXT NOT NULL\n)"
    )
    database.transaction([Statement(create)])
    schema = write(database, pd.DataFrame({"thing": [1], "share": [0.5], "name": ["x"]}))["dagster/column_schema"]
    assert [(column.name, column.description, column.constraints.nullable) for column in schema.columns] == [
        ("thing", "its own number", False),
        ("share", "percent", True),
        ("name", None, False),
    ]
