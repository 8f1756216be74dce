"""Read a published database of the benchmark that this project replaces, as rows of ours.

Only facts are taken over (puzzles, clues, replies and their errors); scores, ranks and tenures are derived anew.
"""

import json
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from crawl_assets.cryptic_bench.enumeration import parse_enumeration
from crawl_assets.cryptic_bench.letters import letters_of
from crawl_assets.cryptic_bench.models import new_model
from crawl_assets.cryptic_bench.puzzle import Clue, Puzzle, SetAside, clue_id_of, week_id_of, week_start_of
from crawl_assets.cryptic_bench.rows import Model, ModelResponse
from crawl_assets.cryptic_bench.titles import read_title

SOURCE = "import"
FEWEST_CLUES = 20  # a Guardian cryptic has 24 to 32; fewer were lost on the way

_PUZZLES = "SELECT id, guardian_id, puzzle_type, setter, publication_date, raw_json FROM puzzles ORDER BY guardian_id"
_CLUES = """
SELECT p.guardian_id, c.id, c.clue_number, c.direction, c.clue_text, c.answer, c.letter_count
FROM clues c JOIN puzzles p ON p.id = c.puzzle_id ORDER BY p.guardian_id, c.id
"""
_MODELS = "SELECT openrouter_id, display_name, is_active, added_at FROM models ORDER BY openrouter_id"
_RESPONSES = """
SELECT e.clue_id, m.openrouter_id, e.model_response, e.error_message, e.response_time_ms, e.tokens_used, e.cost,
       e.evaluated_at
FROM evaluations e JOIN models m ON m.id = e.model_id ORDER BY m.openrouter_id, e.clue_id
"""
_STATUS = re.compile(r"\b(?:API error|HTTP|status)\D{0,10}([45]\d\d)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[,/&]\s?\d+)*")


@dataclass(frozen=True, slots=True)
class Published:
    """What a published database holds."""

    models: list[Model]
    puzzles: list[Puzzle]
    clues: list[Clue]
    set_aside: list[SetAside]
    responses: list[ModelResponse]
    notes: list[str]  # what was corrected, a sentence each


def read_published(path: Path) -> Published:
    """Read the file; raises ValueError naming what is wrong with it, FileNotFoundError when it is not there."""
    if not path.is_file():
        raise FileNotFoundError(f"{path} is not a file; give the path of a published cryptic-bench database.")
    try:
        with closing(_opened(path)) as connection:
            return _read(connection)
    except sqlite3.Error as error:
        raise ValueError(f"{path} is not a published cryptic-bench database: {error}.") from None


def _opened(path: Path) -> sqlite3.Connection:
    address = path.absolute().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:  # in WAL mode, in a folder that cannot be written
        connection.close()
        connection = sqlite3.connect(f"{address}?immutable=1", uri=True)
        connection.row_factory = sqlite3.Row
    return connection


def _read(connection: sqlite3.Connection) -> Published:
    errata = {(row["guardian_id"], row["clue_number"], row["direction"]): row for row in _errata()}
    weeks = {row["guardian_id"]: _day(row["publication_date"]) for row in connection.execute(_PUZZLES)}
    notes: list[str] = []
    clues: dict[int, Clue] = {}
    aside: list[SetAside] = []
    for position, row in enumerate(connection.execute(_CLUES)):
        number, direction = str(row["clue_number"]), row["direction"]
        answer = letters_of(row["answer"] or "")
        known = errata.get((row["guardian_id"], number, direction))
        if known and known["published"] == answer:
            answer = known["answer"]
            notes.append(
                f"{clue_id_of(row['guardian_id'], number, direction)}: published answer {known['published']} is "
                f"corrected to {answer}"
            )
        week, problem = week_start_of(weeks[row["guardian_id"]]), _problem(row, answer)
        if problem:
            text = f"{number} {direction}: {row['clue_text']} {row['letter_count']}"
            aside.append(SetAside(row["guardian_id"], position, week, text, answer or None, problem))
            continue
        clues[row["id"]] = Clue(
            clue_id=clue_id_of(row["guardian_id"], number, direction),
            guardian_id=row["guardian_id"],
            week_start=week,
            clue_number=number,
            direction=direction,
            clue_text=row["clue_text"].strip(),
            answer=answer,
            letter_count=row["letter_count"],
            linked_lights=number if _NUMBER.fullmatch(number) and not number.isdigit() else None,
        )
    puzzles = [_puzzle(row, list(clues.values()), aside) for row in connection.execute(_PUZZLES)]
    responses = list(_responses(connection, clues))
    return Published(list(_models(connection)), puzzles, list(clues.values()), aside, responses, notes)


