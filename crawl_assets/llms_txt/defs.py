"""Everything of llms.txt that Dagster knows."""

import dagster as dg

from crawl_assets.llms_txt import assets, automation
from crawl_assets.llms_txt.checks import CHECKS

DEFS = dg.Definitions(
    assets=[assets.crawl_pages, assets.page_versions, assets.llms_txt_artifacts, assets.crawl_report],
    asset_checks=CHECKS,
    jobs=[automation.recrawl_job],
    schedules=[automation.hourly_recrawl],
    sensors=[automation.firecrawl_events, automation.stalled_crawls, automation.crawl_failed_mail],
)
