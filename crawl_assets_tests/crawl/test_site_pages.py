"""Which pages of a site a crawl finds, and what it says of each."""

import gzip
from pathlib import Path

import pytest

from crawl_assets.crawl.errors import BadUrl
from crawl_assets_tests.crawl.crawling import crawl, crawl_address, links_to
from crawl_assets_tests.fakes.site import Reply, SiteServer, bomb, redirect, reset


def test_links_are_followed_breadth_first(tmp_path: Path) -> None:
    routes = {"/": links_to("/a", "/b"), "/a": links_to("/c", "/"), "/b": links_to("/c", "d"), "/c": "c", "/d": "d"}
    with SiteServer(routes) as site:
        seen = crawl(tmp_path, site)

    assert seen.paths == ["/", "/a", "/b", "/c", "/d"]
    assert [page.depth for page in seen.crawl.pages] == [0, 1, 1, 2, 2]
    assert seen.crawl.is_complete
    assert all(site.count(path) == 1 for path in routes)


def test_each_page_is_told_with_its_text(tmp_path: Path) -> None:
    latin = Reply("<p>naïve</p>".encode("cp1252"), content_type="text/html; charset=windows-1252")
    with SiteServer({"/": latin}) as site:
        seen = crawl(tmp_path, site)

    page = seen.page("/")
    assert (page.status, page.outcome, page.content_type, page.error) == (200, "fetched", "text/html", None)
    assert seen.text("/") == "<p>naïve</p>"


def test_text_and_markdown_are_kept_and_nothing_else_is_read(tmp_path: Path) -> None:
    routes = {
        "/": links_to("/a.md", "/b.txt", "/c", "/d.pdf", "/e"),
        "/a.md": Reply("# A [no link](/x)", content_type="text/markdown"),
        "/b.txt": Reply("b", content_type="text/plain"),
        "/c": Reply(b"%PDF", content_type="application/pdf"),
        "/e": Reply(links_to("/f"), content_type=None),
        "/f": "f",
    }
    with SiteServer(routes) as site:
        seen = crawl(tmp_path, site)

    assert seen.paths == ["/", "/a.md", "/b.txt", "/e", "/f"]
    assert seen.text("/a.md") == "# A [no link](/x)"
    pdf = seen.page("/c")
    assert (pdf.outcome, pdf.content_type, pdf.blob) == ("refused", "application/pdf", None)
    assert pdf.error is not None and "application/pdf" in pdf.error
    assert site.count("/d.pdf") == 0
    assert seen.crawl.is_complete


def test_a_page_that_fails_leaves_its_neighbours(tmp_path: Path) -> None:
    routes = {
        "/": links_to("/gone", "/missing", "/broken", "/reset", "/bomb", "/a"),
        "/gone": Reply(status=410),
        "/broken": Reply(status=500),
        "/reset": reset,
        "/bomb": bomb("gzip", 100_000_000),
        "/a": "a",
    }
    with SiteServer(routes) as site:
        seen = crawl(tmp_path, site)

    assert seen.paths == ["/", "/a"]
    told = {path: (seen.page(path).outcome, seen.page(path).status) for path in routes if path not in ("/", "/a")}
    assert told == {
        "/gone": ("failed", 410),
        "/broken": ("failed", 500),
        "/reset": ("failed", None),
        "/bomb": ("failed", None),
    }
    assert seen.page("/missing").status == 404
    assert all(page.error for page in seen.crawl.pages if not page.blob)
    assert not seen.crawl.is_complete  # /broken and /reset may work later


def test_missing_pages_alone_leave_a_crawl_complete(tmp_path: Path) -> None:
    with SiteServer({"/": links_to("/missing")}) as site:
        assert crawl(tmp_path, site).crawl.is_complete


def test_robots_txt_is_obeyed(tmp_path: Path) -> None:
    robots = "User-agent: *\nDisallow: /private/"
    with SiteServer({"/": links_to("/private/a", "/b"), "/b": "b"}, robots=robots) as site:
        seen = crawl(tmp_path, site)

    assert seen.paths == ["/", "/b"]
    assert (seen.page("/private/a").outcome, site.count("/private/a")) == ("refused", 0)


def test_a_site_whose_robots_txt_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    with SiteServer({"/": "home"}, robots=Reply(status=500)) as site:
        seen = crawl(tmp_path, site)

    assert site.requests == []
    assert (seen.page("/").outcome, seen.crawl.is_complete) == ("failed", False)


def test_redirects_are_merged(tmp_path: Path) -> None:
    routes = {
        "/": links_to("/old", "/older", "/new"),
        "/old": redirect("/new"),
        "/older": redirect("/old"),
        "/new": "new",
    }
    with SiteServer(routes) as site:
        seen = crawl(tmp_path, site)

    assert seen.paths == ["/", "/new"]
    assert seen.page("/new").requested_url == f"{site.url}/old"


