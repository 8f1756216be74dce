"""Amounts as pages write them become exact decimals with the currency that the sign means there."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.product_drafts.extraction.locales import country_of, currency_of_sign
from crawl_assets.product_drafts.extraction.money import decimal_of, read_money, single_amount


def read(text: str, country: str | None = None) -> list[tuple[str, str | None]]:
    return [(str(one.amount), one.currency) for one in read_money(text, locale_hint=country)]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$1,299.00", "1299.00", "USD"),
        ("1.299,00 €", "1299.00", "EUR"),
        ("1\u202f299,00\u00a0€", "1299.00", "EUR"),
        ("CHF 1'299.–", "1299", "CHF"),
        ("CHF 1’299.50", "1299.50", "CHF"),
        ("₹12,99,000.00", "1299000.00", "INR"),
        ("R$ 1.299,90", "1299.90", "BRL"),
        ("NT$1,290", "1290", "TWD"),
        ("19€99", "19.99", "EUR"),
        ("12,- €", "12", "EUR"),
        ("2 699 ₽", "2699", "RUB"),
        ("1 299,00 Kč", "1299.00", "CZK"),
        ("49,90 zł", "49.90", "PLN"),
        ("119.900 Ft", "119900", "HUF"),
        ("¥1,200", "1200", "JPY"),
        ("12.50USD", "12.50", "USD"),
        ("US$ 5", "5", "USD"),
        ("$12.00 CAD", "12.00", "CAD"),
        ("1.250 KWD", "1.250", "KWD"),
        ("$.75", "0.75", "USD"),
        ("$119. 95", "119.95", "USD"),
        ("$119 .95", "119.95", "USD"),
    ],
)
def test_an_amount_keeps_its_decimals_and_knows_its_currency(text: str, amount: str, currency: str) -> None:
    assert read(text) == [(amount, currency)]


def test_a_sign_between_two_amounts_belongs_to_the_one_it_stands_before() -> None:
    assert read("$19.99$24.99") == [("19.99", "USD"), ("24.99", "USD")]
    assert read("19,99 €24,99 €") == [("19.99", "EUR"), ("24.99", "EUR")]
    assert read("Size 12 $30") == [("30", "USD")]


def test_two_prices_side_by_side_are_not_one_number_with_thousands() -> None:
    assert read("$40 $30 50% off") == [("40", "USD"), ("30", "USD")]


@pytest.mark.parametrize(
    ("sign", "country", "currency"),
    [
        ("$", None, "USD"),
        ("$", "AU", "AUD"),
        ("$", "DE", "USD"),
        ("kr", "SE", "SEK"),
        ("kr", None, None),
        ("¥", "CN", "CNY"),
    ],
)
def test_a_shared_sign_means_what_it_means_in_the_shops_country(
    sign: str, country: str | None, currency: str | None
) -> None:
    assert currency_of_sign(sign, country) == currency


@pytest.mark.parametrize(
    ("url", "language", "country"),
    [
        ("https://shop.com/en-ca/p/1", "en", "CA"),
        ("https://shop.com.au/p/1", "en", "AU"),
        ("https://shop.io/p", "en-NZ", "NZ"),
        ("https://shop.co.uk/p", None, "GB"),
        ("https://shop.com/p", "de", "DE"),
        ("https://shop.com/p", "en", None),
        ("http://[broken", None, None),
    ],
)
def test_the_country_is_read_from_path_domain_and_language(url: str, language: str | None, country: str | None) -> None:
    assert country_of(url, language) == country


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (1299, "1299"),
        ("1299.00", "1299.00"),
        ("1.299,00 €", "1299.00"),
        (12.5, "12.5"),
        ("from $5", "5"),
        ("1,299", "1299"),
    ],
)
def test_a_value_of_structured_data_is_one_amount(value: object, amount: str) -> None:
    assert str(single_amount(value)) == amount


@pytest.mark.parametrize(
    "value", [None, "None", "", "null", True, "-5", "100 - 200", "free", [], {}, float("nan"), "9" * 50]
)
def test_bug_a5_6_null_none_and_ranges_are_no_amount(value: object) -> None:
    assert single_amount(value) is None


@given(
    st.decimals(min_value=Decimal("1000"), max_value=Decimal("999999.99"), places=2, allow_nan=False),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("\u00a0", ",")]),
)
def test_thousands_and_decimals_survive_every_style(amount: Decimal, style: tuple[str, str]) -> None:
    thousands, decimal_mark = style
    written = f"{amount:,.2f}".replace(",", "T").replace(".", decimal_mark).replace("T", thousands)
    assert decimal_of(written) == amount


@given(st.text(alphabet="0123456789.,' $€kr-", max_size=60))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    assert all(one.amount >= 0 for one in read_money(text))
