"""The labels of lights as bloggers write them: '1', '12a', '1,5', '1/5 down', 'See 4'; and the headings over them."""

import re
from dataclasses import dataclass

_DIRECTIONS = {"a": "across", "d": "down"}
_HIGHEST = 99

# A letter right behind the number is a direction ('12a'), a word may stand apart ('12 across') but only when the label
# ends there: '14 Down in the mouth' is light 14 and a clue that begins with Down.
_DIRECTION = r"(?:[ad](?![\w'])|\s?(?:ac|dn)\b\.?|\s?(?:across|down)\b(?=\s*(?:[.:,/&)\-]|$)))"
_LIGHT = rf"\d{{1,2}}(?!\d){_DIRECTION}?"
_SPELLED = r"\d{1,2}\s?(?:across|down)\b"
_LABEL = rf"(?:{_SPELLED}(?:\s*(?:[,/&+]|\band\b)\s*{_SPELLED})+|{_LIGHT}(?:\s*(?:[,/&+]|\band\b)\s*{_LIGHT})*)"
_WHOLE_LABEL = re.compile(rf"[(\[]?\s*({_LABEL})\s*[.:)\]]*", re.IGNORECASE)
_LEADING_LABEL = re.compile(
    rf"[*\s]*({_LABEL})(?:\s*(?:[:)]|\.(?!\.))+\s*|\s+[-]\s+|\s+|(?=\.\.|[A-Za-z'\"(\[]|$|[^\x00-\x7f]))", re.IGNORECASE
)
_SPELLED_LABEL = re.compile(r"[*\s]*\d{1,2}[\s.]*(?P<word>across|down)\b(?:[\s:)\-]|\.(?!\.))*(?=\S)", re.IGNORECASE)
_ONE_LIGHT = re.compile(r"(\d{1,2})(?:\s*(a(?=c\b|cross\b|\b)|d(?=n\b|own\b|\b)))?", re.IGNORECASE)
_REFERENCE = re.compile(
    rf"[-(\[.\s]*(?:please\s+)?(?:see|part\s+of|with|linked\s+(?:to|with))\s+(?:clues?\s+)?(?:(?:to|for|at|no\.?)\s+)?"
    rf"(?:the\s+)?({_LABEL})[-)\].\s]*",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(r"([^a-z\d(\[]*?)\s*[-:]?\s*(?=[(\[]?(?i:see|part\s+of|linked|with)\b)")
_HEADING = re.compile(r"\W*(?:the\s+)?(across|down)(?:\s+(?:clues|lights|answers|solutions))?\W*", re.IGNORECASE)
_HEADING_BEFORE_LABEL = re.compile(r"\W*(?P<name>across|down)(?:\s+clues)?\s*[:.–—-]?\s*(?=\d{1,2}\D)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Light:
    """One entry of the grid; the direction is None where the label leaves it open."""

    number: int
    direction: str | None = None  # across or down


def read_label(plain: str) -> tuple[Light, ...]:
    """Read a text that is nothing but a label: '1/5' -> two lights; () for any other text."""
    whole = _WHOLE_LABEL.fullmatch(plain.strip())
    return _lights(whole[1]) if whole else ()


def leading_label(plain: str) -> tuple[tuple[Light, ...], int]:
    """Read the label a line begins with; returns the lights and where the rest begins, or ((), 0)."""
    found = _LEADING_LABEL.match(plain)
    lights = _lights(found[1]) if found else ()
    return (lights, found.end()) if found and lights else ((), 0)


def spelled_direction(plain: str) -> re.Match[str] | None:
    """Match '12 Across ' at the beginning of a line, which is a label only where a post writes all of them so."""
    return _SPELLED_LABEL.match(plain)


def read_reference(plain: str) -> tuple[Light, ...]:
    """Read 'See 4' or '(see 1 across)', which stands in place of a clue; () for any other text."""
    whole = _REFERENCE.fullmatch(plain)
    return _lights(whole[1]) if whole else ()


def split_reference(plain: str) -> tuple[tuple[Light, ...], str]:
    """Read a reference and the part of the answer before it: 'SPRING (see 1)'; ((), '') for any other text."""
    part = _PART_BEFORE.match(plain)
    lights = read_reference(plain[part.end() :]) if part else ()
    return (lights, part[1].strip(" -:")) if part and lights else ((), "")


def leading_heading(plain: str) -> tuple[str | None, int]:
    """Read a heading with the first clue behind it, 'Across: 1 ...'; returns it and where the label begins."""
    found = _HEADING_BEFORE_LABEL.match(plain)
    return (found["name"].lower(), found.end()) if found else (None, 0)


def read_heading(plain: str) -> str | None:
    """Return 'across' or 'down' when a line is nothing but that heading."""
    whole = _HEADING.fullmatch(plain) or _HEADING.fullmatch(re.sub(r"(?<=\b\w) (?=\w\b)", "", plain))
    return whole[1].lower() if whole else None


def label_text(lights: tuple[Light, ...]) -> str:
    """Write lights as a clue's number: '1' or '1,5'."""
    return ",".join(str(light.number) for light in lights)


def linked_text(lights: tuple[Light, ...], direction: str) -> str | None:
    """Write linked lights, those of the other direction marked: '1,5d'; None for a single light."""
    if len(lights) < 2:
        return None
    marks = ("" if light.direction in (None, direction) else light.direction[0] for light in lights)
    return ",".join(f"{light.number}{mark}" for light, mark in zip(lights, marks, strict=True))


def _lights(label: str) -> tuple[Light, ...]:
    lights = tuple(Light(int(number), _DIRECTIONS.get(letter.lower())) for number, letter in _ONE_LIGHT.findall(label))
    return lights if all(0 < light.number <= _HIGHEST for light in lights) else ()
