"""How surely a product that a page speaks of is the one that the page is about, and no related one."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawl_assets.product_drafts.extraction.page import ProductPage

_EAST_ASIAN = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # written without spaces: each letter is a word
_WORD = re.compile(rf"[{_EAST_ASIAN}]|[^\W_{_EAST_ASIAN}]+")
_LONGEST_NAME = 300  # letters that are compared
_PARAMETERS_OF_ITEMS = re.compile(
    r"(?:id|itemid|item|productid|product|pid|sku|variant|p|product_id|prod|artnr|code)", re.I
)
_RELATED_CEILING = 0.2
_NO_OTHER_ADDRESS = 0.15  # a product without an address but with the page's name is nearly as sure as one with both


@dataclass(frozen=True, slots=True)
class Clues:
    """What the page says about itself."""

    addresses: frozenset[str]  # its own: as asked for, canonical, og:url
    names: tuple[frozenset[str], ...]  # the words of h1, og:title, title; the first are the surest
    base: str = ""


def clues_of(page: ProductPage) -> Clues:
    """Collect what names the product of a page: its addresses and its headings."""
    addresses = {address_key(page.url)}
    titles: list[str] = [
        " ".join("".join(h1.itertext()).split()) for _, h1 in zip(range(3), page.tree.iter("h1"), strict=False)
    ]
    for meta in page.tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").strip().lower()
        if name == "og:url":
            addresses.add(address_key(page.absolute(meta.get("content") or "")))
        elif name in ("og:title", "twitter:title"):
            titles.append(meta.get("content") or "")
    for link in page.tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            addresses.add(address_key(page.absolute(link.get("href") or "")))
    titles += ["".join(title.itertext()) for _, title in zip(range(1), page.tree.iter("title"), strict=False)]
    names = tuple(words for title in titles if (words := words_of(title)))
    return Clues(frozenset(addresses - {""}), names, page.base)


def main_guess(
    clues: Clues, *, url: str | None, name: str | None, is_related: bool, place: int, has_price: bool
) -> float:
    """Return 0 to 1 for a product by its address and name, where it stands and whether it can be bought.

    `place` counts the products of the same source before it.
    """
    guess = 0.3 + (0.1 if place == 0 else 0.0) + (0.1 if has_price else 0.0)
    key = address_key(url or "")
    if key and key in clues.addresses:
        guess += 0.25
    elif key and clues.addresses and not any(_same_path(key, own) for own in clues.addresses):
        guess -= 0.15
    if clues.names and name:
        likeness = name_likeness(clues, name)
        guess += 0.3 * likeness if likeness >= 0.4 else -0.25
        guess += _NO_OTHER_ADDRESS if likeness >= 0.4 and not key else 0.0
    elif clues.names:
        guess -= 0.05
    return round(max(0.0, min(guess, _RELATED_CEILING if is_related else 1.0)), 3)


def name_likeness(clues: Clues, name: str) -> float:
    """Return 0 to 1: how many of a name's words stand in a heading or title of the page, and the other way round."""
    return max((_likeness(words_of(name), own) for own in clues.names), default=0.0)


def words_of(text: str) -> frozenset[str]:
    """Return the words of a name in lower case."""
    return frozenset(word.lower() for word in _WORD.findall(text[:_LONGEST_NAME]))


def address_key(url: Any) -> str:
    """Return what tells a product's address from others: host, path and the parameters that name items."""
    if not isinstance(url, str) or not 0 < len(url) <= 2_000:
        return ""
    try:
        parts = urlsplit(url.strip())
        query = parse_qsl(parts.query, max_num_fields=50)
    except ValueError:
        return ""
    if not parts.netloc:
        return ""
    kept = sorted(f"{key.lower()}={value}" for key, value in query if _PARAMETERS_OF_ITEMS.fullmatch(key))
    path = re.sub(r"/(?:index\.\w+)?$", "", parts.path)
    return f"{parts.netloc.lower().removeprefix('www.')}{path}?{'&'.join(kept)}"


def _same_path(one: str, other: str) -> bool:
    return one.partition("?")[0] == other.partition("?")[0]


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of common words; a heading may hold the name and the shop's name, so the smaller set counts."""
    if not one or not other:
        return 0.0
    common = len(one & other)
    return 0.7 * common / min(len(one), len(other)) + 0.3 * common / max(len(one), len(other))
