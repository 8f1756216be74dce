"""Send the mail about a crawl that ended well, if it is for anybody."""

from collections.abc import Sequence
from logging import Logger
from typing import TYPE_CHECKING

from crawl_assets.durable.errors import StepError
from crawl_assets.llms_txt.notifying import Audience, message_of
from crawl_assets.llms_txt.publishing import difference_of
from crawl_assets.llms_txt.registry import find_domain
from crawl_assets.llms_txt.rows import CrawlReport, PageVersion

if TYPE_CHECKING:
    from crawl_assets.resources import Outside, Store


def tell(store: "Store", outside: "Outside", report: CrawlReport, versions: Sequence[PageVersion], log: Logger) -> str:
    """Mail what a crawl changed, and return what came of it; a mail that cannot be sent fails nothing."""
    mailer = outside.mailer()
    if mailer is None:
        return "to nobody: MAIL_TO is not set"
    rows = [row for row in versions if row.job_id == report.job_id]
    changes = difference_of(store.database, store.blobs, report.domain, report.version) if report.is_published else ""
    audience = Audience(outside.settings.mail_to, outside.settings.public_url)
    message = message_of(find_domain(store.database, report.domain), report, rows, changes, audience)
    if message is None:
        return "nothing to tell"
    try:
        return mailer.send(message)
    except StepError as error:
        log.error(f"the mail {message.key} was not sent: {error}")
        return f"not sent: {error}"
