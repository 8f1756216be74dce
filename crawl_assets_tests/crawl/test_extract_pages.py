"""Of sixty labelled pages the content is kept, what is around it is left out, and no code line or table row is lost."""

import re
from collections import Counter
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.crawl.extract import Extracted, extract
from crawl_assets_tests.crawl.pages.articles import article_pages, empty_pages
from crawl_assets_tests.crawl.pages.content import Labelled
from crawl_assets_tests.crawl.pages.documentation import documentation_pages

DOCUMENTATION, ARTICLES = documentation_pages(), article_pages()


def by_name(pages: list[Labelled]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", pages, ids=[page.name for page in pages])


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Return every run of four words."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def f1(true: str, found: str) -> float:
    same = (runs(true) & runs(found)).total()
    return 2 * same / (runs(true).total() + runs(found).total())


def test_there_are_sixty_labelled_pages() -> None:
    assert len({page.html for page in DOCUMENTATION + ARTICLES}) + len(empty_pages()) >= 60


@by_name(DOCUMENTATION)
def test_documentation_loses_no_code_line_and_no_table_row(page: Labelled) -> None:
    found = extract(page.html, page.url)

    for written in (found.markdown, found.text):
        lines = written.split("\n")
        assert [line for line in page.code_lines if line not in lines] == []
    assert [row for row in page.rows if f"| {' | '.join(row)} |" not in found.markdown] == []
    assert [row for row in page.rows if " ".join(row) not in found.text] == []
    assert len(re.findall(r"^```python3?$", found.markdown, re.M)) == 2


@by_name(DOCUMENTATION)
def test_documentation_is_read_whole_and_nothing_around_it(page: Labelled) -> None:
    found = extract(page.html, page.url)

    assert found.title == page.title
    assert [line for line in page.body.split("\n") if line not in found.text] == []
    assert [said for said in page.unwanted if said in found.text + found.markdown] == []
    assert found.markdown.count(f"# {page.title}\n") == 1
    assert "![diagram of " in found.markdown and "https://docs.example.org/images/a.png" in found.markdown


@by_name(ARTICLES)
def test_an_article_is_read_whole(page: Labelled) -> None:
    found = extract(page.html, page.url)

    assert f1(page.body, found.text) > 0.96
    assert (found.title, found.language or "en") == (page.title, page.language)
    missing = [line for line in page.body.split("\n") if line not in found.markdown]
    assert missing == []


def test_the_mean_f1_over_articles_is_far_above_the_goal() -> None:
    assert mean(f1(page.body, extract(page.html, page.url).text) for page in ARTICLES) > 0.985


@pytest.mark.parametrize(("name", "html"), empty_pages())
def test_a_page_without_content_gives_empty_texts(name: str, html: str) -> None:
    found = extract(html, "https://example.org/")
    assert (found.markdown, found.text) == ("", "")


@settings(max_examples=60, deadline=None)
@given(st.text() | st.binary(max_size=400).map(lambda data: data.decode("latin-1")))
def test_whatever_text_comes_there_is_an_answer(html: str) -> None:
    assert isinstance(extract(html, "https://example.org/"), Extracted)
    assert isinstance(extract(f"<article><p>{html}</p><table><tr><td>{html}<pre>{html}", html), Extracted)


HOSTILE = {
    "100,000 levels deep": f"<p>before it</p>{'<div>' * 100_000}<p>inside it</p>{'</div>' * 100_000}<p>after it</p>",
    "lists in lists": "<ul><li>a" * 50_000 + "before inside after",
    "tables in tables": "<table><tr><td>a" * 50_000,
    "open brackets": "<" * 500_000,
    "open quotes": '<a href="' * 100_000,
    "half a million attributes": f"<p {' '.join(f'a{number}=1' for number in range(300_000))}>text",
    "cells that span everything": "<table>" + "<tr><th colspan=1000 rowspan=1000>x" * 5_000,
    "deep JSON": f"<script type='application/ld+json'>{'[' * 200_000}</script><p>text",
    "stars": "<p>" + "*`" * 300_000,
    "surrogates and NULs": "<p>\ud800 a \x00 b</p>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end(name: str) -> None:
    found = extract(HOSTILE[name], "https://example.org/")
    assert len(found.markdown) < 5_000_000


def test_what_stands_behind_a_deep_place_is_still_read() -> None:
    text = extract(HOSTILE["100,000 levels deep"], "https://example.org/").text
    assert [line for line in text.split("\n") if line] == ["before it", "inside it", "after it"]


def test_of_50_mb_the_first_part_is_read() -> None:
    html = "<main>" + f"<p>{'A sentence of a few words. ' * 40}</p>" * 48_000
    assert len(html) > 50_000_000
    assert 1_000_000 < len(extract(html, "https://example.org/").markdown) < 11_000_000
