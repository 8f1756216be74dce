"""The result of a crawl as a map: what is wrong is left out with a note, and the rest is kept."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.product_drafts.contract import checked
from crawl_assets.product_drafts.drafting import outcome_of

URL, AT = "https://shop.example/p", "2026-03-02T10:15:00.123456+00:00"


def of(**raw: Any) -> dict[str, Any]:
    return checked({"status": "ok", **raw}, url=URL, captured_at=AT)


def test_the_least_is_address_status_moment_and_an_empty_list_of_pictures() -> None:
    assert of() == {"url": URL, "status": "ok", "captured_at": AT, "images": []}


def test_bug_a6_prices_that_are_none_are_left_out_and_the_crawl_is_no_error() -> None:
    for price in ("None", "100 - 200", "1,299", "-5", True, {"a": 1}, "abc", float("nan")):
        payload = of(price=price, title="A kettle")
        assert payload["status"] == "ok"
        assert "price" not in payload
        assert payload["title"] == "A kettle"
    assert of(price="None")["dropped"] == ["price: 'None' is no decimal like 1299.00"]
    assert "dropped" not in of(price=None, currency=None)


@pytest.mark.parametrize(
    ("given", "kept"),
    [(199, "199"), ("199.00", "199.00"), (Decimal("199.00"), "199.00"), (199.5, "199.5"), (Decimal("1E+3"), "1000")],
)
def test_prices_are_decimal_text_exactly_as_given(given: Any, kept: str) -> None:
    assert of(price=given)["price"] == kept


def test_bug_a4_what_the_table_refuses_costs_the_value_and_not_the_draft() -> None:
    payload = of(title="T", source="tmall", currency="NT$", images=None, variant_images=None)
    assert payload["source"] == "taobao"
    assert "currency" not in payload
    assert payload["images"] == []
    assert "variant_images" not in payload
    assert payload["title"] == "T"
    assert [note.split(":")[0] for note in payload["dropped"]] == ["currency"]
    assert "source" not in of(source="etsy")
    blank = checked({"status": "needs_manual", "notes": "  "}, url=URL, captured_at=AT)
    assert outcome_of(blank, "FAILED") == ("FAILED", "crawler returned status=needs_manual")


def test_bug_a7_a_short_description_is_kept_and_so_are_its_lines() -> None:
    assert of(description="Red.\nBlue.")["description"] == "Red.\nBlue."


def test_long_texts_are_cut_and_that_is_said() -> None:
    payload = of(title="t" * 400, description="d" * 2000)
    assert (len(payload["title"]), len(payload["description"])) == (300, 1500)
    assert payload["dropped"] == [
        "title: cut from 400 to 300 characters",
        "description: cut from 2000 to 1500 characters",
    ]


def test_bug_a16_no_variation_is_cut_off_and_each_keeps_all_its_options() -> None:
    options = [{"name": "Colour", "value": "red"}, {"name": "Size", "value": "M"}]
    listed = [{"title": f"v{number}", "options": options, "sku": f"s{number}"} for number in range(50)]
    payload = of(variations=listed)
    assert len(payload["variations"]) == 50
    assert payload["variations"][49] == {
        "title": "v49", "options": options, "sku": "s49", "position": 49, "images": [],
    }  # fmt: skip


def test_a_variation_s_single_picture_joins_its_pictures_and_one_without_a_title_is_named() -> None:
    listed = [{"title": "a", "image": "u1", "images": ["u2", "u1"], "position": 7, "price": "1.5"}, {"sku": "x"}]
    payload = of(variations=listed)
    assert payload["variations"] == [{"title": "a", "position": 7, "price": "1.5", "images": ["u2", "u1"]}]
    assert payload["dropped"] == ["variations: number 1 has no title"]


def test_other_numbers_stay_numbers_unless_that_would_change_them() -> None:
    payload = of(confidence=0.938, weight=Decimal("1.250"), count=3)
    assert (payload["confidence"], payload["weight"], payload["count"]) == (0.938, "1.250", 3)
    assert of(weight=Decimal("1.25"))["weight"] == 1.25


def test_unknown_keys_pass_and_an_unknown_status_is_an_error() -> None:
    assert of(artifact_dir="x")["artifact_dir"] == "x"
    payload = checked({"status": "great"}, url=URL, captured_at=AT)
    assert (payload["status"], payload["error"]) == ("error", "the crawler returned the status 'great'")


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.decimals(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_KEYS = ("url", "status", "title", "description", "price", "currency", "images", "variations", "source", "error", "notes", "captured_at", "dropped", "variant_images")  # fmt: skip  # noqa: E501


@given(st.dictionaries(st.sampled_from(_KEYS), _JSON))
def test_whatever_comes_is_a_result_again_and_stays_the_same(raw: dict[str, Any]) -> None:
    once = checked(raw, url=URL, captured_at=AT)
    assert once["status"] in ("ok", "needs_manual", "error")
    assert once["url"].strip()
    assert checked(once, url=URL, captured_at=AT) == once
