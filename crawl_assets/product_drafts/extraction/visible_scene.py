"""One walk over a page: what a reader sees, what belongs to other products, where the title and the cart button are.

All later readers look at `Spot`s; none of them walks the tree again. Linear in the number of elements.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from crawl_assets.product_drafts.extraction import locales
from crawl_assets.product_drafts.extraction import shop_words as words
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.visible_titles import (
    Heading,
    best_heading,
    likeness,
    said_titles,
    without_shop,
)

SILENT = {"script", "style", "noscript", "template", "svg", "iframe", "math", "head", "object", "canvas", "option"}
MOST_SPOTS = 120_000  # elements of the body; no shop's page has a tenth
SHORT = 200  # letters: texts up to here are kept whole, others are only measured
_AMOUNT_SIGN = re.compile(
    "|".join(
        rf"(?<![^\W\d_]){re.escape(sign)}(?![^\W\d_])" if sign.isalpha() and sign.isascii() else re.escape(sign)
        for sign in sorted({*locales.SIGNS, *locales.SHARED, *locales.CODES}, key=len, reverse=True)
    )
)
_STYLE_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_STYLE_STRUCK = re.compile(r"line-through", re.I)
_SHOWN_WHEN_WIDE = re.compile(r"(?:md|lg|xl|sm|desktop)(?::|-)(?:block|flex|inline|grid|table|contents|visible)")
_LONGEST_CARD = 400  # letters of a product in a list
_LAYOUT = re.compile(r"$|row|col|container|section|grid|wrap|block|box|field|span\d|large-|medium-|small-", re.I)
_LONGEST_HEADING = 60  # letters
_NAMES = (
    "class", "id", "itemprop", "name", "data-testid", "data-test-id", "data-test", "data-role", "data-hook", "data-qa",
    "data-cy", "data-automation-id", "data-automation", "data-auto", "data-ui", "data-price-type", "property",
)  # fmt: skip
_ENDS_IN_DECIMALS = re.compile(r"[.,]\d{1,2}$")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_JOINTS = re.compile(r"[-_]+")
_HEADINGS = {"h1", "h2", "h3"}
_ALL_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"}
_PRICED_HEADING = re.compile(r"\d\d|price|retail|preis|prix", re.I)
_HEADING_CLASS = re.compile(r"title|head(?:ing|er|line)?(?:$|[\s_-])|caption", re.I)


@dataclass(slots=True)
class Spot:
    """An element as a reader meets it."""

    element: Any
    place: int  # in document order
    parent: "Spot | None"
    words: str  # class, id and the like, in lower case, parts joined by single hyphens
    is_hidden: bool = False
    is_struck: bool = False
    is_other: bool = False  # menus, footer, related products, cards of a list
    in_reviews: bool = False  # among what customers say
    is_linked: bool = False  # inside a link that leads elsewhere
    in_option: bool = False  # inside a choice of variants
    offset: int = 0  # letters that a reader has read before it
    length: int = 0  # letters inside
    text: str = ""  # whole when it is at most SHORT letters long, white space folded
    has_link: bool = False
    has_amount: bool = False
    has_image: bool = False
    is_title: bool = False  # holds the page's title, or is it
    children: "list[Spot]" = field(default_factory=list)
    index: int = 0  # among the parent's children

    def beside(self, steps: int) -> "Spot | None":
        """Return the sibling so many steps further on, None at the ends."""
        place = self.index + steps
        siblings = self.parent.children if self.parent is not None else []
        return siblings[place] if 0 <= place < len(siblings) else None

    @property
    def is_usable(self) -> bool:
        """Whether it is seen and is not another product's."""
        return not (self.is_hidden or self.is_other)


@dataclass(frozen=True, slots=True)
class Scene:
    """The page as a list of spots in document order."""

    page: ProductPage
    spots: list[Spot]
    heading: Heading | None
    title: Spot | None
    button: Spot | None  # add to cart
    scope: Spot | None  # the smallest part of the page that holds the title and the button; None when that is all of it

    def is_in_scope(self, spot: Spot) -> bool:
        """Whether a spot stands in the part that holds title and button."""
        walker: Spot | None = spot
        while walker is not None:
            if walker is self.scope:
                return True
            walker = walker.parent
        return False


