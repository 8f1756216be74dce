"""The assets of activities: read, standardize, enrich side by side, join, import. Each file is a blob."""

from typing import Any

import dagster as dg

from crawl_assets.activities import checks, presentation
from crawl_assets.activities.jsonl import ActivityLine, joined, manifest, manifest_bytes
from crawl_assets.activities.partitions import BY_WORKFLOW, WORKFLOWS
from crawl_assets.activities.records import Activity, RawActivity, WorkflowFile, write_lines
from crawl_assets.activities.rows import ImportedActivity
from crawl_assets.activities.workflows import (
    DROPPED,
    IMAGES,
    LINES,
    MANIFEST,
    PLACES,
    RAW,
    STANDARD,
    VECTORS,
    part_of_workflow,
    rows_of,
)
from crawl_assets.resources import LanguageModels, Outside, Store, Web
from crawl_assets.store.column_schema import column_schema
from crawl_assets.store.io_manager import list_of

GROUP = "activities"
KINDS = {"python", "turso"}
NAMES = (
    "raw_activities", "standardized_activities", "activity_images", "activity_places", "activity_embeddings",
    "activities_jsonl", "imported_activities",
)  # fmt: skip
StoreParam = dg.ResourceParam[Store]


def _of_workflow(kind: type = WorkflowFile) -> dict[str, Any]:
    return BY_WORKFLOW | {"dagster/column_schema": column_schema(kind)}


@dg.asset(
    group_name=GROUP,
    partitions_def=WORKFLOWS,
    metadata=_of_workflow(),
    kinds=KINDS,
    tags={"stage": "read"},
    pool="activities",
)
def raw_activities(
    context: dg.AssetExecutionContext,
    store: StoreParam,
    web: dg.ResourceParam[Web],
    llm: dg.ResourceParam[LanguageModels],
    outside: dg.ResourceParam[Outside],
) -> dg.Output[list[WorkflowFile]]:
    """Read a site's activities by the workflow's back end; what a broken run has read is not asked for again."""
    from crawl_assets.activities.registry import note_reading
    from crawl_assets.activities.scraping import scrape

    with part_of_workflow(context, store) as part:
        if part.take_up(RAW):
            return dg.Output(part.files, metadata=presentation.of_files(part.files))
        read = scrape(part, store, web, llm, outside)
        part.keep(RAW, read.rows, "; ".join(read.notes)[:2000])
        part.count(pages=read.pages_seen, out=len(read.rows))
        note_reading(store.database, context.partition_key, is_complete=read.is_complete, cost_usd=read.cost)
    return dg.Output(part.files, metadata=presentation.of_reading(read, part.files))


@dg.asset(
    group_name=GROUP,
    partitions_def=WORKFLOWS,
    metadata=_of_workflow(),
    kinds=KINDS,
    tags={"stage": "standardize"},
    check_specs=checks.OF_STANDARDIZING,
    dagster_type=list_of(WorkflowFile),
)
def standardized_activities(
    context: dg.AssetExecutionContext, raw_activities: list[WorkflowFile], store: StoreParam
) -> dg.MaterializeResult:  # type: ignore[type-arg]  # Dagster knows it only without its argument
    """Bring names, dates, prices, tags and places into one form; each row that is dropped is listed with its reason."""
    from crawl_assets.activities.scraping import rules_of
    from crawl_assets.activities.standardizing.standardize import standardize

    with part_of_workflow(context, store) as part:
        raw = list(rows_of(store.blobs, raw_activities, RAW, RawActivity))
        made = standardize(raw, rules_of(part.workflow))
        part.keep(STANDARD, made.activities)
        part.keep(DROPPED, made.dropped)
        part.count(**{"in": len(raw), "out": len(made.activities), "dropped": len(made.dropped)})
    return dg.MaterializeResult(
        value=part.files,
        metadata=presentation.of_standardizing(raw, made, part.files),
        check_results=checks.of_standardizing(raw, made.activities, made.dropped),
    )


@dg.asset(
    group_name=GROUP,
    partitions_def=WORKFLOWS,
    metadata=_of_workflow(),
    kinds=KINDS,
    tags={"stage": "enrich"},
)
def activity_images(
    context: dg.AssetExecutionContext,
    standardized_activities: list[WorkflowFile],
    store: StoreParam,
    web: dg.ResourceParam[Web],
) -> dg.Output[list[WorkflowFile]]:
    """Fetch the pictures, small and of one format; one that cannot be had is a row with its error."""
    from crawl_assets.activities.enriching.images import enriched_images

    with part_of_workflow(context, store) as part:
        activities = list(rows_of(store.blobs, standardized_activities, STANDARD, Activity))
        images = enriched_images(part.steps, web.image_client(), store.blobs, activities, part.log)
        part.keep(IMAGES, images)
        part.count(**{"in": len(activities), "out": sum(row.blob is not None for row in images)})
    return dg.Output(part.files, metadata=presentation.of_images(activities, images, part.files, store.blobs))


