"""Shopify: `var meta`, product JSON in scripts and attributes, the shape of `/products/<handle>.js`.

https://shopify.dev/docs/api/ajax/reference/product. Whole numbers are cents.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.identifiers import code, gtin
from crawl_assets.product_drafts.extraction.money import Money
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.platforms.islands import Island
from crawl_assets.product_drafts.extraction.platforms.said import Said, in_units, objects
from crawl_assets.product_drafts.extraction.product import Property, Variation
from crawl_assets.product_drafts.extraction.texts import line, lines

MOST_PRODUCTS = 30
_OF_A_VARIANT = {"option1", "public_title", "compare_at_price", "requires_shipping", "inventory_management"}


def said_by_shopify(islands: Sequence[Island], page: ProductPage, shown: frozenset[Decimal]) -> Iterator[Said]:
    """Yield the products of Shopify's own shapes."""
    if "shopify" not in page.html.lower():
        return
    currency = _currency(islands)
    chosen = _chosen_ids(islands, page)
    count = 0
    for island in islands:
        for data, path in objects(island.value, island.path):
            variants = data.get("variants")
            if not isinstance(variants, list) or not variants or not isinstance(variants[0], dict):
                continue
            if not _OF_A_VARIANT & variants[0].keys():
                continue
            count += 1
            if count > MOST_PRODUCTS:
                return
            kept = [one for one in variants[: values.MOST_VALUES] if isinstance(one, dict)]
            yield _product(data, kept, path, chosen, currency, page, shown)


def _product(
    data: dict[str, Any], variants: list[dict[str, Any]], path: str, chosen: set[str], currency: str | None,
    page: ProductPage, shown: frozenset[Decimal],
) -> Said:  # fmt: skip
    def amount(value: Any) -> Money | None:
        if isinstance(value, int) and not isinstance(value, bool):
            return Money(in_units(value, shown, cents=True), currency, str(value)) if value > 0 else None
        return next(iter(values.amounts(value, currency)), None)

    now = (
        next((one for one in variants if str(one.get("id")) in chosen), None)
        or next((one for one in variants if one.get("available") is True), None)
        or variants[0]
    )
    price, before = amount(now.get("price")), amount(now.get("compare_at_price"))
    if price is not None and before is not None and before.amount <= price.amount:
        before = None
    available = now.get("available", data.get("available"))
    handle = data.get("handle")
    pictures = [data.get("featured_image"), *_list(data.get("images")), *_list(data.get("media"))]
    return Said(
        source="shopify", path=path, sure=0.9,
        name=line(data.get("title")) or _name_of(now),
        price=price, regular_price=before,
        currency=currency if price is not None else None,
        availability=values.availability(available) if isinstance(available, bool) else None,
        sku=code(now.get("sku")), gtin=gtin(now.get("barcode")),
        brand=values.brand(data.get("vendor")),
        description=lines(data.get("description") or data.get("body_html") or data.get("content")),
        images=values.images(pictures, page.absolute),
        url=page.absolute(f"/products/{handle}") or None if isinstance(handle, str) and handle else None,
        variations=_variations(data, variants, currency, amount, page),
    )  # fmt: skip


def _variations(
    data: dict[str, Any], variants: list[dict[str, Any]], currency: str | None, amount: Callable[[Any], Money | None],
    page: ProductPage,
) -> tuple[Variation, ...]:  # fmt: skip
    if len(variants) < 2:
        return ()
    names = [line(one.get("name") if isinstance(one, dict) else one) for one in _list(data.get("options"))]
    found = []
    for one in variants:
        texts = [line(one.get(f"option{place}")) for place in (1, 2, 3)]
        options = [
            Property(names[place] or f"option{place + 1}" if place < len(names) else f"option{place + 1}", text)
            for place, text in enumerate(texts)
            if text
        ]
        price, before = amount(one.get("price")), amount(one.get("compare_at_price"))
        available = one.get("available")
        found.append(
            Variation(
                title=line(one.get("title") or one.get("public_title") or one.get("name")) or "",
                options=tuple(options),
                price=price.amount if price else None,
                regular_price=before.amount if before and price and before.amount > price.amount else None,
                currency=currency if price else None,
                availability=values.availability(available) if isinstance(available, bool) else None,
                sku=code(one.get("sku")),
                gtin=gtin(one.get("barcode")),
                images=values.images(one.get("featured_image"), page.absolute),
            )
        )
    return tuple(found)


def _name_of(variant: dict[str, Any]) -> str | None:
    """Return the product's name from a variant's `Shoe - Red / 42`, when the variant's own part is known."""
    name, own = line(variant.get("name")), line(variant.get("public_title"))
    return name.removesuffix(own).rstrip(" -") if name and own and name.endswith(own) else name


def _currency(islands: Sequence[Island]) -> str | None:
    names = ("shopify.currency", "shopifyanalytics.meta", "meta")
    metas = [one.value for one in islands if isinstance(one.value, dict) and one.name.lower() in names]
    return next((found for one in metas if (found := values.currency(one.get("active") or one.get("currency")))), None)


def _chosen_ids(islands: Sequence[Island], page: ProductPage) -> set[str]:
    """Return the ids of the variant that the page shows: of its address, else of its form, else of its analytics."""
    try:
        asked = parse_qs(urlsplit(page.url).query).get("variant", [])
    except ValueError:
        asked = []
    if asked:
        return set(asked)
    for element in page.tree.iter("input", "select"):
        form = next(element.iterancestors("form"), None)
        if element.get("name") != "id" or form is None or "/cart/add" not in (form.get("action") or ""):
            continue
        picked = element.get("value") or next(
            (one.get("value") for one in element.iter("option") if one.get("selected") is not None), None
        )
        if picked:
            return {picked}
    metas = [island.value for island in islands if isinstance(island.value, dict)]
    return {str(one["selectedVariantId"]) for one in metas if one.get("selectedVariantId")}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
