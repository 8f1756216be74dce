"""Rank the models of one week by the share of clues they solved.

Competition ranking (1, 2, 2, 4): equal accuracy, equal rank. Only language models that answered at least 80 % of the
week's clues are ranked; the others are listed with the reason. A provider's failure is no answer. A week in which no
model answered enough has no ranks.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from crawl_assets.cryptic_bench.models import BASELINE
from crawl_assets.cryptic_bench.puzzle import Clue, Puzzle, week_id_of
from crawl_assets.cryptic_bench.rows import NO_REPLY, Evaluation, Model, ModelResponse, WeeklyRanking

SHARE_TO_BE_RANKED = Fraction(80, 100)
Z_95 = 1.959963984540054  # the normal distribution's 97.5 % point


def rank_week(
    week_start: date,
    *,
    clues: Sequence[Clue],
    puzzles: Sequence[Puzzle],
    responses: Sequence[ModelResponse],
    evaluations: Sequence[Evaluation],
    models: Sequence[Model],
) -> list[WeeklyRanking]:
    """Return a row for each model that was asked anything in the week, ranked ones first.

    A row is partial when its model lacks a reply to some clue, or when a puzzle of the week was not read whole.
    """
    known = {clue.clue_id for clue in clues}
    is_week_partial = any(puzzle.problems for puzzle in puzzles)
    of_model: defaultdict[str, list[Evaluation]] = defaultdict(list)
    for evaluation in evaluations:
        if evaluation.clue_id in known:
            of_model[evaluation.openrouter_id].append(evaluation)
    bought: defaultdict[str, list[ModelResponse]] = defaultdict(list)
    for response in responses:
        if response.clue_id in known:
            bought[response.openrouter_id].append(response)
    rows = [
        _unranked(week_start, model, len(clues), of_model[model.openrouter_id], bought[model.openrouter_id])
        for model in models
        if bought[model.openrouter_id]
    ]
    return _with_ranks([_marked(row, is_week_partial) for row in rows])


def wilson_interval(correct: int, answered: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share, in percent (E. B. Wilson, JASA 22, 1927); needs `answered` > 0."""
    share, z2 = correct / answered, Z_95 * Z_95
    centre = (share + z2 / (2 * answered)) / (1 + z2 / answered)
    half = Z_95 / (1 + z2 / answered) * math.sqrt(share * (1 - share) / answered + z2 / (4 * answered * answered))
    # exact at the ends, where rounding would leave 1e-16 or 100.00000000000001
    low = 0.0 if correct == 0 else max(0.0, centre - half)
    high = 1.0 if correct == answered else min(1.0, centre + half)
    return 100 * low, 100 * high


def inconsistencies(rows: Sequence[WeeklyRanking]) -> list[str]:
    """Say what is wrong with stored rankings, one sentence each; empty when they follow from their own counts."""
    problems = []
    for week_id in dict.fromkeys(row.week_id for row in rows):
        week = [row for row in rows if row.week_id == week_id]
        expected = {row.openrouter_id: row.rank for row in _with_ranks(week)}
        for row in week:
            name = f"{week_id} {row.openrouter_id}"
            if row.rank != expected[row.openrouter_id]:
                problems.append(f"{name} has rank {row.rank}; its counts say {expected[row.openrouter_id]}")
            if row.answered + row.failed > row.total_clues:
                problems.append(f"{name}: {row.answered} answered and {row.failed} failed of {row.total_clues} clues")
            if row.rank is None and not row.reason:
                problems.append(f"{name} is unranked without a reason")
            if row.week_id != week_id_of(row.week_start):
                problems.append(
                    f"{name} is stamped {row.week_id}, but {row.week_start} is {week_id_of(row.week_start)}"
                )
    return problems


def _unranked(
    week_start: date, model: Model, total: int, evaluations: Sequence[Evaluation], responses: Sequence[ModelResponse]
) -> WeeklyRanking:
    answered = sum(row.is_answered for row in evaluations)
    correct = sum(row.is_correct for row in evaluations)
    failed = len(evaluations) - answered
    low, high = wilson_interval(correct, answered) if answered else (None, None)
    costs = [row.cost_usd for row in responses if row.cost_usd is not None]
    return WeeklyRanking(
        week_start=week_start,
        week_id=week_id_of(week_start),
        openrouter_id=model.openrouter_id,
        kind=model.kind,
        total_clues=total,
        answered=answered,
        correct=correct,
        failed=failed,
        accuracy=100 * correct / answered if answered else None,
        accuracy_low=low,
        accuracy_high=high,
        rank=None,
        reason=_reason(model.kind, total, answered, responses),
        is_partial=answered < total,
        mean_response_time_ms=_mean(row.response_time_ms for row in responses if row.outcome == "answered"),
        cost_usd=math.fsum(costs) if costs else None,
    )


def _reason(kind: str, total: int, answered: int, responses: Sequence[ModelResponse]) -> str | None:
    if kind == BASELINE:
        return "offline baseline, never ranked"
    if answered and answered >= SHARE_TO_BE_RANKED * total:
        return None
    failures = Counter(_named(row) for row in responses if row.outcome in NO_REPLY)
    why = ", ".join(f"{count} {name}" for name, count in failures.most_common(2))
    return f"answered {answered} of {total}{f' ({why})' if why else ''}; {float(SHARE_TO_BE_RANKED):.0%} are needed"


def _named(row: ModelResponse) -> str:
    return f"HTTP {row.error_status}" if row.error_status else row.outcome


def _marked(row: WeeklyRanking, is_week_partial: bool) -> WeeklyRanking:
    return replace(row, is_partial=row.is_partial or is_week_partial)


def _with_ranks(rows: Sequence[WeeklyRanking]) -> list[WeeklyRanking]:
    shares = {
        row.openrouter_id: Fraction(row.correct, row.answered)
        for row in rows
        if row.kind != BASELINE and row.answered and row.answered >= SHARE_TO_BE_RANKED * row.total_clues
    }
    ranked = [
        replace(row, rank=1 + sum(share > shares[row.openrouter_id] for share in shares.values()))
        if row.openrouter_id in shares
        else replace(row, rank=None)
        for row in rows
    ]
    return sorted(ranked, key=lambda row: (row.rank is None, row.rank or 0, row.kind == BASELINE, row.openrouter_id))


def _mean(values: Iterable[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
