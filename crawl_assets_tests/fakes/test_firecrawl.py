"""The fake Firecrawl is as strict as the real one, and does what its script says."""

from typing import Any

import httpx
import pytest

from crawl_assets_tests.fakes.firecrawl import KEY, FirecrawlServer
from crawl_assets_tests.fakes.firecrawl_site import Scrape
from crawl_assets_tests.fakes.json_server import Sent

START = {"url": "https://a.example/", "limit": 5}
AUTHORIZED = {"Authorization": f"Bearer {KEY}"}


def start(server: FirecrawlServer, body: Any, headers: dict[str, str] | None = None) -> httpx.Response:
    return httpx.post(f"{server.base_url}/crawl", json=body, headers=AUTHORIZED if headers is None else headers)


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {"limit": 5},
        START | {"maxDepth": 3},  # v1's
        START | {"limit": "5"},
        START | {"limit": True},
        START | {"includePaths": ["("]},
        START | {"scrapeOptions": {"formats": ["extract"]}},
        START | {"webhook": {"url": "https://b.example/", "events": ["crawl.page"]}},
        START | {"webhook": {"events": ["page"]}},
        START | {"webhook": {"url": "https://b.example/", "metadata": {"job_id": 7}}},
    ],
)
def test_a_start_that_firecrawl_would_refuse_is_refused(wrong: Any) -> None:
    with FirecrawlServer([]) as server:
        answer = start(server, wrong)
        assert (answer.status_code, answer.json()["success"], server.crawl_ids) == (400, False, [])


def test_without_the_key_nothing_is_answered() -> None:
    with FirecrawlServer([]) as server:
        assert start(server, START, {}).status_code == 401
        assert start(server, START, {"Authorization": "Bearer fc-other"}).status_code == 401


def test_a_start_outside_the_wanted_paths_gives_an_empty_crawl() -> None:
    with FirecrawlServer([Scrape("https://a.example/"), Scrape("https://a.example/guide")]) as server:
        crawl_id = start(server, START | {"includePaths": ["^/guide"]}).json()["id"]
        server.wait_until_told()
        found = httpx.get(f"{server.base_url}/crawl/{crawl_id}", headers=AUTHORIZED).json()
    assert (found["status"], found["total"], found["data"]) == ("completed", 0, [])


def test_failures_come_one_a_request_and_those_that_act_do_what_was_asked() -> None:
    with FirecrawlServer([]) as server:
        server.fail("start", Sent(500, {}), Sent(500, {}, acts=True))
        assert [start(server, START).status_code for _ in range(3)] == [500, 500, 200]
        assert len(server.crawl_ids) == 2


def test_a_receiver_that_is_away_is_noted_and_the_crawl_goes_on() -> None:
    with FirecrawlServer([Scrape("https://a.example/")]) as server:
        start(server, START | {"webhook": {"url": "http://127.0.0.1:9/"}})
        server.wait_until_told()
    assert server.answers == [0, 0, 0]
