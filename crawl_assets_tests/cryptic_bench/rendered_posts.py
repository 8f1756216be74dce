"""Write a puzzle as a blog post in each of the ten layouts, as tidy or as messy as bloggers do."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class PostedClue:
    """A clue as a blogger has it before him; `see` stands in place of clue and answer."""

    numbers: tuple[int, ...]
    direction: str
    text: str = ""
    words: tuple[str, ...] = ()  # of the answer
    split: int = 0  # the answer's words before the second light; 0 for a clue of one light
    see: int | None = None

    @property
    def enumeration(self) -> str:
        return f"({','.join(str(len(word)) for word in self.words)})"

    @property
    def answer(self) -> str:
        return "".join(self.words)


@dataclass(frozen=True)
class Mess:
    """What a blogger's editor does to the text."""

    nbsp: bool = False  # spaces that do not break
    entities: bool = False  # every character that is no letter as a number
    cut_spans: bool = False  # spans that begin and end in the middle of words
    no_bold: bool = False
    joiner: str = ","  # between linked numbers
    answer_joiner: str = " "  # between the answer's parts
    repeats: bool = True  # the explanation repeats the enumeration


def clue_html(clue: PostedClue, mess: Mess) -> str:
    text = f"{clue.text} {clue.enumeration}"
    if mess.nbsp:
        text = text.replace(" ", "\N{NO-BREAK SPACE}")
    written = _escaped(text, mess)
    if not mess.cut_spans:
        half = len(clue.text) // 2
        first, second = _escaped(text[:half], mess), _escaped(text[half:], mess)
        return f"<u>{first}</u>{second}" if half else written
    pieces = re.findall(r".{1,5}", text)
    return "".join(f"<span class='c{i % 2}'>{_escaped(piece, mess)}</span>" for i, piece in enumerate(pieces))


def answer_html(clue: PostedClue, mess: Mess) -> str:
    parts = [clue.words[: clue.split], clue.words[clue.split :]] if clue.split else [clue.words]
    text = mess.answer_joiner.join(_escaped(" ".join(part), mess) for part in parts)
    return text if mess.no_bold else f"<b>{text}</b>"


def explanation(clue: PostedClue, mess: Mess) -> str:
    again = f" {clue.enumeration} letters in 2 parts" if mess.repeats else ""
    return f"An anagram of {clue.words[0][::-1]} &amp; more{again}, as in 1984"


def number(clue: PostedClue, mess: Mess) -> str:
    return mess.joiner.join(map(str, clue.numbers))


def _escaped(text: str, mess: Mess) -> str:
    if not mess.entities:
        return escape(text, quote=False)
    return "".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in text)


def _by_direction(clues: Sequence[PostedClue]) -> list[tuple[str, list[PostedClue]]]:
    return [(name, [clue for clue in clues if clue.direction == name]) for name in ("across", "down")]


def _see(clue: PostedClue) -> str:
    return f"See {clue.see}"


def _tables(row: Callable[[PostedClue, Mess], str], heading: str) -> Callable[[Sequence[PostedClue], Mess], str]:
    def render(clues: Sequence[PostedClue], mess: Mess) -> str:
        parts = []
        for name, listed in _by_direction(clues):
            parts.append(heading.format(name=name.title(), upper=name.upper()))
            parts += [row(clue, mess) for clue in listed]
        return f"<table cellpadding=3>{''.join(parts)}</table>"

    return render


def _row_coloured(clue: PostedClue, mess: Mess) -> str:
    if clue.see:
        return f"<tr><td>{number(clue, mess)}</td><td></td><td>{_see(clue)}</td></tr>"
    cell = f"<font color=blue>{clue_html(clue, mess)}</font><br>{explanation(clue, mess)}"
    return f"<tr><td>{number(clue, mess)}</td><td>{answer_html(clue, mess)}</td><td>{cell}</td></tr>"


def _row_fts(clue: PostedClue, mess: Mess) -> str:
    if clue.see:
        return f'<tr><td class="fts-subgroup">{number(clue, mess)}</td><td></td><td><div>{_see(clue)}</div></td></tr>'
    cells = (number(clue, mess), answer_html(clue, mess), f"<div>{clue_html(clue, mess)}</div>")
    row = "".join(f'<td class="fts-subgroup">{cell}</td>' for cell in cells)
    return f"<tr>{row}</tr><tr><td></td><td></td><td>{explanation(clue, mess)}</td></tr>"


def _row_alternating(clue: PostedClue, mess: Mess) -> str:
    if clue.see:
        return f"<tr><td>{number(clue, mess)}</td><td>&nbsp;</td><td>{_see(clue)}</td></tr>"
    row = f"<td>{number(clue, mess)}</td><td>{answer_html(clue, mess)}</td><td>{clue_html(clue, mess)}</td>"
    return f"<tr>{row}</tr><tr><td>&nbsp;</td><td>&nbsp;</td><td>{explanation(clue, mess)}</td></tr>"


def _row_in_one(clue: PostedClue, mess: Mess) -> str:
    if clue.see:
        return _row_alternating(clue, mess)
    cell = f"{clue_html(clue, mess)} {explanation(clue, mess)}"
    return f"<tr><td>{number(clue, mess)}</td><td>{answer_html(clue, mess)}</td><td>{cell}</td></tr>"


