"""A page's HTML to its product, and the product to JSON."""

from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from crawl_assets.product_drafts.extraction.deciding import decide
from crawl_assets.product_drafts.extraction.page import read_page
from crawl_assets.product_drafts.extraction.platforms.reading import platform_candidates
from crawl_assets.product_drafts.extraction.product import Evidence, Product
from crawl_assets.product_drafts.extraction.structured import structured_candidates
from crawl_assets.product_drafts.extraction.visible import candidates_of
from crawl_assets.product_drafts.extraction.visible_scene import see
from crawl_assets.product_drafts.extraction.visible_texts import is_shop_page

_OFFERED = 0.3  # confidence of a stock that nobody states
_KEYS = (
    "url", "name", "price", "regular_price", "currency", "availability", "sku", "mpn", "gtin", "brand", "description",
    "images", "main_image", "rating", "breadcrumbs", "properties", "variations", "confidence", "evidence",
)  # fmt: skip


def extract_product(html: str, url: str) -> Product:
    """Return the product that a page shows. Never fails: of a page without a product all fields are None.

    Reads at most what `crawl.html_tree` parses (10 million letters, 400,000 elements, 100 levels of nesting).
    """
    page = read_page(html, url)
    scene = see(page)
    nodes, loose = structured_candidates(page)
    nodes += platform_candidates(page)[0]
    seen = candidates_of(scene)
    product = decide(page, nodes, [*loose, *seen])
    if product.price is not None and product.availability is None and is_shop_page(scene):
        return _offered(product)
    return product


def _offered(product: Product) -> Product:
    """Return the product as in stock: a shop's page that tells a price and nothing of stock offers it."""
    price = product.evidence["price"]
    stock = Evidence(price.source, price.path, price.snippet, _OFFERED)
    return replace(product, availability="InStock", evidence={**product.evidence, "availability": stock})


def as_json(product: Product) -> dict[str, Any]:
    """Return the product as JSON's types: amounts as decimal text, what is absent as None."""
    plain = asdict(product)
    return {key: _plain(plain[key]) or (plain[key] if key == "confidence" else None) for key in _KEYS}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
