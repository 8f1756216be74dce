"""What people are told about a crawl, by mail."""

from collections.abc import Sequence

from crawl_assets.llms_txt.rows import CrawlReport, PageVersion
from crawl_assets.notify.mail import Message

SHOWN = 50


def message_of(
    report: CrawlReport, rows: Sequence[PageVersion], difference: str, to: tuple[str, ...]
) -> Message | None:
    """Return the mail about a crawl that published a version, None for one that did not.

    `rows` are what the crawl made of every page, `difference` the diff of llms.txt. The key is the version's own, so
    that it arrives once.
    """
    if not report.is_published:
        return None
    counts = f"{report.new} new, {report.changed} changed, {report.removed} removed, {report.failed} failed"
    told = [f"{row.outcome}: {row.url} ({row.reason})" for row in rows if row.outcome != "same"]
    more = [f"and {len(told) - SHOWN} more"] if len(told) > SHOWN else []
    lines = [
        f"Version {report.version} of llms.txt of {report.domain} is published: {report.pages} pages, {counts}.",
        "",
        *told[:SHOWN],
        *more,
        "",
        difference or "llms.txt itself is as it was; the text of its pages is not.",
        "",
    ]
    subject = f"{report.domain}: llms.txt version {report.version}, {counts}"
    return Message(to, subject, "\n".join(lines), None, f"llms-txt-published/{report.domain}-{report.version}")
