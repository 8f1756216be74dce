"""Everything of the cryptic benchmark that Dagster knows."""

import dagster as dg

from crawl_assets.cryptic_bench import assets, automation
from crawl_assets.cryptic_bench.checks import CHECKS

DEFS = dg.Definitions(
    assets=[
        assets.scrape_week,
        assets.model_responses,
        assets.evaluations,
        assets.weekly_rankings,
        assets.rank_tenure,
    ],
    asset_checks=CHECKS,
    jobs=[
        automation.scrape_job,
        automation.ask_job,
        automation.score_job,
        automation.rank_job,
        automation.tenure_job,
    ],
    schedules=[automation.sunday_scrape],
    sensors=[automation.ask_models, automation.derive_results, automation.new_model_backfill],
)
