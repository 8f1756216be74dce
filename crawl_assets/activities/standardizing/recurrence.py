"""How often something happens, in the words of its page; with a rule of iCalendar where the words leave no doubt.

Rules are RRULE values (RFC 5545, section 3.3.10).
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from crawl_assets.activities.standardizing.plain_text import snippet
from crawl_assets.activities.standardizing.written_dates import WEEKDAYS

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = rf"(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})"
_PLURAL = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days"
_DAYS = rf"{_DAY}(?:\s*(?:,|&|and|,\s*and|/)\s*{_DAY})*"
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}
_NO_DATE = r"(?!\s*,?\s*(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?\b(?!\s*(?:[:.]\d|[ap]\.?m|-|–|to)))"  # `Mon - Fri 3 July`
_PATTERNS = [
    ("monthly", rf"\b(?P<nth>{'|'.join(_ORDINALS)})\s+(?P<day>{_DAY})\s+(?:of|in)\s+(?:the|every|each)\s+month\b"),
    ("monthly", rf"\b(?:every|each)\s+(?P<nth>first|1st|third|3rd|fourth|4th|last)\s+(?P<day>{_DAY})\b"),
    (
        "other",
        rf"\b(?:every|each)\s+(?:other|second|2nd)\s+(?P<days>{_DAYS})\b(?!\s+of)"
        rf"|\bfortnightly\s+on\s+(?P<more>{_DAYS})s?\b",
    ),
    ("span", rf"\b(?:every\s+|each\s+)?(?P<from>{_DAY})s?\s*(?:-|–|to|through)\s*(?P<to>{_DAY})s?\b{_NO_DATE}"),
    ("weekly", rf"\b(?:every|each)\s+(?P<days>{_DAYS})\b{_NO_DATE}|\bweekly\s+on\s+(?P<more>{_DAYS})s?\b"),
    ("weekly", rf"\b(?P<days>{_PLURAL}(?:\s*(?:,|&|and|,\s*and)\s*{_PLURAL})*)\b(?P<more>)"),
    ("weekdays", r"\b(?:every\s+|each\s+)?weekdays\b|\b(?:every|each)\s+weekday\b"),
    ("weekends", r"\b(?:every|each)\s+weekend\b|\bweekends\b"),
    ("daily", r"\b(?:every\s+day|each\s+day|daily|(?:7|seven)\s+days(?:\s+a\s+week)?)\b"),
    ("words", r"\b(?:during\s+|in\s+|every\s+|all\s+)?(?:the\s+)?school\s+(?:holidays|terms?)\b|\bterm\s+time\b"),
    (
        "words",
        r"\b(?:weekly|fortnightly|monthly|annually|yearly"
        r"|every\s+(?:week|fortnight|month|year|summer|winter|spring|autumn))\b",
    ),
]
_COMPILED = [(kind, re.compile(pattern, re.I)) for kind, pattern in _PATTERNS]
_IN_PROSE = frozenset({"monthly", "other", "weekly"})  # of a description only what cannot be said in passing
_FIXED = {
    "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekends": "FREQ=WEEKLY;BYDAY=SA,SU",
    "daily": "FREQ=DAILY",
}
_FREQUENCY = re.compile(r"\bP(\d{1,3})([DWMY])\b")
_UNITS = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The words, and the rule where it is sure."""

    text: str
    rule: str | None = None  # `FREQ=WEEKLY;BYDAY=SA`
    snippet: str = ""  # the words about it

    def until(self, day: date) -> "Recurrence":
        """Return it with its last day in the rule, where there is a rule that has no end."""
        is_open = self.rule is not None and "UNTIL" not in self.rule and "COUNT" not in self.rule
        return replace(self, rule=f"{self.rule};UNTIL={day:%Y%m%d}") if is_open else self

    def __str__(self) -> str:
        """Return the words; the rule stands on a second line, as in a calendar file."""
        return f"{self.text}\nRRULE:{self.rule}" if self.rule else self.text


def read_recurrence(text: str, *, is_prose: bool = False) -> Recurrence | None:
    """Return how often a text says that something happens; of prose only `every Saturday` and what is as plain."""
    for kind, pattern in _COMPILED:
        found = None if is_prose and kind not in _IN_PROSE else pattern.search(text)
        if found:
            words = " ".join(found[0].split())
            return Recurrence(words, _rule(kind, found), snippet(text, found.start(), found.end()))
    return None


def read_schedule(words: str) -> Recurrence | None:
    """Read an eventSchedule as the raw rows have it, `repeats P1W; Saturday; 10:00-11:00`; None without a frequency.

    The frequency is an ISO 8601 duration (https://schema.org/repeatFrequency). Days of the month and months have no
    label there, so with them no rule is sure.
    """
    found = _FREQUENCY.search(words)
    if not found:
        return read_recurrence(words)
    every, unit = int(found[1]), found[2]
    rest = words[found.end() :]
    days = _codes(rest)
    name = _UNITS[unit].removesuffix("LY").lower().replace("dai", "day")
    text = f"every {name}" if every == 1 else f"every {every} {name}s"
    text += f" on {', '.join(day for day in _DAY_NAMES if day[:2].upper() in days)}" if days else ""
    if any(part.strip(" ,").replace(",", "").replace(" ", "").isdigit() for part in rest.split(";")):
        return Recurrence(words, None, words)
    interval = f";INTERVAL={every}" if every > 1 else ""
    by_day = f";BYDAY={','.join(days)}" if days else ""
    return Recurrence(text, f"FREQ={_UNITS[unit]}{interval}{by_day}", words)


def _rule(kind: str, found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    if kind == "monthly":
        return f"FREQ=MONTHLY;BYDAY={_ORDINALS[found['nth'].lower()]}{_codes(found['day'])[0]}"
    if kind in ("other", "weekly"):
        days = ",".join(_codes(groups["days"] or groups["more"]))
        return f"FREQ=WEEKLY;{'INTERVAL=2;' if kind == 'other' else ''}BYDAY={days}"
    if kind == "span":
        first, last = (CODES.index(_codes(found[end])[0]) for end in ("from", "to"))
        return f"FREQ=WEEKLY;BYDAY={','.join(CODES[(first + step) % 7] for step in range((last - first) % 7 + 1))}"
    return _FIXED.get(kind)  # school holidays differ from state to state


def _codes(words: str) -> list[str]:
    found = (word.lower().removesuffix("s") for word in re.findall(r"[a-z]+", words, re.I))
    days = {WEEKDAYS[name] for word in found for name in (word, f"{word}s") if name in WEEKDAYS}
    return [CODES[day] for day in sorted(days)]
