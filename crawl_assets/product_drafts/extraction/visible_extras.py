"""Rating and breadcrumbs as a reader sees them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from crawl_assets.product_drafts.extraction import text_words
from crawl_assets.product_drafts.extraction.candidates import Candidate
from crawl_assets.product_drafts.extraction.product import Crumb, Rating
from crawl_assets.product_drafts.extraction.visible_scene import Scene
from crawl_assets.product_drafts.extraction.visible_spots import Spot, path_of

_OUT_OF = re.compile(
    r"(?<![\d.,/])([0-9](?:[.,]\d{1,3})?|10)\s*(?:out of|/|von|sur|de|su|av|z|из|uit|of)\s*"
    r"(5|10|100)(?:[.,]0)?(?!\d|[/.,]\d)",
    re.I,
)
_STARS = re.compile(
    r"(?<![\d.,])([0-5](?:[.,]\d{1,2})?)\s*(?:-?stars?|sterne?n?|étoiles|estrellas|stelle|stjärnor|sterren|gwiazdek|★)",
    re.I,
)
_PLAIN_RATING = re.compile(r"^\(?[0-5][.,]\d\s*(?:/\s*5|★)\)?")
_IN_BRACKETS = re.compile(r"^[^\d]{0,12}\(?\s*(\d{1,3}(?:[.,]\d{3})+|\d{1,6})\s*\)$")
_BARE = re.compile(
    r"\s*([0-5][.,]\d{1,2})\s*(?:\(\d[\d.,\s]*\)\s*)?$"
)  # 4.8, 4,5 (178): of five, as nothing else is said
_WIDTH = re.compile(r"width\s*:\s*([\d.]{1,8})%", re.I)
_STEPS = 8  # of a path
_ABOVE = 60  # letters between a path and the title
_CRUMBS = re.compile(
    r"breadcrumb|bread-?crumb|brotkrume|crumbs?(?:$|[\s_-])|(?:^|[\s_-])pathway|you-?are-?here|ariane", re.I
)
_NO_CRUMB = re.compile(
    r"back|return|zurück|retour|indietro|tilbage|terug|volver|voltar|wstecz|назад|戻る|返回|wo bin ich\?|you are here|"
    r"sie sind hier|vous êtes ici|estás aquí|ti trovi qui|u bevindt zich hier",
    re.I,
)
_SEPARATORS = " \t\n\u00a0/|>»›→·•‹«<:-–—\\▸❯"


def rating_candidates(scene: Scene) -> list[Candidate]:
    """Return the rating nearest to the title, with the number of reviews beside it."""
    marked = [spot for spot in scene.spots if _may_be_rating(spot)]
    told = [(_distance(scene, spot), spot) for spot in marked]
    told.sort(key=lambda item: item[0])
    value: Decimal | None = None
    best: Decimal | None = None
    count: int | None = None
    where: Spot | None = None
    for distance, spot in told[:60]:
        if distance > 8_000:
            break
        found = _rating(spot)
        if value is None and found is not None:
            value, best = found
            where = spot
        if count is None and (number := _count(spot)) is not None:
            count = number
            where = where or spot
    if where is None or (value is None and not count) or value == 0:
        return []
    snippet = (
        where.text or where.element.get("aria-label") or where.element.get("title") or where.element.get("style") or ""
    )[:200]
    return [
        Candidate(
            "rating",
            Rating(value, best, count),
            "visible",
            path_of(where),
            snippet,
            0.6 if value is not None and count else 0.4,
        )
    ]


def _may_be_rating(spot: Spot) -> bool:
    """Whether a spot is called a rating, or says one or a number of reviews; single reviews are left out."""
    if spot.is_other or spot.in_reviews or spot.length > 300:
        return False
    if text_words.RATING_MARK.search(spot.words):
        return True
    said = spot.element.get("aria-label") or spot.element.get("title") or ""
    if said and (_OUT_OF.search(said[:100]) or _STARS.search(said[:100])):
        return True
    return (
        bool(spot.text)
        and spot.length <= 60
        and bool(text_words.COUNT.search(spot.text) or _PLAIN_RATING.match(spot.text))
    )


def _distance(scene: Scene, spot: Spot) -> int:
    if scene.title is None:
        return spot.place
    far = abs(spot.offset - scene.title.offset)
    return far if scene.is_in_scope(spot) or scene.scope is None else far + 1_000


def _rating(spot: Spot) -> tuple[Decimal, Decimal] | None:
    element = spot.element
    for text in (spot.text, element.get("aria-label"), element.get("title"), element.get("alt")):
        if text and len(text) <= 200 and (found := _OUT_OF.search(text)):
            value, best = Decimal(found[1].replace(",", ".")), Decimal(found[2])
            if value <= best:
                return value, best
    for text in (element.get("aria-label"), element.get("title"), spot.text if spot.length < 40 else None):
        if text and (found := _STARS.search(text)):
            return Decimal(found[1].replace(",", ".")), Decimal(5)
    for name in ("data-rating", "data-score", "data-average-rating", "data-rateit-value", "data-star", "data-average"):
        if re.fullmatch(r"[0-5](?:\.\d{1,4})?", element.get(name) or ""):
            return Decimal(element.get(name)), Decimal(5)
    if spot.text and (found := _BARE.match(spot.text)):
        return Decimal(found[1].replace(",", ".")), Decimal(5)
    found = _WIDTH.search(element.get("style") or "") if re.search(r"star|rating", spot.words) else None
    if found:
        share = Decimal(found[1]) if re.fullmatch(r"\d{1,3}(?:\.\d+)?", found[1]) else Decimal(0)
        if 0 < share <= 100:
            return (share / 20).quantize(Decimal("0.01")).normalize(), Decimal(5)
    return None


def _count(spot: Spot) -> int | None:
    if not spot.text or spot.length > 120:
        return None
    found = text_words.COUNT.search(spot.text)
    if found:
        return int(re.sub(r"\D", "", found[1] or found[2]))
    bracketed = _IN_BRACKETS.match(spot.text) if text_words.RATING_MARK.search(spot.words) else None
    return int(re.sub(r"\D", "", bracketed[1])) if bracketed else None


def crumb_candidates(scene: Scene) -> list[Candidate]:
    """Return the breadcrumbs: parts of a list, or links, in what is called so."""
    found: list[Candidate] = []
    for spot in scene.spots:
        label = spot.element.get("aria-label") or ""
        if (
            not (_CRUMBS.search(spot.words) or _CRUMBS.search(label) or _is_path_above(scene, spot))
            or spot.is_hidden
            or spot.length > 600
            or spot.element.tag in ("a", "li", "span")
        ):
            continue
        crumbs = _crumbs(scene, spot)
        if crumbs:
            snippet = " > ".join(crumb.name for crumb in crumbs)[:200]
            found.append(
                Candidate("breadcrumbs", crumbs, "visible", path_of(spot), snippet, 0.7 if len(crumbs) > 1 else 0.4)
            )
        if len(found) >= 5:
            break
    return sorted(found, key=lambda one: (-one.confidence, -len(one.value)))


def _is_path_above(scene: Scene, spot: Spot) -> bool:
    """Whether a spot is a short ordered list of links right above the title."""
    if spot.element.tag != "ol" or scene.title is None or not spot.has_link or not 1 < len(spot.children) <= _STEPS:
        return False
    return spot.place < scene.title.place and scene.title.offset - spot.offset - spot.length <= _ABOVE


def _crumbs(scene: Scene, spot: Spot) -> tuple[Crumb, ...]:
    items = [item for item in spot.element.iter("li") if not any(True for _ in item.iterdescendants("li"))]
    if len(items) < 2:
        items = list(_inline(spot.element))
    crumbs: list[Crumb] = []
    for item in items[:20]:
        link = None if isinstance(item, str) else item if item.tag == "a" else next(iter(item.iter("a")), None)
        shown = item if link is None or getattr(item, "tag", "") == "li" else link
        text = " ".join((shown if isinstance(shown, str) else "".join(shown.itertext())).split())
        name = text.strip(_SEPARATORS)
        if not name and link is not None:
            name = (link.get("title") or link.get("aria-label") or "").strip()
        if (
            not name
            or text.endswith((":", "："))
            or _NO_CRUMB.fullmatch(name)
            or len(name) > 200
            or (crumbs and crumbs[-1].name == name)
        ):
            continue
        href = link.get("href") if link is not None else None
        crumbs.append(Crumb(name, (scene.page.absolute(href) or None) if href else None))
    return tuple(crumbs)


def _inline(element: Any) -> Iterator[Any]:
    """Yield links, and the texts between them, in the order of the page."""
    if (element.text or "").strip(_SEPARATORS):
        yield element.text
    for child in element:
        if child.tag == "a":
            yield child
        elif isinstance(child.tag, str) and child.tag not in ("script", "style", "select", "button"):
            yield from _inline(child)
        if (child.tail or "").strip(_SEPARATORS):
            yield child.tail
