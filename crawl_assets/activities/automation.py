"""What starts by itself: workflows that wait, sources that are due, batches of vectors that are waited for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import dagster as dg

from crawl_assets.activities.assets import NAMES
from crawl_assets.activities.partitions import WORKFLOWS
from crawl_assets.resources import Store, Web

StoreParam = dg.ResourceParam[Store]
AT_ONCE = 50  # runs that one tick asks for
WITH_VECTORS = ("activity_embeddings", "activities_jsonl")

scrape_job = dg.define_asset_job(
    "scrape_activities_job", dg.AssetSelection.assets(*NAMES), description="Run one workflow, whole."
)
vectors_job = dg.define_asset_job(
    "activity_vectors_job", dg.AssetSelection.assets(*WITH_VECTORS), description="Take in vectors that came by batch."
)


@dg.op(description="Ask each source that is due what it names now, and ask for workflows.")
def check_due_sources(context: dg.OpExecutionContext, store: StoreParam, web: dg.ResourceParam[Web]) -> None:
    """Check the sources one after the other; one that fails or is being checked does not stop the others."""
    from crawl_assets.activities.sources import check_source, due_sources, is_due
    from crawl_assets.durable.errors import JournalInUse

    now = datetime.now(UTC)
    for source in due_sources(store.database, now):
        try:
            must_ask = is_due(source, now)
            checked = check_source(store, web, source.source_id, context.run_id, context.log, now, must_ask=must_ask)
        except JournalInUse as error:
            context.log.info(f"{source.url} is being checked already: {error}")
        else:
            (context.log.warning if checked.error else context.log.info)(str(checked))


@dg.job(description="Ask the sources that are due.")
def check_sources_job() -> None:
    """Run `check_due_sources`."""
    check_due_sources()


@dg.op(description="Look at batches of vectors that are due; those that have ended are taken in.")
def collect_due_batches(context: dg.OpExecutionContext, store: StoreParam) -> None:
    """Look at each batch once; one that cannot be looked at does not stop the others."""
    import asyncio

    from crawl_assets.activities.enriching.embedding_batches import collect, due
    from crawl_assets.activities.enriching.enrichers import chosen_ordering
    from crawl_assets.durable.errors import StepError

    now = datetime.now(UTC)
    for waiting in due(store.database, now):
        try:
            ordering = chosen_ordering(replace(store.settings, embeddings_model=waiting.model))
            if ordering is None:
                continue
            row = asyncio.run(collect(store.database, ordering.batches, waiting.batch_id, now, context.log))
        except StepError as error:
            context.log.warning(f"Batch {waiting.batch_id} could not be looked at: {error}")
        else:
            context.log.info(f"Batch {row.batch_id} is {row.status}: {row.done} of {len(row.text_hashes)} are done.")


@dg.job(description="Look at batches of vectors.")
def collect_vectors_job() -> None:
    """Run `collect_due_batches`."""
    collect_due_batches()


@dg.schedule(
    job=check_sources_job,
    cron_schedule="0 * * * *",
    execution_timezone="UTC",
    description="Each hour: the sources whose interval is over, and those with addresses that wait.",
)
def hourly_sources(context: dg.ScheduleEvaluationContext, store: StoreParam) -> dg.RunRequest | dg.SkipReason:
    """Ask for one run that checks all sources that are due."""
    from crawl_assets.activities.sources import due_sources

    now = context.scheduled_execution_time
    if not due_sources(store.database, now):
        return dg.SkipReason("no source is due")
    return dg.RunRequest(run_key=f"sources@{now:%Y-%m-%dT%H}")


@dg.sensor(
    job=scrape_job,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Workflows that people or sources asked for: a run each, once.",
)
def queued_workflows(context: dg.SensorEvaluationContext, store: StoreParam) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Ask for a run of each workflow that waits; the run key sees to it that it is one, whatever crashes."""
    from crawl_assets.activities.registry import workflows
    from crawl_assets.store.database import Where

    waiting = workflows(store.database, Where("state = 'queued'"))[:AT_ONCE]
    if not waiting:
        yield dg.SkipReason("no workflow waits")
        return
    context.instance.add_dynamic_partitions(str(WORKFLOWS.name), [row.workflow_id for row in waiting])
    for row in waiting:
        yield dg.RunRequest(run_key=row.workflow_id, partition_key=row.workflow_id)


@dg.sensor(
    jobs=[collect_vectors_job, vectors_job],
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Batches of vectors: looked at each minute until their deadline, then taken into their workflows.",
)
def waiting_vectors(context: dg.SensorEvaluationContext, store: StoreParam) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Ask for a look at batches that are due, and for runs of workflows whose batches have all ended."""
    from crawl_assets.activities.enriching.embedding_batches import due
    from crawl_assets.activities.waiting import ended_batches

    batches = due(store.database, datetime.now(UTC))
    ended = ended_batches(store.database)
    if batches:
        looked = max(row.next_look_at for row in batches)
        yield dg.RunRequest(
            run_key=f"{batches[0].batch_id}@{looked:%Y-%m-%dT%H:%M:%S}", job_name=collect_vectors_job.name
        )
    for workflow_id, key in ended:
        yield dg.RunRequest(run_key=f"{workflow_id}:{key}", partition_key=workflow_id, job_name=vectors_job.name)
    if not batches and not ended:
        yield dg.SkipReason("no batch is due")
