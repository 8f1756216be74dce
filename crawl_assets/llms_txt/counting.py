"""What one crawl changed, in figures."""

from collections import Counter
from collections.abc import Sequence

from crawl_assets.llms_txt.lifecycle import live_pages, newly_described
from crawl_assets.llms_txt.rows import Artifact, CrawlJob, CrawlReport, PageVersion


def report_of(
    job: CrawlJob, versions: Sequence[PageVersion], artifacts: Sequence[Artifact], cost_usd: float | None
) -> CrawlReport:
    """Count a crawl from the versions and artifacts of its domain; `cost_usd` is that of its summaries."""
    outcomes = Counter(row.outcome for row in versions if row.job_id == job.job_id)
    live = {row.url for row in live_pages(versions)}
    lived = {row.url for row in live_pages(row for row in versions if row.job_id != job.job_id)}
    return CrawlReport(
        domain=job.domain,
        job_id=job.job_id,
        crawled_at=job.started_at,
        pages=len(live),
        new=outcomes["new"],
        changed=outcomes["changed"],
        same=outcomes["same"],
        failed=outcomes["failed"],
        removed=len(lived - live),
        summarised=newly_described(versions, job.job_id),
        cost_usd=cost_usd,
        version=max((row.version for row in artifacts), default=0),
        is_published=any(row.job_id == job.job_id for row in artifacts),
    )
