# ruff: noqa: E501 - markup and state as shops write them
"""No page makes a reader fail, hang or recurse."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.product_drafts.extraction.page import read_page
from crawl_assets.product_drafts.extraction.platforms.reading import platform_candidates
from crawl_assets.product_drafts.extraction.structured import structured_candidates
from crawl_assets_tests.product_drafts.extraction.reading import URL, linked, page_of

KEYS = st.sampled_from(
    ["@type", "@id", "@graph", "@list", "name", "offers", "price", "priceCurrency", "availability", "sku", "image", "brand", "hasVariant", "url",
     "priceSpecification", "aggregateRating", "ratingValue", "reviewCount", "lowPrice", "highPrice", "additionalProperty", "value", "itemListElement",
     "variants", "option1", "compare_at_price", "options", "images", "attributes", "optionPrices", "skuBase", "skuCore", "item", "detail", "products",
     "items", "event", "ecommerce", "product_attributes", "price_amount", "prices", "finalPrice", "amount", "models", "price_min", "productInfo"]
)  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["Product", "Offer", "AggregateOffer", "ProductGroup", "BreadcrumbList", "Red Shoe", "19.99", "1 - 2", "EUR", "view_item", "#a", "/p/1",
                       "https://[", "InStock", "999999999999999999", "-1", "1e400"])
)  # fmt: skip
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=25
)


def read(html: str, url: str = URL) -> None:
    page = read_page(html, url)
    structured_candidates(page)
    platform_candidates(page)


@settings(max_examples=80, deadline=None)
@given(TREES, TREES)
def test_no_state_fails_whatever_its_shape(one: object, other: object) -> None:
    product = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": "Red Shoe",
        "offers": one,
        "image": other,
        "hasVariant": other,
        "brand": one,
    }
    state = {"name": "Red Shoe", "price": one, "variants": [one, {"option1": other, "price": one}], "skuBase": other, "skuCore": one, "attributes": one,
             "optionPrices": other, "models": one, "price_min": other, "product_attributes": one, "items": other, "productInfo": one}  # fmt: skip
    pieces = [json.dumps(value) for value in (state, one, other)]
    read(
        page_of(
            linked(product, one),
            "<i>shopify woocommerce magento skubase price_before_discount</i>",
            f"<script>window.state = {pieces[0]}; dataLayer.push({pieces[0]}); var BCData = {pieces[0]}; var utag_data = {pieces[1]};"
            f" gtag('event','view_item',{pieces[0]}); var spConfig = new Product.Config({pieces[0]}); window.digitalData = {pieces[2]};</script>",
        )
    )


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text(max_size=50))
def test_no_page_and_no_address_fails(html: str, url: str) -> None:
    read(html, url)
    read(
        f'<div itemscope itemtype="Product" itemref="{url}"><b itemprop="{html[:20]}">{html}</b></div><script>{html}</script>',
        url,
    )


TAG = '<div itemscope itemtype="https://schema.org/Product"><i itemprop="name">a</i><b itemprop="price">5</b></div>'


@pytest.mark.parametrize(
    "html",
    [
        '<script type="application/ld+json">' + '{"@graph":[' * 10_000,
        '<script type="application/ld+json">' + '{"a":' * 200_000,
        '<script type="application/ld+json">[' + '{"@type":"Product","name":"Red Shoe","offers":{"price":5}},' * 30_000,
        "<script>" + "function f(a,b){var x=a.b=c[d]; return x.push({a:1}) && y=={}}" * 30_000,
        '<script type="application/ld+json">['
        + ('{"@type":"ProductGroup","name":"a","hasVariant":[' + '{"offers":{"price":5}},' * 300 + "]},") * 200,
        "<script>" + "var x = {" * 200_000,
        "<script>" + 'y.push({"a":b});' * 200_000,
        "<script>" + 'window.a = {"name":"Red Shoe","price":1,"b":[' * 50_000,
        '<script>dataLayer.push({"items":[' + '{"name":"Red Shoe","price":5},' * 50_000,
        '<script>var meta = {"product":{"variants":[' + '{"option1":"a","price":5},' * 100_000 + "]}};</script>shopify",
        TAG * 5_000,
        '<div itemscope itemprop="a b c" itemref="x">' * 3_000 + '<i id="x" itemprop="name">a</i>',
        f'<form data-product_variations="{"[" * 100_000}">woocommerce',
        '<meta property="og:image" content="/a.jpg">' * 20_000,
    ],
    ids=lambda html: html[:45],
)
def test_large_and_deep_pages_take_a_bounded_time(html: str) -> None:
    start = time.monotonic()
    read(page_of(html))
    assert time.monotonic() - start < 15
