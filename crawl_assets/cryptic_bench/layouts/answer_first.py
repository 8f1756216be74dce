"""Running text that prints the answer before its clue: '1 ANSWER Clue (6)', or the answer in a line above the clue."""

from collections.abc import Sequence

from crawl_assets.cryptic_bench.layouts.answers import cell_answer, is_answer_like, leading_answer
from crawl_assets.cryptic_bench.layouts.candidates import (
    Candidate,
    cut_at_enumeration,
    from_position,
    joined,
    with_short_labels,
)
from crawl_assets.cryptic_bench.layouts.lights import Light, leading_label, read_heading, read_reference
from crawl_assets.cryptic_bench.layouts.rich_text import Content, Line


def read(content: Content) -> list[Candidate]:
    """Read the lines of a post."""
    found: list[Candidate] = []
    direction: str | None = None
    lines = with_short_labels(content.lines)
    for at, line in enumerate(lines):
        if heading := read_heading(line.plain):
            direction = heading
            continue
        lights, start = leading_label(line.plain)
        if lights and (candidate := _candidate(lines, at, lights, start, direction)):
            found.append(candidate)
    return found


def _candidate(
    lines: Sequence[Line], at: int, lights: tuple[Light, ...], start: int, direction: str | None
) -> Candidate | None:
    line = lines[at]
    rest = from_position(line, start)
    if not rest.text and at + 2 < len(lines):
        at, rest = at + 1, lines[at + 1]
    clue = cut_at_enumeration(rest)
    if clue.enumeration is not None:
        end = leading_answer(rest, 0, clue.enumeration)
        if end is None:
            return None
        answer, behind = rest.text[:end], from_position(rest, end)
    elif is_answer_like(rest.text) and at + 1 < len(lines):
        answer, behind = rest.text, lines[at + 1]
    else:
        return None
    clue = cut_at_enumeration(behind)
    reference = read_reference(behind.plain)
    if clue.enumeration is None and not reference:
        return None
    printed = cell_answer(Line(answer), clue.enumeration)
    return Candidate(
        lights,
        direction,
        "" if reference else clue.clue,
        clue.enumeration,
        printed.text if printed else answer,
        reference,
        joined([line, behind]).text if behind is not rest else line.text,
    )
