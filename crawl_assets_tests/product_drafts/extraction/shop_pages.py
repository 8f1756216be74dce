"""Builders of shop pages for the tests of the visible page."""

from crawl_assets.product_drafts.extraction.extract import extract_product
from crawl_assets.product_drafts.extraction.product import Product

URL = "https://shop.example/products/blue-mug"


def shop_page(body: str, *, head: str = "", lang: str = "en", title: str = "Blue Mug | Shop") -> str:
    """Return a page of a shop whose menu and footer hold prices of their own."""
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head>'
        '<body class="relative template-product">'
        '<header class="site-header"><nav><a href="/deals">Deals from $1.00</a></nav>'
        '<a href="/cart">Cart ($0.00)</a></header>'
        f"<main>{body}</main>"
        "<footer><p>Free shipping over $50</p></footer></body></html>"
    )


def product_of(
    body: str, *, head: str = "", lang: str = "en", title: str = "Blue Mug | Shop", url: str = URL
) -> Product:
    """Return what is extracted of a shop's page with this body."""
    return extract_product(shop_page(body, head=head, lang=lang, title=title), url)


def with_price(price: str, button: str = '<button name="add">Add to cart</button>') -> str:
    """Return a product block around a piece of price HTML."""
    return f'<div class="product"><h1>Blue Mug</h1>{price}<form action="/cart/add">{button}</form></div>'
