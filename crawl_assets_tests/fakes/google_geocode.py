"""A small real server that speaks Google's GET /maps/api/geocode/json, strictly, with its failures.

    with GoogleGeocodeServer({"1 High St, Newtown": result(-33.9, 151.2)}) as google:
        google.fail(says("OVER_QUERY_LIMIT"), Sent(500))
        ... google.base_url, google.key, google.asked

A query that it does not know is ZERO_RESULTS. Failures asked for come first, one a request.
"""

import threading
from collections.abc import Mapping
from typing import Any, Self

from crawl_assets_tests.fakes.json_server import JsonServer, Request, Sent

KEY = "AIzaSyFakeFakeFakeFake0123456789"
PATH = "/maps/api/geocode/json"
_TAKEN = {"address", "key", "region"}


def component(long_name: str, *types: str, short: str | None = None) -> dict[str, Any]:
    return {"long_name": long_name, "short_name": short or long_name, "types": list(types)}


def result(
    latitude: float,
    longitude: float,
    *components: Mapping[str, Any],
    formatted: str = "1 High Street, Newtown NSW 2042, Australia",
    precision: str = "ROOFTOP",
    place_id: str = "ChIJfake",
    is_partial: bool = False,
) -> dict[str, Any]:
    """Write one result as Google does; `partial_match` stands there only where it is true."""
    found: dict[str, Any] = {
        "address_components": list(components),
        "formatted_address": formatted,
        "geometry": {"location": {"lat": latitude, "lng": longitude}, "location_type": precision},
        "place_id": place_id,
        "types": ["street_address"],
    }
    return found | ({"partial_match": True} if is_partial else {})


def says(status: str, message: str | None = None, http_status: int = 200) -> Sent:
    """Answer with a status and no result."""
    body: dict[str, Any] = {"results": [], "status": status}
    return Sent(http_status, body | ({"error_message": message} if message else {}))


class GoogleGeocodeServer:
    """The server; a context manager."""

    def __init__(self, places: Mapping[str, Mapping[str, Any]] | None = None, *, key: str = KEY) -> None:
        self.key = key
        self.asked: list[str] = []  # addresses of well-formed requests that came with the key
        self.regions: list[str | None] = []
        self._places = dict(places or {})
        self._failures: list[Sent] = []
        self._lock = threading.Lock()
        self.http = JsonServer(self._answer)
        self.base_url = f"http://{self.http.place}"

    def __enter__(self) -> Self:
        self.http.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.__exit__()

    def fail(self, *sent: Sent) -> None:
        """Answer the next requests so."""
        self._failures += sent

    def _answer(self, request: Request) -> Sent:
        with self._lock:
            if (request.method, request.path) != ("GET", PATH):
                return Sent(404, b"<title>Error 404 (Not Found)!!1</title>", {"Content-Type": "text/html"})
            if request.query.get("key") != self.key:
                return says("REQUEST_DENIED", f"The provided API key is invalid: {request.query.get('key', '')}")
            address = request.query.get("address", "").strip()
            strange = request.query.keys() - _TAKEN
            if not address or strange:
                return says("INVALID_REQUEST", f"Invalid request. {', '.join(sorted(strange))}", 400)
            self.asked.append(address)
            self.regions.append(request.query.get("region"))
            if self._failures:
                return self._failures.pop(0)
            found = self._places.get(address)
            return Sent(200, {"results": [found], "status": "OK"}) if found else says("ZERO_RESULTS")
