"""Ask a model for the summaries that were not bought yet: each call is a durable step, within a pace and a cap."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crawl_assets.durable.errors import StopAll
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.mapping import stop_reason
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.llm.budget import Budget
from crawl_assets.llm.chat import EMPTY, REFUSED, TRUNCATED, ChatClient, ChatReply, ChatRequest
from crawl_assets.llm.errors import ModelStopped, TooSlow, TryLater
from crawl_assets.llms_txt.comparing.cleaning import clean
from crawl_assets.llms_txt.rows import PageSummary
from crawl_assets.llms_txt.summarising.bought import as_json, from_json
from crawl_assets.llms_txt.summarising.by_model import CURRENT, model_summary_request
from crawl_assets.store.blobs import Blobs

if TYPE_CHECKING:
    from crawl_assets.durable.mapping import Outcome
    from crawl_assets.durable.steps import Steps

STEP = "summarise"
MAX_TOKENS = 1_000
IN_FLIGHT, IN_FLIGHT_IN_ALL = 8, 32
PATIENCE = 2 * IN_FLIGHT  # calls in a row that nobody answered as asked; then the pages wait for the next crawl
# short, since a page that gets no summary now is published in its own words and asked for again by the next crawl
RETRY = RetryRule(attempts=4, longest_retry_after=60.0)
_LONGEST_NOTE = 500

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Terms:
    """Who describes the pages of a domain, and how it is asked."""

    domain: str
    model: str
    max_cost_usd: float | None  # of one crawl; None: no cap
    since: datetime  # start of that crawl
    now: Clock
    starts_per_second: float = 2.0
    retry: RetryRule = RETRY


@dataclass(frozen=True, slots=True)
class Question:
    """One text to be described."""

    key: str  # of the summary
    url: str  # of the first page that has the text
    markdown_blob: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking."""

    summary: PageSummary | None  # None: nothing was bought
    note: str | None  # why there is no good reply


def ask(
    steps: "Steps", chat: ChatClient, blobs: Blobs, questions: Sequence[Question], terms: Terms, budget: Budget
) -> dict[str, Answer]:
    """Ask every question once and return what came of it by key; a provider's failures are in the answers."""
    if not questions:
        return {}
    try:
        chat.prepare(terms.model)
    except ModelStopped as error:
        return {question.key: Answer(None, _note(str(error))) for question in questions}
    limits = [
        Limit(f"llm/{terms.model}", IN_FLIGHT, terms.starts_per_second),
        Limit("llm", IN_FLIGHT_IN_ALL),
    ]
    step = _asker(chat, blobs, budget, terms)

    def ask_these(these: Sequence[Question]) -> "list[Outcome]":
        return steps.map(
            STEP,
            step,
            these,
            key=lambda question: question.url,
            inputs=lambda question: question.key,
            limits=limits,
            retry=terms.retry,
            cost_of=lambda value: value["summary"]["cost_usd"] or 0.0,
        )

    outcomes: list[Outcome] = []
    while len(outcomes) < len(questions) and not budget.knows(terms.model) and stop_reason(outcomes) is None:
        # what a call costs is not known yet: one alone, since those waiting for it would all start at once
        outcomes += ask_these(questions[len(outcomes) : len(outcomes) + 1])
    if len(outcomes) < len(questions) and stop_reason(outcomes) is None:
        outcomes += ask_these(questions[len(outcomes) :])
    stopped = stop_reason(outcomes)
    answers = [_answer(outcome, stopped) for outcome in outcomes]
    answers += [Answer(None, _note(stopped or ""))] * (len(questions) - len(outcomes))
    return {question.key: answer for question, answer in zip(questions, answers, strict=True)}


def finished(steps: "Steps") -> list[PageSummary]:
    """Return what an earlier, broken run of the same partition bought and could not store."""
    return [from_json(value["summary"]) for value in steps.finished(STEP)]


def _asker(
    chat: ChatClient, blobs: Blobs, budget: Budget, terms: Terms
) -> Callable[[Question], Awaitable[dict[str, Any]]]:
    """Return the step. Stops all when the model or the budget says so, or when trouble has lasted for PATIENCE calls.

    A call of which nothing came in time counts twice: each of them is waited for.
    """
    trouble = 0

    async def ask_one(question: Question) -> dict[str, Any]:
        nonlocal trouble
        text = clean(blobs.get(question.markdown_blob).decode())
        request = ChatRequest(terms.model, model_summary_request(text), MAX_TOKENS)
        try:
            reply = await budget.ask(chat, request)
        except TryLater as error:
            trouble += 2 if isinstance(error, TooSlow) else 1
            if trouble >= PATIENCE:
                raise StopAll(f"{error} So it went on; the next crawl asks again.") from error
            raise
        trouble = 0
        return {"summary": as_json(_bought(reply, question, terms)), "outcome": reply.outcome}

    return ask_one


def _bought(reply: ChatReply, question: Question, terms: Terms) -> PageSummary:
    """Return a reply's row; what was refused would be refused again and is kept as '', an empty one as None."""
    text = "" if reply.outcome == REFUSED else reply.text or ("" if reply.outcome == TRUNCATED else None)
    return PageSummary(
        summary_key=question.key,
        model=terms.model,
        prompt_version=CURRENT.version,
        domain=terms.domain,
        url=question.url,
        reply=None if reply.outcome == EMPTY else text,
        cost_usd=reply.cost_usd,
        asked_at=terms.now(),
    )


def _answer(outcome: "Outcome", stopped: str | None) -> Answer:
    if outcome.error is not None:
        return Answer(None, _note(stopped if stopped and outcome.attempts == 0 else outcome.error))
    said = {
        REFUSED: "the model refused to describe the page",
        TRUNCATED: f"the model's reply was cut off at {MAX_TOKENS} tokens",
        EMPTY: "the model's reply was empty",
    }
    return Answer(from_json(outcome.value["summary"]), said.get(outcome.value["outcome"]))


def _note(why: str) -> str:
    shown = " ".join(why.split())
    return shown if len(shown) <= _LONGEST_NOTE else shown[: _LONGEST_NOTE - 1] + "…"
