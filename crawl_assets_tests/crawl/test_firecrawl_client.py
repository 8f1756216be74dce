"""Starting, polling and cancelling a crawl at Firecrawl, and what each answer of it means."""

import pytest

from crawl_assets.crawl.firecrawl import BadNext, CrawlGone, Firecrawl, crawl_body
from crawl_assets.json_api import (
    AccountStopped,
    ApiAccess,
    NoAnswer,
    NotSetUp,
    OutcomeUnknown,
    Refused,
    TryLater,
)
from crawl_assets_tests.crawl.firecrawling import JOB, SCRAPES, SITE, client_of, failure, order, run
from crawl_assets_tests.fakes.firecrawl import KEY, FirecrawlServer
from crawl_assets_tests.fakes.firecrawl_requests import refused
from crawl_assets_tests.fakes.firecrawl_site import Scrape
from crawl_assets_tests.fakes.json_server import JsonServer, Request, Sent


def finished(server: FirecrawlServer) -> str:
    crawl_id = run(client_of(server).start(order()))
    server.wait_until_told()
    return crawl_id


def test_a_started_crawl_is_polled_to_its_end_over_several_pages_of_results() -> None:
    with FirecrawlServer(SCRAPES, page_size=3) as server:
        crawl_id = finished(server)
        poll = run(client_of(server).poll(crawl_id))
        assert server.http.count("GET", f"/v2/crawl/{crawl_id}") == 5
    assert (poll.state, poll.is_whole, poll.total, poll.completed) == ("completed", True, 14, 14)
    assert len(poll.pages) == len(SCRAPES)
    assert {page.requested_url for page in poll.pages} == {scrape.url for scrape in SCRAPES}


def test_scrapes_that_failed_and_what_robots_txt_forbids_come_with_their_reason() -> None:
    with FirecrawlServer(SCRAPES) as server:
        poll = run(client_of(server).poll(finished(server)))
    found = {page.url: page for page in poll.pages}
    assert found[f"{SITE}/slow"].error == "The page took too long to load."
    assert found[f"{SITE}/private"].is_refused and not found[f"{SITE}/slow"].is_refused


def test_a_running_crawl_gives_what_it_has_and_is_not_whole() -> None:
    with FirecrawlServer(SCRAPES, held_at=4, page_size=3) as server:
        crawl_id = run(client_of(server).start(order()))
        poll = run(client_of(server).poll(crawl_id))
        while poll.completed < 4:
            poll = run(client_of(server).poll(crawl_id))
        assert (poll.state, poll.is_whole, len(poll.pages)) == ("running", False, 4)
        server.release()
        server.wait_until_told()
        assert run(client_of(server).poll(crawl_id)).is_whole


def test_the_order_holds_our_job_and_asks_for_pages_fetched_anew() -> None:
    body = crawl_body(order(webhook_url="https://we.example/hooks/firecrawl"))
    assert body["webhook"]["metadata"] == {"job_id": JOB}
    assert body["webhook"]["events"] == ["started", "page", "completed", "failed"]
    assert body["scrapeOptions"] == {"formats": ["markdown"], "onlyMainContent": True, "maxAge": 0}
    assert body["limit"] == 100


def test_the_start_is_crawled_even_where_the_wanted_paths_leave_it_out() -> None:
    with FirecrawlServer(SCRAPES) as server:
        crawl_id = run(client_of(server).start(order(include=("^/guide/",), exclude=("/8$",))))
        server.wait_until_told()
        poll = run(client_of(server).poll(crawl_id))
    assert sorted(page.url for page in poll.pages) == [
        f"{SITE}/",
        *(f"{SITE}/guide/{number}" for number in range(8)),
    ]


def test_depth_and_delay_are_passed_on() -> None:
    body = crawl_body(order(max_depth=3, delay=1.5))
    assert (body["maxDiscoveryDepth"], body["delay"]) == (3, 1.5)


def test_a_cancelled_crawl_says_so_and_cannot_be_cancelled_again() -> None:
    with FirecrawlServer(SCRAPES, held_at=2) as server:
        client = client_of(server)
        crawl_id = run(client.start(order()))
        assert run(client.cancel(crawl_id)) is True
        assert run(client.cancel(crawl_id)) is False
        server.wait_until_told()
        assert run(client.poll(crawl_id)).state == "cancelled"
        assert run(client.cancel("never-started")) is False


