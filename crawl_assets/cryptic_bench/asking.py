"""Ask one model the clues of one week: which are to be asked, how each reply becomes a row, and what stops the rest."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from logging import Logger
from typing import TYPE_CHECKING, Any

from crawl_assets.cryptic_bench.prompts import Prompt, render
from crawl_assets.cryptic_bench.puzzle import Clue
from crawl_assets.cryptic_bench.rows import Model, ModelResponse
from crawl_assets.durable.errors import StopAll
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.mapping import stop_reason
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.llm.budget import Budget
from crawl_assets.llm.chat import ANSWERED, REFUSED, TRUNCATED, ChatClient, ChatReply, ChatRequest
from crawl_assets.llm.errors import BadRequest, BudgetReached, ModelStopped, TooSlow
from crawl_assets.store.database import Database, Where
from crawl_assets.store.rows import load

if TYPE_CHECKING:
    from crawl_assets.durable.mapping import Outcome
    from crawl_assets.durable.steps import Steps

MAX_TOKENS = 500
FAILED = "failed"
STEP = "ask"
REPLIES = (ANSWERED, TRUNCATED, REFUSED)  # bought once and kept; a failed or empty response is asked for again

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast language models are asked, over all processes of this machine; baselines know no pace."""

    in_flight: int = 8  # of one model
    starts_per_second: float = 2.0  # of one model
    in_flight_in_all: int = 32


@dataclass(frozen=True, slots=True)
class Terms:
    """How a run asks."""

    prompt: Prompt
    max_cost_usd: float | None  # of this run; None: no limit
    ask_again: bool  # buy every clue once more; a round that is not whole yet is finished first
    now: Clock


