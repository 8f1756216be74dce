"""Asset checks of activities: every row is accounted for; dates, places and vectors can be true.

Each looks at what its asset has in hand, so the assets yield them.
"""

import math
import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

import dagster as dg

from crawl_assets.activities.enriching.geocoding import is_coordinate
from crawl_assets.activities.partitions import WORKFLOWS
from crawl_assets.activities.records import Activity, Dropped, RawActivity, normalised_name
from crawl_assets.activities.rows import ImportedActivity
from crawl_assets.check_results import ERROR, WARN, check_result

if TYPE_CHECKING:
    from crawl_assets.activities.enriching.embedding import VectorRow
    from crawl_assets.activities.enriching.places import PlaceRow

# a preview in Dagster 1.13, and worth it: without it the newest workflow's result hides the failed check of another
warnings.filterwarnings("ignore", "Specifying a partitions_def on an AssetCheckSpec", dg.PreviewWarning)
MOST_DUPLICATES = 0.25  # of rows that have the name of another one
FIRST_YEAR, LAST_YEAR = 2000, 2100


def _spec(name: str, asset: str, description: str, *, blocking: bool = False) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(name, asset=asset, blocking=blocking, partitions_def=WORKFLOWS, description=description)


OF_STANDARDIZING = (
    _spec(
        "rows_are_accounted_for",
        "standardized_activities",
        "Every raw row is an activity, or is listed as dropped with its reason.",
        blocking=True,
    ),
    _spec("dates_can_be_true", "standardized_activities", "Dates are of this century, and no end is before its start."),
    _spec("few_names_occur_twice", "standardized_activities", "Few activities have the name of another one."),
)
OF_PLACES = (
    _spec("coordinates_can_be_true", "activity_places", "Latitudes and longitudes are on earth, in whole pairs."),
)
OF_EMBEDDING = (
    _spec(
        "vectors_are_sound",
        "activity_embeddings",
        "Vectors of one model are of one length, finite and not zero.",
        blocking=True,
    ),
)
OF_IMPORT = (
    _spec("every_line_has_an_outcome", "imported_activities", "Each line is new, changed, the same or doubtful, once."),
    _spec("no_row_failed", "imported_activities", "The database took every row that was brought in."),
)


def of_standardizing(
    raw: Sequence[RawActivity], activities: Sequence[Activity], dropped: Sequence[Dropped]
) -> list[dg.AssetCheckResult]:
    """Return the results of OF_STANDARDIZING."""
    names = Counter(normalised_name(one.name) for one in activities)
    doubled = sum(count - 1 for count in names.values())
    often = [f"{name}: {count} times" for name, count in names.most_common(20) if count > 1]
    too_many = often if activities and doubled / len(activities) > MOST_DUPLICATES else []
    return [
        _named(OF_STANDARDIZING[0], _unaccounted(raw, activities, dropped), ERROR, len(raw)),
        _named(OF_STANDARDIZING[1], list(_wrong_dates(activities)), WARN, len(activities)),
        _named(OF_STANDARDIZING[2], too_many, WARN, len(activities)),
    ]


def of_places(places: Sequence["PlaceRow"]) -> list[dg.AssetCheckResult]:
    """Return the results of OF_PLACES."""
    wrong = [
        f"{row.row_key}: {row.latitude}, {row.longitude}"
        for row in places
        if (row.latitude, row.longitude) != (None, None) and not is_coordinate(row.latitude, row.longitude)
    ]
    return [_named(OF_PLACES[0], wrong, ERROR, len(places))]


def of_vectors(rows: "Sequence[VectorRow]", vectors: Iterable[tuple[str, bytes]]) -> list[dg.AssetCheckResult]:
    """Return the results of OF_EMBEDDING for the vectors of some rows, (text hash, float32), each looked at once."""
    wrong: list[str] = []
    length, seen = None, set[str]()
    for text, packed in vectors:
        vector = memoryview(packed).cast("f")
        seen.add(text)
        length = length or len(vector)
        norm = math.sqrt(math.fsum(number * number for number in vector))
        if len(vector) != length:
            wrong.append(f"text {text}: {len(vector)} numbers, others have {length}")
        elif not math.isfinite(norm) or norm == 0:
            wrong.append(f"text {text}: its length is {norm}")
    wrong += [
        f"row {row.row_key}: its vector is not there" for row in rows if row.is_kept and row.text_hash not in seen
    ]
    return [_named(OF_EMBEDDING[0], wrong, ERROR, len(seen))]


def of_import(row_keys: Sequence[str], rows: Sequence[ImportedActivity]) -> list[dg.AssetCheckResult]:
    """Return the results of OF_IMPORT."""
    told = Counter(row.row_key for row in rows)
    unsaid = [f"{key}: told {told[key]} times" for key in row_keys if told[key] != 1]
    failed = [f"{row.name} ({row.row_key}): {row.reason}" for row in rows if row.outcome == "failed"]
    return [
        _named(OF_IMPORT[0], unsaid, ERROR, len(row_keys)),
        _named(OF_IMPORT[1], failed, ERROR, len(rows)),
    ]


def _named(
    spec: dg.AssetCheckSpec, problems: Sequence[str], severity: dg.AssetCheckSeverity, looked_at: int
) -> dg.AssetCheckResult:
    return check_result(problems, severity, looked_at)._replace(check_name=spec.name)


def _unaccounted(raw: Sequence[RawActivity], activities: Sequence[Activity], dropped: Sequence[Dropped]) -> list[str]:
    came = Counter(row.row_key for row in raw)
    went = Counter(one.row_key for one in activities) + Counter(one.row_key for one in dropped)
    return [
        f"row {key}: {came[key]} came in, {went[key]} are told of"
        for key in sorted(came | went)
        if came[key] != went[key]
    ]


def _wrong_dates(activities: Iterable[Activity]) -> Iterable[str]:
    for one in activities:
        moments = [(text, _moment(text)) for text in (one.starts_at, one.ends_at) if text is not None]
        for text, found in moments:
            if found is None:
                yield f"{one.name} ({one.row_key}): {text} is no date"
            elif not FIRST_YEAR <= found.year <= LAST_YEAR:
                yield f"{one.name} ({one.row_key}): the year {found.year}"
        days = [found for _, found in moments if found is not None]
        if len(days) == 2 and days[1] < days[0]:
            yield f"{one.name} ({one.row_key}): ends {one.ends_at}, before it starts {one.starts_at}"


def _moment(text: str) -> date | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.date()
