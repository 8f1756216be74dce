"""What each line of a Markdown text is: code, table row, heading, list item, rule, blank or text.

Not a whole parser: it tells apart what may be tidied and what must be left as it is, one line at a time and in linear
time. In doubt a line is code (https://spec.commonmark.org/0.31.2/, https://github.github.com/gfm/#tables-extension-).
"""

import re
from collections.abc import Iterator
from enum import Enum


class Kind(Enum):
    """What a line is."""

    CODE = "code"  # of a fenced block, its fences included
    INDENTED = "indented"  # code by four spaces
    TABLE = "table"
    HEADING = "heading"
    BULLET = "bullet"
    ORDERED = "ordered"
    RULE = "rule"  # a line of dashes or stars, or under a heading
    TEXT = "text"
    BLANK = "blank"


_FENCE = re.compile(r"(?P<before>(?:[\s>]|[-*+]\s|[0-9]{1,9}[.)]\s)*)(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_CLOSING = re.compile(r"[\s>]*(?P<fence>`{3,}|~{3,})\s*$")
_DELIMITER_ROW = re.compile(r"[\s>]*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_QUOTED = re.compile(r"[\s>]*")
_INVISIBLE = str.maketrans(dict.fromkeys([0x200B, 0x2060, 0xFEFF, 0xAD]))
_BEGIN_A_BLOCK = frozenset("#-*+_=0123456789|`~>")
_STARTS = (
    (Kind.HEADING, re.compile(r"#{1,6}(?:\s|$)")),
    (Kind.RULE, re.compile(r"(?:-(?:\s*-)+|\*(?:\s*\*){2,}|_(?:\s*_){2,}|=+)\s*$")),
    (Kind.BULLET, re.compile(r"[-*+](?:\s|$)")),
    (Kind.ORDERED, re.compile(r"[0-9]{1,9}[.)](?:\s|$)")),
)


def kinds(text: str) -> Iterator[tuple[Kind, str]]:
    """Yield each line with its kind; a fence that is left open reaches to the end.

    Outside of code, characters without width are left out: no reader sees them.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    fence: tuple[str, bool] | None = None  # its characters, whether it stands in a quote
    in_table = in_list = False
    before = Kind.BLANK
    for number, line in enumerate(lines):
        if fence is not None and not (fence[1] and not line.lstrip().startswith(">")):
            yield Kind.CODE, line
            closing = _CLOSING.match(line)
            if closing and closing["fence"].startswith(fence[0]):
                fence = None
            before = Kind.CODE
            continue
        fence = None
        shown = line.translate(_INVISIBLE)
        if opening := _FENCE.match(shown):
            fence = opening["fence"], ">" in opening["before"]
            in_table = False
            before = Kind.CODE
            yield before, line
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        kind = _kind(shown, following, before, in_table, in_list)
        in_table = kind is Kind.TABLE
        if kind in (Kind.BULLET, Kind.ORDERED):
            in_list = True
        elif before is Kind.BLANK and kind is not Kind.BLANK and not shown[0].isspace():
            in_list = False
        before = kind
        yield kind, line if kind is Kind.INDENTED else shown


def kind_of_start(content: str) -> Kind:
    """Return what a line that starts like this is, seen alone and without what quotes it."""
    if content[:1] not in _BEGIN_A_BLOCK:
        return Kind.TEXT
    if content.startswith(("|", "```", "~~~", ">")):
        return Kind.TABLE if content.startswith("|") else Kind.CODE
    return next((kind for kind, pattern in _STARTS if pattern.match(content)), Kind.TEXT)


def unquoted(line: str) -> str:
    """Return a line without the spaces and `>` in front of it."""
    return line[_end_of_quote(line) :]


def _end_of_quote(line: str) -> int:
    found = _QUOTED.match(line)
    return found.end() if found else 0


def _kind(line: str, following: str, before: Kind, in_table: bool, in_list: bool) -> Kind:
    content = unquoted(line)
    if not content:
        return Kind.BLANK
    indented = line.startswith(("    ", "\t")) and not in_list
    if indented and before in (Kind.BLANK, Kind.INDENTED):
        return Kind.INDENTED
    if content.startswith("|") or (in_table and kind_of_start(content) is not Kind.HEADING):
        return Kind.TABLE
    if "|" in content and "|" in following and _DELIMITER_ROW.match(following):
        return Kind.TABLE
    return kind_of_start(content)
