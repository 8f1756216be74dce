"""Taobao and Tmall as their servers render them: `skuBase`, `skuCore`, `priceVO`, and the older `skuMap`.

Prices are text in yuan; a range is `100-200` or the ends of the SKUs. Shopee's models are read here too: whole numbers
in hundred thousandths.
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

_SHOPEE_UNIT = 100_000


def said_by_taobao(islands: Sequence[Island], page: ProductPage) -> Iterator[Said]:
    """Yield the item of Taobao's or Shopee's state."""
    lowered = page.html.lower()
    if "skubase" in lowered or "skucore" in lowered:
        for island in islands:
            for data, path in objects(island.value, island.path):
                if isinstance(data.get("skuBase"), dict) and (isinstance(data.get("skuCore"), dict) or "item" in data):
                    yield _of_taobao(data, path, page)
                    break
    if "price_before_discount" in lowered or "tier_variations" in lowered:
        for island in islands:
            for data, path in objects(island.value, island.path):
                if "models" in data and "price_min" in data and "name" in data:
                    yield _of_shopee(data, path, page)
                    break


def _of_taobao(data: dict[str, Any], path: str, page: ProductPage) -> Said:
    item, core = _dict(data.get("item")), _dict(data.get("skuCore"))
    by_sku = _dict(core.get("sku2info"))
    shown = (
        _dict(data.get("priceVO")) or _dict(_dict(data.get("componentsVO")).get("priceVO")) or _dict(data.get("price"))
    )
    now = _price(shown.get("extraPrice")) or _price(shown.get("price")) or _price(_dict(by_sku.get("0")).get("price"))
    before = _price(shown.get("price")) if shown.get("extraPrice") else None
    variations = _taobao_variations(_dict(data.get("skuBase")), by_sku, page)
    amounts = [one.price for one in variations if one.price is not None]
    ends = [Money(amount, "CNY", str(amount)) for amount in (min(amounts), max(amounts))] if amounts else []
    low, high = (now[0], now[-1]) if now and len(now) > 1 else (ends[0], ends[1]) if ends else (None, None)
    price = now[0] if now else low
    return Said(
        source="state", path=path, sure=0.85, name=line(item.get("title")), price=price,
        regular_price=before[0] if before and price and before[0].amount > price.amount else None,
        low=low, high=high, currency="CNY" if price else None, sku=code(item.get("itemId")), sku_sure=0.3,
        availability=_stock(by_sku), images=values.images(item.get("images"), page.absolute),
        variations=variations, least_guess=0.85,
    )  # fmt: skip


def _taobao_variations(base: dict[str, Any], by_sku: dict[str, Any], page: ProductPage) -> tuple[Variation, ...]:
    names: dict[str, tuple[str, str, str | None]] = {}  # `pid:vid` -> dimension, value, picture
    for prop in values.each(base.get("props")):
        for value in values.each(_dict(prop).get("values")):
            one = _dict(value)
            dimension, text = line(_dict(prop).get("name")), line(one.get("name"))
            if dimension and text:
                picture = one.get("image") if isinstance(one.get("image"), str) else None
                names[f"{_dict(prop).get('pid')}:{one.get('vid')}"] = (dimension, text, picture)
    skus = base.get("skus")
    found = []
    for sku in (skus if isinstance(skus, list) else [])[: values.MOST_VALUES]:
        if not isinstance(sku, dict) or not isinstance(sku.get("propPath"), str):
            continue
        parts = [names[part] for part in sku["propPath"].split(";")[:20] if part in names]
        info = _dict(by_sku.get(str(sku.get("skuId"))))
        price = _price(_dict(info.get("subPrice"))) or _price(info.get("price"))
        left = values.count(info.get("quantity"))
        pictures = [part[2] for part in parts if part[2]]
        found.append(
            Variation(
                title=" / ".join(part[1] for part in parts),
                options=tuple(Property(part[0], part[1]) for part in parts),
                price=price[0].amount if price else None,
                currency="CNY" if price else None,
                availability=None if left is None else "InStock" if left else "OutOfStock",
                sku=code(sku.get("skuId")),
                images=values.images(pictures, page.absolute)[:1],
            )
        )
    return tuple(found)


def _price(value: Any) -> tuple[Money, ...]:
    """Return the amount, or both ends, of {"priceText": "100-200"} and {"priceMoney": 10000} (cents)."""
    told = _dict(value)
    found = values.amounts(told.get("priceText"), "CNY")
    money = told.get("priceMoney")
    if (
        not found
        and isinstance(money, str | int)
        and str(money).isdecimal()
        and len(str(money)) < 13
        and int(money) > 0
    ):
        found = (Money(Decimal(int(money)).scaleb(-2), "CNY", str(money)),)
    return found


def _stock(by_sku: dict[str, Any]) -> str | None:
    left = [values.count(_dict(one).get("quantity")) for one in list(by_sku.values())[: values.MOST_VALUES]]
    known = [one for one in left if one is not None]
    return None if not known else "InStock" if any(known) else "OutOfStock"


def _of_shopee(data: dict[str, Any], path: str, page: ProductPage) -> Said:
    tiers = [one for one in values.each(data.get("tier_variations")) if isinstance(one, dict)]
    code_ = values.currency(data.get("currency"))
    low, high = _shopee_price(data.get("price_min"), code_), _shopee_price(data.get("price_max"), code_)
    price = low or _shopee_price(data.get("price"), code_)
    before = _shopee_price(data.get("price_before_discount"), code_)
    left = data.get("stock")
    return Said(
        source="state", path=path, sure=0.85, name=line(data.get("name") or data.get("title")), price=price,
        regular_price=before if before and price and before.amount > price.amount else None,
        low=low, high=high, currency=code_,
        availability=("InStock" if left else "OutOfStock") if isinstance(left, int) else None,
        brand=values.brand(data.get("brand")), variations=_shopee_variations(data, tiers, code_), least_guess=0.8,
    )  # fmt: skip


def _shopee_variations(data: dict[str, Any], tiers: list[dict[str, Any]], code_: str | None) -> tuple[Variation, ...]:
    found = []
    models = data.get("models")
    for model in (models if isinstance(models, list) else [])[: values.MOST_VALUES]:
        if not isinstance(model, dict):
            continue
        places = _dict(model.get("extinfo")).get("tier_index") or model.get("tier_index")
        options = []
        for tier, place in zip(tiers, places if isinstance(places, list) else [], strict=False):
            texts = tier.get("options")
            if isinstance(texts, list) and isinstance(place, int) and 0 <= place < len(texts):
                options.append(Property(line(tier.get("name")) or "", line(texts[place]) or ""))
        price = _shopee_price(model.get("price"), code_)
        left = model.get("stock")
        found.append(
            Variation(
                title=line(model.get("name")) or " / ".join(one.value for one in options),
                options=tuple(options),
                price=price.amount if price else None,
                currency=code_ if price else None,
                availability=("InStock" if left else "OutOfStock") if isinstance(left, int) else None,
                sku=code(model.get("sku") or model.get("modelid")),
            )
        )
    return tuple(found)


def _shopee_price(value: Any, code_: str | None) -> Money | None:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10**17:
        return None
    return Money((Decimal(value) / _SHOPEE_UNIT).quantize(Decimal("0.01")), code_, str(value))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
