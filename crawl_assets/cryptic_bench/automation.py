"""What starts by itself: the Sunday scrape, the paid questions about what it found, the free results of the replies.

    sunday_scrape (schedule)  ->  ask_models (sensor)  ->  derive_results (sensor)
                                  new_model_backfill (sensor, for past weeks)

What spends money is off until somebody turns it on; what is free is on.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

import dagster as dg
from dagster._core.definitions.assets.graph.asset_graph_subset import AssetGraphSubset
from dagster._core.definitions.events import AssetKeyPartitionKey
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES
from dagster._core.storage.tags import PARTITION_NAME_TAG

from crawl_assets.cryptic_bench import assets, due
from crawl_assets.cryptic_bench.partitions import MODELS
from crawl_assets.cryptic_bench.puzzle import FIRST_WEEK, week_start_of
from crawl_assets.cryptic_bench.registry import active_models
from crawl_assets.resources import LanguageModels, Store

TICK_SECONDS = 30
MOST_REQUESTS = 50  # a tick; what is left over comes with the next

scrape_job = dg.define_asset_job(
    "scrape_week_job", dg.AssetSelection.assets("puzzles", "clues", "clues_set_aside"), description="Scrape one week."
)
ask_job = dg.define_asset_job(
    "ask_job", dg.AssetSelection.assets("model_responses", "evaluations"), description="Ask one model, and score."
)
score_job = dg.define_asset_job(
    "score_job", dg.AssetSelection.assets("evaluations"), description="Score stored replies once more."
)
rank_job = dg.define_asset_job("rank_job", dg.AssetSelection.assets("weekly_rankings"), description="Rank one week.")
tenure_job = dg.define_asset_job(
    "tenure_job", dg.AssetSelection.assets("rank_tenure"), description="Derive the tenures."
)


@dg.schedule(
    job=scrape_job,
    cron_schedule="0 6 * * 0",
    execution_timezone="UTC",
    description="Scrapes the week's puzzles, late posts of the week before, and missed weeks.",
)
def sunday_scrape(context: dg.ScheduleEvaluationContext, store: dg.ResourceParam[Store]) -> Iterator[dg.RunRequest]:
    """Request a run for each week that is due."""
    now = context.scheduled_execution_time
    for week in due.weeks_to_scrape(store.database, now.date()):
        yield dg.RunRequest(run_key=f"{week}@{now.date()}", partition_key=week.isoformat())


@dg.sensor(
    job=ask_job,
    minimum_interval_seconds=TICK_SECONDS,
    description="Asks every active model the clues of the newest weeks it has no reply to. Costs money: turn it on.",
)
def ask_models(
    context: dg.SensorEvaluationContext, store: dg.ResourceParam[Store], llm: dg.ResourceParam[LanguageModels]
) -> dg.SensorResult | dg.SkipReason:
    """Request a run for each active model and newest week with clues it has no reply to."""
    models = [model.openrouter_id for model in active_models(store.database)]
    today = datetime.now(UTC).date()
    since = week_start_of(today) - timedelta(weeks=due.WEEKS_CAUGHT_UP - 1)
    partitions = due.partitions_to_ask(store.database, since, today + timedelta(days=1))
    askable = [item for item in partitions if llm.has_key or not item.is_paid]
    if not askable:
        waiting = f"; {len(partitions)} wait for OPENROUTER_API_KEY" if partitions else ""
        return dg.SkipReason(f"no active model lacks a reply that can be asked for{waiting}")
    return dg.SensorResult(
        run_requests=list(_requests("ask", askable)),
        dynamic_partitions_requests=[MODELS.build_add_request(models)],
    )


@dg.sensor(
    jobs=[score_job, rank_job, tenure_job],
    minimum_interval_seconds=TICK_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Scores new replies, ranks weeks whose scores changed, follows the ranks. Free.",
)
def derive_results(
    context: dg.SensorEvaluationContext, store: dg.ResourceParam[Store]
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Request what is stale; a week is ranked when nothing about it runs or waits to be scored any more."""
    under_way = _partitions_under_way(context.instance)
    unscored = due.partitions_to_score(store.database)
    unranked = due.weeks_to_rank(store.database)
    unsettled = {_week_in(partition) for partition in [*under_way, *(item.partition for item in unscored)]}
    tenure = None if unranked or unscored else due.tenure_due(store.database)
    requests = [
        *_requests("score", [item for item in unscored if item.partition not in under_way], "score_job"),
        *_requests("rank", [item for item in unranked if item.partition not in unsettled], "rank_job"),
        *_requests("tenure", [tenure] if tenure else [], "tenure_job"),
    ]
    if not requests:
        waits = unscored or unranked
        yield dg.SkipReason("runs are under way" if waits else "every reply is scored and ranked")
    yield from requests


@dg.sensor(
    asset_selection=dg.AssetSelection.assets(assets.model_responses, assets.evaluations),
    minimum_interval_seconds=TICK_SECONDS,
    description="Asks models that were added later about past weeks, in one backfill over all that is missing.",
)
def new_model_backfill(
    context: dg.SensorEvaluationContext, store: dg.ResourceParam[Store], llm: dg.ResourceParam[LanguageModels]
) -> dg.SensorResult | dg.SkipReason:
    """Request one backfill over every week and active model without replies, once for the same gaps."""
    from dagster._core.execution.backfill import BulkActionsFilter, BulkActionStatus  # slow to import

    if context.instance.get_backfills(filters=BulkActionsFilter(statuses=[BulkActionStatus.REQUESTED]), limit=1):
        return dg.SkipReason("a backfill is under way")
    missing = due.partitions_to_ask(store.database, FIRST_WEEK, datetime.now(UTC).date())
    askable = [item for item in missing if llm.has_key or not item.is_paid]
    reason = due.digest_of(askable)
    if not askable or reason == context.cursor:
        return dg.SkipReason("nothing is missing" if not askable else "a backfill asked for what is missing already")
    wanted = {
        AssetKeyPartitionKey(asset.key, item.partition)
        for asset in (assets.model_responses, assets.evaluations)
        for item in askable
    }
    assert context.repository_def is not None
    models = sorted({item.partition.split("|")[0] for item in askable})
    context.instance.add_dynamic_partitions(str(MODELS.name), models)
    subset = AssetGraphSubset.from_asset_partition_set(wanted, context.repository_def.asset_graph)
    return dg.SensorResult(run_requests=[dg.RunRequest.for_asset_graph_subset(subset, tags=None)], cursor=reason)


def _requests(name: str, items: Iterable[due.Due], job_name: str | None = None) -> Iterator[dg.RunRequest]:
    """Request a run for each item, once a day for the same reason: what failed is tried again tomorrow."""
    today = datetime.now(UTC).date()
    for item in list(items)[:MOST_REQUESTS]:
        run_key = f"{name}:{item.partition}:{item.digest}:{today}"
        yield dg.RunRequest(run_key=run_key, partition_key=item.partition or None, job_name=job_name)


def _partitions_under_way(instance: dg.DagsterInstance) -> set[str]:
    runs = instance.get_runs(dg.RunsFilter(statuses=NOT_FINISHED_STATUSES))
    return {run.tags[PARTITION_NAME_TAG] for run in runs if PARTITION_NAME_TAG in run.tags}


def _week_in(partition: str) -> str:
    return partition.rpartition("|")[2]
