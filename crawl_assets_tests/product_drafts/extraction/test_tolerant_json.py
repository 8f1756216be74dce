# ruff: noqa: E501 - markup and addresses as shops write them
"""JSON is read by the letter, what is nearly JSON as far as it goes, and nothing is executed or blows up."""

import json
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.product_drafts.extraction.tolerant_json import DEEPEST, loads, read_from

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(), PLAIN, max_size=4) | st.lists(PLAIN, max_size=4))
def test_json_comes_back_as_it_is_whoever_reads_it(value: Any) -> None:
    text = json.dumps(value)
    assert loads(text) == value
    assert read_from(text, 0, {}) == (value, len(text)), "the second reading agrees with the strict one"


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text(alphabet="{}[]\",:'\\/*-+!.()<>abc1 \n", max_size=200))
def test_no_text_fails(text: str) -> None:
    loads(text)
    loads("{" + text)
    loads("[" + text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1299.00}', {"a": Decimal("1299.00")}),
        ('{"a": [1, 2,], }', {"a": [1, 2]}),
        ("{'a': 'it\\'s', b: \"c\"}", {"a": "it's", "b": "c"}),
        ('<!-- {"a": 1} -->', {"a": 1}),
        ('/*<![CDATA[*/ [{"a": 1}] /*]]>*/', [{"a": 1}]),
        ('{// what it is\n "a": 1, /* {"b": 2} */ "c": 3}', {"a": 1, "c": 3}),
        ('{"a": "two\nlines\tand\x02more"}', {"a": "two\nlines\tand\x02more"}),
        ('{"a": "a 5" disc", "b": 2}', {"a": 'a 5" disc', "b": 2}),
        ("{a: undefined, b: NaN, c: !0, d: !1, e: -1.50}", {"a": None, "b": None, "c": True, "d": False, "e": Decimal("-1.50")}),
        ("{a: new Date(0), b: f({c: [1]}), d: x ? 1 : 2, e: function () { return {g: 1}; }, h: 1}",
         {"a": None, "b": None, "d": None, "e": None, "h": 1}),
        ("{a: 'x' + 'y', b: 'x' + y}", {"a": "xy", "b": None}),
        (r'{a: "\u00e9\ud83d\ude00\x41\n"}', {"a": "é😀A\n"}),
        ('{"a": {"b": [1, {"c": "tr', {"a": {"b": [1, {"c": "tr"}]}}),
        ('var x = {"a": 1}; alert("{}")', {"a": 1}),
    ],
)  # fmt: skip
def test_what_is_nearly_json_is_read(text: str, value: Any) -> None:
    assert loads(text) == value


def test_a_value_within_code_ends_where_it_ends() -> None:
    text = "var meta = {a: [1, {b: 2}]}; var other = {c: 3};"
    assert read_from(text, text.index("{")) == ({"a": [1, {"b": 2}]}, text.index(";"))


def test_what_lies_too_deep_is_none() -> None:
    value, depth = loads("{a: [" * 10_000), 0
    while value:
        value, depth = value["a"] if isinstance(value, dict) else value[0], depth + 1
    assert depth == DEEPEST


def test_words_that_stand_for_values_are_replaced_where_they_are_values() -> None:
    assert read_from("{a: a, b: [a, c]}", 0, {"a": 7}) == ({"a": 7, "b": [7, None]}, 17)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000,
        '{"a":' * 100_000,
        "{a:" * 100_000,
        '{"\\"' * 500_000,
        "{'" + "\\'" * 1_000_000,
        "[" + "/*" * 1_000_000,
        "[" + '"" ' * 500_000,
        "[" + "1," * 1_500_000,
        '[{"a": "' + "x" * 10_000_000 + '"}]',
        '{"a": ' + "9" * 100_000 + ', "b": 1e999999999}',
    ],
    ids=lambda text: text[:8],
)
def test_long_and_deep_texts_take_a_bounded_time(text: str) -> None:
    start = time.monotonic()
    loads(text)
    assert time.monotonic() - start < 5
