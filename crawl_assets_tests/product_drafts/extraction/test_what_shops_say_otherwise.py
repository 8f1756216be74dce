"""Ways to say a price, a stock, a code, a brand or a name that a blind round of pages brought up."""

# ruff: noqa: E501 - HTML as shops write it
import pytest

from crawl_assets.product_drafts.extraction.extract import as_json, extract_product
from crawl_assets.product_drafts.extraction.images import merged_images

BUTTON = "<button>Add to cart</button>"
CASES = [
    ("price", "423.923", "<h1>Lamp</h1><p class=price>423.923 KD</p>" + BUTTON),
    ("price", "20.00", "<h2>Capacitor</h2><p>Our price $20.00<br>Shipping $5.00</p>" + BUTTON),
    ("regular_price", "32.95", "<h1>Ring</h1><b class=price>24,95 €</b><div>Unverbindliche Preisempfehlung des Herstellers: <span>32,95 €</span></div>" + BUTTON),
    ("regular_price", "49.90", "<h1>Lamp</h1><p class='price with-list-price'>34,90 € <span class='list-price'>49,90 €</span></p>" + BUTTON),
    ("availability", "OutOfStock", "<h1>Oak Chest</h1><div class=badge>SOLD</div><p class=price>£1,250.00</p>"),
    ("availability", "InStock", "<h1>Lamp</h1><p class=price>$5.00</p><div><b>Pickup</b> <i>Not available at Northgate</i></div>" + BUTTON),
    ("availability", "InStock", "<h1>Lamp</h1><p class=price>$5.00</p><input name=qty value=1>"),
    ("availability", None, "<h1>Lamp</h1><p class=price>$5.00</p><form><input type=email><input type=submit value=Go></form>"),
    ("sku", "22334", "<h1>Screws <span>(22334)</span></h1><p class=price>£5.00</p>" + BUTTON),
    ("name", "Screws", "<h1>Screws <span>(22334)</span></h1><p class=price>£5.00</p>" + BUTTON),
    ("sku", None, "<h1>Lamp</h1><p class=price>£5.00</p><span class=sku>n. v.</span>" + BUTTON),
    ("mpn", "WH1000B.CE7", "<h1>Lamp</h1><p class=price>5 €</p><table><tr><td>Hersteller Artikelnummer</td><td>WH1000B.CE7</td></tr></table>" + BUTTON),
    ("brand", "Zenit", "<h1>Old Camera</h1><p class=price>$5.00</p><table><tr><td>Brand:</td><td>Zenit</td><td>MPN:</td><td>Does not apply</td></tr></table>" + BUTTON),
    ("brand", "Zenit", "<h1>Old Camera</h1><p class=price>$5.00</p><ul><li>Manufactured by: Zenit</li></ul>" + BUTTON),
    ("gtin", "4006381333931", "<h1>Pen</h1><p class=price>$5.00</p><ul><li>EAN: 4006381333931.</li></ul>" + BUTTON),
]  # fmt: skip


@pytest.mark.parametrize(("field", "expected", "body"), CASES)
def test_what_a_reader_sees_is_read(field: str, expected: str | None, body: str) -> None:
    html = f"<html><head><title>Shop</title></head><body>{body}</body></html>"
    assert as_json(extract_product(html, "https://shop.example/p/1"))[field] == expected


def test_a_deed_before_the_name_is_left_out_where_the_page_is_called_without_it() -> None:
    html = f"<title>Save 50% on Rain City</title><body><h1>Buy Rain City</h1><b class=price>$5.00</b>{BUTTON}"
    assert extract_product(html, "https://shop.example/p/1").name == "Rain City"


def test_a_path_above_the_title_is_read_without_a_name() -> None:
    html = f"<body><nav><ol><li><a href=/>Home</a></li><li><a href=/k>Kettles</a></li></ol></nav><h1>Kettle</h1><b class=price>$5.00</b>{BUTTON}"
    crumbs = as_json(extract_product(html, "https://shop.example/p/1"))["breadcrumbs"]
    assert [crumb["name"] for crumb in crumbs] == ["Home", "Kettles"]


def test_a_width_that_a_script_fills_in_later_is_no_part_of_a_picture() -> None:
    assert merged_images(["https://cdn.example/a_{width}x.jpg?v=1"]) == ("https://cdn.example/a.jpg?v=1",)
