"""Magento 1 and 2 (Adobe Commerce): prices in attributes, and the configuration of options and their products.

Magento 1 passes it to `new Product.Config`, Magento 2 has it as `jsonConfig` in `x-magento-init` scripts:
https://developer.adobe.com/commerce/frontend-core/javascript/init/.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.identifiers import code
from crawl_assets.product_drafts.extraction.money import Money
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.platforms.islands import Island
from crawl_assets.product_drafts.extraction.platforms.said import Said, objects
from crawl_assets.product_drafts.extraction.product import Property, Variation
from crawl_assets.product_drafts.extraction.texts import line

_MARKS = ("magento", "mage/cookies", "product.config", "mage.")


def said_by_magento(islands: Sequence[Island], page: ProductPage) -> Iterator[Said]:
    """Yield the product of the price box and the one of the configuration."""
    lowered = page.html.lower()
    if not any(mark in lowered for mark in _MARKS) and "data-price-amount" not in lowered:
        return
    currency = _currency(islands)
    if (shown := _of_attributes(page, currency)) is not None:
        yield shown
    for island in islands:
        for data, path in objects(island.value, island.path):
            if island.name.endswith("OptionsPrice") and "productPrice" in data:
                yield _of_options_price(data, path, currency)
            elif isinstance(data.get("attributes"), dict | list) and data.keys() & {"optionPrices", "basePrice"}:
                yield _of_configuration(data, path, currency, page)


def _of_attributes(page: ProductPage, currency: str | None) -> Said | None:
    """Read the price box and the form of the product: `data-price-amount`, `data-product-sku`."""
    form = next((one for one in page.tree.iter("form") if one.get("id") == "product_addtocart_form"), None)
    number, product = None, ""
    if form is not None:
        number = code(form.get("data-product-sku"))
        product = next((one.get("value") or "" for one in form.iter("input") if one.get("name") == "product"), "")
    amounts: dict[str, Money] = {}
    path = ""
    for element in page.tree.iter("span", "meta", "div"):
        kind, amount = element.get("data-price-type"), values.amounts(element.get("data-price-amount"), currency)
        if not kind or not amount or kind in amounts or not _is_own(element, product):
            continue
        amounts[kind] = amount[0]
        path = path or page.tree.getroottree().getpath(element)
    price = amounts.get("finalPrice") or amounts.get("minPrice")
    before = amounts.get("oldPrice")
    if price is None and number is None:
        return None
    high = amounts.get("maxPrice")
    return Said(
        source="magento", path=path or "form#product_addtocart_form", sure=0.85, price=price,
        regular_price=before if before and price and before.amount > price.amount else None,
        low=amounts.get("minPrice"), high=high, currency=currency if price else None, sku=number, least_guess=0.85,
    )  # fmt: skip


def _is_own(element: Any, product: str) -> bool:
    """Tell whether a price stands in the page's own product, by its number, else by the place."""
    for place, above in enumerate(element.iterancestors()):
        if place > 12:
            break
        own = above.get("data-product-id")
        if own and product:
            return bool(own == product)
        classes = above.get("class") or ""
        if "product-info-main" in classes or "product-info-price" in classes or "product-shop" in classes:
            return True
        if "product-item" in classes or "related" in classes or "upsell" in classes or "crosssell" in classes:
            return False
    return not product


def _of_options_price(data: dict[str, Any], path: str, currency: str | None) -> Said:
    price, before = (
        values.amounts(data.get("productPrice"), currency),
        values.amounts(data.get("productOldPrice"), currency),
    )
    is_less = bool(price and before and before[0].amount > price[0].amount)
    return Said(
        source="magento", path=path, sure=0.8, price=price[0] if price else None,
        regular_price=before[0] if is_less else None, currency=currency if price else None, least_guess=0.8,
    )  # fmt: skip


def _of_configuration(data: dict[str, Any], path: str, currency: str | None, page: ProductPage) -> Said:
    price, before = _final(data, currency)
    variations = _variations(data, price, currency, page)
    amounts = [one.price for one in variations if one.price is not None]
    ends = [Money(amount, currency, str(amount)) for amount in (min(amounts), max(amounts))] if amounts else []
    return Said(
        source="magento", path=path, sure=0.8, name=line(data.get("productName")),
        price=price or (ends[0] if ends else None),
        regular_price=before, low=ends[0] if ends else None, high=ends[1] if ends else None,
        currency=currency if price or ends else None, variations=variations, least_guess=0.8,
    )  # fmt: skip


def _final(data: dict[str, Any], currency: str | None) -> tuple[Money | None, Money | None]:
    prices = data.get("prices")
    told = prices if isinstance(prices, dict) else {}
    price = values.amounts(_amount_of(told.get("finalPrice")) or data.get("basePrice"), currency)
    before = values.amounts(_amount_of(told.get("oldPrice")) or data.get("oldPrice"), currency)
    if not price:
        return None, None
    return price[0], before[0] if before and before[0].amount > price[0].amount else None


def _amount_of(value: Any) -> Any:
    return value.get("amount") if isinstance(value, dict) else value


def _variations(
    data: dict[str, Any], base: Money | None, currency: str | None, page: ProductPage
) -> tuple[Variation, ...]:
    """Return a variation a simple product, with the options that lead to it."""
    options: dict[str, list[Property]] = {}
    added: dict[str, Decimal] = {}
    attributes = data["attributes"]
    for attribute in list(attributes.values() if isinstance(attributes, dict) else attributes)[:20]:
        if not isinstance(attribute, dict) or not isinstance(attribute.get("options"), list):
            continue
        label = line(attribute.get("label") or attribute.get("code")) or ""
        for option in attribute["options"][:1_000]:
            text = line(option.get("label")) if isinstance(option, dict) else None
            if not text:
                continue
            delta = values.amounts(option.get("price"), currency)
            for product in list(values.each(option.get("products"))):
                options.setdefault(str(product), []).append(Property(label, text))
                added[str(product)] = added.get(str(product), Decimal(0)) + (delta[0].amount if delta else 0)
    prices, pictures = _dict(data.get("optionPrices")), _dict(data.get("images"))
    skus, stock = _dict(data.get("sku")), _dict(data.get("salable"))
    found = []
    for product, own in list(options.items())[: values.MOST_VALUES]:
        now, before = _final({"prices": prices.get(product)}, currency) if product in prices else (None, None)
        amount = now.amount if now else base.amount + added[product] if base else None
        shown = [
            one.get(key)
            for one in values.each(pictures.get(product))
            if isinstance(one, dict)
            for key in ("full", "img")
        ]
        found.append(
            Variation(
                title=" / ".join(one.value for one in own),
                options=tuple(own),
                price=amount,
                regular_price=before.amount if before else None,
                currency=currency if amount is not None else None,
                availability=values.availability(stock.get(product)),
                sku=code(skus.get(product)),
                images=values.images(shown, page.absolute)[:1],
            )
        )
    return tuple(found)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _currency(islands: Sequence[Island]) -> str | None:
    for island in islands:
        if isinstance(island.value, dict):
            for key in ("currencyCode", "currency", "currency_code"):
                if isinstance(island.value.get(key), str) and (found := values.currency(island.value[key])):
                    return found
    return None
