"""Our own crawler as a back end: a whole guide, within its limits, its feeds and what lies one hop away."""

from pathlib import Path

import pytest

from crawl_assets.activities.raw.order import RawResult, ScrapeOrder
from crawl_assets.crawl.errors import BadUrl
from crawl_assets.samples.events import PROGRAMME_LENGTH, events
from crawl_assets.samples.serving import serving
from crawl_assets_tests.activities.raw.scraping import by_name, event, page, scraped, web_of
from crawl_assets_tests.fakes.site import Reply, SiteServer

GUIDE = {
    "Lantern walk", "River puppets", "Toddler swim", "Kites at home", "Tide Museum", "Crow Hill",
    "Cider orchard open day", "Harbour treasure hunt",
}  # fmt: skip


def own(folder: Path, site: SiteServer, path: str = "/", *others: str, **more: object) -> RawResult:
    return scraped(folder, ScrapeOrder(site.url + path, **more), web=web_of(site.url, *others))  # type: ignore[arg-type]


def links(*paths: str) -> str:
    return page("".join(f'<p><a href="{path}">more</a></p>' for path in paths), title="Home")


def test_the_sample_guide_gives_every_activity_and_no_index_page(tmp_path: Path) -> None:
    with serving(events) as base:
        found = scraped(tmp_path, ScrapeOrder(base), web=web_of(base))
    names = [row.name for row in found.rows]
    assert names.count("Otter Playground") == 2, "two addresses; that they are one is for the resolving to say"
    assert len(set(names) & GUIDE) == len(GUIDE) and len(found.rows) == len(GUIDE) + 2 + PROGRAMME_LENGTH
    assert not any("BBQ" in (name or "") or name == "What's on" for name in names)
    assert len({row.row_key for row in found.rows}) == len(found.rows)
    assert "2 pages are lists of others and no activities." in found.notes


def test_the_same_order_gives_the_same_rows(tmp_path: Path) -> None:
    with serving(events) as base:
        once, again = (scraped(tmp_path / name, ScrapeOrder(base), web=web_of(base)) for name in "ab")
    assert once.rows == again.rows


def test_bug_b8_a_page_with_twenty_events_gives_twenty(tmp_path: Path) -> None:
    with serving(events) as base:
        order = ScrapeOrder(f"{base}/events/programme/", max_pages=1, max_depth=0)
        found = scraped(tmp_path, order, web=web_of(base))
    assert len(found.rows) == PROGRAMME_LENGTH == len({row.name for row in found.rows})


def test_depth_0_reads_the_page_itself_and_no_other(tmp_path: Path) -> None:
    with SiteServer({"/a": page('<a href="/b">b</a>', data=event("A")), "/b": page(data=event("B"))}) as site:
        found = own(tmp_path, site, "/a", max_depth=0)
        assert site.count("/b") == 0
    assert [row.name for row in found.rows] == ["A"] and found.pages_seen == 1


def test_depth_counts_clicks(tmp_path: Path) -> None:
    with SiteServer({f"/{n}": page(f'<a href="/{n + 1}">on</a>', data=event(f"E{n}")) for n in range(5)}) as site:
        assert set(by_name(own(tmp_path, site, "/0", max_depth=2))) == {"E0", "E1", "E2"}


def test_pages_and_extractions_have_their_limits(tmp_path: Path) -> None:
    routes = {f"/{n}": page(data=event(f"E{n}")) for n in range(1, 9)}
    with SiteServer({"/": links(*routes), **routes}) as site:
        few = own(tmp_path / "pages", site, max_pages=4)
        short = own(tmp_path / "rows", site, max_extractions=3)
    assert few.pages_seen == 4 and len(few.rows) == 3
    assert len(short.rows) == 3 and "5 activities beyond the limit of 3." in short.notes


def test_other_hosts_are_read_only_when_asked_and_one_hop_away(tmp_path: Path) -> None:
    with SiteServer({}) as other, SiteServer({}) as site:
        other.routes |= {"/x": page('<a href="/y">y</a>', data=event("X")), "/y": page(data=event("Y"))}
        site.routes["/"] = links(f"{other.url}/x")
        assert own(tmp_path / "no", site).rows == [] and other.requests == []
        found = own(tmp_path / "yes", site, "/", other.url, follow_external_links=True)
    assert set(by_name(found)) == {"X"}


def test_on_other_hosts_structured_data_alone_counts(tmp_path: Path) -> None:
    with SiteServer({"/x": page("<p>When: 1 May</p>")}) as other, SiteServer({}) as site:
        site.routes["/"] = links(f"{other.url}/x")
        found = own(tmp_path, site, "/", other.url, follow_external_links=True)
    assert (found.rows, found.pages_seen) == ([], 2)


