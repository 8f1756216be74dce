"""Google's Geocoding API: every status it has, and a key that nobody sees."""

import asyncio
import logging
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest

from crawl_assets.activities.enriching.geocoding import (
    GeocodingLater,
    GeocodingStopped,
    GeoQuery,
    Located,
    QueryRefused,
)
from crawl_assets.activities.enriching.geocoding_google import GoogleGeocoder, address_parts
from crawl_assets_tests.fakes.google_geocode import KEY, GoogleGeocodeServer, component, result, says
from crawl_assets_tests.fakes.json_server import Sent

HIGH_STREET = [
    component("1", "street_number"),
    component("High Street", "route", short="High St"),
    component("Newtown", "locality", "political"),
    component("New South Wales", "administrative_area_level_1", "political", short="NSW"),
    component("Australia", "country", "political", short="AU"),
    component("2042", "postal_code"),
]
PLACES = {"1 High St": result(-33.9, 151.2, *HIGH_STREET), "Null": result(0, 0, precision="APPROXIMATE")}


@pytest.fixture
def google() -> Iterator[GoogleGeocodeServer]:
    with GoogleGeocodeServer(PLACES) as server:
        yield server


def ask(google: GoogleGeocodeServer, text: str = "1 High St", region: str | None = None, **options: Any) -> Located:
    geocoder = GoogleGeocoder(options.pop("key", google.key), google.base_url, **options)
    return asyncio.run(geocoder.locate(GeoQuery(text, region)))


def test_an_answer_is_read_with_its_parts_and_its_precision(google: GoogleGeocodeServer) -> None:
    assert ask(google) == Located(
        "OK",
        -33.9,
        151.2,
        "ROOFTOP",
        "ChIJfake",
        "1 High Street, Newtown NSW 2042, Australia",
        {
            "street_address": "1 High Street",
            "city": "Newtown",
            "state_province": "New South Wales",
            "postal_code": "2042",
            "country_code": "AU",
        },
    )


def test_a_region_is_asked_for_as_a_country_s_domain(google: GoogleGeocodeServer) -> None:
    for region in (None, "AU", "GB"):
        ask(google, region=region)
    assert google.regions == [None, "au", "uk"]


def test_bug_b9_a_street_number_counts_on_either_side_of_the_route_in_whatever_order_they_come() -> None:
    for order in permutations(HIGH_STREET[:2]):
        assert address_parts(list(order), "1 High St, Newtown")["street_address"] == "1 High Street"
        assert address_parts(list(order), "High St 1, 1010 Wien")["street_address"] == "High Street 1"
    assert address_parts(HIGH_STREET[1:2], "")["street_address"] == "High Street"


def test_a_postal_town_is_the_city_where_there_is_no_locality() -> None:
    town = component("Whitby", "postal_town")
    assert address_parts([town], "")["city"] == "Whitby"
    assert address_parts([town, component("Ruswarp", "locality")], "")["city"] == "Ruswarp"


@pytest.mark.parametrize("components", [None, [], ["x"], [{"types": ["country"]}], [{"types": [], "long_name": 3}]])
def test_strange_components_are_no_parts(components: Any) -> None:
    assert address_parts(components, "") == {}


def test_bug_b9_zero_is_a_coordinate_like_any_other(google: GoogleGeocodeServer) -> None:
    found = ask(google, "Null")
    assert (found.status, found.latitude, found.longitude, found.precision) == ("OK", 0.0, 0.0, "APPROXIMATE")


def test_bug_b9_a_partial_match_is_told(google: GoogleGeocodeServer) -> None:
    google.fail(Sent(200, {"status": "OK", "results": [result(1, 2, is_partial=True)]}))
    assert ask(google).is_partial


def test_nothing_found_is_an_answer(google: GoogleGeocodeServer) -> None:
    assert ask(google, "Atlantis") == Located("ZERO_RESULTS")
    google.fail(Sent(200, {"status": "OK", "results": []}))
    assert ask(google) == Located("ZERO_RESULTS")


