"""Ask one model the clues of one week: which are to be asked, how each reply becomes a row, and what stops the rest."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from crawl_assets.cryptic_bench.prompts import Prompt
from crawl_assets.cryptic_bench.puzzle import Clue
from crawl_assets.cryptic_bench.rows import Model, ModelResponse
from crawl_assets.durable.errors import StopAll
from crawl_assets.durable.journal import Outcome, Steps
from crawl_assets.durable.limits import Limits
from crawl_assets.llm.budget import Budget, BudgetReached
from crawl_assets.llm.chat import ChatClient, ChatReply
from crawl_assets.llm.errors import ModelStopped

MAX_TOKENS = 500
IN_FLIGHT, STARTS_PER_SECOND = 8, 2.0  # of one model, on this machine
IN_FLIGHT_IN_ALL = 32

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Question:
    """One clue to be asked, and which attempt it is."""

    clue: Clue
    attempt: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking: every row of the partition, and what is still missing and why."""

    responses: list[ModelResponse]  # those bought before and those bought now
    bought: int
    missing: list[str]  # clue ids without a reply
    stopped: str | None  # why the rest was not asked


def questions(clues: Sequence[Clue], bought: Sequence[ModelResponse], ask_again: bool) -> list[Question]:
    """Choose what to ask: each clue without a reply, or with `ask_again` each clue once more as its next attempt.

    A failed or empty response is no reply: its clue is asked again under the same attempt, and replaced.
    """
    replies = [response for response in bought if response.outcome not in ("failed", "empty")]
    attempts = {clue.clue_id: 0 for clue in clues}
    for response in replies:
        attempts[response.clue_id] = max(attempts.get(response.clue_id, 0), response.attempt)
    return [Question(clue, attempts[clue.clue_id] + 1) for clue in clues if ask_again or attempts[clue.clue_id] == 0]


def ask(
    steps: Steps,
    chat: ChatClient,
    model: Model,
    prompt: Prompt,
    asked: Sequence[Question],
    budget: Budget,
    now: Clock,
) -> list[Outcome]:
    """Ask every question as a durable step; results are ModelResponse rows as JSON objects.

    A reply is bought once: a step whose model, prompt, clue and attempt were asked in an earlier, broken run of the
    same partition is remembered.
    """
    asking = asker(chat, model, prompt, budget, now)
    limits = [
        Limits(f"llm/{model.openrouter_id}", in_flight=IN_FLIGHT, starts_per_second=STARTS_PER_SECOND),
        Limits("llm", in_flight=IN_FLIGHT_IN_ALL),
    ]
    return steps.map(
        "ask",
        asking,
        asked,
        key=lambda question: f"{question.clue.clue_id}#{question.attempt}",
        inputs=lambda question: asdict(_request(model, prompt, question)),
        limits=[] if model.kind == "baseline" else limits,
        cost_of=lambda row: row["cost_usd"] or 0.0,
    )


def asker(
    chat: ChatClient, model: Model, prompt: Prompt, budget: Budget, now: Clock
) -> Callable[[Question], Awaitable[dict[str, Any]]]:
    """Return the step: one question in, one response row out; stops all when the model or the budget says so."""

    async def ask_one(question: Question) -> dict[str, Any]:
        request = _request(model, prompt, question)
        try:
            reservation = budget.reserve(model.openrouter_id)
        except BudgetReached as error:
            raise StopAll(str(error)) from None
        try:
            reply = await chat.chat(request)
        except ModelStopped as error:
            reservation.settle(0.0)
            raise StopAll(str(error)) from None
        except BaseException:
            reservation.settle(0.0)
            raise
        reservation.settle(reply.cost_usd or 0.0)
        return _as_json(response_of(reply, question, model, prompt, now()))

    return ask_one


def response_of(
    reply: ChatReply, question: Question, model: Model, prompt: Prompt, asked_at: datetime
) -> ModelResponse:
    """Turn a reply into its row."""
    return ModelResponse(
        openrouter_id=model.openrouter_id,
        clue_id=question.clue.clue_id,
        attempt=question.attempt,
        week_start=question.clue.week_start,
        outcome=reply.outcome,
        response=reply.text,
        error_message=None,
        error_status=None,
        finish_reason=reply.finish_reason,
        response_time_ms=reply.latency_ms,
        prompt_tokens=reply.prompt_tokens,
        completion_tokens=reply.completion_tokens,
        tokens_used=reply.tokens_used,
        cost_usd=reply.cost_usd,
        request_id=reply.request_id,
        prompt_version=prompt.version,
        provider_reply=reply.raw,
        asked_at=asked_at,
        kind=model.kind,
    )
