"""Products as a page's structured data tells them: JSON-LD, microdata, RDFa, Open Graph and its kin.

The readers are our own, on lxml: extruct does the same with html5lib, rdflib, pyRdfa and mf2py, ten packages of which
none reads what shops get wrong, and gives no places for evidence.
"""

from collections.abc import Iterator
from dataclasses import replace

from crawl_assets.product_drafts.extraction import schema_values as values
from crawl_assets.product_drafts.extraction.candidates import Candidate, ProductNode
from crawl_assets.product_drafts.extraction.json_ld import json_ld_nodes
from crawl_assets.product_drafts.extraction.main_guess import clues_of
from crawl_assets.product_drafts.extraction.markup_items import MICRODATA, RDFA, marked_up_nodes
from crawl_assets.product_drafts.extraction.node_merging import merged_nodes
from crawl_assets.product_drafts.extraction.opengraph import opengraph_candidates
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.product import Crumb
from crawl_assets.product_drafts.extraction.schema_products import SchemaNode, is_product, product_node, types_of
from crawl_assets.product_drafts.extraction.texts import line

MOST_PRODUCTS = 100  # of one source
_ONLY_ONE = 0.4


def structured_candidates(page: ProductPage) -> tuple[list[ProductNode], list[Candidate]]:
    """Return each product's node, in the order of the page, and what is said of no product: crumbs, Open Graph."""
    clues = clues_of(page)
    products: list[ProductNode] = []
    loose: list[Candidate] = []
    for nodes in (json_ld_nodes(page), marked_up_nodes(page, MICRODATA), marked_up_nodes(page, RDFA)):
        sold = [node for node in nodes if is_product(node.data)][:MOST_PRODUCTS]
        products += _only_one_raised([product_node(node, page, clues, place) for place, node in enumerate(sold)], sold)
        loose += _crumbs(nodes, page)
    return merged_nodes(products), loose + opengraph_candidates(page)


def _only_one_raised(products: list[ProductNode], nodes: list[SchemaNode]) -> list[ProductNode]:
    """Return the products with the only one that is not related to another raised, whatever it is called there."""
    own = [place for place, node in enumerate(nodes) if not node.is_related]
    if len(own) == 1 and products[own[0]].first("price") is not None:
        only = products[own[0]]
        products[own[0]] = replace(only, is_main_guess=max(only.is_main_guess, _ONLY_ONE))
    return products


def _crumbs(nodes: list[SchemaNode], page: ProductPage) -> list[Candidate]:
    """Return the longest list of crumbs of a source; shops repeat the first steps in another."""
    found = [
        Candidate("breadcrumbs", crumbs, node.source, node.path, " > ".join(one.name for one in crumbs)[:200], 0.85)
        for node in nodes
        if "breadcrumblist" in types_of(node.data) and (crumbs := values.crumbs(node.data, page.absolute))
    ]
    if not found and (steps := tuple(_old_steps(nodes, page))):
        first = next(node for node in nodes if "breadcrumb" in types_of(node.data))
        found = [
            Candidate("breadcrumbs", steps, first.source, first.path, " > ".join(one.name for one in steps)[:200], 0.8)
        ]
    return sorted(found, key=lambda one: -len(one.value))[:1]


def _old_steps(nodes: list[SchemaNode], page: ProductPage) -> Iterator[Crumb]:
    """Yield the steps that http://data-vocabulary.org/Breadcrumb marks one by one."""
    for node in nodes:
        name = line(node.data.get("title"))
        if "breadcrumb" in types_of(node.data) and name:
            link = node.data.get("url")
            yield Crumb(name, page.absolute(link) or None if isinstance(link, str) else None)
