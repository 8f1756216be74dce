"""Objects that look like a product though no platform's shape is known: by the usual names of their keys."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.identifiers import code, gtin
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.platforms import key_names
from crawl_assets.product_drafts.extraction.platforms.key_names import plain_key, plain_keys
from crawl_assets.product_drafts.extraction.platforms.plain_prices import Prices, currency_of
from crawl_assets.product_drafts.extraction.platforms.plain_stock import availability_of
from crawl_assets.product_drafts.extraction.platforms.plain_variants import chosen, variants_in, variation_of
from crawl_assets.product_drafts.extraction.platforms.said import Said
from crawl_assets.product_drafts.extraction.texts import line, lines

_INNER_NUMBER = 0.35  # how sure a code is that may be the shop's own number


def is_like_product(data: Mapping[str, Any]) -> bool:
    """Tell whether an object has a name and a price by its keys."""
    keys = {plain_key(key) for key in data}
    return any(name in keys for name in key_names.NAMES[:7]) and has_price_key(data)


def has_price_key(data: Mapping[str, Any]) -> bool:
    """Tell whether an object has a price by its keys or those of its variants."""
    plain = plain_keys(data)
    return any("price" in key or key == "pricing" for key in plain) or bool(variants_in(plain))


def name_of(data: Mapping[str, Any]) -> str | None:
    """Return the name of an object that looks like a product."""
    plain = plain_keys(data)
    return line(
        next((value for key in key_names.NAMES if isinstance(value := plain.get(key), str) and value.strip()), None)
    )


def said_of_object(
    data: Mapping[str, Any], path: str, source: str, page: ProductPage, shown: frozenset[Decimal], *, sure: float
) -> Said:
    """Return what an object says by the usual names of its keys."""
    plain = plain_keys(data)
    code_ = currency_of(plain, 3)
    reader = Prices(code_, shown)
    price, before = reader.current_and_former(plain)
    variants = variants_in(plain)
    own = plain_keys(chosen(variants)) if variants else {}
    if price is None and variants:
        price, before = reader.current_and_former(own)
    low, high = reader.first(plain, key_names.LOW), reader.first(plain, key_names.HIGH)
    sku, sku_sure = _sku(plain, own, page)
    links = [value for key in key_names.LINKS if isinstance(value := plain.get(key), str)]
    is_seen = price is not None and price.amount in shown
    return Said(
        source=source, path=path, sure=sure if is_seen or price is None else sure - 0.2,
        name=name_of(data), price=price, regular_price=before, low=low, high=high,
        currency=code_ or (price.currency if price else None),
        availability=availability_of(plain) or availability_of(own),
        sku=sku, sku_sure=sku_sure,
        mpn=next((found for key in key_names.MPNS if (found := code(plain.get(key)))), None),
        gtin=next((two for key in key_names.GTINS for one in values.each(plain.get(key)) if (two := gtin(one))), None),
        brand=_brand(plain),
        description=next((found for key in key_names.TEXTS if (found := lines(plain.get(key)))), None),
        images=tuple(_pictures(plain, page)),
        url=next((link for one in links if (link := page.absolute(one[:2_000]))), None),
        rating=_rating(plain),
        variations=tuple(variation_of(one, reader, page) for one in variants) if len(variants) > 1 else (),
    )  # fmt: skip


def _sku(plain: Mapping[str, Any], own: Mapping[str, Any], page: ProductPage) -> tuple[str | None, float]:
    """Return the sku and how sure it is: the product's own, else its chosen variant's.

    What may be the shop's inner number counts when a reader sees it or the address names it.
    """
    for holder in (plain, own):
        for key, trust in key_names.SKUS:
            found = code(holder.get(key))
            if found and (trust > _INNER_NUMBER or (not own and (found in page.url or found in page.text))):
                return found, trust
    return None, 0.0


def _brand(plain: Mapping[str, Any]) -> str | None:
    """Return the brand of an object, or of an object right within it."""
    inner = [plain_keys(value) for value in plain.values() if isinstance(value, Mapping)]
    for holder in (plain, *inner):
        for key in key_names.BRANDS:
            if found := values.brand(holder.get(key)):
                return found
    return None


def _pictures(plain: Mapping[str, Any], page: ProductPage) -> Iterator[str]:
    for key in key_names.PICTURES:
        found: list[str] = []
        for one in values.each(plain.get(key)):
            told: Any = one
            if isinstance(one, Mapping):
                inside = plain_keys(one)
                names = (
                    "large",
                    "full",
                    "original",
                    "zoom",
                    "url",
                    "src",
                    "href",
                    "imageurl",
                    "large_image_url",
                    "image",
                )
                told = next(
                    (text for name in names for text in values.each(inside.get(name)) if isinstance(text, str)), None
                )
            if (
                isinstance(told, str)
                and 4 < len(told) <= 2_000
                and ("/" in told or "." in told)
                and " " not in told.strip()
            ):
                found += values.images(told, page.absolute)
        if found:
            yield from found
            return


def _rating(plain: Mapping[str, Any]) -> Any:
    stars = next(
        (plain[key] for key in ("averagerating", "ratingvalue", "reviewrating", "rating") if key in plain), None
    )
    if isinstance(stars, Mapping):
        inside = plain_keys(stars)
        stars = next(
            (inside[key] for key in ("average", "value", "averagerating", "score", "ratingvalue") if key in inside),
            None,
        )
        plain = {**inside, **plain}
    votes = next(
        (plain[key] for key in ("reviewcount", "ratingcount", "numreviews", "reviewscount", "totalreviews", "count")
         if key in plain), None,
    )  # fmt: skip
    return (
        values.rating({"ratingValue": stars, "reviewCount": votes}) if stars is not None and votes is not None else None
    )
