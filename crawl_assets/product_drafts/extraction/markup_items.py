"""Items that a page marks up in its elements: microdata and RDFa Lite, as objects in the shape of JSON-LD.

https://html.spec.whatwg.org/multipage/microdata.html, https://www.w3.org/TR/rdfa-lite/. More is taken than the
standards say: a `content` attribute beats the text of any element, the text of a link is its name, an Offer within a
Product without `itemprop` is its offer, and properties outside any item are one product when there is no other.
One pass over the tree; bounds: `MOST_ITEMS`, `MOST_PROPERTIES`.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from crawl_assets.product_drafts.extraction.page import ProductPage, text_of
from crawl_assets.product_drafts.extraction.schema_products import SchemaNode, is_product, types_of

MOST_ITEMS = 2_000
MOST_PROPERTIES = 10_000
LONGEST_VALUE = 20_000  # letters


@dataclass(frozen=True, slots=True)
class Dialect:
    """The attributes of a way to mark up."""

    source: str
    scope: str  # marks an item
    kind: str  # its type
    name: str  # a property's
    has_orphans: bool  # whether properties outside items are read


MICRODATA = Dialect("microdata", "itemscope", "itemtype", "itemprop", True)
RDFA = Dialect("rdfa", "typeof", "typeof", "property", False)

_OF_TYPE = {
    "offer": "offers", "aggregateoffer": "offers", "aggregaterating": "aggregateRating", "brand": "brand",
    "pricespecification": "priceSpecification", "unitpricespecification": "priceSpecification",
}  # fmt: skip
_SHOWN_TEXT = {
    "name",
    "brand",
    "sku",
    "mpn",
    "description",
    "model",
    "color",
    "category",
    "price",
    "manufacturer",
    "title",
}
_RELATED_PROPERTIES = {
    "isrelatedto", "issimilarto", "isaccessoryorsparepartfor", "isconsumablefor", "itemlistelement",
}  # fmt: skip
_RELATED_PLACE = re.compile(
    r"related|similar|recommend|up-?sell|cross-?sell|also[-_]?(?:like|bought|viewed)|recently|you-?may|accessor|bundle-items",
    re.IGNORECASE,
)
_HIGHEST = 15  # elements above an item that are looked at


@dataclass(slots=True)
class _Item:
    element: Any
    parent: "_Item | None" = None
    names: list[str] = field(default_factory=list)  # the property of its parent that it is
    data: dict[str, Any] = field(default_factory=dict)


def marked_up_nodes(page: ProductPage, dialect: Dialect) -> list[SchemaNode]:
    """Return every item of a page with a type, in document order. Never fails."""
    if dialect.name not in page.html.lower():
        return []
    items, orphans = _items(page, dialect)
    _give_offers(items)
    tree = page.tree.getroottree()
    nodes = [
        SchemaNode(dialect.source, tree.getpath(item.element), item.data, _is_related(item), item.element)
        for item in items
        if "@type" in item.data
    ]
    if dialect.has_orphans and _is_whole(orphans) and not any(is_product(node.data) for node in nodes):
        nodes.append(SchemaNode(dialect.source, f"//*[@{dialect.name}]", {"@type": "Product"} | orphans))
    return nodes


def _items(page: ProductPage, dialect: Dialect) -> tuple[list[_Item], dict[str, Any]]:
    scopes = _scopes(page.tree, dialect)
    owners = _referenced(page.tree, scopes) if dialect is MICRODATA else {}
    within: dict[Any, _Item | None] = {}
    orphans: dict[str, Any] = {}
    count = 0
    for element in page.tree.iter():
        above = owners.get(element) or within.get(element.getparent())
        own = scopes.get(element)
        within[element] = own or above
        names = (element.get(dialect.name) or "").split()
        if own is not None:
            own.parent, own.names = above, [_short(name) for name in names]
        if not names and own is not None and above is not None and not is_product(own.data):
            names = [_OF_TYPE[kind] for kind in types_of(own.data) if kind in _OF_TYPE][:1]
        if not names or count >= MOST_PROPERTIES:
            continue
        count += 1
        holder = above.data if above is not None else orphans
        for name in map(_short, names):
            value = own.data if own is not None else _value(element, name, page)
            if value not in (None, "") and value is not holder:
                _add(holder, name, value)
        if (
            above is not None
            and not is_product(above.data)
            and "webpage" in "".join(types_of(above.data))
            and own is None
        ):
            for name in map(_short, names):
                _add(orphans, name, _value(element, name, page))
    return list(scopes.values()), orphans


def _is_whole(orphans: dict[str, Any]) -> bool:
    """Tell whether properties outside items are of one product: a name, or one price."""
    return isinstance(orphans.get("name"), str) or isinstance(orphans.get("price"), str)


def _give_offers(items: list[_Item]) -> None:
    """Give the only offer that lies in no product to the only product, when that has none."""
    products = [item for item in items if is_product(item.data) and not _is_related(item)]
    offers = [item for item in items if item.parent is None and types_of(item.data) & {"offer", "aggregateoffer"}]
    if len(products) == 1 and len(offers) == 1 and not products[0].data.keys() & {"offers", "price"}:
        products[0].data["offers"] = offers[0].data


def _scopes(tree: Any, dialect: Dialect) -> dict[Any, _Item]:
    scopes: dict[Any, _Item] = {}
    for element in tree.iter():
        if element.get(dialect.scope) is None:
            continue
        if len(scopes) >= MOST_ITEMS:
            break
        kinds = [_short(kind) for kind in (element.get(dialect.kind) or "").split()]
        item = _Item(element, data={"@type": kinds} if kinds else {})
        if address := element.get("itemid") or element.get("resource") or element.get("about"):
            item.data["@id"] = address
        scopes[element] = item
    return scopes


def _referenced(tree: Any, scopes: dict[Any, _Item]) -> dict[Any, _Item]:
    """Return the elements that an `itemref` adds to an item, wherever they stand."""
    wanted = {name: item for element, item in scopes.items() for name in (element.get("itemref") or "").split()[:50]}
    if not wanted:
        return {}
    return {element: item for element in tree.iter() if (item := wanted.get(element.get("id") or "")) is not None}


def _add(holder: dict[str, Any], name: str, value: Any) -> None:
    if name not in holder:
        holder[name] = value
    elif isinstance(holder[name], list):
        if len(holder[name]) < 500:
            holder[name].append(value)
    else:
        holder[name] = [holder[name], value]


def _value(element: Any, name: str, page: ProductPage) -> str | None:
    said = element.get("content")
    if said is not None and (said.strip() or element.tag == "meta"):
        return str(said)[:LONGEST_VALUE].strip()
    tag = element.tag if isinstance(element.tag, str) else ""
    if name == "image":
        return _picture(element)
    if tag in ("a", "area", "link") and (name not in _SHOWN_TEXT or tag == "link"):
        return (element.get("href") or element.get("resource") or "")[:2_000].strip() or None
    for tags, attribute in (
        (("data", "meter", "input", "select"), "value"),
        (("time",), "datetime"),
        (("img",), "alt"),
    ):
        if tag in tags and element.get(attribute):
            return str(element.get(attribute))[:LONGEST_VALUE].strip()
    return text_of(element)[:LONGEST_VALUE] or None


def _picture(element: Any) -> str | None:
    for one in (element, *element.iter("img", "source")):
        for attribute in ("href", "data-zoom-image", "data-large_image", "data-src", "src", "resource"):
            address = one.get(attribute)
            if address and not address.startswith(("data:", "#", "javascript:")):
                return str(address)[:2_000].strip()
    return None


def _is_related(item: _Item) -> bool:
    above: _Item | None = item
    depth = 0
    has_heading = item.element.find(".//h1") is not None  # the page's own product, whatever it stands in
    while above is not None and depth < _HIGHEST:
        depth += 1
        if any(name.lower() in _RELATED_PROPERTIES for name in above.names):
            return True
        if above is not item and is_product(above.data) and is_product(item.data) and not has_heading:
            return True
        above = above.parent
    if has_heading:
        return False
    for place, element in enumerate(item.element.iterancestors()):
        if place >= _HIGHEST or element.tag in ("body", "html"):
            break
        if _RELATED_PLACE.search(f"{element.get('id') or ''} {element.get('class') or ''}"[:300]):
            return True
    return False


def _short(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2].rpartition("#")[2].rpartition(":")[2]
