"""Prices of an object whose shape is unknown, in any of the forms that shops give them.

12.5, "12,50 €", 1250 (cents), {"value": ..}, {"current": {"centAmount": ..}}, {"list": .., "sale": ..}.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.money import Money
from crawl_assets.product_drafts.extraction.platforms import key_names
from crawl_assets.product_drafts.extraction.platforms.key_names import plain_keys
from crawl_assets.product_drafts.extraction.platforms.said import in_units

_DEEPEST_PRICE = 4
# Within an object of prices, for keys that no list names
_IS_FORMER = re.compile(r"reg|list|was|old|orig|compar|msrp|strike|before|full|undiscounted")
_IS_CURRENT = re.compile(
    r"^(?!.*(?:reg|list|was|old|orig|compar|msrp|strike|before|full)).*(?:current|sale|now|final|price|retail)"
)
_IS_NO_AMOUNT = re.compile(
    r"sav|discount|percent|unit|tax|ship|instal|max|per|count|type|date|text|label|is[a-z]+price"
)


class Prices:
    """Reads amounts out of the many forms; knows the currency and what the page shows."""

    def __init__(self, code_: str | None, shown: frozenset[Decimal]) -> None:
        self.code, self.shown = code_, shown
        self.divisor: Decimal | None = None  # of whole numbers; the first one read decides for all

    def current_and_former(self, plain: Mapping[str, Any]) -> tuple[Money | None, Money | None]:
        """Return the price and, above it, the one before."""
        price = self.first(plain, key_names.CURRENT)
        before = self.first(plain, key_names.FORMER) or self.inner(plain, key_names.INNER_FORMER)
        if price is None or before is None:
            return price or before, None
        if before.amount > price.amount:
            return price, before
        # a shop's name of a former price for the present one
        return (before if price.amount not in self.shown and before.amount in self.shown else price), None

    def first(self, plain: Mapping[str, Any], keys: tuple[str, ...]) -> Money | None:
        """Return the amount of the first of the keys that has one."""
        return next((money for key in keys if (money := self.read(plain.get(key), _DEEPEST_PRICE)) is not None), None)

    def inner(self, plain: Mapping[str, Any], keys: tuple[str, ...]) -> Money | None:
        """Return a former price that stands within the object of prices."""
        for name in ("price", "prices", "pricing", "priceinfo", "priceinformation"):
            told = plain.get(name)
            if isinstance(told, Mapping):
                inside = plain_keys(told)
                if (money := self.first(inside, (*keys, *key_names.FORMER, *_like(inside, _IS_FORMER)))) is not None:
                    return money
        return None

    def read(self, value: Any, levels: int) -> Money | None:
        """Return the amount that a value tells, at most `levels` objects deep."""
        value = next(values.each(value), None)
        if isinstance(value, Mapping):
            if not levels:
                return None
            inside = plain_keys(value)
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


def currency_of(plain: Mapping[str, Any], levels: int) -> str | None:
    """Return the currency that an object tells, or its object of prices, at most `levels` objects deep."""
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
            inside = plain_keys(one)
            if found := currency_of(inside, levels - 1):
                return found
    return None