def _errata() -> list[dict[str, Any]]:
    text = resources.files(__package__).joinpath("errata.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["answer"])


def _problem(row: sqlite3.Row, answer: str) -> str | None:
    """Say why a clue cannot be asked or scored, or None."""
    if row["direction"] not in ("across", "down"):
        return f"the direction is {row['direction']!r}"
    if not (row["clue_text"] or "").strip():
        return "the clue is empty"
    try:
        wanted = parse_enumeration(row["letter_count"] or "").total
    except ValueError as error:
        return str(error)
    if wanted != len(answer):
        return f"the answer {answer} has {len(answer)} letters, {row['letter_count']} says {wanted}"
    return None


def _puzzle(row: sqlite3.Row, clues: list[Clue], aside: list[SetAside]) -> Puzzle:
    details = json.loads(row["raw_json"] or "{}")
    day, number = _day(row["publication_date"]), row["guardian_id"]
    title = str(details.get("title") or f"Guardian {number:,}")
    setter = row["setter"] if row["setter"] not in (None, "", "Unknown") else read_title(title).setter
    count = sum(clue.guardian_id == number for clue in clues)
    problems = [
        f"{count} clues; a Guardian cryptic has 24 to 32, so some were lost" if count < FEWEST_CLUES else "",
        "" if setter else f"the title names no setter: {title}",
        *(f"set aside: {row.reason}" for row in aside if row.guardian_id == number),
    ]
    return Puzzle(
        guardian_id=number,
        week_start=week_start_of(day),
        week_id=week_id_of(day),
        puzzle_type=row["puzzle_type"],
        setter=setter,
        publication_date=day,
        title=title,
        url=details.get("url"),
        source=SOURCE,
        clue_count=count,
        problems=tuple(filter(None, problems)),
    )


def _models(connection: sqlite3.Connection) -> Iterator[Model]:
    for row in connection.execute(_MODELS):
        fresh = new_model(row["openrouter_id"], row["display_name"])
        yield Model(
            fresh.openrouter_id,
            fresh.provider,
            fresh.model_name,
            fresh.display_name,
            bool(row["is_active"]),
            fresh.kind,
            fresh.request,
            _moment(row["added_at"]),
        )


def _responses(connection: sqlite3.Connection, clues: dict[int, Clue]) -> Iterator[ModelResponse]:
    for row in connection.execute(_RESPONSES):
        clue = clues.get(row["clue_id"])
        if clue is None:
            continue
        text, error = row["model_response"], row["error_message"]
        answered = bool(text and text.strip())
        status = _STATUS.search(error) if error and not answered else None
        yield ModelResponse(
            openrouter_id=row["openrouter_id"],
            clue_id=clue.clue_id,
            attempt=1,
            week_start=clue.week_start,
            outcome="answered" if answered else "failed" if error else "empty",
            response=text,
            error_message=None if answered or not error else _readable(error),
            error_status=int(status[1]) if status else None,
            finish_reason=None,
            response_time_ms=row["response_time_ms"],
            prompt_tokens=None,
            completion_tokens=None,
            tokens_used=row["tokens_used"],
            cost_usd=row["cost"],
            request_id=None,
            prompt_version=None,
            provider_reply=None,
            asked_at=_moment(row["evaluated_at"]),
            kind="language_model",
        )


def _readable(error: str) -> str:
    """Return the provider's sentence out of 'OpenRouter API error: 402 - {json}', without the account's ids."""
    head, _, body = error.partition(" - ")
    try:
        message = json.loads(body)["error"]["message"]
    except (ValueError, KeyError, TypeError):
        return error[:500]
    status = _STATUS.search(head)
    return f"HTTP {status[1]}: {message}" if status else str(message)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