def test_a_limit_above_the_credits_left_stops_and_says_what_to_do() -> None:
    with FirecrawlServer(SCRAPES, credits=99) as server:
        error = failure(lambda: run(client_of(server).start(order())))
        assert server.http.count("POST", "/v2/crawl") == 1
    assert isinstance(error, AccountStopped) and error.status == 402
    assert "lower the limit" in str(error) and "Insufficient credits" in str(error)


@pytest.mark.parametrize("call", ["start", "status", "errors", "cancel"])
def test_too_many_requests_are_waited_for_as_long_as_asked(call: str) -> None:
    waits: list[float] = []
    with FirecrawlServer(SCRAPES) as server:
        crawl_id = finished(server)
        server.fail(call, refused(429, "Rate limit exceeded", **{"Retry-After": "7"}), refused(500, "oops"))
        client = client_of(server, waits)
        run(
            {"start": lambda: client.start(order()), "cancel": lambda: client.cancel(crawl_id)}.get(
                call, lambda: client.poll(crawl_id)
            )()
        )
    assert 7 <= waits[0] <= 8 and len(waits) == 2


def test_who_asks_for_too_long_a_rest_is_left_to_a_later_run() -> None:
    waits: list[float] = []
    with FirecrawlServer(SCRAPES) as server:
        server.fail("start", refused(429, "Rate limit exceeded", **{"Retry-After": "900"}))
        error = failure(lambda: run(client_of(server, waits).start(order())))
    assert isinstance(error, TryLater) and error.retry_after == 900 and waits == []


def test_a_lost_answer_to_a_start_is_not_asked_again_as_that_would_pay_twice() -> None:
    with FirecrawlServer(SCRAPES) as server:
        server.fail("start", Sent(reset=True, acts=True))
        error = failure(lambda: run(client_of(server).start(order())))
        assert len(server.crawl_ids) == 1
        server.wait_until_told()
    assert isinstance(error, OutcomeUnknown)


@pytest.mark.parametrize("lost", [Sent(reset=True), Sent(504, {}), Sent(200, b"<html>"), Sent(502, b"<html>")])
def test_a_lost_answer_to_a_poll_is_asked_again(lost: Sent) -> None:
    with FirecrawlServer(SCRAPES) as server:
        crawl_id = finished(server)
        server.fail("status", lost)
        assert run(client_of(server).poll(crawl_id)).is_whole


def test_a_server_that_says_nothing_is_given_up_in_bounded_time() -> None:
    with FirecrawlServer(SCRAPES) as server:
        server.fail("start", Sent(200, {}, wait=30))
        error = failure(lambda: run(client_of(server, total_seconds=0.2).start(order())))
    assert isinstance(error, OutcomeUnknown) and "within 0.2 s" in str(error)


def test_nobody_listening_is_no_lost_answer() -> None:
    with FirecrawlServer(SCRAPES) as server:
        client = client_of(server)
    error = failure(lambda: run(client.start(order())))
    assert isinstance(error, NoAnswer) and not error.may_have_acted and server.base_url in str(error)


def test_a_crawl_that_firecrawl_has_forgotten_is_told_as_such() -> None:
    with FirecrawlServer(SCRAPES) as server:
        error = failure(lambda: run(client_of(server).poll("forgotten")))
    assert isinstance(error, CrawlGone) and "24 hours" in str(error)


def test_an_order_that_firecrawl_refuses_says_why() -> None:
    with FirecrawlServer(SCRAPES) as server:
        error = failure(lambda: run(client_of(server).start(order(include=("(",)))))
    assert isinstance(error, Refused) and error.status == 400 and "includePaths" in str(error)


@pytest.mark.parametrize("crawl_id", ["", "..", "a/b", "a?b", "a b", "é"])
def test_what_cannot_be_an_id_is_never_asked_for(crawl_id: str) -> None:
    with FirecrawlServer(SCRAPES) as server:
        client = client_of(server)
        for call in (client.poll, client.cancel):
            assert isinstance(failure(lambda call=call: run(call(crawl_id))), ValueError)  # type: ignore[misc]
        assert server.http.requests == []


def answering(*bodies: dict[str, object]) -> JsonServer:
    left = list(bodies)
    return JsonServer(lambda _: Sent(200, left.pop(0) if len(left) > 1 else left[0]))


