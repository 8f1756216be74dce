"""A tree of HTML as Markdown (CommonMark with tables and definition lists) or as plain text."""

import re
from collections.abc import Callable
from typing import Any

from crawl_assets.crawl.code_blocks import code_lines, fenced, language_of
from crawl_assets.crawl.inline_markup import Style, inline, is_block, one_line, words
from crawl_assets.crawl.tables import is_layout, rows_of

# what would begin a heading, a list or a fence at the start of a line
_MAY_START = frozenset("#-+>=~`0123456789")  # letters that begin what `_STARTS` finds
_STARTS = re.compile(r"^(?=(?:#{1,6}|[-+>])(?:\s|$)|={3,}$|-{3,}$|~{3,}|`{3,})|^(\d{1,9})(?=[.)](?:\s|$))", re.M)


def to_markdown(content: Any, base: str) -> str:
    """Return the content as Markdown that ends with one line end; '' when there is nothing to read."""
    return _joined(_blocks(content, Style(base)))


def to_text(content: Any) -> str:
    """Return the content as plain text, blocks apart by an empty line."""
    return _joined(_blocks(content, Style("", is_plain=True)))


def _joined(blocks: list[str]) -> str:
    text = "\n\n".join(block for block in blocks if block.strip())
    return text.strip("\n") + "\n" if text else ""


def _blocks(element: Any, style: Style) -> list[str]:
    """Render the children of a container: runs of inline content become paragraphs."""
    blocks: list[str] = []
    line: list[str] = [words(element.text, style)]
    for child in element:
        if isinstance(child.tag, str):
            if is_block(child):
                blocks += _paragraphs(line, style)
                line = []
                blocks += _block(child, style)
            else:
                line.append(inline(child, style))
        line.append(words(child.tail, style))
    return blocks + _paragraphs(line, style)


def _paragraphs(line: list[str], style: Style) -> list[str]:
    """Return the paragraphs of a run of inline content; two line breaks in a row part them, as on old pages."""
    text = "".join(line)
    if not text.strip():
        return []
    if "\n" not in text and "  " not in text:  # nearly always
        parts = [text]
    else:
        parts = re.split(r"\n[ \n]*\n", re.sub(r"[ ]*\n[ ]*", "\n", re.sub(r" {2,}", " ", text)))
    found = []
    for part in parts:
        paragraph = part.strip(" \n")
        if paragraph and (style.is_plain or ("\n" not in paragraph and paragraph[0] not in _MAY_START)):
            found.append(paragraph)
        elif paragraph:
            found.append(_STARTS.sub(lambda at: f"{at[1]}\\" if at[1] else "\\", paragraph).replace("\n", "  \n"))
    return found


def _block(element: Any, style: Style) -> list[str]:
    renderer = _RENDERERS.get(element.tag)
    return renderer(element, style) if renderer else _blocks(element, style)


def _heading(element: Any, style: Style) -> list[str]:
    text = one_line(element, style)
    if not text or style.is_plain:
        return [text] if text else []
    return [f"{'#' * int(element.tag[1])} {text}"]


def _code_block(element: Any, style: Style) -> list[str]:
    code = code_lines(element)
    if not code or style.is_plain:
        return [code] if code else []
    return [fenced(code, language_of(element))]


