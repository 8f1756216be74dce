"""The fake geocoder is as strict as the real one."""

from collections.abc import Iterator

import httpx
import pytest

from crawl_assets_tests.fakes.google_geocode import PATH, GoogleGeocodeServer, result, says
from crawl_assets_tests.fakes.json_server import Sent


@pytest.fixture
def google() -> Iterator[GoogleGeocodeServer]:
    with GoogleGeocodeServer({"Here": result(1.5, 2.5, is_partial=True)}) as server:
        yield server


def ask(google: GoogleGeocodeServer, path: str = PATH, **query: str) -> httpx.Response:
    return httpx.get(google.base_url + path, params={"key": google.key, **query})


def test_it_finds_what_it_was_given(google: GoogleGeocodeServer) -> None:
    found = ask(google, address="Here").json()
    assert (found["status"], found["results"][0]["geometry"]["location"]) == ("OK", {"lat": 1.5, "lng": 2.5})
    assert found["results"][0]["partial_match"] is True
    assert ask(google, address="There").json() == {"results": [], "status": "ZERO_RESULTS"}
    assert google.asked == ["Here", "There"]


@pytest.mark.parametrize(
    ("query", "http_status", "status"),
    [
        ({"key": "wrong", "address": "Here"}, 200, "REQUEST_DENIED"),
        ({"address": " "}, 400, "INVALID_REQUEST"),
        ({"address": "Here", "adress": "x"}, 400, "INVALID_REQUEST"),
    ],
)
def test_it_refuses_what_is_wrong_and_does_not_count_it(
    google: GoogleGeocodeServer, query: dict[str, str], http_status: int, status: str
) -> None:
    answer = ask(google, **query)
    assert (answer.status_code, answer.json()["status"], google.asked) == (http_status, status, [])


def test_other_paths_are_none(google: GoogleGeocodeServer) -> None:
    assert ask(google, "/maps/api/geocode/xml", address="Here").status_code == 404


def test_failures_asked_for_come_first(google: GoogleGeocodeServer) -> None:
    google.fail(says("OVER_QUERY_LIMIT", "Slow down."), Sent(503))
    assert ask(google, address="Here").json()["error_message"] == "Slow down."
    assert ask(google, address="Here").status_code == 503
    assert ask(google, address="Here").json()["status"] == "OK"
