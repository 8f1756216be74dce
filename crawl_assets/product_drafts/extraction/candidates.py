"""What a source says about a product, before it is decided who is right.

Types of `Candidate.value` by field:
price, regular_price, price_low, price_high: Money (a range's ends; lowPrice and highPrice of an AggregateOffer);
currency: str, ISO 4217; availability: str, one of product.AVAILABILITIES (never a URL);
name, sku, mpn, brand, description (newlines kept), url, main_image (absolute): str; gtin: str of digits;
images: tuple[str, ...], absolute; rating: Rating; review_count: int; breadcrumbs: tuple[Crumb, ...];
properties: tuple[Property, ...]; variations: tuple[Variation, ...].
"""

from dataclasses import dataclass
from typing import Any

FIELDS = (
    "name", "price", "regular_price", "price_low", "price_high", "currency", "availability", "sku", "mpn", "gtin",
    "brand", "description", "images", "main_image", "rating", "review_count", "breadcrumbs", "properties",
    "variations", "url",
)  # fmt: skip
SOURCES = (
    "json-ld", "microdata", "rdfa", "opengraph", "shopify", "woocommerce", "magento", "next", "nuxt", "state",
    "datalayer", "visible", "model",
)  # fmt: skip
LONGEST_SNIPPET = 200  # letters


@dataclass(frozen=True, slots=True)
class Candidate:
    """One statement about one field."""

    field: str  # one of FIELDS
    value: Any  # see above
    source: str  # one of SOURCES
    path: str  # CSS or XPath, or JSON path
    snippet: str  # the page's own text, at most LONGEST_SNIPPET letters
    confidence: float  # 0 to 1, as the source sees it


@dataclass(frozen=True, slots=True)
class ProductNode:
    """All that one place of a page (a JSON-LD node, an itemscope, a platform's state) says about one product.

    Candidates of things that belong to no product (Open Graph, a BreadcrumbList) stand alone, without a node.
    """

    source: str
    path: str
    candidates: tuple[Candidate, ...]
    url: str | None  # absolute
    name: str | None
    is_main_guess: float  # 0 to 1: how surely this is the product of the page (a list item or related product: low)

    def first(self, field: str) -> Candidate | None:
        """Return the node's first statement about a field."""
        return next((one for one in self.candidates if one.field == field), None)
