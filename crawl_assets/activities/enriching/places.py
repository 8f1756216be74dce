"""Places of activities: each distinct question is asked once, and what was paid for is kept for thirty days.

    with journals.open(scope, run_id, log) as steps:
        rows = geocoded(steps, geocoder, database, activities, log)

A place that a page itself gives with its coordinates is not asked for. A quota or a refused key ends the run with what
was answered kept; the next run asks the rest.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from logging import Logger
from typing import TYPE_CHECKING, Any

from crawl_assets.activities.enriching.geocoding import OK, Geocoder, GeoQuery, Located, is_coordinate, query_of
from crawl_assets.activities.enriching.rows import Geocode
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.mapping import raise_if_stopped
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.store.database import Where
from crawl_assets.store.rows import load, save
from crawl_assets.store.values import timestamp_text

if TYPE_CHECKING:
    from crawl_assets.activities.records import Activity, Location
    from crawl_assets.durable.steps import Steps
    from crawl_assets.store.database import Database

GIVEN = "GIVEN"  # status and precision of coordinates that the page gives itself
NOTHING_TO_ASK, FAILED = "NO_LOCATION", "FAILED"
KEPT_FOR = timedelta(days=30)  # what Google's terms allow of coordinates
LIMITS = (Limit("geocoding", in_flight=8, starts_per_second=25.0),)  # Google takes 50 a second
RETRY = RetryRule(attempts=5, first_wait=1.0, longest_wait=30.0, longest_retry_after=120.0)
_MOST = 0.8
_STEP = "place"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Where one activity is, as far as that is known."""

    row_key: str
    query: str  # what was asked; '' where nothing was
    status: str  # OK, ZERO_RESULTS, GIVEN: by the page, NO_LOCATION: nothing to ask for, FAILED: see `error`
    latitude: float | None  # WGS 84, degrees
    longitude: float | None
    precision: str | None  # ROOFTOP, RANGE_INTERPOLATED, GEOMETRIC_CENTER, APPROXIMATE; locality; GIVEN
    place_id: str | None
    formatted_address: str | None
    is_partial: bool  # not all of the query was matched, or it fits several places
    needs_review: bool
    source: str  # google, gazetteer, page
    error: str | None
    components: Mapping[str, str] = field(default_factory=dict)  # by the names of Location's fields


def geocoded(
    steps: "Steps", geocoder: Geocoder, database: "Database", activities: Iterable["Activity"], log: Logger
) -> list[PlaceRow]:
    """Return a row for each activity, in order; raises GeocodingStopped, and StoreError when results cannot be kept.

    A question that fails alone is a row FAILED with its error, and is asked again by the next workflow.
    """
    places = [(activity.row_key, activity.location) for activity in activities]
    home = home_country(location for _, location in places if location is not None)
    queries = {
        row_key: query if query.country else replace(query, region=home)
        for row_key, location in places
        if location is not None and not _is_given(location) and (query := query_of(location)) is not None
    }
    distinct = {_identity(geocoder, query): query for query in queries.values()}
    kept = _kept(database, geocoder, distinct)
    wanted = sorted(distinct.keys() - kept.keys())
    answers = {key: _located(row) for key, row in kept.items()} | _asked(steps, geocoder, database, distinct, wanted)
    asked = f"{len(wanted)} places asked of {geocoder.provider}, {len(kept)} known already"
    log.info(f"{asked}, for {len(places)} activities.")
    return [_row(row_key, location, queries.get(row_key), geocoder, answers) for row_key, location in places]


def home_country(locations: Iterable["Location"]) -> str | None:
    """Return the country that a source's places most likely lie in: the one of four fifths of those that name one."""
    named = Counter(query.region for location in locations if (query := query_of(location)) and query.region)
    if not named:
        return None
    [(country, times)] = named.most_common(1)
    return country if times >= _MOST * named.total() else None


def _asked(
    steps: "Steps", geocoder: Geocoder, database: "Database", distinct: Mapping[str, GeoQuery], wanted: Sequence[str]
) -> dict[str, Located | str]:
    """Ask what is not known; returns answers, or words for why there is none."""

    async def place(key: str) -> dict[str, Any]:
        found = await geocoder.locate(distinct[key])
        if geocoder.is_paid:  # kept at once: whatever becomes of this workflow, another one need not pay
            save(database, "geocodes", [_geocode(geocoder, key, found)])
        return {**asdict(found), "components": dict(found.components)}

    outcomes = steps.map(
        _STEP,
        place,
        wanted,
        key=lambda key: hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32],
        inputs=lambda key: [geocoder.provider, key],
        limits=LIMITS if geocoder.is_paid else (),
        retry=RETRY,
    )
    raise_if_stopped(outcomes)
    return {key: outcome.error or Located(**outcome.value) for key, outcome in zip(wanted, outcomes, strict=True)}


def _kept(database: "Database", geocoder: Geocoder, distinct: Mapping[str, GeoQuery]) -> dict[str, Geocode]:
    if not geocoder.is_paid or not distinct:
        return {}
    since = timestamp_text(datetime.now(UTC) - KEPT_FOR)
    where = Where(
        "provider = ? AND asked_at > ? AND query IN (SELECT value FROM json_each(?))",
        (geocoder.provider, since, json.dumps(sorted(distinct))),
    )
    return {row.query: row for row in load(database, "geocodes", Geocode, where)}


def _row(
    row_key: str,
    location: "Location | None",
    query: GeoQuery | None,
    geocoder: Geocoder,
    answers: Mapping[str, Located | str],
) -> PlaceRow:
    empty = PlaceRow(row_key, "", NOTHING_TO_ASK, None, None, None, None, None, False, False, "", None)
    if location is not None and _is_given(location):
        is_null_island = location.latitude == location.longitude == 0  # what a form without a place often sends
        return replace(
            empty,
            status=GIVEN,
            latitude=location.latitude,
            longitude=location.longitude,
            precision=GIVEN,
            needs_review=is_null_island,
            source="page",
        )
    if query is None or location is None:
        return empty
    asked = replace(empty, query=query.text, source=geocoder.provider)
    answer = answers[_identity(geocoder, query)]
    if isinstance(answer, str):
        return replace(asked, status=FAILED, error=answer)
    elsewhere = answer.components.get("country_code")
    is_abroad = bool(query.country and query.region and elsewhere and elsewhere.upper() != query.region)
    return replace(
        asked,
        status=answer.status,
        latitude=answer.latitude,
        longitude=answer.longitude,
        precision=answer.precision,
        place_id=answer.place_id,
        formatted_address=answer.formatted_address,
        is_partial=answer.is_partial,
        needs_review=answer.status == OK and (answer.is_partial or is_abroad),
        components=dict(answer.components),
    )


def _is_given(location: "Location") -> bool:
    return is_coordinate(location.latitude, location.longitude)


def _identity(geocoder: Geocoder, query: GeoQuery) -> str:
    """Return what makes two questions one; who is paid is asked the text alone."""
    if geocoder.is_paid:
        return query.key
    return json.dumps([query.key, query.address, query.city, query.state, query.country])


def _geocode(geocoder: Geocoder, key: str, found: Located) -> Geocode:
    return Geocode(
        geocoder.provider,
        key,
        found.status,
        found.latitude,
        found.longitude,
        found.precision,
        found.place_id,
        found.formatted_address,
        dict(found.components),
        found.is_partial,
        datetime.now(UTC),
    )


def _located(row: Geocode) -> Located:
    return Located(
        row.status,
        row.latitude,
        row.longitude,
        row.precision,
        row.place_id,
        row.formatted_address,
        dict(row.components),
        row.is_partial,
    )
