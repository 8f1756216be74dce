"""The feed's items: series, number, and the day from the address."""

from datetime import date

import pytest

from crawl_assets.cryptic_bench.feed import day_in_url, page_of_feed, read_feed
from crawl_assets.samples import sample_blog


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{"".join(items)}</channel></rss>'.encode()


def item(title: str, link: str, more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def test_the_sample_feed_is_read_with_series_and_days() -> None:
    _, body = sample_blog("http://127.0.0.1:8080")["/feed.xml"]

    items = read_feed(body)

    assert [(entry.says.series, entry.says.number, entry.day) for entry in items] == [
        ("other", 9876, date(2026, 1, 9)),
        ("cryptic", 99002, date(2026, 1, 8)),
        ("cryptic", 99001, date(2026, 1, 6)),
        ("quiptic", 9001, date(2026, 1, 5)),
        ("cryptic", 98995, date(2025, 12, 31)),
    ]
    assert all(entry.url.startswith("http://127.0.0.1:8080/202") for entry in items)


def test_the_address_says_the_day_and_not_the_clock_of_the_server() -> None:
    late = "<pubDate>Mon, 12 Jan 2026 23:59:00 -0500</pubDate>"

    [dated, bare] = read_feed(
        rss(item("Guardian 1", "http://x.org/2026/01/12/a/", late), item("Guardian 2", "http://x.org/a/", late))
    )

    assert dated.day == date(2026, 1, 12)
    assert bare.day == date(2026, 1, 13)  # UTC


def test_titles_are_freed_of_entities_and_categories_count() -> None:
    [entry] = read_feed(
        rss(
            item("Cryptic 29,890 &amp;#8211; Brendan &amp;amp; Paul", "http://x.org/a", "<category>Guardian</category>")
        )
    )

    assert (entry.title, entry.says.series, entry.says.setter) == (
        "Cryptic 29,890 – Brendan & Paul",
        "cryptic",
        "Brendan & Paul",
    )


@pytest.mark.parametrize("body", [b"", b"<html><body>Not here</body></html>", b"{}", b"\x00\xff"])
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="no RSS or Atom feed"):
        read_feed(body)


def test_an_empty_feed_has_no_items() -> None:
    assert read_feed(rss()) == []


def test_older_pages_keep_the_rest_of_the_address() -> None:
    assert page_of_feed("https://x.org/feed/", 1) == "https://x.org/feed/"
    assert page_of_feed("https://x.org/feed/", 3) == "https://x.org/feed/?paged=3"
    assert page_of_feed("https://x.org/?feed=rss2&paged=9", 2) == "https://x.org/?feed=rss2&paged=2"


def test_a_day_that_never_was_is_no_day() -> None:
    assert day_in_url("https://x.org/2026/02/30/a/") is None
    assert day_in_url("https://x.org/2026/2/3") == date(2026, 2, 3)
