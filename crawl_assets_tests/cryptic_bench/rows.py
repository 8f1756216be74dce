"""Builders of the benchmark's rows: say only what a test is about."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from crawl_assets.cryptic_bench.models import new_model
from crawl_assets.cryptic_bench.puzzle import Clue, Puzzle, week_id_of, week_start_of
from crawl_assets.cryptic_bench.rows import Evaluation, Model, ModelResponse, WeeklyRanking
from crawl_assets.cryptic_bench.scoring import evaluate

MONDAY = date(2026, 1, 5)


def number_of(week: date) -> int:
    """Return the number of the one puzzle that a week has here."""
    return 29_900 + (week - MONDAY).days


def puzzle(week: date = MONDAY, **changes: Any) -> Puzzle:
    number = number_of(week)
    row = Puzzle(
        guardian_id=number,
        week_start=week,
        week_id=week_id_of(week),
        puzzle_type="cryptic",
        setter="Wren",
        publication_date=week,
        title=f"Guardian {number:,} – Wren",
        url=None,
        source="fifteensquared",
        clue_count=28,
        problems=(),
    )
    return replace(row, **changes)


def clue(position: int = 1, answer: str = "LISTEN", week: date = MONDAY, **changes: Any) -> Clue:
    number = number_of(week)
    row = Clue(
        clue_id=f"{number}-{position}-across",
        guardian_id=number,
        week_start=week,
        clue_number=str(position),
        direction="across",
        clue_text=f"Hear silent moving, number {position}",
        answer=answer,
        letter_count=f"({len(answer)})",
        linked_lights=None,
    )
    return replace(row, **changes)


def model(openrouter_id: str = "acme/one", **changes: Any) -> Model:
    return replace(new_model(openrouter_id), **changes)


def response(of: Clue, text: str | None = "LISTEN", by: str = "acme/one", **changes: Any) -> ModelResponse:
    row = ModelResponse(
        openrouter_id=by,
        clue_id=of.clue_id,
        attempt=1,
        week_start=of.week_start,
        outcome="failed" if text is None else "answered",
        response=text,
        error_message="HTTP 402: no credit" if text is None else None,
        error_status=402 if text is None else None,
        finish_reason=None if text is None else "stop",
        response_time_ms=None if text is None else 500,
        prompt_tokens=None,
        completion_tokens=None,
        tokens_used=None,
        cost_usd=None if text is None else 0.001,
        request_id=None,
        prompt_version="1",
        provider_reply=None,
        asked_at=datetime(2026, 1, 11, 6, tzinfo=UTC),
        kind=new_model(by).kind,
    )
    return replace(row, **changes)


def scored(responses: list[ModelResponse], clues: list[Clue]) -> list[Evaluation]:
    by_id = {row.clue_id: row for row in clues}
    return [evaluate(row, by_id[row.clue_id]) for row in responses]


def ranking(week: date, openrouter_id: str, rank: int | None, **changes: Any) -> WeeklyRanking:
    row = WeeklyRanking(
        week_start=week_start_of(week),
        week_id=week_id_of(week),
        openrouter_id=openrouter_id,
        kind="language_model",
        total_clues=28,
        answered=28,
        correct=14,
        failed=0,
        accuracy=50.0,
        accuracy_low=32.6,
        accuracy_high=67.4,
        rank=rank,
        reason=None if rank else "answered 2 of 28; 80% are needed",
        is_partial=False,
        mean_response_time_ms=500.0,
        cost_usd=0.028,
    )
    return replace(row, **changes)
