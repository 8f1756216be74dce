"""A post's HTML as lines and table rows of text, with the one style that matters: what is bold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from crawl_assets.cryptic_bench.enumeration import plain_marks

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_POST_BODIES = ("div.entry-content", ".entry-content", ".post-content", "article", "main", "body")
_UNREAD = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "form",
        "nav",
        "button",
        "head",
        "iframe",
        "select",
        "textarea",
        "-comment",
    ]
)
_UNREAD_CLASSES = frozenset(
    [
        "sharedaddy",
        "comments-area",
        "comments",
        "comment-list",
        "commentlist",
        "comment-respond",
        "jp-relatedposts",
        "post-views",
        "screen-reader-text",
    ]
)
_UNREAD_IDS = frozenset(["comments", "respond", "disqus_thread", "jp-relatedposts"])
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "details",
        "summary",
        "section",
        "article",
        "figure",
        "figcaption",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "pre",
        "center",
        "hr",
        "address",
        "header",
        "footer",
        "aside",
        "main",
        "body",
    ]
)
_BOLD_STYLE = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_LONGEST_HEADING = 30  # characters
_PIECES_OF_A_HEADING = 12  # texts and line ends; elements that hold more are not looked into any deeper
_MAYBE_HEADINGS = "p, div, h1, h2, h3, h4, h5, strong, b"
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: spaces single, no-break spaces and hyphens made plain, quotes and dashes as they are."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()  # from, to within `text`

    @property
    def plain(self) -> str:
        """Return the text with plain hyphens and apostrophes; as long as `text`."""
        return plain_marks(self.text)

    def bold_texts(self) -> list[str]:
        """Return what is bold."""
        return [self.text[start:end] for start, end in self.bold]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a cell is its lines, none when it is empty."""

    cells: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """An element of class fts-group, as the solver's tool writes them: its parts of class fts-subgroup."""

    heading: str  # its text when it has no parts
    parts: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A post's body, seen in three ways."""

    lines: tuple[Line, ...]  # everything, in reading order
    wrapped_lines: tuple[Line, ...]  # the same with line ends of the source kept as line ends
    tables: tuple[tuple[Row, ...], ...]
    groups: tuple[Group, ...]


def line_of(text: str) -> Line:
    """Make a line of a text that has no style."""
    return _finished([(text, False)]) or Line("")


def read_content(html: str) -> Content | None:
    """Find a post's body in a page, or take a fragment as one; None when there is nothing to read."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    body = next((node for path in _POST_BODIES if (node := tree.css_first(path)) is not None), None)
    if body is None:
        return None
    return Content(
        tuple(_lines_in(body)),
        tuple(_lines_in(body, keep_line_ends=True)),
        tuple(_tables_in(body)),
        tuple(_groups_in(body)),
    )


def page_title(html: str) -> str:
    """Return a post's own heading, else the page's title, else ''."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    for path in ("h1.entry-title", ".entry-title", "title"):
        node = tree.css_first(path)
        if node is not None and (text := line_of(node.text()).text):
            return text
    return ""


def _tables_in(body: "LexborNode") -> Iterator[tuple[Row, ...]]:
    """Yield the tables; a short text between two, which may be a heading, as a table of one cell."""
    for node in body.css(f"table, {_MAYBE_HEADINGS}"):
        if node.tag == "table":
            if rows := tuple(_rows_of(node)):
                yield rows
        elif _holds_no_block(node) and not _is_in_table(node) and (line := _short_line(node)):
            yield (Row(((line,),)),)


def _rows_of(table: "LexborNode") -> Iterator[Row]:
    """Yield the rows of a table but not those of a table within it, which is read by itself."""
    for part in table.iter():
        for row in [part] if part.tag == "tr" else part.iter() if part.tag in ("tbody", "thead", "tfoot") else ():
            cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
            yield Row(tuple(tuple(_lines_in(cell)) for cell in cells))


