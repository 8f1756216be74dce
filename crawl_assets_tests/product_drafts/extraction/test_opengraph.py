# ruff: noqa: E501 - markup and addresses as shops write them
"""What `meta` elements say: Open Graph and its product terms, Twitter's cards, Dublin Core."""

from typing import Any

import pytest

from crawl_assets_tests.product_drafts.extraction.reading import loose_of, page_of


def metas(**said: str) -> str:
    return page_of(
        "".join(f'<meta property="{name.replace("__", ":")}" content="{text}">' for name, text in said.items())
    )


def told(html: str, field: str) -> Any:
    found = [one.value for one in sorted(loose_of(html), key=lambda one: -one.confidence) if one.field == field]
    value = found[0] if found else None
    return f"{value.amount} {value.currency}" if hasattr(value, "amount") else value


def test_product_terms_are_read() -> None:
    html = metas(
        product__price__amount="1.299,00", product__price__currency="EUR", product__availability="in stock", product__brand="Acme",
        product__retailer_item_id="A-1", product__ean="4006381333931", product__mfr_part_no="M-1", og__url="/p/1",
    )  # fmt: skip
    fields = ("price", "currency", "availability", "brand", "sku", "gtin", "mpn", "url")
    assert [told(html, field) for field in fields] == [
        "1299.00 EUR", "EUR", "InStock", "Acme", "A-1", "4006381333931", "M-1", "https://shop.example/p/1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        {"product__price__amount": "30", "product__sale_price__amount": "20"},
        {"product__price__amount": "20", "product__original_price__amount": "30"},
        {"og__price__amount": "20", "og__price__standard_amount": "30"},
    ],
)
def test_a_sale_has_both_prices(said: dict[str, str]) -> None:
    html = metas(**said)
    assert (told(html, "price"), told(html, "regular_price")) == ("20 None", "30 None")


def test_an_original_price_that_is_no_higher_is_none() -> None:
    html = metas(product__price__amount="20", product__original_price__amount="20")
    assert told(html, "regular_price") is None


def test_titles_lose_the_name_of_the_site() -> None:
    assert told(metas(og__title="Red Shoe | Shop & Co", og__site_name="Shop & Co"), "name") == "Red Shoe"
    assert told(metas(og__title="Shop - Red Shoe", og__site_name="shop"), "name") == "Red Shoe"


def test_twitters_labels_tell_what_their_data_are() -> None:
    html = metas(
        twitter__label1="Price", twitter__data1="$12.00", twitter__label2="Availability", twitter__data2="Out of stock"
    )
    assert (told(html, "price"), told(html, "availability")) == ("12.00 USD", "OutOfStock")


def test_all_images_are_kept_once_and_the_first_is_the_main_one() -> None:
    html = page_of(
        *(f'<meta property="og:image" content="/{name}">' for name in ("a_100x.jpg", "b.jpg", "a.jpg", "logo.png"))
    )
    assert told(html, "images") == ("https://shop.example/a.jpg", "https://shop.example/b.jpg")
    assert told(html, "main_image") == "https://shop.example/a.jpg"


def test_the_canonical_address_is_surer_than_open_graphs() -> None:
    html = page_of('<meta property="og:url" content="/a"><link rel="Canonical" href="/b">')
    assert told(html, "url") == "https://shop.example/b"