FEED = (
    '<rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/"><channel><title>News</title>'
    "<item><title>Duck race</title><link>/duck</link><pubDate>Mon, 04 Jan 2027 08:00:00 GMT</pubDate>"
    "<ev:startdate>2027-06-01T10:00</ev:startdate><ev:location>Weir</ev:location></item>"
    "<item><title>New bench</title><link>/bench</link><pubDate>Mon, 04 Jan 2027 08:00:00 GMT</pubDate></item>"
    "</channel></rss>"
)


def test_an_item_of_a_feed_is_an_event_only_when_it_says_when_it_begins(tmp_path: Path) -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    with SiteServer({"/": page(head=head), "/feed": Reply(FEED, content_type="application/rss+xml")}) as site:
        found = by_name(own(tmp_path, site))
    assert set(found) == {"Duck race"}
    assert (found["Duck race"].start_date, found["Duck race"].published) == (
        "2027-06-01T10:00", "2027-01-04T08:00:00+00:00",
    )  # fmt: skip


def test_an_order_for_a_feed_reads_the_pages_it_leads_to(tmp_path: Path) -> None:
    routes = {"/feed": Reply(FEED, content_type="application/rss+xml"), "/bench": page(data=event("Bench opening"))}
    with SiteServer(routes) as site:
        found = own(tmp_path, site, "/feed")
    assert set(by_name(found)) == {"Duck race", "Bench opening"}


def test_a_listing_and_the_page_it_names_are_one_row(tmp_path: Path) -> None:
    listed = [event("Duck race", url="/duck", startDate="2027-06-01")]
    with SiteServer({"/": page('<a href="/duck">d</a>', data=listed, title="Home")}) as site:
        site.routes["/duck"] = page(data=event("Duck race", startDate="2027-06-01", description="Quack"))
        [row] = own(tmp_path, site).rows
    assert (row.source_url, row.description) == (f"{site.url}/duck", "Quack")


def test_the_museum_that_stands_on_every_page_of_its_site_is_one_row(tmp_path: Path) -> None:
    museum = {"@type": "Museum", "name": "Tide Museum", "address": "3 Lock Lane, Bath"}
    routes = {f"/{n}": page(data=[museum, event(f"E{n}")], title="Tide Museum") for n in range(1, 5)}
    with SiteServer({"/": page("".join(f'<a href="{path}">x</a>' for path in routes), data=museum), **routes}) as site:
        found = by_name(own(tmp_path, site))
    assert set(found) == {"Tide Museum", "E1", "E2", "E3", "E4"}
    assert found["Tide Museum"].source_url == f"{site.url}/"


def test_one_name_on_two_days_is_two_rows(tmp_path: Path) -> None:
    days = [event("Story time", startDate=f"2027-05-0{day}") for day in (1, 8)]
    with SiteServer({"/": page(data=days)}) as site:
        found = own(tmp_path, site).rows
    assert len({row.row_key for row in found}) == 2


def test_a_reading_is_complete_only_when_nothing_was_cut_off_or_failed(tmp_path: Path) -> None:
    with (
        SiteServer({"/x": Reply(status=500)}) as other,
        SiteServer({"/": links("/a"), "/a": page(data=event())}) as site,
    ):
        assert own(tmp_path / "all", site).is_complete
        assert not own(tmp_path / "pages", site, max_pages=1).is_complete
        site.routes["/a"] = page(f'<a href="{other.url}/x">x</a>', data=event())
        assert not own(tmp_path / "x", site, "/", other.url, follow_external_links=True).is_complete


def test_a_start_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    with SiteServer({}) as site:
        found = own(tmp_path, site, "/gone")
    assert found.rows == [] and any("404" in note for note in found.notes)


def test_a_killed_crawl_goes_on_without_asking_again(tmp_path: Path) -> None:
    routes = {f"/{n}": page(data=event(f"E{n}")) for n in range(1, 5)}
    with SiteServer({"/": links(*routes), **routes}) as site:
        first = own(tmp_path, site)
        asked = len(site.requests)
        again = own(tmp_path, site)  # its journal was never closed: to it the run before was killed at its end
        assert len(site.requests) == asked
    assert again.rows == first.rows


@pytest.mark.parametrize("url", ["ftp://a.example/", "guide.example", "", "https://u:p@a.example/"])
def test_an_order_for_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(BadUrl):
        ScrapeOrder(url)


@pytest.mark.parametrize("wrong", [{"max_pages": 0}, {"max_depth": -1}, {"max_extractions": 0}, {"backend": "magic"}])
def test_an_order_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong)).replace("backend", "back end")):
        ScrapeOrder("https://a.example/", **wrong)  # type: ignore[arg-type]
