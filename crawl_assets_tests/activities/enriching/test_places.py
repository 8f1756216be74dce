"""Places of a workflow's activities: what is asked, how often, and what a stop leaves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawl_assets.activities.enriching.gazetteer import gazetteer
from crawl_assets.activities.enriching.geocoding import Geocoder, GeocodingStopped, query_of
from crawl_assets.activities.enriching.geocoding_google import GoogleGeocoder
from crawl_assets.activities.enriching.places import PlaceRow, geocoded
from crawl_assets.activities.enriching.rows import Geocode
from crawl_assets.activities.records import Activity
from crawl_assets.store.rows import load, save
from crawl_assets_tests.activities.enriching.enriching import LOG, activity, at, database_in, opened
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.fakes.google_geocode import GoogleGeocodeServer, component, result, says
from crawl_assets_tests.fakes.json_server import Sent

AUSTRALIA = component("Australia", "country", short="AU")


@pytest.fixture
def google() -> Iterator[GoogleGeocodeServer]:
    with GoogleGeocodeServer({f"{number} High St": result(-33.0, 151.0, AUSTRALIA) for number in range(24)}) as server:
        yield server


def places(folder: Path, geocoder: Geocoder, activities: list[Activity], partition: str = "w1") -> list[PlaceRow]:
    with opened(folder, f"activity_places {partition}") as steps:
        return geocoded(steps, geocoder, database_in(folder), activities, LOG)


def asking(google: GoogleGeocodeServer) -> GoogleGeocoder:
    return GoogleGeocoder(google.key, google.base_url)


def streets(*numbers: int) -> list[Activity]:
    return [activity(f"a{n}", location=at(formatted_address=f"{n} High St")) for n in numbers]


@pytest.mark.parametrize(
    ("location", "query"),
    [
        (at(formatted_address=" 1  High St,\nNewtown ", name="Park", city="Newtown"), "1 High St, Newtown"),
        (at(name="Zoo", street_address="2 Sea Rd", city="Perth", state_province="WA", country_code="AU"),
         "Zoo, 2 Sea Rd, Perth, WA, AU"),
        (at(name="Perth", city="Perth"), "Perth"),
        (at(country_code="AU"), None),
        (at(name=" , "), None),
    ],
)  # fmt: skip
def test_the_full_address_is_asked_for_or_else_what_there_is_of_it(location: object, query: str | None) -> None:
    asked = query_of(location)  # type: ignore[arg-type]
    assert (asked and asked.text) == query


def test_each_distinct_question_is_asked_once_and_each_activity_has_its_row(
    tmp_path: Path, google: GoogleGeocodeServer
) -> None:
    spelled = [activity("b", location=at(formatted_address="1  high st,")), activity("c"), *streets(1, 2)]
    rows = places(tmp_path, asking(google), spelled)
    assert sorted(text.lower() for text in google.asked) == ["1 high st", "2 high st"]
    assert [(row.row_key, row.status) for row in rows] == [
        ("b", rows[2].status), ("c", "NO_LOCATION"), ("a1", rows[2].status), ("a2", "OK")
    ]  # fmt: skip


def test_what_was_paid_for_is_not_asked_by_the_next_workflow(tmp_path: Path, google: GoogleGeocodeServer) -> None:
    first = places(tmp_path, asking(google), [*streets(1), activity("x", location=at(name="Atlantis"))])
    again = places(tmp_path, asking(google), [*streets(1), activity("x", location=at(name="Atlantis"))], "w2")
    assert again == first
    assert [row.status for row in again] == ["OK", "ZERO_RESULTS"]
    assert len(google.asked) == 2


def test_an_answer_older_than_thirty_days_is_asked_for_again(tmp_path: Path, google: GoogleGeocodeServer) -> None:
    places(tmp_path, asking(google), streets(1))
    database = database_in(tmp_path)
    [kept] = load(database, "geocodes", Geocode)
    save(database, "geocodes", [replace(kept, asked_at=datetime.now(UTC) - timedelta(days=31))])
    places(tmp_path, asking(google), streets(1), "w2")
    assert len(google.asked) == 2


@pytest.mark.parametrize("status", ["OVER_QUERY_LIMIT", "OVER_DAILY_LIMIT", "REQUEST_DENIED"])
def test_bug_b9_a_quota_stops_the_run_keeps_what_was_answered_and_the_next_run_asks_the_rest(
    tmp_path: Path, google: GoogleGeocodeServer, status: str
) -> None:
    wanted = streets(*range(12))
    google.fail(*[Sent(200, {"status": "OK", "results": [result(-33.0, 151.0, AUSTRALIA)]})] * 3, says(status))
    with pytest.raises(GeocodingStopped, match=status):
        places(tmp_path, asking(google), wanted)
    before = len(google.asked)
    assert before < 12
    answered = len(load(database_in(tmp_path), "geocodes", Geocode))
    assert answered >= 3
    rows = places(tmp_path, asking(google), wanted)
    assert [row.status for row in rows] == ["OK"] * 12
    assert len(google.asked) - before == 12 - answered


def test_a_question_that_fails_alone_is_a_row_with_its_error_and_is_asked_again_next_time(
    tmp_path: Path, google: GoogleGeocodeServer
) -> None:
    google.fail(says("INVALID_REQUEST", "Bad.", 400))
    [row] = places(tmp_path, asking(google), streets(1))
    assert (row.status, row.latitude) == ("FAILED", None)
    assert "INVALID_REQUEST" in str(row.error)
    assert places(tmp_path, asking(google), streets(1), "w2")[0].status == "OK"


def test_unknown_errors_are_asked_again_in_the_same_run(tmp_path: Path, google: GoogleGeocodeServer) -> None:
    google.fail(says("UNKNOWN_ERROR"), Sent(503, headers={"Retry-After": "0"}))
    assert [row.status for row in places(tmp_path, asking(google), streets(1))] == ["OK"]
    assert len(google.asked) == 3


def test_bug_b9_a_partial_match_and_a_place_in_another_country_are_to_be_reviewed(tmp_path: Path) -> None:
    found = {"Half": result(1, 2, is_partial=True), "Perth, GB": result(-31.9, 115.9, AUSTRALIA), "Sure": result(3, 4)}
    locations = [at(name="Half"), at(city="Perth", country_code="GB"), at(name="Sure"), at(name="Nowhere")]
    with GoogleGeocodeServer(found) as google:
        rows = places(tmp_path, asking(google), [activity(str(n), location=one) for n, one in enumerate(locations)])
    assert [row.needs_review for row in rows] == [True, True, False, False]
    assert [row.is_partial for row in rows] == [True, False, False, False]


def test_bug_b9_zero_degrees_are_kept(tmp_path: Path) -> None:
    with GoogleGeocodeServer({"Equator": result(0, 9.5), "Greenwich": result(51.5, 0)}) as google:
        wanted = [activity(name, location=at(name=name)) for name in ("Equator", "Greenwich")]
        rows = places(tmp_path, asking(google), wanted)
        assert places(tmp_path, asking(google), wanted, "w2") == rows, "also from what was kept"
    assert [(row.latitude, row.longitude) for row in rows] == [(0.0, 9.5), (51.5, 0.0)]


def test_where_a_guide_names_its_country_now_and_then_its_other_places_are_looked_for_there_first(
    tmp_path: Path, google: GoogleGeocodeServer
) -> None:
    named = [activity(f"n{n}", location=at(name=f"Hall {n}", city="Bristol", country_code="GB")) for n in range(4)]
    unnamed = activity("u", location=at(formatted_address="Harbour steps, Bristol"))
    abroad = activity("x", location=at(formatted_address="Old town, Dubrovnik"))
    [*_, at_home, away] = places(tmp_path, gazetteer(), [*named, unnamed, abroad])
    assert (at_home.components["country_code"], at_home.needs_review) == ("GB", False)
    assert (away.components["country_code"], away.status) == ("HR", "OK"), "likely is not sure"
    [alone] = places(tmp_path, gazetteer(), [unnamed], "w2")
    assert alone.needs_review, "there is more than one Bristol"
    places(tmp_path, asking(google), [*named, unnamed], "w3")
    assert google.regions == ["uk"] * 5


def test_a_guide_of_many_countries_has_no_home(tmp_path: Path, google: GoogleGeocodeServer) -> None:
    mixed = [activity(code, location=at(name="Hall", city="Bristol", country_code=code)) for code in ("GB", "US", "DE")]
    places(tmp_path, asking(google), [*mixed, *streets(1)])
    assert google.regions.count(None) == 1


def test_coordinates_that_the_page_gives_are_not_asked_for(tmp_path: Path, google: GoogleGeocodeServer) -> None:
    given = [at(name="Park", latitude=-33.5, longitude=0.0), at(name="Form", latitude=0, longitude=0)]
    rows = places(tmp_path, asking(google), [activity(str(n), location=one) for n, one in enumerate(given)])
    assert google.asked == []
    assert [(row.status, row.source, row.latitude, row.needs_review) for row in rows] == [
        ("GIVEN", "page", -33.5, False),
        ("GIVEN", "page", 0, True),
    ]


def test_without_a_key_the_gazetteer_answers_and_says_so(tmp_path: Path) -> None:
    wanted = [activity("n", location=at(city="Newtown", country_code="AU")), activity("x", location=at(name="Zoo"))]
    rows = places(tmp_path, gazetteer(), wanted)
    assert [(row.source, row.status, row.precision, row.needs_review) for row in rows] == [
        ("gazetteer", "OK", "locality", True),
        ("gazetteer", "ZERO_RESULTS", None, False),
    ]
    assert load(database_in(tmp_path), "geocodes", Geocode) == [], "what is free is not kept"


def test_no_activities_make_no_rows(tmp_path: Path, google: GoogleGeocodeServer) -> None:
    assert places(tmp_path, asking(google), []) == []


def locate_all(folder: Path, key: str, base_url: str) -> None:
    """Locate two dozen activities; the main function of a child."""
    places(folder, GoogleGeocoder(key, base_url), streets(*range(24)))


def test_killed_in_the_middle_only_questions_in_flight_are_paid_again(
    tmp_path: Path, google: GoogleGeocodeServer
) -> None:
    process = start(locate_all, tmp_path, google.key, google.base_url)
    while len(google.asked) < 12:
        assert process.is_alive()
        process.join(0.005)
    process.kill()
    join(process)
    assert join(start(locate_all, tmp_path, google.key, google.base_url)) == 0
    assert set(google.asked) == {f"{n} High St" for n in range(24)}
    assert len(google.asked) - 24 <= 8
