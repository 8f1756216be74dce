"""Google's Geocoding API, one attempt a call; no failure shows the key, which must stand in the address.

The contract: https://developers.google.com/maps/documentation/geocoding/requests-geocoding
"""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawl_assets.activities.enriching.geocoding import (
    OK,
    ZERO_RESULTS,
    GeocodingLater,
    GeocodingStopped,
    GeoQuery,
    Located,
    QueryRefused,
    is_coordinate,
)
from crawl_assets.durable.errors import StepError
from crawl_assets.retry_after import retry_after_seconds

if TYPE_CHECKING:
    import ssl

    import httpx

PATH = "/maps/api/geocode/json"
TOTAL_SECONDS = 30.0
_SHOWN = 300  # characters of what the server said
_TLDS = {"GB": "uk"}  # a region is a country's domain, which is its code in all other cases
_AGAIN = frozenset({408, 425, 429})
_STOPS = {
    "OVER_DAILY_LIMIT": "The key has no billing, is wrong, or its daily limit is reached: check GOOGLE_MAPS_API_KEY "
    "and its account.",
    "OVER_QUERY_LIMIT": "The quota is used up.",
    "REQUEST_DENIED": "The key may not use the Geocoding API: check GOOGLE_MAPS_API_KEY.",
}
_RESUMES = "What was answered is kept; run again to go on with the rest."
_COMPONENTS = {  # Google's type -> our field, and which of its names
    "administrative_area_level_1": ("state_province", "long_name"),
    "postal_code": ("postal_code", "long_name"),
    "country": ("country_code", "short_name"),
}
_CITIES = ("locality", "postal_town", "sublocality_level_1", "sublocality")  # the first that there is


class GoogleGeocoder:
    """The geocoder; raises GeocodingStopped for a key or an address that cannot be one."""

    provider, is_paid = "google", True

    def __init__(self, key: str, base_url: str, *, total_seconds: float = TOTAL_SECONDS) -> None:
        _check(key, base_url)
        self._key, self._base_url, self._total_seconds = key, base_url.rstrip("/"), total_seconds

    def __repr__(self) -> str:
        """Show the address, never the key."""
        return f"GoogleGeocoder({self._base_url!r})"

    async def locate(self, query: GeoQuery) -> Located:
        """Ask once; raises GeocodingLater, QueryRefused or GeocodingStopped."""
        answer = await self._answer(query)
        if isinstance(answer, StepError):
            raise answer  # here: where it arose, the library's own error, which holds the address, is being handled
        return self._read(query, *answer)

    async def _answer(self, query: GeoQuery) -> "tuple[int, httpx.Headers, bytes] | StepError":
        """Ask through the transport: the client of httpx would log the address, and with it the key."""
        import httpx

        asked = {"address": query.text, "key": self._key}
        if query.region:
            asked["region"] = _TLDS.get(query.region, query.region.lower())
        limit = self._total_seconds
        timeout = httpx.Timeout(limit).as_dict()
        try:
            request = httpx.Request(
                "GET", self._base_url + PATH, params=asked, extensions={"timeout": timeout}, headers={"Accept": "*/*"}
            )
            async with asyncio.timeout(limit), httpx.AsyncHTTPTransport(verify=_roots()) as transport:
                response = await transport.handle_async_request(request)
                return response.status_code, response.headers, await response.aread()
        except (TimeoutError, httpx.TimeoutException):
            return GeocodingLater(f"Google geocoding: no whole answer within {limit:g} s.")
        except httpx.RequestError as error:
            words = self._safe(str(error) or type(error).__name__)
            return GeocodingLater(f"Google geocoding: no answer from {self._base_url} ({words}).")

    def _read(self, query: GeoQuery, http_status: int, headers: Mapping[str, str], body: bytes) -> Located:
        answer = _object(body)
        status = answer.get("status")
        said = self._said(answer)
        if status in _STOPS:
            raise GeocodingStopped(f"Google geocoding: {status}. {_STOPS[str(status)]} {_RESUMES}{said}")
        if status == "INVALID_REQUEST":
            raise QueryRefused(f"Google geocoding: INVALID_REQUEST for {query.text!r:.200}.{said}")
        if http_status in _AGAIN or http_status >= 500 or status == "UNKNOWN_ERROR":
            wish = retry_after_seconds(headers.get("retry-after"), datetime.now(UTC))
            raise GeocodingLater(f"Google geocoding: {status or f'HTTP {http_status}'}.{said}", wish)
        if http_status != 200:
            raise GeocodingStopped(
                f"Google geocoding: HTTP {http_status}. Check GOOGLE_MAPS_API_KEY and GOOGLE_GEOCODE_BASE_URL. "
                f"{_RESUMES}{said}"
            )
        if status == ZERO_RESULTS or (status == OK and answer.get("results") == []):
            return Located(ZERO_RESULTS)
        found = _located(answer) if status == OK else None
        if found is None:
            raise GeocodingLater(f"Google geocoding: an answer that makes no sense (status {status!r:.60}).{said}")
        return found

    def _said(self, answer: Mapping[str, Any]) -> str:
        words = " ".join(self._safe(str(answer.get("error_message") or "")).split())
        return f" It said: {words[:_SHOWN]}" if words else ""

    def _safe(self, text: str) -> str:
        return text.replace(self._key, "[key]")


