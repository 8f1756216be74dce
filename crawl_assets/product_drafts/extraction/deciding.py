"""One product out of all statements: rules a field, each result with its evidence."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from crawl_assets.product_drafts.extraction.candidates import Candidate, ProductNode
from crawl_assets.product_drafts.extraction.deciding_prices import decide_prices
from crawl_assets.product_drafts.extraction.deciding_stock import decide_availability
from crawl_assets.product_drafts.extraction.images import merged_images, picture
from crawl_assets.product_drafts.extraction.own_candidates import of_field, own_candidates
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.product import Evidence, Product, Rating
from crawl_assets.product_drafts.extraction.visible_titles import likeness, tokens

_SURE_HEADING = 0.75
_WEIGHT = {"name": 3.0, "price": 4.0, "availability": 2.0, "currency": 1.0}  # in the confidence of the whole


def decide(page: ProductPage, nodes: Sequence[ProductNode], candidates: Sequence[Candidate]) -> Product:
    """Return the product of the page. What nobody states stays None."""
    own = own_candidates(nodes, candidates)
    prices = decide_prices(page, own)
    chosen: dict[str, Candidate | None] = {
        "name": _name(own),
        "price": prices.price,
        "regular_price": prices.regular_price,
        "currency": prices.currency,
        "availability": decide_availability(own),
        "sku": _code(page, own, "sku"),
        "mpn": _code(page, own, "mpn"),
        "gtin": _agreed(own, "gtin"),
        "brand": _agreed(own, "brand"),
        "description": _description(own),
        "images": _images(own),
        "rating": _rating(own),
        "breadcrumbs": _breadcrumbs(own),
        "properties": _longest(own, "properties"),
        "variations": _longest(own, "variations"),
    }
    chosen["main_image"] = _main_image(own, chosen["images"])
    values = {field: one.value for field, one in chosen.items() if one is not None}
    evidence = {
        field: Evidence(one.source, one.path, one.snippet[:200], round(one.confidence, 3))
        for field, one in chosen.items()
        if one is not None
    }
    return Product(url=_url(page, own), confidence=_confidence(evidence), evidence=evidence, **values)


def _name(own: list[Candidate]) -> Candidate | None:
    """Return the heading; without a sure one, the structured name that the title agrees with."""
    seen, told = of_field(own, "name", seen=True), of_field(own, "name", seen=False)
    heading = next((one for one in seen if one.path != "head > title"), None)
    if heading is not None and heading.confidence >= _SURE_HEADING * 0.9:
        supported = any(likeness(heading.value, one.value) > 0.5 for one in told)
        return replace(heading, confidence=0.97 if supported else heading.confidence)
    if told:
        best = told[0]
        if heading is not None and likeness(heading.value, best.value) > 0.6:
            return heading
        return best
    return heading or next(iter(seen), None)


def _agreed(own: list[Candidate], field: str) -> Candidate | None:
    """Return the value that all sources together are surest of; the first of its spellings."""
    doubts: dict[str, float] = {}
    counted: set[tuple[str, str]] = set()
    first: dict[str, Candidate] = {}
    for one in of_field(own, field):
        key = _key(one.value)
        if not key:
            continue
        first.setdefault(key, one)
        if (key, one.source) not in counted:
            counted.add((key, one.source))
            doubts[key] = doubts.get(key, 1.0) * (1.0 - min(one.confidence, 0.97))
    if not doubts:
        return None
    best = min(doubts, key=lambda key: doubts[key])
    return replace(first[best], confidence=round(1.0 - doubts[best], 3))


def _key(value: Any) -> str:
    return re.sub(r"[\W_]+", "", str(value).lower())


def _code(page: ProductPage, own: list[Candidate], field: str) -> Candidate | None:
    """Return a code; one that a reader sees counts more than one that only data hold."""
    weighed = []
    for one in of_field(own, field):
        is_shown = one.source == "visible" or _stands_in(page.text, str(one.value))
        weighed.append(replace(one, confidence=min(0.97, one.confidence + 0.12) if is_shown else one.confidence * 0.85))
    return _agreed(weighed, field)


def _stands_in(text: str, value: str) -> bool:
    place = text.find(value)
    while place >= 0:
        after = text[place + len(value) : place + len(value) + 1]
        if not (place and text[place - 1].isalnum()) and not after.isalnum():
            return True
        place = text.find(value, place + len(value)) if place < 1_000_000 else -1
    return False


def _description(own: list[Candidate]) -> Candidate | None:
    """Return the text that a reader sees when it is sure, or holds what the data tell; else the longest of the data."""
    seen = of_field(own, "description", seen=True)
    told = [one for one in of_field(own, "description", seen=False) if one.source != "opengraph"]
    short = [one for one in of_field(own, "description", seen=False) if one.source == "opengraph"]
    best = max(told, key=lambda one: (one.confidence > 0.4, len(one.value)), default=None)
    if best is None:
        return next(iter(seen), None) or next(iter(short), None)
    for one in seen:
        if _share(best.value, one.value) > 0.6 and len(one.value) < 6 * len(best.value) + 400:
            return replace(one, confidence=min(0.97, one.confidence + 0.2))
    if seen and seen[0].confidence > 0.7 and len(best.value) < 100 <= len(seen[0].value):
        return seen[0]
    return best


def _share(short: str, long: str) -> float:
    words = tokens(short[:2_000])
    return len(words & tokens(long)) / len(words) if words else 0.0


def _images(own: list[Candidate]) -> Candidate | None:
    """Return the pictures of the data and those of the gallery, one a picture; a doubtful gallery only without data."""
    told = [one for one in of_field(own, "images", seen=False) if one.source != "opengraph"]
    seen = of_field(own, "images", seen=True)
    head = [
        one for one in of_field(own, "images", seen=False) if one.source == "opengraph" and not (seen and _is_logo(one))
    ]
    best = max(told, key=lambda one: len(one.value) * one.confidence, default=None) or next(iter(head), None)
    if best is None:
        return next(iter(seen), None)
    if seen and seen[0].confidence > 0.6:
        together = merged_images([*best.value, *seen[0].value])
        return replace(best if len(best.value) > 1 else seen[0], value=together)
    return best


def _main_image(own: list[Candidate], images: Candidate | None) -> Candidate | None:
    """Return the first structured picture, in the largest size that was found of it."""
    seen = of_field(own, "main_image", seen=True)
    told = [one for one in of_field(own, "main_image", seen=False) if not (seen and _is_logo(one))] or seen
    if images is None:
        return next(iter(told), None)
    if not told:
        return replace(images, field="main_image", value=images.value[0])
    wanted = picture(told[0].value)[0]
    larger = next((url for url in images.value if picture(url)[0] == wanted), told[0].value)
    return replace(told[0], value=larger)


def _is_logo(one: Candidate) -> bool:
    """Whether a page's picture for social networks is the shop's own by its name."""
    first = one.value[0] if isinstance(one.value, tuple) else one.value
    return one.source == "opengraph" and bool(
        re.search(r"logo|share|social|default|og-?image", first.rpartition("/")[2], re.I)
    )


def _rating(own: list[Candidate]) -> Candidate | None:
    """Return the structured rating, else the visible one; a count told elsewhere fills a missing one."""
    best = next(iter(of_field(own, "rating", seen=False)), None) or next(iter(of_field(own, "rating", seen=True)), None)
    counts = of_field(own, "review_count")
    if best is None:
        return None
    rating: Rating = best.value
    if rating.value is None or rating.value <= 0:
        return None
    if rating.count is None and counts:
        rating = replace(rating, count=int(counts[0].value))
    return replace(best, value=rating)


def _breadcrumbs(own: list[Candidate]) -> Candidate | None:
    seen = [one for one in of_field(own, "breadcrumbs", seen=True) if len(one.value) > 1]
    return next(iter(seen), None) or next(iter(of_field(own, "breadcrumbs")), None)


def _longest(own: list[Candidate], field: str) -> Candidate | None:
    found = of_field(own, field)
    return max(found, key=lambda one: (one.confidence > 0.3, len(one.value)), default=None)


def _url(page: ProductPage, own: list[Candidate]) -> str:
    if page.url:
        return page.url
    told = of_field(own, "url")
    return str(told[0].value) if told else ""


def _confidence(evidence: dict[str, Evidence]) -> float:
    """Return 0 to 1: name, price, availability and currency by their weight; what is missing counts as nothing."""
    total = sum(_WEIGHT.values())
    sure = sum(weight * evidence[field].confidence for field, weight in _WEIGHT.items() if field in evidence)
    return round(sure / total, 3)
