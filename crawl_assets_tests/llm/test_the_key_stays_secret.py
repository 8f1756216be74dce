"""The key is in no error, no log at any level, no repr, no chained exception and nothing that is kept."""

import asyncio
import logging
import traceback

import pytest

from crawl_assets.durable.errors import StepError
from crawl_assets.llm.errors import NotSetUp
from crawl_assets.llm.openai_chat import OpenAIChat
from crawl_assets_tests.fakes.openai import (
    KEY,
    Behaviour,
    OpenAIServer,
    busy,
    html,
    in_200,
    out_of_credit,
    raw,
    reply,
    reset,
    stall,
    status,
)
from crawl_assets_tests.llm.chatting import MODEL, asked, failure, request

ECHO = f"Incorrect API key provided: {KEY}. Find yours in the settings."


@pytest.mark.parametrize(
    "behaviour",
    [
        status(401, ECHO),
        status(400, ECHO),
        status(500, ECHO, metadata={"raw": KEY}),
        in_200(429, ECHO),
        in_200(KEY, ECHO),
        html(502, ECHO),
        html(200, ECHO),
        raw(ECHO.encode()),
        raw({"choices": None, KEY: KEY}),
        out_of_credit(),
        busy(1),
        stall(),
        reset(),
    ],
)
def test_no_error_shows_the_key_whatever_the_server_echoes(
    behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        error = failure(behaviour, total_seconds=0.3)
    assert KEY not in "".join(traceback.format_exception(error))
    assert KEY not in caplog.text
    assert caplog.text, "the libraries logged nothing, so nothing was tested"
    chain = []
    while error is not None:
        chain.append(error)
        error = error.__cause__ or error.__context__
    assert len(chain) == 1, "an error of the library below holds the request with its headers"


def test_a_reply_that_echoes_the_key_is_kept_without_it() -> None:
    found = asked(reply(f"Your key is {KEY}", echo={KEY: [KEY]}))
    assert found.text == "Your key is [key]"
    assert KEY not in repr(found)


def test_a_client_shows_its_server_and_not_its_key() -> None:
    assert repr(OpenAIChat(KEY, base_url="http://127.0.0.1/v1")) == "OpenAIChat('http://127.0.0.1/v1')"


@pytest.mark.parametrize("key", [KEY + "\n", " " + KEY, f"“{KEY}”", "Bearer " + KEY])
def test_a_key_that_was_copied_with_more_than_itself_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(NotSetUp, match="OPENROUTER_API_KEY") as refused:
        OpenAIChat(key, base_url="https://openrouter.ai/api/v1")
    assert KEY not in "".join(traceback.format_exception(refused.value))


def test_a_key_within_the_address_is_refused_without_being_shown() -> None:
    with pytest.raises(NotSetUp, match="OPENROUTER_API_KEY") as refused:
        OpenAIChat(KEY, base_url=f"https://user:{KEY}@openrouter.ai/api/v1")
    assert KEY not in str(refused.value)


def test_a_wrong_key_is_refused_without_being_shown(caplog: pytest.LogCaptureFixture) -> None:
    wrong = "sk-or-v1-wrong-0123456789"
    with caplog.at_level(logging.DEBUG), OpenAIServer() as server, pytest.raises(StepError) as refused:
        asyncio.run(OpenAIChat(wrong, base_url=server.base_url).chat(request()))
    assert "User not found" in str(refused.value) and MODEL in str(refused.value)
    assert wrong not in caplog.text + str(refused.value)
