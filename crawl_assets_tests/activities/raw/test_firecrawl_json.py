"""Firecrawl's json format as a back end: many activities a page, one crawl paid for whatever happens to the run."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from crawl_assets.activities.raw.firecrawl_json import order_of
from crawl_assets.activities.raw.items import SCHEMA
from crawl_assets.activities.raw.order import RawResult, ScrapeOrder
from crawl_assets.crawl.firecrawl import crawl_body
from crawl_assets.crawl.firecrawl_site import CrawlFailed
from crawl_assets.durable.errors import NonRetriable, StopAll
from crawl_assets.json_api import OutcomeUnknown
from crawl_assets_tests.activities.raw.scraping import by_name, firecrawl_of, scraped
from crawl_assets_tests.durable.opening import finished
from crawl_assets_tests.fakes.firecrawl import KEY, FirecrawlServer
from crawl_assets_tests.fakes.firecrawl_requests import refused
from crawl_assets_tests.fakes.firecrawl_site import Scrape
from crawl_assets_tests.fakes.json_server import Sent

SITE = "https://guide.example"
PROGRAMME = [{"name": f"Morning {n}", "startDate": f"2027-08-{n:02}"} for n in range(1, 21)]
SCRAPES = [
    Scrape(f"{SITE}/", extracted={"activities": []}),
    Scrape(f"{SITE}/pond", extracted={"activities": [{"name": "Pond dipping", "imageURL": "pond.jpg"}]}),
    Scrape(f"{SITE}/programme", extracted={"activities": PROGRAMME}),
    Scrape(f"{SITE}/slow", error="The page took too long to load."),
    Scrape(f"{SITE}/private", is_blocked=True),
]


def order(**more: Any) -> ScrapeOrder:
    return ScrapeOrder(f"{SITE}/", backend="firecrawl", **more)


def crawl(folder: Path, server: FirecrawlServer, asked: ScrapeOrder | None = None, **more: Any) -> RawResult:
    return scraped(folder, asked or order(), firecrawl=firecrawl_of(server), **more)


def test_bug_b8_a_page_with_twenty_events_gives_twenty(tmp_path: Path) -> None:
    with FirecrawlServer(SCRAPES) as server:
        found = crawl(tmp_path, server)
    rows = by_name(found)
    assert len(rows) == 21 and rows["Morning 7"].start_date == "2027-08-07"
    assert rows["Pond dipping"].image_url == f"{SITE}/pond.jpg" and rows["Pond dipping"].source_url == f"{SITE}/pond"


def test_bug_b8_the_schema_asks_for_a_list(tmp_path: Path) -> None:
    body = crawl_body(order_of(order(max_pages=7, max_depth=2, follow_external_links=True, tags_hint=("water",))))
    [wanted] = body["scrapeOptions"]["formats"]
    assert wanted["type"] == "json" and wanted["schema"] == SCHEMA
    assert wanted["schema"]["properties"]["activities"]["type"] == "array" and "water" in wanted["prompt"]
    assert (body["limit"], body["maxDiscoveryDepth"], body["allowExternalLinks"]) == (7, 2, True)
    assert "webhook" not in body


def test_what_failed_and_what_it_cost_are_told(tmp_path: Path) -> None:
    with FirecrawlServer(SCRAPES) as server:
        found = crawl(tmp_path, server)
    assert (found.credits, found.cost, found.pages_seen) == (3, None, 3)
    assert f"Not read: {SITE}/slow: The page took too long to load." in found.notes
    assert any(f"{SITE}/private" in note and "robots.txt" in note for note in found.notes)
    assert "1 pages name no activity." in found.notes


@pytest.mark.parametrize(
    ("extracted", "names"),
    [
        ({"activities": [{"name": "A"}, {"name": None}, None, 7, {"name": "B"}]}, {"A", "B"}),
        ({"activities": None}, set()),
        ({"activities": {"name": "A"}}, set()),
        ({"name": "A"}, {"A"}),
        ([{"name": "A"}], {"A"}),
        ({}, set()),
    ],
)
def test_whatever_the_model_made_of_a_page_is_read(tmp_path: Path, extracted: Any, names: set[str]) -> None:
    with FirecrawlServer([Scrape(f"{SITE}/", extracted=extracted)]) as server:
        assert set(by_name(crawl(tmp_path, server))) == names


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("/a", f"{SITE}/a"),
        ("a", f"{SITE}/list/a"),
        ("https://tickets.example/7", f"{SITE}/list/"),
        ("", f"{SITE}/list/"),
    ],
)
def test_an_item_of_a_list_belongs_to_its_own_page_where_that_is_on_the_site(
    tmp_path: Path, url: str, source: str
) -> None:
    item = {"name": "A", "url": url}
    with FirecrawlServer([Scrape(f"{SITE}/list/", extracted={"activities": [item]})]) as server:
        [row] = crawl(tmp_path, server, ScrapeOrder(f"{SITE}/list/", backend="firecrawl")).rows
    assert row.source_url == source


def test_json_nulls_are_gone(tmp_path: Path) -> None:
    nulls = {"name": "A", "description": None, "location": {"name": None, "city": "null"}, "tags": None, "price": ""}
    with FirecrawlServer([Scrape(f"{SITE}/", extracted={"activities": [nulls]})]) as server:
        [row] = crawl(tmp_path, server).rows
    assert (row.description, row.location, row.tags, row.price) == (None, None, (), None)


def test_bug_b10_a_run_that_fails_while_it_waits_pays_for_no_second_crawl(tmp_path: Path) -> None:
    with FirecrawlServer(SCRAPES, held_at=1) as server:
        server.fail("status", refused(400, "no"))
        with pytest.raises(NonRetriable, match="HTTP 400"):
            crawl(tmp_path, server)
        assert finished(tmp_path) == {""}, "the step of the start is kept, with Firecrawl's id"
        server.release()
        assert len(crawl(tmp_path, server).rows) == 21 and len(server.crawl_ids) == 1


def test_bug_b10_a_run_killed_by_kill_9_pays_for_no_second_crawl(tmp_path: Path) -> None:
    with FirecrawlServer(SCRAPES, held_at=2) as server:
        child = os.fork()
        if child == 0:

            def kill() -> None:
                os.kill(os.getpid(), signal.SIGKILL)

            crawl(tmp_path, server, check=kill)
            os._exit(1)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
        server.release()
        assert len(crawl(tmp_path, server).rows) == 21
        assert len(server.crawl_ids) == 1 == server.http.count("POST", "/v2/crawl")


def test_a_start_whose_answer_was_lost_is_not_repeated(tmp_path: Path) -> None:
    with FirecrawlServer(SCRAPES) as server:
        server.fail("start", Sent(reset=True, acts=True))
        with pytest.raises(OutcomeUnknown):
            crawl(tmp_path, server)
        assert len(server.crawl_ids) == 1


def test_a_crawl_that_finds_nothing_says_so(tmp_path: Path) -> None:
    with FirecrawlServer([]) as server:
        assert any("found no page" in note for note in crawl(tmp_path, server).notes)


def test_a_failed_crawl_is_a_failure_with_its_reasons(tmp_path: Path) -> None:
    failed = Sent(200, {"status": "failed", "total": 0, "completed": 0, "data": []})
    with FirecrawlServer([Scrape(f"{SITE}/", error="The site is away.")]) as server:
        server.fail("status", failed, failed)
        server.fail("errors", Sent(200, {"errors": [{"url": f"{SITE}/", "error": "The site is away."}]}))
        with pytest.raises(CrawlFailed, match="The site is away"):
            crawl(tmp_path, server)


@pytest.mark.parametrize(("status", "kind"), [(400, NonRetriable), (401, StopAll), (402, StopAll), (403, StopAll)])
def test_a_refused_start_is_told_without_the_key(tmp_path: Path, status: int, kind: type[Exception]) -> None:
    with FirecrawlServer(SCRAPES) as server:
        server.fail("start", refused(status, f"You sent {KEY}"))
        with pytest.raises(kind, match=f"HTTP {status}") as error:
            crawl(tmp_path, server)
    assert KEY not in str(error.value)


@pytest.mark.parametrize("status", [408, 429, 500])
def test_trouble_while_waiting_is_waited_out(tmp_path: Path, status: int) -> None:
    with FirecrawlServer(SCRAPES) as server:
        server.fail("status", refused(status, "busy"), refused(status, "busy"))
        assert len(crawl(tmp_path, server).rows) == 21
        assert len(server.crawl_ids) == 1


def test_results_in_pages_are_read_to_their_end(tmp_path: Path) -> None:
    many = [Scrape(f"{SITE}/{n}", extracted={"activities": [{"name": f"A{n}"}]}) for n in range(25)]
    with FirecrawlServer([Scrape(f"{SITE}/"), *many], page_size=4) as server:
        assert len(crawl(tmp_path, server).rows) == 25


def test_a_crawl_that_is_wanted_no_more_ends_and_is_cancelled_where_it_runs(tmp_path: Path) -> None:
    def unwanted() -> None:
        raise NonRetriable("the workflow was given up")

    with FirecrawlServer(SCRAPES, held_at=0) as server:
        with pytest.raises(NonRetriable, match="given up"):
            crawl(tmp_path, server, check=unwanted)
        assert server.http.count("DELETE", f"/v2/crawl/{server.crawl_ids[0]}") == 1


def test_a_crawl_that_cannot_be_cancelled_hides_no_reason(tmp_path: Path) -> None:
    def unwanted() -> None:
        raise NonRetriable("the workflow was given up")

    with FirecrawlServer(SCRAPES, held_at=0) as server:
        server.fail("cancel", refused(401, "no"))
        with pytest.raises(NonRetriable, match="given up"):
            crawl(tmp_path, server, check=unwanted)
