"""Whether the product can be bought, by the words that a reader sees and by the button."""

import re
from typing import Any

from crawl_assets.product_drafts.extraction import shop_words as words
from crawl_assets.product_drafts.extraction.candidates import Candidate
from crawl_assets.product_drafts.extraction.visible_buttons import is_disabled
from crawl_assets.product_drafts.extraction.visible_scene import Scene
from crawl_assets.product_drafts.extraction.visible_spots import Spot, path_of

_LONGEST = 120  # letters of a line about stock
_ONE_WAY = 60  # letters of `Pickup | Not available`, one way among several to get it
_AFTER_BUTTON = 1_500  # letters after the button that may still speak of stock
_WITHOUT_BUTTON = 2_500  # letters after the title
_QUANTITY = re.compile(r"(?:^|[\s_-])(?:qty|quantity|quantit|menge|anzahl|cantidad|aantal|antal)", re.I)
_OTHER_DEED = re.compile(
    r"search|sign|log|subscri|send|submit|ask|enquir|inquir|contact|review|vote|notify|share|print|close|accept|^go$",
    re.I,
)
_OFF = re.compile(r"disabled|unavailable|crossed", re.I)
_SWATCH = re.compile(
    r"swatch|variant|option|\bsizes?(?:$|\s)|(?:size|colou?r)s?[-_]{0,2}(?:list|select|item|btn|button|chart|box|grid|picker|value|name|tile)|radio|attribute|(?:^|[\s_-])sku(?:s|[-_]?(?:prop|list|item|select)\w*)?(?:$|[\s_-])",
    re.I,
)


def stock_candidates(scene: Scene) -> list[Candidate]:
    """Return statements on availability, the strongest first."""
    found = [candidate for spot in _lines(scene) if (candidate := _by_line(scene, spot)) is not None]
    found += _by_button(scene)
    found += _by_class(scene)
    return sorted(found or _by_order(scene), key=lambda one: -one.confidence)


def _lines(scene: Scene) -> list[Spot]:
    """Return the innermost spots near title and button that say something short."""
    first = scene.title.offset if scene.title else 0
    last = scene.button.offset + _AFTER_BUTTON if scene.button else first + _WITHOUT_BUTTON
    lines: list[Spot] = []
    covered: set[int] = set()
    for spot in reversed(scene.spots):
        is_covered = spot.place in covered
        says = not is_covered and _may_say(scene, spot, first, last) and status_of(spot.text) is not None
        if (is_covered or says) and spot.parent is not None:
            covered.add(spot.parent.place)  # a line belongs to its innermost element, even when that one is left out
        if says and spot.is_usable and not spot.in_option and not spot.in_reviews and not _is_choice(spot):
            lines.append(spot)
    return lines[::-1]


def _may_say(scene: Scene, spot: Spot, first: int, last: int) -> bool:
    """Whether a spot is short, is not of another product, and is named after stock or near title and button."""
    if not spot.text or spot.length > _LONGEST or (spot.is_other and spot.parent is not None and spot.parent.is_other):
        return False
    return first <= spot.offset <= last or bool(words.STOCK_MARK.search(spot.words)) or scene.is_in_scope(spot)


def status_of(text: str) -> str | None:
    """Return what a short text says of stock, as a schema.org name; None when it says nothing."""
    if words.DISCONTINUED.search(text):
        return "Discontinued"
    if words.OUT_OF_STOCK.search(text):
        return "OutOfStock"
    if words.PRE_ORDER.search(text):
        return "PreOrder"
    if words.BACK_ORDER.search(text):
        return "BackOrder"
    return "InStock" if words.IN_STOCK.search(text) else None


def _is_choice(spot: Spot) -> bool:
    """Whether a spot belongs to one of several variants."""
    walker: Spot | None = spot
    for _ in range(4):
        if walker is None or walker.length > 400:
            return False
        is_one_of_many = walker.parent is not None and len(walker.parent.children) > 1
        if is_one_of_many and _OFF.search(walker.words) and walker.element.tag not in ("button", "input"):
            return True
        if _SWATCH.search(walker.words) and walker.element.tag not in ("form", "section", "body", "main"):
            return True
        walker = walker.parent
    return False


