"""The elements of a page as a reader meets them, in one walk without recursion. Linear in their number."""

import re
from dataclasses import dataclass, field
from typing import Any

from crawl_assets.product_drafts.extraction import locales
from crawl_assets.product_drafts.extraction import shop_words as words

SILENT = {"script", "style", "noscript", "template", "svg", "iframe", "math", "head", "object", "canvas", "option"}
MOST_SPOTS = 50_000  # elements of the body; large shop pages have 15,000
LONG = 500  # letters of a title
SHORT = 200  # letters: texts up to here are kept whole, others are only measured
BLOCKS = {
    "div", "p", "li", "ul", "ol", "dt", "dd", "dl", "td", "th", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6",
    "section", "article", "br", "button", "form", "label", "header", "footer", "aside", "nav", "figure", "hr", "option",
}  # fmt: skip
_TOKEN = re.compile(r"[^\W\d_]+|[^\w\s]")
_SIGNS = {"$"} | {  # of more than one token only the dollar sign counts
    sign.rstrip(".") for sign in (*locales.SIGNS, *locales.SHARED, *locales.CODES) if not set("$/ ") & set(sign)
}
_STYLE_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_STYLE_STRUCK = re.compile(r"line-through", re.I)
_SHOWN_WHEN_WIDE = re.compile(r"(?:md|lg|xl|sm|desktop)(?::|-)(?:block|flex|inline|grid|table|contents|visible)")
_NAMES = (
    "class", "id", "itemprop", "name", "data-testid", "data-test-id", "data-test", "data-role", "data-hook", "data-qa",
    "data-cy", "data-automation-id", "data-automation", "data-auto", "data-ui", "data-price-type", "property",
)  # fmt: skip
_ENDS_IN_DECIMALS = re.compile(r"[.,]\d{1,2}$")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r"\s+")
_JOINTS = re.compile(r"[-_]+")


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
    is_first: bool = True  # nothing is said before it in the parent

    def beside(self, steps: int) -> "Spot | None":
        """Return the sibling so many steps further on, None at the ends."""
        place = self.index + steps
        siblings = self.parent.children if self.parent is not None else []
        return siblings[place] if 0 <= place < len(siblings) else None

    @property
    def is_usable(self) -> bool:
        """Whether it is seen and is not another product's."""
        return not (self.is_hidden or self.is_other)


def spots_of(body: Any) -> list[Spot]:
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
            ends_in_space = spot.text.endswith(" ")
            _close(spot)
            if parent is not None:
                tail = _folded(element.tail)
                if ends_in_space and tail[:1].isalpha():
                    tail = f" {tail}"
                read += len(tail)
                _add(parent, spot, tail)
            _forget(spot)
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
    return _JOINTS.sub("-", _HUMPS.sub("-", named)).lower() if named else ""


def _is_class_hidden(classes: str) -> bool:
    """Whether a class hides at every width: `hidden md:block` and `d-none d-md-flex` show on a desk's screen."""
    return not words.HIDDEN_CLASSES.isdisjoint(classes.split()) and not _SHOWN_WHEN_WIDE.search(classes)


def _folded(text: str | None) -> str:
    return _SPACES.sub(" ", text) if text else ""


def _append(spot: Spot, text: str) -> None:
    if not text:
        return
    spot.length += len(text)
    if len(spot.text) <= LONG:
        spot.text = (spot.text + text)[: LONG + 1]


def _add(parent: Spot, child: Spot, tail: str) -> None:
    """Close a child: its text joins the parent's, a two-digit element after digits as their decimals."""
    child.index = len(parent.children)
    child.is_first = parent.length == 0
    parent.children.append(child)
    parent.has_link |= child.has_link
    parent.has_image |= child.has_image
    parent.has_amount |= child.has_amount
    if not child.is_hidden or parent.is_hidden:
        text = child.text
        glue = _glue(parent.text, text, child)
        parent.length += child.length
        if len(parent.text) <= LONG:
            parent.text = (parent.text + glue + text + (" " if glue == " " else ""))[: LONG + 1]
    _append(parent, tail)


def _glue(before: str, text: str, child: Spot) -> str:
    """Return what stands between two pieces of text: nothing, a space, or the decimal point of a split price."""
    stripped = text.strip()
    if child.element.tag in BLOCKS and not stripped[:1].isdigit():
        return " "
    if len(stripped) == 2 and stripped.isdigit() and _is_cents(child) and before[-2:-1].isdigit() and before[-1] == " ":
        return "."
    if stripped[:1].isdigit() and before[-1:].isdigit():
        return _between_digits(before, stripped, child)
    if child.element.tag in BLOCKS:
        return " "
    if before[-1:].isalnum() and stripped[:1].isalnum():
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
    """Fold a whole text; a title may be longer than others."""
    spot.text = _folded(spot.text).strip() if spot.length <= LONG else ""
    if spot.length <= SHORT:
        has_digit = bool(_DIGIT.search(spot.text))
        spot.has_amount |= has_digit and not _SIGNS.isdisjoint(_TOKEN.findall(spot.text))
    if spot.element.tag == "input" and spot.element.get("type") in ("submit", "button", "image"):
        spot.text = _folded(spot.element.get("value") or spot.element.get("alt")).strip()[:SHORT]


def _forget(spot: Spot) -> None:
    """Drop a text that only a title may have, once the element around has taken it."""
    if spot.length > SHORT and spot.element.tag != "h1":
        spot.text = ""
