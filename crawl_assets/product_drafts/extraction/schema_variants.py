"""The variants of a schema.org product: `hasVariant` of a ProductGroup, `model`, or one offer a variant.

https://developers.google.com/search/docs/appearance/structured-data/product-variants
"""

from collections.abc import Callable, Mapping
from typing import Any

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.identifiers import code, gtin
from crawl_assets.product_drafts.extraction.main_guess import address_key
from crawl_assets.product_drafts.extraction.product import Property, Variation
from crawl_assets.product_drafts.extraction.schema_offers import Offer, chosen_offer
from crawl_assets.product_drafts.extraction.schema_values import each, first
from crawl_assets.product_drafts.extraction.texts import line

_DIMENSIONS = ("color", "size", "material", "pattern", "suggestedAge", "suggestedGender")


def chosen_variant(group: Mapping[str, Any], path: str, page_url: str) -> tuple[Mapping[str, Any] | None, str]:
    """Return the variant that the page shows, by its address or sku, else the first that is in stock, and its path."""
    variants = [(one, f"{path}.hasVariant[{place}]") for place, one in enumerate(_variants(group))]
    if not variants:
        return None, ""
    page, own = address_key(page_url), code(group.get("sku"))
    for one, where in variants:
        offer = next((two for two in each(one.get("offers")) if isinstance(two, Mapping)), {})
        links = [text for node in (one, offer) for text in each(first(node, "url", "@id")) if isinstance(text, str)]
        if (page and page in map(address_key, links)) or (own and own == code(one.get("sku"))):
            return one, where
    for one, where in variants:
        sold = chosen_offer(one, where, page_url)
        if sold is not None and sold.price is not None and sold.availability == "InStock":
            return one, where
    return variants[0]


def variations_of(
    product: Mapping[str, Any], offer: Offer | None, absolute: Callable[[str], str]
) -> tuple[Variation, ...]:
    """Return all variants, at most values.MOST_VALUES, from the variants of a group or from the offers of a product."""
    grouped = [_of_product(one, absolute) for one in _variants(product)]
    if grouped:
        return tuple(grouped)
    others = offer.others if offer is not None else ()
    differ = {(line(first(one.node, "name")), code(one.node.get("sku")), _link(one.node, absolute)) for one in others}
    if len(others) < 2 or len(differ) < len(others):
        return ()
    return tuple(_of_offer(one, absolute) for one in others)


def _variants(group: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = [one for one in each(first(group, "hasVariant", "variesByProduct")) if isinstance(one, Mapping)]
    return found or [one for one in each(group.get("model")) if isinstance(one, Mapping) and "offers" in one]


def _of_product(node: Mapping[str, Any], absolute: Callable[[str], str]) -> Variation:
    offer = chosen_offer(node, "", "")
    options = [Property(key, text) for key in _DIMENSIONS if (text := line(node.get(key)))]
    options += values.properties(node.get("additionalProperty"))
    return Variation(
        title=line(node.get("name")) or " / ".join(one.value for one in options) or code(node.get("sku")) or "",
        options=tuple(options),
        price=offer.price.amount if offer and offer.price else None,
        regular_price=offer.regular_price.amount if offer and offer.regular_price else None,
        currency=offer.currency if offer else None,
        availability=offer.availability if offer else None,
        sku=code(node.get("sku")) or (code(offer.node.get("sku")) if offer else None),
        gtin=_gtin(node) or (_gtin(offer.node) if offer else None),
        images=values.images(first(node, "image"), absolute),
        url=_link(node, absolute) or (_link(offer.node, absolute) if offer else None),
    )


def _of_offer(offer: Offer, absolute: Callable[[str], str]) -> Variation:
    inner = offer.node.get("itemOffered")
    item: Mapping[str, Any] = inner if isinstance(inner, Mapping) else {}
    options = [Property(key, text) for key in _DIMENSIONS if (text := line(first(item, key) or first(offer.node, key)))]
    return Variation(
        title=line(first(offer.node, "name") or first(item, "name")) or " / ".join(one.value for one in options)
        or code(offer.node.get("sku")) or "",
        options=tuple(options),
        price=offer.price.amount if offer.price else None,
        regular_price=offer.regular_price.amount if offer.regular_price else None,
        currency=offer.currency,
        availability=offer.availability,
        sku=code(first(offer.node, "sku") or first(item, "sku")),
        gtin=_gtin(offer.node) or _gtin(item),
        images=values.images(first(offer.node, "image") or first(item, "image"), absolute),
        url=_link(offer.node, absolute),
    )  # fmt: skip


def _gtin(node: Mapping[str, Any]) -> str | None:
    keys = ("gtin13", "gtin14", "gtin12", "gtin8", "gtin", "isbn")
    return next((digits for key in keys for value in each(node.get(key)) if (digits := gtin(value))), None)


def _link(node: Mapping[str, Any], absolute: Callable[[str], str]) -> str | None:
    text = next((one for one in each(first(node, "url", "@id")) if isinstance(one, str)), "")
    return absolute(text[:2_000]) or None if text and not text.startswith("#") else None
