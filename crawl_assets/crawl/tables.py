"""Rows and cells of tables, and which tables only lay out a page."""

import re
from typing import Any

_MOST_COLUMNS = 200
_BLOCKS = ("table", "h1", "h2", "h3", "form", "article", "section", "pre", "blockquote", "ul", "ol", "dl")


def is_layout(table: Any) -> bool:
    """Tell whether a table only puts things beside each other, as on old pages and around numbered code lines."""
    if table.get("role") in ("presentation", "none") or next(table.iterdescendants("table"), None) is not None:
        return True
    if next(table.iter("th", "caption", "thead"), None) is not None:
        return False
    rows = _rows(table)
    if max((len(_cells(row)) for row in rows), default=0) < 2:
        return True
    return any(_is_laid_out(cell) for row in rows for cell in _cells(row))


def _is_laid_out(cell: Any) -> bool:
    return next(cell.iter(*_BLOCKS), None) is not None or sum(1 for _ in cell.iter("p")) > 1 or _double_break(cell)


def _double_break(cell: Any) -> bool:
    breaks = (line for line in cell.iter("br") if line.getnext() is not None and line.getnext().tag == "br")
    return any(not (line.tail or "").strip() for line in breaks)


def rows_of(table: Any) -> tuple[list[list[Any]], bool]:
    """Return the rows as lists of cells (None where a spanning cell reaches) and whether the first one is a header."""
    rows: list[list[Any]] = []
    reaching: dict[int, int] = {}  # column -> rows it is still taken by a cell from above
    for row in _rows(table):
        line: list[Any] = []
        for cell in _cells(row):
            while reaching.get(len(line), 0) > 0:
                reaching[len(line)] -= 1
                line.append(None)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(len(line), min(len(line) + wide, _MOST_COLUMNS)):
                reaching[column] = high - 1
            line += [cell, *[None] * (wide - 1)]
        while reaching.get(len(line), 0) > 0:
            reaching[len(line)] -= 1
            line.append(None)
        rows.append(line)
    first = _rows(table)[:1]
    has_header = bool(first) and (
        first[0].getparent().tag == "thead" or all(cell.tag == "th" for cell in _cells(first[0]))
    )
    return rows, has_header


def _rows(table: Any) -> list[Any]:
    order = {"thead": 0, "tfoot": 2}
    groups = sorted(
        (part for part in table if part.tag in ("thead", "tbody", "tfoot", "tr")),
        key=lambda part: order.get(part.tag, 1),
    )
    return [row for part in groups for row in ([part] if part.tag == "tr" else part.iterchildren("tr"))]


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return max(1, min(int(text), 50)) if re.fullmatch(r"\d{1,4}", text) else 1
