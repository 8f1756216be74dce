"""A small benchmark on disk, and one model asked one week of it as the asset does; also as a process of its own:

`python -m crawl_assets_tests.cryptic_bench.weeks FOLDER BASE_URL MODEL WEEK CLUES IN_FLIGHT STARTS IN_ALL`
"""

import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from crawl_assets.cryptic_bench.asking import Asked, Pace, Terms, ask_week, stored_responses
from crawl_assets.cryptic_bench.prompts import CURRENT, Prompt
from crawl_assets.cryptic_bench.puzzle import Clue, Puzzle, clue_id_of, week_id_of
from crawl_assets.cryptic_bench.rows import Model
from crawl_assets.durable.journal import Journals
from crawl_assets.durable.records import Scope
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.llm.baselines import RoutedChat
from crawl_assets.llm.chat import ChatClient
from crawl_assets.llm.openai_chat import OpenAIChat
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations
from crawl_assets.store.rows import save
from crawl_assets_tests.fakes.openai import KEY

WEEK = date(2026, 1, 5)
NOW = datetime(2026, 1, 11, 6, tzinfo=UTC)
MODEL = "maker/model"
UNHURRIED, QUICK = Pace(starts_per_second=1000), RetryRule(attempts=4, first_wait=0.01, longest_wait=0.05)


def clues_of(week: date = WEEK, count: int = 28) -> list[Clue]:
    """Make the clues of one week's puzzle."""
    number = 29_000 + (week - WEEK).days // 7
    return [
        Clue(
            clue_id_of(number, str(at), "across"),
            number,
            week,
            str(at),
            "across",
            _text(at, week),
            "TEAPOT",
            "(6)",
            None,
        )
        for at in range(1, count + 1)
    ]


def _text(at: int, week: date) -> str:
    return f"Brewer number {at} in a stew on {week}"


def model_of(openrouter_id: str = MODEL, *, kind: str = "language_model", **request: Any) -> Model:
    """Make a model; `request` is what is added to each request's body."""
    provider, _, name = openrouter_id.partition("/")
    return Model(openrouter_id, provider, name, name, True, kind, request, None)


@dataclass(frozen=True, slots=True)
class Bench:
    """A database with its journals in a folder."""

    folder: Path
    database: LocalDatabase
    journals: Journals

    @classmethod
    def open(cls, folder: Path) -> "Bench":
        database = LocalDatabase(folder / "bench.db")
        migrate(database, shipped_migrations())
        return cls(folder, database, Journals(database, FileBlobs(folder / "blobs"), folder / "journals"))

    def add(self, clues: Sequence[Clue], *models: Model) -> None:
        """Store clues with their puzzle, and models, as scraping and `cryptic models add` do."""
        first = clues[0]
        puzzle = Puzzle(
            first.guardian_id,
            first.week_start,
            week_id_of(first.week_start),
            "cryptic",
            "Setter",
            first.week_start,
            "A cryptic",
            None,
            "import",
            len(clues),
            (),
        )
        save(self.database, "puzzles", [puzzle])
        save(self.database, "clues", clues)
        save(self.database, "models", models)

    def ask(
        self,
        chat: ChatClient,
        clues: Sequence[Clue],
        model: Model | None = None,
        *,
        prompt: Prompt = CURRENT,
        max_cost_usd: float | None = None,
        ask_again: bool = False,
        pace: Pace = UNHURRIED,
        retry: RetryRule = QUICK,
        before_storing: Callable[[], None] = lambda: None,
    ) -> Asked:
        """Materialize one partition: ask, store the rows, forget the journal."""
        model, week = model or model_of(), clues[0].week_start if clues else WEEK
        scope = Scope("model_responses", f"{model.openrouter_id}|{week}")
        terms = Terms(prompt, max_cost_usd, ask_again, lambda: NOW)
        log = logging.getLogger("asset")
        with self.journals.open(scope, "run", log) as steps:
            bought = stored_responses(self.database, model.openrouter_id, week)
            asked = ask_week(steps, chat, model, clues, bought, terms, log, pace=pace, retry=retry)
            before_storing()
        save(self.database, "model_responses", asked.responses)
        self.journals.close(scope)
        return asked


def chat_with(base_url: str, key: str = KEY, total_seconds: float = 20.0) -> ChatClient:
    """Make the client that the asset is given."""
    return RoutedChat(lambda: OpenAIChat(key, base_url=base_url, total_seconds=total_seconds))


def main(folder: str, base_url: str, openrouter_id: str, week: str, count: str, *pace: str) -> None:
    """Ask one model one week in this process."""
    in_flight, starts, in_all = pace
    clues, model = clues_of(date.fromisoformat(week), int(count)), model_of(openrouter_id)
    bench = Bench.open(Path(folder))
    bench.add(clues, model)
    asked = bench.ask(chat_with(base_url), clues, model, pace=Pace(int(in_flight), float(starts), int(in_all)))
    print(asked.bought, len(asked.missing), asked.stopped)


def weeks_later(count: int) -> date:
    """Return the Monday of a later week."""
    return WEEK + timedelta(weeks=count)


if __name__ == "__main__":
    main(*sys.argv[1:])
