"""Activities near a place, and by what they are about."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawl_assets.activities.distances import distance_km
from crawl_assets.activities.records import normalised_name
from crawl_assets.activities.rows import StoredActivity
from crawl_assets.activities.stored import stored_activities, stored_by_id
from crawl_assets.store.database import Database, Where

if TYPE_CHECKING:
    from crawl_assets.settings import Settings

KM_A_DEGREE = 111.195  # along a meridian
_BOX = "NOT is_vanished AND latitude BETWEEN ? AND ? AND (longitude BETWEEN ? AND ? OR longitude BETWEEN ? AND ?)"
_TEXT = "NOT is_vanished AND (instr(lower(name), ?) OR instr(lower(coalesce(description, '')), ?))"


@dataclass(frozen=True, slots=True)
class Near:
    """An activity and how far off it is."""

    activity: StoredActivity
    km: float


@dataclass(frozen=True, slots=True)
class Hit:
    """An activity that a search found."""

    activity: StoredActivity
    score: float  # 1 is best


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    hits: Sequence[Hit]
    how: str  # by what they were compared


def near(database: Database, latitude: float, longitude: float, km: float, limit: int) -> list[Near]:
    """Return activities within some kilometres, the nearest first; also across the 180th meridian."""
    north = km / KM_A_DEGREE
    widest = max(abs(latitude - north), abs(latitude + north))
    east = 180.0 if widest >= 89.9 else min(180.0, north / math.cos(math.radians(widest)))
    west_end, east_end = longitude - east, longitude + east
    # where the box reaches over the meridian, its other part lies at the other end
    shift = 360.0 if west_end < -180 else -360.0 if east_end > 180 else 0.0
    where = Where(_BOX, (latitude - north, latitude + north, west_end, east_end, west_end + shift, east_end + shift))
    found = [
        Near(row, distance_km(latitude, longitude, row.latitude, row.longitude))
        for row in stored_activities(database, where)
        if row.latitude is not None and row.longitude is not None
    ]
    within = [one for one in found if one.km <= km]
    return sorted(within, key=lambda one: (one.km, one.activity.name, one.activity.activity_id))[:limit]


def search(database: Database, settings: "Settings", text: str, limit: int) -> Found:
    """Return the activities nearest to a text by their vectors; by its words where there are none of that model."""
    hits = _by_vector(database, settings, text, limit)
    if hits is not None:
        return Found(hits, f"vectors of {settings.embeddings_model}")
    return Found(_by_words(database, text, limit), f"words: there are no vectors of {settings.embeddings_model} yet")


def _by_vector(database: Database, settings: "Settings", text: str, limit: int) -> list[Hit] | None:
    import asyncio

    from crawl_assets.activities.enriching.enrichers import chosen_embedder
    from crawl_assets.activities.enriching.vectors import dimensions, nearest

    embedder = chosen_embedder(settings)
    if dimensions(database, embedder.model) is None or not text.strip():
        return None
    [vector] = asyncio.run(embedder.embed([text]))
    # those that vanished are among the nearest, and left out
    found = nearest(database, vector, embedder.model, 2 * limit + 20)
    stored = stored_by_id(database, [one.activity_id for one in found])
    hits = [Hit(stored[one.activity_id], one.similarity) for one in found if one.activity_id in stored]
    return [hit for hit in hits if not hit.activity.is_vanished][:limit]


def _by_words(database: Database, text: str, limit: int) -> list[Hit]:
    words = normalised_name(text).split()
    hits: dict[str, Hit] = {}
    for word in words:
        for row in stored_activities(database, Where(_TEXT, (word, word))):
            before = hits.get(row.activity_id)
            hits[row.activity_id] = Hit(row, (before.score if before else 0.0) + 1 / len(words))
    return sorted(hits.values(), key=lambda hit: (-hit.score, hit.activity.name, hit.activity.activity_id))[:limit]
