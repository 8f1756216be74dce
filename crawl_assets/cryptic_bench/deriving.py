"""From stored replies to evaluations, rankings and tenure: read rows, call the pure rules, return rows.

Used alike by the assets and by the import of a published database.
"""

from datetime import date

from crawl_assets.cryptic_bench.puzzle import Clue, Puzzle
from crawl_assets.cryptic_bench.rankings import rank_week
from crawl_assets.cryptic_bench.rows import NO_REPLY, Evaluation, Model, ModelResponse, RankTenure, WeeklyRanking
from crawl_assets.cryptic_bench.scoring import evaluate
from crawl_assets.cryptic_bench.tenure import tenures
from crawl_assets.store.database import Database, Where
from crawl_assets.store.rows import load


def evaluations_of(responses: list[ModelResponse], clues: list[Clue]) -> list[Evaluation]:
    """Score the newest reply of each model to each clue; a failed attempt counts only where there is no reply."""
    by_id = {clue.clue_id: clue for clue in clues}
    chosen: dict[tuple[str, str], ModelResponse] = {}
    for response in sorted(responses, key=lambda row: (row.outcome not in NO_REPLY, row.attempt)):
        chosen[response.openrouter_id, response.clue_id] = response
    return [evaluate(response, by_id[response.clue_id]) for response in chosen.values() if response.clue_id in by_id]


def rankings_of(database: Database, week_start: date) -> list[WeeklyRanking]:
    """Rank every model that was asked anything in a week, from what is stored."""
    week = Where("week_start = ?", (week_start.isoformat(),))
    return rank_week(
        week_start,
        clues=load(database, "clues", Clue, week),
        puzzles=load(database, "puzzles", Puzzle, week),
        responses=load(database, "model_responses", ModelResponse, week),
        evaluations=load(database, "evaluations", Evaluation, week),
        models=load(database, "models", Model),
    )


def tenures_of(database: Database) -> list[RankTenure]:
    """Derive every tenure from the whole ranking history."""
    return tenures(load(database, "weekly_rankings", WeeklyRanking))
