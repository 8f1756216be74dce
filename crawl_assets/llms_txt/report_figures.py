"""The report of a crawl as a line of figures, for the UI and the command line alike."""

from crawl_assets.llms_txt.rows import CrawlReport

HEADS = (
    "crawl (UTC)",
    *("pages", "new", "changed", "same", "failed", "removed"),
    "summarised",
    "cost (USD)",
    "version",
)


def figures(report: CrawlReport) -> tuple[object, ...]:
    """Return what a crawl changed and cost, a figure a head."""
    crawled = f"{report.crawled_at:%Y-%m-%d %H:%M}"
    pages = (report.pages, report.new, report.changed, report.same, report.failed, report.removed)
    cost = "" if report.cost_usd is None else f"{report.cost_usd:.4g}"
    return (crawled, *pages, report.summarised, cost, report.version)
