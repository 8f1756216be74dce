"""The second source: the clues of cryptics.georgeho.org, a Datasette, as JSON (https://docs.datasette.io/en/stable/json_api.html)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawl_assets.cryptic_bench.enumeration import plain_marks
from crawl_assets.cryptic_bench.layouts.candidates import Candidate, cut_at_enumeration
from crawl_assets.cryptic_bench.layouts.lights import read_label, read_reference
from crawl_assets.cryptic_bench.layouts.rich_text import line_of

DEFAULT_URL = "https://cryptics.georgeho.org/data/clues.json"
PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class ClueRow:
    """A row of its table, as far as we use it; fields that it leaves empty are ''."""

    rowid: int
    clue: str  # with the enumeration
    answer: str
    clue_number: str  # '17a'
    puzzle_date: date
    puzzle_name: str  # 'Guardian 29890 Ramsay'
    source_url: str


@dataclass(frozen=True, slots=True)
class RowsPage:
    """One page of an answer."""

    rows: list[ClueRow]
    unread: list[str]  # why a row could not be used
    next: str | None  # the token of the next page


def page_url(base: str, week_start: date, token: str | None = None) -> str:
    """Return the address of a page of one week's Guardian rows; pages follow each other by token.

    The token is put into our own address; `next_url` of an answer may name another host or scheme.
    """
    parts = urlsplit(base)
    query = {
        **dict(parse_qsl(parts.query)),
        "_shape": "objects",
        "_size": str(PAGE_SIZE),
        "puzzle_name__contains": "Guardian",
        "puzzle_date__gte": week_start.isoformat(),
        "puzzle_date__lt": (week_start + timedelta(days=7)).isoformat(),
    }
    if token is not None:
        query["_next"] = token
    return urlunsplit(parts._replace(query=urlencode(query)))


def read_page(text: str) -> RowsPage:
    """Read one answer; raises ValueError when it is not the JSON of rows that was asked for."""
    try:
        answer = json.loads(text)
    except ValueError as error:
        raise ValueError(f"the answer is not JSON ({error}).") from error
    listed = answer.get("rows") if isinstance(answer, dict) else None
    rows: list[ClueRow] = []
    unread: list[str] = []
    if listed is None or isinstance(listed, str):
        raise ValueError(f"the answer holds no list `rows`; it begins with {text[:80]!r}.")
    for raw in listed:
        try:
            rows.append(_row(raw))
        except (KeyError, TypeError, ValueError) as error:
            unread.append(f"row {raw.get('rowid') if isinstance(raw, Mapping) else raw!r}: {error!r}")
    token = answer.get("next")
    return RowsPage(rows, unread, str(token) if token else None)


def by_puzzle(rows: Iterable[ClueRow]) -> dict[tuple[date, str, str], list[ClueRow]]:
    """Group rows by (day, name, post), each group in the order of the table."""
    groups: dict[tuple[date, str, str], list[ClueRow]] = {}
    for row in sorted(rows, key=lambda row: row.rowid):
        groups.setdefault((row.puzzle_date, row.puzzle_name, row.source_url), []).append(row)
    return groups


def candidates_of(rows: Iterable[ClueRow]) -> tuple[list[Candidate], list[ClueRow]]:
    """Return what the rows of one puzzle claim, and the rows whose number cannot be read."""
    found, unnumbered = [], []
    for row in rows:
        lights = read_label(plain_marks(row.clue_number))
        if not lights:
            unnumbered.append(row)
            continue
        clue = cut_at_enumeration(line_of(row.clue))
        reference = read_reference(plain_marks(clue.clue))
        direction = next((light.direction for light in lights if light.direction), None)
        raw = f"{row.clue_number} | {row.clue} | {row.answer}"
        text = "" if reference else clue.clue
        found.append(Candidate(lights, direction, text, clue.enumeration, row.answer, reference, raw))
    return found, unnumbered


def _row(raw: Mapping[str, Any]) -> ClueRow:
    return ClueRow(
        rowid=int(raw["rowid"]),
        clue=str(raw["clue"] or ""),
        answer=str(raw["answer"] or ""),
        clue_number=str(raw["clue_number"] or ""),
        puzzle_date=date.fromisoformat(str(raw["puzzle_date"])[:10]),
        puzzle_name=str(raw["puzzle_name"] or ""),
        source_url=str(raw["source_url"] or ""),
    )
