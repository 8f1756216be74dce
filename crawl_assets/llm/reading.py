"""What a server sent back, read without trust: a whole reply, or the error that says what happened.

Every field may be missing, null or of another kind; errors may stand in a 200 answer (OpenRouter) or be a proxy's
HTML page. What is kept is plain JSON that the store can hold: no NaN, no half of a surrogate pair, and never the key.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawl_assets.llm.chat import ANSWERED, EMPTY, REFUSED, TRUNCATED, ChatReply
from crawl_assets.llm.errors import TryLater, error_for_status
from crawl_assets.retry_after import LONGEST, retry_after_seconds

_TITLE = re.compile(r"<title[^>]*>([^<]*)</title", re.IGNORECASE)
_TAG = re.compile(r"<(script|style).*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_LOOKED_AT = 20_000  # characters of a page that is no JSON
_MOST_TOKENS = 2**53


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer as received."""

    status: int
    headers: Mapping[str, str]  # names in any case
    body: bytes
    latency_ms: int


def read_answer(model: str, answer: Answer, secret: str, now: datetime) -> ChatReply:
    """Return the reply that an answer holds; raises TryLater, ModelStopped or BadRequest.

    `secret` is cut out of whatever is kept or shown.
    """
    raw = _object_or_text(answer.body, secret)
    if answer.status >= 300:
        raise error_for_status(answer.status, _said(raw), model, _wait(answer.headers, raw, now))
    if isinstance(raw, str):
        raise TryLater(
            f"{model}: the answer is no JSON object ({len(answer.body)} bytes: {raw[:120]!r}). If it stays so, check "
            "LLM_BASE_URL; OpenRouter's ends in /api/v1.",
            answer.status,
        )
    choices = raw.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    problem = raw.get("error") or choice.get("error")
    if problem or choice.get("finish_reason") == "error":
        status, said = _code(problem), _said({"error": problem} if problem else {})
        raise error_for_status(status, said, model, _wait(answer.headers, {"error": problem}, now))
    message = choice.get("message")
    if not isinstance(message, dict):
        raise TryLater(f"{model}: the answer (HTTP {answer.status}) holds no message.", answer.status)
    return _reply(model, answer, raw, choice, message)


def _reply(
    model: str, answer: Answer, raw: dict[str, Any], choice: dict[str, Any], message: dict[str, Any]
) -> ChatReply:
    usage = raw["usage"] if isinstance(raw.get("usage"), dict) else {}
    finish_reason = choice.get("finish_reason") if isinstance(choice.get("finish_reason"), str) else None
    text = _text(message.get("content"))
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return ChatReply(
        model=model,
        text=text,
        outcome=_outcome(text, message.get("refusal"), finish_reason),
        finish_reason=finish_reason,
        prompt_tokens=_count(usage.get("prompt_tokens")),
        completion_tokens=_count(usage.get("completion_tokens")),
        tokens_used=_count(usage.get("total_tokens")),
        cost_usd=_cost(usage.get("cost")),
        latency_ms=answer.latency_ms,
        request_id=headers.get("x-request-id") or (raw["id"] if isinstance(raw.get("id"), str) else None),
        raw=raw,
    )


def _outcome(text: str | None, refusal: object, finish_reason: str | None) -> str:
    """Tell the four outcomes apart.

    A length stop is one even where no text came: the model spent all its tokens on thinking, was paid for it, and
    would do so again.
    """
    if refusal or finish_reason == "content_filter":
        return REFUSED
    if finish_reason == "length":
        return TRUNCATED
    return ANSWERED if text and text.strip() else EMPTY


def _text(content: object) -> str | None:
    """Return a message's text; content is text, null, or a list of parts of which some hold text."""
    if isinstance(content, list):
        parts = [part.get("text") if isinstance(part, dict) else part for part in content]
        return "".join(part for part in parts if isinstance(part, str)) or None
    return content if isinstance(content, str) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_TOKENS else None


def _cost(value: object) -> float | None:
    try:
        cost = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else -1.0
    except (ValueError, OverflowError):
        return None
    return cost if math.isfinite(cost) and cost >= 0 else None


def _object_or_text(body: bytes, secret: str) -> dict[str, Any] | str:
    """Return the JSON object that a body is, or else its words for people to read."""
    try:
        found = _kept(json.loads(body, parse_constant=lambda _: None), secret)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    page = str(_kept(body[: 4 * _LOOKED_AT].decode("utf-8", "replace")[:_LOOKED_AT], secret))
    title = _TITLE.search(page)
    return " ".join((title[1] if title and title[1].strip() else _TAG.sub(" ", page)).split())


def _kept(value: Any, secret: str) -> Any:
    """Return a parsed value without the secret and without what the store cannot hold."""
    if isinstance(value, str):
        text = value.replace(secret, "[key]") if secret else value
        return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {_kept(name, secret): _kept(inner, secret) for name, inner in value.items()}
    if isinstance(value, list):
        return [_kept(inner, secret) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value  # 1e999 is read as infinite


def _said(raw: dict[str, Any] | str) -> str:
    """Return what the server says is wrong: {"error": {"message": ...}}, {"error": "..."} or {"detail": ...}."""
    if isinstance(raw, str):
        return raw
    problem = raw.get("error") or raw
    if not isinstance(problem, dict):
        return str(problem)
    words = str(problem.get("message") or problem.get("detail") or json.dumps(problem))
    metadata = problem.get("metadata")  # OpenRouter: which provider behind it said what
    more = metadata.get("raw") if isinstance(metadata, dict) else None
    return f"{words} ({metadata.get('provider_name') or 'its provider'}: {more})" if more and metadata else words


def _wait(headers: Mapping[str, str], raw: dict[str, Any] | str, now: datetime) -> float | None:
    """Return how many seconds the server asks to wait.

    Retry-After, or OpenRouter's X-RateLimit-Reset (milliseconds since 1970), which it also puts into the body:
    https://openrouter.ai/docs/api-reference/limits
    """
    problem = raw.get("error") if isinstance(raw, dict) else None
    metadata = problem.get("metadata") if isinstance(problem, dict) else None
    inner = metadata.get("headers") if isinstance(metadata, dict) else None
    found = {str(name).lower(): str(value) for name, value in (inner if isinstance(inner, dict) else {}).items()}
    found |= {name.lower(): value for name, value in headers.items()}
    wait = retry_after_seconds(found.get("retry-after"), now)
    reset = found.get("x-ratelimit-reset", "")
    if wait is None and re.fullmatch(r"[0-9]{13}", reset):
        return min(max(int(reset) / 1000 - now.timestamp(), 0.0), LONGEST)
    return wait


def _code(problem: object) -> int:
    code = str(problem.get("code")) if isinstance(problem, dict) else ""
    return int(code) if re.fullmatch(r"[45][0-9][0-9]", code) else 502
