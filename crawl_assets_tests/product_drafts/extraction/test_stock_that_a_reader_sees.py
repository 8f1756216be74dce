"""Availability is read from words and buttons, in the languages of shops."""

import pytest

from crawl_assets_tests.product_drafts.extraction.shop_pages import product_of, with_price

PRICE = '<p class="price">$20.00</p>'


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("In stock", "InStock"),
        ("Only 3 left in stock", "InStock"),
        ("Out of stock", "OutOfStock"),
        ("Currently unavailable.", "OutOfStock"),
        ("Auf Lager", "InStock"),
        ("Ausverkauft", "OutOfStock"),
        ("Rupture de stock", "OutOfStock"),
        ("Agotado", "OutOfStock"),
        ("Esaurito", "OutOfStock"),
        ("Uitverkocht", "OutOfStock"),
        ("Slutsåld", "OutOfStock"),
        ("Produkt niedostępny", "OutOfStock"),
        ("Není skladem", "OutOfStock"),
        ("Нет в наличии", "OutOfStock"),
        ("在庫切れ", "OutOfStock"),
        ("품절", "OutOfStock"),
        ("Quantity available 0", "OutOfStock"),
        ("10 in stock", "InStock"),
        ("No longer available", "OutOfStock"),
        ("Pre-order now", "PreOrder"),
        ("Discontinued", "Discontinued"),
    ],
)
def test_words_about_stock_tell_the_availability(words: str, expected: str) -> None:
    assert product_of(with_price(f'{PRICE}<p class="stock">{words}</p>', "")).availability == expected


def test_an_add_to_cart_button_alone_means_in_stock() -> None:
    assert product_of(with_price(PRICE)).availability == "InStock"
    assert (
        product_of(with_price(PRICE, '<a class="btn" href="#">In den Warenkorb</a>'), lang="de").availability
        == "InStock"
    )


def test_a_link_that_puts_into_the_cart_is_a_button_and_one_to_the_cart_is_none() -> None:
    assert product_of(with_price("", '<a class="call" href="#">Add to cart</a>')).availability == "InStock"
    assert product_of(with_price("", '<a class="call" href="/checkout">View cart</a>')).availability is None


def test_the_class_of_the_line_about_stock_says_it_in_any_language() -> None:
    line = '<p class="stock available-on-backorder">Disponibile su ordinazione</p>'
    assert product_of(with_price(PRICE + line)).availability == "BackOrder"
    assert product_of(with_price(PRICE + '<p class="stock out-of-stock">Væk</p>', "")).availability == "OutOfStock"


def test_a_sold_out_button_means_out_of_stock() -> None:
    assert product_of(with_price(PRICE, '<button name="add" disabled>Sold out</button>')).availability == "OutOfStock"


def test_the_visible_page_beats_stale_data_when_the_button_is_disabled() -> None:
    data = (
        '<script type="application/ld+json">{"@type":"Product","name":"Blue Mug","offers":{"price":"20.00",'
        '"priceCurrency":"USD","availability":"InStock"}}</script>'
    )
    button = '<button name="add" disabled>Sold out</button>'
    assert product_of(with_price(PRICE, button), head=data).availability == "OutOfStock"


@pytest.mark.parametrize(
    "other",
    [
        '<ul class="swatches"><li class="swatch disabled">Red (sold out)</li><li>Blue</li></ul>',
        "<select><option>S</option><option>M - Sold out</option></select>",
        "<p>We never go out of stock</p>",
        '<div class="reviews"><h2>Reviews</h2><p>Was out of stock twice.</p></div>',
        '<div id="reviews"><p>It was sold out, then I got it.</p></div>',
        '<div class="related"><p>Out of stock</p></div>',
        "<script>var words = {soldOut: 'Sold out'};</script>",
        '<p style="display:none">Out of stock</p>',
    ],
)
def test_words_about_other_variants_products_and_cases_do_not_count(other: str) -> None:
    assert product_of(with_price(PRICE) + other).availability == "InStock"


def test_a_page_that_offers_nothing_says_nothing_of_stock() -> None:
    assert product_of("<h1>Blue Mug</h1><p>A mug that was made in 1930.</p>").availability is None
