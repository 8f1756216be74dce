"""Chat through any OpenAI-compatible server, OpenRouter by default, with the `openai` package.

One call is one attempt: the package's own retries are off, because a durable step retries, waits and remembers.
OpenRouter's chat completions: https://openrouter.ai/docs/api-reference/chat-completion
"""

import asyncio
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawl_assets.durable.errors import NonRetriable, Retriable
from crawl_assets.durable.retry_after import retry_after_seconds
from crawl_assets.llm.chat import ANSWERED, EMPTY, REFUSED, TRUNCATED, ChatReply, ChatRequest
from crawl_assets.llm.errors import error_for_status

if TYPE_CHECKING:
    from openai import AsyncOpenAI

OPENROUTER_HOST = "openrouter.ai"
CONNECT_SECONDS, TOTAL_SECONDS = 10.0, 180.0
# the names under which OpenRouter lists the caller
_APP = {"HTTP-Referer": "https://pypi.org/project/crawl-assets/", "X-Title": "crawl_assets"}


class MissingKeyError(NonRetriable):
    """The server needs a key and none is set."""


class OpenAIChat:
    """A chat client for one server; see `llm.chat.ChatClient`.

    `total_seconds` bounds a whole call, also one whose answer drips in byte by byte.
    """

    def __init__(
        self,
        api_key: str,
        *,
        base_url: str,
        connect_seconds: float = CONNECT_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        host = urlsplit(base_url).hostname or ""
        self._is_openrouter = host == OPENROUTER_HOST or host.endswith("." + OPENROUTER_HOST)
        if not api_key and host not in ("localhost", "127.0.0.1", "::1"):
            raise MissingKeyError(
                f"No key for {host or base_url!r}: set OPENROUTER_API_KEY, or ask only the offline baselines."
            )
        self._key, self._base_url = api_key or "none", base_url
        self._connect_seconds, self._total_seconds = connect_seconds, total_seconds
        self._made: AsyncOpenAI | None = None

    def __repr__(self) -> str:
        """Show the server, never the key."""
        return f"OpenAIChat({self._base_url!r})"

    async def chat(self, request: ChatRequest) -> ChatReply:
        """Ask once; raises Retriable, ModelStopped or BadRequest, none of which holds the key."""
        import openai

        started = time.perf_counter()
        try:
            async with asyncio.timeout(self._total_seconds):
                raw = await self._client().chat.completions.with_raw_response.create(
                    model=request.model,
                    messages=[dict(message) for message in request.messages],  # type: ignore[misc]
                    temperature=request.temperature,
                    max_tokens=request.max_tokens,
                    extra_body=self._extra(request.extra_body),
                )
                body, headers = raw.http_response.content, raw.headers
        except openai.APIStatusError as error:
            wait = _wait(error.response.headers)
            raise error_for_status(error.status_code, self._safe(_detail(error.body)), request.model, wait) from None
        except (TimeoutError, openai.APITimeoutError):
            raise Retriable(f"{request.model}: no whole answer within {self._total_seconds:g} s.") from None
        except openai.APIConnectionError as error:
            cause = self._safe(str(error.__cause__ or error))
            raise Retriable(f"{request.model}: no connection to {self._base_url} ({cause}).") from None
        latency = round(1000 * (time.perf_counter() - started))
        return self._reply(request, body, headers, latency)

    async def aclose(self) -> None:
        """Let go of connections."""
        if self._made is not None:
            await self._made.close()
            self._made = None

    def _client(self) -> "AsyncOpenAI":
        if self._made is None:
            import openai

            timeout = openai.Timeout(self._total_seconds, connect=self._connect_seconds)
            self._made = openai.AsyncOpenAI(
                api_key=self._key, base_url=self._base_url, timeout=timeout, max_retries=0, default_headers=_APP
            )
        return self._made

    def _extra(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        # OpenRouter states the cost only when asked to; other servers may refuse a field they do not know
        return {**asked, "usage": {"include": True}} if self._is_openrouter else dict(asked)

    def _safe(self, text: str) -> str:
        return text.replace(self._key, "[key]")

    def _reply(self, request: ChatRequest, body: bytes, headers: Mapping[str, str], latency_ms: int) -> ChatReply:
        try:
            raw = json.loads(body)
        except ValueError:
            raise Retriable(f"{request.model}: the answer is not JSON ({len(body)} bytes).") from None
        choices = raw.get("choices") if isinstance(raw, dict) else None
        choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
        problem = (raw.get("error") if isinstance(raw, dict) else None) or choice.get("error")
        if problem or choice.get("finish_reason") == "error" or not choice:
            status, detail = _code(problem), self._safe(_detail(problem) or "the answer holds no choice")
            raise error_for_status(status, detail, request.model, _wait(headers))
        message, usage = choice.get("message") or {}, raw.get("usage") or {}
        text = message.get("content")
        return ChatReply(
            model=request.model,
            text=text,
            outcome=_outcome(text, message.get("refusal"), choice.get("finish_reason")),
            finish_reason=choice.get("finish_reason"),
            prompt_tokens=usage.get("prompt_tokens"),
            completion_tokens=usage.get("completion_tokens"),
            tokens_used=usage.get("total_tokens"),
            cost_usd=None if usage.get("cost") is None else float(usage["cost"]),
            latency_ms=latency_ms,
            request_id=headers.get("x-request-id") or raw.get("id"),
            raw=raw,
        )


def _outcome(text: object, refusal: object, finish_reason: object) -> str:
    if refusal or finish_reason == "content_filter":
        return REFUSED
    if not isinstance(text, str) or not text.strip():
        return TRUNCATED if finish_reason == "length" and text else EMPTY
    return TRUNCATED if finish_reason == "length" else ANSWERED


def _wait(headers: Mapping[str, str]) -> float | None:
    now = datetime.now(UTC)
    wait = retry_after_seconds(headers.get("retry-after"), now)
    reset = headers.get("x-ratelimit-reset", "")
    if wait is None and reset.isdigit() and len(reset) == 13:  # OpenRouter: milliseconds since 1970
        return min(max(int(reset) / 1000 - now.timestamp(), 0.0), 3600.0)
    return wait


def _detail(problem: object) -> str:
    if isinstance(problem, dict):
        inner = problem.get("error", problem)
        return str(inner.get("message", inner)) if isinstance(inner, dict) else str(inner)
    return str(problem or "")


def _code(problem: object) -> int:
    code = str(problem.get("code")) if isinstance(problem, dict) else ""
    return int(code) if code.isdigit() and 400 <= int(code) <= 599 else 502
