"""Tables: a column of numbers, one of answers and one of clues, in any order, with or without a row that names them.

Layouts 1 to 5 of the blog: number | answer | clue with its explanation behind it or in the next row.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crawl_assets.cryptic_bench.enumeration import find_enumerations, plain_marks
from crawl_assets.cryptic_bench.layouts.answers import cell_answer, is_answer_like
from crawl_assets.cryptic_bench.layouts.candidates import Candidate, ClueText, cut_at_enumeration, joined, may_go_on
from crawl_assets.cryptic_bench.layouts.lights import Light, read_heading, read_label, read_reference
from crawl_assets.cryptic_bench.layouts.rich_text import Content, Line, Row
from crawl_assets.cryptic_bench.letters import letters_of

_NAMES = {
    "number": re.compile(r"(?:clue\s*)?(?:no\.?|num(?:ber)?|#|№)|light", re.IGNORECASE),
    "answer": re.compile(r"answer|solution|entry|solve[dr]?", re.IGNORECASE),
    "clue": re.compile(r"clue(?:\s*text)?|surface", re.IGNORECASE),
}
_NAMES_OF_OTHERS = re.compile(r"definition|def|wordplay|parsing|explanation|notes?|comments?|logic|type", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Columns:
    number: int
    answer: int | None
    clue: int


def read(content: Content) -> list[Candidate]:
    """Read every table of a post."""
    found: list[Candidate] = []
    direction: str | None = None
    for rows in content.tables:
        columns = _columns_of(rows)
        if columns is None:
            direction = next((name for row in rows if (name := _heading_of(row))), direction)
            continue
        for row in rows:
            if heading := _heading_of(row):
                direction = heading
            elif lights := _label_of(row, columns.number):
                found.append(_candidate(row, columns, lights, direction))
            elif found and columns.answer is not None:
                found[-1] = _continued(found[-1], row, columns)
    return found


def _heading_of(row: Row) -> str | None:
    """Return the direction of a row whose filled cells all say it, once or in every column."""
    texts = {cell[0].plain.lower() for cell in row.cells if cell}
    if len(texts) != 1 or any(len(cell) > 1 for cell in row.cells):
        return None
    return read_heading(texts.pop())


def _label_of(row: Row, column: int) -> tuple[Light, ...]:
    return read_label(joined(row.cells[column]).plain) if column < len(row.cells) else ()


def _columns_of(rows: Sequence[Row]) -> _Columns | None:
    """Find which column holds what: by the names in a row above, else by what most labelled rows hold."""
    width = max((len(row.cells) for row in rows), default=0)
    labels = Counter(i for row in rows for i, cell in enumerate(row.cells) if cell and read_label(joined(cell).plain))
    if not labels:
        return None
    number = min(range(width), key=lambda i: (-labels[i], i))
    answers, clues = Counter[int](), Counter[int]()
    for row in rows:
        cells = {i: joined(cell) for i, cell in enumerate(row.cells) if cell and i != number}
        for i, text in cells.items() if _label_of(row, number) else ():
            words = _without_enumeration(text)
            answers[i] += is_answer_like(words) or _is_as_long_as_told(words, [cells[j] for j in cells if j != i])
            is_clue = bool(find_enumerations(text.plain)) and not is_answer_like(words)
            clues[i] += is_clue or bool(read_reference(text.plain))
    named = _named_columns(rows)
    clue = named.get("clue", max(clues, key=lambda i: (clues[i], -i), default=None))
    if clue is None or not clues[clue]:
        return None
    best = max((i for i in answers if i != clue), key=lambda i: (answers[i], -i), default=None)
    return _Columns(number, named.get("answer", best if best is not None and answers[best] else None), clue)


def _without_enumeration(text: Line) -> str:
    found = find_enumerations(text.plain)
    return text.text[: found[0][0]].strip() if found and not text.text[found[0][1] :].strip() else text.text


def _is_as_long_as_told(words: str, others: Sequence[Line]) -> bool:
    """Tell whether words without any digit have as many letters as another cell's first enumeration says."""
    told = [found[0][2].total for other in others if (found := find_enumerations(other.plain))]
    return len(letters_of(words)) in told and not re.search(r"\d", words)


def _named_columns(rows: Sequence[Row]) -> dict[str, int]:
    """Read a row like 'Clue No | Solution | Clue | Definition'; {} when there is none."""
    for row in rows:
        texts = [joined(cell).plain.strip(" :.") for cell in row.cells]
        named = {name: i for i, text in enumerate(texts) for name, said in _NAMES.items() if said.fullmatch(text)}
        known = sum(bool(_NAMES_OF_OTHERS.fullmatch(text)) for text in texts) + len(named)
        if "clue" in named and "answer" in named and known >= sum(map(bool, texts)) - 1:
            return named
    return {}


def _candidate(row: Row, columns: _Columns, lights: tuple[Light, ...], direction: str | None) -> Candidate:
    clue, rest = _clue_of(_cell(row, columns.clue))
    reference = read_reference(plain_marks(clue.clue))
    answer = None
    if columns.answer is not None:
        answer = cell_answer(joined(_cell(row, columns.answer)), clue.enumeration)
    elif rest is not None:
        answer = cell_answer(rest, clue.enumeration)
    return Candidate(
        lights,
        direction,
        "" if reference else clue.clue,
        clue.enumeration,
        answer.text if answer else "",
        reference,
        " | ".join(filter(None, (joined(cell).text for cell in row.cells))),
    )


def _clue_of(cell: tuple[Line, ...]) -> tuple[ClueText, Line | None]:
    """Cut a cell at its first enumeration; a clue may run over lines of the cell. Also return the line behind it."""
    for count in range(1, len(cell) + 1):
        if not all(may_go_on(line) for line in cell[1:count]):
            break
        clue = cut_at_enumeration(joined(cell[:count]))
        if clue.enumeration is not None:
            return clue, cell[count] if count < len(cell) else None
    return cut_at_enumeration(joined(cell[:1])), None


def _continued(candidate: Candidate, row: Row, columns: _Columns) -> Candidate:
    """Add the second part of a linked answer from a row that holds nothing else."""
    filled = [i for i, cell in enumerate(row.cells) if cell]
    if filled != [columns.answer] or candidate.enumeration is None:
        return candidate
    more = joined(_cell(row, columns.answer))
    whole = Line(f"{candidate.answer} {more.text}".strip())
    answer = cell_answer(whole, candidate.enumeration) if is_answer_like(more.text) else None
    if answer is None or not answer.fits:
        return candidate
    return Candidate(
        candidate.lights,
        candidate.direction,
        candidate.clue,
        candidate.enumeration,
        answer.text,
        candidate.reference,
        f"{candidate.raw} | {more.text}",
    )


def _cell(row: Row, column: int | None) -> tuple[Line, ...]:
    return row.cells[column] if column is not None and column < len(row.cells) else ()
