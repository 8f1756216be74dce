"""A line of activities.jsonl as the columns of an activity, and what of it changes one that is there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from crawl_assets.activities.jsonl import ActivityLine
from crawl_assets.activities.records import Location, Price
from crawl_assets.activities.rows import FieldProvenance, StoredActivity

OF_THE_ROW = (
    "activity_id", "key", "scope", "workflow_id", "is_vanished", "first_seen", "last_seen", "changed_at",
)  # fmt: skip  # columns that no source says
FIELDS = tuple(field.name for field in fields(StoredActivity) if field.name not in OF_THE_ROW)
# what a person may set; the picture and where it was read are not
EDITABLE = tuple(name for name in FIELDS if name not in ("image_blob", "flags", "source_url"))
NEVER_TAKEN_AWAY = ("latitude", "longitude", "place_id", "image_blob", "image_url", "source_url", "formatted_address")
Known = Mapping[str, FieldProvenance]  # by field: who said the value that an activity has


@dataclass(frozen=True, slots=True)
class Change:
    """One field that becomes another value."""

    field: str
    before: Any
    after: Any

    def __str__(self) -> str:
        """Say it in a line, long values cut."""
        return f"{self.field}: {_short(self.before)} -> {_short(self.after)}"


def values_of(line: ActivityLine) -> dict[str, Any]:
    """Return the fields of an activity by column."""
    place, price = line.location or Location(), line.price or Price()
    image = line.image
    return {
        "name": line.name,
        "description": line.description,
        "urgency": line.urgency,
        "is_public": line.is_public,
        "location_name": place.name or None,
        "formatted_address": place.formatted_address or None,
        "street_address": place.street_address,
        "city": place.city,
        "state_province": place.state_province,
        "postal_code": place.postal_code,
        "country_code": place.country_code,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "place_id": place.place_id,
        "starts_at": line.starts_at,
        "ends_at": line.ends_at,
        "time_zone": line.time_zone,
        "recurrence": line.recurrence,
        "is_evergreen": line.is_evergreen,
        "published_at": line.published_at,
        "tags": line.tags,
        "price_min": price.min,
        "price_max": price.max,
        "currency": price.currency,
        "is_free": price.is_free,
        "age_min": line.age_min,
        "age_max": line.age_max,
        "setting": line.setting,
        "image_url": line.image_url,
        "image_blob": image.blob if image else None,
        "source_url": line.source_url,
        "flags": line.flags,
    }


def changes_of(stored: StoredActivity, known: Known, line: ActivityLine, at: datetime) -> list[Change]:
    """Return what a line seen `at` changes in an activity.

    What a person set stays, and what a later workflow said. A source changes what it said itself; of what another
    source said it only fills the gaps. What it no longer says is taken away, but for what enriching found.
    """
    changed = []
    for name, after in values_of(line).items():
        before, said = getattr(stored, name), known.get(name)
        is_empty = after is None or after == ()
        if after == before or (is_empty and name in NEVER_TAKEN_AWAY):
            continue
        if said and (said.is_locked or said.at > at):
            continue
        is_gap = before is None or before == ()
        if not is_gap and said and said.source_url != line.source_url:
            continue
        changed.append(Change(name, before, after))
    return changed


def first_values(lines: Iterable[ActivityLine]) -> dict[str, tuple[Any, ActivityLine]]:
    """Return each field of rows that are one activity, and the line that says it: the first that says something."""
    found: dict[str, tuple[Any, ActivityLine]] = {}
    for line in lines:
        for name, value in values_of(line).items():
            if name not in found or (found[name][0] in (None, ()) and value not in (None, ())):
                found[name] = (value, line)
    return found


def _short(value: Any) -> str:
    text = "nothing" if value in (None, ()) else ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
