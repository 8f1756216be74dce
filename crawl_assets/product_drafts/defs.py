"""Everything of product drafts that Dagster knows."""

import dagster as dg

from crawl_assets.product_drafts import assets, automation

DEFS = dg.Definitions(
    assets=[assets.product_pages, assets.drafts_of_results],
    jobs=[automation.crawl_products_job],
    sensors=[automation.crawler_requests, automation.forgotten_crawls, automation.unsaved_results],
)
