"""Which of several prices is the one to pay now, which is the old one, and in what currency."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from crawl_assets.product_drafts.extraction import locales
from crawl_assets.product_drafts.extraction.candidates import Candidate
from crawl_assets.product_drafts.extraction.money import Money, find_money
from crawl_assets.product_drafts.extraction.own_candidates import of_field
from crawl_assets.product_drafts.extraction.page import ProductPage

_MOST_LINES = 6_000  # of the page's text, searched for amounts
_SHARED_SIGNS = {"$", "¥", "￥", "元", "kr", "kr.", "R", "Rs", "Rs.", "₨", "DH", "＄"}
_SURE_SIGHT = 0.7  # from here on the visible price beats structured data that the page does not show


@dataclass(frozen=True, slots=True)
class Prices:
    """What was decided, each with its statement; the values are clean amounts."""

    price: Candidate | None = None
    regular_price: Candidate | None = None
    currency: Candidate | None = None


def decide_prices(page: ProductPage, candidates: Sequence[Candidate]) -> Prices:
    """Decide price, old price and currency."""
    seen = _priced(candidates, "price", is_seen=True)
    told = _agreed(_priced(candidates, "price", is_seen=False) or _priced(candidates, "price_low", is_seen=False))
    shown = _shown_amounts(page) if told else {}
    price = _price(seen, told, shown, _priced(candidates, "regular_price", is_seen=True))
    if price is None:
        return Prices(currency=next(iter(of_field(candidates, "currency", seen=False)), None))
    regular = _regular(price, candidates, shown or _shown_amounts(page), bool(seen))
    currency = _currency(page, price, candidates)
    return Prices(_clean(price, currency, shown), _clean(regular, currency, shown) if regular else None, currency)


def _priced(candidates: Sequence[Candidate], field: str, *, is_seen: bool) -> list[Candidate]:
    return [one for one in of_field(candidates, field, seen=is_seen) if one.value.amount > 0]


def _agreed(told: list[Candidate]) -> list[Candidate]:
    """Order structured prices by what all sources of an amount weigh together."""
    doubts: dict[Decimal, float] = {}
    sources: set[tuple[Decimal, str]] = set()
    for one in told:
        if (one.value.amount, one.source) not in sources:
            sources.add((one.value.amount, one.source))
            doubts[one.value.amount] = doubts.get(one.value.amount, 1.0) * (1.0 - min(one.confidence, 0.97))
    first: dict[Decimal, Candidate] = {}
    for one in told:
        first.setdefault(one.value.amount, one)
    ordered = sorted(first, key=lambda amount: doubts[amount])
    return [replace(first[amount], confidence=round(1.0 - doubts[amount], 3)) for amount in ordered]


def _shown_amounts(page: ProductPage) -> dict[Decimal, Decimal]:
    """Return every amount of the page's text, with the decimals that it has there."""
    shown: dict[Decimal, Decimal] = {}
    for line in page.text.split("\n")[:_MOST_LINES]:
        if len(line) < 2_000 and any(letter.isdigit() for letter in line):
            for found in find_money(line, bare=True):
                shown.setdefault(found.money.amount, found.money.amount)
    return shown


def _price(
    seen: list[Candidate], told: list[Candidate], shown: dict[Decimal, Decimal], old: list[Candidate]
) -> Candidate | None:
    if seen and told:
        return _same(seen, told, old) or _either(seen[0], told[0], shown, old)
    best = next(iter(seen or told), None)
    if best is not None and told and shown and best.value.amount not in shown:
        return replace(best, confidence=best.confidence * 0.8)
    return best


