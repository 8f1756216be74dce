"""Asset checks of llms.txt: what must hold before anything is published."""

import dagster as dg

from crawl_assets.check_results import ERROR, WARN, check_result
from crawl_assets.llms_txt import assets
from crawl_assets.llms_txt.history import history_of
from crawl_assets.llms_txt.lifecycle import live_pages
from crawl_assets.llms_txt.publishing import Composed, composed
from crawl_assets.llms_txt.registry import find_domain, newest_job
from crawl_assets.llms_txt.rows import CrawlPage
from crawl_assets.resources import Store
from crawl_assets.store.database import EVERY_ROW, Where
from crawl_assets.store.rows import load

StoreParam = dg.ResourceParam[Store]


def _domain(context: dg.AssetCheckExecutionContext) -> Where:
    return Where("domain = ?", (context.partition_key,)) if context.has_partition_key else EVERY_ROW


@dg.asset_check(asset=assets.crawl_pages, description="Every page that was asked for answered.")
def pages_answered(context: dg.AssetCheckExecutionContext, store: StoreParam) -> dg.AssetCheckResult:
    """List the pages without content; their last versions stay."""
    pages = load(store.database, "crawl_pages", CrawlPage, _domain(context))
    return check_result(
        [f"{page.url}: {page.error or page.status}" for page in pages if page.blob is None], WARN, len(pages)
    )


@dg.asset_check(
    asset=assets.llms_txt_artifacts,
    blocking=True,
    description="The crawl saw enough of the known pages for its result to be published.",
)
def crawl_saw_most_pages(context: dg.AssetCheckExecutionContext, store: StoreParam) -> dg.AssetCheckResult:
    """Fail when under half of the known pages were seen."""
    made, pages = _composed(context, store)
    return check_result([made.unseen] if made.unseen else [], ERROR, pages)


@dg.asset_check(
    asset=assets.llms_txt_artifacts, blocking=True, description="llms.txt is what readers of the format expect."
)
def llms_txt_is_sound(context: dg.AssetCheckExecutionContext, store: StoreParam) -> dg.AssetCheckResult:
    """Lint the composed file; an error forbids publishing it."""
    made, pages = _composed(context, store)
    wrong = [f"line {finding.line or '-'}: {finding.message}" for finding in made.findings if finding.level == "error"]
    return check_result(wrong, ERROR, pages)


def _composed(context: dg.AssetCheckExecutionContext, store: Store) -> tuple[Composed, int]:
    if not context.has_partition_key:
        raise dg.Failure("choose the domain: this check looks at one partition.", allow_retries=False)
    domain = find_domain(store.database, context.partition_key)
    job = newest_job(store.database, domain.domain)
    history = history_of(store.database, domain.domain)
    made = composed(domain, history, job.job_id if job else "", job.sitemap_urls if job else (), store.blobs)
    return made, len(live_pages(history))


CHECKS = (pages_answered, crawl_saw_most_pages, llms_txt_is_sound)
