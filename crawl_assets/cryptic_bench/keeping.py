"""What a new scrape changes in a week that was scraped before."""

import re
from dataclasses import dataclass
from datetime import date

from crawl_assets.cryptic_bench.puzzle import Clue, Puzzle, SetAside
from crawl_assets.store.database import Database, Where
from crawl_assets.store.rows import load


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of one week's three tables."""

    puzzles: list[Puzzle]
    clues: list[Clue]
    set_aside: list[SetAside]


def stored_week(database: Database, week_start: date) -> Kept:
    """Read what is kept of a week."""
    where = Where("week_start = ?", (week_start.isoformat(),))
    return Kept(
        load(database, "puzzles", Puzzle, where),
        load(database, "clues", Clue, where),
        load(database, "clues_set_aside", SetAside, where),
    )


def merged(before: Kept, scraped: Kept) -> Kept:
    """Put a new scrape over what was kept: what is seen again is replaced, what is not seen stays.

    A post that could not be fetched today, or a clue that a blogger removed, must not take bought replies with it.
    Of a puzzle that is seen again, the clues set aside are those of today. A clue keeps the id it was first kept under,
    which its replies name, also when another source numbers it '1,12' instead of '1'.
    """
    by_number = {puzzle.guardian_id: puzzle for puzzle in [*before.puzzles, *scraped.puzzles]}
    ids = {_first_light(clue): clue.clue_id for clue in before.clues}
    fresh = [clue for clue in scraped.clues if ids.get(_first_light(clue), clue.clue_id) == clue.clue_id]
    by_id = {clue.clue_id: clue for clue in [*before.clues, *fresh]}
    seen = {puzzle.guardian_id for puzzle in scraped.puzzles}
    aside = [row for row in before.set_aside if row.guardian_id not in seen] + scraped.set_aside
    return Kept(
        sorted(by_number.values(), key=lambda puzzle: puzzle.guardian_id),
        sorted(by_id.values(), key=lambda clue: clue.clue_id),
        sorted(aside, key=lambda row: (row.guardian_id, row.position)),
    )


def _first_light(clue: Clue) -> tuple[int, str, str]:
    return clue.guardian_id, clue.direction, re.split(r"\D", clue.clue_number, maxsplit=1)[0]
