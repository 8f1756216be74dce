# ruff: noqa: E501 - markup and state as shops write them
"""Shopify's product JSON: cents, the chosen variant, and all variants with their dimensions."""

import json
from decimal import Decimal
from typing import Any

import pytest

from crawl_assets.product_drafts.extraction.candidates import ProductNode
from crawl_assets.product_drafts.extraction.product import Property
from crawl_assets_tests.product_drafts.extraction.reading import embedded, main_of, page_of, said

URL = "https://shop.example/products/red-shoe"
CURRENCY = '<script>var Shopify = Shopify || {}; Shopify.currency = {"active":"EUR","rate":"1.0"};</script>'


def variant(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number, "title": f"Red / {number}", "option1": "Red", "option2": str(number), "sku": f"S-{number}",
        "price": 1999, "compare_at_price": 2999, "available": True,
    } | more  # fmt: skip


def product(*variants: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": 1, "title": "Red Shoe", "handle": "red-shoe", "vendor": "Acme", "description": "<p>Soft.</p>",
        "images": ["//cdn.shopify.com/s/files/a.jpg?v=1"], "options": ["Color", {"name": "Size"}], "variants": list(variants),
    }  # fmt: skip


def read(data: dict[str, Any], *parts: str, url: str = URL) -> ProductNode:
    script = f'<script type="application/json" data-product-json>{json.dumps(data)}</script>'
    return main_of(embedded(page_of(CURRENCY, script, *parts), url), "shopify")


def test_whole_numbers_are_cents_and_the_struck_price_is_the_regular_one() -> None:
    node = read(product(variant(42)))
    assert (said(node, "price"), said(node, "regular_price"), said(node, "currency")) == (
        "19.99 EUR",
        "29.99 EUR",
        "EUR",
    )
    assert (said(node, "name"), said(node, "brand"), said(node, "description"), said(node, "url")) == (
        "Red Shoe",
        "Acme",
        "Soft.",
        URL,
    )
    assert said(node, "images") == ("https://cdn.shopify.com/s/files/a.jpg?v=1",)


def test_a_struck_price_that_is_no_higher_is_none() -> None:
    assert said(read(product(variant(42, compare_at_price=1999))), "regular_price") is None
    assert said(read(product(variant(42, compare_at_price=None))), "regular_price") is None


def test_a_text_with_a_dot_is_in_units() -> None:
    assert said(read(product(variant(42, price="19.99", compare_at_price=""))), "price") == "19.99 EUR"


def test_what_the_page_shows_decides_whether_a_whole_number_is_cents() -> None:
    assert said(read(product(variant(42, price=1999)), "<p>1.999 EUR</p>"), "price") == "1999 EUR"


@pytest.mark.parametrize(
    ("parts", "query", "sku"),
    [
        ((), "?variant=44", "S-44"),
        (('<form action="/cart/add"><input name="id" value="44"></form>',), "", "S-44"),
        (
            (
                '<form action="/cart/add"><select name="id"><option value="42">a<option value="43" selected>b</select></form>',
            ),
            "",
            "S-43",
        ),
        (('<script>window.ShopifyAnalytics.meta = {"selectedVariantId": "44", "page": {}};</script>',), "", "S-44"),
        ((), "", "S-43"),
    ],
    ids=["address", "form", "select", "analytics", "the first in stock"],
)
def test_the_chosen_variant_is_the_one_of_address_form_or_analytics(
    parts: tuple[str, ...], query: str, sku: str
) -> None:
    data = product(variant(42, available=False), variant(43), variant(44))
    assert said(read(data, *parts, url=URL + query), "sku") == sku


def test_bug_a16_variants_keep_options_prices_stock_and_codes() -> None:
    first, second = said(
        read(product(variant(42, barcode="4006381333931"), variant(43, available=False, price=2100))), "variations"
    )
    assert first.options == (Property("Color", "Red"), Property("Size", "42"))
    assert (first.price, first.regular_price, first.currency) == (Decimal("19.99"), Decimal("29.99"), "EUR")
    assert (first.availability, first.sku, first.gtin) == ("InStock", "S-42", "4006381333931")
    assert (second.availability, second.price) == ("OutOfStock", Decimal("21.00"))


def test_bug_a16_hundreds_of_variants_are_kept() -> None:
    assert len(said(read(product(*(variant(number) for number in range(300)))), "variations")) == 300


def test_the_analytics_meta_alone_is_enough() -> None:
    meta = {"product": {"id": 1, "vendor": "Acme", "variants": [
        {"id": 42, "price": 1999, "name": "Red Shoe - Red / 42", "public_title": "Red / 42", "sku": "S-42"}]}}  # fmt: skip
    html = page_of(CURRENCY, f"<script>var meta = {json.dumps(meta)}; for (var attr in meta) {{}}</script>")
    node = main_of(embedded(html, URL), "shopify")
    assert (said(node, "name"), said(node, "price"), said(node, "sku")) == ("Red Shoe", "19.99 EUR", "S-42")


def test_a_recommended_product_is_not_the_pages_own() -> None:
    other = json.dumps(product(variant(42)) | {"title": "Blue Boot", "handle": "blue-boot"})
    html = page_of(
        CURRENCY,
        f'<script type="application/json">{other}</script>',
        f'<script type="application/json">{json.dumps(product(variant(43)))}</script>',
    )
    assert main_of(embedded(html, URL), "shopify").name == "Red Shoe"
