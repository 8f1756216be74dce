# ruff: noqa: E501 - markup and state as shops write them
"""BigCommerce, PrestaShop, Taobao and Shopee: objects of a known shape; and the form that any shop has."""

import json
from decimal import Decimal
from html import escape
from typing import Any

import pytest

from crawl_assets.product_drafts.extraction.product import Property
from crawl_assets_tests.product_drafts.extraction.reading import embedded, main_of, page_of, said


def assigned(name: str, value: Any) -> str:
    return f"<script>window.{name} = {json.dumps(value)};</script>"


def test_bigcommerce_tells_price_stock_and_codes_of_the_chosen_variant() -> None:
    price = {
        "without_tax": {"value": 10, "currency": "USD"},
        "non_sale_price_without_tax": {"value": 20.5, "currency": "USD"},
    }
    data = {"product_attributes": {"sku": "B-1", "upc": "036000291452", "mpn": "", "instock": False, "price": price}}
    node = main_of(embedded(page_of(f"<script>var BCData = {json.dumps(data)};</script>")))
    told = [said(node, field) for field in ("price", "regular_price", "currency", "availability", "sku", "gtin", "mpn")]
    assert told == ["10 USD", "20.50 USD", "USD", "OutOfStock", "B-1", "036000291452", None]


def test_prestashop_tells_its_product_in_an_attribute() -> None:
    data = {
        "name": "Red Shoe", "price_amount": 19.9, "regular_price_amount": 25, "reference": "P-1", "quantity": 0, "ean13": "4006381333931",
        "description": "<p>Soft.</p>", "images": [{"bySize": {"large_default": {"url": "/1-large_default/a.jpg"}}}],
        "features": [{"name": "Sole", "value": "Cork"}], "manufacturer_name": "Acme", "link": "/red-shoe.html",
    }  # fmt: skip
    node = main_of(embedded(page_of(f'<div id="product-details" data-product="{escape(json.dumps(data))}"></div>')))
    told = [
        said(node, field) for field in ("price", "regular_price", "sku", "gtin", "availability", "description", "brand")
    ]
    assert told == ["19.90 None", "25 None", "P-1", "4006381333931", "OutOfStock", "Soft.", "Acme"]
    assert said(node, "images") == ("https://shop.example/1-large_default/a.jpg",)
    assert said(node, "properties") == (Property("Sole", "Cork"),)


TAOBAO = {
    "item": {"itemId": "9", "title": "Red Shoe", "images": ["//img.alicdn.com/a.jpg"]},
    "skuBase": {
        "props": [
            {"pid": "1", "name": "颜色", "values": [{"vid": "10", "name": "红", "image": "//img.alicdn.com/r.jpg"}, {"vid": "11", "name": "蓝"}]},
            {"pid": "2", "name": "尺码", "values": [{"vid": "20", "name": "L"}]},
        ],
        "skus": [{"propPath": "1:10;2:20", "skuId": "100"}, {"propPath": "1:11;2:20", "skuId": "101"}],
    },
    "skuCore": {"sku2info": {
        "0": {"price": {"priceText": "100-200"}, "quantity": "3"},
        "100": {"price": {"priceText": "100", "priceMoney": "10000"}, "quantity": "3"},
        "101": {"price": {"priceMoney": "20000"}, "quantity": 0}}},
}  # fmt: skip


def test_bug_a16_taobao_tells_every_dimension_of_its_skus() -> None:
    node = main_of(embedded(page_of(assigned("__ICE_APP_CONTEXT__", {"loaderData": {"home": {"data": TAOBAO}}}))))
    assert [said(node, field) for field in ("price", "price_low", "price_high", "availability")] == [
        "100 CNY",
        "100 CNY",
        "200 CNY",
        "InStock",
    ]
    red, blue = said(node, "variations")
    assert (red.options, red.price, red.availability) == (
        (Property("颜色", "红"), Property("尺码", "L")),
        Decimal(100),
        "InStock",
    )
    assert red.images == ("https://img.alicdn.com/r.jpg",)
    assert (blue.title, blue.price, blue.availability) == ("蓝 / L", Decimal("200.00"), "OutOfStock")


def test_taobaos_coupon_price_is_the_price_and_the_other_the_regular_one() -> None:
    shown = {"priceVO": {"price": {"priceText": "100"}, "extraPrice": {"priceText": "80.5"}}}
    node = main_of(embedded(page_of(assigned("data", TAOBAO | {"componentsVO": shown}))))
    assert (said(node, "price"), said(node, "regular_price")) == ("80.50 CNY", "100 CNY")


def test_shopees_whole_numbers_are_hundred_thousandths() -> None:
    item = {
        "name": "Red Shoe", "currency": "TWD", "price_min": 39900000, "price_max": 45900000, "price_before_discount": 59900000, "stock": 4,
        "tier_variations": [{"name": "Color", "options": ["Red", "Blue"]}, {"name": "Size", "options": ["L"]}],
        "models": [{"name": "Blue,L", "modelid": 5, "price": 45900000, "stock": 0, "extinfo": {"tier_index": [1, 0]}}],
    }  # fmt: skip
    node = main_of(embedded(page_of(assigned("state", {"item": item}))))
    told = [said(node, field) for field in ("price", "price_high", "regular_price", "availability")]
    assert told == ["399.00 TWD", "459.00 TWD", "599.00 TWD", "InStock"]
    (model,) = said(node, "variations")
    assert (model.options, model.price, model.availability) == (
        (Property("Color", "Blue"), Property("Size", "L")),
        Decimal("459.00"),
        "OutOfStock",
    )


@pytest.mark.parametrize(
    "form",
    ['<form action="/cart/add"><input type="hidden" name="sku" value="F-1"></form>', '<form class="add-to-cart" data-product-sku="F-1"></form>',
     '<div data-sku="F-1"><button class="btn-addtocart">Buy</button></div>', '<form action="/cart/add"><input name="product_code" value="F-1"></form>'],
)  # fmt: skip
def test_the_form_for_the_cart_tells_the_sku(form: str) -> None:
    assert said(main_of(embedded(page_of(form))), "sku") == "F-1"


def test_a_form_in_a_list_of_products_tells_nothing() -> None:
    assert embedded(page_of('<ul><li><form action="/cart/add"><input name="sku" value="F-1"></form></li></ul>')) == []
