"""Sites that never end, and pages made to choke on: the crawl ends, and has what is real."""

from pathlib import Path

import pytest

from crawl_assets.crawl.crawl_rules import (
    MOST_COMBINATIONS,
    MOST_DATES,
    MOST_QUERIES,
    Admission,
    CrawlRules,
    is_endless,
    speaks,
)
from crawl_assets.crawl.globs import matches_any
from crawl_assets.crawl.in_vain import MOST
from crawl_assets.crawl.site import IN_FLIGHT
from crawl_assets_tests.crawl.crawling import crawl, links_to
from crawl_assets_tests.fakes.site import Reply, SiteServer, reset

SITE = "http://example.org"


class Made(dict):  # type: ignore[type-arg]
    """Routes that are made up for whatever is asked for."""

    def get(self, path: str, default: object = None) -> object:
        return super().get(path, default) if path in self or path in ("/robots.txt", "/sitemap.xml") else make(path)


def make(path: str) -> str | Reply:
    if path.startswith("/calendar/"):
        year, month = map(int, path.removeprefix("/calendar/").split("/"))
        return links_to(f"/calendar/{year + month // 12}/{month % 12 + 1}", f"/calendar/{year + 1}/{month}")
    if path.startswith("/deep/"):
        return links_to(path + "deep/", path + "down/")
    if path.startswith("/shop?"):
        return links_to(*(f"{path}&f{number}=1" for number in range(10)))
    if path.startswith("/session/"):
        number = len(path)
        return links_to(f"/session/a;jsessionid={number}F", f"/session/b?PHPSESSID={number}E")
    return Reply("not here", status=404)


@pytest.mark.parametrize(
    ("start", "most"),
    [("/calendar/2026/1", 330), ("/deep/", 50), ("/shop?a=1", MOST_COMBINATIONS + 1), ("/session/x", 3)],
    ids=["calendar", "endless path", "combined filters", "session ids"],
)
def test_traps_end(tmp_path: Path, start: str, most: int) -> None:
    with SiteServer({}) as site:
        site.routes = Made({"/": links_to(start, "/real"), "/real": "real"})
        seen = crawl(tmp_path, site, max_pages=600)

    assert "/real" in seen.paths
    assert len([path for path in seen.paths if path not in ("/", "/real")]) <= most
    assert seen.crawl.is_complete


def test_hostile_pages_leave_the_crawl_going(tmp_path: Path) -> None:
    routes = {
        "/": links_to("/deep", "/large", "/attributes", "/a"),
        "/deep": "<div>" * 100_000 + links_to("/b"),
        "/large": Reply(b"<p>" + b"x" * 50_000_000),
        "/attributes": "<a " + " ".join(f"x{number}=1" for number in range(100_000)) + ">",
        "/a": "a",
        "/b": "b",
    }
    with SiteServer(routes) as site:
        seen = crawl(tmp_path, site)

    assert seen.paths == ["/", "/deep", "/attributes", "/a", "/b"]
    large = seen.page("/large")
    assert large.outcome == "failed" and large.error is not None and "50,000,003 bytes" in large.error


def test_a_host_that_stops_answering_is_not_asked_for_every_page(tmp_path: Path) -> None:
    pages = [f"/{number}" for number in range(300)]
    with SiteServer({"/": links_to(*pages)} | dict.fromkeys(pages, reset)) as site:
        seen = crawl(tmp_path, site)
        asked = len(site.requests)
        site.routes.update(dict.fromkeys(pages, "back again"))
        later = crawl(tmp_path, site)

    assert seen.paths == ["/"] and not seen.crawl.is_complete
    assert asked <= 2 * (MOST + IN_FLIGHT) + 2
    assert any("ended early" in note for note in seen.crawl.notes)
    assert len(later.paths) == 301 and later.crawl.is_complete


