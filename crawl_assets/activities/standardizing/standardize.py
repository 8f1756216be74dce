"""Raw rows into activities: clean names and text, dates with zones, known tags, prices, ages; each drop has a reason.

Nothing here reads a clock, a file of the user or a network: the same rows and rules give the same activities, in the
order of their keys, whatever the order of the rows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from crawl_assets.activities.records import Activity, Dropped, Location, RawActivity
from crawl_assets.activities.standardizing import dates
from crawl_assets.activities.standardizing.ages import ages_in_prose, read_ages
from crawl_assets.activities.standardizing.countries import CURRENCIES, country_of_host, is_month_first, zone_of
from crawl_assets.activities.standardizing.joining import joined_by_key
from crawl_assets.activities.standardizing.locations import read_location
from crawl_assets.activities.standardizing.names import host_of, list_page, site_tails, unshouted, without_site
from crawl_assets.activities.standardizing.plain_text import said, said_at_length
from crawl_assets.activities.standardizing.pricing import read_price
from crawl_assets.activities.standardizing.recurrence import Recurrence, read_recurrence, read_schedule
from crawl_assets.activities.standardizing.setting import read_setting
from crawl_assets.activities.standardizing.tagging import read_tags
from crawl_assets.crawl.errors import BadUrl
from crawl_assets.crawl.urls import parse_url

NAMELESS = "it has no name"
ONE_OF_SEVERAL = "another row of the same page and name has taken it in"
_HOURS = re.compile(r"\b\d{1,2}\s*[ap]\.?m\b", re.I)
_LONGEST_NAME = 300  # characters; what is longer is text
_LONGEST_FIELD = 300
_FEW, _NEARLY_ALL = 3, 0.9
_STATUSES = {"EventCancelled": "cancelled", "EventPostponed": "postponed", "EventRescheduled": "rescheduled",
             "EventMovedOnline": "moved online"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StandardRules:
    """What the rows of one workflow have in common."""

    now: datetime  # past and coming are told apart by it; with a zone
    default_zone: str | None = None  # IANA name, of the source; for times whose place names none
    urgency: Literal["low", "medium", "high"] = "medium"
    is_public: bool = True
    tags_hint: tuple[str, ...] = ()  # tags that each activity gets
    default_country: str | None = None  # ISO 3166-1 alpha-2, of the source, for pages whose domain names none


@dataclass(frozen=True, slots=True)
class Standardized:
    """What became of the rows: each is in an activity or in the list of those dropped."""

    activities: tuple[Activity, ...]  # by key
    dropped: tuple[Dropped, ...]


@dataclass(frozen=True, slots=True)
class _When:
    span: dates.Span
    recurrence: Recurrence | None
    published: str | None
    zone: str | None
    is_evergreen: bool
    flags: tuple[str, ...]


def standardize(rows: Iterable[RawActivity], rules: StandardRules) -> Standardized:
    """Make activities of raw rows; rows of one key are joined, the first value that says something wins a field."""
    joined, doubled = joined_by_key(rows)
    named = [(host_of(row.source_url), name) for row in joined if (name := said(row.name))]
    tails = site_tails(named)
    rules = _with_habits_of(joined, rules)
    activities, dropped = [], [Dropped(row.row_key, row.name, ONE_OF_SEVERAL, row.source_url) for row in doubled]
    for row in joined:
        name = _name(row, tails)
        reason = why_dropped(row, name)
        if reason is None and name is not None:
            activities.append(_activity(row, name, rules))
        else:
            dropped.append(Dropped(row.row_key, said(row.name), reason or NAMELESS, row.source_url))
    activities.sort(key=lambda one: one.row_key)
    dropped.sort(key=lambda one: (one.row_key, one.reason))
    return Standardized(tuple(activities), tuple(dropped))


def _with_habits_of(rows: Iterable[RawActivity], rules: StandardRules) -> StandardRules:
    """Return rules with the country and the zone that nearly all places of the rows share, where they name none.

    A guide to one town gives hours without their zone, and some of its events have no place.
    """
    places = [place for row in rows if (place := read_location(row.location)[0]) and place.country_code]
    zones = [zone_of(place.country_code, place.state_province, place.formatted_address) for place in places]
    country, zone = _shared([place.country_code for place in places]), _shared(zones)
    return replace(rules, default_country=rules.default_country or country, default_zone=rules.default_zone or zone)


def _shared(values: Sequence[str | None]) -> str | None:
    (value, count), *_ = Counter(values).most_common(1) or [(None, 0)]
    return value if count >= _FEW and count >= _NEARLY_ALL * len(values) else None


def why_dropped(row: RawActivity, name: str | None) -> str | None:
    """Say why a row is no activity; None where it is one."""
    if name is None:
        return NAMELESS
    if len(name) > _LONGEST_NAME:
        return f"its name has {len(name)} characters; one of more than {_LONGEST_NAME} is text"
    try:
        parse_url(row.source_url)
    except BadUrl as error:
        return f"its page has no usable address: {error}"
    return list_page(name, row.source_url)


def _name(row: RawActivity, tails: Mapping[str, frozenset[str]]) -> str | None:
    name = said(row.name)
    if name is None:
        return None
    host = host_of(row.source_url)
    name = unshouted(without_site(name, host, tails.get(host, frozenset()))).strip(" |–—·•»:")
    return name if any(sign.isalnum() for sign in name) else None


def _activity(row: RawActivity, name: str, rules: StandardRules) -> Activity:
    """Standardize each field; every reading leaves its flags and its evidence."""
    evidence = {field: value for field, value in row.evidence.items() if isinstance(value, str)}
    description = said_at_length(row.description)
    location, flags = read_location(row.location)
    # for what a text leaves out; the place itself is only where its source says it is
    own = location.country_code if location else None
    country = own or country_of_host(host_of(row.source_url)) or rules.default_country
    when = _when(row, description, location, country, rules)
    flags += [*when.flags, *_status(row)]
    tags = read_tags(row.tags, rules.tags_hint)
    price = read_price(_words(row.price) or "", CURRENCIES.get(country or ""))
    flags += price.flags
    age_words = _words(row.age_range)
    ages = read_ages(age_words) if age_words else None
    if ages is None and (prose := ages_in_prose(name) or ages_in_prose(description or "")):
        ages, evidence["age_range"] = prose, f"text: {prose.snippet}"
    elif ages is None and age_words:
        flags.append(f"its ages cannot be read: {age_words[:80]}")
    setting = read_setting(name, tags.known, description)
    image, image_flags = _image(row.image_url)
    words = {
        "name_as_written": row.name if row.name != name else None,
        "date_as_written": _as_written(row, when),
        "recurrence": when.recurrence.snippet if when.recurrence else None,
        "price_as_written": _words(row.price),
        "age_range_as_written": age_words,
        "setting": setting.evidence if setting else None,
        "tags_unknown": ", ".join(tags.unknown) or None,
    }
    evidence |= {field: value for field, value in words.items() if value}
    return Activity(
        row_key=row.row_key,
        name=name,
        source_url=row.source_url,
        description=description,
        urgency=rules.urgency,
        is_public=rules.is_public,
        location=location,
        starts_at=_text(when.span.start),
        ends_at=_text(when.span.end),
        time_zone=when.zone,
        recurrence=str(when.recurrence) if when.recurrence else None,
        is_evergreen=when.is_evergreen,
        published_at=when.published,
        tags=tags.known,
        price=price.price,
        age_min=ages.least if ages else None,
        age_max=ages.most if ages else None,
        setting=setting.setting if setting else None,
        image_url=image,
        flags=tuple(dict.fromkeys([*flags, *image_flags])),
        evidence=dict(sorted(evidence.items())),
    )


def _when(
    row: RawActivity, description: str | None, location: Location | None, country: str | None, rules: StandardRules
) -> _When:
    place = location or Location()
    zone = zone_of(country, place.state_province, place.formatted_address) or rules.default_zone
    habits = dates.Habits(rules.now, zone, is_month_first(country))
    start, end = _words(row.start_date), _words(row.end_date)
    published = dates.published_at(_words(row.published), habits)
    read = dates.read_span(start, end, habits, published)
    dated = _recurrence(row, start, end)
    is_prose = dated is None and description is not None and row.kind != "place"
    recurrence = read_recurrence(description or "", is_prose=True) if is_prose else dated
    # what has hours or repeats is an event, whatever the source calls it
    is_event = row.kind == "event" or (row.kind == "activity" and bool(dated or _HOURS.search(start or "")))
    span, published = dates.without_publication(read, published, habits, is_event=is_event)
    flags = [*span.flags]
    if (start or end) and not (read.start or read.end or recurrence or read.is_always):
        flags.append(dates.UNREADABLE)
    is_undated = span.start is None and span.end is None
    if is_undated and row.kind == "event" and not (recurrence or span.is_always):
        flags.append(dates.NO_DATE)
    if dates.is_past(span, habits) and (recurrence is None or span.end is not None) and not span.is_always:
        flags.append(dates.PAST)
    return _When(
        span,
        recurrence.until(span.end.day) if recurrence and _is_last_day(span) and span.end else recurrence,
        published,
        zone if any(moment and moment.clock for moment in (span.start, span.end)) else None,
        is_evergreen=span.is_always or (is_undated and row.kind != "event"),
        flags=tuple(flags),
    )


def _recurrence(row: RawActivity, start: str | None, end: str | None) -> Recurrence | None:
    """Return the first word on repetition of the page's data and its date fields."""
    schedule = row.evidence.get("schedule")
    found = read_schedule(schedule) if isinstance(schedule, str) else None
    return found or next((one for text in (start, end) if text and (one := read_recurrence(text))), None)


def _is_last_day(span: dates.Span) -> bool:
    """Say whether the end is that of the whole row and not that of one time of it."""
    if span.end is None or span.end.clock is not None or (span.start and span.start.clock is not None):
        return False
    return span.start is None or (span.end.day - span.start.day).days >= 7


def _as_written(row: RawActivity, when: _When) -> str | None:
    words = [text for text in (_words(row.start_date), _words(row.end_date)) if text]
    return " | ".join(words) if words and words != [_text(when.span.start)] else None


def _status(row: RawActivity) -> list[str]:
    status = row.evidence.get("status")
    return [_STATUSES.get(status, f"status {status}")] if isinstance(status, str) else []


def _image(url: str | None) -> tuple[str | None, list[str]]:
    text = said(url)
    if text is None:
        return None, []
    try:
        parse_url(text)
    except BadUrl:
        return None, [f"the address of its picture cannot be used: {text[:80]}"]
    return text, []


def _words(value: object) -> str | None:
    """Return what a field says, as far as it can be a date, a price or an age: no text of a page."""
    words = said(value)
    return words[:_LONGEST_FIELD] if words else None


def _text(moment: dates.Moment | None) -> str | None:
    return None if moment is None else str(moment)
