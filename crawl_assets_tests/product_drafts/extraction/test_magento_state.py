# ruff: noqa: E501 - markup and state as shops write them
"""Magento 1 and 2: price boxes, the form's sku, and the configuration of options."""

import json
from decimal import Decimal

from crawl_assets.product_drafts.extraction.product import Property
from crawl_assets_tests.product_drafts.extraction.reading import embedded, main_of, page_of, said

OPTIONS = {
    "93": {"code": "color", "label": "Color", "options": [
        {"id": "1", "label": "Red", "price": "0", "products": ["71", "72"]}, {"id": "2", "label": "Blue", "price": "5.50", "products": ["73"]}]},
    "94": {"code": "size", "label": "Size", "options": [
        {"id": "3", "label": "42", "price": "0", "products": ["71", "73"]}, {"id": "4", "label": "43", "price": "0", "products": ["72"]}]},
}  # fmt: skip


def box(number: int, final: str, old: str = "") -> str:
    was = f'<span data-price-type="oldPrice" data-price-amount="{old}"></span>' if old else ""
    return f'<div class="price-box" data-product-id="{number}"><span data-price-type="finalPrice" data-price-amount="{final}"></span>{was}</div>'


def test_the_price_box_of_the_forms_product_is_read_and_no_others() -> None:
    html = page_of(
        f'<div class="product-item">{box(8, "1")}</div>',
        '<form id="product_addtocart_form" data-product-sku="M-1"><input name="product" value="7"></form>',
        f'<div class="product-info-main">{box(7, "59.900000", "79.9")}</div>',
    )
    node = main_of(embedded(html), "magento")
    assert (said(node, "price"), said(node, "regular_price"), said(node, "sku")) == ("59.90 None", "79.90 None", "M-1")


def test_bug_a16_magento_2_tells_a_variation_a_simple_product() -> None:
    config = {
        "attributes": OPTIONS, "currencyCode": "EUR", "images": {"71": [{"full": "/x.jpg", "img": "/y.jpg"}]}, "sku": {"71": "M-71"},
        "optionPrices": {"71": {"finalPrice": {"amount": 59.9}, "oldPrice": {"amount": 79.9}}, "72": {"finalPrice": {"amount": 60}}},
        "prices": {"finalPrice": {"amount": 59.9}, "oldPrice": {"amount": 79.9}},
    }  # fmt: skip
    init = {"[data-role=swatch-options]": {"Magento_Swatches/js/swatch-renderer": {"jsonConfig": config}}}
    node = main_of(embedded(page_of(f'<script type="text/x-magento-init">{json.dumps(init)}</script>')), "magento")
    assert (said(node, "price"), said(node, "regular_price")) == ("59.90 None", "79.90 None")
    first, second, _ = said(node, "variations")
    assert (first.options, first.sku) == ((Property("Color", "Red"), Property("Size", "42")), "M-71")
    assert (first.price, first.regular_price, first.images) == (
        Decimal("59.90"),
        Decimal("79.90"),
        ("https://shop.example/x.jpg",),
    )
    assert (second.title, second.price) == ("Red / 43", Decimal(60))


def test_bug_a16_magento_1_adds_what_options_cost() -> None:
    config = {"attributes": OPTIONS, "basePrice": "100.00", "oldPrice": "120.00", "productId": "7"}
    html = page_of(
        f"<script>var spConfig = new Product.Config({json.dumps(config)});</script><!-- Mage.Cookies -->",
        "<p>Magento</p>",
    )
    node = main_of(embedded(html), "magento")
    assert (said(node, "price"), said(node, "regular_price")) == ("100.00 None", "120.00 None")
    assert {one.title: one.price for one in said(node, "variations")} == {
        "Red / 42": Decimal("100.00"), "Red / 43": Decimal("100.00"), "Blue / 42": Decimal("105.50"),
    }  # fmt: skip


def test_magento_1_prices_of_simple_products_are_read() -> None:
    html = page_of(
        '<script>var optionsPrice = new Product.OptionsPrice({"productId":"7","productPrice":19.9,"productOldPrice":25});</script>Magento'
    )
    node = main_of(embedded(html), "magento")
    assert (said(node, "price"), said(node, "regular_price")) == ("19.90 None", "25 None")