def _row_named(clue: PostedClue, mess: Mess) -> str:
    letter = clue.direction[0].upper()
    label = f"{number(clue, mess)}{letter}"
    if clue.see:
        return f"<tr><td>{label}</td><td></td><td>{_see(clue)}</td><td></td></tr>"
    cells = (label, answer_html(clue, mess), clue_html(clue, mess), f"{clue.text[:5]} / {explanation(clue, mess)}")
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _list(clues: Sequence[PostedClue], mess: Mess) -> str:
    parts = []
    for name, listed in _by_direction(clues):
        parts.append(f'<div class="fts-group">{name.upper()}</div>')
        for clue in listed:
            told = _see(clue) if clue.see else clue_html(clue, mess)
            subs = [f'<div class="fts-subgroup"><span>{number(clue, mess)}. </span>{told}</div>']
            if not clue.see:
                subs.append(f'<div class="fts-subgroup fts-answer">{answer_html(clue, mess)}</div>')
                subs.append(f'<div class="fts-subgroup"><p>{explanation(clue, mess)}</p></div>')
            parts.append(f'<div class="fts-group">{"".join(subs)}</div>')
    return f'<div class="fts fts-list">{"".join(parts)}</div>'


def _paragraphs(clues: Sequence[PostedClue], mess: Mess) -> str:
    parts = []
    for name, listed in _by_direction(clues):
        parts.append(f"<p><strong>{name.title()}</strong></p>")
        for clue in listed:
            if clue.see:
                parts.append(f"<p>{number(clue, mess)} <span style='color: blue'>{_see(clue)}</span></p>")
                continue
            told = f"<span style='color: blue'>{clue_html(clue, mess)}</span>"
            parts.append(
                f"<p>{number(clue, mess)} {told}<br />{answer_html(clue, mess)}<br />{explanation(clue, mess)}</p>"
            )
    return "\n".join(parts)


def _two_paragraphs(clues: Sequence[PostedClue], mess: Mess) -> str:
    parts = []
    for name, listed in _by_direction(clues):
        parts.append(f"<p>{name.title()}</p>")
        for clue in listed:
            told = _see(clue) if clue.see else clue_html(clue, mess)
            parts.append(f"<p><span style='color: blue'>{number(clue, mess)}. {told}</span></p>")
            if not clue.see:
                parts.append(f"<p><span>{answer_html(clue, mess)}</span>: {explanation(clue, mess)}</p>")
    return "".join(parts)


def _plain(clues: Sequence[PostedClue], mess: Mess) -> str:
    lines = []
    for name, listed in _by_direction(clues):
        lines.append(name.upper())
        for clue in listed:
            told = _see(clue) if clue.see else _escaped(f"{clue.text} {clue.enumeration}", mess)
            lines.append(f"{number(clue, mess)}\t{told}")
            if not clue.see:
                words = mess.answer_joiner.join(
                    " ".join(part)
                    for part in ([clue.words[: clue.split], clue.words[clue.split :]] if clue.split else [clue.words])
                )
                lines.append(f"{words} - {explanation(clue, mess)}")
    return f"<p>{'<br>'.join(lines)}</p>"


def _collapsed(clues: Sequence[PostedClue], mess: Mess) -> str:
    parts = []
    for name, listed in _by_direction(clues):
        parts.append(f"<h3>{name.title()}</h3>")
        for clue in listed:
            told = _see(clue) if clue.see else clue_html(clue, mess)
            parts.append(f"<p>{number(clue, mess)} {told}</p>")
            if not clue.see:
                parts.append(f"<details><summary>Answer</summary><p>{answer_html(clue, mess)}</p></details>")
                parts.append(f"<details><summary>Parsing</summary><p>{explanation(clue, mess)}</p></details>")
    return "".join(parts)


LAYOUTS: dict[str, Callable[[Sequence[PostedClue], Mess], str]] = {
    "1 coloured table": _tables(_row_coloured, "<tr><td></td><td></td><td><b>{name}</b></td></tr>"),
    "2 fts table": _tables(_row_fts, '<tr><td class="fts-group" colspan="3">{upper}</td></tr>'),
    "3 alternating rows": _tables(_row_alternating, "<tr><td>{upper}</td><td></td><td></td></tr>"),
    "4 one row a clue": _tables(_row_in_one, "<tr><td colspan=3>{name}</td></tr>"),
    "5 named columns": _tables(
        _row_named,
        "<tr><td>{name}</td><td>{name}</td><td>{name}</td><td>{name}</td></tr>"
        "<tr><td>Clue No</td><td>Solution</td><td>Clue</td><td>Definition</td></tr>",
    ),
    "6 fts list": _list,
    "7 paragraphs": _paragraphs,
    "8 two paragraphs": _two_paragraphs,
    "9 plain text": _plain,
    "10 collapsed": _collapsed,
}


def post(layout: str, clues: Sequence[PostedClue], mess: Mess = Mess()) -> str:
    """Return the page of a post."""
    body = LAYOUTS[layout](clues, mess)
    return (
        f"<html><head><title>Guardian 99,200 &#8211; Tansy</title></head><body><nav>1 Home (4)</nav>"
        f"<div class='entry-content'><p>Solved in 12 minutes over 2 coffees.</p>{body}<p>Thank you, setter.</p></div>"
        f"<div class='comments-area'><p>1 I agree with 7 (4)</p><p>GOOD</p></div></body></html>"
    )
