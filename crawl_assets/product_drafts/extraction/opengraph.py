"""What `meta` elements say of a product: Open Graph, its product terms, Twitter cards, Dublin Core.

https://ogp.me, https://developers.facebook.com/docs/marketing-api/catalog. The page is meant, so no product node.
"""

import re
from collections.abc import Iterator

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.candidates import Candidate
from crawl_assets.product_drafts.extraction.identifiers import code, gtin
from crawl_assets.product_drafts.extraction.images import merged_images
from crawl_assets.product_drafts.extraction.money import Money
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.texts import line, lines, snippet

MOST_METAS = 1_000
_TITLES = (("og:title", 0.6), ("twitter:title", 0.5), ("dc.title", 0.4), ("title", 0.3))
_DESCRIPTIONS = (("og:description", 0.45), ("twitter:description", 0.4), ("description", 0.35), ("dc.description", 0.3))
_CURRENT = ("product:sale_price", "product:price", "og:price", "twitter:price", "product:pretax_price", "price")
_FORMER = ("product:original_price", "og:price:standard", "product:price:standard", "product:regular_price")
_AVAILABILITIES = ("product:availability", "og:availability", "og:product:availability", "availability")
_BRANDS = ("product:brand", "og:brand", "og:product:brand", "brand", "product:brand:name")
_SKUS = (("product:retailer_item_id", 0.5), ("product:sku", 0.6), ("og:sku", 0.6), ("sku", 0.5), ("og:upc", 0.2))
_MPNS = ("product:mfr_part_no", "product:mpn", "og:mpn", "mpn")
_GTINS = ("product:ean", "product:upc", "product:isbn", "product:gtin", "og:ean", "og:upc", "og:isbn", "gtin", "ean")
_PICTURES = ("og:image", "og:image:url", "og:image:secure_url")
_PRICE_LABEL = re.compile(r"price|preis|prix|precio|prezzo|prijs|pris|cena|цена|preço|fiyat|価格", re.IGNORECASE)
_STOCK_LABEL = re.compile(r"availability|verfügbarkeit|disponib|stock|наличие", re.IGNORECASE)
_BRAND_LABEL = re.compile(r"brand|marke|marque|marca|merk|производитель", re.IGNORECASE)


def opengraph_candidates(page: ProductPage) -> list[Candidate]:
    """Return what the head's `meta` elements say of the page's product. Never fails."""
    said = _said(page)
    return [
        *_texts(said),
        *_prices(said),
        *_codes(said),
        *_pictures(said, page),
        *_labelled(said),
        *_rating(said),
        *_addresses(said, page),
    ]


def _said(page: ProductPage) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for place, meta in enumerate(page.tree.iter("meta")):
        if place >= MOST_METAS:
            break
        content = (meta.get("content") or meta.get("value") or "").strip()
        for attribute in ("property", "name"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name.replace("dcterms.", "dc."), []).append(content)
    return found


def _candidate(field: str, value: object, name: str, text: str, confidence: float) -> Candidate:
    return Candidate(field, value, "opengraph", f'meta[property="{name}"]', snippet(text), confidence)


def _texts(said: dict[str, list[str]]) -> Iterator[Candidate]:
    site = line(next(iter(said.get("og:site_name", [])), None))
    for name, confidence in _TITLES:
        for text in said.get(name, [])[:1]:
            if title := _without_site(line(text), site):
                yield _candidate("name", title, name, text, confidence)
    for name, confidence in _DESCRIPTIONS:
        for text in said.get(name, [])[:1]:
            if description := lines(text):
                yield _candidate("description", description, name, text, confidence)
    for name in _BRANDS:
        for text in said.get(name, [])[:1]:
            if brand := values.brand(text):
                yield _candidate("brand", brand, name, text, 0.7)


def _prices(said: dict[str, list[str]]) -> Iterator[Candidate]:
    current, former = list(_amounts(said, _CURRENT)), list(_amounts(said, _FORMER))
    if current:
        name, now = (
            min(current[:2], key=lambda one: one[1].amount) if current[0][0].startswith("product:") else current[0]
        )
        former += [one for one in current if one[0].startswith("product:price") and one[1].amount > now.amount]
        yield _candidate("price", now, name, now.text, 0.7)
        former = [one for one in former if one[1].amount > now.amount]
        for before, money in former[:1]:
            yield _candidate("regular_price", money, before, money.text, 0.7)
    for name in (f"{prefix}{end}" for prefix in (*_CURRENT, *_FORMER) for end in (":currency", "currency")):
        for text in said.get(name, [])[:1]:
            if found := values.currency(text):
                yield _candidate("currency", found, name, text, 0.7)
    for name in _AVAILABILITIES:
        for text in said.get(name, [])[:1]:
            if stock := values.availability(text):
                yield _candidate("availability", stock, name, text, 0.75)


