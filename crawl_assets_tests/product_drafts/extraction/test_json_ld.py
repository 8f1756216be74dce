"""JSON-LD of shops, right and wrong: what it says of the product, with the place where it stands."""

import json
from decimal import Decimal
from typing import Any

import pytest

from crawl_assets.product_drafts.extraction.product import Crumb, Property, Rating
from crawl_assets_tests.product_drafts.extraction.reading import (
    SHOE,
    linked,
    loose_of,
    main_of,
    nodes_of,
    of_page,
    offered,
    page_of,
    said,
)

TEXT = json.dumps(offered(price="19.99", availability="https://schema.org/InStock"))


@pytest.mark.parametrize(
    "script",
    [
        TEXT,
        f"<!-- {TEXT} -->",
        f"//<![CDATA[\n{TEXT}\n//]]>",
        f"/* product */ {TEXT};",
        TEXT[:-1] + ",}",
        f"[{TEXT}]",
        '{"@graph": [{"@type": "WebPage"}, ' + TEXT + "]}",
        '{"@type": "ItemPage", "mainEntity": ' + TEXT + "}",
        TEXT.replace("Red Shoe", "Red\tShoe\n"),
        TEXT.replace('"@type": "Product"', '"@type": ["Thing", "http://schema.org/Product"]'),
        TEXT.replace('"name"', '"schema:name"').replace('"offers"', '"http://schema.org/offers"'),
        TEXT.replace('"', "&quot;"),
    ],
)
def test_a_product_is_read_however_its_script_is_written(script: str) -> None:
    node = main_of(nodes_of(page_of(f'<script type="application/ld+json">{script}</script>')))
    assert (said(node, "name"), said(node, "price"), said(node, "availability")) == ("Red Shoe", "19.99 EUR", "InStock")


def test_a_broken_script_spoils_no_other() -> None:
    broken = '<script type="application/ld+json">{"@type": "Product", "name": </script>'
    assert of_page(page_of(broken, linked(offered(price=5))), "price") == "5 EUR"


def test_what_is_said_names_its_place_in_the_script() -> None:
    node = main_of(nodes_of(page_of(linked({"@graph": [{"@type": "WebSite"}, offered(price="5")]}))))
    price = node.first("price")
    assert price is not None
    assert (price.path, price.snippet) == ("ld+json[1].@graph[1].offers.price", "5")


def test_references_by_id_are_followed_within_the_page() -> None:
    graph = [
        SHOE | {"offers": {"@id": "#offer"}, "brand": {"@id": "#brand"}},
        {"@type": "Offer", "@id": "#offer", "price": "7.50", "priceCurrency": "GBP"},
        {"@type": "Brand", "@id": "#brand", "name": "Acme"},
    ]
    node = main_of(nodes_of(page_of(linked({"@graph": graph}))))
    assert (said(node, "price"), said(node, "brand")) == ("7.50 GBP", "Acme")


def test_references_in_a_ring_end() -> None:
    ring = [
        SHOE | {"@id": "#a", "isVariantOf": {"@id": "#b"}},
        {"@type": "ProductGroup", "@id": "#b", "hasVariant": {"@id": "#a"}},
    ]
    assert of_page(page_of(linked({"@graph": ring})), "name") == "Red Shoe"


@pytest.mark.parametrize(
    "brand", ["Acme", {"@type": "Brand", "name": "Acme"}, [{"name": "Acme"}, "Other"], {"name": ["Acme"]}]
)
def test_a_brand_is_a_text_an_object_or_a_list(brand: Any) -> None:
    assert of_page(page_of(linked(SHOE | {"brand": brand})), "brand") == "Acme"


@pytest.mark.parametrize(
    "image",
    [
        "/a.jpg",
        ["/a.jpg"],
        {"@type": "ImageObject", "url": "/a.jpg"},
        [{"contentUrl": "/a.jpg"}],
        {"@id": "/a.jpg"},
        {"url": ["/a.jpg"]},
    ],
)
def test_an_image_is_a_text_an_object_or_a_list(image: Any) -> None:
    assert of_page(page_of(linked(SHOE | {"image": image})), "images") == ("https://shop.example/a.jpg",)


