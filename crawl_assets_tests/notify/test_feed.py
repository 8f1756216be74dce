"""The feed of changes: valid RSS, newest first, the same bytes for the same changes."""

from datetime import UTC, datetime, timedelta, timezone

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.notify.feed import FeedEntry, change_feed

AT = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
DOMAIN = "docs.example.org"


def entry(number: int, at: datetime = AT, **more: str) -> FeedEntry:
    fields = {
        "title": f"Version {number}",
        "link": f"https://{DOMAIN}/?a=1&b={number}",
        "text": "1 < 2",
        "key": f"v{number}",
    }
    return FeedEntry(**fields | more, at=at)


ENTRIES = [entry(number, AT + timedelta(days=number)) for number in range(4)]


def test_a_reader_finds_every_change_newest_first() -> None:
    feed = feedparser.parse(change_feed(DOMAIN, ENTRIES, feed_url=f"https://we.example/{DOMAIN}/feed.xml"))
    assert not feed.bozo
    assert (feed.feed.title, feed.feed.link) == (f"Changes of {DOMAIN}", f"https://{DOMAIN}/")
    assert [item.title for item in feed.entries] == ["Version 3", "Version 2", "Version 1", "Version 0"]
    assert (feed.entries[0].id, feed.entries[0].published) == (f"{DOMAIN}/v3", "Thu, 08 Jan 2026 06:00:00 +0000")
    assert feed.entries[0].link == f"https://{DOMAIN}/?a=1&b=3"
    assert feed.feed.updated == "Thu, 08 Jan 2026 06:00:00 +0000"


@given(st.permutations(ENTRIES * 2))
def test_order_and_repeats_of_the_entries_do_not_count(entries: list[FeedEntry]) -> None:
    assert change_feed(DOMAIN, entries) == change_feed(DOMAIN, ENTRIES)


def test_changes_of_one_moment_have_an_order_too() -> None:
    same = [entry(number) for number in range(3)]
    assert change_feed(DOMAIN, same) == change_feed(DOMAIN, same[::-1])


def test_a_feed_without_changes_is_a_feed() -> None:
    feed = feedparser.parse(change_feed("127.0.0.1:8510", [], link="http://127.0.0.1:8510/docs/"))
    assert not feed.bozo and feed.entries == [] and feed.feed.link == "http://127.0.0.1:8510/docs/"


@given(st.text(), st.text())
def test_no_text_breaks_the_feed(title: str, text: str) -> None:
    feed = feedparser.parse(change_feed(DOMAIN, [entry(1, title=title, text=text)]).encode("utf-8"))
    assert not feed.bozo and len(feed.entries) == 1


def test_times_of_other_zones_are_the_same_moments() -> None:
    east = AT.astimezone(timezone(timedelta(hours=9)))
    assert change_feed(DOMAIN, [entry(1, east)]) == change_feed(DOMAIN, [entry(1)])


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        entry(1, datetime(2026, 1, 5))
