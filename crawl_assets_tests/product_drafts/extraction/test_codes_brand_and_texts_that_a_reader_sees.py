"""Codes, brand, name, description, pictures, rating and breadcrumbs of the visible page."""

from decimal import Decimal

import pytest

from crawl_assets.product_drafts.extraction.product import Crumb, Property, Rating
from crawl_assets_tests.product_drafts.extraction.shop_pages import product_of, with_price

PRICE = '<p class="price">$20.00</p>'


@pytest.mark.parametrize(
    ("html", "field", "expected"),
    [
        ("<p>SKU: BM-12</p>", "sku", "BM-12"),
        ("<p>SKU <span>BM-12</span></p>", "sku", "BM-12"),
        ('<span class="sku">BM-12</span>', "sku", "BM-12"),
        ("<p>Item #: 4711 | Model: XK-20</p>", "sku", "4711"),
        ("<p>Art.-Nr.: 20118</p>", "sku", "20118"),
        ("<p>Artikelnummer 20118</p>", "sku", "20118"),
        ("<dl><dt>Référence</dt><dd>LEM-38</dd></dl>", "sku", "LEM-38"),
        ("<table><tr><th>Item number</th><td>OT-4711</td></tr></table>", "sku", "OT-4711"),
        ("<p>MPN: ZX-81</p>", "mpn", "ZX-81"),
        ("<table><tr><td>Manufacturer part number</td><td>ZX-81</td></tr></table>", "mpn", "ZX-81"),
        ("<p>EAN: 4006381333931</p>", "gtin", "4006381333931"),
        ("<p>ISBN-13: 978-0-306-40615-7</p>", "gtin", "9780306406157"),
        ("<p>EAN: 4006381333930</p>", "gtin", None),
        ("<p>Brand: Kettle &amp; Co</p>", "brand", "Kettle & Co"),
        ('<a class="product-brand" href="/brands/kettle">Kettle</a>', "brand", "Kettle"),
        ("<p>Item 3 of 10</p>", "sku", None),
    ],
)
def test_labelled_codes_and_brands_are_read(html: str, field: str, expected: str | None) -> None:
    assert getattr(product_of(with_price(f"{PRICE}{html}")), field) == expected


def test_the_name_is_the_heading_that_the_pages_title_agrees_with() -> None:
    body = "<h1>Shop</h1>" + with_price(PRICE)
    assert product_of(body, head='<meta property="og:site_name" content="Shop">').name == "Blue Mug"


def test_a_long_title_is_a_title() -> None:
    name = "Blue Mug of Clay, " + ", ".join(f"Part {number} of a long name" for number in range(10))
    page = with_price(PRICE).replace("<h1>Blue Mug</h1>", f'<h1 id="title"><span> {name} </span></h1>')
    assert product_of(page, title=name).name == name


def test_without_a_heading_the_name_is_the_title_less_the_shops_name() -> None:
    assert product_of("<div><b>$5</b></div>", head='<meta property="og:site_name" content="Shop">').name == "Blue Mug"


def test_bug_a5_7_a_short_description_is_kept_and_lines_stay_lines() -> None:
    html = '<div class="description"><p>For tea.</p><ul><li>350 ml</li><li>Blue</li></ul></div>'
    assert product_of(with_price(PRICE + html)).description == "For tea.\n350 ml\nBlue"


def test_bug_a5_8_a_login_link_in_the_header_changes_nothing() -> None:
    product = product_of('<a href="//login.shop.example">Please log in</a>' + with_price(PRICE))
    assert (product.name, str(product.price), product.availability) == ("Blue Mug", "20.00", "InStock")


def test_bug_a5_9_size_variants_are_one_picture_and_logos_none() -> None:
    gallery = (
        '<div class="gallery"><img src="/img/mug_300x300.jpg" data-zoom-image="/img/mug_1200x1200.jpg" alt="Blue Mug">'
        '<img src="/img/mug_100x100.jpg"><img src="/img/side_300x300.jpg"></div><img src="/img/visa-logo.png">'
    )
    product = product_of(with_price(gallery + PRICE))
    assert product.images == ("https://shop.example/img/mug_1200x1200.jpg", "https://shop.example/img/side_300x300.jpg")
    assert product.main_image == "https://shop.example/img/mug_1200x1200.jpg"


def test_rating_and_number_of_reviews_are_read_near_the_title() -> None:
    html = '<div class="rating" aria-label="4.5 out of 5 stars"></div><span class="review-count">1,234 reviews</span>'
    assert product_of(with_price(html + PRICE)).rating == Rating(Decimal("4.5"), Decimal(5), 1234)


def test_breadcrumbs_are_read_without_their_separators() -> None:
    html = '<div class="breadcrumbs"><a href="/">Home</a> » <a href="/mugs">Mugs</a> » <span>Blue Mug</span></div>'
    crumbs = product_of(html + with_price(PRICE)).breadcrumbs
    assert crumbs == (
        Crumb("Home", "https://shop.example/"),
        Crumb("Mugs", "https://shop.example/mugs"),
        Crumb("Blue Mug"),
    )


def test_specification_tables_become_properties() -> None:
    html = "<table><tr><th>Material</th><td>Clay</td></tr><tr><th>Volume</th><td>350 ml</td></tr></table>"
    assert product_of(with_price(PRICE + html)).properties == (
        Property("Material", "Clay"),
        Property("Volume", "350 ml"),
    )
