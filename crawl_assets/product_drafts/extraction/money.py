"""Amounts of money as a page writes them. Decimal only.

`read_money` finds all amounts of a text; `money_roles` tells what each of them is.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from crawl_assets.product_drafts.extraction import locales

_SPACE = " \u00a0\u202f\u2009"
# 1,299.00  1.299,00  1 299,00  1'299.00  12,99,000.00  1299  0.5  .99  119. 95
_NUMBER = (
    rf"\d{{1,3}}(?:['’.{_SPACE}]\d{{3}})+(?:[.,]\s?\d{{1,2}})?(?!\d)"
    r"|\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\s?\d{1,2})?(?!\d)"
    r"|\d+(?:[.,]\s|\s[.,])\d\d(?![\d.,%])"
    r"|\d+(?:[.,]\d+)?"
    r"|\.\d\d(?!\d)"
)
_SIGN = "|".join(
    (rf"(?<![^\W\d_]){re.escape(sign)}" if sign[0].isalpha() and sign[0].isascii() else re.escape(sign))
    + (r"(?![^\W\d_])" if sign[-1].isalpha() else "")
    for sign in sorted([*locales.SIGNS, *locales.SHARED], key=len, reverse=True)
)
_CODE = "|".join(sorted(locales.CODES))
_BEFORE = rf"(?<![^\W_])(?:{_CODE})(?![^\W\d_])|{_SIGN}"
_AFTER = rf"(?<![^\W\d_])(?:{_CODE})(?![^\W_])|{_SIGN}"
_NO_CENTS = r"(?:[.,]\s?[-–—]{1,2}|:-|[-–—]{2})"  # 12,-  12.–  12:-
_AMOUNT = re.compile(
    rf"(?P<before>{_BEFORE})?(?P<gap>[{_SPACE}:]{{0,3}})(?<!\d)(?<!\d[.,])(?P<number>{_NUMBER})"
    rf"(?P<none>{_NO_CENTS})?(?:[{_SPACE}]{{0,2}}(?P<after>{_AFTER})(?P<cents>\d\d(?!\d|[.,]\d))?)?"
)
_NEXT = re.compile(rf"[{_SPACE}]{{0,2}}(?:{_NUMBER})(?:{_NO_CENTS})?[{_SPACE}]{{0,2}}(?P<sign>{_AFTER})?")
_CLEAN = re.compile(rf"[{_SPACE}'’]")
_ENDS = re.compile(r"^[^\d.,-]*([\d][\d.,'’\s\u00a0\u202f]*|[.,]\d+)\s*(?:[.,]?[-–—]{1,2})?[^\d]*$")
LONGEST = 20_000  # letters that are searched for amounts
MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with as many decimals as the page shows."""

    amount: Decimal
    currency: str | None  # ISO 4217, None when the text does not tell
    text: str  # the page's own words


@dataclass(frozen=True, slots=True)
class Found:
    """An amount within a text."""

    money: Money
    start: int
    end: int
    is_priced: bool  # it stands with a currency, not alone


def read_money(
    text: str, *, currency_hint: str | None = None, locale_hint: str | None = None, bare: bool = False
) -> tuple[Money, ...]:
    """Return the amounts of a text in order; with `bare`, also those without a currency beside them.

    `currency_hint` is the currency of amounts whose own text tells none; `locale_hint` is an ISO 3166 country.
    """
    found = find_money(text, country=locale_hint, bare=bare)
    return tuple(
        one.money if one.money.currency or not currency_hint else Money(one.money.amount, currency_hint, one.money.text)
        for one in found
    )


def find_money(text: str, *, country: str | None = None, bare: bool = False) -> list[Found]:
    """Return the amounts of a text with their places. An amount doubled for screen readers stays two amounts."""
    text = text[:LONGEST]
    found: list[Found] = []
    place = 0
    while match := _AMOUNT.search(text, place):
        before, after, number, end = match["before"], match["after"], match["number"], match.end()
        if after and _belongs_to_the_next(text, match):
            end, after = match.start("after"), None
        elif match["cents"] and match.end("number") == match.start("after"):
            number = f"{number}.{match['cents']}"  # 19€99
        place = max(end, match.start() + 1)
        if not before and not after and not bare:
            continue
        currency = _currency(before, after, country)
        amount = decimal_of(number, currency)
        if amount is not None:
            shown = text[match.start() : end].strip(f"{_SPACE}:")
            is_priced = bool(before or after or match["none"])
            found.append(Found(Money(amount, currency, shown), match.start(), end, is_priced))
    return found


def _belongs_to_the_next(text: str, match: re.Match[str]) -> bool:
    """Whether the sign after a number is the one before the following number: 12 $30, $19.99$19.99."""
    if (
        match["cents"]
        and not match["before"]
        and match["number"].isdigit()
        and match.end("number") == match.start("after")
    ):
        return False
    following = _NEXT.match(text, match.end("after"))
    return following is not None and (match["before"] is not None or following["sign"] != match["after"])


def _currency(before: str | None, after: str | None, country: str | None) -> str | None:
    """Return what the signs beside an amount mean; in `$12.00 CAD` the code says which dollar."""
    if before and after and after.strip().upper() in locales.CODES:
        before = None
    first = locales.currency_of_sign(before, country) if before else None
    return first or (locales.currency_of_sign(after, country) if after else None)


def decimal_of(number: str, currency: str | None = None) -> Decimal | None:
    """Return what digits with separators mean: 1.299,00 and 1,299.00 and 12,99,000.00 and 1 299 alike.

    A single separator before three digits is one of thousands, but after a leading 0 (0.999) and in a currency with
    three decimals (KWD 1.250). None for what is no number.
    """
    text = _CLEAN.sub("", number)
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        decimal_mark = "." if text.rindex(".") > text.rindex(",") else ","
        if text.count(decimal_mark) > 1:
            decimal_mark = ""
    elif dots + commas == 1:
        mark = "." if dots else ","
        whole, _, rest = text.partition(mark)
        is_thousands = len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
        decimal_mark = "" if is_thousands and currency not in locales.THREE_DECIMALS else mark
    else:
        mark = "." if dots else ","
        decimal_mark = mark if dots + commas > 1 and len(text.rpartition(mark)[2]) < 3 else ""  # 1.299.90
        if decimal_mark:
            text = text[: text.rindex(mark)].replace(mark, "") + text[text.rindex(mark) :]
    for mark in ".,":
        if mark != decimal_mark:
            text = text.replace(mark, "")
    text = text.replace(decimal_mark, ".") if decimal_mark else text
    if not text or len(text) > MOST_DIGITS + 3:
        return None
    try:
        return Decimal(f"0{text}" if text.startswith(".") else text)
    except InvalidOperation:
        return None


def single_amount(value: object, currency: str | None = None) -> Decimal | None:
    """Return the one amount that a value of structured data holds: 1299, "1299.00", "1.299,00 €", "from $5".

    None for null, "None", "", a range ("100 - 200"), words, negative numbers and numbers that are no prices.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | Decimal):
        value = str(value)
    elif isinstance(value, float):
        value = f"{value:.4f}".rstrip("0").rstrip(".") if abs(value) < 1e12 else ""
    if not isinstance(value, str) or len(value) > 100:
        return None
    text = value.strip()
    if re.fullmatch(r"\d+\.\d+", text):  # a machine's number: the dot is the decimal mark
        return Decimal(text) if len(text) <= MOST_DIGITS + 6 else None
    if re.match(r"^[-−–]", text):
        return None
    found = _ENDS.match(text)
    return decimal_of(found[1].strip().rstrip(".,"), currency) if found else None
