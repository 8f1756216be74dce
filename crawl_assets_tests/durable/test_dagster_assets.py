"""Journals of real Dagster assets: whose they are, how retries and outputs go with them."""

import os
import signal
from pathlib import Path

import dagster as dg
import pytest

from crawl_assets.durable.errors import NonRetriable, StepsFailed
from crawl_assets.durable.journal import closing_output
from crawl_assets.durable.steps import values
from crawl_assets.store.errors import StoreError
from crawl_assets.store.io_manager import TursoIOManager
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.durable.opening import database_in, finished, journals_in
from crawl_assets_tests.durable.paid_asset import STEPS, Purchase, materialize
from crawl_assets_tests.fakes.vendor import Answer, Vendor

DAYS = dg.DailyPartitionsDefinition("2026-01-05")
CELLS = dg.MultiPartitionsDefinition({"day": DAYS, "model": dg.StaticPartitionsDefinition(["m/1", "m/2"])})


def test_an_asset_that_dagster_retries_finds_its_journal(tmp_path: Path) -> None:
    with Vendor(seconds=0) as vendor:
        vendor.says("batch-0-item-7", Answer(400))
        materialize(tmp_path, vendor.url, "batch-0", dg.RetryPolicy(max_retries=1))
    assert vendor.bought["batch-0-item-7"] == 2
    assert len(vendor.calls) == STEPS + 1
    assert len(database_in(tmp_path).query("SELECT item FROM purchases")) == STEPS


def test_an_asset_fails_by_its_rule_naming_what_is_missing_and_a_new_run_buys_only_that(tmp_path: Path) -> None:
    with Vendor(seconds=0) as vendor:
        vendor.says("batch-0-item-7", Answer(400))
        with pytest.raises(StepsFailed, match="1 of 200 items have no result: batch-0-item-7: HTTP 400"):
            materialize(tmp_path, vendor.url, "batch-0")
        (found,) = journals_in(tmp_path).summaries()
        assert (found.state, found.done, found.failed) == ("open", STEPS - 1, 1)
        materialize(tmp_path, vendor.url, "batch-0")
    assert len(vendor.calls) == STEPS + 1


def test_after_the_output_is_stored_a_new_materialization_buys_anew_and_replaces_it(tmp_path: Path) -> None:
    with Vendor(seconds=0) as vendor:
        for _ in range(2):
            materialize(tmp_path, vendor.url, "batch-0")
    receipts = database_in(tmp_path).query("SELECT receipt FROM purchases ORDER BY receipt")
    assert [row["receipt"] for row in receipts] == list(range(STEPS + 1, 2 * STEPS + 1))


def test_an_output_that_cannot_be_stored_leaves_the_journal_for_the_next_run(tmp_path: Path) -> None:
    bought: list[str] = []

    def run(receipt: object) -> None:
        @dg.asset
        def letters(context: dg.AssetExecutionContext) -> list[Purchase]:
            with journals_in(tmp_path).open_for(context) as steps:
                values(steps.map("buy", bought.append, ["a", "b"], key=str))
            return [Purchase("", "a", receipt)]  # type: ignore[arg-type]

        dg.materialize(
            [letters], resources={"io_manager": TursoIOManager(lambda: database_in(tmp_path), closing_output)}
        )

    with pytest.raises(StoreError):
        run(receipt=object())
    assert [(found.state, found.done) for found in journals_in(tmp_path).summaries()] == [("ended", 2)]
    run(receipt=1)
    assert journals_in(tmp_path).summaries() == []
    assert bought == ["a", "b"]


@pytest.mark.parametrize(
    ("partitions", "run", "partition"),
    [
        (None, {}, ""),
        (DAYS, {"partition_key": "2026-01-06"}, "2026-01-06"),
        (CELLS, {"partition_key": dg.MultiPartitionKey({"day": "2026-01-06", "model": "m/1"})}, "2026-01-06|m/1"),
        (
            DAYS,
            {
                "tags": {
                    "dagster/asset_partition_range_start": "2026-01-06",
                    "dagster/asset_partition_range_end": "2026-01-08",
                }
            },
            "2026-01-06...2026-01-08",
        ),
    ],
    ids=["unpartitioned", "one partition", "two dimensions", "a range in one run"],
)
def test_a_journal_belongs_to_the_asset_and_whatever_partitions_the_run_has(
    tmp_path: Path, partitions: dg.PartitionsDefinition | None, run: dict[str, object], partition: str
) -> None:
    @dg.asset(
        key_prefix="shop",
        partitions_def=partitions,
        backfill_policy=dg.BackfillPolicy.single_run(),
        metadata={"partition_expr": {"day": "batch", "model": "item"} if partitions is CELLS else "batch"},
    )
    def letters(context: dg.AssetExecutionContext) -> list[Purchase]:
        with journals_in(tmp_path).open_for(context) as steps:
            steps.run("one", lambda: 1)
            (found,) = journals_in(tmp_path).summaries()
            seen.append((found.scope.asset, found.scope.partition, found.state, found.run_id == context.run.run_id))
        return []

    seen: list[tuple[str, str, str, bool]] = []
    manager = TursoIOManager(lambda: database_in(tmp_path), closing_output)
    dg.materialize([letters], resources={"io_manager": manager}, **run)  # type: ignore[arg-type]
    assert seen == [("shop/letters", partition, "running", True)]
    assert journals_in(tmp_path).summaries() == []


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_dagster_interrupted_ends_at_once_and_keeps_what_finished(tmp_path: Path, sign: signal.Signals) -> None:
    with Vendor(seconds=0) as vendor:
        for number in range(100, 108):
            vendor.says(f"batch-0-item-{number}", Answer(hangs=True))
        process = start(materialize, tmp_path, vendor.url, "batch-0")
        vendor.wait_for_calls(108)
        assert process.pid is not None
        os.kill(process.pid, sign)
        assert join(process, seconds=10) != 0
        kept = finished(tmp_path)
        assert len(kept) == 100
        materialize(tmp_path, vendor.url, "batch-0")
    assert {vendor.bought[item] for item in kept} == {1}
    assert len(vendor.calls) == STEPS + 8


def test_an_error_of_a_step_that_asks_for_nothing_more_reaches_the_asset(tmp_path: Path) -> None:
    @dg.asset
    def letters(context: dg.AssetExecutionContext) -> None:
        def refuse() -> None:
            raise NonRetriable("HTTP 404: no such page")

        with journals_in(tmp_path).open_for(context) as steps:
            steps.run("one", refuse)

    with pytest.raises(NonRetriable, match="no such page"):
        dg.materialize([letters])
