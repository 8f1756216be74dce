"""Variants of an object whose shape is unknown: lists of objects with prices or codes and their options."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.identifiers import code, gtin
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.platforms import key_names
from crawl_assets.product_drafts.extraction.platforms.key_names import plain_keys
from crawl_assets.product_drafts.extraction.platforms.plain_prices import Prices
from crawl_assets.product_drafts.extraction.platforms.plain_stock import availability_of
from crawl_assets.product_drafts.extraction.product import Property, Variation
from crawl_assets.product_drafts.extraction.texts import line

_PLACES = ("variants", "variations", "productvariants", "skus", "childproducts", "childskus", "simples", "sizes")
_DIMENSIONS = ("color", "colour", "size", "material", "flavor", "flavour", "style", "length", "width", "capacity")


def variants_in(plain: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return a product's variants that have a price or a code; those of GraphQL's `nodes` and `edges` too."""
    for place in _PLACES:
        told = plain.get(place)
        if isinstance(told, Mapping):
            told = told.get("nodes") or told.get("edges") or list(told.values())
        if not isinstance(told, list):
            continue
        nodes = [
            one["node"] if isinstance(one, Mapping) and isinstance(one.get("node"), Mapping) else one for one in told
        ]
        found = [one for one in nodes[: values.MOST_VALUES] if isinstance(one, Mapping) and _is_variant(one)]
        if found:
            return found
    return []


def chosen(variants: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the variant that a page shows at first: the selected one, else the first in stock, else the first."""
    for one in variants:
        if one.get("selected") is True or one.get("isSelected") is True or one.get("isDefault") is True:
            return one
    return next((one for one in variants if availability_of(plain_keys(one)) == "InStock"), variants[0])


def variation_of(node: Mapping[str, Any], prices: Prices, page: ProductPage) -> Variation:
    """Return a variant with its options, price, stock and codes."""
    plain = plain_keys(node)
    options = tuple(_options(plain))
    price, before = prices.current_and_former(plain)
    title = line(
        next((plain[key] for key in ("title", "name", "displayname", "label") if isinstance(plain.get(key), str)), None)
    )
    return Variation(
        title=title or " / ".join(one.value for one in options),
        options=options,
        price=price.amount if price else None,
        regular_price=before.amount if before else None,
        currency=price.currency if price else None,
        availability=availability_of(plain),
        sku=next((found for key, _ in key_names.SKUS if (found := code(plain.get(key)))), None),
        gtin=next((two for key in key_names.GTINS for one in values.each(plain.get(key)) if (two := gtin(one))), None),
        images=values.images(plain.get("image") or plain.get("images"), page.absolute)[:5],
    )


def _is_variant(node: Mapping[str, Any]) -> bool:
    keys = plain_keys(node)
    return "sku" in keys or any("price" in key for key in keys)


def _options(plain: Mapping[str, Any]) -> Iterator[Property]:
    """Yield options told as a list of pairs, an object, or under the names of their dimensions."""
    for place in ("selectedoptions", "optionvalues", "options", "attributes", "variationattributes"):
        told = plain.get(place)
        found: list[tuple[Any, Any]] = []
        if isinstance(told, Mapping):
            found = [(name, value) for name, value in told.items() if isinstance(value, str | int)]
        elif isinstance(told, list):
            pairs = [plain_keys(one) for one in told[:20] if isinstance(one, Mapping)]
            found = [(one.get("name") or one.get("optionname"), one.get("value") or one.get("label")) for one in pairs]
        kept = [(line(name), line(value)) for name, value in found]
        if any(name and value for name, value in kept):
            yield from (Property(name, value) for name, value in kept if name and value)
            return
    for name in _DIMENSIONS:
        value = plain.get(name)
        text = line(value.get("name") or value.get("value") if isinstance(value, Mapping) else value)
        if text:
            yield Property(name, text)
