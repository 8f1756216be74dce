"""A site with everything hostile on it: each page has a clear outcome, the crawl goes on, and all of it is bounded."""

import gzip
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from crawl_assets.crawl.limits import FetchLimits
from crawl_assets_tests.crawl.crawling import Crawled, crawl_address, links_to
from crawl_assets_tests.fakes.site import (
    Reply,
    Route,
    SiteServer,
    bomb,
    cut_off,
    drip,
    drip_headers,
    endless_body,
    endless_headers,
    endless_nothing,
    not_http,
    redirect,
    stall,
)

LIMITS = FetchLimits(largest_body=2_000_000, total_seconds=1.0)
BOMB = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">'.encode() for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
PAGES: dict[str, tuple[Route, str, str]] = {  # path -> route, outcome, what its error tells
    "/gzip-bomb": (bomb("gzip", 100_000_000), "failed", "2,000,000 bytes"),
    "/deflate-bomb": (bomb("deflate", 100_000_000), "failed", "2,000,000 bytes"),
    "/declared": (Reply(b"x" * 50_000_000), "failed", "50,000,000 bytes"),
    "/endless": (endless_body, "failed", ""),
    "/nothing": (endless_nothing, "failed", ""),
    "/headers": (endless_headers, "failed", "headers"),
    "/drip": (drip, "failed", "1 s"),
    "/drip-headers": (drip_headers, "failed", "1 s"),
    "/stall": (stall, "failed", "1 s"),
    "/cut-off": (cut_off, "failed", "cut off"),
    "/no-http": (not_http, "failed", "no HTTP"),
    "/loop": (redirect("/loop"), "failed", "10 redirects"),
    "/longer": (Reply(status=302, headers={"Location": "/x" * 30_000}), "failed", "404"),
    "/inside": (redirect("http://169.254.169.254/latest/meta-data/"), "refused", "not a public address"),
    "/file": (redirect("file:///etc/passwd"), "failed", "only http and https"),
    "/noise": (Reply(b"\xff\x00" * 500_000), "fetched", ""),
    "/deep": ("<div>" * 100_000 + links_to("/behind"), "fetched", ""),
    "/entities": (BOMB + b"]><html>&i;</html>", "fetched", ""),
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawled, float, int]]:
    routes: dict[str, Route] = {path: route for path, (route, _, _) in PAGES.items()}
    routes |= {"/": links_to(*PAGES, "/last"), "/behind": "behind", "/last": "last"}
    with SiteServer(routes) as site:
        maps = "".join(f"Sitemap: {site.url}/maps/{name}\n" for name in ("bomb.xml", "bomb.gz", "endless", "good.txt"))
        site.routes["/robots.txt"] = maps + "# " + "x" * 5_000_000
        site.routes["/maps/bomb.xml"] = Reply(BOMB + b"]><urlset><url><loc>&i;</loc></url></urlset>")
        site.routes["/maps/bomb.gz"] = Reply(gzip.compress(b"http://a/x\n" + b" " * 100_000_000))
        site.routes["/maps/endless"] = endless_body
        site.routes["/maps/good.txt"] = f"{site.url}/listed"
        site.routes["/listed"] = "listed"
        tracemalloc.start()
        began = time.monotonic()
        crawled = crawl_address(tmp_path_factory.mktemp("hostile"), site.url, f"{site.url}/", {}, LIMITS)
        seconds, (_, peak) = time.monotonic() - began, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        yield crawled, seconds, peak


@pytest.mark.parametrize("path", PAGES)
def test_a_hostile_page_has_a_clear_outcome(seen: tuple[Crawled, float, int], path: str) -> None:
    page, (_, outcome, told) = seen[0].page(path), PAGES[path]

    assert page.outcome == outcome, page.error
    assert told in (page.error or "")
    assert bool(page.error) == (outcome != "fetched")


def test_the_crawl_goes_on(seen: tuple[Crawled, float, int]) -> None:
    assert {"/", "/last", "/behind", "/listed"} <= set(seen[0].paths)
    assert any("defines entities" in note for note in seen[0].crawl.notes)
    assert any("/maps/endless" in note for note in seen[0].crawl.notes)


def test_time_and_memory_are_bounded(seen: tuple[Crawled, float, int]) -> None:
    _, seconds, peak = seen

    assert seconds < 40  # of a few; without limits it would not end
    assert peak < 200_000_000  # three times the largest sitemap that is read, 50 MB
