"""JSON-LD of a page: its nodes with types, products and breadcrumbs first of all. https://www.w3.org/TR/json-ld11/.

What scripts hold is read tolerantly; a reference by @id is followed within the page. Bounds: `MOST_SCRIPTS`,
`MOST_NODES` objects in all.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.schema_products import SchemaNode
from crawl_assets.product_drafts.extraction.tolerant_json import loads

MOST_SCRIPTS = 60
MOST_NODES = 20_000
DEEPEST = 40  # levels that are searched for nodes
_REFERENCES_FOLLOWED = 3  # levels below a node
# Below these a product is another than the page's, or a part that its owner reads itself.
_RELATED = {
    "isrelatedto", "issimilarto", "isaccessoryorsparepartfor", "isconsumablefor", "itemlistelement", "hasoffercatalog",
    "ispartof", "haspart", "addon", "makesoffer", "mentions", "relatedto", "isaddon", "subjectof",
}  # fmt: skip
_READ_BY_THEIR_OWNER = {"hasvariant", "isvariantof", "itemoffered", "model"}


def json_ld_nodes(page: ProductPage) -> list[SchemaNode]:
    """Return every node with a type, in document order. Never fails."""
    roots = list(_roots(page))
    walked = [found for value, path in roots for found in _walk(value, path)][:MOST_NODES]
    index = {data["@id"]: data for data, _, _ in walked if isinstance(data.get("@id"), str) and len(data) > 1}
    return [
        SchemaNode("json-ld", path, _resolved(data, index, _REFERENCES_FOLLOWED), is_related)
        for data, path, is_related in walked
        if "@type" in data
    ]


def _roots(page: ProductPage) -> Iterator[tuple[Any, str]]:
    place = 0
    for script in page.tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        if place >= MOST_SCRIPTS:
            return
        place += 1
        value = loads(script.text or "")
        if value is not None:
            yield value, f"ld+json[{place}]"


def _walk(root: Any, path: str) -> Iterator[tuple[dict[str, Any], str, bool]]:
    """Yield the objects below a value in document order: with names without vocabulary, path, and whether related."""
    waiting: list[tuple[Any, str, bool, int]] = [(root, path, False, 0)]
    count = 0
    while waiting and count < MOST_NODES:
        value, where, is_related, depth = waiting.pop()
        count += 1
        if isinstance(value, list):
            inner = [(one, f"{where}[{place}]", is_related, depth + 1) for place, one in enumerate(value[:MOST_NODES])]
        elif isinstance(value, dict):
            data = _plain(value)
            yield data, where, is_related
            inner = [
                (one, f"{where}.{key}", is_related or key.lower() in _RELATED, depth + 1)
                for key, one in data.items()
                if isinstance(one, dict | list) and key.lower() not in _READ_BY_THEIR_OWNER
            ]
        else:
            continue
        if depth < DEEPEST:
            waiting.extend(reversed(inner))


def _plain(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return a node with its keys as schema.org names: `schema:price` and `http://schema.org/price` are `price`."""
    return {
        key if key.startswith("@") or (":" not in key and "/" not in key) else _short(key): value
        for key, value in node.items()
    } | ({"@type": node["type"]} if "@type" not in node and "@context" in node and "type" in node else {})


def _short(key: str) -> str:
    return key.rstrip("/").rpartition("/")[2].rpartition(":")[2]


def _resolved(node: Mapping[str, Any], index: Mapping[str, Any], levels: int) -> dict[str, Any]:
    return {key: _followed(value, index, levels) for key, value in node.items()}


def _followed(value: Any, index: Mapping[str, Any], levels: int) -> Any:
    if isinstance(value, list):
        return [_followed(one, index, levels) for one in value[:MOST_NODES]] if levels else value
    if not isinstance(value, dict):
        return value
    target = value
    reference = value.get("@id")
    if len(value) <= 2 and isinstance(reference, str):
        target = index.get(reference, value)
    if not levels:
        return target
    return _resolved(_plain(target), index, levels - 1)
