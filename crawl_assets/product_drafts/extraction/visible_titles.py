"""Which heading is the product's name."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from crawl_assets.product_drafts.extraction import shop_words as words
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.visible_spots import SHORT, Spot

_SHORTEST_TITLE = 4  # letters
_HEADINGS = {"h1", "h2", "h3"}
_UNDER = 700  # letters between a heading and the price
_BRACKETED = re.compile(r"^[\[(]((?=[^\])]*\d)[\w./-]{3,30})[\])]$")
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"\s+[|–—·•:»>/]+\s+|\s+-+\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A text that may be the title."""

    spot: Spot
    text: str
    tag: str
    is_named: bool  # itemprop=name
    is_furniture: bool
    place: int


@dataclass(frozen=True, slots=True)
class SaidTitles:
    """What the head of the page and its address call the page."""

    og: str
    title: str
    shop: str  # og:site_name
    slug: str  # the address's last words

    @property
    def all(self) -> tuple[str, ...]:
        """Return those of a page, without the shop's."""
        return tuple(filter(None, (self.og, self.title, self.slug)))


def find_title(page: ProductPage, spots: list[Spot]) -> Spot | None:
    """Return the heading that names the product; without one the first text that is the page's title."""
    headings = [_heading(spot) for spot in spots if spot.text and not spot.is_hidden and _may_be_title(spot)]
    heading = best_heading(headings, said_titles(page))
    if heading is not None:
        return heading.spot
    return _like_the_title(page, spots) or _above_an_amount(headings, spots)


def _may_be_title(spot: Spot) -> bool:
    if len(spot.text) < 2:
        return False
    if spot.element.tag in _HEADINGS or spot.element.get("itemprop") == "name":
        return True
    return len(spot.text) <= SHORT and bool(
        re.search(
            r"(?:product|item|pdp|prod|goods|sku)[-_\s]{0,3}(?:detail\w*)?[-_]{0,2}(?:name|title|heading)|(?:^|\s)page-?heading",
            spot.words,
        )
    )


def _like_the_title(page: ProductPage, spots: list[Spot]) -> Spot | None:
    """Return, on a page without a heading, the first text that is the page's title or stands in it as a whole."""
    said = said_titles(page)
    titles = [title for title in (said.og, said.title, without_shop(said.og or said.title, said)) if title]
    for spot in spots:
        is_short = len(spot.text) >= _SHORTEST_TITLE and spot.length <= SHORT
        if is_short and not spot.is_hidden and not spot.is_linked and any(_is_title(spot.text, one) for one in titles):
            return _innermost(spot)
    return None


def _above_an_amount(headings: list[Heading], spots: list[Spot]) -> Spot | None:
    """Return, on a page whose title tells nothing, the first heading with an amount of money under it."""
    for heading in headings:
        spot = heading.spot
        if heading.is_furniture or spot.is_linked or len(spot.text) < _SHORTEST_TITLE or spot.has_amount:
            continue
        last = spot.offset + spot.length + _UNDER
        if any(one.has_amount and one.length <= SHORT and one.offset <= last for one in spots[spot.place + 1 :]):
            return spot
    return None


def code_beside(title: Spot) -> tuple[str, str] | None:
    """Return name and code of a title that ends in an element with a code in brackets: `Signal Box <small>[TT-4]`."""
    last = title
    while last.children and last.text.endswith(last.children[-1].text or "\0"):
        last = last.children[-1]
    found = _BRACKETED.match(last.text) if last is not title else None
    name = title.text.removesuffix(last.text).strip() if found else ""
    return (name, found[1]) if found and name else None


def _is_title(text: str, title: str) -> bool:
    return text == title or (text in title and likeness(text, title) > 0.75)


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


def tokens(text: str) -> set[str]:
    """Return the words of a text in lower case."""
    return set(_WORD.findall(text.lower()))


def likeness(one: str, other: str) -> float:
    """Return 0 to 1: how much of the shorter text's words the other has, weighed down when it is far longer."""
    first, second = tokens(one), tokens(other)
    if not first or not second:
        return 0.0
    common = len(first & second)
    return common / min(len(first), len(second)) * (0.5 + 0.5 * common / max(len(first), len(second)))


def said_titles(page: ProductPage) -> SaidTitles:
    """Read og:title, the title, the shop's name and the address."""
    metas: dict[str, str] = {}
    for meta in page.tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        if name in ("og:title", "og:site_name", "twitter:title") and (meta.get("content") or "").strip():
            metas.setdefault(name, " ".join(str(meta.get("content")).split()))
    head = page.tree.find("head")
    found: Any = head.find("title") if head is not None else None
    if found is None:
        found = next(page.tree.iter("title"), None)
    title = " ".join((found.text_content() if found is not None else "").split())
    og = metas.get("og:title") or metas.get("twitter:title") or ""
    return SaidTitles(og, title, metas.get("og:site_name", ""), _slug(page.url))


def _slug(url: str) -> str:
    try:
        parts = [part for part in urlsplit(url).path.split("/") if part]
    except ValueError:
        return ""
    worded = [part for part in parts if len(re.findall(r"[a-z]{2,}", part.lower())) > 1]
    return re.sub(r"\.\w{2,5}$", "", unquote(worded[-1])).replace("-", " ").replace("_", " ") if worded else ""


def best_heading(headings: list[Heading], said: SaidTitles) -> Heading | None:
    """Return the heading that names the product; None when no heading is like one."""
    scored = [(score, -one.place, one) for one in headings if (score := _score(one, said)) > 0.8]
    return max(scored, key=lambda item: item[:2])[2] if scored else None


def _score(heading: Heading, said: SaidTitles) -> float:
    text = heading.text
    if not tokens(text) or len(text) > 500:
        return 0.0
    likest = max((likeness(text, title) for title in said.all), default=0.0)
    score = 2.0 * likest + {"h1": 1.2, "h2": 0.3, "h3": 0.1}.get(heading.tag, 0.2) + 0.5 * heading.is_named
    if said.shop and tokens(text) <= tokens(said.shop):
        score -= 2.0
    if heading.is_furniture:
        score -= 1.5
    if len(tokens(text)) == 1:
        score -= 0.4
    return score


def without_shop(title: str, said: SaidTitles) -> str:
    """Return a page's title without the shop's name and the slogans at its ends."""
    parts = [part.strip() for part in _PARTS.split(title) if part.strip()]
    if len(parts) < 2:
        return title.strip()
    shop = tokens(said.shop)
    kept = [part for part in parts if not (shop and tokens(part) <= shop)]
    if len(kept) == len(parts):
        kept = kept[:-1] if said.title == title and len(kept) > 1 else kept
    return max(kept, key=lambda part: likeness(part, said.slug) + min(len(part), 60) / 200) if kept else parts[0]
