"""Ask a fake server once, as a durable step does."""

import asyncio
from typing import Any

from crawl_assets.durable.errors import StepError
from crawl_assets.llm.chat import ChatReply, ChatRequest
from crawl_assets.llm.openai_chat import OpenAIChat
from crawl_assets_tests.fakes.openai import KEY, Behaviour, OpenAIServer

MODEL = "maker/model"


def request(**more: Any) -> ChatRequest:
    """Make a request."""
    return ChatRequest(MODEL, ({"role": "user", "content": "Clue: Brewer\nLetters: (6)"},), 500, **more)


def asked(behaviour: Behaviour, *, key: str = KEY, total_seconds: float = 10.0, **more: Any) -> ChatReply:
    """Return the reply of a server that behaves so."""
    with OpenAIServer() as server:
        server.behave(MODEL, behaviour)
        chat = OpenAIChat(key, base_url=server.base_url, total_seconds=total_seconds)
        return asyncio.run(chat.chat(request(**more)))


def failure(behaviour: Behaviour, **more: Any) -> Any:
    """Return the error that asking a server that behaves so ends with."""
    try:
        reply = asked(behaviour, **more)
    except StepError as error:
        return error
    raise AssertionError(f"it answered: {reply}")