def test_a_broken_corner_of_a_site_does_not_end_the_crawl(tmp_path: Path) -> None:
    pages = [f"/{number}" for number in range(60)]
    with SiteServer({"/": links_to(*pages, "/a"), "/a": "a"} | dict.fromkeys(pages, Reply(status=500))) as site:
        assert crawl(tmp_path, site).paths == ["/", "/a"]


@pytest.mark.parametrize(
    ("path", "is_trap"),
    [
        ("/a/b/c", False),
        ("/a/b/a/b/a/b", False),
        ("/a/b/a/b/a/b/a/b", True),
        ("/x" * 4, True),
        ("/" + "/".join(map(str, range(30))), False),
        ("/" + "/".join(map(str, range(31))), True),
        ("/" + "a" * 1900, False),
        ("/" + "a" * 2000, True),
    ],
)
def test_endless_paths_are_known_by_their_looks(path: str, is_trap: bool) -> None:
    assert is_endless(SITE + path) == is_trap


def test_many_queries_of_one_path_are_bounded_unless_a_sitemap_lists_them() -> None:
    admission = Admission(CrawlRules(SITE), "/")
    urls = [f"{SITE}/topic?id={number}" for number in range(MOST_QUERIES + 5)]

    assert [admission.refusal(url, 1, None) for url in urls] == [None] * len(urls)
    refused = [url for url in urls if admission.refusal(url, 1, f"{SITE}/")]
    assert refused == urls[MOST_QUERIES:]


@pytest.mark.parametrize("form", ["/events/{}/7", "/events/{}-07-01/", "/cal?year={}", "/cal?view=list&date={}-07"])
def test_dates_that_lead_to_dates_end_but_not_a_list_of_them(form: str) -> None:
    admission = Admission(CrawlRules(SITE), "/")
    urls = [SITE + form.format(1800 + number) for number in range(MOST_DATES + 5)]

    assert [admission.refusal(url, 1, None) for url in urls] == [None] * len(urls)
    refused = [url for url in urls if admission.refusal(url, 1, SITE + form.format(2100))]
    assert refused == urls[min(MOST_DATES, MOST_COMBINATIONS if "&" in form else MOST_DATES) :]


@pytest.mark.parametrize("form", ["/docs/{}", "/docs/page-{}.html", "/view?id={}", "/2026/07/post-{}"])
def test_numbered_pages_are_no_trap(form: str) -> None:
    admission = Admission(CrawlRules(SITE), "/")
    urls = [SITE + form.format(number) for number in range(3000)]

    assert [url for url in urls if admission.refusal(url, 1, SITE + form.format(1))] == []


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("/docs/*", "/docs/a", True),
        ("/docs/*", "/docs/a/b", False),
        ("/docs/**", "/docs/a/b", True),
        ("/docs/", "/docs/a/b", True),
        ("/docs/", "/docs", False),
        ("/docs", "/docs/", False),
        ("*.html", "/a/b.html", True),
        ("*.html", "/a/b.htm", False),
        ("old/*", "/a/old/b", True),
        ("old/*", "/bold/b", False),
        ("/v?/*", "/v1/a", True),
        ("/v?/*", "/v/a", False),
        ("/a+(b)", "/a+(b)", True),
        ("/café/*", "/caf%C3%A9/x", True),
        ("**", "/", True),
    ],
)
def test_globs_mean_what_they_say(glob: str, path: str, fits: bool) -> None:
    assert matches_any([glob], SITE + path) == fits


@pytest.mark.parametrize(
    ("language", "wanted", "fits"),
    [("en", ("en",), True), ("en-GB", ("en",), True), ("EN_us", ("en-US",), True), ("en", ("en-GB",), False),
     ("eng", ("en",), False), (None, ("en",), True), ("de", (), True)],
)  # fmt: skip
def test_languages_are_compared_by_their_tags(language: str | None, wanted: tuple[str, ...], fits: bool) -> None:
    assert speaks(language, wanted) == fits
