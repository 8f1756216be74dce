"""Values of schema.org properties as shops write them: text, number, object, list of objects, address of a word.

https://schema.org/Product and what it refers to. Keys without their vocabulary: `price`, not `schema:price`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from crawl_assets.product_drafts.extraction.locales import CODES, SIGNS, THREE_DECIMALS
from crawl_assets.product_drafts.extraction.money import Money, decimal_of, read_money, single_amount
from crawl_assets.product_drafts.extraction.product import AVAILABILITIES, Crumb, Property, Rating
from crawl_assets.product_drafts.extraction.texts import line, snippet

MOST_VALUES = 2_048  # of one property: variants (as many as Shopify allows a product), images, crumbs
_LARGEST = Decimal(10) ** 10
_CENT = Decimal("0.01")
_AVAILABILITY_OF = {name.lower(): name for name in AVAILABILITIES} | {
    "available": "InStock", "instocks": "InStock", "availableforsale": "InStock", "availablenow": "InStock",
    "availablefororder": "InStock", "instockonline": "InStock", "onstock": "InStock", "yes": "InStock",
    "true": "InStock", "1": "InStock", "instoreandonline": "InStock", "addtocart": "InStock", "orderable": "InStock",
    "lowstock": "LimitedAvailability", "limited": "LimitedAvailability", "fewleft": "LimitedAvailability",
    "limitedstock": "LimitedAvailability", "backordered": "BackOrder", "onbackorder": "BackOrder",
    "backorderable": "BackOrder", "availableonbackorder": "BackOrder", "preorders": "PreOrder",
    "comingsoon": "PreOrder",
    "pending": "PreOrder", "availableforpreorder": "PreOrder", "oos": "OutOfStock", "unavailable": "OutOfStock",
    "notavailable": "OutOfStock", "notinstock": "OutOfStock", "nostock": "OutOfStock",
    "currentlyunavailable": "OutOfStock",
    "temporarilyoutofstock": "OutOfStock", "false": "OutOfStock", "no": "OutOfStock", "soldoutonline": "SoldOut",
    "nolongeravailable": "Discontinued", "auflager": "InStock", "lieferbar": "InStock", "sofortlieferbar": "InStock",
    "verfügbar": "InStock", "enstock": "InStock", "disponible": "InStock", "disponibile": "InStock",
    "opvoorraad": "InStock", "ilager": "InStock", "agotado": "OutOfStock",
    "épuisé": "OutOfStock", "ausverkauft": "OutOfStock",
    "nichtverfügbar": "OutOfStock", "esaurito": "OutOfStock", "esgotado": "OutOfStock", "uitverkocht": "OutOfStock",
}  # fmt: skip


def first(node: Mapping[str, Any], *keys: str) -> Any:
    """Return the value of the first key that has one."""
    return next((value for key in keys if (value := node.get(key)) not in (None, "", [], {})), None)


def each(value: Any) -> Iterator[Any]:
    """Yield a value, or the values of a list, of lists in it and of a JSON-LD `@list`."""
    waiting, count = [value], 0
    while waiting and count < MOST_VALUES:
        one = waiting.pop()
        if isinstance(one, list | tuple):
            waiting.extend(reversed(one[:MOST_VALUES]))
        elif isinstance(one, Mapping) and isinstance(one.get("@list"), list):
            waiting.extend(reversed(one["@list"][:MOST_VALUES]))
        elif one is not None:
            count += 1
            yield one


def counted(variations: Sequence[Any]) -> str:
    """Return how many variations there are, as evidence, and whether more were cut off."""
    more = ", the rest is cut off" if len(variations) >= MOST_VALUES else ""
    return f"{len(variations)} variations{more}"


def currency(value: Any) -> str | None:
    """Return an ISO 4217 code, also for a sign that one currency alone has; None for anything else."""
    text = next((one for one in each(value) if isinstance(one, str)), "").strip()
    return text.upper() if text.upper() in CODES else SIGNS.get(text)


def amounts(value: Any, code: str | None) -> tuple[Money, ...]:
    """Return the amount that a price says, or the two ends of a range such as `100 - 200`; nothing for 0 and null."""
    value = next(each(value), None)
    if isinstance(value, Mapping):
        value = first(value, "@value", "value", "price")
    if isinstance(value, str) and len(value) > 100:
        return ()
    told: tuple[Money, ...] = ()
    one = _amount(value, code)
    if one is not None:
        own = read_money(value) if isinstance(value, str) and not code else ()
        told = (Money(one, code or (own[0].currency if own else None), snippet(value)),)
    elif isinstance(value, str):
        ends = read_money(value, currency_hint=code, bare=True)[:2]
        told = ends if len(ends) == 2 and ends[0].amount < ends[1].amount else ()
    return tuple(
        Money(tidy(money.amount, code), money.currency, money.text) for money in told if 0 < money.amount < _LARGEST
    )


def _amount(value: Any, code: str | None) -> Decimal | None:
    if isinstance(value, str) and re.fullmatch(r"\s*[1-9]\d{0,2}\.\d{3}\s*", value):
        return decimal_of(value.strip(), code)  # a text, so people wrote it: thousands
    return single_amount(value, code)


def tidy(amount: Decimal, code: str | None) -> Decimal:
    """Return an amount with the decimals that its currency has: 59.9 and 59.900000 are 59.90, 16.528926 is 16.53."""
    exponent = amount.as_tuple().exponent
    if (
        not isinstance(exponent, int)
        or exponent in (0, -2)
        or exponent > 0
        or (exponent == -3 and code in THREE_DECIMALS)
    ):
        return amount
    return amount.quantize(_CENT, ROUND_HALF_UP) if abs(amount) < _LARGEST else amount


def availability(value: Any) -> str | None:
    """Return the schema.org name of an availability: `https://schema.org/InStock`, `in stock`, `instock`, True."""
    value = next(each(value), None)
    if isinstance(value, Mapping):
        value = first(value, "@id", "@value", "name", "url")
    if isinstance(value, bool):
        return "InStock" if value else "OutOfStock"
    if not isinstance(value, str) or len(value) > 100:
        return None
    word = value.strip().rstrip("/").rpartition("/")[2].rpartition("#")[2].rpartition(":")[2]
    return _AVAILABILITY_OF.get(re.sub(r"[^\w]|_", "", word).lower())


def brand(value: Any) -> str | None:
    """Return the name of a brand or maker given as text, object or list."""
    for one in each(value):
        name = line(first(one, "name", "@value", "title", "legalName") if isinstance(one, Mapping) else one)
        if name and len(name) <= 100 and not name.startswith(("http://", "https://", "#")):
            return name
    return None


def images(value: Any, absolute: Callable[[str], str]) -> tuple[str, ...]:
    """Return the addresses of pictures given as text, ImageObject or list of both."""
    found: dict[str, None] = {}
    for one in each(value):
        address: Any = one
        if isinstance(one, Mapping):
            address = first(one, "contentUrl", "url", "@id", "@value", "src", "thumbnailUrl")
            address = next((inner for inner in each(address) if isinstance(inner, str)), None)
        if isinstance(address, str) and 0 < len(address) <= 2_000 and (link := absolute(address)):
            found[link] = None
    return tuple(found)


def number(value: Any) -> Decimal | None:
    """Return the number that a value begins with: 4.5, "4,5", "4.5 out of 5"; None for negative and absent ones."""
    value = next(each(value), None)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value) if 0 <= value < _LARGEST else None
    found = re.match(r"\s*(\d{1,9})(?:[.,](\d{1,9}))?(?![\d.,])", value) if isinstance(value, str) else None
    return Decimal(f"{found[1]}.{found[2] or 0}").normalize() + 0 if found else None


def count(value: Any) -> int | None:
    """Return a whole number: 1234, "1,234", "1 234 reviews"."""
    value = next(each(value), None)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return int(value) if 0 <= value < _LARGEST else None
    found = re.match(r"\D{0,20}(\d{1,3}(?:[.,\s]\d{3})+|\d{1,9})(?!\d)", value) if isinstance(value, str) else None
    return int(re.sub(r"\D", "", found[1])) if found else None


def rating(value: Any) -> Rating | None:
    """Return an AggregateRating; None when nobody has rated or the value lies outside its scale."""
    node = next((one for one in each(value) if isinstance(one, Mapping)), None)
    if node is None:
        return None
    stars, best = number(first(node, "ratingValue", "rating", "average")), number(first(node, "bestRating"))
    votes = count(first(node, "reviewCount", "ratingCount", "count"))
    if stars is None or stars == 0 or votes == 0 or (best is not None and stars > best):
        return None
    return Rating(stars, best, votes)


def properties(value: Any) -> tuple[Property, ...]:
    """Return the PropertyValues of an additionalProperty."""
    found = []
    for one in each(value):
        if not isinstance(one, Mapping):
            continue
        name = line(first(one, "name", "propertyID"))
        said = ", ".join(filter(None, (line(part) for part in each(first(one, "value", "@value")))))
        unit = line(first(one, "unitText"))
        if name and said:
            found.append(Property(name, f"{said} {unit}" if unit and not said.endswith(unit) else said))
    return tuple(found)


def crumbs(node: Mapping[str, Any], absolute: Callable[[str], str]) -> tuple[Crumb, ...]:
    """Return the steps of a BreadcrumbList in the order of their positions."""
    found: list[tuple[Decimal, Crumb]] = []
    for place, one in enumerate(each(first(node, "itemListElement"))):
        if not isinstance(one, Mapping):
            continue
        item = next(each(first(one, "item", "url")), None)
        inner = item if isinstance(item, Mapping) else {}
        name = line(first(one, "name")) or line(first(inner, "name"))
        address = item if isinstance(item, str) else first(inner, "@id", "url") or first(one, "@id")
        if name:
            position = number(first(one, "position"))
            link = absolute(address) if isinstance(address, str) else None
            found.append((Decimal(place) if position is None else position, Crumb(name, link or None)))
    return tuple(crumb for _, crumb in sorted(found, key=lambda one: one[0]))
