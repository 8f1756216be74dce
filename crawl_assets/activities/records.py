"""What moves between the steps of a workflow: frozen rows, kept as JSON Lines."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from crawl_assets.activities.json_lines import BadLines, from_json, read_lines, to_json, write_lines
from crawl_assets.crawl.errors import BadUrl
from crawl_assets.crawl.urls import identity

__all__ = [
    "Activity", "BadLines", "Dropped", "Location", "Price", "RawActivity", "RawLocation", "WorkflowFile", "from_json",
    "normalised_name", "read_lines", "row_key", "to_json", "write_lines",
]  # fmt: skip
_WORDS = re.compile(r"[^\W_]+")
KEY_DIGITS = 32  # hexadecimal, of a row key


@dataclass(frozen=True, slots=True)
class RawLocation:
    """A place as a source gives it."""

    name: str | None = None
    formatted_address: str | None = None
    street_address: str | None = None
    city: str | None = None
    state_province: str | None = None
    postal_code: str | None = None
    country_code: str | None = None  # as written; ISO 3166-1 alpha-2 where the source keeps to it
    latitude: float | None = None  # WGS 84, degrees
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class RawActivity:
    """An activity as a source gives it: text is trimmed, JSON nulls and blank text are None, URLs are absolute."""

    row_key: str
    source_url: str
    name: str | None
    description: str | None = None
    location: RawLocation | None = None
    start_date: str | None = None  # as written
    end_date: str | None = None
    published: str | None = None  # when the page was published: never the start of the activity
    tags: tuple[str, ...] = ()
    image_url: str | None = None
    price: str | None = None
    age_range: str | None = None
    kind: Literal["event", "place", "activity"] = "activity"
    # field -> where it was read: `json-ld $.offers`; and in the source's own words what has no field of its own:
    # schedule (`repeats P1W; Saturday; 09:30-10:15; Europe/London`), opening_hours, attendance (`online`)
    evidence: Mapping[str, str] = field(default_factory=dict)


AREA = "area:"  # begins the place id of a town that stands in for a place in it


@dataclass(frozen=True, slots=True)
class Location:
    """A place, standardized; geocoding adds to it."""

    name: str = ""
    formatted_address: str = ""
    street_address: str | None = None
    city: str | None = None
    state_province: str | None = None
    postal_code: str | None = None
    country_code: str | None = None  # ISO 3166-1 alpha-2
    latitude: float | None = None
    longitude: float | None = None
    place_id: str | None = None  # of the geocoder; `area:...`: it knew the town alone, whose middle the coordinates are


@dataclass(frozen=True, slots=True)
class Price:
    """What it costs; decimal text, `12.50`."""

    min: str | None = None
    max: str | None = None
    currency: str | None = None  # ISO 4217
    is_free: bool | None = None  # None: not said


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity, standardized."""

    row_key: str
    name: str
    source_url: str
    description: str | None = None
    urgency: Literal["low", "medium", "high"] = "medium"
    is_public: bool = True
    location: Location | None = None
    starts_at: str | None = None  # ISO 8601: a date, or a time with its offset
    ends_at: str | None = None
    time_zone: str | None = None  # IANA name
    recurrence: str | None = None
    is_evergreen: bool = False
    published_at: str | None = None
    tags: tuple[str, ...] = ()
    price: Price | None = None
    age_min: int | None = None  # years
    age_max: int | None = None
    setting: Literal["indoor", "outdoor", "both"] | None = None
    image_url: str | None = None
    flags: tuple[str, ...] = ()  # for people: `ends before it starts`
    evidence: Mapping[str, str] = field(default_factory=dict)  # field -> where it was read


@dataclass(frozen=True, slots=True)
class Dropped:
    """A raw row that became no activity."""

    row_key: str
    name: str | None
    reason: str
    source_url: str


@dataclass(frozen=True, slots=True)
class WorkflowFile:
    """One intermediate of a workflow: the row of raw_activities, standardized_activities and so on."""

    workflow_id: str
    name: str  # raw_activities ...
    blob: str  # id
    bytes: int
    rows: int
    note: str  # for people; '' for nothing to say
    made_at: datetime  # UTC


def row_key(source_url: str, name: str | None, start_date: str | None = None) -> str:
    """Return the key of a row: of its page and its name, and of its start where one page has one name several times."""
    try:
        page = identity(source_url)
    except BadUrl:
        page = source_url.strip()
    parts = [page, normalised_name(name or ""), *([start_date.strip()] if start_date else [])]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:KEY_DIGITS]


def normalised_name(name: str) -> str:
    """Return a name's letters and digits in lower case, words apart by one space, without accents."""
    bare = name
    if not name.isascii():
        bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return " ".join(_WORDS.findall(bare.casefold()))
