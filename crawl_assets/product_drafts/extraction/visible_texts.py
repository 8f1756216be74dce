"""Name, brand and description as a reader sees them."""

import re

from crawl_assets.product_drafts.extraction import shop_words as words
from crawl_assets.product_drafts.extraction import text_words
from crawl_assets.product_drafts.extraction.candidates import Candidate
from crawl_assets.product_drafts.extraction.page import text_of
from crawl_assets.product_drafts.extraction.texts import LONGEST_TEXT
from crawl_assets.product_drafts.extraction.visible_pairs import is_known
from crawl_assets.product_drafts.extraction.visible_scene import Scene
from crawl_assets.product_drafts.extraction.visible_spots import Spot, path_of
from crawl_assets.product_drafts.extraction.visible_stock import status_of
from crawl_assets.product_drafts.extraction.visible_titles import code_beside, said_titles, without_shop

_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TEXTS = {"p", "div", "td", "font", "section"}
_DEED = re.compile(r"^(?:buy|details about|order|acheter|comprar|acquista|kaufen)\s+", re.I)
_LEAST_TEXT = 20  # letters of the longest text; CJK says much in few
_LEAST = 40  # letters of a description that is told by its place alone


def name_candidates(scene: Scene) -> list[Candidate]:
    """Return the heading, and the page's title without the shop's name."""
    found = []
    said = said_titles(scene.page)
    if scene.title is not None and scene.title.text:
        spot = scene.title
        confidence = 0.9 if spot.element.tag == "h1" else 0.7
        found.append(
            Candidate("name", _called(spot, said.title), "visible", path_of(spot), spot.text[:200], confidence)
        )
    title = without_shop(said.og or said.title, said)
    if title:
        found.append(Candidate("name", title, "visible", "head > title", (said.og or said.title)[:200], 0.5))
    return found


def _called(title: Spot, said: str) -> str:
    """Return the name in a title, without a code in brackets and a deed that the page's own title leaves out."""
    coded = code_beside(title)
    name = coded[0] if coded else title.text
    bare = _DEED.sub("", name)
    return bare if bare and bare in said and name not in said else name


def brand_candidates(scene: Scene) -> list[Candidate]:
    """Return names in elements called brand, in links to a brand's page, and after "by"; near the title."""
    found = []
    title = scene.title
    for spot in scene.spots:
        if not spot.is_usable or spot.length > 80 or (title is not None and abs(spot.offset - title.offset) > 1_500):
            continue
        href = spot.element.get("href") or "" if spot.element.tag == "a" else ""
        if re.search(r"author|autor|artist", href, re.I):
            continue
        is_linked, is_named = bool(text_words.BRAND_LINK.search(href)), bool(text_words.BRAND_CLASS.search(spot.words))
        image = next(iter(spot.element.iter("img")), None) if (is_linked or is_named) and not spot.text else None
        text = spot.text or (str(image.get("alt") or "").strip() if image is not None else "")
        by = text_words.BY.match(text)
        text = by[1].strip() if by else re.sub(r"\s*(?:logo|logotype)$", "", text.strip(" :"), flags=re.I)
        if not 1 < len(text) <= 50 or re.search(
            r"\(|^(?:brands?|all|shop|home|more|marken|vendor)\b|[.!?]\s|:", text, re.I
        ):
            continue
        near = 0.1 if scene.is_in_scope(spot) or (title is not None and abs(spot.offset - title.offset) < 200) else 0.0
        if is_named and not any(text_words.BRAND_CLASS.search(child.words) and child.text for child in spot.children):
            found.append(Candidate("brand", text, "visible", path_of(spot), spot.text[:200] or text, 0.6 + near))
        elif is_linked:
            found.append(Candidate("brand", text, "visible", path_of(spot), spot.text[:200] or text, 0.55 + near))
        elif (
            by
            and re.match(r"by |visit the|shop all ", spot.text, re.I)
            and near
            and spot.element.tag in ("a", "span", "div", "p")
        ):
            found.append(Candidate("brand", text, "visible", path_of(spot), spot.text[:200], 0.4 + near))
    return sorted(found, key=lambda one: -one.confidence)


