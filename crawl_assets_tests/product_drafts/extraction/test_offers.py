# ruff: noqa: E501 - markup and addresses as shops write them
"""Of several offers, prices and variants the one that the page shows is taken; ranges and list prices are told apart."""

from decimal import Decimal
from typing import Any

import pytest

from crawl_assets.product_drafts.extraction.product import Property
from crawl_assets_tests.product_drafts.extraction.reading import (
    SHOE,
    URL,
    linked,
    main_of,
    nodes_of,
    of_page,
    offered,
    page_of,
    said,
)


def prices(product: dict[str, Any], url: str = URL) -> dict[str, str]:
    node = main_of(nodes_of(page_of(linked(product)), url))
    return {
        field: said(node, field) for field in ("price", "regular_price", "price_low", "price_high") if node.first(field)
    }


@pytest.mark.parametrize(
    "price", [None, "None", "null", "", 0, "0.00", "on request", -5, "{{ price }}", [], True, 1e300]
)
def test_bug_a6_a_price_that_is_none_is_not_said(price: Any) -> None:
    assert prices(offered(price=price)) == {}


def test_bug_a6_a_range_as_text_is_a_range() -> None:
    assert prices(offered(price="100 - 200")) == {"price": "100 EUR", "price_low": "100 EUR", "price_high": "200 EUR"}


def test_bug_a5_the_ends_of_an_aggregate_offer_are_read() -> None:
    told = SHOE | {
        "offers": {"@type": "AggregateOffer", "lowPrice": "399.00", "highPrice": 459, "priceCurrency": "TWD"}
    }
    assert prices(told) == {"price": "399.00 TWD", "price_low": "399.00 TWD", "price_high": "459 TWD"}


def test_an_aggregate_offer_with_equal_ends_is_one_price() -> None:
    told = SHOE | {
        "offers": {"@type": "AggregateOffer", "lowPrice": "62.0", "highPrice": "62.0", "priceCurrency": "GBP"}
    }
    assert prices(told) == {"price": "62.00 GBP"}


@pytest.mark.parametrize(
    ("price", "read"),
    [("1299.00", "1299.00"), (1299, "1299"), (59.9, "59.90"), ("59.900000", "59.90"), (16.528926, "16.53"), ("1.299,00", "1299.00"),
     ("1,299.00", "1299.00"), ("1.299", "1299"), ("19,90 €", "19.90"), ({"@value": "5.00"}, "5.00"), (["7.00"], "7.00")],
)  # fmt: skip
def test_amounts_are_exact_whatever_their_spelling(price: Any, read: str) -> None:
    assert prices(offered(price=price)) == {"price": f"{read} EUR"}


def test_the_offer_that_links_to_the_page_is_the_one() -> None:
    offers = [{"price": 10, "url": URL + "?variant=1"}, {"price": 20, "url": URL + "?variant=2"}]
    told = SHOE | {"offers": [one | {"priceCurrency": "EUR"} for one in offers]}
    assert prices(told, URL + "?variant=2")["price"] == "20 EUR"


def test_the_offer_with_the_products_own_sku_is_the_one() -> None:
    told = SHOE | {"sku": "B", "offers": [{"price": 10, "sku": "A"}, {"price": 20, "sku": "B"}]}
    assert prices(told)["price"] == "20 None"


def test_of_equal_offers_the_first_that_can_be_bought_is_the_one_and_it_is_less_sure() -> None:
    stock = ("OutOfStock", "InStock", "InStock")
    told = SHOE | {"offers": [{"price": 10 + place, "availability": one} for place, one in enumerate(stock)]}
    node = main_of(nodes_of(page_of(linked(told))))
    assert (said(node, "price"), said(node, "price_low"), said(node, "price_high")) == ("11 None", "10 None", "12 None")
    sure = main_of(nodes_of(page_of(linked(offered(price=11))))).first("price")
    assert node.first("price").confidence < sure.confidence  # type: ignore[union-attr]


def test_a_new_one_is_offered_before_a_used_one() -> None:
    used = {"price": 5, "itemCondition": "https://schema.org/UsedCondition", "availability": "InStock"}
    new = {"price": 9, "itemCondition": "https://schema.org/NewCondition", "availability": "InStock"}
    assert prices(SHOE | {"offers": [used, new]})["price"] == "9 None"


def test_the_price_that_companies_see_is_not_the_price() -> None:
    public = {
        "name": "Standard Price",
        "price": "164.99",
        "priceSpecification": [{"price": "131.47", "valueAddedTaxIncluded": False}],
    }
    business = {
        "name": "Business Price (Excl. VAT)",
        "price": "131.47",
        "eligibleCustomerType": {"@id": "https://schema.org/Business"},
    }
    assert prices(SHOE | {"offers": [business, public]})["price"] == "164.99 None"


