# ruff: noqa: E501 - markup and state as shops write them
"""WooCommerce: the summary that is shown, and the form of variations."""

import json
from decimal import Decimal
from html import escape
from typing import Any

import pytest

from crawl_assets.product_drafts.extraction.candidates import ProductNode
from crawl_assets.product_drafts.extraction.product import Property
from crawl_assets_tests.product_drafts.extraction.reading import embedded, main_of, page_of, said

URL = "https://shop.example/product/red-shoe/"


def amount(text: str) -> str:
    return f'<span class="woocommerce-Price-amount amount"><bdi>{text}</bdi></span>'


def read(*parts: str, url: str = URL) -> ProductNode:
    summary = (
        f'<div class="woocommerce summary entry-summary"><h1 class="product_title">Red Shoe</h1>{"".join(parts)}</div>'
    )
    return main_of(embedded(page_of(summary), url), "woocommerce")


def form(*variations: dict[str, Any]) -> str:
    return f'<form class="variations_form" data-product_variations="{escape(json.dumps(variations))}"></form>'


def variation(colour: str, price: float, **more: Any) -> dict[str, Any]:
    return {
        "attributes": {"attribute_pa_color": colour}, "display_price": price, "display_regular_price": 30,
        "is_in_stock": True, "sku": f"W-{colour}", "image": {"full_src": f"/{colour}.jpg", "src": f"/{colour}-100x100.jpg"},
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "price", "regular", "high"),
    [
        (amount("€20.00"), "20.00 EUR", None, None),
        (f"<del>{amount('€30.00')}</del> <ins>{amount('€20.00')}</ins>", "20.00 EUR", "30.00 EUR", None),
        (f"{amount('€20.00')} – {amount('€25.00')}", "20.00 EUR", None, "25.00 EUR"),
        (amount("1.299,00 €"), "1299.00 EUR", None, None),
    ],
)
def test_the_price_of_the_summary_is_read(shown: str, price: str, regular: str | None, high: str | None) -> None:
    node = read(f'<p class="price">{shown}</p>')
    assert (said(node, "price"), said(node, "regular_price"), said(node, "price_high")) == (price, regular, high)


@pytest.mark.parametrize(
    ("classes", "name"),
    [
        ("stock in-stock", "InStock"),
        ("stock out-of-stock", "OutOfStock"),
        ("stock available-on-backorder", "BackOrder"),
    ],
)
def test_stock_and_sku_are_read_by_their_classes(classes: str, name: str) -> None:
    node = read(f'<p class="{classes}">?</p><span class="sku_wrapper">SKU: <span class="sku">W-1</span></span>')
    assert (said(node, "availability"), said(node, "sku"), said(node, "name")) == (name, "W-1", "Red Shoe")


def test_bug_a16_variations_keep_their_options_prices_and_pictures() -> None:
    node = read(form(variation("red", 20), variation("blue", 22.5, is_in_stock=False)))
    red, blue = said(node, "variations")
    assert (red.title, red.options, red.images) == (
        "red",
        (Property("color", "red"),),
        ("https://shop.example/red.jpg",),
    )
    assert (red.price, red.regular_price, red.sku) == (Decimal(20), Decimal(30), "W-red")
    assert (blue.price, blue.availability) == (Decimal("22.50"), "OutOfStock")
    assert (said(node, "price_low"), said(node, "price_high")) == ("20 None", "22.50 None")


def test_the_variation_of_the_address_is_the_one() -> None:
    parts = form(variation("red", 20), variation("blue", 22.5, is_in_stock=False))
    node = read(parts, url=URL + "?attribute_pa_color=blue")
    assert (said(node, "price"), said(node, "availability"), said(node, "sku")) == (
        "22.50 None",
        "OutOfStock",
        "W-blue",
    )


def test_variations_that_are_loaded_later_are_no_error() -> None:
    assert (
        read('<form data-product_variations="false"></form>', f'<p class="price">{amount("$5.00")}</p>').first(
            "variations"
        )
        is None
    )
