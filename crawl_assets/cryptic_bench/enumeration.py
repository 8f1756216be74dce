"""Enumerations: the lengths of an answer's words as a crossword prints them after the clue."""

import re
from dataclasses import dataclass

# Unicode's hyphens, dashes and the minus, apostrophes, and the spaces that bloggers paste in
_LOOKALIKES = {ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"}
_LOOKALIKES |= {ord(c): "'" for c in "\u2018\u2019\u02bc\u2032\u0060\u00b4\uff07"}
_LOOKALIKES |= {ord(c): " " for c in "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t\n\r"}
_LOOKALIKES |= {ord(c): "" for c in "\u200b\u200c\u200d\u2060\ufeff\u00ad"}

_COUNT = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_LENGTH = r"\d{1,2}(?!\d)(?!\s*(?:words?|wds?)\b)"  # of a word; in '(6, 3 words)' the 3 is none
_PARTS = rf"{_LENGTH}(?:\s*(?:'-|[,.;/'+&-])\s*{_LENGTH}|\s+{_LENGTH})*"
_REMARK = rf"(?:in\s+)?{_COUNT}?\s*(?:words?|wds?)|hyphenated|hyph|abbr(?:ev(?:iation)?)?|inits?|in\s+all|letters"
_INSIDE = rf"\s*(?P<parts>{_PARTS})\s*(?:[,;:]?\s*(?:{_REMARK})\.?)*\s*[.,;]?\s*"
_WHOLE = re.compile(rf"[(\[]?{_INSIDE}[)\]]?", re.IGNORECASE)
_ANYWHERE = re.compile(rf"\({_INSIDE}\)|\[{_INSIDE.replace('?P<parts>', '?:')}\]", re.IGNORECASE)
MOST_LETTERS = 200  # the longest answers run through several lights of a grid of 15 by 15


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The lengths of an answer's words."""

    parts: tuple[int, ...]  # letters a word, hyphenated halves apart: (4, 11) for '(4-11)'
    text: str  # as printed, with plain hyphens, apostrophes and spaces: '(4-11)'

    @property
    def total(self) -> int:
        """Return the number of letters of the whole answer."""
        return sum(self.parts)


def parse_enumeration(text: str) -> Enumeration:
    """Read '(5,4)', '(4-11)', "(3'1,4)" or '(6, 3 words)'; raises ValueError naming what is wrong."""
    plain = plain_marks(text).strip()
    whole = _WHOLE.fullmatch(plain)
    if whole is None:
        raise ValueError(f"{text!r} is not an enumeration; one looks like (5,4), (4-11) or (3'1,4).")
    parts = tuple(int(number) for number in re.findall(r"\d+", whole["parts"]))
    if 0 in parts or sum(parts) > MOST_LETTERS:
        raise ValueError(
            f"{text!r} is not an enumeration: a word has 1 letter or more, an answer up to {MOST_LETTERS}."
        )
    return Enumeration(parts, plain)


def find_enumerations(text: str) -> list[tuple[int, int, Enumeration]]:
    """Return (start, end, enumeration) of all bracketed enumerations of a text whose marks are plain, in order."""
    found = []
    for match in _ANYWHERE.finditer(text):
        try:
            found.append((match.start(), match.end(), parse_enumeration(match[0])))
        except ValueError:
            continue
    return found


def plain_marks(text: str) -> str:
    """Replace typographic hyphens, dashes, apostrophes and spaces by plain ones; drop what is invisible."""
    return text.translate(_LOOKALIKES)
