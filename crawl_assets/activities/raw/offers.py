"""What an activity costs, from schema.org's offers, as one line: `Adult 6 GBP; Child 3 GBP`, `3.50-5.00 GBP`, `free`.

https://schema.org/offers
"""

from typing import Any

from crawl_assets.activities.raw.cleaning import first, text

MOST_OFFERS = 20
_TRUE = ("true", "yes", "1")


def price_of(value: dict[str, Any]) -> str | None:
    """Return the price of an event or place in the source's own numbers, None when it names none."""
    listed = value.get("offers")
    offers = listed if isinstance(listed, list) else [listed]
    lines = [line for one in offers[:MOST_OFFERS] if isinstance(one, dict) and (line := _line(one))]
    if lines:
        return "; ".join(dict.fromkeys(lines))
    if str(value.get("isAccessibleForFree")).casefold() in _TRUE or str(value.get("free")).casefold() in _TRUE:
        return "free"
    return first(text(value.get(name)) for name in ("price", "priceRange"))


def _line(offer: dict[str, Any]) -> str | None:
    detail = offer.get("priceSpecification")
    detail = detail[0] if isinstance(detail, list) and detail else detail
    inner = detail if isinstance(detail, dict) else {}
    price = first(text(one.get(name)) for one in (offer, inner) for name in ("price",))
    low = first(text(one.get(name)) for one in (offer, inner) for name in ("lowPrice", "minPrice"))
    high = first(text(one.get(name)) for one in (offer, inner) for name in ("highPrice", "maxPrice"))
    currency = first(text(one.get("priceCurrency")) for one in (offer, inner))
    amount = price or (low if low == high else "-".join(part for part in (low, high) if part)) or None
    if amount is None:
        return None
    name = text(offer.get("name"))
    return " ".join(part for part in (name, amount, currency) if part)
