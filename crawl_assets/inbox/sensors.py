"""Sensors that turn the events of one source into runs.

inbox_sensor("firecrawl_inbox", "firecrawl", handler_for, partitions=DOMAINS, assets=[crawl_pages, page_versions])
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol

import dagster as dg
from dagster._core.definitions.assets.graph.asset_graph_subset import AssetGraphSubset
from dagster._core.definitions.events import AssetKeyPartitionKey

from crawl_assets.inbox.ledger import Ledger
from crawl_assets.inbox.ticking import DEFAULT_RULES, Handler, Tick, TickRules, tick
from crawl_assets.store.database import Database

TICK_SECONDS = 30
MOST_RUNS = 20  # a tick; for more partitions one backfill is requested
BACKFILLS_LOOKED_AT = 100  # the newest, for the one that a repeated tick would request again
BATCH_TAG = "crawl_assets/inbox_batch"  # of a backfill: which events it is for


class HasDatabase(Protocol):
    """What a sensor needs of the resource `store`."""

    @property
    def database(self) -> Database:
        """Return the database with the table inbox_events."""


def inbox_sensor(
    name: str,
    source: str,
    handler_for: Callable[[Database], Handler],
    *,
    partitions: dg.DynamicPartitionsDefinition,
    assets: Sequence[dg.AssetsDefinition],
    description: str,
    rules: TickRules = DEFAULT_RULES,
    most_runs: int = MOST_RUNS,
    seconds: int = TICK_SECONDS,
    default_status: dg.DefaultSensorStatus = dg.DefaultSensorStatus.RUNNING,
) -> dg.SensorDefinition:
    """Make a sensor that requests one run of `assets` for each partition that events of `source` belong to.

    `handler_for(database)` is called once a tick. The handler it returns gets one event and returns `Handled`: the
    partition, and statements that are stored exactly once with it. It raises NotYet for an event that came too early,
    and anything else for one that it cannot handle. The partitions are added. The cursor is the number of the last
    batch of events whose runs Dagster has; a tick that is cut off is repeated with the same run keys.
    """
    keys = [key for asset in assets for key in sorted(asset.keys, key=str)]

    @dg.sensor(
        name=name,
        asset_selection=dg.AssetSelection.assets(*keys),
        minimum_interval_seconds=seconds,
        description=description,
        default_status=default_status,
    )
    def evaluate(context: dg.SensorEvaluationContext, store: dg.ResourceParam[HasDatabase]) -> dg.SensorResult:
        ledger = Ledger(store.database)
        done = tick(ledger, source, handler_for, int(context.cursor or 0), datetime.now(UTC), rules)
        cursor = str(done.cursor)
        if not done.runs:
            return dg.SensorResult(skip_reason=f"nothing to run; {done}", cursor=cursor)
        context.log.info(str(done))
        keys = [run.partition for run in done.runs]
        if len(keys) > most_runs:
            return dg.SensorResult(run_requests=_backfill(context, done, partitions, assets), cursor=cursor)
        return dg.SensorResult(
            run_requests=[dg.RunRequest(run_key=run.run_key, partition_key=run.partition) for run in done.runs],
            dynamic_partitions_requests=[partitions.build_add_request(keys)],
            cursor=cursor,
        )

    return evaluate


def _backfill(
    context: dg.SensorEvaluationContext,
    done: Tick,
    partitions: dg.DynamicPartitionsDefinition,
    assets: Sequence[dg.AssetsDefinition],
) -> list[dg.RunRequest]:
    """Return the request of one backfill over all partitions; none when a repeated tick has requested it before."""
    batch = f"{context.sensor_name}:{done.digest}"
    # by hand: an instance without the index of tags finds backfills by the tags of their runs, which may not exist yet
    newest = context.instance.get_backfills(limit=BACKFILLS_LOOKED_AT) if done.is_repeat else ()
    if any(backfill.tags.get(BATCH_TAG) == batch for backfill in newest):
        return []
    assert context.repository_def is not None
    # a subset is made of known partitions only, so they are added here and not by the daemon
    context.instance.add_dynamic_partitions(str(partitions.name), [run.partition for run in done.runs])
    wanted = {AssetKeyPartitionKey(key, run.partition) for asset in assets for key in asset.keys for run in done.runs}
    subset = AssetGraphSubset.from_asset_partition_set(wanted, context.repository_def.asset_graph)
    return [dg.RunRequest.for_asset_graph_subset(subset, tags={BATCH_TAG: batch})]
