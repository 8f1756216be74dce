"""Whether the product can be bought, by the words that a reader sees and by the button."""

import re

from crawl_assets.product_drafts.extraction import shop_words as words
from crawl_assets.product_drafts.extraction.candidates import Candidate
from crawl_assets.product_drafts.extraction.visible_scene import Scene, Spot, is_disabled, path_of

_LONGEST = 120  # letters of a line about stock
_AFTER_BUTTON = 1_500  # letters after the button that may still speak of stock
_WITHOUT_BUTTON = 2_500  # letters after the title
_SWATCH = re.compile(
    r"swatch|variant|option|size-?(?:list|select|item|btn|button|chart|box|grid|picker)|colou?r-|radio|attribute", re.I
)


def stock_candidates(scene: Scene) -> list[Candidate]:
    """Return statements on availability, the strongest first."""
    found = [candidate for spot in _lines(scene) if (candidate := _by_line(scene, spot)) is not None]
    found += _by_button(scene)
    return sorted(found, key=lambda one: -one.confidence)


def _lines(scene: Scene) -> list[Spot]:
    """Return the innermost spots near title and button that say something short."""
    first = scene.title.offset if scene.title else 0
    last = scene.button.offset + _AFTER_BUTTON if scene.button else first + _WITHOUT_BUTTON
    lines = []
    for spot in scene.spots:
        if not spot.is_usable or not spot.text or spot.length > _LONGEST or spot.in_option:
            continue
        is_marked = bool(words.STOCK_MARK.search(spot.words))
        if not (is_marked or first <= spot.offset <= last or scene.is_in_scope(spot)):
            continue
        if _is_choice(spot):
            continue
        if not any(child.length >= spot.length - 2 for child in spot.children):
            lines.append(spot)
    return lines


def _is_choice(spot: Spot) -> bool:
    """Whether a spot belongs to one of several variants."""
    walker: Spot | None = spot
    for _ in range(4):
        if walker is None or walker.length > 400:
            return False
        if _SWATCH.search(walker.words) and walker.element.tag not in ("form", "section", "body", "main"):
            return True
        walker = walker.parent
    return False


def _by_line(scene: Scene, spot: Spot) -> Candidate | None:
    text = spot.text
    is_marked = any(
        words.STOCK_MARK.search(one.words) for one in (spot, spot.parent) if one is not None and one.length <= _LONGEST
    )
    status: str | None = None
    if words.NOT_THIS_ONE.search(text):
        return None
    if words.DISCONTINUED.search(text):
        status = "Discontinued"
    elif words.OUT_OF_STOCK.search(text):
        status = "OutOfStock"
    elif words.PRE_ORDER.search(text):
        status = "PreOrder"
    elif words.BACK_ORDER.search(text):
        status = "BackOrder"
    elif words.IN_STOCK.search(text):
        status = "InStock"
    if status is None:
        return None
    confidence = 0.6 + 0.2 * is_marked + 0.1 * (len(text) <= 40) - 0.2 * (spot.length > 70)
    if scene.scope is not None and not scene.is_in_scope(spot):
        confidence -= 0.15
    if spot.is_linked:
        confidence -= 0.15
    if status in ("PreOrder", "BackOrder", "Discontinued") and not is_marked:
        confidence -= 0.1
    return _candidate(spot, status, confidence)


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


def _candidate(spot: Spot, status: str, confidence: float) -> Candidate:
    snippet = (spot.text or spot.element.get("aria-label") or spot.words)[:200]
    return Candidate(
        "availability", status, "visible", path_of(spot), snippet, round(max(0.05, min(confidence, 0.95)), 3)
    )
