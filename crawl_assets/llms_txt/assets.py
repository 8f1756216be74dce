"""The assets of llms.txt: crawl what is due, keep what changed, publish what differs, report."""

from datetime import UTC, datetime
from typing import Any

import dagster as dg
from pydantic import Field

from crawl_assets.llms_txt import checks, presentation
from crawl_assets.llms_txt.copy_command import copied_to_target
from crawl_assets.llms_txt.counting import report_of
from crawl_assets.llms_txt.existing import read_existing
from crawl_assets.llms_txt.history import history_of, reports_of, within_bounds
from crawl_assets.llms_txt.partitions import BY_DOMAIN, DOMAINS, RESUMES
from crawl_assets.llms_txt.publishing import (
    composed,
    end_roll_back,
    kept_versions,
    next_version,
    stored_artifacts,
)
from crawl_assets.llms_txt.registry import find_domain, newest_job
from crawl_assets.llms_txt.rows import Artifact, CrawlJob, CrawlPage, CrawlReport, PageVersion
from crawl_assets.llms_txt.summarising.bought import bought_since, cost_of
from crawl_assets.resources import LanguageModels, Outside, Store, Web
from crawl_assets.store.column_schema import column_schema
from crawl_assets.store.io_manager import list_of

GROUP = "llms_txt"
KINDS = {"python", "turso"}
StoreParam = dg.ResourceParam[Store]


def _of_domain(kind: type) -> dict[str, Any]:
    return BY_DOMAIN | {"dagster/column_schema": column_schema(kind)}


class PublishConfig(dg.Config):
    """What may be published."""

    accept_shrink: bool = Field(
        default=False, description="Publish although the crawl saw under half of the known pages: the site shrank."
    )


@dg.asset(
    group_name=GROUP,
    partitions_def=DOMAINS,
    metadata=_of_domain(CrawlPage),
    kinds=KINDS,
    tags={"stage": "crawl"},
    pool="crawl",
)
def crawl_pages(
    context: dg.AssetExecutionContext,
    store: StoreParam,
    web: dg.ResourceParam[Web],
    outside: dg.ResourceParam[Outside],
) -> dg.Output[list[CrawlPage]]:
    """Crawl the site politely; a broken crawl goes on where it stopped, an unchanged page is not sent again."""
    from crawl_assets.llms_txt.under_way import Services, crawl_as_job

    domain = find_domain(store.database, context.partition_key)
    run, services = context.run, Services(store, web, outside)
    with store.journals.open_for(context) as steps:
        crawl = crawl_as_job(steps, services, domain, run.run_id, context.log, run.tags.get(RESUMES))
    return dg.Output(crawl.pages, metadata=presentation.of_crawl(crawl.pages, crawl.is_complete, crawl.notes))


@dg.asset(
    group_name=GROUP, partitions_def=DOMAINS, metadata=_of_domain(PageVersion), kinds=KINDS, tags={"stage": "compare"}
)
def page_versions(
    context: dg.AssetExecutionContext,
    crawl_pages: list[CrawlPage],
    store: StoreParam,
    llm: dg.ResourceParam[LanguageModels],
) -> dg.Output[list[PageVersion]]:
    """Compare each page with its accepted version; an unchanged one is an audit row, is not read and asks no model."""
    from crawl_assets.llms_txt.summarising.summarise import summarise, terms_of
    from crawl_assets.llms_txt.versions import crawl_of, versions_of

    job, domain = _job(context, store), find_domain(store.database, context.partition_key)
    crawl = crawl_of(domain, job)
    history = history_of(store.database, job.domain, without_job=job.job_id)
    rows = versions_of(crawl, [page for page in crawl_pages if page.job_id == job.job_id], history, store.blobs)
    with store.journals.open_for(context) as steps:
        terms = terms_of(domain, job, llm.starts_per_second)
        done = summarise(steps, llm.client(), store.database, store.blobs, rows, terms)
    metadata = {**presentation.of_versions(done.rows, crawl.rules), **presentation.of_summaries(done, domain.model)}
    return dg.Output(within_bounds([*history, *done.rows]), metadata=metadata)


@dg.asset(
    group_name=GROUP,
    partitions_def=DOMAINS,
    metadata=_of_domain(Artifact),
    kinds=KINDS,
    tags={"stage": "publish"},
    check_specs=checks.OF_PUBLISHING,
    dagster_type=list_of(Artifact),  # a MaterializeResult does not tell it
)
def llms_txt_artifacts(
    context: dg.AssetExecutionContext, config: PublishConfig, page_versions: list[PageVersion], store: StoreParam
) -> dg.MaterializeResult:  # type: ignore[type-arg]  # Dagster knows it only without its argument
    """Publish llms.txt, llms-full.txt and a Markdown twin a page as a new version, only when their bytes differ."""
    job = _job(context, store)
    domain = find_domain(store.database, job.domain)
    with store.journals.open_for(context):  # a second run of this domain is refused until this one has published
        stored = kept_versions(stored_artifacts(store.database, job.domain), domain.published_version)
        made = composed(domain, page_versions, job.job_id, job.sitemap_urls, store.blobs)
        errors = made.errors(accept_shrink=config.accept_shrink)
        ours = made.files.get("llms.txt")
        existing = read_existing(job.own_llms_txt, store.blobs, made.live_urls, ours, domain.start_url)
        now = datetime.now(UTC)
        fresh = [] if errors else next_version(stored, made.files, job.domain, job.job_id, now, store.blobs)
    if fresh:
        end_roll_back(store.database, domain)
    return dg.MaterializeResult(
        value=[*stored, *fresh],
        metadata={
            **presentation.of_artifacts(stored, fresh, made, errors, store.blobs),
            **presentation.of_existing(existing),
        },
        check_results=checks.of_publishing(made, accept_shrink=config.accept_shrink),
    )


@dg.asset(
    group_name=GROUP, partitions_def=DOMAINS, metadata=_of_domain(CrawlReport), kinds=KINDS, tags={"stage": "report"}
)
def crawl_report(
    context: dg.AssetExecutionContext,
    page_versions: list[PageVersion],
    llms_txt_artifacts: list[Artifact],
    store: StoreParam,
    outside: dg.ResourceParam[Outside],
) -> dg.Output[list[CrawlReport]]:
    """Count what the newest crawl changed, one row a crawl; copy what is published, and tell people by mail."""
    from crawl_assets.llms_txt.telling import tell

    job = _job(context, store)
    before = [row for row in reports_of(store.database, job.domain) if row.job_id != job.job_id]
    cost = cost_of(bought_since(store.database, job.domain, job.started_at))
    report = report_of(job, page_versions, llms_txt_artifacts, cost)
    reports = sorted([*before, report], key=lambda row: row.crawled_at)
    done = {
        "copied": copied_to_target(store, find_domain(store.database, job.domain)),
        "mail": tell(store, outside, report, page_versions, context.log),
    }
    return dg.Output(reports, metadata={**presentation.of_reports(reports), **done})


def _job(context: dg.AssetExecutionContext, store: Store) -> CrawlJob:
    job = newest_job(store.database, context.partition_key)
    if job is None or job.state != "finished":
        state = "was never crawled" if job is None else f"has a crawl that is {job.state}"
        raise dg.Failure(f"{context.partition_key} {state}; materialize crawl_pages first.", allow_retries=False)
    return job
