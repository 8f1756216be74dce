"""WooCommerce: the form of variations, and the classes of its product summary.

https://developer.woocommerce.com/docs/; the templates single-product/price.php, meta.php and stock.php name them.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.identifiers import code, gtin
from crawl_assets.product_drafts.extraction.money import Money, read_money
from crawl_assets.product_drafts.extraction.page import ProductPage, text_of
from crawl_assets.product_drafts.extraction.platforms.islands import Island
from crawl_assets.product_drafts.extraction.platforms.said import Said
from crawl_assets.product_drafts.extraction.product import Property, Variation
from crawl_assets.product_drafts.extraction.texts import line


def said_by_woocommerce(islands: Sequence[Island], page: ProductPage) -> Iterator[Said]:
    """Yield the product of the summary and the one of the variations' form."""
    if "woocommerce" not in page.html.lower():
        return
    summary = _summary(page.tree)
    currency = _currency(page)
    if summary is not None:
        yield _of_summary(summary, currency, page)
    for island in islands:
        if island.name == "data-product_variations" and isinstance(island.value, list):
            found = [one for one in island.value[: values.MOST_VALUES] if isinstance(one, dict) and "attributes" in one]
            if found:
                yield _of_variations(found, island.path, currency, page)
                return


def _of_summary(summary: Any, currency: str | None, page: ProductPage) -> Said:
    path = page.tree.getroottree().getpath(summary)
    price, before, low, high = _prices(summary, currency)
    number = next(_classed(summary, "sku"), None)
    title = next(_classed(summary, "product_title"), None)
    return Said(
        source="woocommerce", path=path, sure=0.85,
        name=line(text_of(title)) if title is not None else None,
        price=price, regular_price=before, low=low, high=high, currency=price.currency if price else None,
        availability=_stock(summary),
        sku=code(text_of(number)) if number is not None else None,
        least_guess=0.9,  # what is shown speaks before what may be chosen
    )  # fmt: skip


def _prices(summary: Any, currency: str | None) -> tuple[Money | None, Money | None, Money | None, Money | None]:
    """Return the price, the one struck through, and the ends of a range from the summary's `p.price`."""
    shown = next((one for one in _classed(summary, "price") if one.tag in ("p", "span", "div")), None)
    if shown is None:
        return None, None, None, None
    new, old = shown.find(".//ins"), shown.find(".//del")
    amounts = _amounts(new if new is not None else shown, currency)
    if not amounts:
        return None, None, None, None
    before = _amounts(old, currency) if old is not None else []
    if new is None and old is not None:
        amounts = [one for one in amounts if one not in before] or amounts
    price = amounts[0]
    regular = next((one for one in before if one.amount > price.amount), None)
    if len(amounts) > 1 and amounts[0].amount < amounts[-1].amount:
        return price, regular, amounts[0], amounts[-1]
    return price, regular, None, None


def _amounts(element: Any, currency: str | None) -> list[Money]:
    shown = list(_classed(element, "amount")) or [element]
    found = [money for one in shown[:6] for money in read_money(text_of(one), currency_hint=currency, bare=True)[:2]]
    return [one for one in found if one.amount > 0]


def _stock(summary: Any) -> str | None:
    for element in _classed(summary, "stock"):
        classes = (element.get("class") or "").split()
        if "out-of-stock" in classes:
            return "OutOfStock"
        if "available-on-backorder" in classes:
            return "BackOrder"
        if "in-stock" in classes:
            return "InStock"
    return None


def _of_variations(found: list[dict[str, Any]], path: str, currency: str | None, page: ProductPage) -> Said:
    variations = tuple(_variation(one, currency, page) for one in found)
    asked = _asked(page.url)
    matching = [one for one, data in zip(variations, found, strict=True) if asked and _fits(data["attributes"], asked)]
    prices = sorted(one.price for one in matching or variations if one.price is not None)
    sold = [one.availability for one in matching or variations]
    money = [Money(amount, currency, str(amount)) for amount in prices]
    return Said(
        source="woocommerce", path=path, sure=0.85,
        price=money[0] if money else None,
        regular_price=_same(matching or variations, currency),
        low=money[0] if money else None, high=money[-1] if money else None,
        currency=currency if money else None,
        availability="InStock" if "InStock" in sold else next((one for one in sold if one), None),
        sku=matching[0].sku if len(matching) == 1 else None,
        gtin=matching[0].gtin if len(matching) == 1 else None,
        variations=variations, least_guess=0.85,
    )  # fmt: skip


def _variation(data: dict[str, Any], currency: str | None, page: ProductPage) -> Variation:
    attributes = data["attributes"] if isinstance(data["attributes"], dict) else {}
    options = tuple(
        Property(name.removeprefix("attribute_").removeprefix("pa_").replace("-", " "), text)
        for name, value in attributes.items()
        if (text := line(value))
    )
    price, before = _amount(data.get("display_price")), _amount(data.get("display_regular_price"))
    picture = data.get("image")
    pictures = [picture.get(key) for key in ("full_src", "url", "src")] if isinstance(picture, dict) else []
    stock = data.get("is_in_stock")
    return Variation(
        title=" / ".join(one.value for one in options),
        options=options,
        price=price,
        regular_price=before if before is not None and price is not None and before > price else None,
        currency=currency,
        availability=values.availability(stock) if isinstance(stock, bool) else None,
        sku=code(data.get("sku")),
        gtin=gtin(data.get("_global_unique_id") or data.get("global_unique_id") or data.get("gtin")),
        images=values.images(pictures, page.absolute)[:1],
    )


def _amount(value: Any) -> Decimal | None:
    money = values.amounts(value, None)
    return money[0].amount if money else None


def _same(variations: Sequence[Variation], currency: str | None) -> Money | None:
    """Return the regular price that all variations share."""
    found = {one.regular_price for one in variations}
    before = found.pop() if len(found) == 1 else None
    return Money(before, currency, str(before)) if before is not None else None


def _asked(url: str) -> dict[str, str]:
    try:
        query = parse_qsl(urlsplit(url).query, max_num_fields=50)
    except ValueError:
        return {}
    return {name.lower(): value.lower() for name, value in query if name.lower().startswith("attribute_")}


def _fits(attributes: Any, asked: dict[str, str]) -> bool:
    if not isinstance(attributes, dict):
        return False
    own = {name.lower(): str(value).lower() for name, value in attributes.items()}
    return all(own.get(name) in (value, "") for name, value in asked.items())


def _currency(page: ProductPage) -> str | None:
    """Return the currency of the page's first price; a variation's own numbers bear none."""
    for element in page.tree.iter("span", "bdi"):
        if "woocommerce-Price-amount" in (element.get("class") or ""):
            found = read_money(text_of(element))
            return found[0].currency if found else None
    return None


def _summary(tree: Any) -> Any:
    for element in tree.iter("div", "section"):
        classes = (element.get("class") or "").split()
        if "summary" in classes and "entry-summary" in classes:
            return element
    return next(
        (one for one in tree.iter("div") if {"product", "type-product"} <= set((one.get("class") or "").split())), None
    )


def _classed(element: Any, name: str) -> Iterator[Any]:
    return (one for one in element.iter() if name in (one.get("class") or "").split())
