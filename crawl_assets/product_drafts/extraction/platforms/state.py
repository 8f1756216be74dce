"""State of single-page shops: Next.js, Nuxt, Apollo, Redux and the like.

The page's product is an object with a price and a name that a heading of the page shows; of several the one that says
most.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import Any

from crawl_assets.product_drafts.extraction.main_guess import Clues, name_likeness
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.platforms.islands import Island
from crawl_assets.product_drafts.extraction.platforms.plain_objects import (
    has_price_key,
    is_like_product,
    name_of,
    said_of_object,
)
from crawl_assets.product_drafts.extraction.platforms.said import Said, objects

MOST_PRODUCTS = 6  # of a page
MOST_CONSIDERED = 2_000
_LIKE_ENOUGH = 0.65
_IS_ANALYTICS = re.compile(
    r"datalayer|gtag|fbq|track|utag|digitaldata|\bga\b", re.IGNORECASE
)  # datalayer.py reads them
_PLACES = {
    "product",
    "item",
    "productdetail",
    "productdetails",
    "currentproduct",
    "productdata",
    "selectedproduct",
    "pdp",
    "sku",
}
_CODES = {"id", "sku", "productid", "product_id", "itemid", "code", "mpn", "upc", "ean", "gtin", "itemnumber"}
_ELSEWHERE = re.compile(r"rec(?:s|ommend)|related|similar|cart|basket|wish|recent|bundle", re.IGNORECASE)


def _likeness(data: dict[str, Any], clues: Clues) -> float:
    name = name_of(data) if is_like_product(data) else None
    return name_likeness(clues, name) if name else 0.0


def _is_the_page(data: dict[str, Any], path: str, page: ProductPage) -> bool:
    """Tell whether an object without a name is the page's product: by its place, and a code that the page shows."""
    place = path.rpartition(".")[2].lower()
    if place not in _PLACES or "[" in path.partition(".")[2] or _ELSEWHERE.search(path):
        return False
    codes = [str(data[key]) for key in data if key.lower() in _CODES and isinstance(data[key], str | int)]
    return any(3 <= len(code) <= 40 and (code in page.url or code in page.text) for code in codes)


def said_by_state(
    islands: Sequence[Island], page: ProductPage, clues: Clues, shown: frozenset[Decimal]
) -> Iterator[Said]:
    """Yield the objects that look most like the page's product, the surest first."""
    found: list[tuple[float, Said]] = []
    for data, path, name in islice(_priced(islands), MOST_CONSIDERED):
        likeness = _likeness(data, clues)
        is_nameless = likeness == 0.0 and name_of(data) is None and _is_the_page(data, path, page)
        if likeness < _LIKE_ENOUGH and not is_nameless:
            continue
        said = said_of_object(data, path, _source(name), page, shown, sure=0.7)
        is_shown = said.price is not None and said.price.amount in shown
        if said.price is None or (is_nameless and not is_shown):
            continue
        said = replace(said, least_guess=0.6) if is_nameless else said
        fields = (said.sku, said.currency, said.availability, said.brand, said.gtin, said.images, said.description)
        found.append((likeness + 0.5 * is_shown + 0.05 * sum(one not in (None, ()) for one in fields), said))
    found.sort(key=lambda one: -one[0])
    yield from (said for _, said in found[:MOST_PRODUCTS])


def _priced(islands: Sequence[Island]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Yield each object that speaks of a price, with its path and the name of its island."""
    for island in islands:
        if not _IS_ANALYTICS.search(island.name):
            yield from (
                (data, path, island.name) for data, path in objects(island.value, island.path) if has_price_key(data)
            )


def _source(name: str) -> str:
    lowered = name.lower()
    if "next" in lowered:
        return "next"
    return "nuxt" if "nuxt" in lowered else "state"
