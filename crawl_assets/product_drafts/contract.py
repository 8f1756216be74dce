"""The result of a crawl as a map: what is in a result file, and what a draft's payload is.

| key                 | value                                                                                        |
|---------------------|----------------------------------------------------------------------------------------------|
| url                 | text, needed                                                                                 |
| status              | ok, needs_manual (then `notes` say why) or error (then `error` says why)                     |
| captured_at         | RFC 3339, needed                                                                             |
| title, description  | text, at most 300 and 1,500 characters                                                       |
| currency            | three capital letters                                                                        |
| price               | decimal text, "1299.00"                                                                      |
| images              | list of addresses, never null                                                                |
| variations          | list of {title, position, price, images, ...}                                                |
| source              | shopee or taobao                                                                             |
| page_blob           | blob id of the page that it was read from                                                    |

Other keys pass. A value that the table would refuse is left out with a note in `dropped`; no draft is lost for it.
"""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

OK, NEEDS_MANUAL, ERROR = "ok", "needs_manual", "error"
LONGEST_TITLE, LONGEST_DESCRIPTION = 300, 1500
SOURCES = ("shopee", "taobao")
_PRICE = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_UNFIT = re.compile("[\ud800-\udfff\0]")  # no Unicode text, or cut off by databases

Payload = dict[str, Any]


def checked(raw: Mapping[str, Any], *, url: str, captured_at: str) -> Payload:
    """Return a result as the contract has it; `url` and `captured_at` are for one that lacks them.

    Never raises: what is wrong is left out, and `dropped` lists it.
    """
    found = {key: _clean(value) for key, value in raw.items()}
    before = found.pop("dropped", None)
    dropped: list[str] = [note for note in before if isinstance(note, str)] if isinstance(before, list) else []
    payload: Payload = {
        "url": found.pop("url", None) or url,
        "status": found.pop("status", None),
        "captured_at": _text(found.pop("captured_at", None)) or captured_at,
    }
    if not isinstance(payload["url"], str) or not payload["url"].strip():
        dropped.append(f"url: {payload['url']!r:.80} is no address")
        payload["url"] = url
    if payload["status"] not in (OK, NEEDS_MANUAL, ERROR):
        found["error"] = found.get("error") or f"the crawler returned the status {payload['status']!r:.80}"
        payload["status"] = ERROR
    for status, key in ((NEEDS_MANUAL, "notes"), (ERROR, "error")):
        if payload["status"] == status:
            payload[key] = _text(found.pop(key, None)) or f"crawler returned status={status}"
    for key, longest in (("title", LONGEST_TITLE), ("description", LONGEST_DESCRIPTION)):
        text = _text(found.pop(key, None))
        if text and len(text) > longest:
            dropped.append(f"{key}: cut from {len(text)} to {longest} characters")
            text = text[: longest - 1].rstrip() + "…"
        if text:
            payload[key] = text
    for key, read in (("price", _price), ("currency", _currency), ("source", _source)):
        value = found.pop(key, None)
        kept = read(value)
        if kept is not None:
            payload[key] = kept
        elif _text(value) or (value is not None and not isinstance(value, str)):
            dropped.append(f"{key}: {value!r:.80} {_WANTED[key]}")
    payload["images"] = _images(found.pop("images", None))
    if (variations := _variations(found.pop("variations", None), dropped)) is not None:
        payload["variations"] = variations
    if not isinstance(found.get("variant_images") or [], list):
        dropped.append("variant_images: no list")
        del found["variant_images"]
    payload.update({key: value for key, value in found.items() if value is not None})
    return payload | {"dropped": dropped} if dropped else payload


def moment_of(text: str) -> datetime:
    """Read a `captured_at`, also one with nanoseconds; what cannot be read is before everything else."""
    try:
        found = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))
    except (ValueError, TypeError):
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


_WANTED = {
    "price": "is no decimal like 1299.00",
    "currency": "is no currency of three letters",
    "source": f"is none of {', '.join(SOURCES)}",
}


def _clean(value: Any) -> Any:
    """Return JSON that every database keeps: no NaN, no half characters, decimals that no float is exactly as text."""
    if isinstance(value, str):
        return _UNFIT.sub("\ufffd", value)
    if isinstance(value, Decimal):
        text = format(value, "f") if value.is_finite() else None
        return float(value) if text is not None and repr(float(value)) == text else text
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {_clean(str(key)): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _price(value: Any) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        value = format(Decimal(repr(value)), "f")
    text = str(value).strip() if isinstance(value, str | int) else ""
    return text if _PRICE.fullmatch(text) else None


def _currency(value: Any) -> str | None:
    text = (_text(value) or "").upper()
    return text if _CURRENCY.fullmatch(text) else None


def _source(value: Any) -> str | None:
    text = (_text(value) or "").lower()
    text = "taobao" if text == "tmall" else text
    return text if text in SOURCES else None


def _images(value: Any) -> list[str]:
    listed = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return list(dict.fromkeys(text for one in listed if (text := _text(one))))


def _variations(value: Any, dropped: list[str]) -> list[Payload] | None:
    if not isinstance(value, list):
        return None
    kept: list[Payload] = []
    for number, one in enumerate(value):
        title = _text(one.get("title")) if isinstance(one, dict) else None
        if title is None:
            dropped.append(f"variations: number {number} has no title")
            continue
        rest = {key: item for key, item in one.items() if item is not None and key not in ("image", "images", "price")}
        position = one.get("position")
        is_position = isinstance(position, int) and not isinstance(position, bool) and position >= 0
        variation = rest | {"title": title, "position": position if is_position else number}
        if (price := _price(one.get("price"))) is not None:
            variation["price"] = price
        elif one.get("price") not in (None, ""):
            dropped.append(f"variations: the price {one['price']!r:.80} of {title!r:.80} is no decimal")
        variation["images"] = _images([*_images(one.get("images")), *_images(one.get("image"))])
        kept.append(variation)
    return kept
