"""Small published databases in the form of the replaced system, made up for the tests."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_SCHEMA = """
CREATE TABLE puzzles (id INTEGER PRIMARY KEY, guardian_id INTEGER UNIQUE NOT NULL, puzzle_type TEXT DEFAULT 'cryptic',
    setter TEXT, publication_date TEXT, week_id TEXT, scraped_at TEXT, raw_json TEXT);
CREATE TABLE clues (id INTEGER PRIMARY KEY, puzzle_id INTEGER, clue_number TEXT, direction TEXT, clue_text TEXT,
    answer TEXT, letter_count TEXT, UNIQUE (puzzle_id, clue_number, direction));
CREATE TABLE models (id INTEGER PRIMARY KEY, openrouter_id TEXT UNIQUE, provider TEXT, model_name TEXT,
    display_name TEXT, is_active BOOLEAN, added_at TEXT);
CREATE TABLE evaluations (id INTEGER PRIMARY KEY, clue_id INTEGER, model_id INTEGER, week_id TEXT, model_response TEXT,
    extracted_answer TEXT, is_correct BOOLEAN, response_time_ms INTEGER, tokens_used INTEGER, cost REAL,
    error_message TEXT, evaluated_at TEXT, UNIQUE (clue_id, model_id));
"""
NO_CREDIT = (
    'OpenRouter API error: 402 - {"error":{"message":"Insufficient credits.","code":402},"user_id":"user_secret"}'
)
RETIRED = 'OpenRouter API error: 404 - {"error":{"message":"One is deprecated.","code":404},"user_id":"user_secret"}'
ANSWERS = ("LISTEN", "ORANGE", "PLANET", "SILVER", "WINTER", "GARDEN", "MARKET", "CASTLE", "DOCTOR", "BRIDGE")


@dataclass
class PublishedFile:
    """A published database that a test fills."""

    path: Path

    def __post_init__(self) -> None:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.executescript(_SCHEMA)

    def puzzle(
        self,
        number: int,
        day: str,
        *,
        setter: str | None = "Wren",
        title: str | None = None,
        clues: tuple[tuple[str, str], ...] = tuple((answer, "(6)") for answer in ANSWERS),
    ) -> None:
        """Add a puzzle with a clue for each (answer, enumeration)."""
        details = json.dumps({"title": title or f"Guardian {number:,} – Wren - Fifteensquared", "url": None})
        with closing(sqlite3.connect(self.path)) as connection, connection:
            made = connection.execute(
                "INSERT INTO puzzles (guardian_id, setter, publication_date, raw_json) VALUES (?, ?, ?, ?)",
                (number, setter, day, details),
            )
            connection.executemany(
                "INSERT INTO clues (puzzle_id, clue_number, direction, clue_text, answer, letter_count) "
                "VALUES (?, ?, 'across', ?, ?, ?)",
                [
                    (made.lastrowid, str(place), f"Clue {place} of {number}", answer, lengths)
                    for place, (answer, lengths) in enumerate(clues, start=1)
                ],
            )

    def model(self, openrouter_id: str, name: str | None = None) -> None:
        """Add a model."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(
                "INSERT INTO models (openrouter_id, display_name, is_active, added_at) VALUES (?, ?, 1, '2025-12-30')",
                (openrouter_id, name or openrouter_id),
            )

    def reply(
        self,
        openrouter_id: str,
        number: int,
        place: int,
        text: str | None,
        *,
        error: str | None = None,
        at: str = "2026-01-11 06:00:00",
        week_id: str = "2026-W01",
    ) -> None:
        """Add (or replace) what a model said to a clue, `place` from 1; `week_id` is what the old system stamped."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(
                "INSERT OR REPLACE INTO evaluations (clue_id, model_id, week_id, model_response, is_correct, "
                "response_time_ms, tokens_used, cost, error_message, evaluated_at) "
                "SELECT c.id, m.id, ?, ?, 0, ?, ?, ?, ?, ? FROM clues c JOIN puzzles p ON p.id = c.puzzle_id, models m "
                "WHERE p.guardian_id = ? AND c.clue_number = ? AND m.openrouter_id = ?",
                (
                    week_id,
                    text,
                    *((900, 12, 0.002) if text else (None, None, None)),
                    error,
                    at,
                    number,
                    str(place),
                    openrouter_id,
                ),
            )