def see(page: ProductPage) -> Scene:
    """Walk over a page."""
    body = page.tree.find("body")
    spots = _spots(body if body is not None else page.tree)
    heading = best_heading(
        [_heading(spot) for spot in spots if spot.text and not spot.is_hidden and _may_be_title(spot)],
        said_titles(page),
    )
    title = heading.spot if heading else _like_the_title(page, spots)
    walker = title
    while walker is not None:
        walker.is_title = True
        walker = walker.parent
    _mark_others(spots)
    button = _button(spots, title)
    return Scene(page, spots, heading, title, button, _scope(title, button))


def _may_be_title(spot: Spot) -> bool:
    if len(spot.text) < 2:
        return False
    if spot.element.tag in _HEADINGS or spot.element.get("itemprop") == "name":
        return True
    return len(spot.text) <= SHORT and bool(
        re.search(
            r"(?:product|item|pdp|prod|goods|sku)[-_\s]{0,3}(?:detail\w*)?[-_]{0,2}(?:name|title|heading)", spot.words
        )
    )


def _like_the_title(page: ProductPage, spots: list[Spot]) -> Spot | None:
    """Return, on a page without a heading, the first text that is the page's title or stands in it as a whole."""
    said = said_titles(page)
    titles = [title for title in (said.og, said.title, without_shop(said.og or said.title, said)) if title]
    for spot in spots:
        if 8 <= len(spot.text) and spot.length <= SHORT and not spot.is_hidden and not spot.is_linked:
            if any(
                spot.text == title or (spot.text in title and likeness(spot.text, title) > 0.75) for title in titles
            ):
                return _innermost(spot)
    return None


def _innermost(spot: Spot) -> Spot:
    while len(spot.children) == 1 and spot.children[0].text == spot.text:
        spot = spot.children[0]
    return spot


def _heading(spot: Spot) -> Heading:
    in_furniture = False
    walker: Spot | None = spot
    while walker is not None and not in_furniture:
        in_furniture = walker.element.tag in ("nav", "footer") or bool(words.OTHER_PRODUCTS.search(walker.words))
        in_furniture = in_furniture and walker.element.tag not in ("body", "main", "html")
        walker = walker.parent
    return Heading(spot, spot.text, spot.element.tag, spot.element.get("itemprop") == "name", in_furniture, spot.place)


def _spots(body: Any) -> list[Spot]:
    """Return the elements below `body` with what can be told from themselves and from what surrounds them."""
    spots: list[Spot] = []
    read = 0
    waiting: list[tuple[Any, Spot | None, bool, Spot | None]] = [(body, None, True, None)]
    while waiting:
        element, parent, is_start, spot = waiting.pop()
        if is_start and len(spots) >= MOST_SPOTS:
            continue
        if not is_start:
            assert spot is not None
            _close(spot)
            if parent is not None:
                tail = _folded(element.tail)
                read += len(tail)
                _add(parent, spot, tail)
            continue
        if not isinstance(element.tag, str) or element.tag in SILENT:
            if parent is not None and element.tail:
                tail = _folded(element.tail)
                read += len(tail)
                _append(parent, tail)
            continue
        spot = _new(element, parent, len(spots), read)
        spots.append(spot)
        own = _folded(element.text)
        read += len(own)
        _append(spot, own)
        waiting.append((element, parent, False, spot))
        waiting.extend((child, spot, True, None) for child in reversed(element))
    return spots


def _new(element: Any, parent: Spot | None, place: int, read: int) -> Spot:
    get = element.get
    classes = get("class") or ""
    named = " ".join(value for name in _NAMES if (value := get(name)))
    style = get("style") or ""
    tag = element.tag
    spot = Spot(element, place, parent, _words(named[:400]), offset=read)
    spot.is_hidden = bool(
        (parent is not None and parent.is_hidden)
        or get("hidden") is not None
        or (style and _STYLE_HIDDEN.search(style))
        or (classes and _is_class_hidden(classes.lower()))
        or (tag == "input" and get("type") == "hidden")
    )
    spot.is_struck = bool(
        (parent is not None and parent.is_struck)
        or tag in ("del", "s", "strike")
        or (style and _STYLE_STRUCK.search(style))
        or get("data-a-strike") == "true"
    )
    href = (get("href") or "") if tag == "a" else ""
    leads_away = bool(href) and not href.startswith(("#", "javascript:"))
    spot.is_linked = leads_away or (parent is not None and parent.is_linked)
    spot.has_link = leads_away
    spot.has_image = tag == "img"
    spot.in_option = tag in ("select", "label", "option") or (parent is not None and parent.in_option)
    return spot