def _quote(element: Any, style: Style) -> list[str]:
    blocks = _blocks(element, style)
    if style.is_plain or not blocks:
        return blocks
    quoted = _joined(blocks).rstrip("\n")
    return ["\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))]


def _rule(element: Any, style: Style) -> list[str]:
    return [] if style.is_plain else ["---"]


def _label(element: Any, style: Style) -> list[str]:
    if style.is_plain:
        return _blocks(element, style)
    text = one_line(element, style).strip("*")
    return [f"**{text}**"] if text else []


def _list(element: Any, style: Style) -> list[str]:
    number = _integer(element.get("start"), 1)
    items: list[list[str]] = []
    for child in element:
        if not isinstance(child.tag, str):
            continue
        blocks = (
            _blocks(child, style) if child.tag in ("li", "div") else _block(child, style) if is_block(child) else []
        )
        if child.tag not in ("li", "div") and items:
            items[-1] += blocks
            continue
        if not blocks:
            continue
        if style.is_plain:
            items.append(blocks)
            continue
        number = _integer(child.get("value"), number)
        marker = f"{number}. " if element.tag == "ol" else "- "
        number += 1
        items.append([marker, *blocks])
    if style.is_plain:
        return ["\n".join("\n".join(blocks) for blocks in items)] if items else []
    is_tight = all(_is_tight(blocks[1:]) for blocks in items)
    written = [_item(blocks[0], blocks[1:], is_tight) for blocks in items if blocks]
    return [("\n" if is_tight else "\n\n").join(written)] if written else []


def _is_tight(blocks: list[str]) -> bool:
    return not any(block.startswith(("```", "|", ">", ":")) or "\n\n" in block for block in blocks) and (
        len(blocks) < 2 or all(re.match(r"- |\d+\. ", block) for block in blocks[1:])
    )


def _item(marker: str, blocks: list[str], is_tight: bool) -> str:
    whole = ("\n" if is_tight else "\n\n").join(blocks)
    return marker + _indented(whole, len(marker))


def _indented(text: str, width: int) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(" " * width + line if line.strip() else line for line in rest)])


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,9}", text.strip()) else otherwise


def _definitions(element: Any, style: Style) -> list[str]:
    """Render terms and what they mean; groups may be wrapped in `div` (HTML, section 4.4.9)."""
    blocks: list[str] = []
    parts: list[Any] = []
    for child in element:
        parts += list(child) if child.tag == "div" and child.find("dt") is not None else [child]
    for part in parts:
        if part.tag == "dt":
            term = _joined(_blocks(part, style)).strip()
            if term:
                blocks.append(term)
        elif part.tag == "dd":
            inner = _blocks(part, style)
            if inner and style.is_plain:
                blocks += inner
            elif inner:
                meaning = "\n\n".join(inner)
                block = f": {_indented(meaning, 2)}"
                if blocks and part.getprevious() is not None and "\n" not in blocks[-1]:
                    blocks[-1] += f"\n{block}"
                else:
                    blocks.append(block)
        elif isinstance(part.tag, str):
            blocks += _block(part, style)
    return blocks


def _table(element: Any, style: Style) -> list[str]:
    if is_layout(element):
        return _blocks(element, style)
    caption = element.find("caption")
    blocks = _block(caption, style) if caption is not None else []
    rows, has_header = rows_of(element)
    cells = [[_cell(cell, style) if cell is not None else "" for cell in row] for row in rows]
    cells = [row for row in cells if any(row)]
    if not cells:
        return blocks
    if style.is_plain:
        return [*blocks, "\n".join(" ".join(filter(None, row)) for row in cells)]
    for row in cells:
        while row and not row[-1]:
            row.pop()
    width = max(map(len, cells))
    if not has_header:
        cells.insert(0, [""] * width)
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in cells]
    lines.insert(1, "|" + " --- |" * width)
    return [*blocks, "\n".join(lines)]


def _cell(cell: Any, style: Style) -> str:
    """Render a cell in one line: `<br>` between blocks, code lines as inline code."""
    if style.is_plain:
        return " ".join(block.strip() for block in _blocks(cell, style))
    lines: list[str] = []
    for block in _blocks(cell, style):
        if block.startswith("```"):
            lines += [f"`{line}`" for line in block.split("\n")[1:-1] if line.strip()]
        else:
            lines += [line.strip() for line in block.split("\n") if line.strip()]
    return "<br>".join(lines).replace("|", "\\|")


_RENDERERS: dict[str, Callable[[Any, Style], list[str]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _list),
    **dict.fromkeys(("summary", "caption", "legend"), _label),
    "pre": _code_block,
    "dl": _definitions,
    "table": _table,
    "hr": _rule,
    "blockquote": _quote,
}
