"""Of all that a page and its data say, the product of this page is decided by rules, with evidence a field."""

import json

import pytest

from crawl_assets.product_drafts.extraction.extract import as_json, extract_product
from crawl_assets_tests.product_drafts.extraction.shop_pages import URL, product_of, shop_page, with_price


def ld(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **node})}</script>'


def offer(price: object, **more: object) -> dict[str, object]:
    return {"@type": "Offer", "price": price, "priceCurrency": "USD", **more}


MUG = {"@type": "Product", "name": "Blue Mug", "sku": "BM-12", "offers": offer("20.00")}


def test_data_and_page_that_agree_raise_the_confidence() -> None:
    alone = product_of(with_price('<p class="price">$20.00</p>'))
    both = product_of(with_price('<p class="price">$20.00</p>'), head=ld(**MUG))
    assert both.evidence["price"].confidence > alone.evidence["price"].confidence
    assert both.confidence > alone.confidence


def test_a_related_product_in_the_data_is_not_this_one() -> None:
    other = ld(**{"@type": "Product", "name": "Red Jug", "sku": "RJ-1", "offers": offer("5.00")})
    product = product_of(with_price('<p class="price">$20.00</p>'), head=other)
    assert (product.name, str(product.price), product.sku) == ("Blue Mug", "20.00", None)


def test_another_model_of_the_same_make_in_the_data_is_not_this_one() -> None:
    other = {
        "@type": "Product",
        "name": "Lark 10x42",
        "sku": "LK1042",
        "offers": offer("349.00", availability="InStock"),
    }
    body = '<h1>Lark 8x32 Binoculars</h1><p class="price">$229.00</p><p>Out of stock: due mid March</p>'
    product = product_of(body, head=ld(**other), title="Lark 8x32 Binoculars")
    assert (str(product.price), product.availability, product.sku) == ("229.00", "OutOfStock", None)


def test_a_stale_price_that_the_page_does_not_show_loses_to_the_one_it_shows() -> None:
    stale = ld(**{**MUG, "offers": offer("24.00")})
    assert str(product_of(with_price('<p class="price">$20.00</p>'), head=stale).price) == "20.00"


def test_data_that_tell_the_struck_price_lose_to_the_sale_price() -> None:
    old = ld(**{**MUG, "offers": offer("25.00")})
    product = product_of(with_price('<p class="price"><del>$25.00</del> <ins>$20.00</ins></p>'), head=old)
    assert (str(product.price), str(product.regular_price)) == ("20.00", "25.00")


def test_a_stale_price_is_not_saved_by_the_old_price_that_the_page_shows() -> None:
    old = ld(**{**MUG, "offers": offer("25.00")})
    price = '<div class="now-price">$20.00</div><div><b>$25.00</b></div><div>20% off</div>'
    product = product_of(with_price(price), head=old)
    assert (str(product.price), str(product.regular_price)) == ("20.00", "25.00")


def test_limited_stock_is_in_stock_when_it_can_be_bought() -> None:
    limited = ld(**{**MUG, "offers": offer("20.00", availability="https://schema.org/LimitedAvailability")})
    assert product_of(with_price('<p class="price">$20.00</p>'), head=limited).availability == "InStock"
    assert product_of("<h1>Blue Mug</h1>", head=limited).availability == "LimitedAvailability"


def test_without_a_visible_price_the_data_are_believed() -> None:
    product = product_of("<h1>Blue Mug</h1>", head=ld(**MUG))
    assert (str(product.price), product.currency, product.evidence["price"].source) == ("20.00", "USD", "json-ld")


def test_a_machines_number_has_the_decimals_of_money() -> None:
    assert str(product_of("<h1>Blue Mug</h1>", head=ld(**{**MUG, "offers": offer(19.9)})).price) == "19.90"
    assert str(product_of("<h1>Blue Mug</h1>", head=ld(**{**MUG, "offers": offer("19.9000")})).price) == "19.90"


def test_the_code_in_the_data_says_which_dollar_it_is() -> None:
    data = ld(**{**MUG, "offers": {**offer("20.00"), "priceCurrency": "CAD"}})
    assert product_of(with_price('<p class="price">$20.00</p>'), head=data).currency == "CAD"
    assert product_of(with_price('<p class="price">€20.00</p>'), head=data).currency == "EUR"


def test_an_old_price_is_only_one_above_the_price() -> None:
    assert product_of(with_price('<p class="price">$20.00</p><del>$15.00</del>')).regular_price is None


@pytest.mark.parametrize("price", [None, "None", "", 0, "0.00", "on request"])
def test_bug_a5_6_an_absent_price_is_absent(price: object) -> None:
    product = product_of("<h1>Blue Mug</h1>", head=ld(**{**MUG, "offers": offer(price)}))
    assert as_json(product)["price"] is None


def test_bug_a5_6_a_range_gives_its_lower_end() -> None:
    product = product_of("<h1>Blue Mug</h1>", head=ld(**{**MUG, "offers": offer("100 - 200")}))
    assert as_json(product)["price"] in ("100", "100.00")


def test_bug_a5_5_the_low_price_of_an_aggregate_offer_is_read() -> None:
    offers = {"@type": "AggregateOffer", "lowPrice": "100", "highPrice": "200", "priceCurrency": "TWD"}
    product = product_of("<h1>Blue Mug</h1><p>Shipping $60</p>", head=ld(**{**MUG, "offers": offers}))
    assert (str(product.price), product.currency) == ("100", "TWD")


def test_json_has_all_keys_decimal_text_and_null_for_what_is_absent() -> None:
    said = as_json(product_of(with_price('<p class="price">$1,299.00</p>')))
    assert list(said) == [
        "url", "name", "price", "regular_price", "currency", "availability", "sku", "mpn", "gtin", "brand",
        "description", "images", "main_image", "rating", "breadcrumbs", "properties", "variations", "confidence",
        "evidence",
    ]  # fmt: skip
    assert said["price"] == "1299.00"
    assert [key for key in said if said[key] is None] == [
        "regular_price", "sku", "mpn", "gtin", "brand", "description", "images", "main_image", "rating",
        "breadcrumbs", "properties", "variations",
    ]  # fmt: skip
    assert json.loads(json.dumps(said)) == said


def test_every_field_that_is_told_has_its_evidence() -> None:
    product = product_of(with_price('<p class="price">$20.00</p><p>SKU: BM-12</p>'))
    assert set(product.evidence) == {"name", "price", "currency", "availability", "sku"}
    assert product.evidence["sku"].snippet == "SKU: BM-12"
    assert product.evidence["price"].path.endswith("p.price")


@pytest.mark.parametrize("html", ["", "   ", "plain words", "<", "<html></html>", "\x00<p>\ud800</p>", "<table><td>$5"])
def test_no_page_makes_the_extraction_fail(html: str) -> None:
    assert extract_product(html, URL).url == URL


def test_an_article_without_a_shop_has_no_product_facts() -> None:
    page = (
        "<html lang=en><title>On mugs</title><h1>On mugs</h1><p>Mugs cost about $20 in 1990, when clay was cheap.</p>"
    )
    said = as_json(extract_product(page, "https://news.example/on-mugs"))
    assert (said["availability"], said["sku"], said["regular_price"]) == (None, None, None)


def test_a_page_is_read_whatever_its_address_is() -> None:
    page = shop_page(with_price('<p class="price">$20.00</p>'))
    assert [str(extract_product(page, url).price) for url in ("", "http://[::1", "file:///tmp/p.html")] == ["20.00"] * 3
