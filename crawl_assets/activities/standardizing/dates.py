"""When an activity is: what its page says of start, end and repetition, with zones, and what is doubtful about it.

The date of publication is never the start: see `without_publication`. Nothing here reads a clock; the moment that past
and coming are told apart by comes in.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from crawl_assets.activities.standardizing.written_dates import Mention, Reading, day_of, read_dates

ENDS_FIRST = "ends before it starts"
PAST = "it is over"
PUBLICATION = "its date was that of publication"
NO_DATE = "an event without a date"
NO_ZONE = "its time has no zone, so only its day is kept"
UNREADABLE = "its date cannot be read"
YEAR_GUESSED = "its year is not written"
DAY_OR_MONTH = "day and month of its date could be swapped"
WRONG_WEEKDAY = "its date falls on another weekday than is written"
WHOLE_MONTH = "only its month is written"
SEPARATE_DAYS = "on separate days"
LONELY_END = "its start is not known"
_STAMP = re.compile(r"\d{10}(?:\d{3})?")  # seconds or milliseconds since 1970
_ALWAYS = re.compile(
    r"\b(all year( round)?|year[- ]round|ongoing|any ?time|permanent(ly)?|open all year|no end date)\b", re.I
)
_LONG_AGO = timedelta(days=31)  # a date without a year is rather this much past than most of a year ahead


@dataclass(frozen=True, slots=True)
class Habits:
    """What a text leaves out and its source knows."""

    now: datetime  # with a zone
    zone: str | None = None  # IANA name of the place, or of the source
    month_first: bool | None = None  # 3/5 is March in the United States; None where the country is not known


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a time of it; the offset is None where the time's zone is not known."""

    day: date
    clock: time | None = None
    offset: timedelta | None = None

    def __str__(self) -> str:
        """Return ISO 8601: a date, or a time with its offset."""
        if self.clock is None or self.offset is None:
            return self.day.isoformat()
        return datetime.combine(self.day, self.clock, timezone(self.offset)).isoformat()

    def instant(self, *, is_end: bool = False) -> datetime:
        """Return a moment to compare by; a day ends with its last second."""
        clock = self.clock if self.clock is not None else (time.max if is_end else time.min)
        return datetime.combine(self.day, clock) - (self.offset or timedelta(0))


@dataclass(frozen=True, slots=True)
class Span:
    """What the date fields of a row say."""

    start: Moment | None = None
    end: Moment | None = None
    flags: tuple[str, ...] = ()
    is_always: bool = False  # `all year round`


def read_span(start_text: str | None, end_text: str | None, habits: Habits, published: str | None = None) -> Span:
    """Read the two date fields; a start field may hold a whole range. An end before its start is flagged and dropped.

    A day without a year is the next one after `published` (ISO 8601), or else after now.
    """
    near = date.fromisoformat(published[:10]) if published else habits.now.date()
    first = _span_of(start_text, habits, near) if start_text else Span()
    around = first.start or first.end
    last = (
        _span_of(end_text, habits, around.day if around else near, has_day=around is not None) if end_text else Span()
    )
    end = last.end or last.start or first.end
    flags = [*first.flags, *(flag for flag in last.flags if flag != SEPARATE_DAYS)]
    start = first.start
    if start and end and end.instant(is_end=True) < start.instant():
        end, flags = None, [*flags, ENDS_FIRST]
    if end and not start:
        flags.append(LONELY_END)
    return Span(start, end, tuple(dict.fromkeys(flags)), first.is_always or last.is_always)


def published_at(text: str | None, habits: Habits) -> str | None:
    """Return the moment of publication as ISO 8601; None where it cannot be read."""
    moment = _span_of(text, habits, habits.now.date()).start if text else None
    return str(moment) if moment else None


def without_publication(
    span: Span, published: str | None, habits: Habits, *, is_event: bool
) -> tuple[Span, str | None]:
    """Take a start that is the date of publication out of a span; return the span and the date of publication.

    Of an event that is a start equal to `published` to the second. What is no event does not start: its start is one of
    publication when it is the day of `published`, and when it is one lone day in the past, as 230 of the 274 dates of
    the measured data are.
    """
    start = span.start
    if start is None:
        return span, published
    text = str(start)
    is_published = "T" in text and text == published if is_event else text[:10] == (published or "")[:10]
    is_lone = not is_event and span.end is None and start.day < habits.now.date()
    if not (is_published or is_lone):
        return span, published
    flags = tuple(flag for flag in span.flags if flag not in (WHOLE_MONTH, YEAR_GUESSED))
    return replace(span, start=None, flags=(*flags, PUBLICATION)), published or text


def is_past(span: Span, habits: Habits) -> bool:
    """Say whether a span has ended; one without an end has ended with its day."""
    last = span.end or span.start
    if last is None:
        return False
    offset = last.offset if last.offset is not None else _offset(habits.zone, datetime.combine(last.day, time.max))
    if span.end is None:
        last = replace(last, clock=None)
    moment = replace(last, offset=offset or timedelta(0)).instant(is_end=True)
    return moment < habits.now.astimezone(UTC).replace(tzinfo=None)


