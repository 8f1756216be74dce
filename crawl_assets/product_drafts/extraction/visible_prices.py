"""The price that a reader sees, and the old one beside it."""

import re
from decimal import Decimal

from crawl_assets.product_drafts.extraction import shop_words as words
from crawl_assets.product_drafts.extraction.candidates import Candidate
from crawl_assets.product_drafts.extraction.visible_price_spots import LINE, USABLE, PriceSpot, price_spots
from crawl_assets.product_drafts.extraction.visible_scene import Scene
from crawl_assets.product_drafts.extraction.visible_spots import path_of

_LEAST_SCORE = 2.0  # of a price; below is some amount
_SURE_SCORE = 6.0  # from here on an amount is the price whatever else is said
_ALTERNATIVES = 4
_NEAR = 700  # letters between a price and its old price
_BESIDE = 90  # letters between two prices that belong together
_EQUAL = 0.6  # scores so close are equal
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,2})\s?%")
_MOST_TIMES = 20  # an old price is at most so many times the price

_MOST_TAX = Decimal("1.35")  # a price with tax is at most so many times the net one


def price_candidates(scene: Scene) -> list[Candidate]:
    """Return price, old price and range, the likeliest first."""
    spots = price_spots(scene)
    current = _current(scene, spots)
    if current is None or current.score < _LEAST_SCORE or (current.score < _SURE_SCORE and _is_on_request(scene)):
        return []
    confidence = max(0.2, min(0.95, 0.45 + current.score * 0.05))
    found = [_candidate("price", current, confidence)]
    if (regular := _regular(scene, spots, current)) is not None:
        found.append(_candidate("regular_price", regular, min(confidence, 0.85 if regular.is_marked_old else 0.7)))
    if current.role == "low":
        found.append(_candidate("price_low", current, confidence))
        upper = [one for one in spots if one.role == "high" and abs(one.spot.place - current.spot.place) < 40]
        found += [_candidate("price_high", one, confidence) for one in upper[:1]]
    if current.money.currency:
        found.append(_candidate("currency", current, confidence))
    others = sorted((one for one in spots if one.role in USABLE and not one.is_marked_old), key=lambda one: -one.score)
    told = {current.money.amount}
    for one in others:
        if one.money.amount not in told and len(told) <= _ALTERNATIVES and one.score > 0:
            told.add(one.money.amount)
            found.append(_candidate("price", one, max(0.1, min(confidence - 0.1, 0.3 + one.score * 0.04))))
    return found


def _is_on_request(scene: Scene) -> bool:
    """Whether the page says "price on request" near its title."""
    first = scene.title.offset if scene.title else 0
    return any(
        spot.is_usable
        and spot.text
        and spot.length <= LINE
        and abs(spot.offset - first) < _NEAR
        and words.ON_REQUEST.search(spot.text)
        for spot in scene.spots
    )


def _current(scene: Scene, spots: list[PriceSpot]) -> PriceSpot | None:
    """Return the likeliest price; of equals the first. Of two side by side the lower is paid, and the one with tax."""
    usable = [one for one in spots if one.role in USABLE and one.score >= _LEAST_SCORE]
    if not any(not one.is_marked_old for one in usable):
        usable = [one for one in spots if one.role in (*USABLE, "unit", "regular") and not one.spot.is_struck]
    if not usable:
        return None
    highest = max(one.score for one in usable)
    best = next(one for one in usable if one.score >= highest - _EQUAL)
    gross = [
        one
        for one in usable
        if best.role == "net"
        and one.role == "price"
        and not one.is_marked_old
        and _is_near(one, best, 120)
        and best.money.amount < one.money.amount <= best.money.amount * _MOST_TAX
    ]
    if gross:
        return gross[0]
    lower = [
        one
        for one in usable
        if best.role == "price" == one.role
        and one.money.amount < best.money.amount
        and not one.is_marked_old
        and one.score > best.score - 1.5
        and _is_near(one, best, _BESIDE)
    ]
    for one in lower:
        if (
            one.line == best.line and one.money.amount * 5 > best.money.amount and not best.is_marked_old
        ) or _is_reduced(scene, one, best):
            return one
    return best


def _is_near(one: PriceSpot, other: PriceSpot, letters: int) -> bool:
    return abs(one.spot.offset - other.spot.offset) <= letters


def _is_reduced(scene: Scene, low: PriceSpot, high: PriceSpot) -> bool:
    """Whether the page says by how much: `13% off`, `save $20`, in figures that fit the two amounts."""
    share = 100 * (high.money.amount - low.money.amount) / high.money.amount
    first, last = min(low.spot.place, high.spot.place), max(low.spot.place, high.spot.place)
    for spot in scene.spots[max(0, first - 12) : last + 25]:
        if not spot.is_usable or not spot.text or spot.length > LINE:
            continue
        if any(abs(Decimal(found) - share) <= 1 for found in _PERCENT.findall(spot.text)):
            return True
    return False


def _regular(scene: Scene, spots: list[PriceSpot], current: PriceSpot) -> PriceSpot | None:
    """Return the old price next to the current one: marked so, confirmed by the saving, or first of a pair."""
    near = [one for one in spots if _may_be_old(scene, one, current)]
    marked = [one for one in near if one.is_marked_old or one.role == "regular"]
    if marked:
        return min(marked, key=lambda one: abs(one.spot.offset - current.spot.offset))
    plain = [one for one in near if one.role in ("price", "net") and _is_near(one, current, _BESIDE)]
    reduced = [one for one in plain if _is_reduced(scene, current, one)]
    if reduced:
        return reduced[0]
    pair = [one for one in plain if one.line == current.line and one.spot.place <= current.spot.place]
    return pair[0] if len(pair) == 1 and current.role == "price" and pair[0].score > current.score - 3.5 else None


def _may_be_old(scene: Scene, one: PriceSpot, current: PriceSpot) -> bool:
    title = scene.title.place if scene.title is not None else -1
    return (
        one.role in ("price", "regular", "from", "net")
        and current.money.amount < one.money.amount <= current.money.amount * _MOST_TIMES
        and (one.money.currency is None or current.money.currency in (None, one.money.currency))
        and _is_near(one, current, _NEAR)
        and (one.spot.place > title) == (current.spot.place > title)
        and one.spot.is_linked == current.spot.is_linked
    )


def _candidate(field: str, one: PriceSpot, confidence: float) -> Candidate:
    value = one.money.currency if field == "currency" else one.money
    return Candidate(field, value, "visible", path_of(one.spot), one.line[:200], round(confidence, 3))
