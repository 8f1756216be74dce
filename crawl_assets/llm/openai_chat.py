"""Chat through any OpenAI-compatible server, OpenRouter by default, with the `openai` package.

One call is one attempt: the package's own retries are off, because a durable step retries, waits and remembers.
OpenRouter's chat completions: https://openrouter.ai/docs/api-reference/chat-completion
"""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawl_assets.durable.errors import StepError
from crawl_assets.llm.chat import ChatReply, ChatRequest
from crawl_assets.llm.errors import NoAnswer, NotSetUp, TooSlow
from crawl_assets.llm.reading import Answer, read_answer

if TYPE_CHECKING:
    from openai import AsyncOpenAI

OPENROUTER_HOST = "openrouter.ai"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
CONNECT_SECONDS, TOTAL_SECONDS = 10.0, 120.0
# the names under which OpenRouter lists the caller: https://openrouter.ai/docs/app-attribution
_APP = {"HTTP-Referer": "https://pypi.org/project/crawl-assets/", "X-Title": "crawl_assets"}
# a connection a call: at two starts a second a handshake costs nothing, and none is left over when the loop of a step
# ends, nor found closed by the server in the middle of a paid request
_HEADERS = {"Connection": "close"}


class OpenAIChat:
    """A chat client for one server; see `llm.chat.ChatClient`. Raises NotSetUp for a key or address that cannot be one.

    `total_seconds` bounds a whole call, also one whose answer drips in byte by byte. `ask_cost` sends OpenRouter's
    field `usage`, without which it states no cost; by default to OpenRouter and to loopback, since other servers may
    refuse a field that they do not know.
    """

    def __init__(
        self,
        api_key: str,
        *,
        base_url: str,
        connect_seconds: float = CONNECT_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
        ask_cost: bool | None = None,
    ) -> None:
        host = _checked_host(base_url)
        is_openrouter = host == OPENROUTER_HOST or host.endswith("." + OPENROUTER_HOST)
        _check_key(api_key, host)
        self._key, self._base_url = api_key, base_url
        self._connect_seconds, self._total_seconds = connect_seconds, total_seconds
        self._ask_cost = is_openrouter or host in LOOPBACK if ask_cost is None else ask_cost
        self._headers = _HEADERS | (_APP if is_openrouter else {})
        self._made: AsyncOpenAI | None = None

    def __repr__(self) -> str:
        """Show the server, never the key."""
        return f"OpenAIChat({self._base_url!r})"

    def prepare(self, model: str) -> None:
        """Make the client; any model will do."""
        self._client()

    async def chat(self, request: ChatRequest) -> ChatReply:
        """Ask once; raises TryLater, ModelStopped or BadRequest, none of which holds the key."""
        answer = await self._answer(request)
        if isinstance(answer, StepError):
            raise answer  # here, and not while the package's own error, which holds the request, is being handled
        return read_answer(request.model, answer, self._key, datetime.now(UTC))

    async def aclose(self) -> None:
        """Let go of the client; between calls it holds no connection."""
        if self._made is not None:
            await self._made.close()
            self._made = None

    async def _answer(self, request: ChatRequest) -> Answer | StepError:
        import openai

        client, started = self._client(), time.perf_counter()
        try:
            async with asyncio.timeout(self._total_seconds):
                raw = await client.chat.completions.with_raw_response.create(
                    model=request.model,
                    messages=[dict(message) for message in request.messages],  # type: ignore[misc]
                    temperature=request.temperature,
                    max_tokens=request.max_tokens,
                    extra_body=self._extra(request.extra_body),
                )
                response = raw.http_response
        except openai.APIStatusError as error:
            response = error.response
        except (TimeoutError, openai.APITimeoutError) as error:
            if "Connect" in type(error.__cause__).__name__:
                return NoAnswer(f"{request.model}: no connection to {self._base_url} in {self._connect_seconds:g} s.")
            return TooSlow(f"{request.model}: no whole answer within {self._total_seconds:g} s.")
        except openai.APIConnectionError as error:
            cause = str(error.__cause__ or error) or type(error.__cause__).__name__
            safe = cause.replace(self._key, "[key]") if self._key else cause
            return NoAnswer(f"{request.model}: no answer from {self._base_url} ({safe}).")
        latency_ms = round(1000 * (time.perf_counter() - started))
        return Answer(response.status_code, dict(response.headers), response.content, latency_ms)

    def _client(self) -> "AsyncOpenAI":
        if self._made is None:
            import openai

            self._made = openai.AsyncOpenAI(
                api_key=self._key or "none",
                base_url=self._base_url,
                timeout=openai.Timeout(self._total_seconds, connect=self._connect_seconds),
                max_retries=0,
                default_headers=self._headers,
            )
        return self._made

    def _extra(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        return {**asked, "usage": {"include": True}} if self._ask_cost else dict(asked)


def _checked_host(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.username or parts.password:
        raise NotSetUp(
            "LLM_BASE_URL holds a user or a password (not shown here); put the key into OPENROUTER_API_KEY instead."
        )
    if parts.scheme not in ("http", "https") or not host:
        raise NotSetUp(f"LLM_BASE_URL {base_url!r} is no web address; one looks like https://openrouter.ai/api/v1.")
    return host


def _check_key(key: str, host: str) -> None:
    if not key and host not in LOOPBACK:
        raise NotSetUp(
            f"No key for {host}: set OPENROUTER_API_KEY (to any word where the server needs none), or ask only the "
            "offline baselines."
        )
    if any(not "!" <= sign <= "~" for sign in key):
        raise NotSetUp(
            "OPENROUTER_API_KEY (not shown here) holds a space, a line end or a letter that no key has; copy it again."
        )
