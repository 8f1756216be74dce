"""What webhooks told of a crawl is read from the inbox: that crawl's events alone, and where they are sent."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawl_assets.inbox.events import Delivery
from crawl_assets.inbox.ledger import Ledger
from crawl_assets.llms_txt.rows import CrawlJob
from crawl_assets.llms_txt.told import Told, webhook_address
from crawl_assets_tests.inbox.receiving import ledger_in
from crawl_assets_tests.llms_txt.rows import DOMAIN, NOW

JOB = CrawlJob("a1b2c3d4", DOMAIN, "active", "run", NOW, None, None)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    found = ledger_in(tmp_path)
    yield found
    found.database.close()


def tell(ledger: Ledger, delivery: str, body: str, age: timedelta = timedelta()) -> None:
    ledger.record(Delivery("firecrawl", delivery, body, True, NOW + timedelta(minutes=1) - age))


def event(kind: str, crawl: str = "fc-1", job: str = JOB.job_id) -> str:
    page = '[{"markdown": "# A", "metadata": {"sourceURL": "https://docs.example.org/a"}}]' if kind == "page" else "[]"
    return f'{{"type": "crawl.{kind}", "id": "{crawl}", "data": {page}, "metadata": {{"job_id": "{job}"}}}}'


def test_events_of_a_crawl_are_read_and_those_of_others_are_not(ledger: Ledger) -> None:
    for number in range(25):
        tell(ledger, f"page-{number}", event("page"))
    tell(ledger, "other", event("page", "fc-2", "another-job"))
    tell(ledger, "no-event", f'{{"type": "{JOB.job_id}"}}')
    tell(ledger, "last-year", event("page"), timedelta(days=365))
    told = list(Told(ledger, JOB).events("fc-1"))
    assert [(one.kind, one.crawl_id) for one in told] == [("page", "fc-1")] * 25


def test_the_end_is_told_by_an_event_of_the_crawl_s_end_alone(ledger: Ledger) -> None:
    told = Told(ledger, JOB)
    tell(ledger, "one", event("started"))
    tell(ledger, "two", event("page"))
    tell(ledger, "three", event("completed", "fc-2", "another-job"))
    assert not told.told_end("fc-1")
    tell(ledger, "four", event("completed"))
    assert told.told_end("fc-1")
    assert not told.told_end("fc-1"), "it was told before"


def test_an_end_without_our_own_id_is_known_by_firecrawl_s(ledger: Ledger) -> None:
    tell(ledger, "one", '{"type": "crawl.completed", "id": "fc-1"}')
    assert Told(ledger, JOB).told_end("fc-1")


def test_webhooks_are_sent_under_the_public_address() -> None:
    assert webhook_address("") is None
    assert webhook_address("https://hooks.example.org/") == "https://hooks.example.org/hooks/firecrawl"
    assert webhook_address("http://127.0.0.1:8480") == "http://127.0.0.1:8480/hooks/firecrawl"


@pytest.mark.parametrize("address", ["http://hooks.example.org", "hooks.example.org", "https://", "ftp://127.0.0.1/"])
def test_an_address_that_firecrawl_sends_nothing_to_is_refused_by_the_setting_s_name(address: str) -> None:
    with pytest.raises(ValueError, match="CRAWL_PUBLIC_URL"):
        webhook_address(address)
