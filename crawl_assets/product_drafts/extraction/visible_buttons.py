"""The button that puts a product into the cart."""

import re
from typing import Any

from crawl_assets.product_drafts.extraction import shop_words as words
from crawl_assets.product_drafts.extraction.visible_spots import Spot

_PRESSED = re.compile(r"btn|button|cart|buy|basket", re.I)
_OTHER_DEED = re.compile(
    r"\b(?:view|go to|checkout|remove|wish\w*|compare|see|gift card|zum warenkorb|voir|ver)\b", re.IGNORECASE
)
_ADD = re.compile(r"\badd\b", re.IGNORECASE)
_LONGEST_LINK = 30  # letters of a link that is a button


def find_button(spots: list[Spot], title: Spot | None) -> Spot | None:
    """Return the button that puts this product into the cart: the first one after the title, else the first one."""
    found = [spot for spot in spots if spot.is_usable and is_cart_button(spot)]
    if title is not None:
        after = [spot for spot in found if spot.place > title.place]
        if after:
            enabled = [spot for spot in after if not is_disabled(spot)]
            return enabled[0] if enabled and enabled[0].place - after[0].place < 40 else after[0]
    return found[0] if found else None


def is_cart_button(spot: Spot) -> bool:
    """Whether a spot is something to press that says, or is named as, add to cart."""
    element, tag = spot.element, spot.element.tag
    is_pressable = (
        tag == "button"
        or (tag == "input" and element.get("type") in ("submit", "button", "image"))
        or element.get("role") == "button"
        or (tag in ("a", "div", "span") and bool(_PRESSED.search(spot.words)))
        or (tag == "a" and spot.length <= _LONGEST_LINK and _leads_to_cart(element))
    )
    if (
        not is_pressable
        or spot.length > 120
        or (tag in ("div", "span") and any(True for _ in element.iter("button", "input")))
    ):
        return False
    said = " ".join(filter(None, (spot.text, element.get("aria-label"), element.get("title"), element.get("alt"))))
    if _OTHER_DEED.search(said) and not _ADD.search(said):
        return False
    if words.ADD_TO_CART.search(spot.text or said) or words.ADD_TO_CART.search(said):
        return True
    return tag in ("button", "input", "a") and bool(words.CART_MARK.search(spot.words))


def _leads_to_cart(link: Any) -> bool:
    href = link.get("href") or "#"
    return href.startswith(("#", "javascript")) or bool(words.CART_ACTION.search(href))


def is_disabled(spot: Spot) -> bool:
    """Whether a button cannot be pressed."""
    element = spot.element
    return (
        element.get("disabled") is not None
        or element.get("aria-disabled") == "true"
        or bool(re.search(r"(?:^|[\s_-])(?:disabled|is-disabled|btn-disabled)(?:$|[\s_-])", spot.words))
    )