def test_a_redirect_is_bound_to_the_rules(tmp_path: Path) -> None:
    routes = {"/docs/": links_to("a"), "/docs/a": redirect("/blog/a"), "/blog/a": links_to("/docs/b"), "/docs/b": "b"}
    with SiteServer(routes) as site:
        seen = crawl(tmp_path, site, "/docs/")

    assert seen.paths == ["/docs/"]
    assert seen.page("/docs/a").outcome == "refused"


def test_another_site_is_not_crawled(tmp_path: Path) -> None:
    with SiteServer({"/": "other", "/a": "other"}) as other:
        home = {"/": links_to(f"{other.url}/a", "/away", "/b"), "/away": redirect(f"{other.url}/"), "/b": "b"}
        with SiteServer(home) as site:
            seen = crawl(tmp_path, site)

    assert seen.paths == ["/", "/b"]
    assert seen.page("/away").outcome == "refused"
    assert other.count("/a") == 0


def test_a_start_page_on_another_site_is_told(tmp_path: Path) -> None:
    with SiteServer({"/": "other"}) as other, SiteServer({"/": redirect(f"{other.url}/")}) as site:
        seen = crawl(tmp_path, site)

    [page] = seen.crawl.pages
    assert (page.outcome, page.blob, seen.crawl.is_complete) == ("refused", None, False)


def test_a_canonical_page_stands_for_its_spellings(tmp_path: Path) -> None:
    named = '<link rel="canonical" href="/a">'
    routes = {
        "/": links_to("/a?view=print", "/A"),
        "/a": named + "plain",
        "/a?view=print": named + links_to("/b"),
        "/A": named + "big",
        "/b": '<link rel="canonical" href="/nowhere">b',
    }
    with SiteServer(routes) as site:
        seen = crawl(tmp_path, site)

    assert seen.paths == ["/", "/b", "/a"]


def test_a_site_that_names_its_home_page_everywhere_is_not_believed(tmp_path: Path) -> None:
    pages = [f"/{number}" for number in range(10)]
    routes = {"/": links_to(*pages)} | {page: '<link rel="canonical" href="/">' + page for page in pages}
    with SiteServer(routes) as site:
        assert len(crawl(tmp_path, site).paths) == 11


def test_a_folder_stands_for_its_index_page_when_they_are_one(tmp_path: Path) -> None:
    routes = {"/": "home" + links_to("/index.html", "/a/", "/a/index.html"), "/a/": "one", "/a/index.html": "another"}
    with SiteServer(routes | {"/index.html": routes["/"]}) as site:
        assert crawl(tmp_path, site).paths == ["/", "/a/", "/a/index.html"]


def test_spellings_of_one_page_are_asked_for_once(tmp_path: Path) -> None:
    routes = {"/": links_to("/a?utm_source=x", "/a#top", "/./a", "/b/../a?", "/%61"), "/a": "a"}
    with SiteServer(routes) as site:
        assert crawl(tmp_path, site).paths == ["/", "/a"]

    assert site.count("/a") == 1


def test_noindex_is_told_and_nofollow_is_obeyed(tmp_path: Path) -> None:
    routes = {
        "/": links_to("/quiet", "/end"),
        "/quiet": '<meta name="robots" content="noindex">' + links_to("/c"),
        "/end": '<meta name="robots" content="nofollow">' + links_to("/d"),
        "/c": "c",
    }
    with SiteServer(routes) as site:
        seen = crawl(tmp_path, site)

    assert seen.paths == ["/", "/quiet", "/end", "/c"]
    assert [page.is_noindex for page in seen.crawl.pages] == [False, True, False, False]


def test_other_languages_are_refused_where_some_are_asked_for(tmp_path: Path) -> None:
    routes = {"/": links_to("/en", "/de", "/none")} | {
        path: f"<html lang='{path[1:]}-XX'>" + links_to(f"{path}/more") for path in ("/en", "/de")
    }
    routes |= {"/none": "no language", "/en/more": "more", "/de/more": "mehr"}
    with SiteServer(routes) as site:
        seen = crawl(tmp_path, site, languages=("en",))

    assert seen.paths == ["/", "/en", "/none", "/en/more"]
    assert seen.page("/de").outcome == "refused"


def test_a_start_path_is_the_border(tmp_path: Path) -> None:
    routes = {
        "/docs": redirect("/docs/"),
        "/docs/": links_to("a", "/blog/"),
        "/docs/a": links_to("/"),
        "/blog/": "b",
        "/": "h",
    }
    with SiteServer(routes) as site:
        assert crawl(tmp_path, site, "/docs").paths == ["/docs/", "/docs/a"]


