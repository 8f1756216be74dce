"""Rows of the second source become the same clues."""

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from crawl_assets.cryptic_bench import georgeho
from crawl_assets.cryptic_bench.layouts.resolving import resolve


def row(**fields: object) -> dict[str, object]:
    return {
        "rowid": 1,
        "clue": "Drink cried over, spilling (5)",
        "answer": "CIDER",
        "definition": "Drink",
        "clue_number": "1a",
        "puzzle_date": "2026-01-06",
        "puzzle_name": "Guardian 99001 Quillon",
        "source_url": "http://x.org/2026/01/06/guardian-99001-quillon/",
        "source": "fifteensquared",
    } | fields


def test_the_address_asks_for_one_week_of_the_guardian() -> None:
    url = georgeho.page_url("https://example.org/data/clues.json?source=fifteensquared", date(2026, 1, 5), "abc,1")

    assert {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()} == {
        "source": "fifteensquared",
        "_shape": "objects",
        "_size": "100",
        "puzzle_name__contains": "Guardian",
        "puzzle_date__gte": "2026-01-05",
        "puzzle_date__lt": "2026-01-12",
        "_next": "abc,1",
    }


def test_rows_become_clues_with_directions_and_linked_lights() -> None:
    page = georgeho.read_page(
        json.dumps(
            {
                "rows": [
                    row(),
                    row(rowid=2, clue_number="5a,8d", clue="Aurora? (8,6)", answer="NORTHERN LIGHTS"),
                    row(rowid=3, clue_number="8d", clue="See 5", answer=""),
                    row(rowid=4, clue_number="9d", clue="Hint of colour (5)", answer="TINGES"),
                ],
                "next": None,
            }
        )
    )

    candidates, unnumbered = georgeho.candidates_of(page.rows)
    resolved = resolve(candidates)

    assert unnumbered == []
    assert [(c.number, c.direction, c.text, c.answer, c.letter_count) for c in resolved.clues] == [
        ("1", "across", "Drink cried over, spilling", "CIDER", "(5)"),
        ("5,8", "across", "Aurora?", "NORTHERNLIGHTS", "(8,6)"),
    ]
    assert [(aside.answer, aside.position) for aside in resolved.aside] == [("TINGES", 3)]


def test_rows_that_cannot_be_read_are_named_and_the_others_kept() -> None:
    page = georgeho.read_page(json.dumps({"rows": [row(), row(rowid=2, puzzle_date=None), {"rowid": 3}], "next": 7}))

    assert [entry.rowid for entry in page.rows] == [1]
    assert [reason.split(":")[0] for reason in page.unread] == ["row 2", "row 3"]
    assert page.next == "7"


@pytest.mark.parametrize("text", ["", "<html>", "[]", '{"ok": false, "error": "no such table"}'])
def test_what_is_no_answer_of_rows_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"JSON|rows"):
        georgeho.read_page(text)
