"""What starts by itself: crawls that are due or broke off, events of Firecrawl, the mail about a failed crawl."""

import warnings
from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from crawl_assets.durable.errors import StepError
from crawl_assets.inbox.sensors import inbox_sensor
from crawl_assets.llms_txt import assets
from crawl_assets.llms_txt.failed_runs import ASSETS, failure_of
from crawl_assets.llms_txt.failing import Failure, failure_message, secrets_of, tried_again
from crawl_assets.llms_txt.partitions import DOMAINS, RESUMES
from crawl_assets.llms_txt.registry import due_domains, fail_job
from crawl_assets.llms_txt.told import SOURCE, handler_for
from crawl_assets.llms_txt.watching import stalled_jobs
from crawl_assets.resources import Outside, Store

# Dagster's own sensor of failed runs passes a parameter of its own that it warns of
warnings.filterwarnings("ignore", "Parameter `owners` of initializer `SensorDefinition", dg.BetaWarning)

recrawl_job = dg.define_asset_job(
    "recrawl_job",
    dg.AssetSelection.assets(*ASSETS),
    description="Crawl one site and publish what differs.",
)


@dg.schedule(
    job=recrawl_job,
    cron_schedule="0 * * * *",
    execution_timezone="UTC",
    description="Each hour: sites whose interval is over, those never crawled, and failing ones ever later.",
)
def hourly_recrawl(
    context: dg.ScheduleEvaluationContext, store: dg.ResourceParam[Store]
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Request a run for each domain that is due."""
    now = context.scheduled_execution_time
    due = due_domains(store.database, now)
    context.instance.add_dynamic_partitions(str(DOMAINS.name), [row.domain for row in due])
    if not due:
        yield dg.SkipReason("no domain is due")
    for row in due:
        yield dg.RunRequest(run_key=f"{row.domain}@{now:%Y-%m-%dT%H}", partition_key=row.domain)


firecrawl_events = inbox_sensor(
    "firecrawl_events",
    SOURCE,
    handler_for,
    partitions=DOMAINS,
    assets=[assets.crawl_pages, assets.page_versions, assets.llms_txt_artifacts, assets.crawl_report],
    description="Firecrawl's webhooks: kept for the crawl that they are about; what is about none is marked as failed.",
)


@dg.sensor(
    job=recrawl_job,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Crawls whose run is gone: each is gone on with by one run, a few times, and then given up.",
)
def stalled_crawls(
    context: dg.SensorEvaluationContext, store: dg.ResourceParam[Store], outside: dg.ResourceParam[Outside]
) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Request a run for each stalled crawl; the next one only once that has ended."""
    now = datetime.now(UTC)
    stalled = stalled_jobs(store.database, context.instance, now)
    if not stalled:
        yield dg.SkipReason("each crawl under way has its run")
    for found in stalled:
        job, why = found.job, found.given_up(now)
        if why is None:
            key, tags = f"{job.job_id}:{found.resumed + 1}", {RESUMES: job.job_id}
            yield dg.RunRequest(run_key=key, partition_key=job.domain, tags=tags)
        elif fail_job(store.database, job, now, why):
            again = tried_again(store.database, job.domain)
            _mail(context, outside, Failure(job.domain, ("crawl_pages",), why, again, job.job_id))


@dg.run_failure_sensor(
    name="crawl_failed_mail",
    monitor_all_code_locations=True,  # a run of `dagster asset materialize` belongs to none
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Mail about a crawl that failed: what, why, and when it is tried again.",
)
def crawl_failed_mail(
    context: dg.RunFailureSensorContext, store: dg.ResourceParam[Store], outside: dg.ResourceParam[Outside]
) -> dg.SkipReason | None:
    """Tell people of a failed run, once."""
    failure = failure_of(context, store.database, recrawl_job.name)
    if isinstance(failure, str):
        return dg.SkipReason(failure)
    _mail(context, outside, failure)
    return None


def _mail(context: dg.SensorEvaluationContext | dg.RunFailureSensorContext, outside: Outside, failure: Failure) -> None:
    """Send the mail; one that cannot be sent is logged, so that no other crawl waits for it."""
    mailer = outside.mailer()
    if mailer is None:
        return
    try:
        mailer.send(failure_message(failure, outside.settings.mail_to, secrets_of(outside.settings)))
    except StepError as error:
        context.log.error(f"the mail about {failure.domain} was not sent: {error}")
