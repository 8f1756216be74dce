"""State of single-page shops: Next.js, Nuxt, Apollo, Redux and the like.

The page's product is an object with a price and a name that a heading of the page shows; of several the one that says
most.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from crawl_assets.product_drafts.extraction.main_guess import Clues, name_likeness
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.platforms.islands import Island
from crawl_assets.product_drafts.extraction.platforms.plain_objects import is_like_product, name_of, said_of_object
from crawl_assets.product_drafts.extraction.platforms.said import Said, objects

MOST_PRODUCTS = 6  # of a page
MOST_CONSIDERED = 2_000
_LIKE_ENOUGH = 0.65
_IS_ANALYTICS = re.compile(
    r"datalayer|gtag|fbq|track|utag|digitaldata|\bga\b", re.IGNORECASE
)  # datalayer.py reads them


def said_by_state(
    islands: Sequence[Island], page: ProductPage, clues: Clues, shown: frozenset[Decimal]
) -> Iterator[Said]:
    """Yield the objects that look most like the page's product, the surest first."""
    found: list[tuple[float, Said]] = []
    considered = 0
    for island in islands:
        if (
            not isinstance(island.value, dict | list)
            or considered > MOST_CONSIDERED
            or _IS_ANALYTICS.search(island.name)
        ):
            continue
        for data, path in objects(island.value, island.path):
            if not is_like_product(data):
                continue
            considered += 1
            name = name_of(data)
            likeness = name_likeness(clues, name) if name else 0.0
            if likeness < _LIKE_ENOUGH or considered > MOST_CONSIDERED:
                continue
            said = said_of_object(data, path, _source(island.name), page, shown, sure=0.7)
            if said.price is None:
                continue
            fields = (said.sku, said.currency, said.availability, said.brand, said.gtin, said.images, said.description)
            is_shown = said.price.amount in shown
            found.append((likeness + 0.5 * is_shown + 0.05 * sum(one not in (None, ()) for one in fields), said))
    found.sort(key=lambda one: -one[0])
    yield from (said for _, said in found[:MOST_PRODUCTS])


def _source(name: str) -> str:
    lowered = name.lower()
    if "next" in lowered:
        return "next"
    return "nuxt" if "nuxt" in lowered else "state"
