"""Where activities are: what is asked of a geocoder, what it answers, and how it fails.

durable.errors.Retriable
└── GeocodingLater     a broken connection, a server in trouble: asked again after a while
durable.errors.NonRetriable
├── QueryRefused       this one question cannot be asked; others can
└── durable.errors.StopAll
    └── GeocodingStopped   no question is answered now: quota, key, address. It is never taken for "no result":
                           what was answered is kept, and the next run goes on with the rest
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from crawl_assets.durable.errors import NonRetriable, Retriable, StopAll

if TYPE_CHECKING:
    from crawl_assets.activities.records import Location

OK, ZERO_RESULTS = "OK", "ZERO_RESULTS"
AREAS = ("locality", "APPROXIMATE")  # precisions of a town or region that stands in for the place
_LONGEST = 400  # characters of a query; an address is shorter
_SPACE = re.compile(r"\s+")


class GeocodingLater(Retriable):
    """The question may be answered later."""


class QueryRefused(NonRetriable):
    """One question is refused and would be again."""


class GeocodingStopped(StopAll):
    """No question is answered now."""


@dataclass(frozen=True, slots=True)
class GeoQuery:
    """What is asked: words, and what is known of their parts."""

    text: str  # one line
    region: str | None = None  # where to look first, also where it is only likely: ISO 3166-1 alpha-2, capitals
    address: str | None = None  # the text is this, as the source wrote it
    city: str | None = None
    state: str | None = None
    country: str | None = None  # code or name, as the source says

    @property
    def key(self) -> str:
        """Return the text as it is told apart from others: case, spaces and end marks do not count."""
        return normalised_query(self.text) + (f" [{self.region.lower()}]" if self.region else "")


@dataclass(frozen=True, slots=True)
class Located:
    """An answer."""

    status: str  # OK, ZERO_RESULTS
    latitude: float | None = None  # WGS 84, degrees; 0 is a place like any other
    longitude: float | None = None
    precision: str | None = None  # ROOFTOP, RANGE_INTERPOLATED, GEOMETRIC_CENTER, APPROXIMATE; locality
    place_id: str | None = None
    formatted_address: str | None = None
    components: Mapping[str, str] = field(default_factory=dict)  # by the names of Location's fields
    is_partial: bool = False  # not all of the query was matched, or it fits several places


class Geocoder(Protocol):
    """Finds places; each call is one attempt, as the durable steps repeat."""

    @property
    def provider(self) -> str:
        """Name who answers: google, gazetteer."""

    @property
    def is_paid(self) -> bool:
        """Tell whether answers are to be kept, as each costs."""

    async def locate(self, query: GeoQuery) -> Located:
        """Ask once; raises GeocodingLater, QueryRefused or GeocodingStopped."""


def query_of(location: "Location") -> GeoQuery | None:
    """Return what to ask for a location: its full address, else name, street, city, state and country; None: nothing.

    A country alone places nothing.
    """
    address = _line(location.formatted_address)
    city, state = _line(location.city), _line(location.state_province)
    country = _line(location.country_code)
    region = country.upper() if len(country) == 2 and country.isascii() and country.isalpha() else None
    parts = [_line(location.name), _line(location.street_address), city, state, _line(location.postal_code)]
    if not address and not any(parts):
        return None
    text = address or ", ".join(dict.fromkeys(part for part in (*parts, country) if part))
    return GeoQuery(text[:_LONGEST], region, address or None, city or None, state or None, country or None)


def normalised_query(text: str) -> str:
    """Return a query in the spelling it is kept by."""
    return _line(unicodedata.normalize("NFKC", text)).casefold().strip(" ,.;")


def is_coordinate(latitude: object, longitude: object) -> bool:
    """Tell whether two numbers are a place on earth."""
    return all(
        isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most
        for value, most in ((latitude, 90), (longitude, 180))
    )


def _line(text: str | None) -> str:
    return _SPACE.sub(" ", text or "").strip(" ,")
