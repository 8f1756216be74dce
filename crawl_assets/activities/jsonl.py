"""Activities with what was found out about them, one JSON object a line, and the manifest beside.

Everything is joined by row key and by what it was made of (the picture's address, the query, the text's hash): a result
that belongs to an earlier version of a row, or to another row, is not taken. Equal inputs are equal bytes, in whatever
order they come.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from crawl_assets.activities.enriching.embedding_texts import embedding_text, text_hash
from crawl_assets.activities.enriching.geocoding import AREAS, is_coordinate, query_of
from crawl_assets.activities.records import AREA, Activity, Location

if TYPE_CHECKING:
    from crawl_assets.activities.enriching.embedding import VectorRow
    from crawl_assets.activities.enriching.images import ImageRow
    from crawl_assets.activities.enriching.places import PlaceRow

SCHEMA_VERSION = 1
PLACE_FLAG = "the place is to be reviewed"
_PARTS = ("street_address", "city", "state_province", "postal_code", "country_code")  # a geocoder fills where blank


@dataclass(frozen=True, slots=True)
class LineImage:
    """The picture of an activity."""

    blob: str | None  # id of the WebP
    sha256: str | None  # of the WebP
    width: int | None  # pixels
    height: int | None
    error: str | None  # why there is none


@dataclass(frozen=True, slots=True)
class LinePlace:
    """How the place of an activity was found."""

    status: str  # the geocoder's own word
    precision: str | None
    latitude: float | None
    longitude: float | None
    is_partial: bool
    needs_review: bool
    source: str  # which geocoder
    error: str | None


@dataclass(frozen=True, slots=True)
class LineEmbedding:
    """Which vector belongs to an activity; the vector itself lies apart, or comes with a batch."""

    text_hash: str
    recipe: str
    model: str


@dataclass(frozen=True, slots=True)
class ActivityLine(Activity):
    """A line of activities.jsonl."""

    image: LineImage | None = None
    place: LinePlace | None = None
    embedding: LineEmbedding | None = None


def joined(
    activities: Iterable[Activity],
    images: Iterable["ImageRow"],
    places: Iterable["PlaceRow"],
    vectors: Iterable["VectorRow"],
) -> list[ActivityLine]:
    """Return a line for each activity by row key; what is missing of it is None."""
    image_of = {row.row_key: row for row in images}
    place_of = {row.row_key: row for row in places}
    vector_of = {row.row_key: row for row in vectors}
    lines = []
    for activity in sorted(activities, key=lambda one: one.row_key):
        image, place = image_of.get(activity.row_key), place_of.get(activity.row_key)
        vector = vector_of.get(activity.row_key)
        if image and image.image_url != activity.image_url:
            image = None
        if place and place.query != _query_of(activity):
            place = None
        if vector and (vector.error or vector.text_hash != text_hash(embedding_text(activity))):
            vector = None
        lines.append(_line(activity, image, place, vector))
    return lines


def manifest(lines: Iterable[ActivityLine], data: bytes, workflow_id: str, url: str) -> dict[str, Any]:
    """Describe a JSON Lines file: what it holds and how to tell that it is whole."""
    listed = list(lines)
    return {
        "schema_version": SCHEMA_VERSION,
        "workflow_id": workflow_id,
        "url": url,
        "file": "activities.jsonl",
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "rows": len(listed),
        "with_image": sum(line.image is not None and line.image.blob is not None for line in listed),
        "with_coordinates": sum(line.location is not None and line.location.latitude is not None for line in listed),
        "with_embedding": sum(line.embedding is not None for line in listed),
        "embedding_models": dict(sorted(Counter(line.embedding.model for line in listed if line.embedding).items())),
        "flags": dict(sorted(Counter(flag for line in listed for flag in line.flags).items())),
        "fields": [field.name for field in fields(ActivityLine)],
    }


def manifest_bytes(described: Mapping[str, Any]) -> bytes:
    """Write a manifest."""
    return (json.dumps(described, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _query_of(activity: Activity) -> str:
    """Return what a geocoder was asked for an activity; '' where the page gives coordinates, and for no place."""
    location = activity.location
    if location is None or is_coordinate(location.latitude, location.longitude):
        return ""
    query = query_of(location)
    return query.text if query else ""


def _line(
    activity: Activity, image: "ImageRow | None", place: "PlaceRow | None", vector: "VectorRow | None"
) -> ActivityLine:
    own = {field.name: getattr(activity, field.name) for field in fields(Activity)}
    line = ActivityLine(**own)
    if image:
        found = LineImage(image.blob, image.sha256, image.width, image.height, image.error)
        line = replace(line, image=found)
    if place:
        line = _placed(line, place)
    if vector:
        line = replace(line, embedding=LineEmbedding(vector.text_hash, vector.recipe, vector.model))
    return line


def _placed(line: ActivityLine, place: "PlaceRow") -> ActivityLine:
    told = LinePlace(
        place.status,
        place.precision,
        place.latitude,
        place.longitude,
        place.is_partial,
        place.needs_review,
        place.source,
        place.error,
    )
    line = replace(line, place=told)
    if place.needs_review:
        return replace(line, flags=(*line.flags, PLACE_FLAG))
    if place.latitude is None or place.longitude is None:
        return line
    before = line.location or Location()
    is_area = place.precision in AREAS
    place_id = f"{AREA}{place.place_id}" if is_area and place.place_id else place.place_id
    parts: dict[str, Any] = {name: place.components.get(name) for name in _PARTS if not getattr(before, name)}
    located = replace(
        before,
        **parts,
        latitude=place.latitude,
        longitude=place.longitude,
        place_id=place_id or before.place_id,
        formatted_address=before.formatted_address or ("" if is_area else place.formatted_address) or "",
    )
    return replace(line, location=located)
