"""What a shop's form for the cart says of its product: hidden fields, `data-` attributes of the form and its button.

Any shop has such a form, whatever its software; names of fields differ, but sku is called sku.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.platforms.plain_objects import said_of_object
from crawl_assets.product_drafts.extraction.platforms.said import Said

MOST_FORMS = 20
_HIGHEST = 4  # elements above the form or button that are looked at
_TO_CART = re.compile(
    r"add[-_ ]?to[-_ ]?(?:cart|basket|bag|trolley)|addtocart|addtobasket|cart[-_/]?add|/cart/|basket/add|buy[-_]?now|"
    r"product[-_]?form|in[-_]den[-_]warenkorb|ajouter[-_]au[-_]panier|anadir[-_]al[-_]carrito|warenkorb|winkelwagen",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^(?:data[-_])?(?:(?:product|item|variant|analytics|gtm|ga|tracking)[-_]?)?"
    r"(sku|mpn|ean|gtin|upc|asin|isbn|name|title|brand|price|currency|product[-_]?code|item[-_]?number|article[-_]?number|list[-_]?price)$",
    re.IGNORECASE,
)
_ALONE = {"name", "title", "price", "currency", "brand"}  # said of forms' own fields as often as of products


def said_by_cart_form(page: ProductPage, shown: frozenset[Decimal]) -> Iterator[Said]:
    """Yield the product of the first form or button that puts something into the cart."""
    for place, form in enumerate(_forms(page.tree)):
        if place >= MOST_FORMS:
            return
        data = dict(_fields(form))
        if not data.keys() - _ALONE:
            continue
        path = page.tree.getroottree().getpath(form)
        said = said_of_object(data, path, "state", page, shown, sure=0.6)
        if said.sku or said.gtin or said.mpn:
            yield replace(said, least_guess=0.8)  # the first form that is in no list
            return


def _forms(tree: Any) -> Iterator[Any]:
    for element in tree.iter("form", "button", "input"):
        marks = [element.get(name) or "" for name in ("action", "id", "class", "name", "data-action")]
        if element.tag == "input" and (element.get("type") or "").lower() not in ("submit", "button", "image"):
            continue
        if _TO_CART.search(" ".join(marks)[:500]) and not _is_listed(element):
            yield element


def _is_listed(element: Any) -> bool:
    """Tell whether a form stands among several products: in a list, or a place of related ones."""
    for place, above in enumerate(element.iterancestors()):
        if place > 10:
            return False
        if above.tag == "li" or re.search(
            r"related|similar|recommend|upsell|cross-?sell|product-item|card", above.get("class") or "", re.I
        ):
            return True
    return False


def _fields(form: Any) -> Iterator[tuple[str, str]]:
    """Yield name and value of each field and attribute that speaks of a product, the outermost first."""
    above = [one for one, _ in zip(form.iterancestors(), range(_HIGHEST), strict=False)]
    inner = [one for one, _ in zip(form.iter("input", "button", "select"), range(200), strict=False)]
    for element in [*reversed(above), form, *inner]:
        for name, value in element.attrib.items():
            found = _NAMED.match(name) if name.startswith("data-") else None
            if found and 0 < len(value) <= 300:
                yield found[1].replace("-", "_").lower(), value
        found = _NAMED.match(element.get("name") or "") if element.tag == "input" else None
        if found and element.get("value"):
            yield found[1].replace("-", "_").lower(), element.get("value")[:300]