@pytest.mark.parametrize(
    ("rules", "paths"),
    [
        ({"include": ("/docs/**",)}, ["/", "/docs/a", "/docs/v1/b"]),
        ({"include": ("/docs/*",)}, ["/", "/docs/a"]),
        ({"exclude": ("/docs/v1/",)}, ["/", "/docs/a", "/blog/c.html"]),
        ({"include": ("/docs/",), "exclude": ("**/b",)}, ["/", "/docs/a"]),
        ({"include": ("*.html",)}, ["/", "/blog/c.html"]),
        ({"max_pages": 2}, ["/", "/docs/a"]),
        ({"max_depth": 0}, ["/"]),
    ],
)
def test_rules_bound_what_is_asked_for(tmp_path: Path, rules: dict[str, object], paths: list[str]) -> None:
    everything = ["/docs/a", "/docs/v1/b", "/blog/c.html"]
    with SiteServer({"/": links_to(*everything)} | dict.fromkeys(everything, "page")) as site:
        seen = crawl(tmp_path, site, **rules)

    assert seen.paths == paths
    assert len([asked for asked in site.requests if asked.path != "/sitemap.xml"]) == len(paths)
    assert seen.crawl.is_complete == ("max_pages" not in rules)


def urlset(site: str, *paths: str) -> str:
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        + "".join(f"<url><loc> {site}{path} </loc></url>" for path in paths)
        + "</urlset>"
    )


def test_sitemaps_are_found_in_robots_txt_and_followed_through_their_index(tmp_path: Path) -> None:
    with SiteServer({"/": "home"} | dict.fromkeys(["/a", "/b", "/c", "/d"], "page")) as site:
        site.routes["/robots.txt"] = Reply(f"Sitemap: {site.url}/maps/index.xml\n", content_type="text/plain")
        maps = "".join(
            f"<sitemap><loc>{site.url}/maps/{name}</loc></sitemap>" for name in ("a.xml.gz", "b.txt", "none")
        )
        site.routes["/maps/index.xml"] = f"<sitemapindex>{maps}</sitemapindex>"
        site.routes["/maps/a.xml.gz"] = gzip.compress(urlset(site.url, "/a", "/b").encode())
        site.routes["/maps/b.txt"] = f"{site.url}/c\r\n\nno address\nhttp://elsewhere.example/x\n"
        site.routes["/sitemap.xml"] = urlset(site.url, "/d", "/a")
        seen = crawl(tmp_path, site)

    assert sorted(seen.paths) == ["/", "/a", "/b", "/c", "/d"]
    assert sorted(seen.crawl.sitemap_urls) == sorted(site.url + path for path in ("/a", "/b", "/c", "/d"))
    assert seen.page("/d").depth == 1


RSS = "<rss><channel><item><link>{site}/hidden</link></item></channel></rss>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{site}/hidden"/></entry></feed>'


@pytest.mark.parametrize("body", [RSS, ATOM, "{site}/hidden\n"], ids=["rss", "atom", "text"])
@pytest.mark.parametrize("named_by", ["robots", "page", "index"])
def test_feeds_and_lists_are_read_wherever_they_are_named(tmp_path: Path, body: str, named_by: str) -> None:
    kind = "application/atom+xml" if body is ATOM else "application/rss+xml"
    with SiteServer({"/": "home", "/hidden": "hidden"}) as site:
        site.routes["/list"] = Reply(body.format(site=site.url), content_type="application/xml")
        if named_by == "robots":
            site.routes["/robots.txt"] = f"Sitemap: {site.url}/list"
        elif named_by == "page":
            site.routes["/"] = f'<link rel="alternate" type="{kind}" href="/list">'
        else:
            site.routes["/sitemap.xml"] = f"<sitemapindex><sitemap><loc>{site.url}/list</loc></sitemap></sitemapindex>"
        seen = crawl(tmp_path, site)

    assert seen.paths == ["/", "/hidden"]
    assert seen.crawl.sitemap_urls == (f"{site.url}/hidden",)


def test_feeds_of_other_hosts_are_not_read(tmp_path: Path) -> None:
    with SiteServer({}) as other, SiteServer({}) as site:
        site.routes["/"] = f'<link rel="alternate" type="application/rss+xml" href="{other.url}/feed">'
        seen = crawl(tmp_path, site)

    assert not [note for note in seen.crawl.notes if other.place in note]  # an attempt would be refused, and noted


def test_a_sitemap_that_cannot_be_read_is_a_note(tmp_path: Path) -> None:
    with SiteServer({"/": links_to("/a"), "/a": "a", "/sitemap.xml": "<!doctype html><p>not found"}) as site:
        seen = crawl(tmp_path, site)

    assert seen.paths == ["/", "/a"]
    assert any("/sitemap.xml" in note and "HTML" in note for note in seen.crawl.notes)


@pytest.mark.parametrize("start_url", ["ftp://example.org/", "example.org", "http://name:password@example.org/"])
def test_a_start_url_that_cannot_be_one_is_told_at_once(tmp_path: Path, start_url: str) -> None:
    with pytest.raises(BadUrl):
        crawl_address(tmp_path, "http://example.org:80", start_url, {})
