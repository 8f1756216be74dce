"""The fake site behaves as a real one would, as seen by a client that is not ours."""

from pathlib import Path

import httpx
import pytest

from crawl_assets_tests.fakes.site import Reply, SiteServer, packed, redirect, reset


def get(url: str, **headers: str) -> httpx.Response:
    return httpx.get(url, headers={name.replace("_", "-"): value for name, value in headers.items()}, trust_env=False)


def test_a_folder_is_served_with_types_validators_and_index_pages(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "index.html").write_text("<h1>sub</h1>")
    (tmp_path / "feed.xml").write_text("<rss/>")
    with SiteServer(tmp_path) as site:
        page, feed = get(f"{site.url}/sub/"), get(f"{site.url}/feed.xml")
        again = get(f"{site.url}/sub/", if_none_match=page.headers["etag"])
        since = get(f"{site.url}/sub/", if_modified_since=page.headers["last-modified"])
        statuses = [get(f"{site.url}{path}").status_code for path in ("/none", "/sub/%2e%2e/%2e%2e/etc/passwd")]

    assert (page.text, page.headers["content-type"]) == ("<h1>sub</h1>", "text/html")
    assert feed.headers["content-type"] in ("text/xml", "application/xml")
    assert [again.status_code, since.status_code, *statuses] == [304, 304, 404, 404]


def test_routes_are_told_apart_by_query_and_answered_in_order() -> None:
    routes = {
        "/a": [Reply(status=503), "then"],
        "/b": "any",
        "/b?q=1": "one",
        "/c": redirect("/b"),
        "/d": packed("small"),
    }
    with SiteServer(routes) as site:
        answers = [get(f"{site.url}{path}") for path in ("/a", "/a", "/a", "/b?q=2", "/b?q=1", "/c", "/d")]

    assert [answer.status_code for answer in answers] == [503, 200, 200, 200, 200, 302, 200]
    assert [answer.text for answer in answers] == ["", "then", "then", "any", "one", "", "small"]


def test_requests_are_noted_with_their_headers_and_robots_txt_apart() -> None:
    with SiteServer({"/a": "a"}, robots="User-agent: *") as site:
        get(f"{site.url}/robots.txt")
        get(f"{site.url}/a?x=1", X_Mark="here")

    assert [(asked.path, asked.headers["x-mark"]) for asked in site.requests] == [("/a?x=1", "here")]
    assert (site.count("/robots.txt"), site.count("/a?x=1")) == (1, 1)


def test_a_reset_is_a_reset() -> None:
    with SiteServer({"/a": reset}) as site, pytest.raises(httpx.ReadError):
        get(f"{site.url}/a")
