"""The rows of the benchmark's tables: a dataclass a table, a field a column."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

NO_REPLY = ("failed", "empty")  # outcomes that are the provider's fault: neither for nor against the model


@dataclass(frozen=True, slots=True)
class Model:
    """A language model or an offline baseline that is asked."""

    openrouter_id: str
    provider: str
    model_name: str
    display_name: str
    is_active: bool
    kind: str  # language_model or baseline
    request: dict[str, Any]  # more fields for the request body
    added_at: datetime | None


@dataclass(frozen=True, slots=True)
class ModelResponse:
    """What a provider sent back for one clue, kept raw so that scoring stays free."""

    openrouter_id: str
    clue_id: str
    attempt: int  # 1 for the first time the clue was asked
    week_start: date  # the clue's week, whenever it was asked
    outcome: str  # answered, empty, truncated, refused or failed
    response: str | None
    error_message: str | None
    error_status: int | None  # HTTP status
    finish_reason: str | None
    response_time_ms: int | None
    prompt_tokens: int | None
    completion_tokens: int | None
    tokens_used: int | None
    cost_usd: float | None
    request_id: str | None
    prompt_version: str | None
    provider_reply: dict[str, Any] | None
    asked_at: datetime | None
    kind: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The score of one model on one clue."""

    openrouter_id: str
    clue_id: str
    attempt: int  # the attempt that was scored
    week_start: date
    extracted_answer: str | None
    is_answered: bool  # answered, truncated and refused replies are answers; failed and empty ones are not
    is_correct: bool
    outcome: str
    scorer_version: str
    reason: str
    kind: str


@dataclass(frozen=True, slots=True)
class WeeklyRanking:
    """One model's place in one week."""

    week_start: date
    week_id: str
    openrouter_id: str
    kind: str
    total_clues: int
    answered: int
    correct: int
    failed: int
    accuracy: float | None  # percent of the answered clues
    accuracy_low: float | None  # Wilson 95 % interval, percent
    accuracy_high: float | None
    rank: int | None
    reason: str | None  # why there is no rank
    is_partial: bool
    mean_response_time_ms: float | None
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class RankTenure:
    """A run of ranked weeks in which a model kept its rank."""

    openrouter_id: str
    rank_position: int
    start_week: str  # week_id
    end_week: str | None  # None while it lasts
    weeks_count: int
    is_current: bool