@dataclass(frozen=True, slots=True)
class Question:
    """One clue to be asked, and which attempt it is."""

    clue: Clue
    attempt: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking: every row of the partition, and what is still missing and why."""

    responses: list[ModelResponse]  # those bought before and those of now, failed calls among them
    bought: int  # replies that this run paid for
    missing: list[str]  # ids of the clues that were to be asked and have no reply
    stopped: str | None  # why the rest was not asked

    @property
    def has_replies(self) -> bool:
        """Tell whether the partition holds any reply, bought now or before."""
        return any(response.outcome in REPLIES for response in self.responses)


def stored_responses(database: Database, openrouter_id: str, week_start: date) -> list[ModelResponse]:
    """Read every response of one model to the clues of one week."""
    partition = Where("openrouter_id = ? AND week_start = ?", (openrouter_id, week_start.isoformat()))
    return load(database, "model_responses", ModelResponse, partition)


def ask_week(
    steps: "Steps",
    chat: ChatClient,
    model: Model,
    clues: Sequence[Clue],
    bought: Sequence[ModelResponse],
    terms: Terms,
    log: Logger,
    *,
    pace: Pace = Pace(),
    retry: RetryRule | None = None,
) -> Asked:
    """Ask a model those clues of a week that have no reply yet; `bought` is what is stored of this partition.

    Every question is a durable step named by clue and attempt, so that a broken run is continued and not paid for
    again. Raises ValueError for clues or responses of several weeks; what a provider does is in the result.
    """
    _check_week(clues, bought)
    asked = questions(clues, bought, terms.ask_again)
    bought = _with_unstored(bought, steps.finished(STEP))
    if not asked:
        log.info(f"{model.openrouter_id}: nothing to ask, {len(clues)} clues and {len(bought)} responses are there.")
        return Asked(list(bought), 0, [], None)
    try:
        chat.prepare(model.openrouter_id)
    except ModelStopped as error:
        return Asked(list(bought), 0, [question.clue.clue_id for question in asked], str(error))
    log.info(f"{model.openrouter_id}: {len(asked)} of {len(clues)} clues to ask, prompt {terms.prompt.version}.")
    baseline = model.kind == "baseline"
    budget = Budget(None if baseline else terms.max_cost_usd, _worst_cost(model, bought))
    limits = [
        Limit(f"llm/{model.openrouter_id}", pace.in_flight, pace.starts_per_second),
        Limit("llm", pace.in_flight_in_all),
    ]
    ask = asker(chat, model, terms, budget, pace.in_flight)

    def ask_these(these: Sequence[Question]) -> "list[Outcome]":
        return steps.map(
            STEP,
            ask,
            these,
            key=lambda question: f"{question.clue.clue_id}#{question.attempt}",
            inputs=lambda question: asdict(_request(model, terms.prompt, question)),
            limits=[] if baseline else limits,
            retry=retry,
            cost_of=lambda row: row["cost_usd"] or 0.0,
        )

    outcomes: list[Outcome] = []
    while len(outcomes) < len(asked) and not budget.knows(model.openrouter_id) and stop_reason(outcomes) is None:
        # what a call costs is not known yet: one question alone, since those waiting for it would all start at once
        outcomes += ask_these(asked[len(outcomes) : len(outcomes) + 1])
        for outcome in outcomes:
            if outcome.value and outcome.value["cost_usd"] is not None:
                budget.learn(model.openrouter_id, outcome.value["cost_usd"])
    if len(outcomes) < len(asked) and stop_reason(outcomes) is None:
        outcomes += ask_these(asked[len(outcomes) :])
    return _gathered(model, bought, asked, outcomes, terms, log)


def _with_unstored(stored: Sequence[ModelResponse], finished: Sequence[dict[str, Any]]) -> list[ModelResponse]:
    """Add replies that a broken run bought and could not store, whatever terms it asked on."""
    known = {(row.clue_id, row.attempt) for row in stored if row.outcome in REPLIES}
    left = [row_from_json(row) for row in finished]
    fresh = {(row.clue_id, row.attempt): row for row in left if row.outcome in REPLIES}
    replaced = [row for row in stored if (row.clue_id, row.attempt) not in fresh or row.outcome in REPLIES]
    return [*replaced, *(row for key, row in fresh.items() if key not in known)]


def questions(clues: Sequence[Clue], bought: Sequence[ModelResponse], ask_again: bool) -> list[Question]:
    """Choose what to ask: each clue without a reply, under the attempt that failed, if one did.

    With `ask_again`, each clue that has no reply of the newest round yet (a round being an attempt at every clue), or,
    when that round is whole, all of them as the next. A question that the provider refused does not hold a round open.
    """
    replied, tried = {clue.clue_id: 0 for clue in clues}, {clue.clue_id: 0 for clue in clues}
    settled: set[tuple[str, int]] = set()
    for row in bought:
        tried[row.clue_id] = max(tried.get(row.clue_id, 0), row.attempt)
        if row.outcome in REPLIES:
            replied[row.clue_id] = max(replied.get(row.clue_id, 0), row.attempt)
        if row.outcome != FAILED or row.error_status in BadRequest.STATUSES:
            settled.add((row.clue_id, row.attempt))
    if not ask_again:
        return [Question(clue, max(tried[clue.clue_id], 1)) for clue in clues if not replied[clue.clue_id]]
    newest = max((tried[clue.clue_id] for clue in clues), default=0)
    whole = newest > 0 and all((clue.clue_id, newest) in settled for clue in clues)
    attempt = newest + 1 if whole else max(newest, 1)
    return [Question(clue, attempt) for clue in clues if replied[clue.clue_id] < attempt]


def asker(
    chat: ChatClient, model: Model, terms: Terms, budget: Budget, patience: int
) -> Callable[[Question], Awaitable[dict[str, Any]]]:
    """Return the step: one question in, one response row as JSON out.

    Stops all when the model or the budget says so, and when `patience` calls got no answer in time and none got one
    meanwhile: a provider that stalls would otherwise be waited for by every clue, time after time.
    """
    silent = 0

    async def ask_one(question: Question) -> dict[str, Any]:
        nonlocal silent
        try:
            reply = await budget.ask(chat, _request(model, terms.prompt, question))
        except TooSlow as error:
            silent += 1
            if silent >= patience:
                raise StopAll(f"{error} So it went {silent} times in a row; run again later.") from error
            raise
        silent = 0
        return row_to_json(response_of(reply, question, model, terms.prompt, terms.now()))

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


def failure_of(
    message: str, status: int | None, question: Question, model: Model, prompt: Prompt, asked_at: datetime
) -> ModelResponse:
    """Turn a call that failed into its row."""
    return ModelResponse(
        openrouter_id=model.openrouter_id,
        clue_id=question.clue.clue_id,
        attempt=question.attempt,
        week_start=question.clue.week_start,
        outcome=FAILED,
        response=None,
        error_message=message,
        error_status=status,
        finish_reason=None,
        response_time_ms=None,
        prompt_tokens=None,
        completion_tokens=None,
        tokens_used=None,
        cost_usd=None,
        request_id=None,
        prompt_version=prompt.version,
        provider_reply=None,
        asked_at=asked_at,
        kind=model.kind,
    )


def row_to_json(row: ModelResponse) -> dict[str, Any]:
    """Write a row as a journal keeps it, with dates as text."""
    asked_at = row.asked_at.isoformat() if row.asked_at else None
    return asdict(row) | {"week_start": row.week_start.isoformat(), "asked_at": asked_at}


def row_from_json(value: dict[str, Any]) -> ModelResponse:
    """Read a row back from a journal."""
    asked_at = datetime.fromisoformat(value["asked_at"]) if value["asked_at"] else None
    return ModelResponse(**value | {"week_start": date.fromisoformat(value["week_start"]), "asked_at": asked_at})


def _request(model: Model, prompt: Prompt, question: Question) -> ChatRequest:
    messages = render(prompt, question.clue.clue_text, question.clue.letter_count)
    return ChatRequest(model.openrouter_id, messages, MAX_TOKENS, extra_body=model.request)


def _check_week(clues: Sequence[Clue], bought: Sequence[ModelResponse]) -> None:
    weeks = {clue.week_start for clue in clues} | {row.week_start for row in bought}
    if len(weeks) > 1:
        named = ", ".join(sorted(week.isoformat() for week in weeks))
        raise ValueError(f"clues and responses of several weeks ({named}); a run asks those of one week.")


def _worst_cost(model: Model, bought: Sequence[ModelResponse]) -> dict[str, float]:
    costs = [row.cost_usd for row in bought if row.cost_usd is not None]
    return {model.openrouter_id: max(costs)} if costs else {}


def _gathered(
    model: Model,
    bought: Sequence[ModelResponse],
    asked: Sequence[Question],
    outcomes: "Sequence[Outcome]",
    terms: Terms,
    log: Logger,
) -> Asked:
    """Put what came now over what was there; a question that was never sent leaves no row."""
    rows = {(row.clue_id, row.attempt): row for row in bought}
    replied: set[str] = set()
    paid = 0
    for question, outcome in zip(asked, outcomes, strict=False):
        if outcome.error is None:
            row = row_from_json(outcome.value)
            if row.outcome in REPLIES:
                replied.add(row.clue_id)
                paid += not outcome.was_remembered
        else:
            reason = outcome.cause.__cause__ or outcome.cause if outcome.cause else None
            if outcome.attempts == 0 or (outcome.attempts == 1 and isinstance(reason, BudgetReached)):
                continue
            status = getattr(reason, "status", None)
            row = failure_of(outcome.error, status, question, model, terms.prompt, terms.now())
        rows[row.clue_id, row.attempt] = row
    missing = [question.clue.clue_id for question in asked if question.clue.clue_id not in replied]
    stopped = stop_reason(outcomes)
    if stopped:
        log.warning(f"{model.openrouter_id}: stopped with {len(missing)} clues missing. {stopped}")
    return Asked([rows[key] for key in sorted(rows)], paid, missing, stopped)
