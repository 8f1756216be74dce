"""FetchFox as a back end: its whole contract, its failures in its own words, paid for once."""

import json
import logging
import traceback
from pathlib import Path
from typing import Any

import pytest

from crawl_assets.activities.raw.fetchfox import FetchFox, NoItems, pattern_of
from crawl_assets.activities.raw.order import RawResult, ScrapeOrder
from crawl_assets.activities.records import RawLocation
from crawl_assets.durable.errors import NonRetriable, StopAll
from crawl_assets.json_api import ApiAccess, NotSetUp, OutcomeUnknown, TryLater
from crawl_assets_tests.activities.raw.scraping import by_name, fetchfox_of, scraped
from crawl_assets_tests.fakes.fetchfox import KEY, FetchFoxServer, refused
from crawl_assets_tests.fakes.json_server import Sent

SITE = "https://guide.example"
POND = {
    "_url": f"{SITE}/pond",
    "name": " Pond  dipping ",
    "description": "With nets",
    "location": {"name": "The pond", "formattedAddress": "1 Mill Lane, Bath", "city": "Bath", "postal_code": None},
    "startDate": "2027-05-01",
    "endDate": None,
    "tags": ["nature", None, "nature"],
    "imageURL": "/img/pond.jpg",
    "price": "£4",
}


def order(path: str = "/", **more: Any) -> ScrapeOrder:
    return ScrapeOrder(SITE + path, backend="fetchfox", **more)


def fox(folder: Path, server: FetchFoxServer, asked: ScrapeOrder | None = None, **access: Any) -> RawResult:
    return scraped(folder, asked or order(), fetchfox=fetchfox_of(server, **access))


def failure(folder: Path, *answers: Sent, **access: Any) -> Exception:
    with FetchFoxServer([POND]) as server:
        server.fail(*answers)
        try:
            found = fox(folder, server, **access)
        except Exception as error:
            return error
    raise AssertionError(f"it went well: {found}")


def test_items_become_rows_with_cost_and_pages(tmp_path: Path) -> None:
    with FetchFoxServer([POND]) as server:
        found = fox(tmp_path, server)
    [row] = found.rows
    assert (row.name, row.description, row.start_date) == ("Pond dipping", "With nets", "2027-05-01")
    assert row.location == RawLocation(name="The pond", formatted_address="1 Mill Lane, Bath", city="Bath")
    assert (row.tags, row.image_url, row.price) == (("nature",), f"{SITE}/img/pond.jpg", "£4")
    assert (row.source_url, row.end_date, row.evidence["name"]) == (f"{SITE}/pond", None, "fetchfox")
    assert (found.cost, found.pages_seen, found.notes) == (0.008, 1, [])


def test_the_order_is_what_the_service_takes(tmp_path: Path) -> None:
    with FetchFoxServer([POND]) as server:
        fox(tmp_path, server, order("/kids/", max_pages=7, max_depth=2, max_extractions=9, tags_hint=("water", "free")))
        [body] = server.orders
    assert {name: body[name] for name in body if name != "template"} == {
        "pattern": f"{SITE}/kids/**",
        "max_visits": 7,
        "max_depth": 2,
        "max_extracts": 9,
        "content_transform": "slim_html",
    }
    assert "never when the page was published" in body["template"]["startDate"]
    assert "water, free" in body["template"]["tags"] and "price" in body["template"]


def test_bug_b7_depth_0_asks_for_the_page_itself(tmp_path: Path) -> None:
    with FetchFoxServer([POND, {**POND, "name": "Deeper", "_url": f"{SITE}/pond/deeper"}]) as server:
        found = fox(tmp_path, server, order("/pond", max_depth=0, max_pages=1))
        assert server.orders[0]["pattern"] == f"{SITE}/pond"
    assert set(by_name(found)) == {"Pond dipping"}


@pytest.mark.parametrize(
    ("url", "pattern"),
    [
        ("https://a.example", "https://a.example/**"),
        ("https://a.example/", "https://a.example/**"),
        ("HTTPS://A.example:443//", "https://a.example/**"),
        ("https://a.example/kids", "https://a.example/kids/**"),
        ("https://a.example/kids/", "https://a.example/kids/**"),
        ("https://a.example/kids/all.html?x=1#top", "https://a.example/kids/**"),
        ("https://a.example/kids?page=2", "https://a.example/kids/**"),
    ],
)
def test_bug_b7_no_pattern_has_a_double_slash(url: str, pattern: str) -> None:
    assert pattern_of(url, 3) == pattern


def test_no_items_are_told_in_the_providers_words(tmp_path: Path) -> None:
    with FetchFoxServer([], message="The site blocked the visit") as server:
        found = fox(tmp_path, server)
    assert found.rows == [] and found.notes == ["FetchFox found 0 items. It said: The site blocked the visit"]


