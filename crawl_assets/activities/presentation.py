"""What the UI shows beside each materialization of activities."""

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from crawl_assets.activities.jsonl import ActivityLine
from crawl_assets.activities.maps import map_picture
from crawl_assets.activities.records import Activity, Dropped, RawActivity, WorkflowFile
from crawl_assets.activities.rows import ImportedActivity
from crawl_assets.markdown_tables import markdown_table
from crawl_assets.store.blobs import LOST_BLOB, Blobs

if TYPE_CHECKING:
    from crawl_assets.activities.enriching.embedding import VectorRow
    from crawl_assets.activities.enriching.images import ImageRow
    from crawl_assets.activities.enriching.places import PlaceRow
    from crawl_assets.activities.raw.order import RawResult
    from crawl_assets.activities.standardizing.standardize import Standardized

Metadata = Mapping[str, Any]
SHOWN = 40  # rows of a table
PICTURES, PICTURE_BYTES = 6, 60_000  # shown in an event, and of all of them together


def of_files(files: Sequence[WorkflowFile]) -> Metadata:
    """Show what was kept."""
    rows = [[file.name, file.rows, file.bytes, file.blob] for file in files]
    return {"files": markdown_table(rows, ["file", "rows", "bytes", "blob"])}


def of_reading(read: "RawResult", files: Sequence[WorkflowFile]) -> Metadata:
    """Show how many rows came of how many pages, what it cost and what was left out."""
    kinds = Counter(row.kind for row in read.rows)
    rows = [[row.name or "", row.kind, row.source_url] for row in read.rows[:SHOWN]]
    return {
        "pages": read.pages_seen,
        "rows_out": len(read.rows),
        "kinds": markdown_table([list(item) for item in kinds.most_common()], ["kind", "rows"]),
        "is_complete": read.is_complete,
        "notes": dg.MetadataValue.md("\n".join(f"- {note}" for note in read.notes[:SHOWN]) or "none"),
        "rows": markdown_table(rows, ["name", "kind", "page"]),
        **({} if read.cost is None else {"cost_usd": read.cost}),
        **({} if read.credits is None else {"credits": read.credits}),
        **of_files(files),
    }


def of_standardizing(raw: Sequence[RawActivity], made: "Standardized", files: Sequence[WorkflowFile]) -> Metadata:
    """Show rows in, out and dropped with their reasons, and what people should look at."""
    flags = Counter(flag for one in made.activities for flag in one.flags)
    tags = Counter(tag for one in made.activities for tag in one.tags)
    return {
        "rows_in": len(raw),
        "rows_out": len(made.activities),
        "rows_dropped": len(made.dropped),
        "dropped": _dropped(made.dropped),
        "flags": markdown_table([list(item) for item in flags.most_common(SHOWN)], ["flag", "activities"]),
        "tags": markdown_table([list(item) for item in tags.most_common(SHOWN)], ["tag", "activities"]),
        "filled": _filled(made.activities),
        **of_files(files),
    }


def of_images(
    activities: Sequence[Activity], images: Sequence["ImageRow"], files: Sequence[WorkflowFile], blobs: Blobs
) -> Metadata:
    """Show a few pictures, and why others are missing."""
    wrong = Counter(_reason(row.error) for row in images if row.error)
    kept = [row for row in images if row.blob]
    return {
        "rows_in": len(activities),
        "pictures": len(kept),
        "distinct_pictures": len({row.sha256 for row in kept}),
        "without_address": len(activities) - len(images),
        "missing": markdown_table([list(item) for item in wrong.most_common(SHOWN)], ["why", "pictures"]),
        "thumbnails": dg.MetadataValue.md(_pictures(kept, activities, blobs) or "none"),
        **of_files(files),
    }


def of_places(activities: Sequence[Activity], places: Sequence["PlaceRow"], files: Sequence[WorkflowFile]) -> Metadata:
    """Show the places on a map, how exact they are, and what is to be reviewed."""
    placed = [row for row in places if row.latitude is not None and row.longitude is not None]
    how = Counter((row.source or "-", row.status, row.precision or "-") for row in places)
    doubtful = [[row.query, row.formatted_address or "", row.status] for row in places if row.needs_review]
    points = [(row.latitude, row.longitude) for row in placed if row.latitude is not None and row.longitude is not None]
    return {
        "rows_in": len(activities),
        "placed": len(placed),
        "share_placed": round(len(placed) / len(places), 4) if places else 0.0,
        "needs_review": len(doubtful),
        "how": markdown_table([[*key, count] for key, count in how.most_common(SHOWN)], ["by", "status", "as", "rows"]),
        "to_review": markdown_table(doubtful[:SHOWN], ["asked", "found", "status"]),
        "map": dg.MetadataValue.md(map_picture(points, "Activities") or "none"),
        **of_files(files),
    }


