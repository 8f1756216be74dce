"""What people are told about a crawl that ended well, by mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawl_assets.llms_txt.rows import CrawlReport, Domain, PageVersion
from crawl_assets.notify.mail import Message

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told, and where they find what they are told of."""

    to: tuple[str, ...]  # addresses
    public_url: str  # under which files are served; empty: they are not


def message_of(
    domain: Domain, report: CrawlReport, rows: Sequence[PageVersion], difference: str, audience: Audience
) -> Message | None:
    """Return the mail about a crawl; None for one that published nothing, unless the domain asks for that as well.

    `rows` are what the crawl made of every page, `difference` the diff of llms.txt. The key is that of the version, or
    of the crawl without one, so that it arrives once.
    """
    if not report.is_published and not domain.mails_unchanged:
        return None
    counts = f"{report.new} new, {report.changed} changed, {report.removed} removed, {report.failed} failed"
    skipped = f"{report.same} skipped as unchanged, {report.summarised} summarised"
    if report.is_published:
        name = f"llms-txt-published/{report.domain}-{report.version}"
        subject = f"{report.domain}: llms.txt version {report.version}, {counts}"
        head = f"Version {report.version} of llms.txt of {report.domain} is published: {report.pages} pages, {counts}"
        shown = difference or "llms.txt itself is as it was; the text of its pages is not."
    else:
        name = f"llms-txt-unchanged/{report.domain}-{report.job_id}"
        subject = f"{report.domain}: nothing new, {counts}"
        head = f"{report.domain} was crawled and nothing new is published: {report.pages} pages, {counts}"
        shown = "llms.txt is as it was."
    told = [f"{row.outcome}: {row.url} ({row.reason})" for row in rows if row.outcome != "same"]
    more = [f"and {len(told) - SHOWN} more"] if len(told) > SHOWN else []
    lines = [f"{head}, {skipped}.", "", *_links(domain, audience), "", *told[:SHOWN], *more, "", shown, ""]
    return Message(audience.to, subject, "\n".join(lines), None, name)


def _links(domain: Domain, audience: Audience) -> list[str]:
    base = f"{audience.public_url.rstrip('/')}/{domain.domain}"
    served = [f"{base}/llms.txt", f"{base}/llms-full.txt"] if audience.public_url else []
    return [f"The site: {domain.start_url}", *(f"Published: {url}" for url in served)]
