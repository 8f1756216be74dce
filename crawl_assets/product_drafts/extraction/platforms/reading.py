"""All platforms' state of a page, as nodes."""

from itertools import groupby

from crawl_assets.product_drafts.extraction.candidates import Candidate, ProductNode
from crawl_assets.product_drafts.extraction.main_guess import clues_of
from crawl_assets.product_drafts.extraction.node_merging import merged_nodes
from crawl_assets.product_drafts.extraction.page import ProductPage
from crawl_assets.product_drafts.extraction.platforms.cart_form import said_by_cart_form
from crawl_assets.product_drafts.extraction.platforms.datalayer import said_by_datalayer
from crawl_assets.product_drafts.extraction.platforms.islands import islands_of
from crawl_assets.product_drafts.extraction.platforms.magento import said_by_magento
from crawl_assets.product_drafts.extraction.platforms.other_shops import said_by_other_shops
from crawl_assets.product_drafts.extraction.platforms.said import node_of, shown_amounts
from crawl_assets.product_drafts.extraction.platforms.shopify import said_by_shopify
from crawl_assets.product_drafts.extraction.platforms.state import said_by_state
from crawl_assets.product_drafts.extraction.platforms.taobao import said_by_taobao
from crawl_assets.product_drafts.extraction.platforms.woocommerce import said_by_woocommerce


def platform_candidates(page: ProductPage) -> tuple[list[ProductNode], list[Candidate]]:
    """Return the products that the page's embedded state tells of. None of it stands without a product."""
    islands = islands_of(page)
    clues, shown = clues_of(page), shown_amounts(page)
    told = [
        *said_by_shopify(islands, page, shown),
        *said_by_woocommerce(islands, page),
        *said_by_magento(islands, page),
        *said_by_other_shops(islands, page),
        *said_by_taobao(islands, page),
        *said_by_cart_form(page, shown),
        *said_by_state(islands, page, clues, shown),
        *said_by_datalayer(islands, page, shown),
    ]
    nodes = []
    for _, group in groupby(sorted(told, key=lambda one: one.source), key=lambda one: one.source):
        nodes += [node_of(said, clues, place) for place, said in enumerate(group)]
    return merged_nodes(nodes), []
