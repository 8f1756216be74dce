"""How long a model keeps its rank, derived from the whole ranking history each time, never added up.

The rule: only weeks in which somebody is ranked count. A tenure goes on from one such week to the next, however many
weeks without a ranking lie between; it ends when the model has another rank there, or none. One that reaches the
newest ranked week is current and has no end.
"""

from collections import defaultdict
from collections.abc import Sequence

from crawl_assets.cryptic_bench.rows import RankTenure, WeeklyRanking

Held = tuple[str, int]  # a week_id and the rank held in it


def tenures(rankings: Sequence[WeeklyRanking]) -> list[RankTenure]:
    """Return every tenure of every model, by model and start."""
    newest = max((row.week_id for row in rankings if row.rank is not None), default=None)
    return [
        RankTenure(
            openrouter_id=model,
            rank_position=run[0][1],
            start_week=run[0][0],
            end_week=None if run[-1][0] == newest else run[-1][0],
            weeks_count=len(run),
            is_current=run[-1][0] == newest,
        )
        for model, runs in _runs(rankings).items()
        for run in runs
    ]


def weeks_at_rank(rankings: Sequence[WeeklyRanking]) -> dict[tuple[str, str], int]:
    """Return for each (week_id, model) that is ranked how many weeks its tenure had lasted then, that week included."""
    return {
        (week, model): count
        for model, runs in _runs(rankings).items()
        for run in runs
        for count, (week, _) in enumerate(run, start=1)
    }


def _runs(rankings: Sequence[WeeklyRanking]) -> dict[str, list[list[Held]]]:
    """Cut each model's history, by model, into runs of the same rank in ranked weeks that follow each other."""
    ranks: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in rankings:
        if row.rank is not None:
            ranks[row.week_id][row.openrouter_id] = row.rank
    runs: dict[str, list[list[Held]]] = {model: [] for model in sorted({m for week in ranks.values() for m in week})}
    before: dict[str, int] = {}
    for week in sorted(ranks):  # 'YYYY-Www' sorts by time
        for model, rank in ranks[week].items():
            if before.get(model) != rank:
                runs[model].append([])
            runs[model][-1].append((week, rank))
        before = ranks[week]
    return runs
