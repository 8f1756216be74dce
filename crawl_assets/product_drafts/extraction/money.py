"""Amounts of money as a page writes them. Decimal only."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with as many decimals as the page shows."""

    amount: Decimal
    currency: str | None  # ISO 4217, None when the text does not tell
    text: str  # the page's own words