def _located(answer: Mapping[str, Any]) -> Located | None:
    """Read the first result, None where it holds no place."""
    try:
        result = answer["results"][0]
        point = result["geometry"]["location"]
        latitude, longitude = point["lat"], point["lng"]
    except (KeyError, IndexError, TypeError):
        return None
    if not is_coordinate(latitude, longitude):
        return None
    formatted = _text(result.get("formatted_address"))
    return Located(
        OK,
        float(latitude),
        float(longitude),
        _text(result["geometry"].get("location_type")),
        _text(result.get("place_id")),
        formatted,
        address_parts(result.get("address_components"), formatted or ""),
        result.get("partial_match") is True,
    )


def address_parts(components: Any, formatted: str) -> dict[str, str]:
    """Read Google's address components as the fields of a location, in whatever order they come.

    The street's number stands on the side of its name where the formatted address has it.
    """
    by_type: dict[str, Mapping[str, Any]] = {}
    for component in components if isinstance(components, list) else []:
        for kind in component.get("types", []) if isinstance(component, dict) else []:
            by_type.setdefault(kind, component)
    parts = {
        ours: named
        for kind, (ours, name) in _COMPONENTS.items()
        if kind in by_type and (named := _text(by_type[kind].get(name)))
    }
    city = next((found for kind in _CITIES if (found := _text(by_type.get(kind, {}).get("long_name")))), None)
    if city:
        parts["city"] = city
    route = _text(by_type.get("route", {}).get("long_name"))
    number = _text(by_type.get("street_number", {}).get("long_name"))
    short = _text(by_type.get("route", {}).get("short_name")) or route
    is_behind = any(f"{street} {number}" in formatted for street in (route, short) if street)
    street = " ".join(part for part in ((route, number) if is_behind else (number, route)) if part)
    if street:
        parts["street_address"] = street
    return parts


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


@cache
def _roots() -> "ssl.SSLContext":
    """Read the trusted certificates once: it takes longer than a call."""
    import httpx

    return httpx.create_ssl_context()


def _check(key: str, base_url: str) -> None:
    if not key or any(not "!" <= sign <= "~" for sign in key):
        raise GeocodingStopped(
            "GOOGLE_MAPS_API_KEY (not shown here) is empty or holds a space, a line end or a letter that no key has; "
            "copy it again. Without it, places come from the offline gazetteer."
        )
    try:
        parts = urlsplit(base_url)
        _, host = parts.port, parts.hostname
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.query or parts.fragment:
        raise GeocodingStopped(
            "GOOGLE_GEOCODE_BASE_URL is no plain web address; one looks like https://maps.googleapis.com."
        )
