"""The text of a page that counts when two versions of it are compared.

What is left out changes though the page says the same: dates of stamps, relative times, counters, reading times, build
hashes, years of copyright, tracking parameters and fingerprints in URLs, lines that ask for consent to cookies, the
order of navigation, white space and line breaks within a paragraph. In doubt a line stays. Code is kept letter by
letter (line ends aside), table cells word by word, and no line goes for a mere word that it holds, be it `subscribe`,
`cookie`, `menu` or `header`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crawl_assets.llms_txt.comparing.consent import is_about_consent, is_consent
from crawl_assets.llms_txt.comparing.counters import plain, uncounted_heading, without_counters, without_years
from crawl_assets.llms_txt.comparing.markdown_lines import Kind, kind_of_start, kinds
from crawl_assets.llms_txt.comparing.moments import is_date, is_moment, without_stamps
from crawl_assets.llms_txt.comparing.stable_urls import with_stable_urls

_CODE, _PROSE = (Kind.CODE, Kind.INDENTED), (Kind.TEXT, Kind.BULLET, Kind.ORDERED)
_AS_IT_IS, _NAVIGATION = (Kind.CODE, Kind.BLANK, Kind.RULE), (Kind.TEXT, Kind.BULLET)
_MARKER = re.compile(r"(?P<quote>(?:>\s*)*)(?P<marker>#{1,6}\s+|[-*+]\s+(?:\[[ xX]\]\s+)?|[0-9]{1,9}[.)]\s+)?")
_LINK = re.compile(r"\[(?:[^\[\]\\]|\\.)*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_WORD = re.compile(r"\w")
# without one of these a line holds no stamp, counter or hash; looked for first, as most lines hold none
_MAY_BE_NOISE = re.compile(
    r"\d|(?i:\bago\b|day\b|\bnow\b|moments|\bvor\b|il y a|\bhace\b|heute|gestern|\bhier\b|"
    r"\bhoy\b|\bayer\b|\bno\b)"
)
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"(?<![^|\s]):?-+:?(?![^|\s])")
_DATED = re.compile(
    r":\W*$|\b(?:when|dates?|deadlines?|due|expir\w*|effective|starts?|ends?|ending|until|valid|events?|"
    r"schedule\w*|release\w*|"
    r"launch\w*|opening|closing|conference|concert|meeting|webinar|appointment|anniversary|born|died|"
    r"founded|termine?|datum|"
    r"frist|fecha|échéance)\b",
    re.IGNORECASE,
)
_LONGEST_STAMP = 200  # characters


@dataclass(slots=True)
class _Block:
    """Lines that belong together; `content` of a paragraph is its lines, joined when it ends."""

    kind: Kind
    marker: str  # `> - `: what stands in front of the content
    content: list[str] = field(default_factory=list)


def clean(markdown: str) -> str:
    """Return the text that counts; clean text stays as it is when cleaned again."""
    is_about = is_about_consent(markdown)
    blocks = _finished(_paragraphs(markdown, is_about), is_about)
    return "\n".join(_written(_navigation_sorted(blocks)))


def _paragraphs(markdown: str, is_about_consent: bool) -> Iterator[_Block]:
    """Yield blocks of lines, each line without its noise; what noise alone separated stays separated."""
    open_block: _Block | None = None
    for seen, line in kinds(markdown):
        kind = seen
        joins = open_block is not None and kind is open_block.kind and kind in _CODE
        if kind in _CODE:
            content, marker = line, ""
        else:
            marker, content = _parts(line)
            if kind is Kind.TEXT and open_block is not None:
                joins = open_block.kind in _PROSE and _quote(open_block.marker) == marker
            if kind in _PROSE:
                content = _without_noise(kind, content, is_about_consent)
                kind = seen if content else Kind.BLANK
        if joins and open_block is not None and kind is not Kind.BLANK:
            open_block.content.append(content)
            continue
        if open_block is not None:
            yield open_block
        open_block = _Block(kind, marker, [content])
    if open_block is not None:
        yield open_block


def _finished(blocks: Iterable[_Block], is_about_consent: bool) -> Iterator[_Block]:
    """Yield blocks as they are written, without those that are noise; a text that stands alone may be a mere date."""
    above = ""  # the last text before
    for block in blocks:
        if block.kind is Kind.INDENTED:
            yield _fenced(block.content)
            above = ""
            continue
        if block.kind in _AS_IT_IS:
            yield block
            continue
        content = " ".join(block.content)
        if block.kind is Kind.TABLE:
            content = _row(content)
        elif block.kind is Kind.HEADING:
            content = _heading(content, is_about_consent)
        else:
            if len(block.content) > 1:  # a single line has lost its noise already
                content = _without_noise(block.kind, content, is_about_consent)
            if block.kind is Kind.TEXT and _is_lone_date(content, above):
                content = ""
        if content:
            yield _Block(block.kind, block.marker, [content])
            above = plain(content)
        else:
            yield _Block(Kind.BLANK, "", [""])


def _navigation_sorted(blocks: Iterable[_Block]) -> Iterator[_Block]:
    """Yield blocks with each run of lines that are nothing but links as a sorted list of these links, each once."""
    run: list[_Block] = []
    links: list[str] = []
    for block in blocks:
        if block.kind is Kind.BLANK and run:
            run.append(block)
        elif found := _links_alone(block):
            run.append(block)
            links += found
        else:
            yield from _sorted_run(run, links)
            run, links = [], []
            yield block
    yield from _sorted_run(run, links)


def _sorted_run(run: list[_Block], links: list[str]) -> Iterator[_Block]:
    if len(links) < 2:
        yield from run
        return
    blank = _Block(Kind.BLANK, "", [""])
    yield from (blank, *(_Block(Kind.BULLET, "- ", [link]) for link in sorted(set(links))), blank)


def _links_alone(block: _Block) -> list[str]:
    content = block.content[0]
    if block.kind not in _NAVIGATION or "](" not in content or ">" in block.marker:
        return []
    return [] if _WORD.search(_LINK.sub("", content)) else _LINK.findall(content)


def _written(blocks: Iterable[_Block]) -> Iterator[str]:
    """Yield lines: no blank ones at the beginning and end, nowhere two in a row, none changed in code."""
    before: Kind | None = None
    has_gap = False
    for block in blocks:
        if block.kind is Kind.BLANK:
            has_gap = True
            continue
        # without a gap a paragraph could become the head of the table below it
        begins_table = block.kind is Kind.TABLE and before is not Kind.TABLE
        if before is not None and (has_gap or begins_table):
            yield ""
        if block.kind is Kind.CODE:
            yield from block.content
        else:
            yield block.marker + block.content[0]
        before, has_gap = block.kind, False


def _parts(line: str) -> tuple[str, str]:
    """Return what stands in front of a line's content, evenly spaced, and the content."""
    words = " ".join(line.split())
    found = _MARKER.match(words)
    assert found is not None
    quote = "> " if ">" in found["quote"] else ""
    marker = " ".join((found["marker"] or "").split())
    return quote + (marker + " " if marker else ""), words[found.end() :]


