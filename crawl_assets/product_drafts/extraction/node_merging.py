"""One product told in several places by one source: the surest place speaks, the others fill in what it leaves out.

Shops have a Product of their theme and one of their reviews' app; a price box and a form of variations.
"""

from collections.abc import Sequence
from dataclasses import replace

from crawl_assets.product_drafts.extraction.candidates import ProductNode
from crawl_assets.product_drafts.extraction.main_guess import words_of

_SURE = 0.5
_BEHIND = 0.25


def merged_nodes(nodes: Sequence[ProductNode]) -> list[ProductNode]:
    """Return the nodes with those of the page's own product joined, a source; the others as they were."""
    best: dict[str, int] = {}
    for place, node in enumerate(nodes):
        held = best.get(node.source)
        if held is None or _rank(node) > _rank(nodes[held]):
            best[node.source] = place
    merged: list[ProductNode] = []
    joined = {place: nodes[place] for place in best.values()}
    for place, node in enumerate(nodes):
        main = joined[best[node.source]]
        if place not in joined and _is_same(node, main):
            stated = {one.field for one in main.candidates}
            added = tuple(
                one for one in node.candidates if one.field not in stated and _may_be_added(one.field, stated)
            )
            joined[best[node.source]] = replace(
                main, candidates=main.candidates + added, url=main.url or node.url, name=main.name or node.name
            )
        elif place not in joined:
            merged.append(node)
    return [*joined.values(), *merged]


def _rank(node: ProductNode) -> tuple[float, int]:
    return (node.is_main_guess, len({one.field for one in node.candidates}))


def _is_same(node: ProductNode, main: ProductNode) -> bool:
    if node.is_main_guess < max(_SURE, main.is_main_guess - _BEHIND):
        return False
    return not node.name or not main.name or words_of(node.name) == words_of(main.name)


def _may_be_added(field: str, stated: set[str]) -> bool:
    """Tell whether a statement stands without the one it belongs to: a range or regular price needs its own price."""
    return not (field in ("price_low", "price_high", "regular_price") and "price" in stated)
