"""Rows of one thing into one row: the first value that says something wins a field, whatever the order they came in."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from crawl_assets.activities.records import Activity, RawActivity, to_json

Row = TypeVar("Row", RawActivity, Activity)
_TOGETHER = (  # fields that are one fact: the end of one row is not the end of another's start
    ("starts_at", "ends_at", "time_zone", "recurrence", "is_evergreen"),
    ("start_date", "end_date"),
    ("age_min", "age_max"),
)


def joined_by_key(rows: Iterable[RawActivity]) -> tuple[list[RawActivity], list[RawActivity]]:
    """Return one row a key, by key, and the rows that were taken in by another."""
    by_key: defaultdict[str, list[RawActivity]] = defaultdict(list)
    for row in rows:
        by_key[row.row_key].append(row)
    whole, doubled = [], []
    for _, same in sorted(by_key.items()):
        ranked = ranking(same)
        whole.append(joined(ranked))
        doubled += ranked[1:]
    return whole, doubled


def ranking(rows: Iterable[Row]) -> list[Row]:
    """Return rows with those that say most first; equal ones by their content, so that no order is left to chance."""
    return sorted(rows, key=lambda row: (-_filled(row), json.dumps(to_json(row), sort_keys=True, default=str)))


def joined(rows: Sequence[Row]) -> Row:
    """Return the first of ranked rows with what it lacks from those after it; tags and evidence are put together."""
    whole = rows[0]
    for other in rows[1:]:
        whole = replace(whole, **_lacking(whole, other))
    return whole


def _lacking(row: Any, other: Any) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for group in _groups(row):
        if not any(_says(getattr(row, name)) for name in group):
            changes |= {name: getattr(other, name) for name in group}
    if row.location and other.location:
        changes["location"] = _filled_in(row.location, other.location)
    if other.tags:
        changes["tags"] = tuple(sorted({*row.tags, *other.tags}, key=str))
    return {**changes, "evidence": {**other.evidence, **row.evidence}}


def _groups(row: Any) -> list[tuple[str, ...]]:
    names = [field.name for field in fields(row) if field.name not in ("row_key", "source_url", "evidence", "flags")]
    together = [group for group in _TOGETHER if set(group) <= set(names)]
    return [*together, *((name,) for name in names if not any(name in group for group in together))]


def _filled_in(place: Any, other: Any) -> Any:
    """Fill the blanks of a place; coordinates only together."""
    lacking = {
        field.name: getattr(other, field.name)
        for field in fields(place)
        if not getattr(place, field.name) and field.name not in ("latitude", "longitude")
    }
    if place.latitude is None or place.longitude is None:
        lacking |= {"latitude": other.latitude, "longitude": other.longitude}
    return replace(place, **lacking)


def _filled(row: Any) -> int:
    return sum(_says(getattr(row, field.name)) for field in fields(row))


def _says(value: Any) -> bool:
    return value is not None and value not in ((), "", False)