def client_at(place: str) -> Firecrawl:
    return Firecrawl(ApiAccess(f"http://{place}/v2", KEY))


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://evil.example/v2/crawl/c1?skip=1",
        "http://127.0.0.1:1/v2/crawl/c1?skip=1",
        "http://{place}@evil.example/v2/crawl/c1",
        "http://{place}/v2/crawl/another?skip=1",
        "http://{place}/v2/team/keys",
        "//evil.example/v2/crawl/c1",
        "http://[",
    ],
)
def test_further_results_elsewhere_are_refused_before_the_key_is_sent(elsewhere: str) -> None:
    def body(place: str) -> dict[str, object]:
        return {"status": "completed", "data": [{}], "next": elsewhere.replace("{place}", place)}

    with JsonServer(lambda request: Sent(200, body(request.headers["host"]))) as server:
        error = failure(lambda: run(client_at(server.place).poll("c1")))
        assert len(server.requests) == 1
    assert isinstance(error, BadNext) and "FIRECRAWL_BASE_URL" in str(error)


def test_further_results_by_https_from_a_server_behind_a_proxy_are_asked_for_at_our_own_address() -> None:
    def answer(request: Request) -> Sent:
        following = f"https://{request.headers['host']}/v2/crawl/c1?skip=1"
        more = {"next": following} if "skip" not in request.query else {}
        return Sent(200, {"status": "completed", "data": [], "errors": [], **more})

    with JsonServer(answer) as server:
        assert run(client_at(server.place).poll("c1")).is_whole
        assert [request.query.get("skip") for request in server.requests] == [None, "1", None]


def test_results_that_lead_round_in_a_circle_end() -> None:
    def answer(request: Request) -> Sent:
        following = f"http://{request.headers['host']}/v2/crawl/c1?skip=1"
        return Sent(200, {"status": "completed", "data": [{}], "next": following})

    with JsonServer(answer) as server:
        assert isinstance(failure(lambda: run(client_at(server.place).poll("c1"))), BadNext)
        assert len(server.requests) == 2


def test_a_crawl_that_ends_while_it_is_read_is_not_whole_yet() -> None:
    documents = [{"markdown": "x", "metadata": {"url": f"{SITE}/{number}"}} for number in range(2)]

    def answer(request: Request) -> Sent:
        if "skip" in request.query:
            return Sent(200, {"status": "completed", "data": documents[1:]})
        following = f"http://{request.headers['host']}/v2/crawl/c1?skip=1"
        return Sent(200, {"status": "scraping", "data": documents[:1], "next": following})

    with JsonServer(answer) as server:
        poll = run(client_at(server.place).poll("c1"))
    assert (poll.is_whole, poll.state, len(poll.pages)) == (False, "running", 2)


def test_results_without_an_address_are_counted_and_left_out() -> None:
    with answering({"status": "completed", "data": [{}, {"metadata": {}}, 7, {"metadata": {"url": ""}}]}) as server:
        poll = run(client_at(server.place).poll("c1"))
    assert (poll.pages, poll.nameless) == ((), 4)


@pytest.mark.parametrize("status", [None, "dancing", 7, ["completed"]])
def test_a_state_that_firecrawl_does_not_have_is_an_error_that_names_it(status: object) -> None:
    with answering({"status": status}) as server:
        error = failure(lambda: run(client_at(server.place).poll("c1")))
    assert isinstance(error, TryLater) and repr(status) in str(error)


def test_a_start_without_an_id_is_an_error() -> None:
    with answering({"success": True}) as server:
        assert "without telling its id" in str(failure(lambda: run(client_at(server.place).start(order()))))


def test_a_site_on_loopback_can_be_crawled_by_the_fake() -> None:
    with FirecrawlServer([Scrape("http://127.0.0.1/")]) as server:
        crawl_id = run(client_of(server).start(order(url="http://127.0.0.1/")))
        server.wait_until_told()
        assert [page.url for page in run(client_of(server).poll(crawl_id)).pages] == ["http://127.0.0.1/"]


def test_no_key_is_not_set_up() -> None:
    with pytest.raises(NotSetUp, match="FIRECRAWL_API_KEY"):
        Firecrawl(ApiAccess("https://api.firecrawl.dev/v2", ""))


@pytest.mark.parametrize("address", ["", "api.firecrawl.dev", "ftp://a.example", "https://", "http://a:b"])
def test_an_address_that_is_none_is_not_set_up(address: str) -> None:
    with pytest.raises(NotSetUp, match="FIRECRAWL_BASE_URL"):
        Firecrawl(ApiAccess(address, KEY))