def _quote(marker: str) -> str:
    return "> " if marker.startswith(">") else ""


def _without_noise(kind: Kind, content: str, is_about_consent: bool) -> str:
    """Return a line without noise, '' if nothing is left; never a line that reads as something else than before."""
    in_list = kind is not Kind.TEXT
    if not is_about_consent and is_consent(content):
        return ""
    before = content = with_stable_urls(content)
    if not _MAY_BE_NOISE.search(content):
        return content
    while True:
        shorter = with_stable_urls(content)
        if "`" not in shorter:
            shorter = without_years(without_stamps(shorter))
            if _is_stamp_with_a_link(shorter):
                return ""
        shorter = " ".join(without_counters(shorter, in_list=in_list).split())
        if not _WORD.search(plain(shorter)) and shorter != before:
            return ""
        if kind_of_start(shorter) is not kind_of_start(before):
            return content
        if shorter == content:
            return content
        content = shorter


def _is_stamp_with_a_link(content: str) -> bool:
    if len(content) > _LONGEST_STAMP or "](" not in content:
        return False
    shown = plain(content)
    return _WORD.search(shown) is not None and not _WORD.search(without_stamps(shown))


def _heading(content: str, is_about_consent: bool) -> str:
    if not is_about_consent and is_consent(content):
        return ""
    while (shorter := " ".join(without_stamps(with_stable_urls(content)).split())) != content:
        content = shorter
    return uncounted_heading(content)


def _is_lone_date(content: str, above: str) -> bool:
    shown = plain(content)
    return is_moment(shown) or (is_date(shown) and not _DATED.search(above))


def _row(content: str) -> str:
    """Return a table's row with its cells evenly spaced."""
    if "`" not in content:
        content = _CELL_EDGE.sub(" | ", content)
    content = _DASHES.sub("---", content) if not _WORD.search(content) else content
    return with_stable_urls(" ".join(content.split()))


def _fenced(lines: list[str]) -> _Block:
    """Return code that was indented as a fenced block, so that it stays code wherever it stands."""
    ticks = max((len(run) for line in lines for run in re.findall(r"`+", line)), default=0)
    fence = "`" * max(3, ticks + 1)
    dedented = [line[1:] if line.startswith("\t") else line[4:] for line in lines]
    return _Block(Kind.CODE, "", [fence, *dedented, fence])
