"""Which of a product's offers is the one that the page shows, and what it costs.

https://schema.org/Offer, AggregateOffer, PriceSpecification. Chosen: the offer that links to this very page (with its
`?variant=`), else the one with the product's own sku, else the first that can be bought, new before used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag

from crawl_assets.product_drafts.extraction.money import Money
from crawl_assets.product_drafts.extraction.schema_values import (
    MOST_VALUES,
    amounts,
    availability,
    currency,
    each,
    first,
)

_REGULAR = ("listprice", "msrp", "srp", "strikethroughprice", "regularprice", "suggestedretailprice", "invoiceprice")
_SALE = ("saleprice", "specialprice", "minimumadvertisedprice")
_NO_PRICE = ("delivery", "shipping", "paymentcharge", "deposit", "installment", "downpayment", "activationfee")
_BUYABLE = {"InStock", "LimitedAvailability", "OnlineOnly", "PreOrder", "PreSale", "BackOrder", "MadeToOrder"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer with what its price specifications say."""

    path: str
    node: Mapping[str, Any]
    price: Money | None = None
    regular_price: Money | None = None
    low: Money | None = None  # of a range
    high: Money | None = None
    currency: str | None = None
    availability: str | None = None
    is_sure: bool = True  # the price is this product's own, not one of several
    price_path: str = ""
    others: tuple["Offer", ...] = field(default=(), repr=False)  # all single offers of the product


def offers_of(value: Any, path: str, code: str | None) -> list[Offer]:
    """Return the single offers of a property `offers`, those within aggregate offers included."""
    return [read_offer(node, where, code) for node, where in _single(value, path)]


def chosen_offer(product: Mapping[str, Any], path: str, page_url: str) -> Offer | None:
    """Return the offer that the page shows, None when the product has none with a price, currency or availability."""
    value = first(product, "offers", "offer", "Offers", "offerDetails", "offerdetails")
    code = currency(first(product, "priceCurrency", "currency"))
    where = f"{path}.offers"
    singles = offers_of(value, where, code)
    total = next((one for one in each(value) if isinstance(one, Mapping) and _is_aggregate(one)), None)
    aggregate = read_offer(total, where, code) if total is not None else None
    if not singles:
        if aggregate is not None:
            return aggregate
        return read_offer(product, path, code) if first(product, "price", "priceSpecification") is not None else None
    chosen, is_sure = _choose(singles, product, page_url)
    told = [one.price for one in singles if one.price is not None and one.price.currency == (chosen.currency)]
    low, high = min(told, key=_amount, default=None), max(told, key=_amount, default=None)
    is_range = low is not None and high is not None and low.amount < high.amount
    return Offer(
        path=chosen.path,
        node=chosen.node,
        price=chosen.price or (aggregate.price if aggregate else None),
        regular_price=chosen.regular_price,
        low=chosen.low or (low if is_range else None),
        high=chosen.high or (high if is_range else None),
        currency=chosen.currency or (aggregate.currency if aggregate else None),
        availability=chosen.availability or (aggregate.availability if aggregate else None),
        is_sure=chosen.is_sure and (is_sure or not is_range),
        price_path=chosen.price_path or (aggregate.price_path if aggregate else ""),
        others=tuple(singles),
    )


def read_offer(node: Mapping[str, Any], path: str, code: str | None) -> Offer:
    """Read one offer: its price and price specifications, currency and availability."""
    code = currency(first(node, "priceCurrency", "pricecurrency", "currency")) or code
    price_path, prices = "", amounts(None, code)
    for key in ("price", "lowPrice", "lowprice", "highPrice"):
        if prices := amounts(node.get(key), code):
            price_path = f"{path}.{key}"
            break
    low, high = amounts(first(node, "lowPrice", "lowprice"), code), amounts(first(node, "highPrice", "highprice"), code)
    ends = [low[0], high[-1]] if low and high else list(prices) if len(prices) == 2 else []
    price = prices[0] if prices else None
    regular: Money | None = None
    for place, spec in enumerate(each(first(node, "priceSpecification", "priceSpecifications"))):
        if not isinstance(spec, Mapping):
            continue
        role, money = _specified(spec, code)
        code = code or (money.currency if money else None)
        if money is None or role == "":
            continue
        if role == "regular":
            regular = regular or money
        elif price is None or (role == "sale" and money.amount < price.amount):
            price, price_path = money, f"{path}.priceSpecification[{place}].price"
    if price is not None and regular is not None and regular.amount <= price.amount:
        regular = None
    is_range = len(ends) == 2 and ends[0].amount < ends[1].amount
    return Offer(
        path, node, price, regular, ends[0] if is_range else None, ends[1] if is_range else None,
        code or (price.currency if price else None), availability(first(node, "availability", "Availability")),
        is_sure=not is_range, price_path=price_path,
    )  # fmt: skip


