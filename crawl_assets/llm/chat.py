"""What is asked of a chat model and what comes back, whoever answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Message = Mapping[str, str]  # role, content

ANSWERED, EMPTY, TRUNCATED, REFUSED = "answered", "empty", "truncated", "refused"


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One question to one model."""

    model: str
    messages: tuple[Message, ...]
    max_tokens: int
    temperature: float = 0.0
    extra_body: Mapping[str, Any] = field(default_factory=dict)  # more fields for the request body


@dataclass(frozen=True, slots=True)
class ChatReply:
    """One reply, whole and with what it cost."""

    model: str
    text: str | None
    outcome: str  # answered, empty, truncated (a length stop, whatever text came) or refused
    finish_reason: str | None
    prompt_tokens: int | None
    completion_tokens: int | None
    tokens_used: int | None
    cost_usd: float | None  # as the provider states it
    latency_ms: int
    request_id: str | None  # the provider's own
    raw: dict[str, Any]  # the body as received


class ChatClient(Protocol):
    """Answers chat requests, one attempt a call; retrying belongs to the durable steps."""

    def prepare(self, model: str) -> None:
        """Make ready, so that the first call takes no longer than the others; raises ModelStopped if it cannot be."""

    async def chat(self, request: ChatRequest) -> ChatReply:
        """Ask once; raises the errors of `llm.errors`."""

    async def aclose(self) -> None:
        """Let go of connections."""