@pytest.mark.parametrize("status", ["OVER_DAILY_LIMIT", "OVER_QUERY_LIMIT", "REQUEST_DENIED"])
def test_bug_b9_a_quota_or_a_refused_key_stops_everything_and_is_no_answer(
    google: GoogleGeocodeServer, status: str
) -> None:
    google.fail(says(status, "You have exceeded it."))
    with pytest.raises(GeocodingStopped, match=rf"{status}.*run again.*It said: You have exceeded it"):
        ask(google)


@pytest.mark.parametrize("http_status", [401, 403, 404, 302])
def test_an_address_or_key_that_http_refuses_stops_everything(google: GoogleGeocodeServer, http_status: int) -> None:
    google.fail(Sent(http_status, b"no"))
    with pytest.raises(GeocodingStopped, match=f"HTTP {http_status}"):
        ask(google)


@pytest.mark.parametrize(
    "sent",
    [
        says("UNKNOWN_ERROR"),
        Sent(500, b"oops"),
        Sent(503, headers={"Retry-After": "7"}),
        Sent(429, b""),
        Sent(200, b"<html>"),
        Sent(200, {"status": "WHO_KNOWS"}),
        Sent(200, {"status": "OK", "results": [{"geometry": {"location": {"lat": 95, "lng": 0}}}]}),
        Sent(200, {"status": "OK", "results": [{"geometry": {"location": {"lat": True, "lng": 0}}}]}),
        Sent(200, {"status": "OK", "results": [None]}),
        Sent(reset=True),
    ],
)
def test_trouble_that_may_pass_is_asked_again(google: GoogleGeocodeServer, sent: Sent) -> None:
    google.fail(sent)
    with pytest.raises(GeocodingLater) as raised:
        ask(google)
    assert raised.value.retry_after == (7.0 if sent.status == 503 else None)


def test_a_server_that_says_nothing_is_left_in_time(google: GoogleGeocodeServer) -> None:
    google.fail(Sent(wait=30))
    with pytest.raises(GeocodingLater, match=r"within 0\.2 s"):
        ask(google, total_seconds=0.2)


def test_a_question_that_cannot_be_asked_is_refused_alone(google: GoogleGeocodeServer) -> None:
    google.fail(says("INVALID_REQUEST", "Invalid request.", 400))
    with pytest.raises(QueryRefused, match="INVALID_REQUEST for '1 High St'"):
        ask(google)


def test_the_key_is_in_no_error_log_or_repr(google: GoogleGeocodeServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "AIzaWrongWrong0123456789"
    with pytest.raises(GeocodingStopped) as raised:
        ask(google, key=wrong)
    assert "[key]" in str(raised.value)
    for sent in (Sent(reset=True), Sent(500, b"x"), says("UNKNOWN_ERROR", f"key={KEY}")):
        google.fail(sent)
        with pytest.raises(GeocodingLater) as later:
            ask(google)
        assert later.value.__context__ is None
        assert KEY not in str(later.value)
    ask(google)
    assert wrong not in caplog.text + str(raised.value)
    assert KEY not in caplog.text + repr(GoogleGeocoder(KEY, google.base_url))


@pytest.mark.parametrize("key", ["", "with space", "line\n", "é"])
def test_what_cannot_be_a_key_is_never_sent(key: str) -> None:
    with pytest.raises(GeocodingStopped, match="GOOGLE_MAPS_API_KEY"):
        GoogleGeocoder(key, "https://maps.googleapis.com")


@pytest.mark.parametrize("url", ["", "maps", "ftp://x", "https://u:p@x", "https://x/?key=1", "http://[::1"])
def test_what_cannot_be_an_address_is_never_asked(url: str) -> None:
    with pytest.raises(GeocodingStopped, match="GOOGLE_GEOCODE_BASE_URL"):
        GoogleGeocoder(KEY, url)