def _single(value: Any, path: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    count = 0
    whole = isinstance(value, list | tuple)
    for place, one in enumerate(each(value)):
        if not isinstance(one, Mapping):
            continue
        where = f"{path}[{place}]" if whole else path
        inner = first(one, "offers", "offer") if _is_aggregate(one) else None
        nodes = [(two, f"{where}.offers[{spot}]") for spot, two in enumerate(each(inner)) if isinstance(two, Mapping)]
        for node, at in nodes or ([] if _is_aggregate(one) else [(one, where)]):
            if count < MOST_VALUES and not _is_lease(node):
                count += 1
                yield node, at


def _choose(offers: list[Offer], product: Mapping[str, Any], page_url: str) -> tuple[Offer, bool]:
    page, skus = _address(page_url), {str(one) for one in each(product.get("sku")) if isinstance(one, str | int)}
    here = [one for one in offers if page and _address(first(one.node, "url", "@id")) == page]
    if len(here) == 1:
        return here[0], True
    if len(offers) == 1:
        return offers[0], True
    own = [
        one for one in offers if skus & {str(sku) for sku in each(one.node.get("sku")) if isinstance(sku, str | int)}
    ]
    if len(own) == 1:
        return own[0], True
    public = [one for one in offers if not _is_for_business(one.node)] or offers
    if len(public) == 1:
        return public[0], True
    new = [one for one in public if not _is_used(one.node)] or public
    priced = [one for one in new if one.price is not None] or new
    return next((one for one in priced if one.availability in _BUYABLE), priced[0]), False


def _specified(spec: Mapping[str, Any], code: str | None) -> tuple[str, Money | None]:
    """Return the role of a price specification (price, sale, regular, '' for none of these) and its amount."""
    kind = "".join(_words(spec, "priceType", "@type", "name", "description"))
    found = amounts(first(spec, "price", "minPrice"), currency(first(spec, "priceCurrency")) or code)
    if (
        not found
        or any(word in kind for word in _NO_PRICE)
        or first(spec, "validForMemberTier", "membershipPointsEarned")
    ):
        return "", None
    if any(word in kind for word in _REGULAR):
        return "regular", found[0]
    if any(word in kind for word in _SALE):
        return "sale", found[0]
    quantity = first(spec, "referenceQuantity")
    if isinstance(quantity, Mapping) or first(spec, "unitText", "unitCode") is not None:
        return "", None  # the price of a kilogram or a litre
    return "price", found[0]


def _words(node: Mapping[str, Any], *keys: str) -> list[str]:
    return [
        "".join(one.split()).rpartition("/")[2].lower()[:200]
        for key in keys
        for one in each(node.get(key))
        if isinstance(one, str)
    ]


def _is_aggregate(node: Mapping[str, Any]) -> bool:
    return any("aggregateoffer" in one for one in _words(node, "@type")) or (
        "price" not in node and first(node, "lowPrice", "lowprice") is not None
    )


def _is_used(node: Mapping[str, Any]) -> bool:
    return any(one.startswith(("used", "refurbished", "damaged")) for one in _words(node, "itemCondition"))


def _is_for_business(node: Mapping[str, Any]) -> bool:
    """Tell a price without value-added tax, which companies see."""
    customer = node.get("eligibleCustomerType")
    kind = customer.get("@id") or customer.get("name") if isinstance(customer, Mapping) else customer
    words = "".join(_words({"kind": kind, "name": node.get("name")}, "kind", "name"))
    return words.startswith("business") or "excl.vat" in words or "exvat" in words or "exkl.moms" in words


def _is_lease(node: Mapping[str, Any]) -> bool:
    return any("leaseout" in one for one in _words(node, "businessFunction"))


def _address(value: Any) -> str:
    text = next((one for one in each(value) if isinstance(one, str)), "").strip()[:2_000]
    return (
        urldefrag(text)[0]
        .removeprefix("https:")
        .removeprefix("http:")
        .removeprefix("//")
        .removeprefix("www.")
        .rstrip("/")
    )


def _amount(money: Money) -> Any:
    return money.amount
