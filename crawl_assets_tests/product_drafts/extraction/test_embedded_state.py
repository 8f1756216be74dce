# ruff: noqa: E501 - markup and state as shops write them
"""State of single-page shops and analytics: the object that is the page's product is found, whatever it is called."""

import json
from decimal import Decimal
from typing import Any

import pytest

from crawl_assets.product_drafts.extraction.product import Property
from crawl_assets_tests.product_drafts.extraction.reading import embedded, main_of, page_of, said

SHOE = {"name": "Red Shoe", "sku": "N-1", "price": 19.99, "currency": "EUR"}


@pytest.mark.parametrize(
    ("script", "source"),
    [
        ('<script id="__NEXT_DATA__" type="application/json">%s</script>', "next"),
        ("<script>window.__NUXT__=%s;</script>", "nuxt"),
        ("<script>window.__NUXT__=(function(a,b){return %s}('x',1));</script>", "nuxt"),
        ("<script>window.__INITIAL_STATE__ = %s;(function(){}());</script>", "state"),
        ("<script>window['__PRELOADED_STATE__']=%s</script>", "state"),
        ("<script>var a = 1; window.__APOLLO_STATE__ = JSON.parse(%r);</script>", "state"),
        ('<script type="application/json" class="js-react">%s</script>', "state"),
    ],
)
def test_the_product_is_found_in_the_state_of(script: str, source: str) -> None:
    text = json.dumps({"props": {"pageProps": {"related": [{"name": "Blue Boot", "price": 9}], "product": SHOE}}})
    node = main_of(embedded(page_of(script % text)))
    assert (node.source, said(node, "price"), said(node, "sku")) == (source, "19.99 EUR", "N-1")
    price = node.first("price")
    assert price is not None
    assert price.path.endswith("props.pageProps.product.price")


def test_the_stream_of_server_components_is_read_across_its_pieces() -> None:
    row = "5:" + json.dumps(["$", "div", None, {"product": SHOE}]) + "\n"
    pieces = "".join(f"<script>self.__next_f.push({json.dumps([1, part])})</script>" for part in (row[:30], row[30:]))
    assert said(main_of(embedded(page_of(pieces))), "sku") == "N-1"


def shown(price: Any, text: str = "", **more: Any) -> dict[str, Any]:
    state = {"product": {"name": "Red Shoe", "price": price} | more}
    node = main_of(embedded(page_of(f"<p>{text}</p>", f"<script>window.state = {json.dumps(state)};</script>")))
    return {
        field: said(node, field) for field in ("price", "regular_price", "availability", "rating") if node.first(field)
    }


@pytest.mark.parametrize(
    ("price", "read"),
    [
        (12.5, "12.50 None"), ("12,50 €", "12.50 EUR"), ({"value": 12.5, "currency": "USD"}, "12.50 USD"),
        ({"currencyCode": "EUR", "current": {"amount": "12.50"}}, "12.50 EUR"), ({"centAmount": 1250, "currencyCode": "EUR", "fractionDigits": 2}, "12.50 EUR"),
        ({"sales": {"decimalPrice": "12.50", "currency": "GBP"}}, "12.50 GBP"), ([{"formatted": "$12.50"}], "12.50 USD"),
    ],
)  # fmt: skip
def test_a_price_is_read_in_any_of_its_forms(price: Any, read: str) -> None:
    assert shown(price)["price"] == read


@pytest.mark.parametrize(("text", "read"), [("12.50 EUR", "12.50 None"), ("1,250 EUR", "1250 None"), ("", "1250 None")])
def test_a_whole_number_is_in_cents_when_the_page_shows_it_so(text: str, read: str) -> None:
    assert shown(1250, text)["price"] == read


def test_all_whole_numbers_of_a_product_have_the_same_unit() -> None:
    assert shown(1250, "12.50 EUR", listPrice=2000) == {"price": "12.50 None", "regular_price": "20.00 None"}


