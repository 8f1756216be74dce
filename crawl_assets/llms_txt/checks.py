"""Asset checks of llms.txt: what must hold before anything is published."""

import warnings

import dagster as dg

from crawl_assets.check_results import ERROR, WARN, check_result
from crawl_assets.llms_txt.existing import newest_own_file, read_existing
from crawl_assets.llms_txt.partitions import DOMAINS
from crawl_assets.llms_txt.publishing import Composed
from crawl_assets.llms_txt.rows import CrawlPage
from crawl_assets.resources import Store
from crawl_assets.store.database import EVERY_ROW, Where
from crawl_assets.store.rows import load

StoreParam = dg.ResourceParam[Store]
# a preview in Dagster 1.13, and worth it: without it the newest domain's result hides the failed check of another
warnings.filterwarnings("ignore", "Specifying a partitions_def on an AssetCheckSpec", dg.PreviewWarning)
SEEN, SOUND = "crawl_saw_most_pages", "llms_txt_is_sound"

# of what llms_txt_artifacts composes, whether it may publish it or not; it is composed once, so that asset yields them
OF_PUBLISHING = (
    dg.AssetCheckSpec(
        SEEN,
        asset="llms_txt_artifacts",
        blocking=True,
        partitions_def=DOMAINS,
        description="The crawl saw enough of the known pages for its result to be published.",
    ),
    dg.AssetCheckSpec(
        SOUND,
        asset="llms_txt_artifacts",
        blocking=True,
        partitions_def=DOMAINS,
        description="llms.txt is what readers of the format expect; an error forbids publishing it.",
    ),
)


def of_publishing(made: Composed, *, accept_shrink: bool) -> list[dg.AssetCheckResult]:
    """Return the results of OF_PUBLISHING; a shrink that a person accepted is none."""
    unseen = [made.unseen] if made.unseen and not (accept_shrink and made.files) else []
    wrong = [f"line {finding.line or '-'}: {finding.message}" for finding in made.lint_errors]
    return [
        check_result(unseen, ERROR, len(made.live_urls))._replace(check_name=SEEN),
        check_result(wrong, ERROR, len(made.live_urls))._replace(check_name=SOUND),
    ]


@dg.asset_check(asset="crawl_pages", partitions_def=DOMAINS, description="Every page that was asked for answered.")
def pages_answered(context: dg.AssetCheckExecutionContext, store: StoreParam) -> dg.AssetCheckResult:
    """List the pages without content; their last versions stay."""
    domain = Where("domain = ?", (context.partition_key,)) if context.has_partition_key else EVERY_ROW
    pages = load(store.database, "crawl_pages", CrawlPage, domain)
    return check_result(
        [f"{page.url}: {page.error or page.status}" for page in pages if page.blob is None], WARN, len(pages)
    )


@dg.asset_check(
    asset="crawl_pages",
    partitions_def=DOMAINS,
    description="The llms.txt that the site has itself, if any, is sound.",
)
def own_llms_txt_is_sound(context: dg.AssetCheckExecutionContext, store: StoreParam) -> dg.AssetCheckResult:
    """Lint the site's own file as the newest crawl found it; nobody here can correct it, so it only warns."""
    blob = newest_own_file(store.database, context.partition_key) if context.has_partition_key else None
    own = read_existing(blob, store.blobs, (), None, "")
    return check_result(own.errors if own else [], WARN, 1 if own else 0)


CHECKS = (pages_answered, own_llms_txt_is_sound)
