"""Title, description, language and date come from what the page declares, in a fixed order."""

import pytest

from crawl_assets.crawl.extract import Extracted, extract
from crawl_assets.crawl.own_url import own_url

LINKED = '<script type="application/ld+json">{}</script>'


def page(head: str = "", body: str = "<p>text</p>", html: str = "<html>") -> Extracted:
    return extract(f"{html}<head>{head}</head><body>{body}</body></html>", "https://example.org/a")


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Ferry times - Harbour</title>", "<h1>Ferry times</h1>", "Ferry times"),
        ("<title>Harbour | Ferry times</title>", "<h1>Ferry times</h1>", "Ferry times"),
        ("<title>Ferry times - Harbour</title>", "<p>no heading</p>", "Ferry times - Harbour"),
        ("<title> Ferry \n times </title>", "", "Ferry times"),
        ("<title>Harbour</title><meta property='og:title' content='Ferry &amp; times'>", "", "Ferry & times"),
        ("", "<h1>Only a heading<a class='headerlink' href='#x'>¶</a></h1>", "Only a heading"),
        (
            "<title>Events | Node</title>",
            "<header><h1>Node</h1></header><h2>Events<a href=#e>#</a></h2>",
            "Events | Node",
        ),
        ("<title>Events | Node</title>", "<header><h1>Events</h1></header>", "Events"),
        ("", "<p>nothing</p>", None),
        ("", "<svg><title>icon</title></svg>", None),
    ],
)
def test_title(head: str, body: str, title: str | None) -> None:
    assert page(head, body).title == title


@pytest.mark.parametrize(
    ("html", "head", "language"),
    [
        ("<html lang=en-GB>", "<meta property='og:locale' content='de_DE'>", "en-GB"),
        ("<html>", "<meta property='og:locale' content='de_DE'>", "de-DE"),
        ("<html>", "<meta http-equiv='Content-Language' content='fr'>", "fr"),
        ("<html lang='{{ lang }}'>", "", None),
        ("<html>", "", None),
    ],
)
def test_language(html: str, head: str, language: str | None) -> None:
    assert page(head, html=html).language == language


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ("<meta property='article:published_time' content='2026-03-04T23:00:00-05:00'>", "", "2026-03-04"),
        (LINKED.format('{"@graph": [{"@type": "BlogPosting", "datePublished": "2025-12-31"}]}'), "", "2025-12-31"),
        ("", "<article><time datetime='2024-02-29'>leap day</time></article>", "2024-02-29"),
        ("", "<time datetime='2024-02-29'>somewhere</time>", None),
        ("<meta name='date' content='yesterday'>", "", None),
        (LINKED.format("{broken"), "", None),
    ],
)  # fmt: skip
def test_date_of_publication(head: str, body: str, published: str | None) -> None:
    assert page(head, body).published == published


def test_description_in_one_line() -> None:
    assert page("<meta name=description content='Times \n of  ferries'>").description == "Times of ferries"
    assert page("<meta property='og:description' content='Ferries'>").description == "Ferries"
    assert page().description is None


def test_the_address_that_a_page_names_as_its_own() -> None:
    canonical, graph = (
        "<link rel=canonical href=https://example.org/c>",
        "<meta property=og:url content=https://e.org/g>",
    )
    assert own_url(f"<head>{graph}{canonical}</head>") == "https://example.org/c"
    assert own_url(f"<head>{graph}</head>") == "https://e.org/g"
    assert own_url("<head><link rel=canonical href=/relative></head>") is None
