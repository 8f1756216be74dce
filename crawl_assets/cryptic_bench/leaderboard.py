"""The leaderboard as people and programs read it: rows of the `leaderboard` view, as a table, CSV or JSON."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields

from crawl_assets.store.database import Database, Row

_COLUMNS = "SELECT * FROM leaderboard"
# ranked first; then by what was achieved, baselines last
_ORDER = "ORDER BY week_start, rank IS NULL, rank, kind = 'baseline', accuracy DESC, openrouter_id"
_NEWEST_RANKED = "SELECT max(week_id) AS week_id FROM weekly_rankings WHERE rank IS NOT NULL"
_NEWEST = "SELECT max(week_id) AS week_id FROM weekly_rankings"


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
    for sql in (_NEWEST_RANKED, _NEWEST):
        week_id = database.query(sql)[0]["week_id"]
        if week_id is not None:
            return str(week_id)
    raise NoRankingError(
        "nothing is ranked yet. Import a published database (crawl-assets cryptic import PATH) "
        "or materialize puzzles, model_responses, evaluations and weekly_rankings for a week."
    )


def leaderboard(database: Database, week_id: str | None = None) -> list[LeaderboardRow]:
    """Return the rows of one week, or of every week in order when `week_id` is None.

    Raises NoRankingError for a week without rows, naming the weeks that have some.
    """
    if week_id is None:
        return [_row(row) for row in database.query(f"{_COLUMNS} {_ORDER}")]
    rows = database.query(f"{_COLUMNS} WHERE week_id = ? {_ORDER}", (week_id,))
    if not rows:
        weeks = [row["week_id"] for row in database.query("SELECT DISTINCT week_id FROM weekly_rankings ORDER BY 1")]
        raise NoRankingError(f"week {week_id!r} has no ranking; there is {', '.join(weeks) or 'none yet'}.")
    return [_row(row) for row in rows]


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


def _row(row: Row) -> LeaderboardRow:
    rank, previous = row["rank"], row["previous_rank"]
    return LeaderboardRow(
        week_id=row["week_id"],
        openrouter_id=row["openrouter_id"],
        display_name=row["display_name"],
        kind=row["kind"],
        total_clues=row["total_clues"],
        answered=row["answered"],
        correct=row["correct"],
        failed=row["failed"],
        accuracy=_rounded(row["accuracy"], 2),
        accuracy_low=_rounded(row["accuracy_low"], 2),
        accuracy_high=_rounded(row["accuracy_high"], 2),
        rank=rank,
        previous_rank=previous if rank is not None else None,
        rank_change=None if rank is None or previous is None else previous - rank,
        tenure_weeks=row["tenure_weeks"] if rank is not None else None,
        mean_response_time_ms=_rounded(row["mean_response_time_ms"], 1),
        cost_usd=_rounded(row["cost_usd"], 6),
        is_partial=bool(row["is_partial"]),
        reason=row["reason"],
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
    return "; ".join(filter(None, ("partial" if row.is_partial else "", row.reason or "")))


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
