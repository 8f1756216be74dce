"""Rows are kept as JSON Lines: equal rows are equal bytes, and what is no row is told by its line and field."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.activities.records import (
    Activity,
    BadLines,
    Dropped,
    Location,
    Price,
    RawActivity,
    RawLocation,
    WorkflowFile,
    normalised_name,
    read_lines,
    row_key,
    write_lines,
)  # fmt: skip

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
RAW = RawActivity(
    "k", "https://a.example/", "Pond", location=RawLocation(latitude=51.5), tags=("a",), evidence={"name": "x"}
)
ROWS: list[Any] = [
    RAW,
    Activity("k", "Pond", "https://a.example/", location=Location("Pond"), price=Price("4.00", currency="GBP")),
    Dropped("k", None, "it has no name", "https://a.example/"),
    WorkflowFile("w", "raw_activities", "sha256:0", 7, 1, "", datetime(2027, 1, 1, tzinfo=UTC)),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_rows_come_back_as_they_were(row: Any) -> None:
    data = write_lines([row, row])
    assert list(read_lines(data, type(row))) == [row, row]
    assert data.count(b"\n") == 2 and data.endswith(b"\n")


@given(
    st.lists(
        st.builds(
            RawActivity,
            TEXT,
            TEXT,
            st.none() | TEXT,
            tags=st.lists(TEXT).map(tuple),
            evidence=st.dictionaries(TEXT, TEXT),
        )
    )
)
def test_any_text_comes_back(rows: list[RawActivity]) -> None:
    assert list(read_lines(write_lines(rows), RawActivity)) == rows


def test_no_rows_are_no_bytes() -> None:
    assert write_lines([]) == b"" and list(read_lines(b"", RawActivity)) == []


def test_rows_are_read_one_by_one() -> None:
    lines = read_lines(write_lines([RAW]) + b"broken\n", RawActivity)
    assert next(lines) == RAW
    with pytest.raises(BadLines, match="line 2"):
        next(lines)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"[]", "no JSON object"),
        (b"{", "line 1 is no Dropped"),
        (b"{}", "Dropped.row_key is missing"),
        (b'{"row_key":"k","name":null,"reason":7,"source_url":""}', "Dropped.reason is 7: it must be str"),
        (b'{"row_key":"k","name":null,"reason":"","source_url":"","more":1}', "no field more"),
    ],
)
def test_what_is_no_row_is_told_by_line_and_field(line: bytes, words: str) -> None:
    with pytest.raises(BadLines, match=words):
        list(read_lines(line, Dropped))


@pytest.mark.parametrize(
    "wrong", [{"urgency": "huge"}, {"is_public": 1}, {"age_min": True}, {"tags": "a"}, {"evidence": {"a": 1}}]
)
def test_a_value_of_another_type_is_refused(wrong: dict[str, Any]) -> None:
    import json

    line = json.loads(write_lines([ROWS[1]])) | wrong
    with pytest.raises(BadLines, match=f"Activity.{next(iter(wrong))}"):
        list(read_lines(json.dumps(line).encode(), Activity))


def test_a_number_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        write_lines([RawLocation(latitude=float("nan"))])


def test_a_key_is_of_the_page_and_the_name_however_they_are_spelled() -> None:
    key = row_key("https://A.example/pond/?utm_source=x#top", "  Pond—Dipping! ")
    assert key == row_key("https://a.example/pond/", "pond dipping") and len(key) == 32
    assert (
        len(
            {
                key,
                row_key("https://a.example/pond/", "Pond"),
                row_key("https://a.example/b", "Pond dipping"),
                row_key("https://a.example/pond/", "pond dipping", "2027-05-01"),
            }
        )
        == 4
    )


def test_names_are_compared_without_accents_signs_and_case() -> None:
    assert normalised_name("  Café  MÜLLER’s, (Zürich) ") == "cafe muller s zurich"
    assert normalised_name("!!!") == ""
