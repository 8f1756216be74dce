"""Webhook payloads as Firecrawl sends them, also older and self-hosted ones, and those that are none."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.crawl.firecrawl_events import FirecrawlEvent, NotAnEvent, crawl_ids, read_event
from crawl_assets.crawl.firecrawl_pages import FirecrawlPage

URL = "https://docs.example.org/a"


def page_event(document: Any, **more: Any) -> dict[str, Any]:
    envelope = {"success": True, "type": "crawl.page", "id": "c1", "webhookId": "w1", "metadata": {"job_id": "j1"}}
    return envelope | {"data": [document]} | more


def page_of(metadata: dict[str, Any], markdown: Any = "# A", **more: Any) -> FirecrawlPage:
    (page,) = read_event(page_event({"markdown": markdown, "metadata": metadata}, **more)).pages
    return page


def test_a_page_event_tells_whose_it_is_and_what_was_found() -> None:
    metadata = {
        "title": "A",
        "description": " The\nfirst ",
        "language": "en",
        "url": URL,
        "sourceURL": f"{URL}?utm_source=mail#top",
        "statusCode": 200,
        "scrapeId": "s1",
    }
    event = read_event(page_event({"markdown": "# A", "metadata": metadata}))
    assert event == FirecrawlEvent(
        "page", "c1", "j1", "w1", (FirecrawlPage(URL, URL, 200, "A", "The first", "en", "# A", scrape_id="s1"),)
    )


@pytest.mark.parametrize("kind", ["started", "completed", "failed"])
def test_the_other_events_have_no_pages(kind: str) -> None:
    event = read_event({"type": f"crawl.{kind}", "id": "c1", "data": [], "error": None})
    assert (event.kind, event.crawl_id, event.job_id, event.pages) == (kind, "c1", None, ())


def test_the_bare_name_of_a_type_is_the_same_type() -> None:
    assert read_event({"type": "completed", "id": "c1"}).kind == "completed"


@pytest.mark.parametrize("value", [["First", "Second"], ["", " ", "First"], "First", " First "])
def test_a_title_or_description_may_be_a_list(value: object) -> None:
    page = page_of({"url": URL, "title": value, "description": value})
    assert (page.title, page.description) == ("First", "First")


@pytest.mark.parametrize("value", [None, [], [None], 7, {}, "", "  "])
def test_a_title_that_is_none_is_left_out(value: object) -> None:
    assert page_of({"url": URL, "title": value}).title is None


def test_a_failed_scrape_is_a_page_with_its_reason_and_no_content() -> None:
    event = read_event(page_event({"metadata": {"sourceURL": URL}}, success=False, error="SCRAPE_TIMEOUT"))
    assert event.pages == (FirecrawlPage(URL, URL, error="SCRAPE_TIMEOUT"),)


def test_a_failed_scrape_without_a_reason_is_a_failure_all_the_same() -> None:
    assert page_of({"sourceURL": URL}, "# Half", success=False).error == "Firecrawl gave no reason."


@pytest.mark.parametrize("status", [404, "404", 410, 500, 403])
def test_an_error_page_is_no_content_though_it_was_scraped(status: object) -> None:
    page = page_of({"url": URL, "statusCode": status, "scrapeId": "s1", "title": "Oops"}, "# Not found")
    assert (page.status, page.error) == (int(str(status)), f"HTTP {status}")
    assert (page.markdown, page.title) == (None, None)


@pytest.mark.parametrize("status", [None, True, 0, -1, 99, 600, "many", 2.5, [], "9" * 5000])
def test_a_status_that_is_none_is_unknown_and_the_content_counts(status: object) -> None:
    page = page_of({"url": URL, "statusCode": status})
    assert (page.status, page.markdown) == (None, "# A")


def test_an_empty_page_is_content_and_no_markdown_at_all_is_a_failure() -> None:
    assert page_of({"url": URL}, "").error is None
    assert page_of({"url": URL}, None).error == "The document holds no Markdown."


def test_a_redirected_page_keeps_what_was_asked_for() -> None:
    page = page_of({"url": f"{URL}b", "sourceURL": URL})
    assert (page.url, page.requested_url) == (f"{URL}b", URL)


def test_a_page_that_asks_not_to_be_indexed_says_so() -> None:
    assert page_of({"url": URL, "robots": "NOINDEX, follow"}).is_noindex
    assert page_of({"url": URL, "robots": ["noindex"]}).is_noindex
    assert not page_of({"url": URL, "robots": "index"}).is_noindex


@pytest.mark.parametrize(
    ("metadata", "missing"),
    [({}, "names no page"), ({"sourceURL": ""}, "names no page"), ({"url": "javascript:void(0)"}, "names no page")],
)
def test_a_page_without_an_address_is_no_event(metadata: dict[str, Any], missing: str) -> None:
    with pytest.raises(NotAnEvent, match=missing):
        page_of(metadata)


@pytest.mark.parametrize("data", [None, [], {}, [None], "page", [[]], [{"metadata": None}]])
def test_a_page_event_without_a_page_is_no_event(data: object) -> None:
    with pytest.raises(NotAnEvent, match="names no page"):
        read_event(page_event({}) | {"data": data})


@pytest.mark.parametrize("payload", [None, [], "crawl.page", 7])
def test_what_is_no_object_is_no_event(payload: object) -> None:
    with pytest.raises(NotAnEvent, match="JSON object"):
        read_event(payload)


@pytest.mark.parametrize("kind", [None, "batch_scrape.page", "crawl.dance", 7, ["crawl.page"], {}])
def test_a_type_that_a_crawl_does_not_have_is_named(kind: object) -> None:
    with pytest.raises(NotAnEvent, match="is no type"):
        read_event({"type": kind, "id": "c1"})


@pytest.mark.parametrize("more", [{}, {"id": None}, {"id": " "}, {"id": 7, "metadata": {"job_id": ""}}])
def test_an_event_that_names_no_crawl_is_refused_and_matches_no_job(more: dict[str, Any]) -> None:
    with pytest.raises(NotAnEvent, match="names no crawl"):
        read_event({"type": "crawl.completed"} | more)


@pytest.mark.parametrize(
    ("event", "belongs"),
    [
        (FirecrawlEvent("started", "c1", "j1"), True),
        (FirecrawlEvent("started", "c1", None), True),  # a server that echoes no metadata
        (FirecrawlEvent("started", None, "j1"), True),
        (FirecrawlEvent("started", None, None), False),
        (FirecrawlEvent("started", "c2", "j1"), False),  # an orphan: a start that was asked twice by hand
        (FirecrawlEvent("started", "c1", "j2"), False),
        (FirecrawlEvent("started", "c2", None), False),
    ],
)
def test_an_event_belongs_to_the_job_that_it_names(event: FirecrawlEvent, belongs: bool) -> None:
    assert event.belongs_to("j1", "c1") is belongs


def test_before_firecrawl_s_id_is_known_our_own_decides() -> None:
    assert FirecrawlEvent("page", "c1", "j1").belongs_to("j1", None)
    assert not FirecrawlEvent("page", "c1", None).belongs_to("j1", None)
    assert not FirecrawlEvent("page", None, None).belongs_to("j1", None)


def test_events_tell_the_id_that_a_lost_answer_would_have_told() -> None:
    events = [
        FirecrawlEvent("page", "c9", "j2"),
        FirecrawlEvent("page", "c1", "j1"),
        FirecrawlEvent("page", None, "j1"),
    ]
    assert crawl_ids(events * 2, "j1") == ["c1"]


def _dicts(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    names = st.sampled_from(["metadata", "markdown", "url", "sourceURL", "title", "statusCode", "data", "id", "type"])
    return st.dictionaries(names | st.text(), inner)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | _dicts(inner), max_leaves=8
)


@given(_JSON, _JSON, _JSON)
def test_no_json_breaks_the_reading(data: Any, metadata: Any, error: Any) -> None:
    payload = {"type": "crawl.page", "id": "c1", "data": data, "metadata": metadata, "error": error}
    try:
        event = read_event(json.loads(json.dumps(payload)))
    except NotAnEvent:
        return
    assert all(page.url.startswith("http") for page in event.pages)
