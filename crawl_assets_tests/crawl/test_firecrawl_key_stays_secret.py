"""Firecrawl's key is in no error, log, repr or chained exception, whatever the server echoes."""

import logging
import traceback

import pytest

from crawl_assets.crawl.firecrawl import Firecrawl
from crawl_assets.json_api import ApiAccess, NotSetUp
from crawl_assets_tests.crawl.firecrawling import client_of, failure, order, run
from crawl_assets_tests.fakes.firecrawl import KEY, FirecrawlServer
from crawl_assets_tests.fakes.firecrawl_requests import refused
from crawl_assets_tests.fakes.json_server import Sent

ECHO = f"You sent Bearer {KEY}."


@pytest.mark.parametrize(
    "answer",
    [
        *(refused(status, ECHO) for status in (301, 400, 401, 402, 403, 404, 409, 429, 500, 502, 504)),
        refused(400, "x" * 290 + KEY),  # where the text is cut
        Sent(500, f"<h1>{ECHO}</h1>".encode()),
        Sent(400, {"error": [{"message": ECHO}]}),
        Sent(200, ECHO.encode()),
        Sent(200, {"id": ECHO}),
        Sent(reset=True),
        Sent(200, {}, wait=5),
    ],
)
def test_no_error_shows_the_key(answer: Sent, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), FirecrawlServer([]) as server:
        server.fail("start", answer, answer, answer)
        error = failure(lambda: run(client_of(server, total_seconds=0.3).start(order())))
    shown = "".join(traceback.format_exception(error)) + caplog.text
    assert KEY not in shown and KEY[:12] not in shown
    assert caplog.text, "the libraries logged nothing, so nothing was tested"
    assert error.__cause__ is None and error.__context__ is None, "the library's error holds the request's headers"


def test_a_wrong_key_is_told_by_its_setting(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), FirecrawlServer([]) as server:
        client = Firecrawl(ApiAccess(server.base_url, "fc-wrong-key-000000"))
        error = failure(lambda: run(client.start(order())))
    assert "FIRECRAWL_API_KEY" in str(error)
    assert "fc-wrong-key" not in str(error) + caplog.text


def test_a_client_and_its_access_show_the_server_only() -> None:
    access = ApiAccess("http://127.0.0.1/v2", KEY)
    assert repr(Firecrawl(access)) == "Firecrawl('http://127.0.0.1/v2')"
    assert KEY not in repr(access)


@pytest.mark.parametrize("key", [KEY + "\n", " " + KEY, f"“{KEY}”", "Bearer " + KEY])
def test_a_key_that_was_copied_with_more_than_itself_is_refused_unshown(key: str) -> None:
    with pytest.raises(NotSetUp, match="FIRECRAWL_API_KEY") as refusal:
        Firecrawl(ApiAccess("https://api.firecrawl.dev/v2", key))
    assert KEY not in "".join(traceback.format_exception(refusal.value))


@pytest.mark.parametrize("address", [f"https://u:{KEY}@a.example/v2", f"https://a.example/v2?key={KEY}"])
def test_a_key_within_the_address_is_refused_unshown(address: str) -> None:
    with pytest.raises(NotSetUp, match="FIRECRAWL_BASE_URL") as refusal:
        Firecrawl(ApiAccess(address, KEY))
    assert KEY not in str(refusal.value)
