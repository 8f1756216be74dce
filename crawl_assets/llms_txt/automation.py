"""What starts by itself: each hour, the crawls that are due."""

from collections.abc import Iterator

import dagster as dg

from crawl_assets.llms_txt.partitions import DOMAINS
from crawl_assets.llms_txt.registry import due_domains
from crawl_assets.resources import Store

recrawl_job = dg.define_asset_job(
    "recrawl_job",
    ["crawl_pages", "page_versions", "llms_txt_artifacts", "crawl_report"],
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