@dg.asset(
    group_name=GROUP,
    partitions_def=WORKFLOWS,
    metadata=_of_workflow(),
    kinds=KINDS,
    tags={"stage": "enrich"},
    check_specs=checks.OF_PLACES,
    dagster_type=list_of(WorkflowFile),
)
def activity_places(
    context: dg.AssetExecutionContext, standardized_activities: list[WorkflowFile], store: StoreParam
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Find where the activities are; a quota or a refused key fails it with what was answered kept."""
    from crawl_assets.activities.enriching.enrichers import chosen_geocoder
    from crawl_assets.activities.enriching.places import geocoded

    with part_of_workflow(context, store) as part:
        activities = list(rows_of(store.blobs, standardized_activities, STANDARD, Activity))
        places = geocoded(part.steps, chosen_geocoder(store.settings), store.database, activities, part.log)
        part.keep(PLACES, places)
        part.count(**{"in": len(activities), "out": sum(row.latitude is not None for row in places)})
    return dg.MaterializeResult(
        value=part.files,
        metadata=presentation.of_places(activities, places, part.files),
        check_results=checks.of_places(places),
    )


@dg.asset(
    group_name=GROUP,
    partitions_def=WORKFLOWS,
    metadata=_of_workflow(),
    kinds=KINDS,
    tags={"stage": "enrich"},
    check_specs=checks.OF_EMBEDDING,
    dagster_type=list_of(WorkflowFile),
)
def activity_embeddings(
    context: dg.AssetExecutionContext, standardized_activities: list[WorkflowFile], store: StoreParam
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Give each activity the vector of its text; those that a batch is to bring are waited for by a sensor."""
    from crawl_assets.activities.enriching.embedding import embedded
    from crawl_assets.activities.enriching.enrichers import chosen_embedder, chosen_ordering
    from crawl_assets.activities.enriching.vectors import vectors

    with part_of_workflow(context, store) as part:
        activities = list(rows_of(store.blobs, standardized_activities, STANDARD, Activity))
        embedder, ordering = chosen_embedder(store.settings), chosen_ordering(store.settings)
        rows = embedded(part.steps, store.database, embedder, activities, part.log, ordering)
        part.keep(VECTORS, rows)
        batches = sorted({row.batch_id for row in rows if row.batch_id})
        hashes = {row.text_hash for row in rows if row.is_kept}
        kept = sum(row.is_kept for row in rows)
        waiting = sum(row.batch_id is not None for row in rows)
        part.count(**{"in": len(activities), "out": kept, "waiting": waiting, "batches": batches})
    return dg.MaterializeResult(
        value=part.files,
        metadata=presentation.of_embedding(rows, part.files),
        check_results=checks.of_vectors(rows, vectors(store.database, hashes, embedder.model)),
    )


@dg.asset(
    group_name=GROUP,
    partitions_def=WORKFLOWS,
    metadata=_of_workflow(),
    kinds=KINDS,
    tags={"stage": "join"},
)
def activities_jsonl(
    context: dg.AssetExecutionContext,
    standardized_activities: list[WorkflowFile],
    activity_images: list[WorkflowFile],
    activity_places: list[WorkflowFile],
    activity_embeddings: list[WorkflowFile],
    store: StoreParam,
) -> dg.Output[list[WorkflowFile]]:
    """Join all that was found by row key and content, one JSON object a line; what is missing loses no row."""
    from crawl_assets.activities.enriching.embedding import VectorRow
    from crawl_assets.activities.enriching.images import ImageRow
    from crawl_assets.activities.enriching.places import PlaceRow

    with part_of_workflow(context, store) as part:
        lines = joined(
            rows_of(store.blobs, standardized_activities, STANDARD, Activity),
            rows_of(store.blobs, activity_images, IMAGES, ImageRow),
            rows_of(store.blobs, activity_places, PLACES, PlaceRow),
            rows_of(store.blobs, activity_embeddings, VECTORS, VectorRow),
        )
        data = write_lines(lines)
        described = manifest(lines, data, part.workflow.workflow_id, part.workflow.url)
        part.keep_bytes(LINES, data, len(lines))
        part.keep_bytes(MANIFEST, manifest_bytes(described), 1)
        part.count(out=len(lines))
    return dg.Output(part.files, metadata=presentation.of_lines(lines, described, part.files))


@dg.asset(
    group_name=GROUP,
    partitions_def=WORKFLOWS,
    metadata=_of_workflow(ImportedActivity),
    kinds=KINDS,
    tags={"stage": "import"},
    check_specs=checks.OF_IMPORT,
    dagster_type=list_of(ImportedActivity),
)
def imported_activities(
    context: dg.AssetExecutionContext, activities_jsonl: list[WorkflowFile], store: StoreParam
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Bring the rows in, or say what each would be and wait for a person; ends the workflow."""
    from crawl_assets.activities.concluding import conclude_in_turn, summary_of
    from crawl_assets.activities.telling import next_step

    with part_of_workflow(context, store) as part:
        lines = list(rows_of(store.blobs, activities_jsonl, LINES, ActivityLine))
        blob = next(file.blob for file in activities_jsonl if file.name == LINES)
        end = conclude_in_turn(part.steps, store.database, context.partition_key, lines, blob)
        part.count(
            **{"in": len(lines)}, **{name: value for name, value in summary_of(end.rows).items() if name != "errors"}
        )
    return dg.MaterializeResult(
        value=end.rows,
        metadata=presentation.of_import(end.rows, end.vanished, end.deleted, next_step(part.workflow, end.review)),
        check_results=checks.of_import([line.row_key for line in lines], end.rows),
    )
