"""The offline gazetteer, for who has no key of a geocoder: towns and suburbs of 5,000 people or more, and no streets.

It knows 69,000 places of GeoNames (https://www.geonames.org, CC BY 4.0), shipped as one compressed file. What it finds
is the middle of a place, of the precision `locality`, and is said to come from the gazetteer. A name that several
places have is to be reviewed.
"""

import json
import lzma
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crawl_assets.activities.distances import distance_km
from crawl_assets.activities.enriching.geocoding import OK, ZERO_RESULTS, GeoQuery, Located
from crawl_assets.activities.records import normalised_name

TOWNS = Path(__file__).parent / "towns.json.xz"
_SAME_KM = 25.0  # places of one name that lie so close are one
_SUBURB_KM = 60.0  # from the middle of its city
_DIGITS = re.compile(r"\S*\d\S*")
_SHORT = {"st": "saint", "mt": "mount", "ft": "fort"}
_COUNTRIES = {  # names that GeoNames does not list
    "usa": "US", "united states of america": "US", "america": "US", "uk": "GB", "great britain": "GB",
    "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "aotearoa": "NZ",
    "aotearoa new zealand": "NZ", "holland": "NL", "the netherlands": "NL", "deutschland": "DE", "osterreich": "AT",
    "czech republic": "CZ", "espana": "ES", "italia": "IT",
}  # fmt: skip
# GeoNames' codes of states, which it names for the United States alone
_STATES: Mapping[str, Mapping[str, str]] = {
    "AU": {
        "act": "01", "australian capital territory": "01", "nsw": "02", "new south wales": "02", "nt": "03",
        "northern territory": "03", "qld": "04", "queensland": "04", "sa": "05", "south australia": "05", "tas": "06",
        "tasmania": "06", "vic": "07", "victoria": "07", "wa": "08", "western australia": "08",
    },
    "CA": {
        "ab": "01", "alberta": "01", "bc": "02", "british columbia": "02", "mb": "03", "manitoba": "03", "nb": "04",
        "new brunswick": "04", "nl": "05", "newfoundland and labrador": "05", "ns": "07", "nova scotia": "07",
        "on": "08", "ontario": "08", "pe": "09", "prince edward island": "09", "qc": "10", "quebec": "10",
        "sk": "11", "saskatchewan": "11", "yt": "12", "yukon": "12", "nwt": "13", "northwest territories": "13",
        "nu": "14", "nunavut": "14",
    },
    "GB": {"england": "ENG", "scotland": "SCT", "wales": "WLS", "northern ireland": "NIR"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Town:
    """A place of the gazetteer."""

    id: int  # of GeoNames
    name: str
    country: str  # ISO 3166-1 alpha-2
    state: str  # GeoNames' code within the country
    latitude: float
    longitude: float
    people: int


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The geocoder."""

    towns: Mapping[str, Sequence[Town]]  # by name as `folded` spells it
    countries: Mapping[str, str]  # code by name
    states: Mapping[str, Mapping[str, str]]  # code by name, by country

    @property
    def provider(self) -> str:
        """Name who answers."""
        return "gazetteer"

    @property
    def is_paid(self) -> bool:
        """Tell that answers cost nothing."""
        return False

    async def locate(self, query: GeoQuery) -> Located:
        """Find the town of a query; raises nothing."""
        return self.find(query)

    def find(self, query: GeoQuery) -> Located:
        """Find the town of a query: its city, else the last part of its address that is one.

        Where the part before that is a suburb of it (a town within 60 km), the suburb is taken.
        """
        stated = self._country(query.country) or self._country_behind(_parts(query.address))
        likely = self._within(query, query.region) if query.region and not stated else Located(ZERO_RESULTS)
        return likely if likely.status == OK else self._within(query, stated)

    def _within(self, query: GeoQuery, country: str | None) -> Located:
        parts = list(reversed(_parts(query.city) or _parts(query.address)))
        state = query.state
        for at, part in enumerate(parts):
            if at + 1 < len(parts) and self._is_state(part, country):
                state = state or part
                continue
            towns, named_state = self._towns(part, state, country)
            if towns:
                suburbs = self._suburbs(parts[at + 1 : at + 2], towns)
                return _located(suburbs or towns, self._codes(named_state, towns))
        return Located(ZERO_RESULTS)

    def _towns(self, part: str, state: str | None, country: str | None) -> tuple[list[Town], str | None]:
        for name, its_state in self._readings(part, state, country):
            found = [town for town in self.towns.get(folded(name), ()) if country in (None, town.country)]
            if found:
                return found, its_state
        return [], state

    def _suburbs(self, parts: Sequence[str], towns: Sequence[Town]) -> list[Town]:
        named = [town for part in parts for town in self.towns.get(folded(part), ())]
        return [town for town in named if any(0 < kilometres(town, other) < _SUBURB_KM for other in towns)]

    def _country(self, text: str | None) -> str | None:
        return self.countries.get(folded(text)) if text else None

    def _readings(self, part: str, state: str | None, country: str | None) -> Iterator[tuple[str, str | None]]:
        """Yield the towns that one part of an address may name, and their states: `Newtown NSW`."""
        yield part, state
        words = part.split()
        for at in range(len(words) - 1, 0, -1):
            behind = " ".join(words[at:])
            if self._is_state(behind, country):
                yield " ".join(words[:at]), behind

    def _country_behind(self, address: Sequence[str]) -> str | None:
        """Return the country that an address ends in; IL, CA and the like are states there."""
        return self._country(address[-1]) if address and not self._is_state(address[-1], None) else None

    def _is_state(self, text: str, country: str | None) -> bool:
        within = [self.states.get(country, {})] if country else self.states.values()
        return any(folded(text) in known for known in within)

    def _codes(self, state: str | None, towns: Iterable[Town]) -> set[tuple[str, str]]:
        """Return the codes that a state's name may mean, each with its country."""
        if not state:
            return set()
        countries = {town.country for town in towns}
        known = ((country, self.states.get(country, {}).get(folded(state))) for country in countries)
        return {(country, code) for country, code in known if code}


def _located(towns: Sequence[Town], codes: set[tuple[str, str]]) -> Located:
    within = [town for town in towns if (town.country, town.state) in codes]
    is_elsewhere = bool(codes) and not within
    chosen = max(within or towns, key=lambda town: (town.people, -town.id))
    is_shared = any(kilometres(chosen, other) > _SAME_KM for other in within or towns)
    return Located(
        OK,
        chosen.latitude,
        chosen.longitude,
        "locality",
        f"geonames:{chosen.id}",
        None,
        {"city": chosen.name, "country_code": chosen.country},
        is_partial=is_shared or is_elsewhere,
    )


def _parts(text: str | None) -> list[str]:
    """Return the parts of an address without what holds a digit: numbers and postal codes."""
    parts = (" ".join(_DIGITS.sub(" ", part).split()) for part in (text or "").split(","))
    return [part for part in parts if part]


def kilometres(one: Town, other: Town) -> float:
    """Return the distance of two towns on a round earth."""
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


def folded(name: str) -> str:
    """Return a name without accents, case, marks and the short forms of Saint and Mount."""
    return " ".join(_SHORT.get(word, word) for word in normalised_name(name).split())


@cache
def gazetteer() -> Gazetteer:
    """Read the gazetteer, once a process."""
    made = json.loads(lzma.decompress(TOWNS.read_bytes()))
    towns: defaultdict[str, list[Town]] = defaultdict(list)
    for *fields, others in made["towns"]:
        town = Town(*fields)
        for name in {folded(town.name), *others} - {""}:
            towns[name].append(town)
    countries, codes, three = {}, {}, {}
    for code, (name, iso3) in made["countries"].items():
        countries[name], codes[code.lower()], three[iso3] = code, code, code
    america = {}
    for code, name in made["states_of_the_usa"].items():
        america[name], america[code.lower()] = code, code
    return Gazetteer(dict(towns), countries | codes | three | _COUNTRIES, {**_STATES, "US": america})
