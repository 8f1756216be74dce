"""Pictures of the product: those near the title that belong to no other product."""

import json
import re
from typing import Any

from crawl_assets.product_drafts.extraction.candidates import Candidate
from crawl_assets.product_drafts.extraction.images import merged_images
from crawl_assets.product_drafts.extraction.visible_scene import Scene
from crawl_assets.product_drafts.extraction.visible_spots import Spot, path_of
from crawl_assets.product_drafts.extraction.visible_titles import likeness

_GALLERY = re.compile(
    r"galler|product-?(?:image|media|photo|img|slider|carousel|main-?img)|(?:main|big|large|primary|hero|zoom)-?(?:image|img|photo|pic)|media-?(?:gallery|viewer)|fotorama|image-?(?:zoom|main|view)|pdp-?image|photo|thumb(?:nail)?s?|woocommerce-product-gallery|img-?tag|landing-?image|cloud-?zoom|easy-?zoom|main-?pic|product-?pic|slick|swiper|lightbox|fancybox",
    re.I,
)
_NO = re.compile(
    r"logo|icon|payment|badge|flag|avatar|rating|star|sprite|banner|social|brand|trust|captcha|pixel|loader|spinner|swatch|review|author|placeholder|newsletter|promo|flag|award|certif",
    re.I,
)
_LAZY = (
    "data-zoom-image",
    "data-zoom",
    "data-large_image",
    "data-large-image",
    "data-large",
    "data-full",
    "data-original",
    "data-old-hires",
    "data-hires",
    "data-src-zoom",
    "data-image-large",
    "data-big",
    "data-magnify-src",
    "data-src",
    "data-lazy",
    "data-lazy-src",
    "data-image",
    "src",
)
_LEAST = 0.3  # the score of a picture that is taken when there is no other
_SURE = 3.0  # the score of a picture of the product
_MOST = 200
_LONGEST = 1_000  # letters of an address
_SMALL = 60  # pixels


def image_candidates(scene: Scene) -> list[Candidate]:
    """Return the gallery, and its first picture as the main one."""
    urls: list[str] = []
    first: Spot | None = None
    looked = [(_score(scene, spot), spot) for spot in scene.spots if spot.element.tag == "img"]
    scored = [item for item in looked if item[0] > 1.0] or [item for item in looked if item[0] >= _LEAST][:1]
    if not scored:
        return []
    best = max(score for score, _ in scored)
    for score, spot in scored[:_MOST]:
        if score >= min(_SURE, best - 1.5):
            found = _urls(scene, spot)
            if found and first is None:
                first = spot
            urls += found
    merged = merged_images(urls)
    if not merged or first is None:
        return []
    confidence = 0.75 if best >= 4 else 0.55
    snippet = (first.element.get("alt") or merged[0])[:200]
    return [
        Candidate("images", merged, "visible", path_of(first), snippet, confidence),
        Candidate("main_image", merged[0], "visible", path_of(first), snippet, confidence),
    ]


def _score(scene: Scene, spot: Spot) -> float:
    element = spot.element
    if spot.is_other or _is_small(element):
        return 0.0
    score = 0.0
    around = _words(spot)
    if _GALLERY.search(around):
        score += 2.5
    if _NO.search(spot.words) or _NO.search(around) or _NO.search((element.get("src") or "").rpartition("/")[2][:80]):
        score -= 2.5
    if element.get("itemprop") == "image":
        score += 2.5
    alt = element.get("alt") or ""
    if scene.title is not None and alt:
        score += 2.0 * likeness(alt, scene.title.text)
    if scene.is_in_scope(spot):
        score += 1.0
    if scene.title is not None:
        distance = abs(spot.offset - scene.title.offset)
        score += 1.0 if distance < 500 else 0.3 if distance < 2_000 else -1.0
    if any(element.get(name) for name in _LAZY[:9]):
        score += 1.0
    if spot.is_hidden:
        score -= 0.5
    if spot.is_linked and not _is_picture(_link(spot)):
        score -= 2.0
    return score


def _is_small(element: Any) -> bool:
    sizes = [
        int(value)
        for name in ("width", "height")
        if (value := (element.get(name) or "").removesuffix("px")).isdecimal() and len(value) < 6
    ]
    return bool(sizes) and max(sizes) <= _SMALL and not any(element.get(name) for name in _LAZY[:13])


def _words(spot: Spot) -> str:
    found = []
    walker: Spot | None = spot
    for _ in range(6):
        if walker is None or walker.is_title:
            break
        found.append(walker.words)
        walker = walker.parent
    return " ".join(found)


def _link(spot: Spot) -> str:
    walker = spot.parent
    while walker is not None:
        if walker.element.tag == "a":
            return str(walker.element.get("href") or "")
        walker = walker.parent
    return ""


def _is_picture(url: str) -> bool:
    return bool(re.search(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#_])", url, re.I))


def _urls(scene: Scene, spot: Spot) -> list[str]:
    """Return all addresses of one picture: the link around it, zoom attributes, srcset, src."""
    element = spot.element
    found: list[str] = []
    link = _link(spot)
    if _is_picture(link):
        found.append(link)
    dynamic = element.get("data-a-dynamic-image")
    if dynamic:
        try:
            sizes = json.loads(dynamic)
        except ValueError:
            sizes = {}
        if isinstance(sizes, dict):
            found += [str(url) for url in sizes]
    found += [value for name in _LAZY if (value := element.get(name))]
    found += [
        value
        for name, value in element.attrib.items()
        if name.startswith("data-") and len(value) < _LONGEST and _is_picture(value)
    ]
    for name in ("srcset", "data-srcset"):
        found += _of_srcset(element.get(name) or "")
    absolute = [scene.page.absolute(url) for url in found if not url.startswith("data:")]
    return [url for url in absolute if url]


def _of_srcset(value: str) -> list[str]:
    """Return the largest picture of a srcset (HTML standard, section 4.8.4.2.1)."""
    best, url = -1.0, ""
    for found in re.finditer(r"(\S+[^\s,])(?:\s+([\d.]{1,8})[wx])?\s*(?:,|$)", value[:10_000]):
        size = float(found[2]) if found[2] and found[2].count(".") < 2 and found[2] != "." else 0.0
        if size > best:
            best, url = size, found[1]
    return [url] if url else []
