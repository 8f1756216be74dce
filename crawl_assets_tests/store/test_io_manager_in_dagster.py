"""The IO manager under Dagster's own runs: partition mappings, metadata, retries of a failed run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import pandas as pd
import pytest

from crawl_assets.store.io_manager import TursoIOManager
from crawl_assets.store.local import LocalDatabase

WEEKS = dg.WeeklyPartitionsDefinition("2026-01-05", day_offset=1)
MODELS = dg.DynamicPartitionsDefinition(name="models")
BOTH = dg.MultiPartitionsDefinition({"week": WEEKS, "model": MODELS})
FIRST, SECOND = "2026-01-05", "2026-01-12"
BY_WEEK = {"partition_expr": "week_start", "key": ["number"]}
BY_BOTH = {"partition_expr": {"week": "week_start", "model": "model"}, "key": ["number", "model"]}


@dataclass(frozen=True, slots=True)
class Clue:
    number: int
    week_start: date
    text: str | None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    number: int
    model: str
    week_start: date


@dg.asset(partitions_def=WEEKS, metadata=BY_WEEK)
def clues(context: dg.AssetExecutionContext) -> list[Clue]:
    day = date.fromisoformat(context.partition_key)
    return [Clue(day.day * 100 + number, day, "a | b\nc\0" if number else None, ("x",)) for number in range(2)]


@dg.asset(partitions_def=BOTH, metadata=BY_BOTH)
def replies(context: dg.AssetExecutionContext, clues: list[Clue]) -> list[Reply]:
    model = context.partition_key.keys_by_dimension["model"]  # type: ignore[attr-defined]
    return [Reply(clue.number, model, clue.week_start) for clue in clues]


@dg.asset(
    partitions_def=WEEKS,
    metadata={"partition_expr": "week_start", "key": ["week_start", "model"]},
    ins={"replies": dg.AssetIn(partition_mapping=dg.MultiToSingleDimensionPartitionMapping("week"))},
)
def rankings(replies: pd.DataFrame) -> pd.DataFrame:
    return replies.groupby(["week_start", "model"], as_index=False).agg(answered=("number", "count"))


@dg.asset(metadata={"key": ["model"]})
def tenure(rankings: pd.DataFrame) -> pd.DataFrame:
    return rankings.groupby("model", as_index=False).agg(weeks=("week_start", "count"))


@dg.asset(
    partitions_def=WEEKS,
    metadata={"partition_expr": "week_start", "key": ["week_start"]},
    ins={"clues": dg.AssetIn(partition_mapping=dg.TimeWindowPartitionMapping(start_offset=-1))},
)
def seen(context: dg.AssetExecutionContext, clues: list[Clue]) -> pd.DataFrame:
    return pd.DataFrame({"week_start": [date.fromisoformat(context.partition_key)], "count": [len(clues)]})


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("models", ["maker/a", "maker/b"])
        yield instance


@pytest.fixture
def database(tmp_path: Path) -> LocalDatabase:
    return LocalDatabase(tmp_path / "test.db")


def materialize(
    instance: dg.DagsterInstance, database: LocalDatabase, asset: dg.AssetsDefinition, partition: Any = None
) -> dict[str, Any]:
    """Materialize one asset and return its metadata."""
    every = [clues, replies, rankings, tenure, seen]
    io_manager = TursoIOManager(lambda: database)
    run = dg.materialize(
        every, selection=[asset], partition_key=partition, instance=instance, resources={"io_manager": io_manager}
    )
    (event,) = run.asset_materializations_for_node(asset.op.name)
    return {name: getattr(value, "value", value) for name, value in event.metadata.items()}


def test_a_dimension_of_a_multi_partition_a_range_and_all_are_loaded(
    instance: dg.DagsterInstance, database: LocalDatabase
) -> None:
    for week in (FIRST, SECOND):
        materialize(instance, database, clues, week)
        materialize(instance, database, replies, dg.MultiPartitionKey({"week": week, "model": "maker/a"}))
    materialize(instance, database, replies, dg.MultiPartitionKey({"week": SECOND, "model": "maker/b"}))
    for week in (FIRST, SECOND):
        materialize(instance, database, rankings, week)
    materialize(instance, database, tenure)
    materialize(instance, database, seen, SECOND)

    assert database.query("SELECT week_start, model, answered FROM rankings") == [
        {"week_start": FIRST, "model": "maker/a", "answered": 2},
        {"week_start": SECOND, "model": "maker/a", "answered": 2},
        {"week_start": SECOND, "model": "maker/b", "answered": 2},
    ]
    assert database.query("SELECT model, weeks FROM tenure ORDER BY model") == [
        {"model": "maker/a", "weeks": 2},
        {"model": "maker/b", "weeks": 1},
    ]
    assert database.query("SELECT week_start, count FROM seen") == [{"week_start": SECOND, "count": 4}]


def test_a_materialization_tells_its_rows_its_columns_its_time_and_shows_some(
    instance: dg.DagsterInstance, database: LocalDatabase
) -> None:
    told = materialize(instance, database, clues, FIRST)
    assert (told["dagster/row_count"], told["rows_changed"]) == (2, 2)
    assert 0 <= told["seconds"] < 60
    assert told["table"] == f"clues in {database.name}"
    assert [
        (column.name, column.type, column.constraints.nullable) for column in told["dagster/column_schema"].columns
    ] == [
        ("number", "integer", False),
        ("week_start", "date", True),
        ("text", "text", True),
        ("tags", "json text", True),
    ]
    head, _, *shown = told["preview"].splitlines()
    assert [cell.strip() for cell in head.strip("|").split("|")] == ["number", "week_start", "text", "tags"]
    assert len(shown) == 2
    assert r"a \| b c␀" in shown[1]
    assert materialize(instance, database, clues, FIRST)["rows_changed"] == 0


def test_a_run_that_fails_leaves_the_old_rows_and_the_next_one_finishes(
    instance: dg.DagsterInstance, database: LocalDatabase
) -> None:
    outputs: Iterator[list[Any]] = iter([["old"], ["new", 5], ["new", "newer"]])

    @dg.asset(metadata={"key": ["id"]})
    def notes() -> pd.DataFrame:
        return pd.DataFrame({"text": pd.Series(next(outputs), dtype=object)}).reset_index(names="id")

    def run() -> dg.ExecuteInProcessResult:
        resources = {"io_manager": TursoIOManager(lambda: database)}
        return dg.materialize([notes], instance=instance, resources=resources, raise_on_error=False)

    assert run().success
    failed = run()
    assert not failed.success
    (failure,) = [event for event in failed.all_events if event.is_step_failure]
    assert "column 'text', row 1" in str(failure.step_failure_data.error)
    assert database.query("SELECT text FROM notes") == [{"text": "old"}]
    assert run().success
    assert database.query("SELECT text FROM notes ORDER BY id") == [{"text": "new"}, {"text": "newer"}]
