"""How long a model keeps its rank, derived from the whole ranking history each time, never added up.

The rule: only weeks in which somebody is ranked count. A tenure goes on from one such week to the next, however many
weeks without a ranking lie between; it ends when the model has another rank there, or none. One that reaches the
newest ranked week is current and has no end.
"""

from collections import defaultdict
from collections.abc import Sequence

from crawl_assets.cryptic_bench.rows import RankTenure, WeeklyRanking


def tenures(rankings: Sequence[WeeklyRanking]) -> list[RankTenure]:
    """Return every tenure of every model, by model and start."""
    ranks: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in rankings:
        if row.rank is not None:
            ranks[row.week_id][row.openrouter_id] = row.rank
    weeks = sorted(ranks)  # 'YYYY-Www' sorts by time
    found = []
    for model in sorted({model for week in ranks.values() for model in week}):
        found += _of_model(model, [(week, ranks[week].get(model)) for week in weeks])
    return found


def _of_model(model: str, history: Sequence[tuple[str, int | None]]) -> list[RankTenure]:
    runs: list[tuple[int, list[str]]] = []
    before: int | None = None
    for week, rank in history:
        if rank is not None and rank == before:
            runs[-1][1].append(week)
        elif rank is not None:
            runs.append((rank, [week]))
        before = rank
    newest = history[-1][0]
    return [
        RankTenure(
            openrouter_id=model,
            rank_position=rank,
            start_week=held[0],
            end_week=None if held[-1] == newest else held[-1],
            weeks_count=len(held),
            is_current=held[-1] == newest,
        )
        for rank, held in runs
    ]
