"""A week of 11 models x 28 clues, asked of a server that takes 1 s an answer: ours against one after another.

Ours is the real `ask_week` at its real pace (2 starts a second and 8 in flight a model, 32 in all) with a journal a
partition, in 11 processes that share a database, as Dagster runs the partitions; its time holds the start of the
processes. The replaced way asks one clue after another with 500 ms between. It would take 8 minutes, so a share of it
is run, 6 clues of one model through the same client, and multiplied; the last row is the same with the models side by
side, where the pace of 2 starts a second is what bounds ours.

Run: `python bench/week_of_models.py`
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tabulate import tabulate

from crawl_assets.cryptic_bench.asking import MAX_TOKENS, Pace
from crawl_assets.cryptic_bench.prompts import CURRENT, render
from crawl_assets.llm.chat import ChatRequest
from crawl_assets.llm.openai_chat import OpenAIChat
from crawl_assets.store.local import LocalDatabase
from crawl_assets_tests.cryptic_bench.weeks import WEEK, Bench, clues_of
from crawl_assets_tests.fakes.openai import KEY

MODELS, CLUES, LATENCY, PAUSE = 11, 28, 1.0, 0.5
SHARE = 6  # clues of one model that are asked the replaced way
GOAL = 8.0
REPO = Path(__file__).parents[1]


@contextmanager
def server() -> Iterator[str]:
    """Run the fake server in a process of its own; gives its address."""
    command = [sys.executable, "-m", "crawl_assets_tests.fakes.openai", "--port", "0", "--latency", str(LATENCY)]
    with subprocess.Popen(command, cwd=REPO, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            yield running.stdout.readline().split()[0].removeprefix("LLM_BASE_URL=")
        finally:
            running.terminate()


def ours(base_url: str, folder: Path) -> float:
    """Ask every model in a process of its own; returns seconds."""
    Bench.open(folder).database.close()
    pace = Pace()
    numbers = [str(number) for number in (pace.in_flight, pace.starts_per_second, pace.in_flight_in_all)]
    started = time.perf_counter()
    command = [sys.executable, "-m", "crawl_assets_tests.cryptic_bench.weeks", str(folder), base_url]
    running = [
        subprocess.Popen(
            [*command, f"maker/model-{model}", str(WEEK), str(CLUES), *numbers], cwd=REPO, stdout=subprocess.DEVNULL
        )
        for model in range(MODELS)
    ]
    assert [one.wait() for one in running] == [0] * MODELS
    taken = time.perf_counter() - started
    (row,) = LocalDatabase(folder / "bench.db").query(
        "SELECT count(*) AS bought FROM model_responses WHERE outcome = 'answered'"
    )
    assert row["bought"] == MODELS * CLUES, row
    return taken


async def one_after_another(base_url: str) -> float:
    """Ask a share of the clues the replaced way; returns seconds a clue."""
    chat = OpenAIChat(KEY, base_url=base_url)
    chat.prepare("maker/model")
    started = time.perf_counter()
    for clue in clues_of(count=SHARE):
        messages = render(CURRENT, clue.clue_text, clue.letter_count)
        await chat.chat(ChatRequest("maker/model", messages, MAX_TOKENS))
        await asyncio.sleep(PAUSE)
    return (time.perf_counter() - started) / SHARE


def main() -> None:
    with server() as base_url, tempfile.TemporaryDirectory() as folder:
        seconds = ours(base_url, Path(folder))
        a_clue = asyncio.run(one_after_another(base_url))
    replaced, side_by_side = a_clue * CLUES * MODELS, a_clue * CLUES
    share, faster = f"{SHARE} clues, x ", f"{replaced / seconds:.1f}x (goal {GOAL:g}x)"
    rows = [
        ("ask_week, 11 processes, real limits", "all", seconds, ""),
        ("one after another, 500 ms between", f"{share}{MODELS * CLUES / SHARE:.1f}", replaced, faster),
        ("models side by side, each so", f"{share}{CLUES / SHARE:.1f}", side_by_side, f"{side_by_side / seconds:.1f}x"),
    ]
    headers = [f"{MODELS} models x {CLUES} clues, {LATENCY:g} s an answer", "measured", "seconds", "ours is faster by"]
    print(tabulate(rows, headers=headers, tablefmt="github", floatfmt=".1f"))


if __name__ == "__main__":
    main()
