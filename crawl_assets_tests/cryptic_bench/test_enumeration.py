"""Enumerations in every form a crossword prints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.cryptic_bench.enumeration import find_enumerations, parse_enumeration, plain_marks


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("(7)", (7,)),
        ("7", (7,)),
        ("(5,4)", (5, 4)),
        ("( 5 , 4 )", (5, 4)),
        ("(5 4)", (5, 4)),
        ("(5;4)", (5, 4)),
        ("(3/4)", (3, 4)),
        ("[5,4]", (5, 4)),
        ("(4-11)", (4, 11)),
        ("(4\N{NON-BREAKING HYPHEN}11)", (4, 11)),
        ("(4–11)", (4, 11)),
        ("(3'1,4)", (3, 1, 4)),
        ("(3’1,4)", (3, 1, 4)),
        ("(4-1'-7)", (4, 1, 7)),
        ("(1.1.1.)", (1, 1, 1)),
        ("(5,2,5)", (5, 2, 5)),
        ("(3,3,4,2)", (3, 3, 4, 2)),
        ("(6, 3 words)", (6,)),
        ("(6,4, two words)", (6, 4)),
        ("(8 in two words)", (8,)),
        ("(4,4 abbr.)", (4, 4)),
        ("(5,4,)", (5, 4)),
        ("(5,\N{NO-BREAK SPACE}4)", (5, 4)),
        ("(5,\N{ZERO WIDTH SPACE}4)", (5, 4)),
    ],
)
def test_every_printed_form_is_read(text: str, parts: tuple[int, ...]) -> None:
    assert parse_enumeration(text).parts == parts
    assert parse_enumeration(text).total == sum(parts)


@pytest.mark.parametrize(
    "text", ["", "()", "(0)", "(two words)", "(1990)", "(5,x)", "see 5", "(5) x", "-5", "(99,99,99)"]
)
def test_anything_else_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match="is not an enumeration") as caught:
        parse_enumeration(text)
    assert repr(text) in str(caught.value)


@given(
    st.lists(st.integers(1, 15), min_size=1, max_size=8),
    st.data(),
)
def test_lengths_come_back_whatever_stands_between_them(lengths: list[int], data: st.DataObject) -> None:
    text = str(lengths[0])
    for length in lengths[1:]:
        text += data.draw(st.sampled_from([",", ", ", "-", "'", "’", "–", "/", "; ", "\N{NO-BREAK SPACE}"])) + str(
            length
        )

    assert parse_enumeration(f"({text})").parts == tuple(lengths)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_and_what_is_read_reads_again(text: str) -> None:
    try:
        read = parse_enumeration(text)
    except ValueError:
        return
    assert parse_enumeration(read.text) == read
    assert read.total >= len(read.parts) >= 1


def test_enumerations_are_found_in_order_and_years_are_none() -> None:
    text = "Orwell (1984) wrote this (4,5), said (two) critics (3-2)"

    found = find_enumerations(text)

    assert [(text[start:end], enumeration.parts) for start, end, enumeration in found] == [
        ("(4,5)", (4, 5)),
        ("(3-2)", (3, 2)),
    ]


@given(st.text(alphabet="a1 ‑–—’'\N{NO-BREAK SPACE}", max_size=30))
def test_plain_marks_keep_every_position(text: str) -> None:
    assert len(plain_marks(text)) == len(text)