def of_embedding(rows: Sequence["VectorRow"], files: Sequence[WorkflowFile]) -> Metadata:
    """Show how many have their vector, how many wait for one, and why others have none."""
    wrong = Counter(_reason(row.error) for row in rows if row.error)
    return {
        "rows_in": len(rows),
        "with_vector": sum(row.is_kept for row in rows),
        "distinct_texts": len({row.text_hash for row in rows}),
        "waiting": sum(row.batch_id is not None for row in rows),
        "model": ", ".join(sorted({f"{row.model} ({row.recipe})" for row in rows})) or "none",
        "batches": ", ".join(sorted({row.batch_id for row in rows if row.batch_id})) or "none",
        "missing": markdown_table([list(item) for item in wrong.most_common(SHOWN)], ["why", "activities"]),
        **of_files(files),
    }


def of_lines(lines: Sequence[ActivityLine], described: Mapping[str, Any], files: Sequence[WorkflowFile]) -> Metadata:
    """Show what the file holds."""
    rows = [
        [
            line.name,
            line.starts_at or "",
            line.location.city or line.location.name if line.location else "",
            line.row_key,
        ]
        for line in lines[:SHOWN]
    ]
    return {
        "rows_out": len(lines),
        **{name: described[name] for name in ("with_image", "with_coordinates", "with_embedding", "sha256")},
        "activities": markdown_table(rows, ["name", "starts", "where", "row"]),
        **of_files(files),
    }


def of_import(rows: Sequence[ImportedActivity], vanished: int, deleted: Sequence[str], told: str) -> Metadata:
    """Show the review: what is new, changed, the same or doubtful, and what became of it."""
    verdicts, outcomes = Counter(row.verdict for row in rows), Counter(row.outcome for row in rows)
    order = {"failed": 0, "waiting": 1}
    listed = sorted(rows, key=lambda row: (order.get(row.outcome, 2), row.verdict == "same", row.row_key))
    table = [[row.verdict, row.outcome, row.name, row.reason[:200], row.row_key] for row in listed[:SHOWN]]
    return {
        "verdicts": markdown_table([list(item) for item in verdicts.most_common()], ["verdict", "rows"]),
        "outcomes": markdown_table([list(item) for item in outcomes.most_common()], ["outcome", "rows"]),
        "review": markdown_table(table, ["verdict", "outcome", "name", "why", "row"]),
        "vanished": vanished,
        "deleted_files": ", ".join(deleted) or "none",
        "next": told,
    }


def _dropped(rows: Sequence[Dropped]) -> Any:
    reasons = Counter(row.reason for row in rows)
    named = [[row.reason, row.name or "", row.source_url] for row in rows[:SHOWN]]
    counted = "; ".join(f"{reason}: {count}" for reason, count in reasons.most_common(SHOWN)) or "none"
    return dg.MetadataValue.md(f"{counted}\n\n{markdown_table(named, ['why', 'name', 'page']).value}")


def _filled(activities: Sequence[Activity]) -> Any:
    names = ("description", "location", "starts_at", "recurrence", "tags", "price", "age_min", "setting", "image_url")
    counts = [[name, sum(getattr(one, name) not in (None, ()) for one in activities)] for name in names]
    return markdown_table(counts, ["field", "activities"])


def _reason(error: str) -> str:
    return error.rpartition(": ")[2][:120]


def _pictures(rows: Sequence["ImageRow"], activities: Sequence[Activity], blobs: Blobs) -> str:
    names = {one.row_key: one.name for one in activities}
    shown: list[str] = []
    room, seen = PICTURE_BYTES, set[str]()
    for row in rows:
        if row.blob is None or row.blob in seen or len(shown) == PICTURES:
            continue
        seen.add(row.blob)
        try:
            thumbnail = _thumbnail(blobs.get(row.blob))
        except LOST_BLOB:
            continue
        if len(thumbnail) > room:
            continue
        room -= len(thumbnail)
        words = names.get(row.row_key, "").replace("[", "(").replace("]", ")")
        shown.append(f"![{words}](data:image/webp;base64,{base64.b64encode(thumbnail).decode()})")
    return " ".join(shown)


def _thumbnail(webp: bytes) -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    with Image.open(BytesIO(webp)) as picture:
        picture.thumbnail((160, 120))
        picture.save(out, "WEBP", quality=70)
    return out.getvalue()
