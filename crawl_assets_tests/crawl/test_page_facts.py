"""What a page says to crawlers, read in time that grows with its length alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.crawl.page_facts import MOST_LINKS, page_facts

URL = "https://example.org/docs/page.html"


def links(html: str) -> tuple[str, ...]:
    return page_facts(html, URL).links


def test_links_are_absolute_and_each_once_in_their_order() -> None:
    html = '<a href="b">b</a><A HREF=/a>a</A><area href=\'../c?x=1&amp;y=2\'><a href="b">b</a>'
    assert links(f'{html}<a href="//other.org/d">d</a>') == (
        "https://example.org/docs/b",
        "https://example.org/a",
        "https://example.org/c?x=1&y=2",
        "https://other.org/d",
    )


def test_the_base_element_counts() -> None:
    assert links('<base href="/en/"><a href="b">b</a>') == ("https://example.org/en/b",)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="mailto:a@example.org">mail</a>',
        '<a href="javascript:void(0)">do</a>',
        '<a href="/a" rel="external nofollow">a</a>',
        '<a name="here">a</a>',
        '<a href="#here">a</a>',
        '<!-- <a href="/a">a</a> -->',
        "<script>document.write('<a href=\"/a\">a</a>')</script>",
        '<style><a href="/a">a</a></style>',
        '<textarea><a href="/a">a</a></textarea>',
        '<abbr href="/a">a</abbr>',
        '<a href="http://[::1">a</a>',
        '<!-- unfinished <a href="/a">a</a>',
    ],
)
def test_what_leads_nowhere_is_no_link(html: str) -> None:
    assert links(html) == ()


@pytest.mark.parametrize(
    "html",
    [
        '<frame src="/a">',
        '<link rel="next" href="/a">',
        '<meta http-equiv="refresh" content="0; url=/a">',
        '<a title="1 > 0" href="/a">a</a>',
        '<a\n  data-x\n  href = "/a"\n>a</a>',
        '<a href="\n/a\t">a</a>',
        "<script>1</script><a href=/a>a</a>",
        "<a href=/a#b>a</a><a href=/a#c>a</a>",
        '<a ""href="/a">a</a>',
    ],
)
def test_what_leads_somewhere_is_a_link(html: str) -> None:
    assert links(html) == ("https://example.org/a",)


def test_a_page_says_what_it_is_called_and_what_it_wishes() -> None:
    facts = page_facts(
        '<html lang="pt-BR"><link rel="canonical" href="/a">'
        '<meta name="ROBOTS" content="NoIndex, follow"><a href=b>b</a>',
        URL,
    )

    assert (facts.canonical, facts.language) == ("https://example.org/a", "pt-BR")
    assert (facts.is_noindex, facts.is_nofollow, facts.links) == (True, False, ("https://example.org/docs/b",))


@pytest.mark.parametrize("wish", ["nofollow", "none"])
def test_a_page_may_ask_that_its_links_are_not_followed(wish: str) -> None:
    facts = page_facts(f'<a href="/a">a</a><meta name="robots" content="{wish}">', URL)

    assert (facts.is_nofollow, facts.is_noindex, facts.links) == (True, wish == "none", ())


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + '<a href="/a">a</a>',
        "<a " * 300_000,
        "<a '" * 300_000,
        '<a x="' * 200_000,
        "<a " + " ".join(f"x{number}=1" for number in range(200_000)) + ">",
        "<!--" * 1_000_000,
        "<script>" * 500_000,
        "<a" + " " * 2_000_000,
        "<a href=" * 200_000,
        '<a href="/a">a</a>' * 2_000_000,
    ],
    ids=["deep", "tags", "quotes", "open values", "attributes", "comments", "scripts", "spaces", "values", "36 MB"],
)
def test_hostile_pages_take_bounded_time(html: str) -> None:
    began = time.monotonic()
    page_facts(html, URL)
    assert time.monotonic() - began < 20  # a quadratic reader needs minutes


def test_links_of_a_page_are_bounded() -> None:
    assert len(links("".join(f"<a href={number}>x</a>" for number in range(MOST_LINKS + 10)))) == MOST_LINKS


@given(
    st.lists(st.sampled_from(["<a ", "href=", '"', "'", ">", "</a>", "<!--", "-->", "<script", "/a", " ", "<base "]))
)
def test_no_page_breaks_the_reader(pieces: list[str]) -> None:
    assert all(link.startswith("https://example.org/") for link in links("".join(pieces)))