def _words(named: str) -> str:
    """Return names as words joined by single hyphens: `price__regular`, `priceRegular` and `price-regular` alike."""
    return _JOINTS.sub("-", _HUMPS.sub("-", named)).lower()


def _is_class_hidden(classes: str) -> bool:
    """Whether a class hides at every width: `hidden md:block` and `d-none d-md-flex` show on a desk's screen."""
    return not words.HIDDEN_CLASSES.isdisjoint(classes.split()) and not _SHOWN_WHEN_WIDE.search(classes)


def _folded(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _append(spot: Spot, text: str) -> None:
    if not text:
        return
    spot.length += len(text)
    if len(spot.text) <= SHORT:
        spot.text = (spot.text + text)[: SHORT + 1]


def _add(parent: Spot, child: Spot, tail: str) -> None:
    """Close a child: its text joins the parent's, a two-digit element after digits as their decimals."""
    child.index = len(parent.children)
    parent.children.append(child)
    parent.has_link |= child.has_link
    parent.has_image |= child.has_image
    parent.has_amount |= child.has_amount
    if not child.is_hidden or parent.is_hidden:
        text = child.text
        glue = _glue(parent.text, text, child)
        parent.length += child.length
        if len(parent.text) <= SHORT:
            parent.text = (parent.text + glue + text + (" " if glue == " " else ""))[: SHORT + 1]
    _append(parent, tail)


BLOCKS = {
    "div", "p", "li", "ul", "ol", "dt", "dd", "dl", "td", "th", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6",
    "section", "article", "br", "button", "form", "label", "header", "footer", "aside", "nav", "figure", "hr", "option",
}  # fmt: skip


def _glue(before: str, text: str, child: Spot) -> str:
    """Return what stands between two pieces of text: nothing, a space, or the decimal point of a split price."""
    stripped = text.strip()
    if child.element.tag in BLOCKS and not stripped[:1].isdigit():
        return " "
    if stripped[:1].isdigit() and before[-1:].isdigit():
        return _between_digits(before, stripped, child)
    if child.element.tag in BLOCKS:
        return " "
    if before and text and before[-1].isalnum() and stripped[:1].isalnum() and not before[-1].isdigit():
        return " "
    return ""


def _between_digits(before: str, text: str, child: Spot) -> str:
    """Tell decimals (19|99), thousands (1|299) and two numbers ($29.99|29.99) apart."""
    is_block = child.element.tag in BLOCKS
    has_decimals = bool(_ENDS_IN_DECIMALS.search(before))
    is_cents = len(text) == 2 or not text[2:3].isdigit()
    if text[:2].isdigit() and is_cents and not has_decimals and (_is_cents(child) or (len(text) == 2 and not is_block)):
        return "."
    is_thousands = text[:3].isdigit() and not text[3:4].isdigit() and not has_decimals
    return "" if is_thousands and not is_block else " "


def _is_cents(spot: Spot) -> bool:
    return spot.element.tag == "sup" or bool(words.CENTS.search(spot.words))


def _close(spot: Spot) -> None:
    if spot.length <= SHORT:
        spot.text = _folded(spot.text).strip()
        spot.has_amount |= bool(spot.text and _AMOUNT_SIGN.search(spot.text) and re.search(r"\d", spot.text))
    else:
        spot.text = ""
    if spot.element.tag == "input" and spot.element.get("type") in ("submit", "button", "image"):
        spot.text = _folded(spot.element.get("value") or spot.element.get("alt")).strip()[:SHORT]


def _mark_others(spots: list[Spot]) -> None:
    """Mark menus, footers, other products, reviews and lists of cards; what holds the title never is one of them."""
    for spot in spots:
        if spot.in_reviews or (spot.parent is not None and spot.parent.in_reviews):
            spot.in_reviews = True
        elif not spot.is_title and spot.length > SHORT and words.REVIEWS.search(spot.words):
            spot.in_reviews = True
        if spot.text and spot.length <= _LONGEST_HEADING and not spot.is_other and not spot.is_title:
            _mark_headed(spot)
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


def _mark_headed(heading: Spot) -> None:
    """Mark what follows a heading such as "You may also like" or "Reviews", up to the next heading of its level."""
    is_named = heading.element.tag in _ALL_HEADINGS or bool(_HEADING_CLASS.search(heading.words))
    if not is_named or heading.children[1:] or _PRICED_HEADING.search(heading.text):
        return
    is_other = bool(words.OTHER_HEADING.search(heading.text))
    is_review = heading.element.tag in _ALL_HEADINGS and bool(words.REVIEWS_HEADING.match(heading.text))
    if not is_other and not is_review:
        return
    top = heading
    while (
        top.parent is not None
        and not top.parent.is_title
        and not any(one.length for one in top.parent.children[: top.index])
    ):
        top = top.parent
    marked = [top]
    if top is heading or top.length == heading.length:
        for sibling in top.parent.children[top.index + 1 :] if top.parent is not None else []:
            if sibling.is_title or sibling.element.tag in ("h1", "h2", "h3", "h4", heading.element.tag):
                break
            marked.append(sibling)
    for spot in marked:
        if is_other:
            spot.is_other = True
        else:
            spot.in_reviews = True


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


def _button(spots: list[Spot], title: Spot | None) -> Spot | None:
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
        or (tag in ("a", "div", "span") and bool(re.search(r"btn|button|cart|buy|basket", spot.words)))
    )
    if (
        not is_pressable
        or spot.length > 120
        or (tag in ("div", "span") and any(True for _ in element.iter("button", "input")))
    ):
        return False
    said = " ".join(filter(None, (spot.text, element.get("aria-label"), element.get("title"), element.get("alt"))))
    if re.search(
        r"view|go to|checkout|remove|wish|compare|see|gift card|zum warenkorb|voir|ver ", said, re.I
    ) and not re.search(r"\badd\b", said, re.I):
        return False
    if words.ADD_TO_CART.search(spot.text or said) or words.ADD_TO_CART.search(said):
        return True
    return tag in ("button", "input", "a") and bool(words.CART_MARK.search(spot.words))


