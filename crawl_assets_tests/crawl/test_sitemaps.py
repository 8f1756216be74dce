"""Sitemaps of every form, and files that are none."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.crawl.sitemaps import MOST_URLS, Sitemap, read_sitemap

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


@pytest.mark.parametrize(
    "text",
    [
        f'<?xml version="1.0" encoding="UTF-8"?><urlset {SPACE}><url><loc>http://a/x</loc><lastmod>2026</lastmod></url>'
        "</urlset>",
        "\n <urlset><url><loc>\n http://a/x \n</loc></url></urlset>",
        f"<s:urlset {SPACE.replace('xmlns', 'xmlns:s')}><s:url><s:loc>http://a/x</s:loc></s:url></s:urlset>",
        f"<urlset {SPACE} {IMAGE}><url><loc>http://a/x</loc><image:image><image:loc>http://a/y</image:loc></image:image>"
        "</url></urlset>",
        "<rss><channel><link>http://a/</link><item><link>http://a/x</link></item></channel></rss>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><link href="http://a/"/><entry><link href="http://a/x"/>'
        '<link rel="edit" href="http://a/y"/></entry></feed>',
        "http://a/x\r\nnothing\nhttp://a/x\n",
        f"\ufeff<urlset {SPACE}><url><loc>http://a/x</loc></url><url><loc>http://a",
    ],
    ids=["xml", "bare", "prefix", "images", "rss", "atom", "text", "broken off"],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_pages_are_listed(text: str, pack: type) -> None:
    assert read_sitemap(pack(text.encode())) == Sitemap(pages=("http://a/x",))


def test_an_index_lists_sitemaps() -> None:
    text = f"<sitemapindex {SPACE}><sitemap><loc>http://a/1.xml</loc></sitemap></sitemapindex>"
    assert read_sitemap(text.encode()) == Sitemap(sitemaps=("http://a/1.xml",))


BOMB = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<!DOCTYPE HTML><p>not found", "HTML"),
        (b"<html></html>", "HTML"),
        (b"<urlset", "no XML"),
        (f"{BOMB}]><urlset><url><loc>&i;</loc></url></urlset>".encode(), "entities"),
        (
            b'<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset><url><loc>&f;</loc></url></urlset>',
            "entities",
        ),
        (b"\x1f\x8b\x08nothing", "gzip"),
    ],
    ids=["html", "html without a type", "torn", "bomb", "file", "gzip"],
)
def test_what_is_no_sitemap_is_told(body: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_sitemap(body)


@pytest.mark.parametrize(
    "body",
    [
        b"<a>" * 100_000 + b"</a>" * 100_000,
        gzip.compress(b"http://a/x\n" + b" " * 200_000_000),
        b"<urlset>" + b"<url><x/></url>" * 200_000 + b"</urlset>",
    ],
    ids=["deep", "gzip bomb", "empty"],
)
def test_hostile_sitemaps_are_bounded(body: bytes) -> None:
    assert len(read_sitemap(body).pages) <= 1


def test_no_more_is_taken_than_a_sitemap_may_hold() -> None:
    text = "<urlset>" + "".join(f"<url><loc>http://a/{number}</loc></url>" for number in range(MOST_URLS + 5))
    assert len(read_sitemap(text.encode()).pages) == MOST_URLS


TORN = st.lists(st.sampled_from(["<urlset>", "<url>", "<loc>", "</loc>", "</url>", "&", "x"]))


@given(st.binary(max_size=200) | TORN.map(lambda pieces: "".join(pieces).encode()))
def test_any_bytes_are_a_sitemap_or_a_value_error(body: bytes) -> None:
    try:
        read_sitemap(body)
    except ValueError:
        return