@pytest.mark.parametrize(
    "body",
    [
        {"error": "quota of visits exceeded"},
        {"results": {"items": None, "error": "quota of visits exceeded"}},
        {"results": {"items": {"0": POND}}, "message": "quota of visits exceeded"},
        {"results": [POND], "message": "quota of visits exceeded"},
        {"status": "quota of visits exceeded"},
    ],
)
def test_an_answer_without_a_list_of_items_is_a_failure_with_its_words(tmp_path: Path, body: dict[str, Any]) -> None:
    error = failure(tmp_path, Sent(200, body))
    assert isinstance(error, NoItems) and "quota of visits exceeded" in str(error)


def test_items_that_are_none_are_left_out_and_told(tmp_path: Path) -> None:
    body = {"results": {"items": [POND, None, "text", {"name": None}, {"name": "null"}, {}]}}
    with FetchFoxServer() as server:
        server.fail(Sent(200, body))
        found = fox(tmp_path, server)
    assert set(by_name(found)) == {"Pond dipping"}
    assert (found.cost, found.notes) == (None, ["5 items of FetchFox have no name and are left out."])


@pytest.mark.parametrize(
    ("status", "kind", "word"),
    [
        (400, NonRetriable, "refused"),
        (401, StopAll, "FETCHFOX_API_KEY"),
        (402, StopAll, "credit"),
        (403, StopAll, "FETCHFOX_API_KEY"),
        (404, NonRetriable, "FETCHFOX_BASE_URL"),
    ],
)
def test_a_refusal_is_told_and_not_repeated(tmp_path: Path, status: int, kind: type[Exception], word: str) -> None:
    error = failure(tmp_path, refused(status, "no"))
    assert isinstance(error, kind) and word in str(error) and f"HTTP {status}" in str(error)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_what_may_go_away_is_asked_again(tmp_path: Path, status: int) -> None:
    with FetchFoxServer([POND]) as server:
        server.fail(refused(status, "busy"), refused(status, "busy", **{"Retry-After": "0"}))
        assert len(fox(tmp_path, server).rows) == 1
        assert server.http.count("POST", "/api/scrape") == 3 and server.paid == 1


def test_what_does_not_go_away_is_a_failure(tmp_path: Path) -> None:
    assert isinstance(failure(tmp_path, *[refused(500, "busy")] * 3), TryLater)


@pytest.mark.parametrize(
    "lost", [Sent(reset=True, acts=True), Sent(200, {}, wait=5, acts=True), Sent(504, {}, acts=True)]
)
def test_a_lost_answer_is_not_asked_for_twice_as_it_may_be_paid(tmp_path: Path, lost: Sent) -> None:
    with FetchFoxServer([POND]) as server:
        server.fail(lost)
        with pytest.raises(OutcomeUnknown, match="not asked again"):
            fox(tmp_path, server, total_seconds=0.3)
        assert server.paid == 1


def test_bug_b10_what_was_scraped_is_not_paid_again_by_the_next_run(tmp_path: Path) -> None:
    with FetchFoxServer([POND]) as server:
        first, second = fox(tmp_path, server), fox(tmp_path, server)
        assert server.paid == 1
    assert first == second


def test_links_to_other_hosts_are_said_not_to_be_followed(tmp_path: Path) -> None:
    with FetchFoxServer([POND]) as server:
        [note] = fox(tmp_path, server, order(follow_external_links=True)).notes
    assert "not followed" in note


@pytest.mark.parametrize(
    "answer",
    [
        *(refused(status, f"You sent {KEY}") for status in (400, 401, 402, 403, 404, 429, 500, 504)),
        Sent(200, {"error": f"You sent {KEY}"}),
        Sent(200, f"You sent {KEY}".encode()),
        Sent(reset=True),
        Sent(200, {}, wait=5),
    ],
)
def test_no_error_and_no_log_shows_the_key(tmp_path: Path, answer: Sent, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        error = failure(tmp_path, answer, answer, answer, total_seconds=0.3)
    shown = "".join(traceback.format_exception(error)) + caplog.text
    assert KEY not in shown and KEY[:10] not in shown
    assert caplog.text, "the libraries logged nothing, so nothing was tested"


def test_without_a_key_nothing_is_sent(tmp_path: Path) -> None:
    with FetchFoxServer([POND]) as server, pytest.raises(NotSetUp, match="FETCHFOX_API_KEY"):
        scraped(tmp_path, order(), fetchfox=lambda: FetchFox(ApiAccess(server.base_url, "")))
    assert server.http.requests == []


def test_the_client_shows_the_address_only() -> None:
    assert repr(FetchFox(ApiAccess("https://api.fetchfox.ai", KEY))) == "FetchFox('https://api.fetchfox.ai')"


def test_the_fake_refuses_what_the_service_does_not_know(tmp_path: Path) -> None:
    import httpx

    with FetchFoxServer([POND]) as server:

        def status(body: Any, key: str = KEY) -> int:
            headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
            sent = httpx.post(f"{server.base_url}/api/scrape", content=json.dumps(body), headers=headers)
            return sent.status_code

        good = {"pattern": f"{SITE}/**", "template": {"name": "Its name"}}
        assert (status(good), status(good, "wrong")) == (200, 401)
        for wrong in (
            {"extra": 1},
            {"pattern": "guide"},
            {"pattern": f"{SITE}//**"},
            {"max_visits": "7"},
            {"template": []},
        ):
            assert status(good | wrong) == 400
