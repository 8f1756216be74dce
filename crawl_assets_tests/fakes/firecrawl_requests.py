"""What the fake Firecrawl takes for a well-formed start of a crawl, and how it words its refusals."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from crawl_assets_tests.fakes.json_server import Request, Sent

EVENTS = {"started", "page", "completed", "failed"}


def refused(status: int, error: str, **headers: str) -> Sent:
    """Refuse as Firecrawl words it."""
    return Sent(status, {"success": False, "error": error}, headers)


def checked_order(request: Request) -> dict[str, Any] | Sent:
    """Return the body with its defaults, or the refusal."""
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        return refused(400, "The content type must be application/json")
    try:
        body = json.loads(request.body)
    except ValueError:
        return refused(400, "Bad request, malformed JSON")
    wrong = _wrong(body, _ORDER) or (None if "url" in body else "url is required")
    return {"limit": 10_000} | body if wrong is None else refused(400, f"Bad Request: {wrong}")


def _wrong(value: Any, fields: Mapping[str, Callable[[Any], bool]]) -> str | None:
    if not isinstance(value, dict):
        return "an object is expected"
    for name, inner in value.items():
        if name not in fields:
            return f"Unrecognized key in body: {name}"
        if not fields[name](inner):
            return f"{name} is invalid: {inner!r}"
    return None


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_patterns(value: Any) -> bool:
    try:
        return isinstance(value, list) and all(isinstance(one, str) and re.compile(one) for one in value)
    except re.error:
        return False


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and re.match(r"https?://[^/\s]+", value) is not None


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_format(value: Any) -> bool:
    """Take `markdown`, or JSON by a schema of one object, as objects are all that the service extracts."""
    if not isinstance(value, dict):
        return bool(value == "markdown")
    schema = value.get("schema")
    is_object = isinstance(schema, dict) and schema.get("type") == "object" and "properties" in schema
    return set(value) <= {"type", "schema", "prompt"} and value["type"] == "json" and is_object


_WEBHOOK: dict[str, Callable[[Any], bool]] = {
    "url": _is_address,
    "headers": lambda value: isinstance(value, dict),
    "metadata": lambda value: isinstance(value, dict) and all(isinstance(one, str) for one in value.values()),
    "events": lambda value: isinstance(value, list) and set(value) <= EVENTS,
}
_SCRAPE_OPTIONS: dict[str, Callable[[Any], bool]] = {
    "formats": lambda value: isinstance(value, list) and bool(value) and all(map(_is_format, value)),
    "onlyMainContent": _is_flag,
    "maxAge": _is_count,
    "proxy": lambda value: value in ("basic", "stealth", "auto"),
}
_ORDER: dict[str, Callable[[Any], bool]] = {
    "url": _is_address,
    "limit": _is_count,
    "includePaths": _are_patterns,
    "excludePaths": _are_patterns,
    "maxDiscoveryDepth": _is_count,
    "sitemap": lambda value: value in ("include", "skip", "only"),
    "ignoreQueryParameters": _is_flag,
    "crawlEntireDomain": _is_flag,
    "allowExternalLinks": _is_flag,
    "allowSubdomains": _is_flag,
    "delay": lambda value: isinstance(value, int | float) and value >= 0,
    "scrapeOptions": lambda value: _wrong(value, _SCRAPE_OPTIONS) is None,
    "webhook": lambda value: _wrong(value, _WEBHOOK) is None and "url" in value,
}