def description_candidates(scene: Scene) -> list[Candidate]:
    """Return the texts that are called, or stand under a heading called, description; the likeliest first."""
    scored: list[tuple[float, Spot]] = []
    for spot in scene.spots:
        if (
            spot.is_other
            or spot.length < 15
            or spot.element.tag in ("a", "button", "h1", "h2", "h3", "h4", "label", "body", "form", "nav", "ul.nav")
        ):
            continue
        score = _described(scene, spot)
        if score > 0:
            scored.append((score, spot))
    scored.sort(key=lambda item: -item[0])
    if not scored and (longest := _longest_text(scene)) is not None:
        scored.append((0.5, longest))
    found: list[Candidate] = []
    for score, spot in scored[:3]:
        text = _without_heading(text_of(spot.element))[:LONGEST_TEXT]
        if text:
            found.append(
                Candidate(
                    "description",
                    text,
                    "visible",
                    path_of(spot),
                    " ".join(text.split())[:200],
                    min(0.85, 0.3 + score * 0.1),
                )
            )
    return found


def _weight(spot: Spot) -> int:
    """Return the letters of a text; a Chinese, Japanese or Korean one says as much as three."""
    return spot.length * 3 if _DENSE.search(spot.text[:60]) else spot.length


def _longest_text(scene: Scene) -> Spot | None:
    """Return the longest paragraph after the title, when nothing is called a description."""
    if scene.title is None:
        return None
    texts = [
        spot
        for spot in scene.spots
        if spot.place > scene.title.place
        and spot.is_usable
        and not spot.in_reviews
        and not spot.in_option
        and not spot.is_linked
        and spot.element.tag in _TEXTS
        and _weight(spot) >= _LEAST_TEXT
        and status_of(spot.text) is None
        and not is_known(spot.text.partition(":")[0][:40])
        and not spot.has_amount
        and not spot.has_link
        and not spot.children[3:]
    ]
    return max(texts, key=lambda spot: min(spot.length, 2_000), default=None)


def _described(scene: Scene, spot: Spot) -> float:
    score = 0.0
    if spot.element.get("itemprop") == "description":
        score += 4.0
    named = spot.words
    if text_words.EXACT.search(named):
        score += 3.0
    elif text_words.DESCRIPTION.search(named):
        score += 1.5
    if _is_headed(spot):
        score += 2.0
    if score == 0.0:
        return 0.0
    if spot.element.tag in ("table", "tbody", "tr", "dl"):
        score -= 2.0
    if text_words.SHORT_KIND.search(named):
        score -= 1.0
    if scene.title is not None and (spot.is_title or spot.place < scene.title.place):
        score -= 3.0
    if scene.button is not None and _holds(spot, scene.button):
        score -= 3.0
    if spot.has_amount:
        score -= 0.7
    if (
        len(spot.children) == 1
        and spot.children[0].length >= spot.length - 3
        and text_words.DESCRIPTION.search(spot.children[0].words)
    ):
        score -= 0.3
    if spot.is_linked or spot.in_option:
        score -= 2.0
    score += min(spot.length, 600) / 400
    return (
        score
        if _weight(spot) >= _LEAST or spot.element.get("itemprop") == "description" or text_words.EXACT.search(named)
        else 0.0
    )


def _holds(spot: Spot, other: Spot) -> bool:
    walker: Spot | None = other
    while walker is not None:
        if walker is spot:
            return True
        walker = walker.parent
    return False


def _is_headed(spot: Spot) -> bool:
    """Whether the text before a spot, or its first line, is a heading that says description."""
    previous = spot.beside(-1)
    if previous is not None and previous.text and previous.length <= 40 and text_words.HEADED.match(previous.text):
        return True
    return bool(
        spot.children
        and spot.children[0].text
        and spot.children[0].length <= 40
        and text_words.HEADED.match(spot.children[0].text)
    )


def _without_heading(text: str) -> str:
    first, _, rest = text.partition("\n")
    return rest if rest and len(first) < 40 and text_words.HEADED.match(first.strip()) else text


def is_shop_page(scene: Scene) -> bool:
    """Whether the page has the signs of a shop: a cart button, or links to a cart or a checkout."""
    if scene.button is not None:
        return True
    return any(
        spot.element.tag == "a"
        and bool(
            words.CART_ACTION.search(spot.element.get("href") or "")
            or re.search(
                r"/(?:basket|cart|checkout|bag|warenkorb|panier|carrito|koszyk|kosik)\b",
                spot.element.get("href") or "",
                re.I,
            )
        )
        for spot in scene.spots
    )
