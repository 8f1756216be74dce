"""Which parts of a page speak of other products, of the shop, or are what customers say."""

import re

from crawl_assets.product_drafts.extraction import shop_words as words
from crawl_assets.product_drafts.extraction.visible_buttons import is_cart_button
from crawl_assets.product_drafts.extraction.visible_spots import SHORT, Spot

_LONGEST_CARD = 400  # letters of a product in a list
_LAYOUT = re.compile(r"$|row|col|container|section|grid|wrap|block|box|field|span\d|large-|medium-|small-", re.I)
_LONGEST_HEADING = 60  # letters
_ALL_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"}
_PRICED_HEADING = re.compile(r"\d\d|price|retail|preis|prix", re.I)
_HEADING_CLASS = re.compile(r"title|head(?:ing|er|line)?(?:$|[\s_-])|caption", re.I)


def mark_others(spots: list[Spot], title: Spot | None) -> None:
    """Mark menus, footers, other products, reviews and lists of cards.

    What holds the title never is one of them, nor is what follows a heading and holds the only cart button near.
    """
    buttons = _buttons_within(spots, title)
    last_place = max(buttons, default=len(spots))  # the first button's
    for spot in spots[1:]:
        is_late = spot.length > SHORT or spot.place > last_place  # a short one above is the rating
        is_called_so = not spot.is_title and is_late and bool(words.REVIEWS.search(spot.words))
        spot.in_reviews |= is_called_so or (spot.parent is not None and spot.parent.in_reviews)
        if spot.text and spot.length <= _LONGEST_HEADING and not spot.is_other and not spot.is_title:
            _mark_headed(spot, buttons)
        if spot.is_other or (spot.parent is not None and spot.parent.is_other):
            spot.is_other = True
        elif not spot.is_title:
            spot.is_other = (
                spot.element.tag in words.FURNITURE_TAGS
                or bool(spot.words and (words.FURNITURE.search(spot.words) or words.OTHER_PRODUCTS.search(spot.words)))
                or spot.element.get("role") in ("navigation", "contentinfo", "search")
            )
        if not spot.is_other and len(spot.children) > 1:
            _mark_cards(spot)


def _buttons_within(spots: list[Spot], title: Spot | None) -> dict[int, int]:
    """Return for the place of each spot that holds the first cart button after the title how many buttons it holds."""
    found = [spot for spot in spots if not spot.is_hidden and spot.place > (title.place if title else -1)]
    pressed = [spot for spot in found if is_cart_button(spot)]
    counts: dict[int, int] = {}
    for button in pressed:
        walker: Spot | None = button
        while walker is not None:
            counts[walker.place] = counts.get(walker.place, 0) + 1
            walker = walker.parent
    above: set[int] = set()
    walker = pressed[0] if pressed else None
    while walker is not None:
        above.add(walker.place)
        walker = walker.parent
    return {place: count for place, count in counts.items() if place in above}


def _mark_headed(heading: Spot, buttons: dict[int, int]) -> None:
    """Mark what follows a heading such as "You may also like" or "Reviews", up to the next heading of its level."""
    is_named = heading.element.tag in _ALL_HEADINGS or bool(_HEADING_CLASS.search(heading.words))
    if not is_named or heading.children[1:] or _PRICED_HEADING.search(heading.text):
        return
    is_other = bool(words.OTHER_HEADING.search(heading.text))
    is_review = heading.element.tag in _ALL_HEADINGS and bool(words.REVIEWS_HEADING.match(heading.text))
    if not is_other and not is_review:
        return
    top = heading
    while top.parent is not None and not top.parent.is_title and buttons.get(top.parent.place) != 1 and top.is_first:
        top = top.parent
    marked = [top]
    if top is heading or top.length == heading.length:
        for sibling in top.parent.children[top.index + 1 :] if top.parent is not None else []:
            if (
                sibling.is_title
                or buttons.get(sibling.place) == 1
                or sibling.element.tag in ("h1", "h2", "h3", "h4", heading.element.tag)
            ):
                break
            marked.append(sibling)
    for spot in marked:
        _mark_below(spot, is_other)


def _mark_below(top: Spot, is_other: bool) -> None:
    """Mark a spot and all within: those before the heading were passed already. Each spot is marked once."""
    waiting = [top]
    while waiting:
        spot = waiting.pop()
        if not (spot.is_other if is_other else spot.in_reviews):
            spot.is_other |= is_other
            spot.in_reviews |= not is_other
            waiting += spot.children


def _mark_cards(parent: Spot) -> None:
    """Mark children of one kind that each hold a link, a picture and an amount: a list of products."""
    alike: dict[tuple[str, str], list[Spot]] = {}
    for child in parent.children:
        is_card = child.has_link and child.has_amount and child.has_image and child.length <= _LONGEST_CARD
        if is_card and not child.is_title:
            alike.setdefault((child.element.tag, (child.element.get("class") or "").partition(" ")[0]), []).append(
                child
            )
    for (_, name), cards in alike.items():
        if len(cards) > (2 if _LAYOUT.match(name) else 1):
            for card in cards:
                card.is_other = True
