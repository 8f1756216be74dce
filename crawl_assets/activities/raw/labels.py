"""What a page says in words under a label: `When: Saturday, 11:00`, a table row, a definition list.

English, and the words that German, French, Spanish, Italian and Dutch pages use most.
"""

import re
from collections.abc import Iterator
from typing import Any

LONGEST_LINE = 300  # characters of a value that belongs to a label
_WORDS = {
    "start_date": "when|dates?|date and time|starts?|begins|start date|time|wann|datum|termin|beginn|quand|cuándo|fecha"
    "|dates? et heures?|quando|data|wanneer",
    "end_date": "ends?|until|end date|finish(?:es)?|ende|fin|fine|einde",
    "location": "where|locations?|venue|address|place|meeting point|wo|ort|adresse|veranstaltungsort|où|lieu|dónde"
    "|lugar|dirección|dove|luogo|indirizzo|waar|locatie|adres",
    "price": "cost|costs|price|prices|admission|entry|entry fee|tickets?|fees?|preis|eintritt|kosten|prix|tarifs?"
    "|precio|entrada|prezzo|ingresso|prijs|toegang",
    "age_range": "ages?|age range|age group|suitable for|recommended ages?|alter|âge|edad|età|leeftijd",
    "opening_hours": "opening hours|opening times|open|hours|öffnungszeiten|horaires|horario|orari|openingstijden",
}
_LABEL = {name: re.compile(rf"(?:{words})", re.I) for name, words in _WORDS.items()}
_SPLIT = re.compile(r"\s*[:：]\s+|\s*[:：]$")
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})  # fmt: skip
_OUT = frozenset(
    {"script", "style", "noscript", "template", "nav", "footer", "header", "aside", "form", "svg", "iframe"}
)


def lines_of(root: Any) -> list[str]:
    """Return the text of a page's main part line by line, a line a block; navigation and footers are left out."""
    body = next(root.iter("main"), None)
    body = next(root.iter("article"), None) if body is None else body
    body = root.find("body") if body is None else body
    if body is None:
        return []
    lines: list[list[str]] = [[]]
    for piece in _pieces(body, is_top=True):
        if piece is None:
            lines.append([])
        else:
            lines[-1].append(piece)
    joined = (" ".join("".join(parts).split()) for parts in lines)
    return [line for line in joined if line]


def labelled(lines: list[str]) -> dict[str, str]:
    """Return what stands under each known label: behind a colon, or on the line after one that is a label alone."""
    found: dict[str, str] = {}
    for place, line in enumerate(lines):
        parts = _SPLIT.split(line, maxsplit=1)
        label = parts[0].strip().rstrip("?")
        field = next((name for name, pattern in _LABEL.items() if pattern.fullmatch(label)), None)
        if field is None:
            continue
        value = parts[1].strip() if len(parts) > 1 else ""
        value = value or (lines[place + 1] if place + 1 < len(lines) else "")
        if value and len(value) <= LONGEST_LINE:
            found.setdefault(field, value)
    return found


def _pieces(element: Any, *, is_top: bool = False) -> Iterator[str | None]:
    """Give texts, and None where a line ends."""
    tag = element.tag
    if tag in _OUT and not is_top:
        yield None
        return
    is_block = tag not in _INLINE
    if is_block:
        yield None
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child)
        if child.tail:
            yield child.tail
    if is_block:
        yield None
