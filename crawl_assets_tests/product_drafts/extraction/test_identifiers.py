# ruff: noqa: E501 - markup and addresses as shops write them
"""A GTIN proves its check digit; a sku is a code and no word for none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.product_drafts.extraction.identifiers import code, gtin, product_id


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("4006381333931", "4006381333931"),
        ("036000291452", "036000291452"),
        ("73513537", "73513537"),
        ("10012345678902", "10012345678902"),
        (" 4 006381 333931 ", "4006381333931"),
        (4006381333931, "4006381333931"),
        ("978-0-306-40615-7", "9780306406157"),
        ("0-306-40615-2", "9780306406157"),
        ("ISBN 080442957X", "9780804429573"),
    ],
)
def test_identifiers_with_a_right_check_digit_are_their_digits(text: str | int, digits: str) -> None:
    assert gtin(text) == digits


@pytest.mark.parametrize(
    "text", ["4006381333932", "0-306-40615-3", "12345", "4006381333931a", "", None, True, "00000000", 1.5, "١٢٣٤٥٦٧٠"]
)
def test_what_proves_nothing_is_no_gtin(text: object) -> None:
    assert gtin(text) is None


@given(st.integers(0, 10**12 - 1), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: int, place: int, by: int) -> None:
    digits = f"{number:012d}"
    right = next((one for last in "0123456789" if (one := gtin(digits + last))), None)
    if right is None:  # all digits the same
        return
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
    assert gtin(wrong) is None


@pytest.mark.parametrize(
    ("value", "found"),
    [("AB-12/3", "AB-12/3"), (42, "42"), (["", "A1"], "A1"), (" A  1 ", "A 1"), ("N/A", None), ("None", None), ("", None),
     (None, None), (True, None), ("{{ sku }}", None), ("https://a.example/1", None), ("x" * 65, None), ("<b>1</b>", None)],
)  # fmt: skip
def test_a_sku_is_a_code(value: object, found: str | None) -> None:
    assert code(value) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("sku:123", ("sku", "123")), ("MPN: X-9", ("mpn", "X-9")), ("isbn:0306406152", ("gtin", "9780306406157")),
     ("gtin13:4006381333932", None), ("123", ("id", "123")), ("what:1", None), (None, None)],
)  # fmt: skip
def test_a_product_id_names_its_kind(text: str | None, found: tuple[str, str] | None) -> None:
    assert product_id(text) == found
