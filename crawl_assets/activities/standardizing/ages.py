"""For which ages an activity is, in whole years: `ages 3-8`, `under 5s`, `12 months to 6 years`, `all ages`."""

import re
from dataclasses import dataclass

from crawl_assets.activities.standardizing.plain_text import snippet

OLDEST = 120
_UNIT = r"(?:years?|yrs?|y/?o|months?|mths?|mos?|m)\b"
_AGE = r"\d{1,3}(?:\.5)?"
_SPAN = re.compile(
    rf"(?P<low>{_AGE})\s*(?P<low_unit>{_UNIT})?(?:\s*old)?\s*(?:-|–|—|to|and|through)"
    rf"\s*(?P<high>{_AGE})\s*(?P<high_unit>{_UNIT})?",
    re.I,
)
_UNDER = re.compile(
    rf"\b(?:under|younger than|below)[\s-]*(?:the age of\s*)?(?P<age>{_AGE})\s*(?P<unit>{_UNIT})?s?", re.I
)
_UP_TO = re.compile(
    rf"(?:\b(?:up to|until|max(?:imum)?(?: age)?:?)\s*|^\s*[-–]\s*)(?P<age>{_AGE})\s*(?P<unit>{_UNIT})?", re.I
)
_AND_UP = re.compile(
    rf"(?P<age>{_AGE})\s*(?P<unit>{_UNIT})?(?:\s*olds?)?"
    r"\s*(?:\+|(?:and|&|or)\s*(?:up|over|above|older)|plus\b|[-–]\s*$)",
    re.I,
)
_OVER = re.compile(
    r"\b(?:over|from|older than|min(?:imum)?(?: age)?:?|at least)\s*(?:the age of\s*)?"
    rf"(?P<age>{_AGE})\s*(?P<unit>{_UNIT})?",
    re.I,
)
_ONE = re.compile(rf"\b(?P<age>{_AGE})\s*(?P<unit>{_UNIT})", re.I)
_ALL = re.compile(r"\b(all ages|any age|ages all|everyone|all the family|whole family)\b", re.I)
_WORDS = {
    "newborn": (0, 0), "baby": (0, 1), "babies": (0, 1), "infant": (0, 1), "infants": (0, 1), "toddler": (1, 3),
    "toddlers": (1, 3), "preschool": (3, 5), "preschooler": (3, 5), "preschoolers": (3, 5), "pre-schoolers": (3, 5),
    "primary school": (5, 12), "school age": (5, 17), "tweens": (9, 12), "teen": (13, 17), "teens": (13, 17),
    "teenagers": (13, 17), "adults only": (18, None), "adults": (18, None), "seniors": (60, None),
}  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})\b", re.I)
# in prose only where the words about a number say that it is an age
_IN_PROSE = re.compile(
    rf"\b(?:ages?|aged)\s*:?\s*"
    rf"(?P<said>{_AGE}\s*(?:{_UNIT})?\s*(?:(?:-|–|—|to|and)\s*{_AGE}\s*(?:{_UNIT}|\b)|\+|(?:and|&) (?:up|over)))"
    rf"|\b(?P<years>{_AGE}\s*(?:{_UNIT})?\s*(?:-|–|—|to)\s*{_AGE}\s*(?:years?|yrs?|year[- ]olds?|months))\b"
    rf"|\b(?P<under>under[- ]{_AGE}s)\b|\b(?P<all>all ages)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Ages:
    """The youngest and the oldest; None is no limit, or not said."""

    least: int | None
    most: int | None
    snippet: str = ""


def read_ages(text: str) -> Ages | None:
    """Read the field for ages; None where it names none that can be."""
    if _ALL.search(text):
        return Ages(0, None, text)
    if found := _SPAN.search(text):
        high_unit = found["high_unit"]
        low, high = _years(found["low"], found["low_unit"] or high_unit), _years(found["high"], high_unit)
        return Ages(low, high, text) if low <= high <= OLDEST else None
    found = _UNDER.search(text)
    if found:
        age, is_months = _years(found["age"], found["unit"]), _is_months(found["unit"])
        return Ages(0, max(0, age if is_months and float(found["age"]) % 12 else age - 1), text)
    for pattern, is_least in ((_AND_UP, True), (_UP_TO, False), (_OVER, True), (_ONE, None)):
        if found := pattern.search(text):
            age = _years(found["age"], found["unit"])
            return _checked(age, is_least, text)
    if found := _WORD.search(text):
        return Ages(*_WORDS[found[0].casefold()], text)
    bare = re.fullmatch(r"\s*(?:ages?|aged)?\s*:?\s*(\d{1,3})\s*", text, re.I)
    return _checked(int(bare[1]), None, text) if bare else None


def ages_in_prose(text: str) -> Ages | None:
    """Read ages of a name or description: only where its words leave no doubt that they are ages."""
    found = _IN_PROSE.search(text)
    if not found:
        return None
    ages = read_ages(next(words for words in found.groups() if words))
    return Ages(ages.least, ages.most, snippet(text, found.start(), found.end())) if ages else None


def _checked(age: int, is_least: bool | None, text: str) -> Ages | None:
    if age > OLDEST:
        return None
    if is_least is None:
        return Ages(age, age, text)
    return Ages(age, None, text) if is_least else Ages(0, age, text)


def _years(number: str, unit: str | None) -> int:
    return int(float(number) / 12) if _is_months(unit) else int(float(number))


def _is_months(unit: str | None) -> bool:
    return unit is not None and unit[0].lower() == "m"
