"""What would make a clue unfit to be asked; looked for before anything is paid."""

from collections.abc import Sequence

from crawl_assets.cryptic_bench.enumeration import parse_enumeration
from crawl_assets.cryptic_bench.prompts import CURRENT, leaks, render
from crawl_assets.cryptic_bench.puzzle import Clue


def wrong_lengths(clues: Sequence[Clue]) -> list[str]:
    """Name the clues whose answer has not as many letters as the enumeration says, a sentence each."""
    return [
        f"{clue.clue_id}: {clue.answer} has {len(clue.answer)} letters, {clue.letter_count} says {wanted}"
        for clue in clues
        if (wanted := parse_enumeration(clue.letter_count).total) != len(clue.answer)
    ]


def giveaways(clues: Sequence[Clue]) -> list[str]:
    """Name the clues whose prompt holds the answer outside the clue's own wordplay, a sentence each."""
    return [
        f"{clue.clue_id}: the prompt holds {clue.answer}"
        for clue in clues
        if leaks(render(CURRENT, clue.clue_text, clue.letter_count), clue.answer)
    ]
