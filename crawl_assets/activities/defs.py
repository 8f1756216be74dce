"""Everything of activities that Dagster knows."""

import dagster as dg

from crawl_assets.activities import assets, automation

DEFS = dg.Definitions(
    assets=[
        assets.raw_activities,
        assets.standardized_activities,
        assets.activity_images,
        assets.activity_places,
        assets.activity_embeddings,
        assets.activities_jsonl,
        assets.imported_activities,
    ],
    jobs=[
        automation.scrape_job,
        automation.vectors_job,
        automation.check_sources_job,
        automation.collect_vectors_job,
    ],
    schedules=[automation.hourly_sources],
    sensors=[automation.queued_workflows, automation.waiting_vectors],
)
