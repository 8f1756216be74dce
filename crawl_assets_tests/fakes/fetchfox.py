"""A small real server that speaks FetchFox's POST /api/scrape, strictly.

    with FetchFoxServer([{"name": "Pond dipping", "_url": "https://a.example/pond"}]) as fetchfox:
        fetchfox.fail(Sent(500), Sent(429, headers={"Retry-After": "0"}))
        ... fetchfox.base_url, fetchfox.key, fetchfox.paid

Only items whose page fits the pattern are found, as the service would: `**` stands for anything, and a pattern that
ends in `/**` does not fit the page in front of it. Failures asked for come first, one a request; one that `acts` is
paid for all the same.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from crawl_assets_tests.fakes.json_server import JsonServer, Request, Sent

KEY = "ffx-0123456789abcdef"
COST = 0.008  # USD an item


def refused(status: int, error: str, **headers: str) -> Sent:
    """Refuse as FetchFox words it."""
    return Sent(status, {"error": error}, headers)


class FetchFoxServer:
    """The server; a context manager. `paid` counts the scrapes that were done."""

    def __init__(self, items: Sequence[Any] = (), *, key: str = KEY, message: str | None = None) -> None:
        self.key, self.paid = key, 0
        self.orders: list[dict[str, Any]] = []
        self._items, self._message = list(items), message
        self._failures: list[Sent] = []
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
        if (request.method, request.path) != ("POST", "/api/scrape"):
            return refused(404, f"Cannot {request.method} {request.path}")
        if request.headers.get("authorization") != f"Bearer {self.key}":
            return refused(401, f"Invalid API key {request.headers.get('authorization', '')}")
        failure = self._failures.pop(0) if self._failures else None
        if failure is not None and not failure.acts:
            return failure
        order = _checked(request)
        sent = order if isinstance(order, Sent) else self._scrape(order)
        return failure or sent

    def _scrape(self, order: dict[str, Any]) -> Sent:
        self.paid += 1
        self.orders.append(order)
        fits = re.compile(".*".join(map(re.escape, order["pattern"].split("**"))))
        found = [item for item in self._items if fits.fullmatch(item.get("_url", "") if isinstance(item, dict) else "")]
        found = found[: order["max_extracts"]]
        body: dict[str, Any] = {
            "job_id": f"job-{self.paid}",
            "results": {"items": found},
            "metrics": {"cost": {"total": round(COST * len(found), 6)}, "visits": len(found)},
        }
        return Sent(200, body | ({"message": self._message} if self._message else {}))


def _checked(request: Request) -> dict[str, Any] | Sent:
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        return refused(400, "The content type must be application/json")
    try:
        body = json.loads(request.body)
    except ValueError:
        return refused(400, "The body is no JSON")
    if not isinstance(body, dict):
        return refused(400, "The body must be an object")
    for name in ("pattern", "template"):
        if name not in body:
            return refused(400, f"{name} is required")
    for name, value in body.items():
        if name not in _FIELDS or not _FIELDS[name](value):
            return refused(400, f"{name} is unknown or invalid: {value!r:.80}")
    return {"max_extracts": 1_000_000} | body


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_template(value: Any) -> bool:
    """Take descriptions in text, or objects of them."""
    return isinstance(value, Mapping) and all(isinstance(one, str) or _is_template(one) for one in value.values())


_FIELDS: dict[str, Callable[[Any], bool]] = {
    "pattern": lambda value: isinstance(value, str) and re.fullmatch(r"https?://[^/\s]+/(?!/)\S*", value) is not None,
    "template": _is_template,
    "max_visits": _is_count,
    "max_depth": _is_count,
    "max_extracts": _is_count,
    "content_transform": lambda value: value in ("full_html", "slim_html", "text_only", "reduce"),
}
