"""Places of activities: kept where anything is said, with a country code that exists and coordinates that can be."""

import math
import re

from crawl_assets.activities.records import Location, RawLocation
from crawl_assets.activities.standardizing.countries import country_code
from crawl_assets.activities.standardizing.plain_text import NOTHING, said

NULL_ISLAND = "its coordinates are 0, 0: where nothing is known"
_COUNTRY_AT_END = re.compile(r",\s*([^,\d]+)$")


def read_location(raw: RawLocation | None) -> tuple[Location | None, list[str]]:
    """Return a place and its flags; None where it says nothing but a country."""
    if raw is None:
        return None, []
    flags: list[str] = []
    address = _address(raw.formatted_address)
    written = said(raw.country_code)
    code = country_code(written)
    if written and code is None:
        flags.append(f"country {written[:40]!r} is no code of ISO 3166-1 and no name that is known")
    if code is None and address and (tail := _COUNTRY_AT_END.search(address)):
        code = country_code(tail[1]) if len(tail[1].strip()) > 2 else None  # `..., CA` is a state
    latitude, longitude = _coordinates(raw, flags)
    location = Location(
        name=said(raw.name) or "",
        formatted_address=address or "",
        street_address=said(raw.street_address),
        city=said(raw.city),
        state_province=said(raw.state_province),
        postal_code=said(raw.postal_code),
        country_code=code,
        latitude=latitude,
        longitude=longitude,
    )
    says = [location.name, address, location.street_address, location.city, location.state_province]
    if not any([*says, location.postal_code, latitude is not None]):
        return None, flags
    return location, flags


def _address(text: str | None) -> str | None:
    """Return an address without parts that say nothing: `null, Glebe, NSW` is `Glebe, NSW`."""
    line = said(text)
    if line is None:
        return None
    parts = [part.strip() for part in line.split(",")]
    return ", ".join(part for part in parts if part and part.casefold() not in NOTHING) or None


def _coordinates(raw: RawLocation, flags: list[str]) -> tuple[float | None, float | None]:
    """Return both or neither; 0 is a latitude, but 0, 0 is nowhere."""
    latitude, longitude = raw.latitude, raw.longitude
    if latitude is None or longitude is None:
        return None, None
    if latitude == longitude == 0:
        flags.append(NULL_ISLAND)
        return None, None
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        flags.append(f"its coordinates cannot be: {latitude}, {longitude}")
        return None, None
    return float(latitude), float(longitude)
