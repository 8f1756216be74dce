"""What a platform's state says of one product, and its way to statements about fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crawl_assets.product_drafts.extraction.candidates import Candidate, ProductNode
from crawl_assets.product_drafts.extraction.images import merged_images
from crawl_assets.product_drafts.extraction.main_guess import Clues, main_guess
from crawl_assets.product_drafts.extraction.money import Money, decimal_of
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.product import Crumb, Property, Rating, Variation
from crawl_assets.product_drafts.extraction.schema_values import counted, tidy
from crawl_assets.product_drafts.extraction.texts import snippet

_MOST_TEXT = 200_000  # letters in which amounts are looked for
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f'’.,]\d{3}){1,3}(?:[.,]\d{1,2})?(?!\d)|\d{1,9}(?:[.,]\d{1,3})?(?!\d)")
_MOST_WALKED = 200_000  # objects and arrays of one value
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Said:
    """One product as a platform's state has it."""

    source: str  # one of candidates.SOURCES
    path: str
    sure: float  # of what is said directly
    name: str | None = None
    price: Money | None = None
    regular_price: Money | None = None
    low: Money | None = None  # of a range
    high: Money | None = None
    currency: str | None = None
    availability: str | None = None
    sku: str | None = None
    sku_sure: float | None = None  # where it may be the shop's inner number
    mpn: str | None = None
    gtin: str | None = None
    brand: str | None = None
    description: str | None = None
    images: tuple[str, ...] = ()
    url: str | None = None
    rating: Rating | None = None
    breadcrumbs: tuple[Crumb, ...] = ()
    properties: tuple[Property, ...] = ()
    variations: tuple[Variation, ...] = ()
    least_guess: float = 0.0  # of the product being the page's own, by where it stands
    is_related: bool = False


def node_of(said: Said, clues: Clues, place: int) -> ProductNode:
    """Return the statements of a product; `place` counts those of its source before it."""
    guess = main_guess(
        clues, url=said.url, name=said.name, is_related=said.is_related, place=place, has_price=said.price is not None
    )
    found = tuple(_statements(said))
    return ProductNode(said.source, said.path, found, said.url, said.name, max(guess, said.least_guess))


def _statements(said: Said) -> Iterator[Candidate]:
    is_range = said.low is not None and said.high is not None and said.low.amount < said.high.amount
    pictures = merged_images(said.images)
    told: tuple[tuple[str, Any, str, float], ...] = (
        ("name", said.name, "name", said.sure),
        ("price", said.price, "price", said.sure),
        ("regular_price", said.regular_price, "regular_price", said.sure),
        ("price_low", said.low if is_range else None, "price", said.sure),
        ("price_high", said.high if is_range else None, "price", said.sure),
        ("currency", said.currency, "currency", said.sure),
        ("availability", said.availability, "availability", said.sure),
        ("sku", said.sku, "sku", said.sku_sure if said.sku_sure is not None else said.sure),
        ("mpn", said.mpn, "mpn", said.sure),
        ("gtin", said.gtin, "gtin", said.sure),
        ("brand", said.brand, "brand", said.sure - 0.15),
        ("description", said.description, "description", said.sure - 0.1),
        ("images", pictures, "images", said.sure - 0.1),
        ("main_image", pictures[0] if pictures else None, "images", said.sure - 0.1),
        ("rating", said.rating, "rating", said.sure - 0.1),
        ("review_count", said.rating.count if said.rating else None, "rating", said.sure - 0.1),
        ("breadcrumbs", said.breadcrumbs, "breadcrumbs", said.sure - 0.2),
        ("properties", said.properties, "properties", said.sure - 0.2),
        ("variations", said.variations, "variations", said.sure),
        ("url", said.url, "url", said.sure - 0.1),
    )
    for field, value, where, confidence in told:
        if value not in (None, (), ""):
            path = f"{said.path}.{where}"
            yield Candidate(field, value, said.source, path, snippet(_as_text(field, value)), round(confidence, 3))


def _as_text(field: str, value: Any) -> str:
    if field == "variations":
        return counted(value)
    if isinstance(value, Rating):
        return f"{value.value} of {value.best}, {value.count}"
    if isinstance(value, tuple):
        return "; ".join(getattr(one, "name", "") or str(one) for one in value[:10])
    return value.text if isinstance(value, Money) else str(value)


def shown_amounts(page: ProductPage) -> frozenset[Decimal]:
    """Return every number that a reader of the page sees, as amounts."""
    found = _NUMBER.findall(page.text[:_MOST_TEXT])
    return frozenset(amount for text in found if (amount := decimal_of(text)) is not None)


def in_units(value: int, shown: frozenset[Decimal], *, cents: bool) -> Decimal:
    """Return a whole number of a state as an amount: of cents or of units, whichever the page shows.

    `cents` is what the platform usually means and decides when the page shows neither. Some states count in hundred
    thousandths of a unit.
    """
    amount = Decimal(value)
    for divisor in (100, 1, 100_000) if cents else (1, 100, 100_000):
        part = amount / divisor
        if part in shown and (divisor == 1 or value >= divisor // 10):
            return _rounded(part, divisor)
    return _rounded(amount / 100, 100) if cents else amount


def _rounded(amount: Decimal, divisor: int) -> Decimal:
    return amount.quantize(Decimal("0.01")) if divisor > 1 else tidy(amount, None)


def objects(root: Any, path: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield every object within a value with its path, level by level, within bounds."""
    level, walked = [(root, path)], 0
    for _ in range(_DEEPEST):
        below: list[tuple[Any, str]] = []
        for value, where in level:
            walked += 1
            if walked > _MOST_WALKED:
                return
            if isinstance(value, dict):
                yield value, where
                below += [(one, f"{where}.{key}") for key, one in value.items() if isinstance(one, dict | list)]
            elif isinstance(value, list):
                below += [(one, f"{where}[{place}]") for place, one in enumerate(value) if isinstance(one, dict | list)]
        if not below:
            return
        level = below
