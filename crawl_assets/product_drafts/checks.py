"""Asset checks of product drafts: what a person should look at. They need no database."""

from decimal import Decimal, InvalidOperation
from typing import Any

import dagster as dg

from crawl_assets.check_results import WARN, check_result
from crawl_assets.product_drafts.contract import OK
from crawl_assets.product_drafts.persisting import Persisted

ASSET = "product_drafts"
MOST_TIMES = 10  # that a price may be of the one before
TITLE, PRICE, PICTURE, JUMP = "has_a_title", "has_a_price", "has_a_picture", "price_is_near_the_last"
_TOLD = {
    TITLE: "The draft has a title.",
    PRICE: "The draft has a price above zero.",
    PICTURE: "The draft has a picture at least.",
    JUMP: f"The price is within {MOST_TIMES} times of the one before.",
}
OF_DRAFTS = tuple(dg.AssetCheckSpec(name, asset=ASSET, description=told) for name, told in _TOLD.items())


def of_draft(saved: Persisted) -> list[dg.AssetCheckResult]:
    """Return the results of OF_DRAFTS; a page without a product fails the first three."""
    found = problems(saved.payload, saved.last_price)
    return [
        check_result(found[name], WARN, 1)._replace(check_name=name, asset_key=dg.AssetKey(ASSET)) for name in _TOLD
    ]


def problems(payload: dict[str, Any], last_price: str | None) -> dict[str, list[str]]:
    """Return what is wrong with a result, by check."""
    found: dict[str, list[str]] = {name: [] for name in _TOLD}
    why = "" if payload.get("status") == OK else f": the result is {payload.get('status')}"
    price, last = _decimal(payload.get("price")), _decimal(last_price)
    if not payload.get("title"):
        found[TITLE].append(f"there is no title{why}")
    if price is None or price <= 0:
        found[PRICE].append(f"there is no price{why}" if price is None else f"the price is {price}")
    if not payload.get("images"):
        found[PICTURE].append(f"there is no picture{why}")
    if price and last and not last / MOST_TIMES <= price <= last * MOST_TIMES:
        found[JUMP].append(f"the price is {price}, and was {last} before")
    return found


def _decimal(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return None
