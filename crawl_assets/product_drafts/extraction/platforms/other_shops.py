"""BigCommerce, PrestaShop and Salesforce Commerce: objects of a known shape, as the shared reader takes them."""

from collections.abc import Iterator, Sequence
from typing import Any

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.identifiers import code, gtin
from crawl_assets.product_drafts.extraction.money import Money
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.platforms.islands import Island
from crawl_assets.product_drafts.extraction.platforms.said import Said
from crawl_assets.product_drafts.extraction.product import Property
from crawl_assets.product_drafts.extraction.texts import line, lines


def said_by_other_shops(islands: Sequence[Island], page: ProductPage) -> Iterator[Said]:
    """Yield the product of `BCData` and of PrestaShop's `data-product`."""
    for island in islands:
        if island.name == "BCData" and isinstance(island.value, dict):
            attributes = island.value.get("product_attributes")
            if isinstance(attributes, dict):
                yield _of_bigcommerce(attributes, f"{island.path}.product_attributes")
        if island.name == "data-product" and isinstance(island.value, dict) and "price_amount" in island.value:
            yield _of_prestashop(island.value, island.path, page)


def _of_bigcommerce(data: dict[str, Any], path: str) -> Said:
    """https://developer.bigcommerce.com/docs/storefront/stencil: the attributes of the chosen variant."""
    prices = data.get("price") if isinstance(data.get("price"), dict) else {}

    def amount(*keys: str) -> Money | None:
        for key in keys:
            told = prices.get(key)  # type: ignore[union-attr]
            if isinstance(told, dict) and (
                found := values.amounts(told.get("value"), values.currency(told.get("currency")))
            ):
                return found[0]
        return None

    price = amount("with_tax", "without_tax")
    before = amount("non_sale_price_with_tax", "non_sale_price_without_tax", "rrp_with_tax", "rrp_without_tax")
    is_sold = data.get("instock")
    return Said(
        source="state", path=path, sure=0.85, price=price,
        regular_price=before if before and price and before.amount > price.amount else None,
        currency=price.currency if price else None,
        availability=values.availability(is_sold) if isinstance(is_sold, bool) else None,
        sku=code(data.get("sku")), mpn=code(data.get("mpn")), gtin=gtin(data.get("gtin")) or gtin(data.get("upc")),
        least_guess=0.85,
    )  # fmt: skip


def _of_prestashop(data: dict[str, Any], path: str, page: ProductPage) -> Said:
    """https://devdocs.prestashop-project.org: the product that `#product-details` carries."""
    price, before = (
        values.amounts(data.get("price_amount"), None),
        values.amounts(data.get("regular_price_amount"), None),
    )
    is_less = bool(price and before and before[0].amount > price[0].amount)
    stock = values.availability(data.get("availability"))
    if stock is None and isinstance(data.get("quantity"), int):
        stock = "InStock" if data["quantity"] > 0 or data.get("allow_oosp") else "OutOfStock"
    pictures = [
        one.get("bySize", {}).get("large_default") or one.get("large")
        for one in values.each(data.get("images"))
        if isinstance(one, dict)
    ]
    features = [one for one in values.each(data.get("features")) if isinstance(one, dict)]
    properties = [(line(one.get("name")), line(one.get("value"))) for one in features]
    return Said(
        source="state", path=path, sure=0.85, name=line(data.get("name")), price=price[0] if price else None,
        regular_price=before[0] if is_less else None, availability=stock,
        sku=code(data.get("reference")),
        gtin=next((one for key in ("ean13", "upc", "isbn") if (one := gtin(data.get(key)))), None),
        mpn=code(data.get("mpn")), brand=line(data.get("manufacturer_name")),
        description=lines(data.get("description") or data.get("description_short")),
        images=values.images(pictures, page.absolute),
        url=page.absolute(data["link"]) or None if isinstance(data.get("link"), str) else None,
        properties=tuple(Property(name, value) for name, value in properties if name and value), least_guess=0.85,
    )  # fmt: skip