def _same(seen: list[Candidate], told: list[Candidate], old: list[Candidate]) -> Candidate | None:
    """Return the likeliest visible price that the data tell too; a lesser one only when the data are about as sure."""
    struck = {one.value.amount for one in old}
    by_amount = {one.value.amount: one for one in told if one.value.amount not in struck}
    for place, one in enumerate(seen):
        other = by_amount.get(one.value.amount)
        if other is not None and (place == 0 or other.confidence >= seen[0].confidence - 0.25):
            sure = min(0.99, 1.0 - (1.0 - one.confidence) * (1.0 - other.confidence))
            return replace(one, value=_with_decimals(one.value, other.value), confidence=sure)
    return None


def _with_decimals(seen: Money, told: Money) -> Money:
    """Return the seen amount, with the two decimals that the data give a `$95`."""
    both_whole = seen.amount == seen.amount.to_integral_value() and int(seen.amount.as_tuple().exponent) == 0
    has_cents = (seen.currency or told.currency) not in {*locales.NO_DECIMALS, "TWD"}
    return (
        replace(seen, amount=told.amount)
        if both_whole and has_cents and int(told.amount.as_tuple().exponent) == -2
        else seen
    )


def _either(seen: Candidate, told: Candidate, shown: dict[Decimal, Decimal], old: list[Candidate]) -> Candidate:
    """Return one of two that differ: what the data tell must stand on the page, and not be the struck price."""
    if any(one.value.amount == told.value.amount for one in old):
        return seen
    if told.value.amount in shown:
        is_told = told.confidence >= seen.confidence - 0.1
        return told if is_told else replace(seen, confidence=seen.confidence * 0.8)
    return replace(seen, confidence=seen.confidence * 0.9) if seen.confidence >= _SURE_SIGHT else told


def _regular(
    price: Candidate, candidates: Sequence[Candidate], shown: dict[Decimal, Decimal], has_seen: bool
) -> Candidate | None:
    """Return the old price: as seen beside the price, or as told when the page shows it, or shows no price at all."""
    amount = price.value.amount
    for one in _priced(candidates, "regular_price", is_seen=True):
        if one.value.amount > amount:
            return one
    for one in _priced(candidates, "regular_price", is_seen=False):
        if amount < one.value.amount <= amount * 20 and (one.value.amount in shown or not has_seen):
            return one
    return None


def _currency(page: ProductPage, price: Candidate, candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the code or the unmistakable sign beside the price, the data's code, the sign's usual meaning, in turn."""
    money: Money = price.value
    beside = replace(price, field="currency", value=money.currency) if money.currency else None
    if beside is not None and (price.source != "visible" or not _is_shared(money.text)):
        return beside
    told = [one for one in of_field(candidates, "currency", seen=False) if one.value in locales.CODES]
    if told or beside is not None:
        return told[0] if told or beside is None else replace(beside, confidence=min(price.confidence, 0.7))
    for one in _priced(candidates, "price", is_seen=True) + _priced(candidates, "price", is_seen=False):
        if one.value.currency:
            return replace(one, field="currency", value=one.value.currency, confidence=one.confidence * 0.8)
    country = locales.country_of(page.url, page.language)
    local = locales.currency_of_country(country)
    return Candidate("currency", local, "visible", "html[lang], address", country or "", 0.35) if local else None


def _is_shared(text: str) -> bool:
    return re.sub(r"[\d.,'’\s\u00a0\u202f–—:-]", "", text) in {re.sub(r"\.", "", sign) for sign in _SHARED_SIGNS}


def _clean(one: Candidate, currency: Candidate | None, shown: dict[Decimal, Decimal]) -> Candidate:
    """Return the statement with a bare Decimal as the page shows it; a machine's 19.9 or 19.9000 is 19.90."""
    amount: Decimal = one.value.amount
    if one.source == "visible" or amount in shown:
        return replace(one, value=shown.get(amount, amount) if one.source != "visible" else amount)
    decimals = -int(amount.as_tuple().exponent)
    usual = 3 if currency and currency.value in locales.THREE_DECIMALS else 2
    if decimals == 1 or (decimals > usual and amount == round(amount, usual)):
        amount = amount.quantize(Decimal(1).scaleb(-usual))
    return replace(one, value=amount)