@pytest.mark.parametrize(
    ("stock", "name"),
    [({"inStock": True}, "InStock"), ({"isSoldOut": True}, "OutOfStock"), ({"outOfStock": False}, "InStock"), ({"availability": "PREORDER"}, "PreOrder"),
     ({"stock": {"status": "inStock"}}, "InStock"), ({"inventory": {"quantity": 0}}, None), ({"stockQuantity": 0}, "OutOfStock")],
)  # fmt: skip
def test_stock_is_a_word_a_flag_or_a_count(stock: dict[str, Any], name: str | None) -> None:
    assert shown(5, **stock).get("availability") == name


def test_an_object_without_a_name_is_the_product_when_the_page_shows_its_code_and_price() -> None:
    state = {
        "pdp": {"item": {"id": 55910, "upc": "012345678905", "pricing": {"sale": 279.99, "list": 349.99}}},
        "recs": [{"id": 7, "price": 1}],
    }
    script = f"<script>window.__STATE__ = {json.dumps(state)};</script>"
    node = main_of(embedded(page_of("<p>Item #55910</p><b>$279.99</b>", script)))
    assert (said(node, "price"), said(node, "regular_price"), said(node, "gtin")) == (
        "279.99 None",
        "349.99 None",
        "012345678905",
    )
    assert embedded(page_of("<p>Item #4</p><b>$279.99</b>", script)) == []


def test_an_object_without_a_name_is_the_product_when_the_address_names_its_code() -> None:
    price = {"current_retail": 89.99, "reg_retail": 119.99, "formatted_current_price": "$89.99"}
    state = {"product": {"tcin": "88123456", "item": {"primary_brand": {"name": "Acme"}}, "price": price}}
    html = page_of(f"<script>window.__DATA__ = JSON.parse({json.dumps(json.dumps(state))});</script>")
    node = main_of(embedded(html, "https://shop.example/p/red-shoe/-/A-88123456"))
    told = [said(node, field) for field in ("price", "regular_price", "sku", "brand")]
    assert told == ["89.99 None", "119.99 None", "88123456", "Acme"]
    assert embedded(html, "https://shop.example/p/red-shoe") == []


STOREFRONT = {
    "title": "Red Shoe", "vendor": "Acme", "priceRange": {"minVariantPrice": {"amount": "12.0", "currencyCode": "EUR"}},
    "variants": {"edges": [
        {"node": {"sku": "V-1", "availableForSale": False, "price": {"amount": "12.0", "currencyCode": "EUR"}, "compareAtPrice": {"amount": "15.0"},
                  "selectedOptions": [{"name": "Color", "value": "Red"}, {"name": "Size", "value": "42"}]}},
        {"node": {"sku": "V-2", "availableForSale": True, "price": {"amount": "13.0", "currencyCode": "EUR"}, "compareAtPrice": None, "selectedOptions": []}},
    ]},
}  # fmt: skip


def test_bug_a16_variants_of_a_storefront_keep_their_dimensions() -> None:
    node = main_of(embedded(page_of(f"<script>window.state = {json.dumps({'product': STOREFRONT})};</script>")))
    first, second = said(node, "variations")
    assert first.options == (Property("Color", "Red"), Property("Size", "42"))
    assert (first.price, first.regular_price, first.currency, first.sku) == (
        Decimal("12.00"),
        Decimal("15.00"),
        "EUR",
        "V-1",
    )
    assert (first.availability, second.availability) == ("OutOfStock", "InStock")
    assert (said(node, "price"), said(node, "sku"), said(node, "availability")) == ("12.00 EUR", "V-2", "InStock")


