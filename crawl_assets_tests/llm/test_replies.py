"""A reply is kept whole: text, outcome, cost, tokens, time, the provider's id and the body as it came."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.durable.errors import StepError
from crawl_assets.durable.records import as_json
from crawl_assets.llm.chat import ANSWERED, EMPTY, REFUSED, TRUNCATED
from crawl_assets.llm.openai_chat import OpenAIChat
from crawl_assets.llm.reading import Answer, read_answer
from crawl_assets_tests.cryptic_bench.weeks import NOW
from crawl_assets_tests.fakes.openai import KEY, OpenAIServer, raw, reply
from crawl_assets_tests.llm.chatting import MODEL, asked, request


def read(body: bytes | dict[str, Any], status: int = 200, **headers: str) -> Any:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_answer(MODEL, Answer(status, headers, sent, 7), KEY, NOW)


def completion(**choice: Any) -> dict[str, Any]:
    return {"choices": [{"finish_reason": "stop", "message": {"content": "TEAPOT"}} | choice]}


def test_everything_a_provider_tells_about_a_call_is_kept() -> None:
    found = asked(reply("TEAPOT", cost=0.0042))
    assert (found.text, found.outcome, found.finish_reason) == ("TEAPOT", ANSWERED, "stop")
    assert (found.prompt_tokens, found.completion_tokens, found.tokens_used, found.cost_usd) == (80, 5, 85, 0.0042)
    assert found.request_id == f"req-{MODEL}-1"
    assert found.raw["id"] == f"gen-{MODEL}-1"
    assert found.latency_ms > 0


def test_the_request_is_what_the_server_documents_and_carries_more_fields() -> None:
    with OpenAIServer() as server:
        chat = OpenAIChat(KEY, base_url=server.base_url)
        asyncio.run(chat.chat(request(extra_body={"reasoning": {"max_tokens": 1000}})))
        (call,) = server.calls
    assert call.body == {
        "model": MODEL,
        "messages": [{"role": "user", "content": "Clue: Brewer\nLetters: (6)"}],
        "temperature": 0.0,
        "max_tokens": 500,
        "reasoning": {"max_tokens": 1000},
        "usage": {"include": True},
    }


def test_openrouter_alone_is_told_the_name_of_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenAIServer() as server:
        address = f"http://openrouter.ai:{server.port}/api/v1"
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.port}")  # so that the name leads to the fake
        asyncio.run(OpenAIChat(KEY, base_url=address).chat(request()))
        asyncio.run(OpenAIChat(KEY, base_url=server.base_url).chat(request()))
        told, untold = [call.headers for call in server.calls]
    assert told["x-title"] == "crawl_assets"
    assert told["http-referer"].startswith("https://")
    assert "x-title" not in untold


def test_a_server_that_may_not_know_the_field_is_not_asked_for_the_cost() -> None:
    with OpenAIServer() as server:
        found = asyncio.run(OpenAIChat(KEY, base_url=server.base_url, ask_cost=False).chat(request()))
        assert "usage" not in server.calls[0].body
    assert found.cost_usd is None


@pytest.mark.parametrize(
    ("content", "finish_reason", "message", "outcome"),
    [
        ("TEAPOT", "stop", {}, ANSWERED),
        ("TEAPOT", None, {}, ANSWERED),
        ("", "stop", {}, EMPTY),
        (" \n", "stop", {}, EMPTY),
        (None, "stop", {}, EMPTY),
        ("TEA", "length", {}, TRUNCATED),
        (None, "length", {}, TRUNCATED),
        ("", "stop", {"refusal": "I cannot help with that."}, REFUSED),
        ("", "content_filter", {}, REFUSED),
    ],
)
def test_an_empty_reply_a_length_stop_and_a_refusal_are_told_apart(
    content: str | None, finish_reason: str | None, message: dict[str, str], outcome: str
) -> None:
    assert asked(reply(content, finish_reason, **message)).outcome == outcome


def test_content_in_parts_is_put_together() -> None:
    parts = [{"type": "text", "text": "TEA"}, {"type": "image_url"}, {"type": "text", "text": "POT"}, None]
    assert asked(reply(parts)).text == "TEAPOT"


def test_the_body_id_stands_in_for_a_missing_request_id() -> None:
    assert read(completion() | {"id": "gen-7"}).request_id == "gen-7"
    assert read(completion() | {"id": "gen-7"}, **{"X-Request-Id": "req-7"}).request_id == "req-7"


@pytest.mark.parametrize("usage", [None, [], "many", {"total_tokens": "85", "cost": []}, {"total_tokens": -1}])
def test_usage_of_another_shape_is_not_known(usage: object) -> None:
    found = read(completion() | {"usage": usage})
    assert (found.tokens_used, found.cost_usd) == (None, None)


@pytest.mark.parametrize(("told", "cost"), [(1, 1.0), ("0.5", 0.5), (-1, None), (True, None), ("free", None)])
def test_a_cost_is_a_number_of_dollars_or_not_known(told: object, cost: float | None) -> None:
    assert read(completion() | {"usage": {"cost": told}}).cost_usd == cost


def test_what_json_or_the_store_cannot_hold_does_not_lose_a_reply_that_was_paid_for() -> None:
    body = (
        rb'{"choices": [{"message": {"content": "TEA\ud83dPOT", "score": NaN, "odds": 1e999}}], "big": 1' + b"0" * 400
    )
    found = read(body + b"}")
    assert found.text == "TEA�POT"
    assert found.raw["choices"][0]["message"] == {"content": "TEA�POT", "score": None, "odds": None}
    as_json(found.raw)


def test_whitespace_that_keeps_a_connection_open_is_no_part_of_the_body() -> None:
    assert asked(raw(b"\n \n" * 50 + json.dumps(completion()).encode())).text == "TEAPOT"


NAMES = [
    "choices",
    "message",
    "content",
    "error",
    "code",
    "usage",
    "cost",
    "finish_reason",
    "metadata",
    "headers",
    "id",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)
COMPLETIONS = st.fixed_dictionaries(
    {"choices": st.tuples(st.dictionaries(st.sampled_from(["message", "finish_reason", "error"]), JSON)), "usage": JSON}
)


@settings(max_examples=300, deadline=None)
@given(body=JSON | COMPLETIONS, status=st.sampled_from([200, 201, 302, 400, 401, 404, 429, 500, 599]))
def test_an_answer_of_any_shape_is_a_reply_that_can_be_kept_or_an_error_with_words(body: Any, status: int) -> None:
    try:
        found = read(json.dumps(body).encode(), status)
    except StepError as error:
        assert MODEL in str(error)
    else:
        as_json(found.raw)


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=60))
def test_bytes_that_are_no_json_are_an_error_with_words(body: bytes) -> None:
    with pytest.raises(StepError, match=MODEL):
        read(b"<" + body)
