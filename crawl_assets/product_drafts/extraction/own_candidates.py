"""Which statements are about the product of this page: those of its own nodes, of the head and of the visible page."""

from collections.abc import Sequence
from dataclasses import replace

from crawl_assets.product_drafts.extraction.candidates import Candidate, ProductNode
from crawl_assets.product_drafts.extraction.visible_titles import tokens

LEAST_GUESS = 0.35  # a node below is another product, or nobody's
_BEHIND = 0.2  # a node so much behind the surest one is another product
TRUST = {
    "json-ld": 0.95, "microdata": 0.9, "rdfa": 0.85, "opengraph": 0.75, "shopify": 0.95, "woocommerce": 0.9,
    "magento": 0.9, "next": 0.8, "nuxt": 0.8, "state": 0.7, "datalayer": 0.7, "visible": 0.95, "model": 0.6,
}  # fmt: skip


def own_nodes(nodes: Sequence[ProductNode], loose: Sequence[Candidate] = ()) -> list[ProductNode]:
    """Return of each source the node that is surest the page's product, the surest source first.

    `loose` are the statements of the visible page: a node that is named otherwise and costs otherwise is another's.
    """
    nodes = [node for node in nodes if not _is_anothers(node, loose)]
    best = max((node.is_main_guess for node in nodes), default=0.0)
    chosen: dict[str, ProductNode] = {}
    for node in nodes:
        if node.is_main_guess < max(LEAST_GUESS, best - _BEHIND):
            continue
        held = chosen.get(node.source)
        if held is None or (node.is_main_guess, len(node.candidates)) > (held.is_main_guess, len(held.candidates)):
            chosen[node.source] = node
    return sorted(chosen.values(), key=lambda node: -node.is_main_guess)


def own_candidates(nodes: Sequence[ProductNode], loose: Sequence[Candidate]) -> list[Candidate]:
    """Return the statements about this page's product, confidence weighed by the source and by the node's guess."""
    found: list[Candidate] = []
    for node in own_nodes(nodes, loose):
        sure = 0.6 + 0.4 * min(1.0, node.is_main_guess)
        found += [_weighed(one, sure) for one in node.candidates]
    return found + [_weighed(one, 1.0) for one in loose]


def _is_anothers(node: ProductNode, loose: Sequence[Candidate]) -> bool:
    """Whether a node's name contradicts the page's heading, and its price all prices that the page shows."""
    headings = [one.value for one in loose if one.field == "name" and one.source == "visible" and one.confidence >= 0.7]
    if not headings or not node.name:
        return False
    named, heading = tokens(node.name), tokens(headings[0])
    numbers, other_numbers = _numbers(named), _numbers(heading)
    contradicts = not named & heading or (bool(numbers and other_numbers) and not numbers & other_numbers)
    prices = {one.value.amount for one in loose if one.field in ("price", "regular_price") and one.source == "visible"}
    price = node.first("price")
    return contradicts and (not prices or price is None or price.value.amount not in prices)


def _numbers(words: set[str]) -> set[str]:
    return {word for word in words if any(letter.isdigit() for letter in word)}


def of_field(candidates: Sequence[Candidate], field: str, *, seen: bool | None = None) -> list[Candidate]:
    """Return the statements about a field, the surest first; `seen` keeps only, or leaves out, the visible page's."""
    kept = [
        one
        for one in candidates
        if one.field == field
        and one.value not in (None, "", ())
        and (seen is None or (one.source == "visible") == seen)
    ]
    return sorted(kept, key=lambda one: -one.confidence)


def _weighed(one: Candidate, sure: float) -> Candidate:
    return replace(one, confidence=max(0.0, min(1.0, one.confidence * TRUST.get(one.source, 0.5) * sure)))
