"""Whatever order, however often, whatever is lost: with the last poll, the same facts give the same bytes."""

import json
from dataclasses import asdict, replace

from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.crawl.firecrawl_collecting import Collected, Poll, collect
from crawl_assets.crawl.firecrawl_events import FirecrawlEvent
from crawl_assets.crawl.firecrawl_pages import FirecrawlPage

SITE = "https://a.example"
JOB, CRAWL = "j1", "c1"
PAGES = (
    FirecrawlPage(f"{SITE}/", f"{SITE}/", 200, "Home", markdown="# Home", scrape_id="s0"),
    *(FirecrawlPage(f"{SITE}/{n}", f"{SITE}/{n}", 200, markdown=f"# {n}", scrape_id=f"s{n}") for n in range(1, 6)),
    FirecrawlPage(f"{SITE}/new", f"{SITE}/before", 200, markdown="# New", scrape_id="s6"),
    FirecrawlPage(f"{SITE}/new", f"{SITE}/new", 200, markdown="# New", scrape_id="s7"),
    FirecrawlPage(f"{SITE}/lost", f"{SITE}/lost", 404, error="HTTP 404"),
    FirecrawlPage(f"{SITE}/slow", f"{SITE}/slow", error="too slow"),
)
# a webhook words a failure in its own way, and tells of a failure that a later try mended
TOLD = (
    *(replace(page, error="timeout") if page.error == "too slow" else page for page in PAGES),
    FirecrawlPage(f"{SITE}/3", f"{SITE}/3", error="first try failed"),
    FirecrawlPage(f"{SITE}/before", f"{SITE}/before", error="first try failed"),
)
EVENTS = [
    FirecrawlEvent("started", CRAWL, JOB),
    *(FirecrawlEvent("page", CRAWL, JOB, f"w{n}", (page,)) for n, page in enumerate(TOLD)),
    FirecrawlEvent("completed", CRAWL, JOB),
]
LAST = Poll(CRAWL, "completed", 10, 10, 8, PAGES, is_whole=True)
EARLIER = Poll(CRAWL, "running", 7, 3, 3, PAGES[:3], is_whole=False)


def as_bytes(collected: Collected) -> bytes:
    return json.dumps(asdict(collected)).encode()


ORDERLY = collect(JOB, CRAWL, EVENTS, [LAST])


@st.composite
def deliveries(draw: st.DrawFn) -> list[FirecrawlEvent]:
    """Some of the events, each up to three times, in any order."""
    return draw(st.permutations([event for event in EVENTS for _ in range(draw(st.integers(0, 3)))]))


@given(deliveries(), st.permutations([EARLIER, LAST, LAST]))
def test_with_the_last_poll_any_delivery_gives_the_bytes_of_the_orderly_one(
    events: list[FirecrawlEvent], polls: list[Poll]
) -> None:
    assert as_bytes(collect(JOB, CRAWL, events, polls)) == as_bytes(ORDERLY)


@given(st.permutations(EVENTS * 2))
def test_without_a_poll_order_and_repeats_do_not_count(events: list[FirecrawlEvent]) -> None:
    assert as_bytes(collect(JOB, CRAWL, events)) == as_bytes(collect(JOB, CRAWL, EVENTS))


@given(deliveries(), st.permutations(PAGES))
def test_the_order_of_polled_results_does_not_count(events: list[FirecrawlEvent], pages: list[FirecrawlPage]) -> None:
    assert as_bytes(collect(JOB, CRAWL, events, [replace(LAST, pages=tuple(pages))])) == as_bytes(ORDERLY)


def test_polls_alone_are_enough() -> None:
    assert collect(JOB, CRAWL, [], [LAST]) == ORDERLY


def test_webhooks_alone_give_every_page_but_no_certainty() -> None:
    found = collect(JOB, CRAWL, EVENTS)
    assert found.contents == ORDERLY.contents
    assert (found.state, found.is_whole) == ("completed", False)


def test_pages_are_one_a_url_sorted_and_a_redirect_gives_way_to_the_page_itself() -> None:
    urls = [page.url for page in ORDERLY.pages]
    assert urls == sorted(set(urls))
    (new,) = (page for page in ORDERLY.pages if page.url == f"{SITE}/new")
    assert new.scrape_id == "s7"


def test_content_goes_before_a_failure_that_a_later_try_mended() -> None:
    assert {page.url for page in ORDERLY.pages if page.error} == {f"{SITE}/lost", f"{SITE}/slow"}


def test_what_was_polled_goes_before_what_was_told() -> None:
    (slow,) = (page for page in ORDERLY.pages if page.url == f"{SITE}/slow")
    assert slow.error == "too slow"


def test_two_different_scrapes_of_a_page_give_the_same_choice_in_either_order() -> None:
    two = [FirecrawlEvent("page", CRAWL, JOB, None, (replace(PAGES[0], markdown=text),)) for text in ("# A", "# B")]
    assert collect(JOB, CRAWL, two).pages == collect(JOB, CRAWL, two[::-1]).pages
    assert len(collect(JOB, CRAWL, two).pages) == 1


def test_a_cancelled_crawl_is_cancelled_though_its_webhook_says_completed() -> None:
    cancelled = replace(LAST, state="cancelled")
    assert collect(JOB, CRAWL, EVENTS, [cancelled]).state == "cancelled"


def test_a_crawl_that_failed_says_why() -> None:
    failed = [FirecrawlEvent("failed", CRAWL, JOB, error=reason) for reason in ("no credits", "blocked")]
    found = collect(JOB, CRAWL, [*EVENTS[:3], *failed])
    assert (found.state, found.error) == ("failed", "blocked")
    assert collect(JOB, CRAWL, [*EVENTS[:3], *failed[::-1]]) == found


def test_a_crawl_of_which_nothing_is_known_is_running() -> None:
    found = collect(JOB, None)
    assert (found.state, found.is_whole, found.pages) == ("running", False, ())


def test_pages_that_come_before_firecrawl_s_own_id_is_known_are_taken_by_our_job_s() -> None:
    assert collect(JOB, None, EVENTS).pages == collect(JOB, CRAWL, EVENTS).pages


def test_what_belongs_to_another_crawl_is_left_out() -> None:
    foreign = [
        FirecrawlEvent("page", "c2", None, None, PAGES[:1]),
        FirecrawlEvent("page", None, None, None, PAGES[:1]),
        FirecrawlEvent("completed", None, None),
        FirecrawlEvent("failed", "c1", "j2"),
    ]
    found = collect(JOB, CRAWL, foreign, [replace(LAST, crawl_id="c2")])
    assert found == collect(JOB, CRAWL)


def test_a_crawl_that_ends_without_a_page_is_whole() -> None:
    found = collect(JOB, CRAWL, [], [replace(LAST, pages=(), total=0, completed=0)])
    assert (found.state, found.is_whole, found.pages) == ("completed", True, ())
