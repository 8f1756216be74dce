"""Values of strangers as clean text, numbers and addresses; what says nothing is None."""

import math
import re
from collections.abc import Iterable
from html import unescape
from typing import Any
from urllib.parse import urljoin

from crawl_assets.crawl.errors import BadUrl
from crawl_assets.crawl.urls import parse_url

LONGEST_TEXT = 20_000  # characters of one field
_TAG = re.compile(r"<(?:(script|style)\b.*?</\1\s*>|[^<>]{0,2000}>)", re.S | re.I)
# how programs write that there is nothing
_NOTHING = frozenset({"null", "none", "undefined", "nan", "n/a", "nil", "unknown", "not specified", "not available"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def text(value: Any) -> str | None:
    """Return text without markup on one line; None for null, blank, or a word for nothing; numbers as their text."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value) if math.isfinite(value) else None
    if not isinstance(value, str):
        return None
    bare = _CONTROL.sub("", value[: 2 * LONGEST_TEXT])
    if "<" in bare or "&" in bare:
        bare = unescape(_TAG.sub(" ", unescape(bare)))
    line = " ".join(bare.split())[:LONGEST_TEXT].strip()
    return None if not line or line.casefold() in _NOTHING or not any(map(str.isalnum, line)) else line


def texts(values: Any) -> tuple[str, ...]:
    """Return the texts of a list, or of one text with commas, each once."""
    listed = values if isinstance(values, list | tuple) else str(values).split(",") if isinstance(values, str) else []
    found = (text(one.get("name") if isinstance(one, dict) else one) for one in listed)
    return tuple(dict.fromkeys(one for one in found if one))


def number(value: Any, least: float, most: float) -> float | None:
    """Return a number within bounds, written as one or as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if least <= found <= most else None


def address(value: Any, base: str) -> str | None:
    """Return an absolute web address, read against the page's own; None for what is none, such as a data URL."""
    if not isinstance(value, str) or not value.strip() or value.strip().casefold() in _NOTHING:
        return None
    try:
        return str(parse_url(urljoin(base, unescape(value.strip()))))
    except (BadUrl, ValueError):
        return None


def first(values: Iterable[str | None]) -> str | None:
    """Return the first that is not None."""
    return next((value for value in values if value is not None), None)
