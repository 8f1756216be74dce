"""What is let in has an id that stays the same when it is delivered again, and is JSON that can be read safely."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.inbox.admission import DEEPEST, Refused, Secrets, admit, depth, firecrawl_id
from crawl_assets_tests.inbox.webhooks import FIRECRAWL_SECRET, RESEND_SECRET, firecrawl, page_event

NOW = datetime(2026, 1, 1, tzinfo=UTC)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def id_of(event: Any) -> str:
    return firecrawl_id(event, json.dumps(event).encode())


def without_webhook_id(event: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name != "webhookId"}


def levels(value: Any) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inside is None else 1 + max(map(levels, inside), default=0)


def test_firecrawl_s_own_webhook_id_is_the_delivery_s_id() -> None:
    assert id_of(page_event(7)) == "crawl-1-webhook-7"


def test_without_one_an_event_is_known_by_type_crawl_and_page() -> None:
    first, again = without_webhook_id(page_event(7)), without_webhook_id(page_event(7))
    again["metadata"] = {"delivered": "again"}
    assert id_of(first) == id_of(again)
    others = [page_event(8), page_event(7, "crawl-2"), page_event(7) | {"type": "crawl.failed"}]
    assert len({id_of(first), *(id_of(without_webhook_id(other)) for other in others)}) == 4


def test_a_failed_page_has_no_scrape_id_and_is_known_by_its_url() -> None:
    failed = [
        {"type": "crawl.page", "id": "c", "success": False, "data": [{"metadata": {"sourceURL": f"https://x/{page}"}}]}
        for page in (1, 2)
    ]
    assert id_of(failed[0]) == id_of(dict(failed[0])) != id_of(failed[1])


@given(event=VALUES)
def test_whatever_json_comes_has_an_id(event: Any) -> None:
    assert 0 < len(id_of(event)) <= 256


@given(value=VALUES)
def test_the_depth_of_json_is_that_of_its_lists_and_objects_and_not_of_its_texts(value: Any) -> None:
    assert depth(json.dumps(value).encode()) == levels(value)
    assert depth(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")) == levels(value)


def nested(deep: int) -> bytes:
    return b"[" * deep + b"]" * deep


@pytest.mark.parametrize(
    "body",
    [b"", b"nothing", b'{"a": 1', b"\xff\xfe{}", b'{"a": NaN}', b"[1] [2]", b'{"a": "\x00"}', b"9" * 5000],
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(Refused, match="not JSON") as caught:
        admit("firecrawl", firecrawl(body).headers, body, Secrets({"firecrawl": [FIRECRAWL_SECRET]}), NOW)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("deep", "is_kept"), [(DEEPEST, True), (DEEPEST + 1, False), (10_000, False), (1_000_000, False)]
)
def test_what_is_nested_too_deeply_is_refused(deep: int, is_kept: bool) -> None:
    secrets = Secrets({"firecrawl": [FIRECRAWL_SECRET]})
    body = nested(deep)
    if is_kept:
        assert admit("firecrawl", firecrawl(body).headers, body, secrets, NOW).body == body.decode()
        return
    with pytest.raises(Refused, match="deeper than 100 levels"):
        admit("firecrawl", firecrawl(body).headers, body, secrets, NOW)


@pytest.mark.parametrize(
    ("by_source", "unsigned", "says"),
    [
        ({}, {"firecrawler"}, "INBOX_UNSIGNED names 'firecrawler'; the sources are firecrawl, resend, generic"),
        ({"resend": [RESEND_SECRET, "s3cr3t"]}, set(), "RESEND_WEBHOOK_SECRET is no signing secret"),
    ],
)
def test_settings_that_cannot_be_right_are_said_to_be_wrong(
    by_source: dict[str, list[str]], unsigned: set[str], says: str
) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        Secrets(by_source, frozenset(unsigned))
    assert "s3cr3t" not in str(caught.value)


def test_secrets_show_in_no_text() -> None:
    assert FIRECRAWL_SECRET not in repr(Secrets({"firecrawl": [FIRECRAWL_SECRET]}))
