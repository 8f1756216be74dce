"""A site crawled by Firecrawl is told as one crawled by ourselves, whatever its webhooks do, and is paid for once."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawl_assets.crawl.crawl_rules import CrawlRules
from crawl_assets.crawl.firecrawl_events import FirecrawlEvent, read_event
from crawl_assets.crawl.firecrawl_site import OurJob, Patience, crawl_by_firecrawl, order_of
from crawl_assets.crawl.site import CrawledPage, SiteCrawl
from crawl_assets.durable.errors import NonRetriable, StopAll
from crawl_assets.json_api import OutcomeUnknown
from crawl_assets.store.blobs import FileBlobs
from crawl_assets_tests.crawl.firecrawling import JOB, SCRAPES, SITE, Receiver, client_of, disorderly
from crawl_assets_tests.durable.opening import opened
from crawl_assets_tests.fakes.firecrawl import FirecrawlServer
from crawl_assets_tests.fakes.firecrawl_requests import refused
from crawl_assets_tests.fakes.firecrawl_site import Scrape
from crawl_assets_tests.fakes.json_server import Sent

EPOCH = datetime.fromtimestamp(0, UTC)
RULES = CrawlRules(f"{SITE}/")


def crawl(folder: Path, server: FirecrawlServer, rules: CrawlRules = RULES, **more: Any) -> SiteCrawl:
    """Crawl once, in a journal under `folder`, looking without waiting."""
    fields: dict[str, Any] = {"job": OurJob(JOB), "sleep": no_sleep, "total": 7200.0} | more
    patience = Patience(total=fields["total"], sleep=fields["sleep"])
    with opened(folder) as steps:
        blobs = FileBlobs(folder / "blobs")
        log = logging.getLogger("firecrawl")
        return crawl_by_firecrawl(steps, client_of(server), blobs, rules, fields["job"], log, patience)


async def no_sleep(_: float) -> None:
    pass


def by_path(seen: SiteCrawl) -> dict[str, CrawledPage]:
    return {page.url.removeprefix(SITE): page for page in seen.pages}


def test_pages_are_told_as_our_own_crawler_tells_them(tmp_path: Path) -> None:
    with FirecrawlServer(SCRAPES, page_size=4) as server:
        seen = crawl(tmp_path, server)
    pages = by_path(seen)
    home, lost, slow, private = pages["/"], pages["/lost"], pages["/slow"], pages["/private"]
    assert seen.pages[0] == home
    assert (home.outcome, home.status, home.content_type, home.depth) == ("fetched", 200, "text/markdown", 0)
    assert home.blob is not None and FileBlobs(tmp_path / "blobs").get(home.blob) == b"# Home"
    assert (lost.outcome, lost.status, lost.blob, lost.error) == ("failed", 404, None, "HTTP 404")
    assert (slow.outcome, slow.status, slow.error) == ("failed", None, "The page took too long to load.")
    assert (private.outcome, private.blob) == ("refused", None)
    assert pages["/new"].requested_url == f"{SITE}/new" and "/old" not in pages
    assert (seen.is_complete, seen.sitemap_urls) == (False, ())
    assert "1 pages failed for now; a later crawl may get them." in seen.notes


def test_a_crawl_without_trouble_is_complete(tmp_path: Path) -> None:
    with FirecrawlServer(SCRAPES[:10]) as server:
        seen = crawl(tmp_path, server)
    assert (seen.is_complete, seen.notes, len(seen.pages)) == (True, [], 10)


@pytest.mark.parametrize("seed", range(5))
def test_webhooks_in_disorder_change_nothing(tmp_path: Path, seed: int) -> None:
    with Receiver() as receiver, FirecrawlServer(SCRAPES, plan=disorderly(seed), before_answer=seed) as server:

        def told(_crawl_id: str | None) -> Iterable[FirecrawlEvent]:
            return [read_event(payload) for payload in receiver.payloads]

        seen = crawl(tmp_path / "told", server, job=OurJob(JOB, receiver.url, told))
        server.wait_until_told()
    with FirecrawlServer(SCRAPES) as server:
        silent = crawl(tmp_path / "silent", server)
    assert _timeless(seen) == _timeless(silent)


def _timeless(seen: SiteCrawl) -> SiteCrawl:
    return replace(seen, pages=[replace(page, fetched_at=EPOCH) for page in seen.pages])


def test_a_run_that_broke_after_the_start_waits_for_the_same_crawl(tmp_path: Path) -> None:
    with FirecrawlServer(SCRAPES) as server:
        server.fail("status", refused(401, "no"))
        with pytest.raises(StopAll):
            crawl(tmp_path, server)
        assert len(crawl(tmp_path, server).pages) == len(SCRAPES) - 1
        assert len(server.crawl_ids) == 1


def test_a_start_whose_answer_was_lost_is_found_by_its_webhooks_in_the_next_run(tmp_path: Path) -> None:
    with Receiver() as receiver, FirecrawlServer(SCRAPES) as server:
        job = OurJob(JOB, receiver.url, lambda _: [read_event(payload) for payload in receiver.payloads])
        server.fail("start", Sent(reset=True, acts=True))
        with pytest.raises(OutcomeUnknown):
            crawl(tmp_path, server, job=OurJob(JOB, receiver.url))
        server.wait_until_told()
        assert len(crawl(tmp_path, server, job=job).pages) == len(SCRAPES) - 1
        assert len(server.crawl_ids) == 1


def test_a_crawl_is_looked_at_now_and_then_until_it_ends(tmp_path: Path) -> None:
    waits: list[float] = []
    with FirecrawlServer(SCRAPES, held_at=3) as server:

        async def sleep(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 8:
                server.release()
                server.wait_until_told()

        assert len(crawl(tmp_path, server, sleep=sleep).pages) == len(SCRAPES) - 1
    assert waits[0] == 2 and waits == sorted(waits) and waits[-1] == 15


def test_a_webhook_of_the_end_ends_the_waiting(tmp_path: Path) -> None:
    waits: list[float] = []
    with Receiver() as receiver, FirecrawlServer(SCRAPES, held_at=3) as server:

        async def sleep(seconds: float) -> None:
            waits.append(seconds)
            server.release()
            server.wait_until_told()

        def told_end(_crawl_id: str) -> bool:
            return any(payload["type"] == "crawl.completed" for payload in receiver.payloads)

        job = OurJob(JOB, receiver.url, told_end=told_end)
        assert len(crawl(tmp_path, server, job=job, sleep=sleep).pages) == len(SCRAPES) - 1
    assert waits == [1.0], "the first wait is of two seconds"


def test_a_webhook_of_the_end_that_is_ahead_of_it_does_not_end_all_waiting(tmp_path: Path) -> None:
    waits: list[float] = []
    with FirecrawlServer(SCRAPES, held_at=3) as server:

        async def sleep(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 5:
                server.release()
                server.wait_until_told()

        job = OurJob(JOB, "http://127.0.0.1:9/", told_end=lambda _: True)
        assert len(crawl(tmp_path, server, job=job, sleep=sleep).pages) == len(SCRAPES) - 1
        looks = server.http.count("GET", f"/v2/crawl/{server.crawl_ids[0]}")
    assert len(waits) == 5 and waits == sorted(waits) and looks < 16


def test_a_crawl_that_is_wanted_no_more_ends_with_the_next_look(tmp_path: Path) -> None:
    def check() -> None:
        raise InterruptedError("not wanted")

    with FirecrawlServer(SCRAPES, held_at=3) as server, pytest.raises(InterruptedError):
        crawl(tmp_path, server, job=OurJob(JOB, check=check))


def test_a_crawl_that_does_not_end_is_cancelled_and_what_there_is_is_taken(tmp_path: Path) -> None:
    with FirecrawlServer(SCRAPES, held_at=3) as server:
        seen = crawl(tmp_path, server, total=10)
        assert server.http.count("DELETE", f"/v2/crawl/{server.crawl_ids[0]}") == 1
    assert not seen.is_complete and len(seen.pages) == 4  # and what robots.txt forbids
    assert "It had not ended after 10 s and was cancelled." in seen.notes


def test_globs_and_the_folder_of_the_start_hold_whatever_firecrawl_finds(tmp_path: Path) -> None:
    rules = CrawlRules(f"{SITE}/", include=("/guide/*",), exclude=("*/3", "*/4"))
    with FirecrawlServer(SCRAPES) as server:
        seen = crawl(tmp_path, server, rules)
    assert list(by_path(seen)) == ["/", "/guide/0", *(f"/guide/{number}" for number in (1, 2, 5, 6, 7, 8))]
    assert len(seen.notes) == 0, "they were asked for all the same"


def test_without_globs_only_the_start_s_folder_is_taken(tmp_path: Path) -> None:
    with FirecrawlServer(SCRAPES) as server:
        seen = crawl(tmp_path, server, CrawlRules(f"{SITE}/guide/0"))
    assert list(by_path(seen)) == [f"/guide/{number}" for number in range(9)]
    assert "5 pages that Firecrawl found are left out: another site's, or outside of the rules." in seen.notes


def test_pages_of_another_site_are_left_out_and_said(tmp_path: Path) -> None:
    scrapes = [*SCRAPES[:2], Scrape(f"{SITE}/out", "# Out", final_url="https://elsewhere.example/")]
    with FirecrawlServer(scrapes) as server:
        seen = crawl(tmp_path, server)
    assert len(seen.pages) == 2 and "1 pages that Firecrawl found are left out" in seen.notes[0]


def test_a_crawl_that_reached_its_cap_is_not_complete(tmp_path: Path) -> None:
    with FirecrawlServer(SCRAPES[:5]) as server:
        seen = crawl(tmp_path, server, CrawlRules(f"{SITE}/", max_pages=3))
    assert len(seen.pages) == 3 and not seen.is_complete and "there may be more" in seen.notes[0]


def test_a_crawl_without_a_page_is_not_complete_and_says_so(tmp_path: Path) -> None:
    with FirecrawlServer([]) as server:
        seen = crawl(tmp_path, server)
    assert (seen.pages, seen.is_complete) == ([], False) and "found no page" in seen.notes[0]


def test_too_few_credits_fail_the_crawl_with_what_to_do(tmp_path: Path) -> None:
    with FirecrawlServer(SCRAPES, credits=10) as server, pytest.raises(NonRetriable, match="--max-pages"):
        crawl(tmp_path, server)


def test_globs_beyond_ascii_are_encoded_as_paths_are() -> None:
    order = order_of(CrawlRules(f"{SITE}/", include=("/über/**",), exclude=("*.html",)), OurJob(JOB))
    assert order.include == ("^/%C3%BCber/.*$",) and order.exclude == (r"^.*/[^/]*\.html$",)
