"""Days and times as people write them: `Sat 4 & Sun 5 July`, `3-5 May 2026, 10am-2pm`, `2026-05-03T10:00+10:00`.

Written here and not left to dateparser, which answers every text with a moment: it takes 3/5 by a fixed order, fills in
the day, month and year of today, and reads one date of a range. What is not written stays unknown here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

YEARS = range(1990, 2101)  # others are misread, or placeholders
MONTHS = {
    name: number
    for number, names in enumerate(
        ["jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"], start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ["mon monday", "tue tues tuesday", "wed weds wednesday", "thu thur thurs thursday", "fri friday",
         "sat saturday", "sun sunday"],
    )
    for name in names.split()
}  # fmt: skip
# hours east of Greenwich; names of several zones (CST, EST) are those of North America
_ABBREVIATIONS = {
    "utc": 0.0, "gmt": 0.0, "z": 0.0, "bst": 1.0, "cet": 1.0, "cest": 2.0, "awst": 8.0, "acst": 9.5, "aest": 10.0,
    "acdt": 10.5, "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0, "edt": -4.0, "est": -5.0, "cdt": -5.0, "mdt": -6.0,
    "mst": -7.0, "pdt": -7.0, "pst": -8.0,
}  # fmt: skip
_HALF = r"[ap]\.?m\b\.?"
_TOKEN = re.compile(
    # a space before the time: `10:00-14:00` is then a span of hours, and no offset
    r"(?P<iso>(?<!\d)\d{4}-\d\d-\d\d(?:t\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s?(?:z\b|[+-]\d\d:?\d\d\b|[+-]\d\d\b)?"
    r"|\s\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s?(?:z\b|\+\d\d:?\d\d\b))?)?)"
    r"|(?P<compact>(?<!\d)(?:19|20)\d\d[01]\d[0-3]\d(?:t\d{6}z?)?(?!\d))"
    r"|(?P<numeric>(?<!\d)\d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)(?:\d{4}|\d\d)(?!\d))"
    rf"|(?P<hours>(?<!\d)\d{{1,2}}(?:[:.]\d\d)?\s*(?:-|–|—|to)\s*\d{{1,2}}(?:[:.]\d\d)?\s*{_HALF})"
    rf"|(?P<clock>(?<!\d)\d{{1,2}}[:h]\d\d(?::\d\d)?(?:\s*{_HALF})?|(?<!\d)\d{{1,2}}(?:\.\d\d)?\s*{_HALF}"
    r"|\b(?:noon|midday|midnight)\b)"
    rf"|(?P<month>\b(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b)"
    rf"|(?P<weekday>\b(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b)"
    r"|(?P<year>(?<![\d:])(?:19|20)\d\d(?![\d:]))"
    r"|(?P<day>(?<![\d:.$£€])\d{1,2}(?:(?:st|nd|rd|th)\b|(?![^\W\d_]))(?![\d:]))"
    r"|(?P<offset>(?:\b(?:utc|gmt)\s?[+-]|\+)(?:0\d|1[0-4]):?[0-5]\d\b|[+-](?:0\d|1[0-4])[0-5]\d\b)"
    rf"|(?P<zone>\b(?:{'|'.join(_ABBREVIATIONS)})\b)"
    r"|(?P<until>\b(?:until|till|ends|ending|closes|up to|before)\b)"
    r"|(?P<to>-|–|—|\bto\b|\bthrough\b|\bthru\b|/)"
    r"|(?P<also>&|\band\b|\+|,)"
)
_SPAN = re.compile(r"\s*(?:-|–|—|to)\s*")
_MIDNIGHTS = ("0z", "+00:00", "+0000")  # `T00:00:00.000Z` is what programs write for a day, in any zone


@dataclass(slots=True)
class Mention:
    """One day as written; what is not written is None."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None  # 0 is Monday
    clock: time | None = None
    offset: timedelta | None = None
    is_year_lent: bool = False  # the year stands with a later day: `28 Dec - 3 Jan 2027`
    joined: str = ""  # how it is tied to the one before: `to`, `also`, or not


@dataclass(slots=True)
class Reading:
    """What a text says of days and times, in its own order."""

    mentions: list[Mention] = field(default_factory=list)
    clocks: list[time] = field(default_factory=list)  # times that stand by themselves
    offset: timedelta | None = None
    starts_with_until: bool = False
    is_ambiguous: bool = False  # 3/5/2026, where no country says which is the month
    is_wrong: bool = False  # 31 February, month 13, year 0001


def read_dates(text: str, *, month_first: bool | None = None) -> Reading:
    """Read the days and times of a text; `month_first` is the habit of its country, None where that is not known."""
    return _Reader(month_first).read(text)


