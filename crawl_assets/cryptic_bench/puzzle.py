"""A week's puzzles and their clues, as plain data."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_WEEK = date(2025, 12, 29)  # 2026-W01, the first of the published benchmark
_WEEK_ID = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(frozen=True, slots=True)
class Puzzle:
    """One published crossword."""

    guardian_id: int
    week_start: date  # Monday of the publication date's ISO week
    week_id: str  # that week's ISO name, '2026-W01'
    puzzle_type: str
    setter: str | None  # None when no known title form names one
    publication_date: date
    title: str
    url: str | None
    source: str  # fifteensquared, georgeho or import
    clue_count: int
    problems: tuple[str, ...]  # why it may be incomplete; empty when clean


@dataclass(frozen=True, slots=True)
class Clue:
    """One clue with its whole answer."""

    clue_id: str
    guardian_id: int
    week_start: date
    clue_number: str  # '1', or '1,5' for linked lights
    direction: str  # across or down
    clue_text: str  # without the enumeration
    answer: str  # capital letters only, all lights together
    letter_count: str  # the enumeration as printed, '(5,4)'
    linked_lights: str | None


@dataclass(frozen=True, slots=True)
class SetAside:
    """What looked like a clue but could not be trusted, kept with the reason."""

    guardian_id: int
    position: int  # where in the post, from 0
    week_start: date
    raw_text: str
    answer: str | None
    reason: str


def clue_id_of(guardian_id: int, clue_number: str, direction: str) -> str:
    """Return a clue's id: '29890-1-across'."""
    return f"{guardian_id}-{clue_number}-{direction}"


def week_id_of(day: date) -> str:
    """Return the ISO week of a day: '2026-W01' (ISO 8601)."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def week_start_of(day: date) -> date:
    """Return the Monday of a day's ISO week."""
    return day - timedelta(days=day.weekday())


def week_start_from_id(week_id: str) -> date:
    """Return the Monday of a week like '2026-W01'; raises ValueError for anything else."""
    named = _WEEK_ID.fullmatch(week_id)
    try:
        if named:
            return date.fromisocalendar(int(named[1]), int(named[2]), 1)
    except ValueError:
        pass
    raise ValueError(f"{week_id!r} is not a week; one looks like 2026-W01.")


def partition_key(openrouter_id: str, week_start: date) -> str:
    """Return the partition of one model in one week: 'openai/gpt-5.2|2026-01-05'."""
    return f"{openrouter_id}|{week_start.isoformat()}"
