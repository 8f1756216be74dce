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
_AS_CODE = 0.5  # how surely the code that an address names is the sku
_IS_ANALYTICS = re.compile(
    r"datalayer|gtag|fbq|track|utag|digitaldata|\bga\b", re.IGNORECASE
)  # datalayer.py reads them
_PLACES = {
    "product", "item", "productdetail", "productdetails", "currentproduct", "productdata", "selectedproduct", "pdp",
    "sku", "productinfo", "data",
}  # fmt: skip
_CODE = re.compile(r"(?=.*\d)[\w-]+")
_ELSEWHERE = re.compile(r"rec(?:s|ommend)|related|similar|cart|basket|wish|recent|bundle", re.IGNORECASE)


def _likeness(data: dict[str, Any], clues: Clues) -> float:
    name = name_of(data) if is_like_product(data) else None
    return name_likeness(clues, name) if name else 0.0


def _own_code(data: dict[str, Any], path: str, page: ProductPage, *, is_shown: bool) -> str | None:
    """Return the code by which an object without a name is the page's product; None when it is not.

    It stands in the page's address, or in its text together with the price.
    """
    steps = path.lower().split(".")
    if steps[-1] not in _PLACES or (steps[-1] == "data" and "product" not in "".join(steps[-3:])):
        return None
    if "[" in path.partition(".")[2] or _ELSEWHERE.search(path):
        return None
    told = [str(value) for value in data.values() if isinstance(value, str | int) and not isinstance(value, bool)]
    codes = [one for one in told if 4 <= len(one) <= 40 and _CODE.fullmatch(one)]
    return next((code for code in codes if code in page.url or (is_shown and code in page.text)), None)


def said_by_state(
    islands: Sequence[Island], page: ProductPage, clues: Clues, shown: frozenset[Decimal]
) -> Iterator[Said]:
    """Yield the objects that look most like the page's product, the surest first."""
    found: list[tuple[float, Said]] = []
    for data, path, name in islice(_priced(islands), MOST_CONSIDERED):
        likeness = _likeness(data, clues)
        if likeness < _LIKE_ENOUGH and name_of(data) is not None:
            continue
        said = said_of_object(data, path, _source(name), page, shown, sure=0.7)
        if said.price is None:
            continue
        is_shown = said.price.amount in shown or (said.regular_price is not None and said.regular_price.amount in shown)
        if likeness < _LIKE_ENOUGH:
            own = _own_code(data, path, page, is_shown=is_shown)
            if own is None:
                continue
            is_told = said.sku is not None and (said.sku_sure or 0.0) > _AS_CODE
            said = replace(
                said, least_guess=0.8, sku=said.sku if is_told else own, sku_sure=said.sku_sure if is_told else _AS_CODE
            )
        fields = (said.sku, said.currency, said.availability, said.brand, said.gtin, said.images, said.description)
        found.append((likeness + 0.5 * is_shown + 0.05 * sum(one not in (None, ()) for one in fields), said))
    found.sort(key=lambda one: -one[0])
    yield from (said for _, said in found[:MOST_PRODUCTS])


def _priced(islands: Sequence[Island]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Yield each object that speaks of a price, with its path and the name of its island."""
    for island in islands:
        if not _IS_ANALYTICS.search(island.name):
            yield from (
                (_with_parts(data, island.value), path, island.name)
                for data, path in objects(island.value, island.path)
                if has_price_key(data)
            )


def _with_parts(data: dict[str, Any], root: Any) -> dict[str, Any]:
    """Return an object of Apollo's cache with the objects that it refers to: `{"__ref": "Price:1"}`."""
    parts = {
        key: root.get(value["__ref"])
        for key, value in data.items()
        if isinstance(value, dict) and isinstance(value.get("__ref"), str) and isinstance(root, dict)
    }
    return data | parts


def _source(name: str) -> str:
    lowered = name.lower()
    if "next" in lowered:
        return "next"
    return "nuxt" if "nuxt" in lowered else "state"
