"""Running text: a numbered clue, and behind it or in the next lines its answer (layouts 7 to 10).

Colours, paragraphs and what is collapsed differ from blogger to blogger; the order of number, clue, enumeration and
answer does not. So only that order is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawl_assets.cryptic_bench.enumeration import Enumeration, plain_marks
from crawl_assets.cryptic_bench.layouts.answers import Found, find_answer, is_answer_like
from crawl_assets.cryptic_bench.layouts.candidates import (
    Candidate,
    ClueText,
    cut_at_enumeration,
    from_position,
    is_button,
    joined,
    may_go_on,
    with_short_labels,
)
from crawl_assets.cryptic_bench.layouts.lights import (
    Light,
    leading_heading,
    leading_label,
    read_heading,
    read_reference,
    split_reference,
)
from crawl_assets.cryptic_bench.layouts.rich_text import Content, Line

_LINES_OF_A_CLUE = 3
_LINES_TO_AN_ANSWER = 6
# between two lights of one direction; a line that begins with a larger number is more likely a line of explanation
_LARGEST_STEP = 12


@dataclass(frozen=True, slots=True)
class _Opening:
    """A line that begins with a label, read up to the end of its clue."""

    clue: ClueText
    reference: tuple[Light, ...]
    part: str  # of the answer, printed before a reference
    rest: Line  # behind the enumeration
    next: int  # the line after the clue


def read(content: Content) -> list[Candidate]:
    """Read the lines of a post."""
    return read_lines(content.lines)


def read_wrapped(content: Content) -> list[Candidate]:
    """Read the lines of a post whose source keeps its line ends where HTML needs none."""
    return read_lines(content.wrapped_lines)


def read_lines(lines: Sequence[Line]) -> list[Candidate]:
    """Read lines in order."""
    found: list[Candidate] = []
    lines = with_short_labels([part for line in lines for part in _without_heading(line)])
    direction, highest, at = None, 0, 0
    while at < len(lines):
        line = lines[at]
        if heading := read_heading(line.plain):
            direction, highest, at = heading, 0, at + 1
            continue
        lights, start = leading_label(line.plain)
        opening = _opening(lines, at, start) if lights else None
        at += 1
        if opening is None:
            continue
        answer = Found(opening.part, False) if opening.part else _answer(lines, opening)
        number = lights[0].number
        is_next = highest < number <= highest + _LARGEST_STEP
        if not is_next and not opening.reference and not (answer and answer.fits):
            continue
        highest = number if number > highest or highest - number > _LARGEST_STEP else highest
        at = opening.next
        found.append(
            Candidate(
                lights,
                direction,
                "" if opening.reference else opening.clue.clue,
                opening.clue.enumeration,
                answer.text if answer else "",
                opening.reference,
                " | ".join([line.text, *(after.text for after in lines[at : at + 2])]),
            )
        )
    return found


def _without_heading(line: Line) -> list[Line]:
    """Take a heading off a line that goes on with a clue: 'Across: 1 ...'."""
    heading, at = leading_heading(line.plain)
    rest = from_position(line, at)
    is_both = heading is not None and leading_label(rest.plain)[0] and cut_at_enumeration(rest).enumeration is not None
    return [Line(line.text[:at].strip(" :.–—-")), rest] if is_both else [line]


def _opening(lines: Sequence[Line], at: int, start: int) -> _Opening | None:
    line = lines[at]
    rest = line.plain[start:].strip()
    reference, part = split_reference(rest)
    if reference:
        return _Opening(ClueText("", None, 0), reference, part, Line(""), at + 1)
    for count in range(1, _LINES_OF_A_CLUE + 1):
        added = lines[at + 1 : at + count]
        if any(_ends_a_clue(other) or not may_go_on(other) for other in (added if rest else added[1:])):
            break
        if any(_ends_a_clue(other) for other in added):
            break
        whole = joined([line, *added])
        clue = cut_at_enumeration(whole, start)
        reference = read_reference(plain_marks(clue.clue))
        if clue.enumeration is not None or reference:
            return _Opening(clue, reference, "", from_position(whole, clue.rest_at), at + count)
    following = next(_with_words(lines, at + 1), None)
    if rest and following is not None and (is_answer_like(following.text) or _begins_bold(following)):
        return _Opening(cut_at_enumeration(line, start), (), "", Line(""), at + 1)
    return None


def _ends_a_clue(line: Line) -> bool:
    return (
        read_heading(line.plain) is not None
        or is_button(line)
        or is_answer_like(line.text)
        or bool(leading_label(line.plain)[0])
    )


def _begins_bold(line: Line) -> bool:
    return bool(line.bold) and line.bold[0][0] == 0 and is_answer_like(line.bold_texts()[0])


def _with_words(lines: Sequence[Line], at: int) -> Iterator[Line]:
    return (line for line in lines[at : at + _LINES_TO_AN_ANSWER] if line.text and not is_button(line))


def _answer(lines: Sequence[Line], opening: _Opening) -> Found | None:
    """Find the answer behind the clue or in the lines below, up to the next clue."""
    enumeration = opening.clue.enumeration
    first: Found | None = find_answer(opening.rest, enumeration) if opening.rest.text else None
    if first is not None and first.fits:
        return first
    for count, line in enumerate(_lines_below(lines, opening.next)):
        found = find_answer(line, enumeration, only_whole=count > 0)
        if found is None:
            continue
        if found.fits:
            return found
        both = _together(first, found, enumeration)
        if both is not None:
            return both
        first = first or found
    return first


def _lines_below(lines: Sequence[Line], at: int) -> Iterator[Line]:
    for line in _with_words(lines, at):
        lights, start = leading_label(line.plain)
        if read_heading(line.plain) or (lights and _is_opening(line, start)):
            return
        yield line


def _is_opening(line: Line, start: int) -> bool:
    return cut_at_enumeration(line, start).enumeration is not None or bool(split_reference(line.plain[start:])[0])


def _together(first: Found | None, second: Found, enumeration: Enumeration | None) -> Found | None:
    """Put the two parts of a linked answer together that stand in lines of their own."""
    if first is None or enumeration is None:
        return None
    both = find_answer(Line(f"{first.text} {second.text}"), enumeration, only_whole=True)
    return both if both is not None and both.fits else None
