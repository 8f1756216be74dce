"""Builders: a page out of few parts, and what its structured data or embedded state say of its product."""

import json
from decimal import Decimal
from typing import Any

from crawl_assets.product_drafts.extraction.candidates import Candidate, ProductNode
from crawl_assets.product_drafts.extraction.page import read_page
from crawl_assets.product_drafts.extraction.platforms.reading import platform_candidates
from crawl_assets.product_drafts.extraction.structured import structured_candidates

URL = "https://shop.example/p/red-shoe"
SHOE = {"@context": "https://schema.org", "@type": "Product", "name": "Red Shoe"}


def page_of(*parts: str, heading: str = "Red Shoe") -> str:
    return f"<html><head><title>{heading} | Shop</title></head><body><h1>{heading}</h1>{''.join(parts)}</body></html>"


def linked(*nodes: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


def offered(**offer: Any) -> dict[str, Any]:
    return SHOE | {"offers": {"@type": "Offer", "priceCurrency": "EUR"} | offer}


def nodes_of(html: str, url: str = URL) -> list[ProductNode]:
    return structured_candidates(read_page(html, url))[0]


def loose_of(html: str, url: str = URL) -> list[Candidate]:
    return structured_candidates(read_page(html, url))[1]


def embedded(html: str, url: str = URL) -> list[ProductNode]:
    return platform_candidates(read_page(html, url))[0]


def main_of(nodes: list[ProductNode], source: str | None = None) -> ProductNode:
    return max((node for node in nodes if source in (None, node.source)), key=lambda node: node.is_main_guess)


def said(node: ProductNode, field: str) -> Any:
    """Return the node's first value of a field; amounts as text with their currency, None when nothing is said."""
    found = node.first(field)
    if found is None:
        return None
    value = found.value
    return f"{value.amount} {value.currency}" if isinstance(getattr(value, "amount", None), Decimal) else value


def of_page(html: str, field: str, url: str = URL) -> Any:
    """Return what the structured data say of the main product."""
    return said(main_of(nodes_of(html, url)), field)
