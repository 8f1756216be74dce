"""Read a blog post about a crossword, whatever its layout.

Several recognisers try, each blind to the others; the one whose clues hold together best is believed. A clue holds
together when its answer has as many letters as its enumeration says.
"""

from collections.abc import Callable
from dataclasses import dataclass

from crawl_assets.cryptic_bench.layouts import answer_first, columns, groups, running
from crawl_assets.cryptic_bench.layouts.candidates import Candidate
from crawl_assets.cryptic_bench.layouts.resolving import Aside, ReadClue, Resolved, resolve
from crawl_assets.cryptic_bench.layouts.rich_text import Content, page_title, read_content

# In order of how much structure they see; of equal results the first counts.
RECOGNISERS: dict[str, Callable[[Content], list[Candidate]]] = {
    "columns": columns.read,
    "groups": groups.read,
    "running": running.read,
    "running, wrapped": running.read_wrapped,
    "answer first": answer_first.read,
}


@dataclass(frozen=True, slots=True)
class PostReading:
    """What a post holds."""

    layout: str | None  # the recogniser that was believed; None when nothing was recognised
    title: str  # the post's own heading
    opening: tuple[str, ...]  # the lines above the first clue, which may name the setter
    clues: tuple[ReadClue, ...]
    aside: tuple[Aside, ...]
    problems: tuple[str, ...]


def read_post(html: str) -> PostReading:
    """Read a post's page, or a fragment of one."""
    content = read_content(html)
    if content is None:
        return PostReading(None, "", (), (), (), ("The page is empty.",))
    readings = [(name, resolve(recognise(content))) for name, recognise in RECOGNISERS.items()]
    name, best = max(readings, key=lambda reading: _credit(reading[1]))
    is_recognised = bool(best.clues or best.aside)
    opening = tuple(line.text for line in content.lines[:_OPENING_LINES])
    return PostReading(
        name if is_recognised else None, page_title(html), opening, best.clues, best.aside, best.problems
    )


_OPENING_LINES = 12


def _credit(reading: Resolved) -> tuple[int, int]:
    """Count what holds together. What does not costs nothing: a recogniser must not win by overlooking it."""
    return len(reading.clues), 0 if reading.clues else len(reading.aside)
