"""Objects that look like a product though no platform's shape is known: by the usual names of their keys.

Prices stand in any of many forms: 12.5, "12,50 €", 1250 (cents), {"value": ..}, {"current": {"centAmount": ..}},
{"list": .., "sale": ..}. A whole number is in cents when the page shows it so.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.identifiers import code, gtin
from crawl_assets.product_drafts.extraction.money import Money
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.platforms import key_names
from crawl_assets.product_drafts.extraction.platforms.said import Said, in_units
from crawl_assets.product_drafts.extraction.texts import line, lines

_DEEPEST_PRICE = 4
# Within an object of prices, for keys that no list names
_IS_FORMER = re.compile(r"reg|list|was|old|orig|compar|msrp|strike|before|full|undiscounted")
_IS_CURRENT = re.compile(
    r"^(?!.*(?:reg|list|was|old|orig|compar|msrp|strike|before|full)).*(?:current|sale|now|final|price|retail)"
)
_IS_NO_AMOUNT = re.compile(
    r"sav|discount|percent|unit|tax|ship|instal|max|per|count|type|date|text|label|is[a-z]+price"
)


def is_like_product(data: Mapping[str, Any]) -> bool:
    """Tell whether an object has a name and a price by its keys."""
    keys = {_plain(key) for key in data}
    return any(name in keys for name in key_names.NAMES[:7]) and has_price_key(data)


def has_price_key(data: Mapping[str, Any]) -> bool:
    """Tell whether a key of an object speaks of a price."""
    return any("price" in (plain := _plain(key)) or plain == "pricing" for key in data)


def name_of(data: Mapping[str, Any]) -> str | None:
    """Return the name of an object that looks like a product."""
    plain = {_plain(key): value for key, value in data.items()}
    return line(
        next((value for key in key_names.NAMES if isinstance(value := plain.get(key), str) and value.strip()), None)
    )


def said_of_object(
    data: Mapping[str, Any], path: str, source: str, page: ProductPage, shown: frozenset[Decimal], *, sure: float
) -> Said:
    """Return what an object says by the usual names of its keys."""
    plain = {_plain(key): value for key, value in data.items()}
    code_ = _currency(plain, 3)
    reader = _Prices(code_, shown)
    price = reader.first(plain, key_names.CURRENT)
    before = reader.first(plain, key_names.FORMER) or reader.inner(plain, key_names.INNER_FORMER)
    if price is not None and before is not None and before.amount <= price.amount:
        is_other = price.amount not in shown and before.amount in shown  # a name of a former price for the present one
        price, before = (before if is_other else price), None
    if price is None and before is not None:
        price, before = before, None
    low, high = reader.first(plain, key_names.LOW), reader.first(plain, key_names.HIGH)
    sku, sku_sure = next(
        ((found, trust) for key, trust in key_names.SKUS if (found := code(plain.get(key)))), (None, 0.0)
    )
    links = [value for key in key_names.LINKS if isinstance(value := plain.get(key), str)]
    is_seen = price is not None and price.amount in shown
    return Said(
        source=source, path=path, sure=sure if is_seen or price is None else sure - 0.2,
        name=name_of(data), price=price, regular_price=before, low=low, high=high,
        currency=code_ or (price.currency if price else None),
        availability=_availability(plain),
        sku=sku, sku_sure=sku_sure,
        mpn=next((found for key in key_names.MPNS if (found := code(plain.get(key)))), None),
        gtin=next((two for key in key_names.GTINS for one in values.each(plain.get(key)) if (two := gtin(one))), None),
        brand=_brand(plain),
        description=next((found for key in key_names.TEXTS if (found := lines(plain.get(key)))), None),
        images=tuple(_pictures(plain, page)),
        url=next((link for one in links if (link := page.absolute(one[:2_000]))), None),
        rating=_rating(plain),
    )  # fmt: skip


class _Prices:
    """Reads amounts out of the many forms; knows the currency and what the page shows."""

    def __init__(self, code_: str | None, shown: frozenset[Decimal]) -> None:
        self.code, self.shown = code_, shown
        self.divisor: Decimal | None = None  # of whole numbers; the first one read decides for all

    def first(self, plain: Mapping[str, Any], keys: tuple[str, ...]) -> Money | None:
        return next((money for key in keys if (money := self.read(plain.get(key), _DEEPEST_PRICE)) is not None), None)

    def inner(self, plain: Mapping[str, Any], keys: tuple[str, ...]) -> Money | None:
        """Return a former price that stands within the object of prices."""
        for name in ("price", "prices", "pricing", "priceinfo", "priceinformation"):
            told = plain.get(name)
            if isinstance(told, Mapping):
                inside = {_plain(key): value for key, value in told.items()}
                if (money := self.first(inside, (*keys, *key_names.FORMER, *_like(inside, _IS_FORMER)))) is not None:
                    return money
        return None

    def read(self, value: Any, levels: int) -> Money | None:
        value = next(values.each(value), None)
        if isinstance(value, Mapping):
            if not levels:
                return None
            inside = {_plain(key): one for key, one in value.items()}
            if isinstance(cents := inside.get("centamount"), int) and not isinstance(cents, bool):
                digits = inside.get("fractiondigits")
                power = digits if isinstance(digits, int) and 0 <= digits <= 4 else 2
                return Money(Decimal(cents).scaleb(-power), self.code, str(cents)) if cents > 0 else None
            within = (*key_names.CURRENT, *key_names.INNER_CURRENT, *_like(inside, _IS_CURRENT))
            return next(
                (money for key in within if (money := self.read(inside.get(key), levels - 1)) is not None), None
            )
        if isinstance(value, int) and not isinstance(value, bool):
            return self._whole(value) if 0 < value < 10**12 else None
        if isinstance(value, str) and not re.search(r"\d", value):
            return None
        found = values.amounts(value, self.code)
        return found[0] if found else None

    def _whole(self, value: int) -> Money:
        if self.divisor is None:
            amount = in_units(value, self.shown, cents=False)
            self.divisor = Decimal(value) / amount
        else:
            amount = values.tidy(Decimal(value) / self.divisor, self.code)
        return Money(amount, self.code, str(value))


def _like(plain: Mapping[str, Any], pattern: "re.Pattern[str]") -> list[str]:
    return [key for key in plain if pattern.search(key) and not _IS_NO_AMOUNT.search(key)]


def _plain(key: object) -> str:
    return re.sub(r"[^a-z0-9]", "", str(key)[:60].lower())


def _currency(plain: Mapping[str, Any], levels: int) -> str | None:
    for key in key_names.CODES:
        value = plain.get(key)
        if isinstance(value, Mapping):
            value = value.get("code") or value.get("isocode") or value.get("iso")
        if isinstance(value, str) and (found := values.currency(value)):
            return found
    if not levels:
        return None
    for key, value in plain.items():
        one = next(values.each(value), None)
        if ("price" in key or key in key_names.INNER_CURRENT or key == "pricing") and isinstance(one, Mapping):
            inside = {_plain(name): inner for name, inner in one.items()}
            if found := _currency(inside, levels - 1):
                return found
    return None


def _availability(plain: Mapping[str, Any]) -> str | None:
    for key in key_names.STOCK:
        value = plain.get(key)
        if isinstance(value, Mapping):
            inside = {_plain(name): one for name, one in value.items()}
            if found := _availability(inside) or values.availability(inside.get("status") or inside.get("value")):
                return found
        elif isinstance(value, bool):
            return values.availability(value is not ("out" in key))
        elif isinstance(value, str) and (found := values.availability(value)):
            return ("OutOfStock" if found == "InStock" else "InStock") if "out" in key else found
    for key in key_names.COUNTED:
        value = plain.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return "InStock" if value > 0 else "OutOfStock"
    return None


def _brand(plain: Mapping[str, Any]) -> str | None:
    """Return the brand of an object, or of an object right within it."""
    inner = [{_plain(key): one for key, one in value.items()} for value in plain.values() if isinstance(value, Mapping)]
    for holder in (plain, *inner):
        for key in key_names.BRANDS:
            if found := values.brand(holder.get(key)):
                return found
    return None


def _pictures(plain: Mapping[str, Any], page: ProductPage) -> Iterator[str]:
    for key in key_names.PICTURES:
        found: list[str] = []
        for one in values.each(plain.get(key)):
            told: Any = one
            if isinstance(one, Mapping):
                inside = {_plain(name): inner for name, inner in one.items()}
                names = (
                    "large",
                    "full",
                    "original",
                    "zoom",
                    "url",
                    "src",
                    "href",
                    "imageurl",
                    "large_image_url",
                    "image",
                )
                told = next(
                    (text for name in names for text in values.each(inside.get(name)) if isinstance(text, str)), None
                )
            if (
                isinstance(told, str)
                and 4 < len(told) <= 2_000
                and ("/" in told or "." in told)
                and " " not in told.strip()
            ):
                found += values.images(told, page.absolute)
        if found:
            yield from found
            return


def _rating(plain: Mapping[str, Any]) -> Any:
    stars = next(
        (plain[key] for key in ("averagerating", "ratingvalue", "reviewrating", "rating") if key in plain), None
    )
    if isinstance(stars, Mapping):
        inside = {_plain(key): value for key, value in stars.items()}
        stars = next(
            (inside[key] for key in ("average", "value", "averagerating", "score", "ratingvalue") if key in inside),
            None,
        )
        plain = {**inside, **plain}
    votes = next(
        (plain[key] for key in ("reviewcount", "ratingcount", "numreviews", "reviewscount", "totalreviews", "count")
         if key in plain), None,
    )  # fmt: skip
    return (
        values.rating({"ratingValue": stars, "reviewCount": votes}) if stars is not None and votes is not None else None
    )
