"""llms-full.txt holds the whole text of every page under its title and address, in one file or a file a section."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.llms_txt.composing.files import ComposeRules, compose, read_rules
from crawl_assets_tests.llms_txt.sites import HOME, SITE, compose_plainly, page

LONG = "A line of text.\n" * 60


def test_each_page_stands_with_title_address_and_text() -> None:
    files = compose_plainly([page("/b", "B", markdown="# B\n\nfirst\r\nlast"), page("/a", "A", markdown="## Sub\n")])

    assert files["llms-full.txt"] == (
        "# Example docs\n\n> What the example does.\n\nThis file lists the pages of docs.example.org by section.\n"
        f"\n---\n\n# A\n\nSource: {HOME}/a\n\n## Sub\n"
        f"\n---\n\n# B\n\nSource: {HOME}/b\n\nfirst\nlast\n"
    )
    assert files["pages/b.md"] == f"# B\n\nSource: {HOME}/b\n\nfirst\nlast\n"


def test_over_the_budget_each_section_has_its_files_and_no_page_is_cut() -> None:
    pages = [page(f"/{top}/{n}", f"{top}{n}", markdown=LONG) for top in ("a", "b") for n in range(5)]

    files = compose(SITE, pages, read_rules({"largest_full_text": 3000}))

    parts = {path: text for path, text in files.items() if path.startswith("llms-full/")}
    assert set(parts) == {f"llms-full/{top}{end}" for top in "ab" for end in (".txt", "/2.txt", "/3.txt")}
    assert all(len(text) <= 3000 for text in parts.values())
    for made in pages:
        [holder] = [text for text in parts.values() if f"Source: {made.url}\n" in text]
        assert f"# {made.title}\n\nSource: {made.url}\n\n{LONG.strip()}\n" in holder
    assert all(f"({HOME}/{path})" in files["llms-full.txt"] for path in parts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 700), min_size=2, max_size=40), st.text(min_size=1, max_size=30))
def test_no_part_of_several_pages_is_over_the_budget(lengths: list[int], name: str) -> None:
    pages = [page(f"/{number}", markdown="x" * length) for number, length in enumerate(lengths)]
    rules = ComposeRules(sections={name: ("/**",)}, largest_full_text=1000)

    files = compose(SITE, pages, rules)

    parts = [text for path, text in files.items() if path.startswith("llms-full")]
    assert all(len(text) <= 1000 or text.count("Source: ") == 1 for text in parts if "Source: " in text)
    assert "".join(parts).count("Source: ") == len(pages)


def test_a_page_larger_than_the_budget_stays_whole() -> None:
    files = compose(SITE, [page("/a/1", markdown=LONG * 5), page("/a/2")], read_rules({"largest_full_text": 1000}))

    assert (LONG * 5).strip() in files["llms-full/a.txt"]


@pytest.mark.parametrize("code", ["```py\n#\tx = [1]\n\n\n    y\n```", "| a | b |\n|---|---|\n| 1 | 2 |"])
def test_code_and_tables_are_left_as_they_are(code: str) -> None:
    assert code in compose_plainly([page("/a", markdown=code)])["llms-full.txt"]


def test_what_utf_8_or_a_terminal_cannot_take_is_left_out() -> None:
    text = compose_plainly([page("/a", markdown="\ufeffa\x00b\ud800c\x1b[31m")])["pages/a.md"]

    assert text.endswith("\n\nab\ufffdc[31m\n")
