"""The leaderboard as people and programs read it: rankings with movement and tenure, as a table, CSV or JSON."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields

from crawl_assets.cryptic_bench.models import BASELINE
from crawl_assets.cryptic_bench.rows import Model, WeeklyRanking
from crawl_assets.cryptic_bench.tenure import weeks_at_rank
from crawl_assets.store.database import Database
from crawl_assets.store.rows import load

NOTHING_YET = (
    "nothing is ranked yet. Import a published database (crawl-assets cryptic import PATH) "
    "or materialize puzzles, model_responses, evaluations and weekly_rankings for a week."
)


class NoRankingError(LookupError):
    """There is no ranking for what was asked; says which weeks there are."""


@dataclass(frozen=True, slots=True)
class LeaderboardRow:
    """One model in one week."""

    week_id: str
    openrouter_id: str
    display_name: str
    kind: str  # language_model or baseline
    total_clues: int
    answered: int
    correct: int
    failed: int
    accuracy: float | None  # percent of the answered clues, two decimals
    accuracy_low: float | None
    accuracy_high: float | None
    rank: int | None  # None: unranked, see reason
    previous_rank: int | None  # in the model's last ranked week before this one
    rank_change: int | None  # previous_rank - rank; positive is up
    tenure_weeks: int | None  # ranked weeks in a row at this rank, up to this week
    mean_response_time_ms: float | None
    cost_usd: float | None
    is_partial: bool
    reason: str | None


def newest_ranked_week(database: Database) -> str:
    """Return the newest week_id with a ranked model, or the newest with any row; raises NoRankingError."""
    rows = leaderboard(database)
    weeks = [row.week_id for row in rows if row.rank is not None] or [row.week_id for row in rows]
    if not weeks:
        raise NoRankingError(NOTHING_YET)
    return max(weeks)


def leaderboard(database: Database, week_id: str | None = None) -> list[LeaderboardRow]:
    """Return the rows of one week, or of every week in order when `week_id` is None.

    Raises NoRankingError for a week without rows, naming the weeks that have some.
    """
    every = board(load(database, "weekly_rankings", WeeklyRanking), load(database, "models", Model))
    rows = [row for row in every if week_id in (None, row.week_id)]
    if week_id is not None and not rows:
        weeks = ", ".join(dict.fromkeys(row.week_id for row in every))
        raise NoRankingError(f"week {week_id!r} has no ranking; there is {weeks or 'none yet'}.")
    return rows


def with_new_week(database: Database, rankings: Sequence[WeeklyRanking]) -> list[LeaderboardRow]:
    """Return the leaderboard of a week that is not stored yet, its movement measured against the stored ones."""
    weeks = {row.week_id for row in rankings}
    others = [row for row in load(database, "weekly_rankings", WeeklyRanking) if row.week_id not in weeks]
    every = board([*others, *rankings], load(database, "models", Model))
    return [row for row in every if row.week_id in weeks]


def board(rankings: Sequence[WeeklyRanking], models: Sequence[Model]) -> list[LeaderboardRow]:
    """Put the whole ranking history into leaderboard order, week by week, with movement and tenure."""
    names = {model.openrouter_id: model.display_name for model in models}
    tenure = weeks_at_rank(rankings)
    last_rank: dict[str, int] = {}
    rows = []
    for week_id in sorted({row.week_id for row in rankings}):
        week = sorted((row for row in rankings if row.week_id == week_id), key=_place)
        for row in week:
            held = tenure.get((week_id, row.openrouter_id))
            rows.append(_row(row, names[row.openrouter_id], last_rank.get(row.openrouter_id), held))
        last_rank |= {row.openrouter_id: row.rank for row in week if row.rank is not None}
    return rows


def _place(row: WeeklyRanking) -> tuple[bool, int, bool, float, str]:
    """Ranked first; then by what was achieved, baselines last."""
    is_baseline = row.kind == BASELINE
    return row.rank is None, row.rank or 0, is_baseline, -(row.accuracy or 0.0), row.openrouter_id


def as_json(rows: Sequence[LeaderboardRow]) -> str:
    """Write rows as a JSON array of objects, one object a line."""
    return "[\n" + ",\n".join(json.dumps(asdict(row), ensure_ascii=False) for row in rows) + "\n]" if rows else "[]"


def as_csv(rows: Sequence[LeaderboardRow]) -> str:
    """Write rows as CSV with a header line."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [field.name for field in fields(LeaderboardRow)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return out.getvalue().rstrip("\n")


def as_table(rows: Sequence[LeaderboardRow], style: str = "simple") -> str:
    """Write rows as a table of `tabulate`'s style: `simple` for a terminal, `github` for Markdown."""
    from tabulate import tabulate

    if not rows:
        return NOTHING_YET
    weeks: dict[str, list[LeaderboardRow]] = {}
    for row in rows:
        weeks.setdefault(row.week_id, []).append(row)
    parts = []
    for week_id, of_week in weeks.items():
        lines = [[cell(row) for cell in _CELLS.values()] for row in of_week]
        body = tabulate(lines, headers=list(_CELLS), tablefmt=style, disable_numparse=True)
        heading = f"{week_id}: {of_week[0].total_clues} clues"
        parts.append(f"{f'**{heading}**' if style == 'github' else heading}\n\n{body}")
    return "\n\n".join(parts)


def _row(row: WeeklyRanking, display_name: str, previous: int | None, tenure_weeks: int | None) -> LeaderboardRow:
    is_ranked = row.rank is not None
    return LeaderboardRow(
        week_id=row.week_id,
        openrouter_id=row.openrouter_id,
        display_name=display_name,
        kind=row.kind,
        total_clues=row.total_clues,
        answered=row.answered,
        correct=row.correct,
        failed=row.failed,
        accuracy=_rounded(row.accuracy, 2),
        accuracy_low=_rounded(row.accuracy_low, 2),
        accuracy_high=_rounded(row.accuracy_high, 2),
        rank=row.rank,
        previous_rank=previous if is_ranked else None,
        rank_change=None if row.rank is None or previous is None else previous - row.rank,
        tenure_weeks=tenure_weeks,
        mean_response_time_ms=_rounded(row.mean_response_time_ms, 1),
        cost_usd=_rounded(row.cost_usd, 6),
        is_partial=row.is_partial,
        reason=row.reason,
    )


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _movement(row: LeaderboardRow) -> str:
    if row.rank is None:
        return ""
    if row.rank_change is None:
        return "new"
    return "=" if row.rank_change == 0 else f"{'▲' if row.rank_change > 0 else '▼'}{abs(row.rank_change)}"


def _number(value: float | None, digits: int = 0) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _note(row: LeaderboardRow) -> str:
    return row.reason or ("partial" if row.is_partial else "")


_CELLS: dict[str, Callable[[LeaderboardRow], str]] = {
    "#": lambda row: "–" if row.rank is None else str(row.rank),
    "±": _movement,
    "model": lambda row: row.display_name,
    "correct": lambda row: f"{row.correct}/{row.answered}",
    "%": lambda row: _number(row.accuracy, 1),
    "95 %": lambda row: "-".join(filter(None, (_number(row.accuracy_low), _number(row.accuracy_high)))),
    "failed": lambda row: str(row.failed or ""),
    "weeks at rank": lambda row: str(row.tenure_weeks or ""),
    "mean ms": lambda row: _number(row.mean_response_time_ms),
    "cost USD": lambda row: _number(row.cost_usd, 4),
    "note": _note,
}
