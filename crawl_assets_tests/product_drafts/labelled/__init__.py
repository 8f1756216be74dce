"""Labelled product pages of many shapes, made here; the truth is what an attentive person notes of each."""

from collections.abc import Callable, Iterator

from crawl_assets_tests.product_drafts.labelled import (
    american,
    asian,
    blind,
    bookshops,
    custom,
    european,
    groceries,
    magento,
    marketplaces,
    misleading_data,
    misleading_sight,
    nextjs,
    shopify,
    stock_and_codes,
    tables,
    woocommerce,
)
from crawl_assets_tests.product_drafts.labelled.parts import Labelled

_GROUPS: tuple[Callable[[], Iterator[Labelled]], ...] = (
    shopify.pages,
    woocommerce.pages,
    magento.pages,
    nextjs.pages,
    tables.pages,
    marketplaces.pages,
    groceries.pages,
    bookshops.pages,
    asian.pages,
    custom.pages,
    misleading_data.pages,
    misleading_sight.pages,
    american.pages,
    european.pages,
    stock_and_codes.pages,
    blind.pages,
)


def labelled_pages() -> list[Labelled]:
    """Return all pages, each under a name of its own."""
    return [page for group in _GROUPS for page in group()]
