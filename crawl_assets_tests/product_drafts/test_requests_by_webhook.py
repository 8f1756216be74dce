"""Webhooks of the source `crawler`: the envelope of the replaced system's queue asks for a page, once."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawl_assets.inbox.admission import Refused, Secrets, admit
from crawl_assets.inbox.events import Delivery
from crawl_assets.inbox.ledger import Ledger
from crawl_assets.inbox_commands import inbox_secrets
from crawl_assets.product_drafts import automation
from crawl_assets.product_drafts.event_ids import event_id_of
from crawl_assets.product_drafts.orders import find_event
from crawl_assets.product_drafts.requested import NotARequest, read_request
from crawl_assets.settings import read_settings
from crawl_assets_tests.inbox.receiving import receiving
from crawl_assets_tests.inbox.webhooks import Webhook, generic
from crawl_assets_tests.product_drafts.shops import Shop, requested, shop

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://shop.example/p"
SECRET = "crawler-s3cr3t"


def envelope(url: Any = URL, event_id: Any = "evt-1", **more: Any) -> dict[str, Any]:
    return {"event_name": "crawler/url.requested", "event_id": event_id, "ts": 1767225600, "data": {"url": url}} | more


def let_in(hook: Webhook, secrets: Secrets) -> Delivery:
    return admit("crawler", hook.headers, hook.body, secrets, NOW)


def test_the_source_has_a_secret_of_its_own() -> None:
    environ = {"CRAWLER_WEBHOOK_SECRET": SECRET, "INBOX_SECRET": "another"}
    secrets = inbox_secrets(read_settings(environ))
    assert let_in(generic("m-1", envelope(), NOW, SECRET), secrets).delivery_id == "m-1"
    with pytest.raises(Refused, match="by another secret"):
        let_in(generic("m-1", envelope(), NOW, "another"), secrets)
    with pytest.raises(Refused, match="set CRAWLER_WEBHOOK_SECRET"):
        let_in(generic("m-1", envelope(), NOW, SECRET), inbox_secrets(read_settings({})))


def test_an_envelope_is_read_and_its_event_id_kept() -> None:
    order = read_request(envelope(data={"url": URL, "out_dir": "a/b"}))
    assert (order.event_id, order.url, order.out_dir, order.requested_by) == ("evt-1", URL, "a/b", "crawler")
    assert read_request({"data": {"url": URL}}).event_id == event_id_of(URL)
    assert read_request(envelope(event_name="")).event_id == "evt-1"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([], "the body is no envelope"),
        ({"event_name": "crawler/url.requested"}, "the body is no envelope"),
        (envelope(event_name="other"), "the event_name is 'other'"),
        (envelope(data={}), "data.url is missing"),
        (envelope(url=7), "data.url is no text"),
        (envelope(event_id=7), "event_id is no text"),
        (envelope(data={"url": URL, "out_dir": []}), "data.out_dir is no text"),
    ],
)
def test_what_is_no_request_says_why(body: Any, words: str) -> None:
    with pytest.raises(NotARequest, match=words):
        read_request(body)


@pytest.mark.parametrize(
    ("url", "event_id"), [("file:///etc/passwd", "e"), ("http://", "e"), (URL, "a b"), (URL, "a...b")]
)
def test_bug_a11_an_address_or_an_id_that_cannot_be_is_refused(url: str, event_id: str) -> None:
    with pytest.raises(Exception, match=r"only http and https|cannot be an event id|names no host|cannot be read"):
        read_request(envelope(url, event_id))


def deliver(site: Shop, *bodies: Any) -> Ledger:
    ledger = Ledger(site.project.database)
    now = datetime.now(UTC)
    for number, body in enumerate(bodies):
        ledger.record(Delivery("crawler", f"m-{number}", json.dumps(body), True, now))
    return ledger


def test_each_page_is_requested_once_however_often_it_is_asked_for(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        deliver(
            site, envelope(site.url, "a"), envelope(site.url, "a"), envelope(site.url, "b"), {"data": {"url": site.url}}
        )
        assert sorted(map(str, requested(site.project, automation.crawler_requests))) == sorted(
            ["a", "b", site.event_id]
        )
        event = find_event(site.project.database, "a")
        assert event is not None
        assert (event.state, event.requested_by, event.url) == ("requested", "crawler", site.url)


def test_a_bad_request_is_marked_and_the_others_go_on(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        ledger = deliver(site, envelope("ftp://x"), envelope(site.url, "ok"), envelope("https://other.example", "ok"))
        assert requested(site.project, automation.crawler_requests) == ["ok"]
        wrong = {event.delivery_id: str(event.error) for event in ledger.listed() if event.error}
        assert "only http and https" in wrong["m-0"]
        assert f"event ok is about {site.url}, not https://other.example" in wrong["m-2"]


def test_what_a_webhook_asked_for_is_crawled(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        hook = generic("m-1", envelope(site.url, "evt-1"), datetime.now(UTC), SECRET)
        with receiving(Ledger(site.project.database), Secrets({"crawler": [SECRET]})) as client:
            answers = [client.post("/hooks/crawler", content=hook.body, headers=hook.headers) for _ in range(2)]
            forged = client.post("/hooks/crawler", content=hook.body + b" ", headers=hook.headers)
        assert [(one.status_code, one.text) for one in answers] == [(200, "kept\n"), (200, "kept before\n")]
        assert forged.status_code == 401
        assert requested(site.project, automation.crawler_requests) == ["evt-1"]
        site.project.instance.add_dynamic_partitions("crawl_event", ["evt-1"])
        site.event_id = "evt-1"
        ran = site.crawl()
        assert ran.success, ran.failure
        assert (site.draft().created_by, site.draft().status) == ("crawler", "READY_FOR_REVIEW")
