"""Read any llms.txt: what stands where, and what is not where the format wants it. Never fails, takes linear time.

The format: https://llmstxt.org. Reading is a little wider than the format (other bullets, `<url>`, balanced
parentheses), so that a linter can say what is wrong with a link instead of not seeing it.
"""

import re
from dataclasses import dataclass, field

from crawl_assets.llms_txt.composing.escaping import unescape

BOM = "\ufeff"
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+")
_QUOTE = re.compile(r" {0,3}> ?(.*)$")
_CLOSING_HASHES = re.compile(r"(?:^|[ \t])#+$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside of code."""

    level: int
    text: str
    line: int  # from 1
    is_underlined: bool = False  # written with a line of = or - below it


@dataclass(frozen=True, slots=True)
class Link:
    """An item of a section."""

    title: str
    url: str
    notes: str  # behind the colon; '' for none
    line: int  # from 1
    bullet: str  # -, *, + or a number
    is_indented: bool
    before_notes: str  # what stands between the link and its notes: ':', '' or something wrong
    raw: str  # the whole line


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of level 2 and the links under it."""

    name: str
    line: int
    links: tuple[Link, ...]
    strays: tuple[tuple[int, str], ...]  # lines that are no links: number, text


@dataclass(frozen=True, slots=True)
class Document:
    """A whole llms.txt."""

    has_bom: bool
    title: str | None  # of the first heading of level 1
    summary: str | None  # the first line of the quote under the title
    quote: tuple[tuple[int, str], ...]  # every line of that quote: number, text
    info: str  # between the quote and the first section
    sections: tuple[Section, ...]
    headings: tuple[Heading, ...]  # of every level, in order
    fences: tuple[int, ...]  # lines where fenced code begins
    code_lines: frozenset[int]  # fenced code, with its fences
    open_fence: int | None  # where code begins that does not end
    first_line: int | None  # that is not blank

    @property
    def links(self) -> tuple[Link, ...]:
        """Return the links of all sections."""
        return tuple(link for section in self.sections for link in section.links)


@dataclass(slots=True)
class _Building:
    title: str | None = None
    quote: list[tuple[int, str]] = field(default_factory=list)
    info: list[str] = field(default_factory=list)
    sections: list[tuple[Heading, list[Link], list[tuple[int, str]]]] = field(default_factory=list)
    is_quoting: bool = False


def lines_of(text: str) -> list[str]:
    r"""Return the lines as Markdown counts them: ended by `\n`, `\r\n` or `\r`."""
    return text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def parse(text: str) -> Document:
    """Read a file."""
    lines = lines_of(text)
    building = _Building()
    headings: list[Heading] = []
    fences: list[int] = []
    code_lines: set[int] = set()
    fence, is_underline = "", False
    for number, line in enumerate(lines, start=1):
        marker = _fence(line)
        if fence or marker:
            code_lines.add(number)
            _add(building, number, line)
            if not fence:
                fence = marker
                fences.append(number)
            elif marker.startswith(fence) and line.strip() == marker:
                fence = ""
        elif is_underline:
            is_underline = False
        elif heading := _heading(lines, number):
            headings.append(heading)
            _add_heading(building, heading)
            is_underline = heading.is_underlined
        else:
            _add(building, number, line)
    return Document(
        has_bom=text.startswith(BOM),
        title=building.title,
        summary=building.quote[0][1] if building.quote else None,
        quote=tuple(building.quote),
        info="\n".join(building.info).strip(),
        sections=tuple(
            Section(head.text, head.line, tuple(links), tuple(strays)) for head, links, strays in building.sections
        ),
        headings=tuple(headings),
        fences=tuple(fences),
        code_lines=frozenset(code_lines),
        open_fence=fences[-1] if fence else None,
        first_line=next((number for number, line in enumerate(lines, start=1) if line.strip()), None),
    )


def read_link(line: str, number: int) -> Link | None:
    """Read one item of a section; None for a line that is no list item with a link at its beginning."""
    item = _ITEM.match(line)
    if not item or line[item.end() : item.end() + 1] != "[":
        return None
    title_end = _closing(line, item.end(), "[", "]")
    if title_end is None or line[title_end + 1 : title_end + 2] != "(":
        return None
    target_end = _closing(line, title_end + 1, "(", ")")
    if target_end is None:
        return None
    title, target = line[item.end() + 1 : title_end], line[title_end + 2 : target_end].strip()
    rest = line[target_end + 1 :].strip()
    between = ":" if rest.startswith(":") else rest[:1]
    return Link(
        title=unescape(title.strip()),
        url=_url(target),
        notes=unescape(rest.removeprefix(":").strip()),
        line=number,
        bullet=item[2],
        is_indented=bool(item[1]),
        before_notes=between,
        raw=line,
    )


def _fence(line: str) -> str:
    """Return the marks with which a line begins or ends fenced code, or ''."""
    found = _FENCE.match(line)
    if not found or (found[1][0] == "`" and "`" in line[found.end() :]):  # the latter is code within a line
        return ""
    return found[1]


def _heading(lines: list[str], number: int) -> Heading | None:
    line = lines[number - 1]
    found = _HEADING.match(line)
    if found:
        text = _CLOSING_HASHES.sub("", (found[2] or "").strip())
        return Heading(len(found[1]), unescape(text.strip()), number)
    below = lines[number] if number < len(lines) else ""
    underline = _UNDERLINE.match(below)
    is_text = line.strip() and not _QUOTE.match(line) and not _ITEM.match(line) and not _UNDERLINE.match(line)
    if underline and is_text:
        return Heading(1 if underline[1][0] == "=" else 2, unescape(line.strip()), number, is_underlined=True)
    return None


def _add_heading(building: _Building, heading: Heading) -> None:
    building.is_quoting = False
    if heading.level == 1 and building.title is None:
        building.title, building.is_quoting = heading.text, True
    elif heading.level == 2:
        building.sections.append((heading, [], []))


def _add(building: _Building, number: int, line: str) -> None:
    if not line.strip():
        building.is_quoting = building.is_quoting and not building.quote  # a blank line ends a quote that has begun
        return
    if building.sections:
        _, links, strays = building.sections[-1]
        link = read_link(line, number)
        if link:
            links.append(link)
        else:
            strays.append((number, line))
        return
    quoted = _QUOTE.match(line) if building.is_quoting else None
    if quoted:
        building.quote.append((number, unescape(quoted[1].strip())))
    else:
        building.is_quoting = False
        building.info.append(line)


def _closing(line: str, start: int, opening: str, closing: str) -> int | None:
    """Return where the bracket at `start` is closed, by CommonMark's rules of balance and backslashes."""
    depth, place = 0, start
    while place < len(line):
        letter = line[place]
        if letter == "\\":
            place += 1
        elif letter == opening:
            depth += 1
        elif letter == closing:
            depth -= 1
            if depth == 0:
                return place
        place += 1
    return None


def _url(target: str) -> str:
    if target.startswith("<") and ">" in target:
        return unescape(target[1 : target.index(">")])
    return unescape(target.split(maxsplit=1)[0]) if target else ""  # a title in quotes may follow
