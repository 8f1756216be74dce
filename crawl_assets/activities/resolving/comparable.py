"""What activities are told apart by, made ready for comparison: names without filler, addresses in parts, days."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from crawl_assets.activities.records import AREA, Activity, normalised_name
from crawl_assets.activities.standardizing.countries import country_code
from crawl_assets.crawl.home import identity_or_none

_FILLER_WORDS = (
    "the a an at in of and on for to by with de la le playground playgrounds playspace kids children childrens family"
)
FILLER = frozenset(_FILLER_WORDS.split())
_GENERIC_WORDS = (
    "park parks reserve library museum gallery beach pool market markets farm zoo garden gardens centre cafe cinema "
    "theatre festival fair show concert workshop class club camp party day night time story storytime rhyme rhymetime "
    "baby toddler art craft music movie swim play playgroup fun walk trail tour session holiday holidays school summer "
    "winter spring autumn christmas easter halloween free outdoor indoor community local live big little new old "
    "saturday sunday weekend morning afternoon lego science games game bbq picnic area skate water splash pad"
)
GENERIC = frozenset(_GENERIC_WORDS.split())
_SPELLINGS = {
    "center": "centre", "theater": "theatre", "saint": "st", "mount": "mt", "fort": "ft", "storytime": "story time",
    "playspace": "playground", "skatepark": "skate park", "rhymetime": "rhyme time",
}  # fmt: skip
_STREETS = {
    "street": "st", "road": "rd", "avenue": "ave", "av": "ave", "drive": "dr", "drv": "dr", "parade": "pde",
    "crescent": "cres", "place": "pl", "highway": "hwy", "lane": "ln", "terrace": "tce", "boulevard": "blvd",
    "court": "ct", "square": "sq", "esplanade": "esp", "circuit": "cct", "way": "way", "close": "cl", "quay": "quay",
    "north": "n", "south": "s", "east": "e", "west": "w",
}  # fmt: skip
_STREET_WORDS = frozenset({*_STREETS, *_STREETS.values()})
_BIG_CITIES = (
    "sydney, melbourne, brisbane, perth, adelaide, hobart, darwin, canberra, gold coast, newcastle, auckland, "
    "london, wellington, christchurch, manchester, birmingham, leeds, glasgow, edinburgh, bristol, liverpool, "
    "dublin, new york, los angeles, chicago, houston, boston, san francisco, seattle, toronto, vancouver, "
    "montreal, berlin, paris"
)
WIDE = frozenset(_BIG_CITIES.split(", "))  # cities that sources name for any of their suburbs
_POSTCODE = re.compile(r"\b(\d{4,5}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b\s*$", re.I)
_NUMBER = re.compile(r"^(?:unit|shop|level|suite|no\.?)?\s*[\w/]*?(\d+[a-z]?)(?:\s*-\s*\d+[a-z]?)?\s+\D", re.I)
_STATE = re.compile(r"\b(NSW|VIC|QLD|TAS|ACT|NT|SA|WA|[A-Z]{2})\b\s*$")


@dataclass(frozen=True, slots=True)
class Comparable:
    """One activity as far as it is told apart by; a new one, or one that is kept."""

    key: str  # row key of a new one, id of a kept one
    name: str
    source_url: str
    place_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    location_name: str | None = None
    formatted_address: str | None = None
    street_address: str | None = None
    city: str | None = None
    postal_code: str | None = None
    starts_at: str | None = None  # ISO 8601
    ends_at: str | None = None
    description: str | None = None
    vector: Sequence[float] | None = None  # of its text; compared where both have one of the same length


@dataclass(frozen=True, slots=True)
class Prepared:
    """A Comparable with all that a comparison needs worked out once."""

    key: str
    name: str  # without filler and without its own suburb
    squeezed: str  # the name without spaces: `story time` is `storytime`
    tokens: frozenset[str]
    is_generic: bool  # its name alone says nothing: `Story Time`
    page: str
    place_id: str | None
    latitude: float | None
    longitude: float | None
    venue: str
    number: str | None
    street: frozenset[str]
    city: str
    postcode: str
    areas: frozenset[str]  # every part of the address
    start: date | None
    end: date | None
    begins: datetime | None  # UTC, where a time is known
    words: frozenset[str]  # of the description
    vector: Sequence[float] | None


def comparable(activity: Activity, key: str | None = None, vector: Sequence[float] | None = None) -> Comparable:
    """Return an activity as it is compared; `key` is the id of one that is kept, else its row key."""
    place = activity.location
    return Comparable(
        key=key or activity.row_key,
        name=activity.name,
        source_url=activity.source_url,
        place_id=place.place_id if place else None,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        location_name=place.name or None if place else None,
        formatted_address=place.formatted_address or None if place else None,
        street_address=place.street_address if place else None,
        city=place.city if place else None,
        postal_code=place.postal_code if place else None,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        description=activity.description,
        vector=vector,
    )


def prepared(one: Comparable) -> Prepared:
    """Work out what comparisons need; linear in the length of its text."""
    segments = [part for part in (one.formatted_address or "").split(",") if part.strip()]
    street = one.street_address or next((part for part in segments if _is_street(part)), "")
    postcode = normalised_name(one.postal_code or _postcode(segments))
    areas = frozenset(area for part in segments if not _is_street(part) and (area := _area(part)))
    city = normalised_name(one.city or "") or _city(segments, street)
    areas |= {city} if city else set()
    suburbs = frozenset({city, _city(segments, street)} - {""})
    name = loose_name(one.name, suburbs)
    tokens = frozenset(name.split())
    is_area = bool(one.place_id and one.place_id.startswith(AREA))  # a town is where many activities are
    is_placed = not is_area and one.latitude is not None and one.longitude is not None
    start, begins = _day(one.starts_at)
    end, _ = _day(one.ends_at)
    return Prepared(
        key=one.key,
        name=name,
        squeezed=name.replace(" ", ""),
        tokens=tokens,
        is_generic=tokens <= GENERIC or all(token.isdigit() for token in tokens - GENERIC),
        page=identity_or_none(one.source_url) or one.source_url,
        place_id=None if is_area else one.place_id,
        latitude=one.latitude if is_placed else None,
        longitude=one.longitude if is_placed else None,
        venue=loose_name(one.location_name or "", suburbs),
        number=found[1].casefold() if (found := _NUMBER.match(street.strip())) else None,
        street=_street(street),
        city=city,
        postcode=postcode,
        areas=areas,
        start=start or end,
        end=end or start,
        begins=begins,
        words=frozenset(word for word in normalised_name(one.description or "").split() if len(word) > 3),
        vector=one.vector,
    )


def loose_name(name: str, suburbs: frozenset[str] = frozenset()) -> str:
    """Return a name in lower case without accents, punctuation, filler and the suburb at its end.

    What would leave nothing is kept: `The Playground` is `playground`, and `Glebe` in Glebe is `glebe`.
    """
    bare = normalised_name(re.sub(r"['’`]", "", name).replace("&", " and "))
    for suburb in sorted(suburbs, key=lambda suburb: (-len(suburb), suburb)):
        if bare.endswith(f" {suburb}"):
            bare = bare.removesuffix(suburb).strip()
            break
    words = " ".join(_SPELLINGS.get(word, word) for word in bare.split()).split()
    kept = [word for word in words if word not in FILLER]
    return " ".join(kept or words or normalised_name(name).split())


def _is_street(part: str) -> bool:
    words = normalised_name(part).split()
    return len(words) > 1 and (
        _NUMBER.match(part.strip()) is not None or words[-1] in _STREET_WORDS - {"n", "s", "e", "w"}
    )


def _street(text: str) -> frozenset[str]:
    words = normalised_name(re.sub(r"['’`]", "", text.partition(",")[0])).split()
    named = [_STREETS.get(word, word) for word in words if not any(sign.isdigit() for sign in word)]
    return frozenset(named) - {"corner", "cnr", "of", "and", "unit", "shop", "level", "suite", "no"}


def _postcode(segments: Sequence[str]) -> str:
    for part in reversed(segments):
        found = None if _is_street(part) else _POSTCODE.search(part.strip())
        if found:
            return found[1]
    return ""


def _city(segments: Sequence[str], street: str) -> str:
    """Return the last part after the street, before state and country; a big city only where it stands alone."""
    at = next((index for index, part in enumerate(segments) if part.strip() == street.strip()), -1)
    named = [area for part in segments[at + 1 :] if (area := _area(part))]
    return next((area for area in reversed(named) if area not in WIDE), named[-1] if named else "")


def _area(part: str) -> str:
    """Return the suburb of `Glebe NSW 2037`; '' for what is only a state, a postcode or a country."""
    bare = _POSTCODE.sub("", part.strip()).strip()
    bare = _STATE.sub("", bare).strip()
    return "" if not bare or country_code(bare) else normalised_name(bare)


def _day(text: str | None) -> tuple[date | None, datetime | None]:
    """Return the day, and the moment in UTC where a time with its offset is written."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None, None
    has_time = "T" in (text or "") and moment.tzinfo is not None
    return moment.date(), moment.astimezone(UTC) if has_time else None
