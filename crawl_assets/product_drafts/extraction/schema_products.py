"""A schema.org Product, wherever it was read (JSON-LD, microdata, RDFa), as statements about fields."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.candidates import Candidate, ProductNode
from crawl_assets.product_drafts.extraction.identifiers import code, gtin, product_id
from crawl_assets.product_drafts.extraction.images import merged_images
from crawl_assets.product_drafts.extraction.main_guess import Clues, main_guess
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.product import Property
from crawl_assets.product_drafts.extraction.schema_offers import Offer, chosen_offer
from crawl_assets.product_drafts.extraction.schema_values import each, first
from crawl_assets.product_drafts.extraction.schema_variants import chosen_variant, variations_of
from crawl_assets.product_drafts.extraction.texts import line, lines, snippet

_GTINS = ("gtin13", "gtin14", "gtin12", "gtin8", "gtin", "isbn", "ean", "ean13", "upc")
_OPTIONS = ("color", "colour", "size", "material", "pattern", "model", "weight", "width", "height", "depth")
_SURE = {"json-ld": 0.9, "microdata": 0.85, "rdfa": 0.8}
# Nodes with an offer that shops use in place of Product
_ALSO_SOLD = {
    "vehicle", "car", "motorcycle", "book", "videogame", "softwareapplication", "movie", "musicalbum", "musicrelease",
    "drug", "service", "creativework", "course", "audiobook", "game", "medicaldevice", "apartment", "thing",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SchemaNode:
    """An object of a page with its type and its place."""

    source: str
    path: str
    data: Mapping[str, Any]
    is_related: bool = False  # it stands within a list or among related products
    element: Any = None  # of markup


def types_of(data: Mapping[str, Any]) -> set[str]:
    """Return the types of a node in lower case, without their vocabulary."""
    return {
        one.rstrip("/").rpartition("/")[2].rpartition("#")[2].rpartition(":")[2].strip().lower()
        for one in each(data.get("@type"))
        if isinstance(one, str)
    }


def is_product(data: Mapping[str, Any]) -> bool:
    """Tell whether a node is a product, by its type, or by its offers when it is of another type that is sold."""
    types = types_of(data)
    if any(one.endswith("product") or one in ("productgroup", "productmodel", "someproducts") for one in types):
        return True
    return bool(types & _ALSO_SOLD) and first(data, "offers") is not None


def product_node(node: SchemaNode, page: ProductPage, clues: Clues, place: int) -> ProductNode:
    """Return what a product's node says; `place` counts the products of its source before it."""
    data, sure = node.data, _SURE[node.source]
    variant, variant_path = chosen_variant(data, node.path, page.url)
    offer = chosen_offer(data, node.path, page.url)
    if variant is not None and (offer is None or offer.price is None or not offer.is_sure):
        offer = chosen_offer(variant, variant_path, page.url) or offer
    found = [*_texts(node, page, sure), *_codes(node, offer, variant, variant_path, sure), *_more(node, page, sure)]
    if offer is not None:
        found += _offered(node.source, offer, sure)
    if variations := variations_of(data, offer, page.absolute):
        found.append(
            Candidate("variations", variations, node.source, node.path, values.counted(variations), sure - 0.1)
        )
    url = _address(data, page.absolute) or (_address(offer.node, page.absolute) if offer is not None else None)
    name = line(first(data, "name"))
    guess = main_guess(
        clues, url=url, name=name, is_related=node.is_related, place=place,
        has_price=any(one.field == "price" for one in found),
    )  # fmt: skip
    return ProductNode(node.source, node.path, tuple(found), url, name, guess)


def _texts(node: SchemaNode, page: ProductPage, sure: float) -> Iterator[Candidate]:
    data = node.data
    for key, read in (("name", line), ("description", lines)):
        if text := read(data.get(key)):
            yield Candidate(key, text, node.source, f"{node.path}.{key}", snippet(text), sure)
    if name := values.brand(data.get("brand")):
        yield Candidate("brand", name, node.source, f"{node.path}.brand", name, sure)
    elif name := values.brand(data.get("manufacturer")):
        yield Candidate("brand", name, node.source, f"{node.path}.manufacturer", name, sure - 0.3)
    if link := _address(data, page.absolute):
        yield Candidate("url", link, node.source, f"{node.path}.url", link[:200], sure)


