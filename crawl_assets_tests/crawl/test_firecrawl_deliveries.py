"""A crawl at a fake Firecrawl, with signed webhooks over real sockets, ends alike however they are delivered."""

import json
from dataclasses import asdict

import pytest

from crawl_assets.crawl.firecrawl_collecting import collect
from crawl_assets.crawl.firecrawl_events import crawl_ids, read_event
from crawl_assets.json_api import OutcomeUnknown
from crawl_assets_tests.crawl.firecrawling import (
    JOB,
    SCRAPES,
    SITE,
    Receiver,
    client_of,
    disorderly,
    failure,
    order,
    run,
)
from crawl_assets_tests.fakes.firecrawl import FirecrawlServer, Plan, orderly
from crawl_assets_tests.fakes.json_server import Sent
from crawl_assets_tests.fakes.site import SiteServer


def outcome(plan: Plan, *, before_answer: int = 0, page_size: int = 4) -> tuple[bytes, int]:
    """Crawl once; returns the collected result as bytes, and how many webhooks came."""
    with (
        Receiver() as receiver,
        FirecrawlServer(SCRAPES, plan=plan, before_answer=before_answer, page_size=page_size) as server,
    ):
        crawl_id = run(client_of(server).start(order(webhook_url=receiver.url)))
        assert len(receiver.payloads) >= before_answer or plan is not orderly
        server.wait_until_told()
        poll = run(client_of(server).poll(crawl_id))
        events = [read_event(payload) for payload in receiver.payloads]
        assert set(server.answers) <= {200}
    return json.dumps(asdict(collect(JOB, crawl_id, events, [poll]))).encode(), len(events)


def test_twenty_disorderly_deliveries_end_in_the_bytes_of_the_orderly_one() -> None:
    expected, told = outcome(orderly)
    assert told == 16 and expected.count(b'"markdown": "#') == 11
    ends = [outcome(disorderly(seed), before_answer=seed % 4, page_size=1 + seed) for seed in range(20)]
    assert {end for end, _ in ends} == {expected}
    assert len({count for _, count in ends}) > 5, "the deliveries were hardly disorderly"


def test_no_delivery_at_all_ends_the_same() -> None:
    assert outcome(lambda events: []) == (outcome(orderly)[0], 0)


def test_pages_may_come_before_the_start_is_answered() -> None:
    with Receiver() as receiver, FirecrawlServer(SCRAPES, before_answer=5) as server:
        crawl_id = run(client_of(server).start(order(webhook_url=receiver.url)))
        early = [read_event(payload) for payload in receiver.payloads[:5]]
        assert len(collect(JOB, None, early).pages) == 4
        assert collect(JOB, None, early) == collect(JOB, crawl_id, early)
        server.wait_until_told()


def test_a_start_whose_answer_is_lost_is_found_by_its_webhooks() -> None:
    with Receiver() as receiver, FirecrawlServer(SCRAPES) as server:
        server.fail("start", Sent(reset=True, acts=True))
        error = failure(lambda: run(client_of(server).start(order(webhook_url=receiver.url))))
        server.wait_until_told()
        assert isinstance(error, OutcomeUnknown)
        (crawl_id,) = crawl_ids(map(read_event, receiver.payloads), JOB)
        assert run(client_of(server).poll(crawl_id)).is_whole


def test_the_fake_s_signature_is_the_secret_s() -> None:
    with Receiver() as receiver, FirecrawlServer(SCRAPES, secret="another") as server:
        run(client_of(server).start(order(webhook_url=receiver.url)))
        server.wait_until_told()
    assert set(server.answers) == {401} and receiver.payloads == []


@pytest.mark.parametrize("plan", [orderly, disorderly(3)])
def test_a_real_site_is_scraped_by_its_links(plan: Plan) -> None:
    routes = {
        "/": '<title>Home</title><h1>Home</h1><a href="/a">a</a><a href="/gone">b</a><a href="http://x.example/">x</a>',
        "/a": '<title>A &amp; B</title><h1>A</h1><p>One</p><div><a href="/">home</a></div>',
    }
    with SiteServer(dict(routes)) as site, Receiver() as receiver, FirecrawlServer(plan=plan) as server:
        crawl_id = run(client_of(server).start(order(url=f"{site.url}/", webhook_url=receiver.url)))
        server.wait_until_told()
        poll = run(client_of(server).poll(crawl_id))
        found = collect(JOB, crawl_id, map(read_event, receiver.payloads), [poll])
    assert [(page.url, page.title, page.error) for page in found.pages] == [
        (f"{site.url}/", "Home", None),
        (f"{site.url}/a", "A & B", None),
        (f"{site.url}/gone", None, "HTTP 404"),
    ]
    assert found.pages[1].markdown == "# A\n\nOne\n\nhome" and SITE not in found.pages[1].url
