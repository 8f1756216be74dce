"""What an activity costs: `free`, `from $12`, `Adults $25, children $15, under 3s free`. Decimal, never float."""

import re
from dataclasses import dataclass
from decimal import Decimal

from crawl_assets.activities.records import Price

_SYMBOLS = {
    "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "US$": "USD", "C$": "CAD", "CA$": "CAD", "S$": "SGD", "HK$": "HKD",
    "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "zł": "PLN", "₩": "KRW",
}  # fmt: skip
_CODES = "AED|AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HKD|INR|JPY|KRW|MXN|MYR|NOK|NZD|PLN|SEK|SGD|USD|ZAR"
_SIGN = rf"(?:(?:A|AU|NZ|US|C|CA|S|HK|R)?\$|€|£|¥|₹|₩|zł|\b(?:{_CODES})\b)"
_AMOUNT = r"\d{1,3}(?:[ ,.]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
_MONEY = re.compile(rf"(?P<before>{_SIGN})?\s*(?P<amount>{_AMOUNT})\s*(?P<after>{_SIGN})?", re.I)
_FREE = re.compile(
    r"\b(free|no charge|no cost|complimentary|gratis|kostenlos|gratuit)\b(?!\s*(parking|wi-?fi|range))", re.I
)
_FROM = re.compile(r"\b(from|starting at|starts at|starting from)\s*$|^\s*from\b", re.I)
_UP_TO = re.compile(r"\b(up to|max(imum)?|no more than)\s*:?\s*$", re.I)
_NO_PRICE_BEFORE = re.compile(r"\b(save|parking|deposit|bond|ages?|aged|under|over|fee of|booking fee)\s*:?\s*$", re.I)
_NO_PRICE_AFTER = re.compile(
    r"^\s*(off|discount|%|years?|yrs?|months?|mins?|minutes?|hours?|hrs?|days?|weeks?|sessions?|people|kids|children"
    r"|adults|classes|parking|deposit|booking fee|\+|(st|nd|rd|th|s|am|pm)\b)",
    re.I,
)
_OFF = re.compile(r"\s*(off|discount|%|parking|deposit|booking fee)", re.I)
_SPAN = re.compile(r"^\s*(-|–|—|to)\s*$", re.I)
_DONATION = re.compile(r"\bdonation\b", re.I)
_AGES = re.compile(r"\b(ages?|aged|years?)\b", re.I)
MOST = Decimal(100_000)  # more is no price of an outing


@dataclass(frozen=True, slots=True)
class ReadPrice:
    """A price and what people should know of it."""

    price: Price | None
    flags: tuple[str, ...] = ()


def read_price(text: str, currency: str | None = None) -> ReadPrice:
    """Read a price; `currency` is that of the country, for a bare `$` or number.

    One amount is least and most; several are the least and the most of them, with 0 where some come in free. `from`
    leaves the most open, `up to` the least.
    """
    amounts: list[Decimal] = []
    currencies: set[str] = set()
    is_open = is_up_to = False
    for found in _amounts(text):
        amounts.append(_decimal(found["amount"]))
        sign = found["before"] or found["after"]
        if sign and (named := _currency(sign)):
            currencies.add(named)
        before = text[: found.start()]
        is_open |= _FROM.search(before) is not None
        is_up_to |= _UP_TO.search(before) is not None
    is_free_for_some = _FREE.search(text) is not None
    if is_free_for_some and not any(amounts):
        return ReadPrice(Price("0.00", "0.00", None, True))
    if not amounts:
        return ReadPrice(None, ("by donation",) if _DONATION.search(text) else ())
    if len(currencies) > 1:
        return ReadPrice(None, (f"prices in several currencies: {', '.join(sorted(currencies))}",))
    named = next(iter(currencies), currency)
    least, most = min(amounts), max(amounts)
    if is_free_for_some:
        least = Decimal(0)
    return ReadPrice(
        Price(
            min=None if is_up_to and len(amounts) == 1 and not is_free_for_some else _text(least),
            max=None if is_open and len(amounts) == 1 else _text(most),
            currency=named if most else None,
            is_free=most == 0 and not is_open,
        )
    )


def _amounts(text: str) -> list[re.Match[str]]:
    """Return the amounts that are prices: those with a currency, a number alone, and both ends of a span."""
    found = [one for one in _MONEY.finditer(text) if not _is_other(text, one)]
    signed = [one for one in found if one["before"] or one["after"]]
    if not signed and _AGES.search(text):
        return []
    if not signed:  # `15`, `3.50-5.00`, `Adult 6; Child 3`
        return found if len(found) <= 2 or ";" in text else []
    kept = list(signed)
    for at, one in enumerate(found):
        if one not in signed:
            near = [other for other in found[max(0, at - 1) : at + 2] if other in signed]
            if any(_SPAN.match(text[min(one.end(), other.end()) : max(one.start(), other.start())]) for other in near):
                kept.append(one)
    return kept


def _is_other(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()], text[found.end() :]
    has_sign = bool(found["before"] or found["after"])
    is_other = _NO_PRICE_BEFORE.search(before) or (_OFF if has_sign else _NO_PRICE_AFTER).match(after)
    return bool(is_other) or _decimal(found["amount"]) > MOST


def _decimal(text: str) -> Decimal:
    """Read `1,299.00`, `1.299,00`, `8,50` and `1 200`: a group of three digits is thousands, fewer are hundredths."""
    bare = text.replace(" ", "")
    mark = re.search(r"[.,](\d{1,2})$", bare)
    whole = re.sub(r"[.,]", "", bare[: mark.start()] if mark else bare)
    return Decimal(f"{whole}.{mark[1]}" if mark else whole)


def _currency(sign: str) -> str | None:
    upper = sign.upper()
    return upper if re.fullmatch(_CODES, upper) else _SYMBOLS.get(upper) or _SYMBOLS.get(sign)


def _text(amount: Decimal) -> str:
    return f"{amount:.2f}"
