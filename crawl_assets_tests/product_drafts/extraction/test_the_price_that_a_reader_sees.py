"""The current price and the old one are read from the page as people see it."""

import pytest

from crawl_assets_tests.product_drafts.extraction.shop_pages import product_of, with_price

RELATED = (
    '<div><h2>You may also like</h2><div class="tile"><a href="/1"><img src="/1.jpg">Cup <b>$3.00</b></a></div>'
    '<div class="tile"><a href="/2"><img src="/2.jpg">Jug <b>$4.00</b></a></div></div>'
)


def prices(body: str, **more: str) -> tuple[str | None, str | None]:
    product = product_of(body, **more)
    shown = [None if one is None else str(one) for one in (product.price, product.regular_price)]
    return shown[0], shown[1]


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        ('<span class="price">$19.99</span>', ("19.99", None)),
        ('<p class="price"><del>$25.00</del> <ins>$19.99</ins></p>', ("19.99", "25.00")),
        ('<p><span class="was">Was $25.00</span> <span class="now">Now $19.99</span></p>', ("19.99", "25.00")),
        ('<div class="price"><span>$</span><span>19</span><sup>99</sup></div>', ("19.99", None)),
        ('<div class="price"><span>$19</span><span class="cents">99</span></div>', ("19.99", None)),
        (
            '<div class="price"><span class="sr-only">$19.99</span><span aria-hidden="true">$19.99</span></div>',
            ("19.99", None),
        ),
        ('<span class="price">$19.99</span><p>or 4 payments of $5.00</p>', ("19.99", None)),
        ('<span class="price">$19.99</span> <small class="unit-price">$1.20 / 100 g</small>', ("19.99", None)),
        ('<p>Shipping: $4.95</p><span class="price">$19.99</span>', ("19.99", None)),
        ('<span class="price">$10.00 – $20.00</span>', ("10.00", None)),
        ('<div class="old">$25.00</div><div class="act">$19.99</div><b>You save $5.01</b>', ("19.99", "25.00")),
        ('<div class="a1">$75.00</div><div class="b2">$100.00</div><div>25% off</div>', ("75.00", "100.00")),
        ('<div class="p-ex">£10.00 ex VAT</div><div class="p-in">£12.00 inc VAT</div>', ("12.00", None)),
        ('<span class="price price--withoutTax">$329.00</span>', ("329.00", None)),
    ],
)
def test_price_and_old_price_are_told_apart(price: str, expected: tuple[str | None, str | None]) -> None:
    assert prices(with_price(price)) == expected


def test_a_hidden_sale_block_of_the_theme_does_not_count() -> None:
    price = (
        '<div class="price"><div class="price__regular"><span class="price-item--regular">$25.00</span></div>'
        '<div class="price__sale" style="display: none"><s>$30.00</s><b class="price-item--sale">$9.00</b></div></div>'
    )
    assert prices(with_price(price)) == ("25.00", None)


def test_a_price_hidden_on_telephones_only_counts() -> None:
    assert prices(with_price('<div class="hidden md:block"><span class="price">$19.99</span></div>')) == ("19.99", None)


def test_prices_of_related_products_menus_and_footers_do_not_count() -> None:
    assert prices('<div class="product"><h1>Blue Mug</h1><p>Price on request</p></div>' + RELATED) == (None, None)


@pytest.mark.parametrize(
    "others",
    [
        '<div class="a"><a href="/1"><img src="/1.jpg">Cup <b class="price">$3.00</b></a></div>'
        '<div class="a"><a href="/2"><img src="/2.jpg">Jug <b class="price">$4.00</b></a></div>',
        '<h2>You may also like</h2><p class="price">$3.00</p>',
        '<section><h2>Kunden kauften auch</h2><div><div><p class="price">$3.00</p></div></div></section>',
        '<div class="upsell"><p class="price">$3.00</p></div>',
    ],
)
def test_the_only_prices_of_a_sold_out_page_are_other_products(others: str) -> None:
    assert prices(f"<h1>Blue Mug</h1><p>Sold out</p><div>{others}</div>") == (None, None)


def test_the_struck_price_of_another_product_is_not_this_ones_old_price() -> None:
    promotion = '<aside><a href="/p/whisk"><h3>Deal: whisk</h3><del>$30.00</del> <ins>$12.00</ins></a></aside>'
    assert prices(promotion + with_price('<p class="price">$21.00</p>')) == ("21.00", None)


def test_of_equal_tiers_the_first_is_the_price() -> None:
    table = "<table><tr><td>1</td><td>$0.100</td></tr><tr><td>10</td><td>$0.024</td></tr></table>"
    assert prices(with_price(table)) == ("0.100", None)


def test_the_currency_is_the_one_of_the_shops_country_when_the_sign_is_shared() -> None:
    assert product_of(with_price('<b class="price">$20</b>'), url="https://mugs.com.au/blue-mug").currency == "AUD"
    assert product_of(with_price('<b class="price">249 kr</b>'), lang="sv").currency == "SEK"


def test_bug_a5_5_a_shipping_fee_is_not_the_price_and_a_dollar_is_not_taiwans() -> None:
    product = product_of(with_price('<div>Shipping fee $60</div><div class="price">$100 - $200</div>'))
    assert (str(product.price), product.currency) == ("100", "USD")


def test_the_page_is_read_in_bounded_time_however_deep_or_long() -> None:
    deep = with_price('<p class="price">$7.00</p>') + "<div>" * 100_000 + "$5"
    wide = with_price('<p class="price">$7.00</p>') + "<p class='price'>$5.00</p>" * 20_000
    assert [prices(deep), prices(wide)] == [("7.00", None), ("7.00", None)]