def test_codes_are_read_from_the_product_its_offer_and_its_product_id() -> None:
    node = main_of(
        nodes_of(page_of(linked(offered(price=1, sku="S-1", gtin13="4006381333931") | {"productID": "mpn:M-1"})))
    )
    assert (said(node, "sku"), said(node, "mpn"), said(node, "gtin")) == ("S-1", "M-1", "4006381333931")


def test_a_gtin_with_a_wrong_check_digit_is_not_said() -> None:
    assert of_page(page_of(linked(SHOE | {"gtin13": "4006381333932"})), "gtin") is None


@pytest.mark.parametrize(
    ("told", "rating"),
    [
        ({"ratingValue": "4,5", "reviewCount": "1,234"}, Rating(Decimal("4.5"), None, 1234)),
        ({"ratingValue": 4.50, "bestRating": "5", "ratingCount": 3}, Rating(Decimal("4.5"), Decimal(5), 3)),
        ({"ratingValue": "0", "reviewCount": 0}, None),
        ({"ratingValue": 7, "bestRating": 5}, None),
        ({"reviewCount": 3}, None),
        ("4.5", None),
    ],
)
def test_ratings_are_numbers_within_their_scale(told: Any, rating: Rating | None) -> None:
    assert of_page(page_of(linked(SHOE | {"aggregateRating": told})), "rating") == rating


def test_bug_a7_a_description_keeps_its_lines_and_loses_its_tags_and_entities() -> None:
    text = "&lt;p&gt;Soft &amp;amp; light.&lt;/p&gt;<ul><li>One</li><li>Two</li></ul>\n\nThird"
    assert of_page(page_of(linked(SHOE | {"description": text})), "description") == "Soft & light.\nOne\nTwo\nThird"


def test_bug_a7_a_short_description_is_a_description() -> None:
    assert of_page(page_of(linked(SHOE | {"description": "Nice."})), "description") == "Nice."


def test_specifications_are_properties() -> None:
    told = [{"@type": "PropertyValue", "name": "Weight", "value": 300, "unitText": "g"}, {"name": "Sole"}, "x"]
    assert of_page(page_of(linked(SHOE | {"additionalProperty": told})), "properties") == (Property("Weight", "300 g"),)


@pytest.mark.parametrize("empty", ["null", "None", "", "{{ product.name }}", "N/A", None])
def test_words_that_say_nothing_are_nothing(empty: str | None) -> None:
    node = nodes_of(
        page_of(linked({"@type": "Product", "name": empty, "description": empty, "sku": empty, "brand": empty}))
    )[0]
    assert [one.field for one in node.candidates] == []


def test_crumbs_stand_in_the_order_of_their_positions() -> None:
    steps = [
        {"@type": "ListItem", "position": 2, "name": "Shoes", "item": "/shoes"},
        {"@type": "ListItem", "position": "1", "item": {"@id": "/", "name": "Home"}},
        {"@type": "ListItem", "position": 3, "name": "Red Shoe"},
    ]
    crumbs = [
        one
        for one in loose_of(page_of(linked({"@type": "BreadcrumbList", "itemListElement": steps})))
        if one.field == "breadcrumbs"
    ]
    assert [one.value for one in crumbs] == [
        (Crumb("Home", "https://shop.example/"), Crumb("Shoes", "https://shop.example/shoes"), Crumb("Red Shoe"))
    ]


def test_products_of_two_scripts_about_the_same_shoe_are_one() -> None:
    stars = SHOE | {"aggregateRating": {"ratingValue": 4, "reviewCount": 9}}
    nodes = nodes_of(page_of(linked(stars, offered(price=5))))
    assert len(nodes) == 1
    assert (said(nodes[0], "price"), said(nodes[0], "review_count")) == ("5 EUR", 9)
