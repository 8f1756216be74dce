# ruff: noqa: E501 - markup and addresses as shops write them
"""Microdata and RDFa of shops, right and wrong."""

import pytest

from crawl_assets.product_drafts.extraction.product import Crumb
from crawl_assets_tests.product_drafts.extraction.reading import loose_of, main_of, nodes_of, of_page, page_of, said

PRODUCT = 'itemscope itemtype="https://schema.org/Product"'
OFFER = 'itemscope itemtype="http://schema.org/Offer"'


def test_a_product_with_its_offer_is_read_with_the_places_of_its_elements() -> None:
    html = page_of(
        f'<div {PRODUCT}><span itemprop="name">Red Shoe</span><a itemprop="url" href="/p/red-shoe">more</a>'
        '<div itemprop="brand" itemscope itemtype="https://schema.org/Brand"><meta itemprop="name" content="Acme"></div>'
        f'<div itemprop="offers" {OFFER}><span itemprop="price" content="1299.00">1.299 Euro</span><meta itemprop="priceCurrency"'
        ' content="EUR"><link itemprop="availability" href="https://schema.org/InStock"></div>'
        '<img itemprop="image" src="data:image/gif;base64,x" data-src="/a.jpg"><p itemprop="sku">A-1</p></div>'
    )
    node = main_of(nodes_of(html))
    assert {one.field: one.value for one in node.candidates if one.field not in ("price", "images")} == {
        "name": "Red Shoe", "brand": "Acme", "url": "https://shop.example/p/red-shoe", "currency": "EUR",
        "availability": "InStock", "main_image": "https://shop.example/a.jpg", "sku": "A-1",
    }  # fmt: skip
    price = node.first("price")
    assert price is not None
    assert (said(node, "price"), price.path) == ("1299.00 EUR", "/html/body/div.offers.price")


@pytest.mark.parametrize(
    "price",
    ['<meta itemprop="price" content="5.00">', '<span itemprop="price">5.00</span>', '<data itemprop="price" value="5.00">five</data>',
     '<input itemprop="price" value="5.00">', '<span itemprop="price" content="5.00">€ 7</span>', '<b itemprop="lowPrice price">5.00</b>'],
)  # fmt: skip
def test_a_value_is_read_from_the_attribute_that_holds_it(price: str) -> None:
    assert of_page(page_of(f'<div {PRODUCT}><i itemprop="name">Red Shoe</i>{price}</div>'), "price") == "5.00 None"


def test_parts_that_an_itemref_names_belong_to_the_item() -> None:
    html = page_of(
        f'<div id="elsewhere" ><b itemprop="sku">A-1</b></div><div {PRODUCT} itemref="elsewhere none"><i itemprop="name">Red Shoe</i></div>'
    )
    assert of_page(html, "sku") == "A-1"


def test_an_offer_that_is_no_property_is_the_offer_of_the_product_around_it() -> None:
    html = page_of(f'<div {PRODUCT}><i itemprop="name">Red Shoe</i><div {OFFER}><b itemprop="price">5</b></div></div>')
    assert of_page(html, "price") == "5 None"


def test_an_offer_beside_the_only_product_is_its_offer() -> None:
    html = page_of(f'<div {PRODUCT}><i itemprop="name">Red Shoe</i></div><div {OFFER}><b itemprop="price">5</b></div>')
    assert of_page(html, "price") == "5 None"


def test_properties_outside_any_item_are_the_product_when_there_is_no_other() -> None:
    html = page_of('<b itemprop="name">Red Shoe</b><b itemprop="price">5</b>')
    assert of_page(html, "price") == "5 None"


def test_a_product_among_related_ones_is_not_the_pages_own() -> None:
    other = f'<div class="related-products"><div {PRODUCT}><i itemprop="name">Red Shoe</i><b itemprop="price">9</b></div></div>'
    own = f'<div {PRODUCT}><i itemprop="name">Red Shoe</i><b itemprop="price">5</b><div {PRODUCT}><i itemprop="name">Red Shoe</i></div></div>'
    nodes = nodes_of(page_of(other, own))
    assert said(main_of(nodes), "price") == "5 None"
    assert sorted(node.is_main_guess > 0.25 for node in nodes) == [False, False, True]


def test_the_product_with_the_heading_is_the_pages_own_whatever_it_stands_in() -> None:
    html = f'<div class="no-related-sidebar"><div {PRODUCT}><h1 itemprop="name">Red Shoe</h1><b itemprop="price">5</b></div></div>'
    assert main_of(nodes_of(html)).is_main_guess > 0.5


def test_a_price_outside_any_item_is_the_products_unless_there_are_several() -> None:
    assert of_page(page_of('<b itemprop="price">5</b>'), "price") == "5 None"
    assert nodes_of(page_of('<b itemprop="price">5</b><b itemprop="price">6</b>')) == []


def test_a_description_keeps_its_lines() -> None:
    html = page_of(
        f'<div {PRODUCT}><i itemprop="name">Red Shoe</i><div itemprop="description"><p>One</p><p>Two</p></div></div>'
    )
    assert of_page(html, "description") == "One\nTwo"


def test_crumbs_in_microdata_are_read() -> None:
    step = '<li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem"><a itemprop="item" href="/{}"><span itemprop="name">{}</span></a></li>'
    html = page_of(
        '<ol itemscope itemtype="https://schema.org/BreadcrumbList">',
        step.format("", "Home"),
        step.format("s", "Shoes"),
        "</ol>",
    )
    assert [one.value for one in loose_of(html) if one.field == "breadcrumbs"] == [
        (Crumb("Home", "https://shop.example/"), Crumb("Shoes", "https://shop.example/s"))
    ]


def test_the_older_vocabulary_of_crumbs_and_offers_is_read() -> None:
    step = '<span itemscope itemtype="http://data-vocabulary.org/Breadcrumb"><a itemprop="url" href="/{0}"><i itemprop="title">{0}</i></a></span>'
    offer = '<div itemprop="offerDetails" itemscope itemtype="http://data-vocabulary.org/Offer"><b itemprop="price">5</b><i itemprop="currency">€</i></div>'
    product = (
        f'<div itemscope itemtype="http://data-vocabulary.org/Product"><i itemprop="name">Red Shoe</i>{offer}</div>'
    )
    html = page_of(step.format("a"), step.format("b"), product)
    assert [one.value for one in loose_of(html) if one.field == "breadcrumbs"] == [
        (Crumb("a", "https://shop.example/a"), Crumb("b", "https://shop.example/b"))
    ]
    assert of_page(html, "price") == "5 EUR"


def test_rdfa_lite_is_read() -> None:
    html = page_of(
        '<div vocab="https://schema.org/" typeof="Product"><span property="name">Red Shoe</span><div property="offers" typeof="Offer">'
        '<span property="schema:price" content="5.00">five</span><span property="priceCurrency">EUR</span></div></div>'
    )
    node = main_of(nodes_of(html), "rdfa")
    assert (said(node, "name"), said(node, "price")) == ("Red Shoe", "5.00 EUR")


def test_an_upper_case_attribute_is_an_attribute() -> None:
    html = page_of(
        '<DIV ITEMSCOPE ITEMTYPE="http://schema.org/Product"><B ITEMPROP="name">Red Shoe</B><B ITEMPROP="price">5</B></DIV>'
    )
    assert of_page(html, "price") == "5 None"
