"""New rows held against each other and against the activities that are there."""

from collections.abc import Sequence
from dataclasses import fields

from crawl_assets.activities.jsonl import ActivityLine
from crawl_assets.activities.resolving.comparable import Comparable, comparable
from crawl_assets.activities.resolving.resolve import Match, resolve
from crawl_assets.store.database import Database

_KNOWN = """
SELECT activity_id AS key, name, source_url, place_id, latitude, longitude, location_name, formatted_address,
    street_address, city, postal_code, starts_at, ends_at, description
FROM activities
"""
_COLUMNS = [field.name for field in fields(Comparable) if field.name != "vector"]


def matches_of(database: Database, lines: Sequence[ActivityLine]) -> list[Match]:
    """Return what rows that were never seen are to each other and to activities, the sure ones first."""
    if not lines:
        return []
    known = [Comparable(**{name: row[name] for name in _COLUMNS}) for row in database.query(_KNOWN)]
    return list(resolve([comparable(line) for line in lines], known))