def _span_of(text: str, habits: Habits, near: date, *, has_day: bool = False) -> Span:
    """Read one field; a missing year is that `near` a day, and with `has_day` a lone time is a time of that day."""
    if _STAMP.fullmatch(text.strip()):
        seconds = int(text.strip()[:10])
        return Span(_in_zone(datetime.fromtimestamp(seconds, UTC), habits))
    found = read_dates(text, month_first=habits.month_first)
    is_always = _ALWAYS.search(text) is not None
    days = _days(found.mentions, near)
    if not days and has_day and found.clocks:
        days = [near]
    if not days:
        return Span(None, None, () if is_always or not (found.is_wrong or found.mentions) else (UNREADABLE,), is_always)
    flags = _doubts(found, days)
    start, end = _moments(found, days, habits)
    if any(one.clock and one.offset is None for one in (start, end) if one):
        flags.append(NO_ZONE)
        start, end = replace(start, clock=None), end and replace(end, clock=None)
    if found.starts_with_until and end is None:
        return Span(None, start, tuple(flags), is_always)
    return Span(start, end if end and str(end) != str(start) else None, tuple(flags), is_always)


def _days(mentions: Sequence[Mention], near: date) -> list[date]:
    """Return the days that are written, each with the year that is written, lent or likely."""
    days = [day for one in mentions if (day := _likely_day(one, near)) is not None]
    if len(mentions) == len(days) > 1 and days[0] > days[-1] and mentions[0].month != mentions[-1].month:
        if mentions[0].is_year_lent:  # 28 Dec - 3 Jan 2027
            days[0] = _year_before(days[0])
        elif mentions[-1].year is None:  # 28 Dec 2026 - 3 Jan
            days[-1] = _in_year(days[-1], days[0].year + 1)
    last = mentions[-1] if mentions else None
    if last and last.day is None and last.joined == "to" and len(days) > 1:  # December 2026 - January 2027
        days[-1] = _last_of_month(days[-1])
    return days


def _likely_day(mention: Mention, near: date) -> date | None:
    """Return a mention's day; without a year the next one from a month before `near`, or the nearest of its weekday."""
    if mention.year:
        return day_of(mention, mention.year)
    days = [day for year in range(near.year - 4, near.year + 5) if (day := day_of(mention, year))]
    coming = [day for day in days if near - _LONG_AGO <= day <= near + 12 * _LONG_AGO]
    if mention.weekday is None:
        return next(iter(coming or days[-1:]), None)
    fitting = [day for day in days if day.weekday() == mention.weekday]
    return next((day for day in coming if day in fitting), min(fitting or coming, key=lambda day: abs(day - near)))


def _moments(found: Reading, days: Sequence[date], habits: Habits) -> tuple[Moment, Moment | None]:
    """Give the days their times: the first is the start's, the last of several the end's."""
    mentions = found.mentions
    clocks = list(found.clocks)
    own = mentions[0].clock if mentions else None
    start_clock = own or (clocks.pop(0) if clocks else None)
    start = _moment(days[0], start_clock, _first(mentions[0].offset if mentions else None, found.offset), habits)
    end_clock = (mentions[-1].clock if len(mentions) > 1 else None) or (clocks[-1] if clocks else None)
    if len(days) > 1:
        last_day = max(days[1:])
        if start_clock and end_clock is None:
            return start, Moment(last_day)
        return start, _moment(last_day, end_clock, _first(mentions[-1].offset, found.offset), habits)
    if end_clock and start_clock:
        # a party from ten at night to two is over on the next day
        day = days[0] + timedelta(days=1) if end_clock < start_clock and start_clock.hour >= 18 else days[0]
        return start, _moment(day, end_clock, start.offset, habits)
    if mentions and mentions[0].day is None:
        return start, Moment(_last_of_month(days[0]))
    return start, None


def _first(*offsets: timedelta | None) -> timedelta | None:
    return next((offset for offset in offsets if offset is not None), None)


def _moment(day: date, clock: time | None, offset: timedelta | None, habits: Habits) -> Moment:
    if clock is None:
        return Moment(day)
    if offset == timedelta(0) and habits.zone:
        return _in_zone(datetime.combine(day, clock, UTC), habits)
    return Moment(day, clock, offset if offset is not None else _offset(habits.zone, datetime.combine(day, clock)))


def _in_zone(moment: datetime, habits: Habits) -> Moment:
    """Return an instant as it is read on the wall of its place, so that its day is the day there."""
    zone: tzinfo = ZoneInfo(habits.zone) if habits.zone else UTC
    local = moment.astimezone(zone)
    return Moment(local.date(), local.time().replace(microsecond=0), local.utcoffset())


def _offset(zone: str | None, moment: datetime) -> timedelta | None:
    return moment.replace(tzinfo=ZoneInfo(zone)).utcoffset() if zone else None


def _doubts(found: Reading, days: Sequence[date]) -> list[str]:
    doubts = []
    if found.is_wrong:
        doubts.append(UNREADABLE)
    if found.is_ambiguous:
        doubts.append(DAY_OR_MONTH)
    if any(one.year is None for one in found.mentions):
        doubts.append(YEAR_GUESSED)
    if any(one.day is None for one in found.mentions):
        doubts.append(WHOLE_MONTH)
    if len(days) == len(found.mentions) and any(
        one.weekday not in (None, day.weekday()) for one, day in zip(found.mentions, days, strict=True)
    ):
        doubts.append(WRONG_WEEKDAY)
    tied = [one.joined for one in found.mentions[1:]]
    gaps = any(later - earlier != timedelta(days=1) for earlier, later in pairwise(sorted(days)))
    if "to" not in tied and len(days) > 1 and gaps:
        doubts.append(SEPARATE_DAYS)
    return doubts


def _in_year(day: date, year: int) -> date:
    """Return the day in another year; the 29th of February is the 28th where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _year_before(day: date) -> date:
    return _in_year(day, day.year - 1)


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
