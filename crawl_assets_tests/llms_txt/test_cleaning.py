"""Cleaning takes away what changes by itself, touches no code, and has nothing left to do the second time."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawl_assets.llms_txt.comparing.changes import compare
from crawl_assets.llms_txt.comparing.cleaning import clean
from crawl_assets.llms_txt.comparing.stable_urls import stable_url
from crawl_assets_tests.llms_txt.change_pairs import CHANGED, SAME

THOROUGH = settings(max_examples=100, deadline=None)
LINES = sorted({line for pair in [*SAME, *CHANGED] for text in (pair.old, pair.new) for line in text.split("\n")})
SNIPPETS = [
    *(
        "```",
        "~~~~",
        "````",
        "    ",
        "  ",
        "\t",
        "> ",
        "- ",
        "1. ",
        "# ",
        "|",
        " | ",
        " · ",
        "---",
        "===",
        "`",
        "*",
        "_",
    ),
    *(
        "\\",
        "](",
        "[a](/b)",
        "![](/c.png)",
        "12 views",
        "Updated 3 days ago",
        "May 3, 2026",
        "Last updated ",
        "word",
        "5",
    ),
    *(
        "(5 comments)",
        "© 2026",
        " ",
        "\u00a0",
        "\r\n",
        "\n",
        "Deadline:",
        "by Ann",
        "12:30",
        "İ",
        "\u2028",
        "Build 3f2a9c1",
    ),
]
# lines as pages have them, lines stuck together from what the rules look for, and any text
MARKDOWN = st.lists(
    st.sampled_from(LINES) | st.lists(st.sampled_from(SNIPPETS), max_size=6).map("".join) | st.text(max_size=12),
    max_size=12,
).map("\n".join)
WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "retry", "queue", "worker"]), min_size=3, max_size=9)
PROSE = st.lists(WORDS.map(lambda words: " ".join(words).capitalize() + "."), min_size=1, max_size=5)


@THOROUGH
@given(MARKDOWN)
@example(">\n>")
@example("0|\n    b()\n|---|")
@example("|\n\xad\n    b()\n    b()")
@example("|\n>\n**Last updated:** 3rd May 2026")
@example("\u200b# a\n\u200b```\n12 views")
@example("- a\n\n12 views\n\n    code")
@example("- a\n\n  para\n\n      ```\n  code\n  ```")
@example("5 min read · ```\nx")
@example("12 views | # Heading\n5 min read · - item")
@example("a | b\n12 views\n---|---")
@example("- [a](u)\n\n12 views\n\n- [b](u)")
def test_cleaning_clean_text_changes_nothing(markdown: str) -> None:
    once = clean(markdown)
    assert clean(once) == once


@THOROUGH
@given(MARKDOWN)
def test_a_text_equals_itself(markdown: str) -> None:
    text = clean(markdown)
    change = compare(text, text)
    assert (change.changed_enough, change.similarity) == (False, 1.0)


@THOROUGH
@given(PROSE, st.data())
def test_a_word_more_in_prose_is_a_change(paragraphs: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(paragraphs) - 1))
    words = paragraphs[place].split()
    words.insert(data.draw(st.integers(0, len(words))), data.draw(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1)))
    edited = [*paragraphs[:place], " ".join(words), *paragraphs[place + 1 :]]
    assert compare(clean("\n\n".join(paragraphs)), clean("\n\n".join(edited))).changed_enough


@THOROUGH
@given(PROSE, MARKDOWN.filter(lambda code: "```" not in code and "\r" not in code), st.sampled_from(["", "> ", "  "]))
def test_fenced_code_stays_letter_by_letter(paragraphs: list[str], code: str, margin: str) -> None:
    block = "\n".join(margin + line for line in ["````sh", *code.split("\n"), "````"])
    prose = "\n\n".join(paragraphs)
    assert block in clean(f"{prose}\n\n{block}\n\n{prose}")


def test_code_that_is_never_closed_stays_to_the_end() -> None:
    code = "```\n12 views\n\n\n  # Menu   x  \n\n"
    assert clean(f"Text  here.\n{code}") == f"Text here.\n{code}"


def test_code_in_a_quotation_ends_with_the_quotation() -> None:
    assert clean("> ```\n>  a   b\nText   here.\n12 views") == "> ```\n>  a   b\nText here."


def test_indented_code_becomes_a_fence_that_its_own_ticks_do_not_close() -> None:
    fenced = "Run:\n\n````\na   b\n# ``` c\n````\n\nDone."
    assert clean("Run:\n\n    a   b\n    # ``` c\n\nDone.") == fenced


def test_cells_of_a_table_keep_every_word() -> None:
    table = "| views | updated |\n| --- | --- |\n| 12 views | Updated 3 days ago |\n| © 2026 | 2026-05-03 |"
    assert clean(f"Text.\n\n{table}\n\nText.") == f"Text.\n\n{table}\n\nText."


def test_what_stands_around_a_stamp_stays() -> None:
    line = "Found a bug? Last updated on May 3, 2026. Written with care."
    assert clean(line) == "Found a bug? Written with care."


@pytest.mark.parametrize(
    ("url", "stable"),
    [
        ("/a?utm_source=x&b=1&GCLID=2#c", "/a?b=1#c"),
        ("https://example.org/a?fbclid=1", "https://example.org/a"),
        ("/a?b=2&a=1", "/a?b=2&a=1"),
        ("/img/plan-3f2a9c1b.min.js?v=2", "/img/plan.min.js"),
        ("/report-20260503.pdf", "/report-20260503.pdf"),
        ("/img/facade.png", "/img/facade.png"),
        ("/img/photo-12345678.jpg", "/img/photo.jpg"),
        ("/blog/decade-2026", "/blog/decade-2026"),
        ("/commit/3f2a9c1b", "/commit/3f2a9c1b"),
        ("/watch?v=abc", "/watch?v=abc"),
        ("/_next/image?url=%2Fmedia%2Fhero.3f2a9c1b.png&w=64", "/_next/image?url=%2Fmedia%2Fhero.png&w=64"),
    ],
)
def test_a_url_keeps_what_says_where_it_leads(url: str, stable: str) -> None:
    assert stable_url(url) == stable == stable_url(stable)


@pytest.mark.parametrize(
    "page",
    [
        "A paragraph of some words, updated in 2026 by nobody.\n\n" * 2_500,
        "word " * 50_000,
        "Last updated " * 20_000,
        "[a](/b) " * 32_500,
        "- [a](/b)\n" * 7_500,
        "| 12 views | a |\n" * 15_000,
        "12 views · " * 22_500,
        "(" * 250_000,
        "[" * 250_000,
        "*" * 250_000,
        "> " * 125_000,
        "-" * 250_000,
        "1" * 250_000,
        "updated " + " " * 250_000 + "x",
        "`" * 250_000,
        "by " * 82_500,
        "https://" * 31_250,
        "<a " * 82_500,
        "](" * 125_000,
    ],
    ids=lambda page: repr(page[:20]),
)
def test_a_long_page_of_anything_is_cleaned_in_bounded_time(page: str) -> None:
    started = time.perf_counter()
    clean(page)
    assert time.perf_counter() - started < 5  # a quadratic step would take minutes