def _amounts(said: dict[str, list[str]], prefixes: tuple[str, ...]) -> Iterator[tuple[str, Money]]:
    for prefix in prefixes:
        code_ = values.currency(said.get(f"{prefix}:currency", []) or said.get("og:price:currency", []))
        for name in (f"{prefix}:amount", f"{prefix}_amount", prefix):
            for text in said.get(name, [])[:1]:
                if money := values.amounts(text, code_):
                    yield name, money[0]


def _codes(said: dict[str, list[str]]) -> Iterator[Candidate]:
    for name, confidence in _SKUS:
        for text in said.get(name, [])[:1]:
            if sku := code(text):
                yield _candidate("sku", sku, name, text, confidence)
    for name in _MPNS:
        for text in said.get(name, [])[:1]:
            if mpn := code(text):
                yield _candidate("mpn", mpn, name, text, 0.7)
    for name in _GTINS:
        for text in said.get(name, [])[:1]:
            if digits := gtin(text):
                yield _candidate("gtin", digits, name, text, 0.8)


def _pictures(said: dict[str, list[str]], page: ProductPage) -> Iterator[Candidate]:
    links = [link for name in _PICTURES for text in said.get(name, [])[:100] if (link := page.absolute(text[:2_000]))]
    if pictures := merged_images(links):
        yield _candidate("images", pictures, "og:image", pictures[0], 0.5)
        yield _candidate("main_image", pictures[0], "og:image", pictures[0], 0.65)
    for name in ("twitter:image", "twitter:image:src"):
        shown = merged_images([page.absolute(text[:2_000]) for text in said.get(name, [])[:1]])
        if shown:
            yield _candidate("main_image", shown[0], name, shown[0], 0.5)


def _labelled(said: dict[str, list[str]]) -> Iterator[Candidate]:
    """Yield what Twitter's product cards said: label1 "Price", data1 "$12.00"."""
    for place in ("1", "2", "3"):
        label = next(iter(said.get(f"twitter:label{place}", [])), "")
        for text in said.get(f"twitter:data{place}", [])[:1]:
            name = f"twitter:data{place}"
            if _PRICE_LABEL.search(label) and (money := values.amounts(text, None)):
                yield _candidate("price", money[0], name, text, 0.5)
            elif _STOCK_LABEL.search(label) and (stock := values.availability(text)):
                yield _candidate("availability", stock, name, text, 0.6)
            elif _BRAND_LABEL.search(label) and (brand := values.brand(text)):
                yield _candidate("brand", brand, name, text, 0.5)


def _rating(said: dict[str, list[str]]) -> Iterator[Candidate]:
    node = {
        key: said[name][0]
        for key, name in (
            ("ratingValue", "og:rating"), ("bestRating", "og:rating_scale"), ("ratingCount", "og:rating_count"),
        )
        if name in said
    }  # fmt: skip
    if stars := values.rating(node):
        yield _candidate("rating", stars, "og:rating", said["og:rating"][0], 0.5)


def _addresses(said: dict[str, list[str]], page: ProductPage) -> Iterator[Candidate]:
    for text in said.get("og:url", [])[:1]:
        if link := page.absolute(text[:2_000]):
            yield _candidate("url", link, "og:url", text, 0.5)
    for link in page.tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and (href := page.absolute(link.get("href") or "")):
            yield Candidate("url", href, "opengraph", 'link[rel="canonical"]', href[:200], 0.7)
            return


def _without_site(title: str | None, site: str | None) -> str | None:
    """Return a title without the shop's name at its end or start: `Shoe | Shop`, `Shop - Shoe`."""
    if not title or not site or len(site) < 2:
        return title
    ends = re.sub(
        rf"\s*[|\-–—:·•]\s*{re.escape(site)}\s*$|^\s*{re.escape(site)}\s*[|\-–—:·•]\s*", "", title, flags=re.IGNORECASE
    )
    return ends.strip() or title
