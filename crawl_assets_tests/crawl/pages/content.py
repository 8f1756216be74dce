"""The content of a labelled page: parts in order, what they read like, and their plain HTML."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from crawl_assets_tests.crawl.pages.prose import Prose


@dataclass(frozen=True)
class Part:
    """One block of content."""

    kind: str  # heading, paragraph, code, table, list, definitions, quote, image
    text: str = ""
    lines: tuple[str, ...] = ()  # of code; items of a list; alternately terms and meanings
    rows: tuple[tuple[str, ...], ...] = ()  # of a table, the header first
    language: str = ""


@dataclass(frozen=True)
class Labelled:
    """A page and what is on it."""

    name: str
    url: str
    html: str
    title: str
    parts: tuple[Part, ...]
    unwanted: tuple[str, ...] = ()  # sentences around the content
    language: str = "en"
    is_title_in_body: bool = field(default=False)  # documentation shows its title as the content's first heading

    @property
    def body(self) -> str:
        """Return what a reader reads, a line a block."""
        title = [self.title] if self.is_title_in_body else []
        return "\n".join(title + [line for part in self.parts for line in read(part)])

    @property
    def code_lines(self) -> list[str]:
        return [line for part in self.parts if part.kind == "code" for line in part.lines if line.strip()]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        return [row for part in self.parts if part.kind == "table" for row in part.rows]


def read(part: Part) -> list[str]:
    if part.kind == "table":
        return [" ".join(row) for row in part.rows]
    if part.kind == "image":
        return []
    return list(part.lines) or [part.text]


def article_parts(prose: Prose, paragraphs: int = 6) -> tuple[Part, ...]:
    made = [Part("paragraph", text) for text in prose.paragraphs(paragraphs)]
    made.insert(2, Part("heading", prose.title()))
    made.insert(5, Part("quote", prose.paragraph(2)))
    return tuple(made)


def documentation_parts(prose: Prose) -> tuple[Part, ...]:
    header = tuple(f"{name} {prose.seed}" for name in ("Option", "Default", "Meaning"))
    table = (header, *(tuple(row) for row in prose.rows(5, 3)))
    terms = tuple(line for _ in range(3) for line in (f"term_{prose.title().split()[-1]}", prose.sentence()))
    return (
        Part("paragraph", prose.paragraph(3)),
        Part("heading", prose.title()),
        Part("paragraph", prose.paragraph(2)),
        Part("code", lines=tuple(prose.code()), language="python"),
        Part("list", lines=tuple(prose.sentence() for _ in range(4))),
        Part("heading", prose.title()),
        Part("table", rows=table),
        Part("paragraph", prose.paragraph(2)),
        Part("definitions", lines=terms),
        Part("code", lines=tuple(prose.code(9)), language="python"),
        Part("image", f"diagram of {prose.title()}"),
    )


Markup = Callable[[Part], str]


def html_of(parts: Sequence[Part], own: dict[str, Markup] | None = None) -> str:
    """Return the HTML of the parts; `own` overrides the plain markup of a kind."""
    markup = {**_PLAIN, **(own or {})}
    return "\n".join(markup[part.kind](part) for part in parts)


def _table(part: Part) -> str:
    head, *rows = part.rows
    lines = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
    return (
        f"<table><thead><tr>{''.join(f'<th>{escape(cell)}</th>' for cell in head)}</tr></thead>"
        f"<tbody>{lines}</tbody></table>"
    )


def _definitions(part: Part) -> str:
    pairs = zip(part.lines[::2], part.lines[1::2], strict=True)
    return f"<dl>{''.join(f'<dt>{escape(term)}</dt><dd>{escape(text)}</dd>' for term, text in pairs)}</dl>"


_PLAIN: dict[str, Markup] = {
    "heading": lambda part: f"<h2>{escape(part.text)}</h2>",
    "paragraph": lambda part: f"<p>{escape(part.text)}</p>",
    "code": lambda part: f"<pre><code class='language-{part.language}'>{escape(chr(10).join(part.lines))}</code></pre>",
    "table": _table,
    "list": lambda part: f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in part.lines)}</ul>",
    "definitions": _definitions,
    "quote": lambda part: f"<blockquote><p>{escape(part.text)}</p></blockquote>",
    "image": lambda part: f'<p><img src="/images/a.png" alt="{escape(part.text)}"></p>',
}
