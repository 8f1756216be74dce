"""What a recogniser finds in a post: clues that still have to prove themselves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawl_assets.cryptic_bench.enumeration import Enumeration, find_enumerations
from crawl_assets.cryptic_bench.layouts.lights import Light, leading_label, spelled_direction
from crawl_assets.cryptic_bench.layouts.rich_text import Line


@dataclass(frozen=True, slots=True)
class Candidate:
    """A light's label with what stands beside it."""

    lights: tuple[Light, ...]
    direction: str | None  # of the heading above it; None when there was none yet
    clue: str  # up to the enumeration, without label and enumeration
    enumeration: Enumeration | None
    answer: str  # as printed, '' when there is none
    reference: tuple[Light, ...]  # of 'See 4'; the clue is empty then
    raw: str  # what was read, for people


@dataclass(frozen=True, slots=True)
class ClueText:
    """A clue cut at its first enumeration; what follows that is explanation."""

    clue: str
    enumeration: Enumeration | None
    rest_at: int  # where the rest begins


_FEWEST_SPELLED = 3
_EDGES = " \t-–—:*•"


def cut_at_enumeration(line: Line, start: int = 0) -> ClueText:
    """Cut a line at its first bracketed enumeration from `start` on; without one the whole line is the clue.

    The first and never a later one, even where a later one would fit the answer: explanations repeat enumerations.
    """
    bare: ClueText | None = None  # an enumeration with no words before it, as below a clue that is a picture
    for begin, end, enumeration in find_enumerations(line.plain):
        if begin >= start and line.text[start:begin].strip(_EDGES):
            return ClueText(line.text[start:begin].strip().lstrip(_EDGES), enumeration, end)
        bare = bare or (ClueText("", enumeration, end) if begin >= start else None)
    return bare or ClueText(line.text[start:].strip().lstrip(_EDGES), None, len(line.text))


def joined(lines: "tuple[Line, ...] | list[Line]") -> Line:
    """Join lines to one, a space between."""
    text, bold = "", []
    for line in lines:
        at = len(text) + (1 if text else 0)
        text += (" " if text else "") + line.text
        bold += [(start + at, end + at) for start, end in line.bold]
    return Line(text, tuple(bold))


def from_position(line: Line, start: int) -> Line:
    """Return the rest of a line."""
    start += len(line.text[start:]) - len(line.text[start:].lstrip())
    bold = ((max(begin, start) - start, end - start) for begin, end in line.bold if end > start)
    return Line(line.text[start:], tuple(bold))


def with_short_labels(lines: Sequence[Line]) -> Sequence[Line]:
    """Write '12a' for '12 Across' where a post spells out most of its labels.

    In other posts '14 Down in the mouth' is light 14 and a clue that begins with Down.
    """
    labelled = [line for line in lines if leading_label(line.plain)[0]]
    spelled = [line for line in labelled if spelled_direction(line.plain)]
    if len(spelled) < _FEWEST_SPELLED or 2 * len(spelled) <= len(labelled):
        return lines
    return [_shortened(line) for line in lines]


def _shortened(line: Line) -> Line:
    found = spelled_direction(line.plain)
    if found is None:
        return line
    number = line.text[: found.start("word")].strip(" .*")
    rest = from_position(line, found.end())
    label = f"{number}{found['word'][0].lower()} "
    bold = ((start + len(label), end + len(label)) for start, end in rest.bold)
    return Line(label + rest.text, tuple(bold))


_LABEL_WORDS = (
    r"(?:answers?|solutions?|parsing|explanation|wordplay|hints?|definitions?|reveal|show|hide|spoiler|click)"
)
_ONLY_LABEL = re.compile(rf"\W*(?:{_LABEL_WORDS}\W*(?:and|for|the|here|to|me)?\W*)+", re.IGNORECASE)


def is_button(line: Line) -> bool:
    """Tell whether a line is nothing but 'Answer', 'Parsing' or 'Show answer', behind which something is collapsed."""
    return _ONLY_LABEL.fullmatch(line.text) is not None


_CAPITALS = re.compile(r"[^\W\d_a-zß-ÿ]{3}")


def may_go_on(line: Line) -> bool:
    """Tell whether a line can be the second half of a clue: explanations nearly always show words in capitals."""
    return _CAPITALS.search(line.text) is None