def test_list_sale_unit_and_shipping_prices_are_told_apart() -> None:
    told = offered(
        priceSpecification=[
            {"@type": "UnitPriceSpecification", "price": 80, "referenceQuantity": {"value": 1, "unitCode": "KGM"}},
            {"@type": "DeliveryChargeSpecification", "price": 4},
            {"@type": "UnitPriceSpecification", "priceType": "https://schema.org/ListPrice", "price": 30},
            {"@type": "UnitPriceSpecification", "priceType": "https://schema.org/SalePrice", "price": 20},
            {"@type": "UnitPriceSpecification", "price": 15, "validForMemberTier": {"name": "Gold"}},
        ]
    )
    assert prices(told) == {"price": "20 EUR", "regular_price": "30 EUR"}


def test_the_price_of_a_kilogram_is_not_the_price() -> None:
    unit = {"@type": "UnitPriceSpecification", "price": 80, "referenceQuantity": {"value": 1, "unitCode": "KGM"}}
    assert prices(offered(priceSpecification=[unit, {"@type": "UnitPriceSpecification", "price": 20}])) == {
        "price": "20 EUR"
    }
    assert prices(offered(priceSpecification=unit)) == {}


def test_a_list_price_below_the_price_is_none() -> None:
    told = offered(price=20, priceSpecification={"priceType": "https://schema.org/StrikethroughPrice", "price": 20})
    assert prices(told) == {"price": "20 EUR"}


@pytest.mark.parametrize(
    ("word", "name"),
    [("https://schema.org/InStock", "InStock"), ("http://schema.org/OutOfStock/", "OutOfStock"), ("in stock", "InStock"),
     ("schema:PreOrder", "PreOrder"), ("out_of_stock", "OutOfStock"), ("BackOrder", "BackOrder"), (True, "InStock"),
     ({"@id": "https://schema.org/SoldOut"}, "SoldOut"), (["LimitedAvailability"], "LimitedAvailability"), ("https://shop.example/stock", None),
     ("whatever", None), (None, None)],
)  # fmt: skip
def test_availabilities_have_their_names_at_schema_org(word: Any, name: str | None) -> None:
    assert of_page(page_of(linked(offered(price=1, availability=word))), "availability") == name


GROUP = {
    "@type": "ProductGroup",
    "name": "Red Shoe",
    "hasVariant": [
        {"@type": "Product", "sku": "R-42", "color": "Red", "size": "42", "gtin13": "4006381333931",
         "offers": {"price": 10, "priceCurrency": "EUR", "availability": "OutOfStock", "url": URL + "?sku=R-42"}},
        {"@type": "Product", "sku": "R-43", "color": "Red", "size": "43",
         "offers": {"price": 12, "priceCurrency": "EUR", "availability": "InStock", "url": URL + "?sku=R-43"}},
    ],
}  # fmt: skip


def test_of_a_groups_variants_the_page_shows_the_one_of_its_address_else_the_first_in_stock() -> None:
    asked, first = (main_of(nodes_of(page_of(linked(GROUP)), URL + query)) for query in ("?sku=R-42", ""))
    assert (said(asked, "price"), said(asked, "sku"), said(asked, "availability")) == ("10 EUR", "R-42", "OutOfStock")
    assert (said(first, "price"), said(first, "sku"), said(first, "availability")) == ("12 EUR", "R-43", "InStock")


def test_bug_a16_variants_have_all_their_dimensions_and_their_own_codes() -> None:
    first, second = of_page(page_of(linked(GROUP)), "variations")
    assert first.options == (Property("color", "Red"), Property("size", "42"))
    assert (first.price, first.availability, first.sku, first.gtin) == (
        Decimal(10),
        "OutOfStock",
        "R-42",
        "4006381333931",
    )
    assert second.url == URL + "?sku=R-43"


@pytest.mark.parametrize(
    ("told", "kept", "evidence"),
    [(1_500, 1_500, "1500 variations"), (2_500, 2_048, "2048 variations, the rest is cut off")],
)
def test_bug_a16_more_than_twenty_variants_are_kept_and_a_limit_is_told(told: int, kept: int, evidence: str) -> None:
    offers = [{"price": 10, "sku": f"S{number}"} for number in range(told)]
    found = main_of(nodes_of(page_of(linked(SHOE | {"offers": offers})))).first("variations")
    assert found is not None
    assert (len(found.value), found.snippet) == (kept, evidence)