def _groups_in(body: "LexborNode") -> Iterator[Group]:
    """Yield the groups and the short texts between them, which may be the headings Across and Down."""
    if body.css_first(".fts-group") is None:
        return
    for node in body.css(_MAYBE_HEADINGS):
        if "fts-group" in _attribute(node, "class").split() and (parts := node.css("div.fts-subgroup")):
            yield Group("", tuple(tuple(_lines_in(part)) for part in parts))
        elif _holds_no_block(node) and (line := _short_line(node)):
            yield Group(line.text, ())


def _holds_no_block(node: "LexborNode") -> bool:
    return not any(child.tag in _BLOCKS for child in node.iter())


def _is_in_table(node: "LexborNode") -> bool:
    above = node.parent
    while above is not None and above.tag != "table":
        above = above.parent
    return above is not None


def _short_line(node: "LexborNode") -> Line | None:
    pieces = list(islice(_pieces_in(node, False, False), _PIECES_OF_A_HEADING + 1))
    if len(pieces) > _PIECES_OF_A_HEADING:
        return None
    line = _finished([(text, is_bold) for text, is_bold in pieces if text is not None])
    return line if line is not None and len(line.text) < _LONGEST_HEADING else None


def _lines_in(node: "LexborNode", keep_line_ends: bool = False) -> Iterator[Line]:
    pieces: list[tuple[str, bool]] = []
    for text, is_bold in _pieces_in(node, False, keep_line_ends):
        if text is not None:
            pieces.append((text, is_bold))
            continue
        if line := _finished(pieces):
            yield line
        pieces = []
    if line := _finished(pieces):
        yield line


def _pieces_in(node: "LexborNode", is_bold: bool, keep_line_ends: bool) -> Iterator[tuple[str | None, bool]]:
    """Yield (text, is bold) in reading order, (None, ...) at a line's end; without recursion, however deep."""
    waiting: list[tuple[LexborNode | None, bool, bool]] = [(node, is_bold, keep_line_ends)]
    while waiting:
        current, bold, keep = waiting.pop()
        if current is None or current.tag == "br":
            yield None, bold
            continue
        if current.tag == "-text":
            text = current.text_content or ""
            for count, piece in enumerate(text.split("\n") if keep else [text]):
                if count:
                    yield None, bold
                yield piece, bold
            continue
        if _is_unread(current):
            continue
        bold = bold or current.tag in ("b", "strong", "th") or bool(_BOLD_STYLE.search(_attribute(current, "style")))
        keep = keep or current.tag == "pre"
        children = [(child, bold, keep) for child in current.iter(include_text=True)]
        if current.tag in _BLOCKS:
            waiting.append((None, bold, keep))
            waiting.extend(reversed(children))
            yield None, bold
        else:
            waiting.extend(reversed(children))


def _is_unread(node: "LexborNode") -> bool:
    classes = _attribute(node, "class").split()
    return node.tag in _UNREAD or _attribute(node, "id") in _UNREAD_IDS or bool(_UNREAD_CLASSES.intersection(classes))


def _attribute(node: "LexborNode", name: str) -> str:
    return (node.attributes.get(name) or "").lower()


def _finished(pieces: list[tuple[str, bool]]) -> Line | None:
    """Join the pieces of one line, or return None when they hold nothing to read."""
    text = ""
    bold: list[tuple[int, int]] = []
    for raw, is_bold in pieces:
        piece = _SPACES.sub(" ", _INVISIBLE.sub("", raw)).replace("\u2011", "-")
        if not text or text.endswith(" "):
            piece = piece.lstrip(" ")
        if is_bold and piece.strip():
            if bold and not text[bold[-1][1] :].strip():
                bold[-1] = (bold[-1][0], len(text) + len(piece.rstrip()))
            else:
                bold.append((len(text), len(text) + len(piece.rstrip())))
        text += piece
    text = text.rstrip()
    return Line(text, tuple(bold)) if text else None