def test_a_price_that_only_variants_have_is_the_first_one_in_stock() -> None:
    skus = [
        {"sku": "A", "price": 9, "inStock": False, "color": {"name": "Red"}},
        {"sku": "B", "price": 10, "inStock": True, "color": {"name": "Blue"}},
    ]
    state = {"item": {"id": 71, "name": "Red Shoe", "skus": skus}}
    node = main_of(embedded(page_of(f"<script>window.state = {json.dumps(state)};</script>")))
    assert (said(node, "price"), said(node, "sku")) == ("10 None", "B")
    assert [one.options for one in said(node, "variations")] == [
        (Property("color", "Red"),),
        (Property("color", "Blue"),),
    ]


def test_an_inner_number_is_a_sku_only_when_the_page_shows_it() -> None:
    script = f"<script>window.state = {json.dumps({'item': {'id': 712345, 'name': 'Red Shoe', 'price': 5}})};</script>"
    hidden, seen = (main_of(embedded(page_of(text, script))) for text in ("", "<p>Item 712345</p>"))
    assert (said(hidden, "sku"), said(seen, "sku")) == (None, "712345")


def test_references_within_a_cache_are_followed() -> None:
    cache = {
        "Product:1": {"name": "Red Shoe", "sku": "N-1", "price": {"__ref": "Price:2"}},
        "Price:2": {"amount": "12.50", "currency": "EUR"},
    }
    html = page_of(f"<script>window.__APOLLO_STATE__ = {json.dumps(cache)};</script>")
    assert said(main_of(embedded(html)), "price") == "12.50 EUR"


def test_products_of_other_names_are_not_told() -> None:
    assert (
        embedded(
            page_of(f"<script>window.state = {json.dumps([{'name': 'Blue Boot', 'price': 9, 'sku': 'B-1'}])};</script>")
        )
        == []
    )


ITEM = {"item_name": "Red Shoe", "item_id": "G-1", "price": 5, "item_brand": "Acme"}


@pytest.mark.parametrize(
    ("script", "price", "sku"),
    [
        (
            "dataLayer.push({'event':'productDetail','ecommerce':{'currencyCode':'EUR','detail':{'products':[{'name':'Red Shoe','id':'G-1','price':'5.00'}]}}});",
            "5.00 EUR",
            "G-1",
        ),
        (f"gtag('event', 'view_item', {json.dumps({'currency': 'USD', 'items': [ITEM]})});", "5 USD", "G-1"),
        (
            f"dataLayer.push({json.dumps({'event': 'view_item', 'ecommerce': {'currency': 'USD', 'items': [ITEM]}})});",
            "5 USD",
            "G-1",
        ),
        (
            "fbq('track', 'ViewContent', {content_name: 'Red Shoe', content_ids: ['G-1'], value: 5.5, currency: 'USD'});",
            "5.50 USD",
            "G-1",
        ),
        (
            'var utag_data = {"product_name":["Red Shoe"],"product_sku":["G-1"],"product_price":["5.00"],"site_currency":"USD"};',
            "5.00 USD",
            "G-1",
        ),
        (
            'window.digitalData = {"product":[{"productInfo":{"productName":"Red Shoe","sku":"G-1"},"price":{"basePrice":5,"currency":"USD"}}]};',
            "5 USD",
            "G-1",
        ),
    ],
    ids=["enhanced ecommerce", "gtag", "ga4", "facebook", "tealium", "digitalData"],
)
def test_what_analytics_are_told_is_read(script: str, price: str, sku: str) -> None:
    node = main_of(
        embedded(page_of(f"<script>window.dataLayer = window.dataLayer || []; {script}</script>")), "datalayer"
    )
    assert (said(node, "price"), said(node, "sku")) == (price, sku)


def test_impressions_and_lists_are_not_the_product() -> None:
    lists = "dataLayer.push({'ecommerce':{'impressions':[{'name':'Red Shoe','price':'1'}]}}); dataLayer.push({'event':'view_item_list','ecommerce':{'items':[{'item_name':'Red Shoe','price':1},{'item_name':'B','price':2}]}}); gtag('event','view_item_list',{items:[{item_name:'Red Shoe',price:1},{item_name:'B',price:2}]});"
    assert embedded(page_of(f"<script>{lists}</script>")) == []
