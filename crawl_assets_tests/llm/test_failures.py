"""Every way a call fails has a type that says what comes next, and words that say what to do."""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from crawl_assets.llm.errors import BadRequest, ModelStopped, NoAnswer, NotSetUp, TooSlow, TryLater
from crawl_assets.llm.openai_chat import OpenAIChat
from crawl_assets_tests.fakes.openai import (
    KEY,
    Behaviour,
    OpenAIServer,
    busy,
    drip,
    html,
    in_200,
    out_of_credit,
    raw,
    reset,
    retired,
    stall,
    status,
)
from crawl_assets_tests.llm.chatting import MODEL, failure, request


@pytest.mark.parametrize(
    ("behaviour", "code", "advice"),
    [
        (status(401, "User not found."), 401, "Check OPENROUTER_API_KEY"),
        (out_of_credit(), 402, "Add credit, then run again: what was bought is kept"),
        (status(403, "Your input was flagged"), 403, "Check the account's permissions"),
        (retired(), 404, f"crawl-assets cryptic models retire {MODEL}"),
        (html(404), 404, "LLM_BASE_URL lacks its path"),
        (in_200(402), 402, "Add credit"),
        (raw({"choices": [{"error": {"code": 402, "message": "no"}, "finish_reason": "error"}]}), 402, "Add credit"),
    ],
)
def test_what_stops_a_model_says_what_to_do(behaviour: Behaviour, code: int, advice: str) -> None:
    error = failure(behaviour)
    assert type(error) is ModelStopped
    assert error.status == code
    assert MODEL in str(error) and advice in str(error)


@pytest.mark.parametrize("code", [408, 409, 425, 429, 500, 502, 503, 529])
def test_what_passes_is_tried_later(code: int) -> None:
    error = failure(status(code, "soon again"))
    assert type(error) is TryLater
    assert (error.status, error.retry_after) == (code, None)
    assert "soon again" in str(error)


@pytest.mark.parametrize("code", [400, 413, 422])
def test_a_refused_question_is_not_asked_again(code: int) -> None:
    error = failure(status(code, "context length exceeded"))
    assert type(error) is BadRequest
    assert error.status == code in BadRequest.STATUSES
    assert "context length exceeded" in str(error)


def test_a_field_the_server_does_not_know_is_named() -> None:
    error = failure(status(500), extra_body={"reasonning": {}})
    assert type(error) is BadRequest
    assert "Unrecognized request argument supplied: reasonning" in str(error)


@pytest.mark.parametrize("how", [{}, {"date": True}, {"reset_ms": True}])
def test_the_wait_that_a_server_asks_for_is_taken_from_each_of_its_headers(how: dict[str, bool]) -> None:
    error = failure(busy(30, **how))
    assert type(error) is TryLater
    assert 25 < error.retry_after <= 30


def test_the_wait_is_also_read_from_the_body() -> None:
    reset_ms = {"X-RateLimit-Reset": str(int(1000 * (time.time() + 30)))}
    error = failure(in_200(429, "Rate limit exceeded", metadata={"headers": reset_ms}))
    assert type(error) is TryLater
    assert 25 < error.retry_after <= 30


def test_an_error_within_a_200_answer_is_the_error_that_it_names() -> None:
    error = failure(in_200(429, metadata={"raw": "overloaded", "provider_name": "Maker"}))
    assert type(error) is TryLater and error.status == 429
    assert "Provider returned error (Maker: overloaded)" in str(error)
    assert type(failure(in_200(400, "too long"))) is BadRequest


@pytest.mark.parametrize(
    "body",
    [
        {"choices": [{"error": {"code": 502, "message": "broken"}, "finish_reason": "error"}]},
        {"choices": [{"finish_reason": "error", "message": {"content": "TEA"}}]},
        {"error": "broken"},
        {"error": {"code": "server_error", "message": None}},
        {"error": {"code": 99999}},
    ],
)
def test_an_error_of_any_form_within_a_200_answer_is_tried_later(body: dict[str, object]) -> None:
    error = failure(raw(body))
    assert type(error) is TryLater and error.status == 502


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"choices": None},
        {"choices": []},
        {"choices": {}},
        {"choices": ["TEAPOT"]},
        {"choices": [{}]},
        {"choices": [{"message": None}]},
        {"choices": [{"message": "TEAPOT"}]},
    ],
)
def test_an_answer_without_a_message_is_tried_later(body: dict[str, object]) -> None:
    error = failure(raw(body))
    assert type(error) is TryLater
    assert "holds no message" in str(error)


@pytest.mark.parametrize("body", [b"", b"null", b'{"choices": [', b'"TEAPOT"', b"\xff\xfe", b"[" * 100_000])
def test_an_answer_that_is_no_json_object_is_tried_later(body: bytes) -> None:
    error = failure(raw(body))
    assert type(error) is TryLater
    assert "no JSON object" in str(error)


def test_a_page_in_place_of_an_answer_is_shown_by_its_title_and_hints_at_the_address() -> None:
    error = failure(html(200, "Welcome to\n nginx"))
    assert "'Welcome to nginx'" in str(error) and "LLM_BASE_URL" in str(error)
    assert "<" not in str(failure(html(503)))


@pytest.mark.parametrize("behaviour", [stall(), drip(0.02)])
def test_the_whole_time_of_a_call_is_bounded_also_when_bytes_keep_coming(behaviour: Behaviour) -> None:
    started = time.monotonic()
    error = failure(behaviour, total_seconds=0.3)
    assert time.monotonic() - started < 5
    assert type(error) is TooSlow
    assert "no whole answer within 0.3 s" in str(error)


def test_a_cut_connection_is_no_answer() -> None:
    assert type(failure(reset())) is NoAnswer


def test_a_server_that_is_not_there_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/v1"
    with pytest.raises(NoAnswer, match=address):
        asyncio.run(OpenAIChat(KEY, base_url=address).chat(request()))


@contextmanager
def full_listener() -> Iterator[int]:
    """A port whose queue is full, so that no connection comes about."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=0)
    with listener, socket.create_connection(listener.getsockname()):
        yield listener.getsockname()[1]


def test_a_connection_that_does_not_come_about_is_given_up_sooner_than_an_answer() -> None:
    with full_listener() as port:
        chat = OpenAIChat(KEY, base_url=f"http://127.0.0.1:{port}/v1", connect_seconds=0.2, total_seconds=60)
        with pytest.raises(NoAnswer, match=r"no connection to .* in 0.2 s"):
            asyncio.run(chat.chat(request()))


@pytest.mark.parametrize(
    ("key", "base_url", "words"),
    [
        ("", "https://openrouter.ai/api/v1", "No key for openrouter.ai: set OPENROUTER_API_KEY"),
        (KEY, "openrouter.ai/api/v1", "'openrouter.ai/api/v1' is no web address"),
        (KEY, "ftp://openrouter.ai", "is no web address"),
        (KEY, "https://", "is no web address"),
        (KEY, "https://[::1", "is no web address"),
        (KEY, "https://openrouter.ai:key", "is no web address"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_before_anything_is_sent(key: str, base_url: str, words: str) -> None:
    with pytest.raises(NotSetUp, match="^.*" + words.replace("[", r"\[")):
        OpenAIChat(key, base_url=base_url)


def test_a_server_on_this_machine_needs_no_key() -> None:
    with OpenAIServer(key="none") as server:
        assert asyncio.run(OpenAIChat("", base_url=server.base_url).chat(request())).text
