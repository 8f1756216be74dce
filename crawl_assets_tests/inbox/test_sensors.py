"""The sensor tells Dagster: these partitions, one run each or one backfill over all, and this cursor."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from crawl_assets.inbox.events import Delivery, Handled
from crawl_assets.inbox.ledger import Ledger
from crawl_assets.inbox.sensors import BATCH_TAG, inbox_sensor
from crawl_assets.store.database import Database
from crawl_assets_tests.inbox.receiving import ledger_in

SITES = dg.DynamicPartitionsDefinition(name="site")


@dg.asset(partitions_def=SITES)
def pages() -> None: ...


@dg.asset(partitions_def=SITES, deps=[pages])
def versions() -> None: ...


sites_inbox = inbox_sensor(
    "sites_inbox",
    "generic",
    lambda _database: lambda event: Handled(event.data["site"]),
    partitions=SITES,
    assets=[pages, versions],
    description="Runs sites.",
    most_runs=3,
)
DEFS = dg.Definitions(assets=[pages, versions], sensors=[sites_inbox])


@dataclass
class StoreOf:
    """What the sensor needs of the resource `store`."""

    database: Database


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return ledger_in(tmp_path)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def arrive(ledger: Ledger, *sites: str) -> None:
    first = len(ledger.listed())
    bodies = [json.dumps({"site": site}) for site in sites]
    now = datetime.now(UTC)
    ledger.record_all([Delivery("generic", f"id-{first + n}", body, True, now) for n, body in enumerate(bodies)])


def evaluate(ledger: Ledger, instance: dg.DagsterInstance, cursor: str | None = None) -> dg.SensorResult:
    context = dg.build_sensor_context(instance=instance, cursor=cursor, definitions=DEFS, sensor_name="sites_inbox")
    result = sites_inbox(context, store=StoreOf(ledger.database))
    assert isinstance(result, dg.SensorResult)
    return result


def test_without_events_it_says_so(ledger: Ledger, instance: dg.DagsterInstance) -> None:
    result = evaluate(ledger, instance)
    assert "nothing to run; 0 events taken" in str(result.skip_reason)
    assert result.cursor == "0"


def test_each_partition_is_added_and_gets_one_run_with_a_key(ledger: Ledger, instance: dg.DagsterInstance) -> None:
    arrive(ledger, "a.example", "b.example:8080", "a.example")
    result = evaluate(ledger, instance)
    assert result.run_requests is not None
    assert [request.partition_key for request in result.run_requests] == ["a.example", "b.example:8080"]
    assert len({request.run_key for request in result.run_requests}) == 2
    (added,) = result.dynamic_partitions_requests or ()
    assert (added.partitions_def_name, list(added.partition_keys)) == ("site", ["a.example", "b.example:8080"])
    assert result.cursor == "1"


def test_a_repeated_tick_requests_the_same_keys(ledger: Ledger, instance: dg.DagsterInstance) -> None:
    arrive(ledger, "a.example")
    first = evaluate(ledger, instance)
    arrive(ledger, "a.example", "b.example")
    again = evaluate(ledger, instance)
    assert [request.run_key for request in first.run_requests or ()] == [
        request.run_key for request in again.run_requests or ()
    ]


def test_many_partitions_are_one_backfill_over_every_asset(ledger: Ledger, instance: dg.DagsterInstance) -> None:
    arrive(ledger, *(f"{letter}.example" for letter in "abcdab"))
    (request,) = evaluate(ledger, instance).run_requests or ()
    subset = request.asset_graph_subset
    assert subset is not None
    wanted = {(found.asset_key.to_user_string(), found.partition_key) for found in subset.iterate_asset_partitions()}
    assert wanted == {(asset, f"{letter}.example") for asset in ("pages", "versions") for letter in "abcd"}
    assert request.tags[BATCH_TAG].startswith("sites_inbox:")


def test_a_backfill_that_dagster_has_is_not_requested_again(ledger: Ledger, instance: dg.DagsterInstance) -> None:
    from dagster._core.execution.backfill import PartitionBackfill

    arrive(ledger, *(f"{letter}.example" for letter in "abcd"))
    (request,) = evaluate(ledger, instance).run_requests or ()
    (again,) = evaluate(ledger, instance).run_requests or ()
    assert again.tags == request.tags, "Dagster does not have it yet"
    assert request.asset_graph_subset is not None
    backfill = PartitionBackfill.from_asset_graph_subset(
        backfill_id="a-backfill",
        backfill_timestamp=datetime.now(UTC).timestamp(),
        asset_graph_subset=request.asset_graph_subset,
        dynamic_partitions_store=instance,
        tags=dict(request.tags),
        title=None,
        description=None,
        run_config=None,
    )
    instance.add_backfill(backfill)
    repeated = evaluate(ledger, instance)
    assert (repeated.run_requests, repeated.cursor) == ([], "1")
    assert evaluate(ledger, instance, "1").cursor == "1"
    assert {event.state for event in ledger.listed()} == {"done"}


def test_the_sensor_runs_from_the_start_and_names_what_it_runs() -> None:
    assert sites_inbox.default_status is dg.DefaultSensorStatus.RUNNING
    assert sites_inbox.asset_selection == dg.AssetSelection.assets(pages, versions)


def test_a_failing_event_leaves_its_neighbours_their_runs(ledger: Ledger, instance: dg.DagsterInstance) -> None:
    ledger.record(Delivery("generic", "odd one", "[]", True, datetime.now(UTC)))
    arrive(ledger, "a.example")
    assert [request.partition_key for request in evaluate(ledger, instance).run_requests or ()] == ["a.example"]
    assert "TypeError" in str(ledger.show(1).error)