def _by_line(scene: Scene, spot: Spot) -> Candidate | None:
    text = spot.text
    is_marked = any(
        words.STOCK_MARK.search(one.words) for one in (spot, spot.parent) if one is not None and one.length <= _LONGEST
    )
    around = spot.parent.text if spot.parent is not None and spot.parent.length <= _ONE_WAY else ""
    is_not = words.NOT_THIS_ONE.search(text) or words.NOT_THIS_ONE.search(around)
    status = None if is_not else status_of(text)
    by_class = _class_status(spot)
    if status is None or (by_class is not None and by_class != status):
        return None
    confidence = 0.6 + 0.2 * is_marked + 0.1 * (len(text) <= 40) - 0.2 * (spot.length > 70)
    if scene.scope is not None and not scene.is_in_scope(spot):
        confidence -= 0.15
    if spot.is_linked:
        confidence -= 0.15
    if status == "OutOfStock" and words.TO_BE_TOLD.search(text):  # of one size, as often as not
        confidence -= 0.2
    if re.search(r"badge|sticker|ribbon|flag", spot.words):  # themes hold one for each case and hide all but one
        confidence -= 0.25
    if status in ("PreOrder", "BackOrder") and not is_marked:
        confidence -= 0.2
    return _candidate(spot, status, confidence)


def _by_class(scene: Scene) -> list[Candidate]:
    """Return what classes say, of the element about stock and of what holds the title: `product outofstock`."""
    found = []
    for spot in scene.spots:
        is_short = (
            bool(spot.text) and spot.length <= 80 and spot.is_usable and not spot.in_option and not spot.in_reviews
        )
        status = _class_status(spot) if spot.is_title or is_short else None
        if status is None:
            continue
        if spot.element.tag in ("body", "html") or (is_short and not spot.is_title and _is_choice(spot)):
            continue
        found.append(_candidate(spot, status, 0.75 if spot.is_title or words.STOCK_MARK.search(spot.words) else 0.6))
    return found[:10]


def _class_status(spot: Spot) -> str | None:
    match = words.STOCK_CLASS.search(spot.words)
    if match is None:
        return None
    return "OutOfStock" if match["absent"] else "BackOrder" if match["back"] else "InStock"


def _by_button(scene: Scene) -> list[Candidate]:
    button = scene.button
    if button is None:
        return []
    said = button.text or button.element.get("value") or button.element.get("aria-label") or ""
    if words.OUT_OF_STOCK.search(said):
        return [_candidate(button, "OutOfStock", 0.95)]
    if words.PRE_ORDER.search(said):
        return [_candidate(button, "PreOrder", 0.9)]
    if is_disabled(button):  # nothing chosen yet, as often as sold out
        return [_candidate(button, "InStock", 0.45)]
    return [_candidate(button, "InStock", 0.75)]


def _by_order(scene: Scene) -> list[Candidate]:
    """Return, where nothing speaks of stock, what a field for the quantity or a button that sends an order says."""
    first = scene.title.place if scene.title else 0
    for spot in scene.spots[first:]:
        element = spot.element
        if element.tag not in ("input", "select", "button") or not spot.is_usable or spot.in_reviews:
            continue
        is_quantity = bool(_QUANTITY.search(spot.words))
        is_sent = element.get("type") in ("submit", "image") and not _OTHER_DEED.search(spot.text)
        if (is_quantity or is_sent) and not _is_letter(element):
            return [_candidate(spot, "InStock", 0.45 if is_quantity else 0.4)]
    return []


def _is_letter(element: Any) -> bool:
    """Whether a field stands in a form for a question, a search or an address."""
    form = next(element.iterancestors("form"), None)
    if form is None:
        return False
    kinds = {one.get("type") for one in form.iter("input")}
    return bool(kinds & {"email", "search", "password", "tel"}) or next(form.iter("textarea"), None) is not None


def _candidate(spot: Spot, status: str, confidence: float) -> Candidate:
    snippet = (spot.text or spot.element.get("aria-label") or spot.words)[:200]
    return Candidate(
        "availability", status, "visible", path_of(spot), snippet, round(max(0.05, min(confidence, 0.95)), 3)
    )
