"""Put a published database into ours: merge, derive, write everything in one transaction."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crawl_assets.cryptic_bench.deriving import evaluations_of
from crawl_assets.cryptic_bench.keeping import Kept, merged, stored_week
from crawl_assets.cryptic_bench.published import SOURCE, Published
from crawl_assets.cryptic_bench.rankings import rank_week
from crawl_assets.cryptic_bench.registry import known_models
from crawl_assets.cryptic_bench.rows import NO_REPLY, Evaluation, Model, ModelResponse, WeeklyRanking
from crawl_assets.cryptic_bench.tenure import tenures
from crawl_assets.store.database import EVERY_ROW, Database, Statement, Where
from crawl_assets.store.rows import load, save_statements


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import left in the database."""

    weeks: list[date]
    models: list[str]  # openrouter ids that have responses in those weeks
    puzzles: int
    clues: int
    set_aside: int
    answered: int
    correct: int
    failed: int
    changed_rows: int
    notes: list[str]

    def summary(self) -> list[str]:
        """Return the lines that the command line prints."""
        return [
            f"{self.puzzles} puzzles, {self.clues} clues ({self.set_aside} set aside), {len(self.models)} models",
            f"{self.answered} answered, {self.correct} of them right; {self.failed} provider failures, not counted",
            *self.notes,
            f"{self.changed_rows} rows changed" if self.changed_rows else "nothing changed: all of it was here before",
        ]


@dataclass(frozen=True, slots=True)
class _Week:
    kept: Kept
    responses: list[ModelResponse]
    evaluations: list[Evaluation]


def import_published(database: Database, published: Published) -> Imported:
    """Merge a published database into ours and derive scores, ranks and tenures, all in one transaction.

    What was scraped or bought here stays. Of two imports of one reply the later asked one counts, and a reply is never
    replaced by a failure; importing the same file twice changes nothing.
    """
    models = _with_published(known_models(database), published.models)
    weeks = sorted({puzzle.week_start for puzzle in published.puzzles})
    merged_weeks = {week: _merged_week(database, week, published) for week in weeks}
    rankings = [
        row
        for week, data in merged_weeks.items()
        for row in rank_week(
            week,
            clues=data.kept.clues,
            puzzles=data.kept.puzzles,
            responses=data.responses,
            evaluations=data.evaluations,
            models=models,
        )
    ]
    others = [row for row in load(database, "weekly_rankings", WeeklyRanking) if row.week_start not in merged_weeks]

    every = list(merged_weeks.values())
    evaluations = [row for data in every for row in data.evaluations]
    in_weeks = Where("week_start IN (SELECT value FROM json_each(?))", (_json_list(weeks),))
    statements: list[Statement] = []
    for name, rows, where in (
        ("models", models, None),
        ("puzzles", [row for data in every for row in data.kept.puzzles], None),
        ("clues", [row for data in every for row in data.kept.clues], None),
        ("clues_set_aside", [row for data in every for row in data.kept.set_aside], in_weeks),
        ("model_responses", [row for data in every for row in data.responses], None),
        ("evaluations", evaluations, in_weeks),
        ("weekly_rankings", rankings, in_weeks),
        ("rank_tenure", tenures([*others, *rankings]), EVERY_ROW),
    ):
        statements += _save(database, name, rows, where)
    changed = sum(result.affected for result in database.transaction(statements))
    asked = {row.openrouter_id for data in every for row in data.responses}
    answered = sum(row.is_answered for row in evaluations)
    return Imported(
        weeks=weeks,
        models=[model.openrouter_id for model in models if model.openrouter_id in asked],
        puzzles=sum(len(data.kept.puzzles) for data in every),
        clues=sum(len(data.kept.clues) for data in every),
        set_aside=sum(len(data.kept.set_aside) for data in every),
        answered=answered,
        correct=sum(row.is_correct for row in evaluations),
        failed=len(evaluations) - answered,
        changed_rows=changed,
        notes=published.notes,
    )


def _with_published(known: Sequence[Model], published: Sequence[Model]) -> list[Model]:
    """Add the published models that are not known; what is known here (names, retired or not) stays as it is."""
    ours = {model.openrouter_id for model in known}
    return [*known, *(model for model in published if model.openrouter_id not in ours)]


def _merged_week(database: Database, week: date, published: Published) -> _Week:
    before = stored_week(database, week)
    ours = Kept([row for row in before.puzzles if row.source != SOURCE], [], [])
    scraped = {puzzle.guardian_id for puzzle in ours.puzzles}
    theirs = Kept(
        [row for row in published.puzzles if row.week_start == week and row.guardian_id not in scraped],
        [row for row in published.clues if row.week_start == week and row.guardian_id not in scraped],
        [row for row in published.set_aside if row.week_start == week and row.guardian_id not in scraped],
    )
    kept = merged(before, theirs)
    known = {clue.clue_id for clue in kept.clues}
    where = Where("week_start = ?", (week.isoformat(),))
    stored = load(database, "model_responses", ModelResponse, where)
    incoming = [row for row in published.responses if row.clue_id in known]
    responses = _newest(stored, incoming)
    return _Week(kept, responses, evaluations_of(responses, kept.clues))


def _newest(stored: Iterable[ModelResponse], incoming: Iterable[ModelResponse]) -> list[ModelResponse]:
    rows = {(row.openrouter_id, row.clue_id, row.attempt): row for row in stored}
    for row in incoming:
        key = (row.openrouter_id, row.clue_id, row.attempt)
        if key not in rows or _replaces(rows[key], row):
            rows[key] = row
    return list(rows.values())


def _replaces(stored: ModelResponse, incoming: ModelResponse) -> bool:
    if stored.outcome in NO_REPLY or incoming.outcome in NO_REPLY:
        return stored.outcome in NO_REPLY and (incoming.outcome not in NO_REPLY or _asked(incoming) > _asked(stored))
    is_ours = stored.prompt_version is not None  # bought here, with all that the provider said
    return not is_ours and _asked(incoming) > _asked(stored)


def _asked(row: ModelResponse) -> float:
    return row.asked_at.timestamp() if row.asked_at else 0.0


def _save(database: Database, name: str, rows: Sequence[Any], where: Where | None) -> list[Statement]:
    if rows:
        return save_statements(database, name, rows, where)
    return [Statement(f"DELETE FROM {name} WHERE {where.sql}", where.args, name)] if where else []


def _json_list(weeks: Sequence[date]) -> str:
    return json.dumps([week.isoformat() for week in weeks])