def _codes(
    node: SchemaNode, offer: Offer | None, variant: Mapping[str, Any] | None, variant_path: str, sure: float
) -> Iterator[Candidate]:
    """Yield sku, mpn and gtin: the node's own before its offer's, a variant's before its group's."""
    places: list[tuple[Mapping[str, Any], str, float]] = [(node.data, node.path, sure)]
    if variant is not None:
        places.insert(0, (variant, variant_path, sure - 0.05))
    if offer is not None and offer.node is not node.data:
        is_chosen = offer.is_sure and offer.low is not None  # of several variants the one that the address names
        places.append((offer.node, offer.path, sure + 0.03 if is_chosen else sure - 0.1))
        inner = offer.node.get("itemOffered")
        if isinstance(inner, Mapping):
            places.append((inner, f"{offer.path}.itemOffered", sure - 0.15))
    for data, path, trust in places:
        for key in ("sku", "mpn"):
            if text := code(data.get(key)):
                yield Candidate(key, text, node.source, f"{path}.{key}", text, trust)
        for key in _GTINS:
            if digits := next((one for value in each(data.get(key)) if (one := gtin(value))), None):
                yield Candidate("gtin", digits, node.source, f"{path}.{key}", digits, trust)
        for value in each(first(data, "productID", "productId", "identifier")):
            text = first(value, "value", "@value") if isinstance(value, Mapping) else value
            if named := product_id(text):
                kind = "sku" if named[0] == "id" else named[0]
                yield Candidate(
                    kind,
                    named[1],
                    node.source,
                    f"{path}.productID",
                    snippet(text),
                    trust - (0.3 if named[0] == "id" else 0.1),
                )
        if (text := code(data.get("sku"))) and (digits := gtin(text)) and len(digits) >= 12:
            yield Candidate("gtin", digits, node.source, f"{path}.sku", text, 0.4)


def _more(node: SchemaNode, page: ProductPage, sure: float) -> Iterator[Candidate]:
    data = node.data
    pictures = merged_images(values.images(first(data, "image", "images", "photo"), page.absolute))
    if pictures:
        path = f"{node.path}.image"
        yield Candidate("images", pictures, node.source, path, pictures[0][:200], sure - 0.1)
        yield Candidate("main_image", pictures[0], node.source, path, pictures[0][:200], sure)
    stars = values.rating(data.get("aggregateRating"))
    if stars is not None:
        path = f"{node.path}.aggregateRating"
        yield Candidate("rating", stars, node.source, path, f"{stars.value} of {stars.best}, {stars.count}", sure)
        if stars.count is not None:
            yield Candidate("review_count", stars.count, node.source, path, str(stars.count), sure)
    if lines_of := values.properties(data.get("additionalProperty")):
        yield Candidate(
            "properties", lines_of, node.source, f"{node.path}.additionalProperty", str(len(lines_of)), sure
        )
    own = tuple(Property(key, text) for key in _OPTIONS if (text := _measure(data.get(key))))
    if own:
        yield Candidate("properties", own, node.source, node.path, snippet(own[0].value), sure - 0.4)


def _offered(source: str, offer: Offer, sure: float) -> Iterator[Candidate]:
    trust = sure if offer.is_sure else sure - 0.2
    if offer.price is not None:
        path = offer.price_path or offer.path
        yield Candidate("price", offer.price, source, path, snippet(offer.price.text), trust)
    if offer.regular_price is not None:
        path = f"{offer.path}.priceSpecification"
        yield Candidate("regular_price", offer.regular_price, source, path, snippet(offer.regular_price.text), trust)
    for field, money in (("price_low", offer.low), ("price_high", offer.high)):
        if money is not None:
            yield Candidate(field, money, source, offer.path, snippet(money.text), trust)
    if offer.currency is not None:
        yield Candidate("currency", offer.currency, source, f"{offer.path}.priceCurrency", offer.currency, sure)
    if offer.availability is not None:
        said = snippet(first(offer.node, "availability", "Availability") or offer.availability)
        yield Candidate("availability", offer.availability, source, f"{offer.path}.availability", said, sure)


def _address(data: Mapping[str, Any], absolute: Callable[[str], str]) -> str | None:
    for key in ("url", "@id", "mainEntityOfPage"):
        for value in each(data.get(key)):
            text = first(value, "@id", "url") if isinstance(value, Mapping) else value
            if (
                isinstance(text, str)
                and 0 < len(text) <= 2_000
                and not text.startswith(("#", "_:"))
                and (link := absolute(text))
            ):
                return link
    return None


def _measure(value: Any) -> str | None:
    one = next(each(value), None)
    if isinstance(one, Mapping):
        amount, unit = line(first(one, "value", "name", "@value")), line(first(one, "unitText", "unitCode"))
        return f"{amount} {unit}" if amount and unit else amount
    text = line(one)
    return text if text and len(text) <= 200 else None
