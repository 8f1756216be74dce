"""What a page tells its analytics of the product viewed: dataLayer, GA4, Facebook, Tealium, the W3C's digitalData.

https://developers.google.com/analytics/devguides/collection/ga4/ecommerce, /tag-platform/tag-manager/datalayer,
https://www.w3.org/2013/12/ceddl-201312.pdf.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.identifiers import code
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.platforms.islands import Island
from crawl_assets.product_drafts.extraction.platforms.plain_objects import said_of_object
from crawl_assets.product_drafts.extraction.platforms.said import Said, objects

MOST_PRODUCTS = 20
_VIEWED = {"view_item", "viewcontent", "productdetail", "product_detail", "detail", "productview", "viewed product"}

_MARKS = ("datalayer", "gtag", "fbq", "track", "digitaldata", "ecommerce", "push", "gtm")


def said_by_datalayer(islands: Sequence[Island], page: ProductPage, shown: frozenset[Decimal]) -> Iterator[Said]:
    """Yield the products that were viewed; lists and impressions are left out."""
    count = 0
    for island in islands:
        for data, path, is_viewed in _products(island):
            count += 1
            if count > MOST_PRODUCTS:
                return
            renamed = _renamed(data)
            said = said_of_object(renamed, path, "datalayer", page, shown, sure=0.6 if is_viewed else 0.45)
            if said.name or said.price:
                yield said


def _products(island: Island) -> Iterator[tuple[Mapping[str, Any], str, bool]]:
    """Yield an island's products with their paths, and whether they are said to be viewed."""
    name = island.name.lower()
    words = {word.lower() for word in island.words}
    if name in ("utag_data", "utag.data") or name.startswith("digitaldata"):
        yield from _of_arrays(island)
    if not words & _VIEWED and not any(mark in name for mark in _MARKS):
        return
    if "viewcontent" in words and isinstance(island.value, dict):
        yield island.value, island.path, True
    for data, path in objects(island.value, island.path):
        event = str(data.get("event") or "").lower()
        is_viewed = bool(words & _VIEWED) or event in _VIEWED
        code_ = data.get("currency") or data.get("currencyCode")
        lists = [(data["detail"], f"{path}.detail", "products")] if isinstance(data.get("detail"), dict) else []
        if is_viewed or path.endswith(".ecommerce"):
            lists.append((data, path, "items"))
        if isinstance(data.get("product"), dict):
            lists.append((data, path, "product"))
        if is_viewed and isinstance(data.get("ecommerce"), dict):
            lists.append((data["ecommerce"], f"{path}.ecommerce", "items"))
        for holder, where, key in lists:
            items = [one for one in values.each(holder.get(key)) if isinstance(one, dict)]
            if is_viewed or key == "products" or len(items) == 1:
                inner = holder.get("currency") or code_
                yield from (
                    ({"currency": inner, **one}, f"{where}.{key}[{spot}]", True) for spot, one in enumerate(items)
                )


def _of_arrays(island: Island) -> Iterator[tuple[Mapping[str, Any], str, bool]]:
    """Read Tealium's parallel arrays (`product_name: ["A"]`) and digitalData's `product[0].productInfo`."""
    for data, path in objects(island.value, island.path):
        info = data.get("productInfo")
        if isinstance(info, dict):
            price = data.get("price")
            yield {**info, "price": price, "brand": info.get("brand") or info.get("manufacturer")}, path, True
            continue
        flat = {
            key.removeprefix("product_"): value[0] if isinstance(value, list) and len(value) == 1 else value
            for key, value in data.items()
            if key.startswith("product_") and not (isinstance(value, list) and len(value) != 1)
        }
        if "name" in flat and {"price", "unit_price", "sale_price"} & flat.keys():
            yield (
                {**flat, "currency": data.get("order_currency") or data.get("site_currency") or data.get("currency")},
                path,
                True,
            )


def _renamed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return an analytics item with the usual names: item_name is its name, item_id its id."""
    plain = {
        key.removeprefix("item_").removeprefix("content_"): value for key, value in data.items() if isinstance(key, str)
    }
    if "value" in plain and "price" not in plain:
        plain["price"] = plain["value"]
    ids = plain.pop("ids", None)
    number = code(plain.get("id")) or code(ids)
    if number and "sku" not in plain:
        plain["code"] = number  # the shop's own id as often as its sku
    plain.pop("quantity", None)  # how many are viewed, not how many there are
    return plain