class _Reader:
    """Go through a text from left to right; days wait for their month, and all for their year."""

    def __init__(self, month_first: bool | None) -> None:
        self.month_first = month_first
        self.found = Reading()
        self.open_month: int | None = None  # `May 3-5`: months before their days
        self.weekday: int | None = None
        self.joined = ""

    def read(self, text: str) -> Reading:
        for kind, word in _tokens(text):
            getattr(self, f"read_{kind}")(word)
        self.found.mentions = [one for one in self.found.mentions if one.month]
        return self.found

    def read_iso(self, word: str) -> None:
        try:
            moment = datetime.fromisoformat(re.sub(r"\s(?=[z+-])", "", word.strip()).replace(",", ".").upper())
        except ValueError:
            self.found.is_wrong = True
            return
        has_clock = len(word) > 10 and not (moment.time() == time(0) and word.endswith(_MIDNIGHTS))
        self._add(
            Mention(
                moment.day,
                moment.month,
                moment.year,
                clock=moment.time().replace(microsecond=0) if has_clock else None,
                offset=moment.utcoffset() if has_clock else None,
            )
        )

    def read_compact(self, word: str) -> None:
        clock = f"t{word[9:11]}:{word[11:13]}:{word[13:]}" if "t" in word else ""
        self.read_iso(f"{word[:4]}-{word[4:6]}-{word[6:8]}{clock}")

    def read_numeric(self, word: str) -> None:
        first, second, year = (int(part) for part in re.split(r"[./-]", word))
        year += (2000 if year < 70 else 1900) if year < 100 else 0
        is_month_first = bool(self.month_first)
        if first > 12 or second > 12:
            is_month_first = second > 12
        elif self.month_first is None and first != second:
            self.found.is_ambiguous = True
        day, month = (second, first) if is_month_first else (first, second)
        self._add(Mention(day, month, year))

    def read_hours(self, word: str) -> None:
        """Read `10-11.30am`: both are of the morning, unless the first would then be the later: `11-1pm`."""
        half = "pm" if "p" in _SPAN.split(word)[-1] else "am"
        first, last = _SPAN.split(word)
        start, end = _time(f"{first}{half}"), _time(last)
        if start and end and start > end:
            start = _time(f"{first}{'am' if half == 'pm' else 'pm'}")
        self.found.clocks += [clock for clock in (start, end) if clock is not None]

    def read_clock(self, word: str) -> None:
        clock = _time(word)
        if clock is not None:
            self.found.clocks.append(clock)

    def read_month(self, word: str) -> None:
        waiting = [one for one in self.found.mentions if one.day and not one.month]
        for one in waiting:
            one.month = MONTHS[word]
            self.found.is_wrong |= not _exists(one)
        self.open_month = None if waiting else MONTHS[word]

    def read_weekday(self, word: str) -> None:
        self.weekday = WEEKDAYS[word]

    def read_year(self, word: str) -> None:
        waiting = [one for one in self.found.mentions if not one.year]
        for one in waiting:
            one.year = int(word)
            one.is_year_lent = one is not waiting[-1]
            self.found.is_wrong |= bool(one.month) and day_of(one, one.year) is None
        if not waiting and self.open_month:  # `May 2026`: a month
            self._add(Mention(None, self.open_month, int(word)))
            self.open_month = None

    def read_day(self, word: str) -> None:
        day = int(re.sub(r"\D", "", word))
        if 1 <= day <= 31:
            self._add(Mention(day, self.open_month))
        else:
            self.found.is_wrong = True

    def read_offset(self, word: str) -> None:
        digits = re.sub(r"\D", "", word)
        size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        self.found.offset = -size if "-" in word else size

    def read_zone(self, word: str) -> None:
        if self.found.clocks:
            self.found.offset = timedelta(hours=_ABBREVIATIONS[word])

    def read_until(self, _: str) -> None:
        self.found.starts_with_until |= not self.found.mentions
        self.joined = "to"

    def read_to(self, _: str) -> None:
        self.joined = "to"

    def read_also(self, _: str) -> None:
        self.joined = self.joined or "also"

    def _add(self, mention: Mention) -> None:
        mention.weekday, self.weekday = self.weekday, None
        mention.joined, self.joined = self.joined if self.found.mentions else "", ""
        if (mention.year and mention.year not in YEARS) or (mention.month and mention.day and not _exists(mention)):
            self.found.is_wrong = True
        else:
            self.found.mentions.append(mention)


def day_of(mention: Mention, year: int) -> date | None:
    """Return the day that a mention is in `year`, unless it has its own; the first where only a month is written."""
    try:
        return date(mention.year or year, mention.month or 1, mention.day or 1)
    except ValueError:
        return None


def _exists(mention: Mention) -> bool:
    return day_of(mention, 2024) is not None  # a leap year, where none is written


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(text.casefold()):
        yield str(found.lastgroup), found[0]


def _time(word: str) -> time | None:
    """Return the time of `10.30am`, `14:00`, `noon`; None for 25:00."""
    if word in ("noon", "midday", "midnight"):
        return time(0 if word == "midnight" else 12)
    hour, minute, *_ = [*(int(number) for number in re.findall(r"\d+", word)), 0]
    half = re.search(r"([ap])\.?m", word)
    if half and not 1 <= hour <= 12:
        return None
    try:
        return time(hour % 12 + (12 if half[1] == "p" else 0) if half else hour, minute)
    except ValueError:
        return None
