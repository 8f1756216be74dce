"""Numbers and codes of products: GTIN with its check digit, ISBN, and what a shop's own sku or mpn may be."""

import re
from typing import Any

LONGEST_CODE = 64  # letters of a sku or mpn
_GTIN_LENGTHS = (8, 12, 13, 14)
_SEPARATORS = re.compile(r"[\s\u00a0-]+")
_CODE = re.compile(r"[^\s<>{}\"|\\^`]+(?: [^\s<>{}\"|\\^`]+){0,5}")
_NO_CODE = {
    "", "-", "--", "n/a", "na", "none", "null", "undefined", "false", "true", "nan", "sku", "mpn", "unknown", "tbd",
    "does not apply",
    "n.a.", "n. a.", "n.v.", "n. v.", "k.a.", "k. a.", "n/d", "n.d.", "tba",
    "default", "not available", "not applicable", "nil", "0", "[object object]",
}  # fmt: skip
_PRODUCT_ID = re.compile(
    r"(sku|mpn|gtin(?:8|1[234])?|ean(?:8|13)?|upc|isbn|asin)\s*:\s*(.+)", re.IGNORECASE | re.DOTALL
)


def gtin(value: Any) -> str | None:
    """Return the digits of a GTIN-8, 12, 13 or 14 or of an ISBN, None when length or check digit are wrong.

    An ISBN-10 becomes its 13 digits. https://ref.gs1.org/standards/genspecs/ section 7.9, ISO 2108.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    digits = _SEPARATORS.sub("", str(value)[:LONGEST_CODE]).upper().removeprefix("ISBN").lstrip(":")
    if re.fullmatch(r"\d{9}[\dX]", digits, re.ASCII):
        return _of_isbn10(digits)
    if not re.fullmatch(r"\d{8,14}", digits, re.ASCII) or len(digits) not in _GTIN_LENGTHS or len(set(digits)) == 1:
        return None
    return digits if _check_digit(digits[:-1]) == digits[-1] else None


def code(value: Any) -> str | None:
    """Return a sku, mpn or the like as written, None for words that mean none and for what is no code."""
    if isinstance(value, list | tuple):
        return next((found for one in value[:5] if (found := code(one))), None)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = " ".join(str(value)[: LONGEST_CODE * 2].split())
    if text.lower() in _NO_CODE or len(text) > LONGEST_CODE or "{{" in text or not _CODE.fullmatch(text):
        return None
    return None if text.startswith(("http://", "https://")) else text


def product_id(value: Any) -> tuple[str, str] | None:
    """Return kind and value of a schema.org productID such as `sku:123` or `isbn:0-306-40615-2`.

    The kind is sku, mpn, gtin or, when the text names none or an unknown one, id.
    """
    text = code(value)
    if text is None:
        return None
    named = _PRODUCT_ID.fullmatch(text)
    if named is None:
        return ("id", text) if ":" not in text else None
    kind = named[1].lower()
    if kind in ("sku", "mpn"):
        return kind, named[2].strip()
    found = gtin(named[2])
    return ("gtin", found) if found else None


def _check_digit(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _of_isbn10(digits: str) -> str | None:
    total = sum((10 - place) * (10 if digit == "X" else int(digit)) for place, digit in enumerate(digits))
    return None if total % 11 else f"978{digits[:9]}{_check_digit('978' + digits[:9])}"