def is_disabled(spot: Spot) -> bool:
    """Whether a button cannot be pressed."""
    element = spot.element
    return (
        element.get("disabled") is not None
        or element.get("aria-disabled") == "true"
        or bool(re.search(r"(?:^|[\s_-])(?:disabled|is-disabled|btn-disabled)(?:$|[\s_-])", spot.words))
    )


def _scope(title: Spot | None, button: Spot | None) -> Spot | None:
    """Return the lowest spot above both, None when that is the whole page."""
    if title is None or button is None:
        return None
    above: set[int] = set()
    walker: Spot | None = title
    while walker is not None:
        above.add(walker.place)
        walker = walker.parent
    walker = button
    while walker is not None and walker.place not in above:
        walker = walker.parent
    return None if walker is None or walker.element.tag in ("body", "html") else walker


def words_around(spot: Spot, levels: int = 3, longest: int = SHORT) -> str:
    """Return the class words of a spot and of what surrounds it closely."""
    found: list[str] = []
    walker: Spot | None = spot
    for _ in range(levels + 1):
        if walker is None or (walker is not spot and walker.length > longest):
            break
        found.append(walker.words)
        walker = walker.parent
    return " ".join(found)


def path_of(spot: Spot) -> str:
    """Return a CSS path of at most three steps, from the nearest id when there is one."""
    steps: list[str] = []
    walker: Spot | None = spot
    while walker is not None and len(steps) < 3:
        identity = walker.element.get("id")
        if identity and re.fullmatch(r"[A-Za-z][\w-]{0,60}", identity):
            steps.append(f"{walker.element.tag}#{identity}")
            break
        classes = [
            name for name in (walker.element.get("class") or "").split() if re.fullmatch(r"[A-Za-z][\w-]{0,60}", name)
        ]
        steps.append(".".join([walker.element.tag, *classes[:2]]))
        walker = walker.parent
    return " > ".join(reversed(steps))
