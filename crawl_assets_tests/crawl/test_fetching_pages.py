"""A page is fetched by who says who it is, follows redirects by hand and remembers nothing between requests."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawl_assets.crawl.errors import (
    BadAnswer,
    BadUrl,
    FetchError,
    Gone,
    NotFound,
    RobotsRefused,
    StatusRefused,
    TooManyRedirects,
)
from crawl_assets.crawl.fetch import PoliteClient
from crawl_assets.crawl.urls import parse_url, place
from crawl_assets.durable.errors import NonRetriable
from crawl_assets_tests.crawl.clients import client_for, fetch
from crawl_assets_tests.fakes.site import Reply, SiteServer, packed, redirect


def test_a_page_comes_with_its_address_type_text_and_time() -> None:
    with SiteServer({"/a": Reply("<p>héllo</p>", content_type="Text/HTML; charset=UTF-8")}) as site:
        [page] = fetch(site, "/a#part")

    assert (page.url, page.status, page.content_type) == (f"{site.url}/a", 200, "text/html")
    assert page.text == "<p>héllo</p>" and page.body == page.text.encode()
    assert not page.is_unchanged
    assert abs(page.fetched_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_server_sees_who_asks() -> None:
    with SiteServer({"/a": "page"}) as site:
        fetch(site, "/a")

    headers = site.requests[0].headers
    assert headers["host"] == site.place
    assert headers["user-agent"].startswith("crawl_assets/")
    assert headers["user-agent"].endswith(" (+https://pypi.org/project/crawl-assets/)")


def test_a_picture_has_no_text() -> None:
    with SiteServer({"/a.png": Reply(b"\x89PNG\xff", content_type="image/png")}) as site:
        [page] = fetch(site, "/a.png")

    assert (page.text, page.body) == ("", b"\x89PNG\xff")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "bare-deflate"])
def test_compressed_pages_are_unpacked(coding: str) -> None:
    text = "".join(f"<p>{number}</p>" for number in range(60_000))
    with SiteServer({"/a": packed(text, coding)}) as site:
        [page] = fetch(site, "/a")

    assert page.text == text


def test_gzip_in_several_members_is_whole() -> None:
    members = [packed("one,").body, packed("two,").body, packed("three").body]
    with SiteServer(
        {"/a": Reply(b"".join(map(bytes, members)) + b"\0\0", headers={"Content-Encoding": "gzip"})}
    ) as site:
        [page] = fetch(site, "/a")

    assert page.text == "one,two,three"


def test_a_coding_nobody_asked_for_is_refused() -> None:
    with (
        SiteServer({"/a": Reply(b"x", headers={"Content-Encoding": "br"})}) as site,
        pytest.raises(BadAnswer, match="'br'"),
    ):
        fetch(site, "/a")


def test_redirects_lead_to_the_page_and_its_address() -> None:
    with SiteServer({"/b/page": "here"}) as other:
        routes = {"/a": redirect("sub/next?x=1"), "/sub/next?x=1": redirect(f"{other.url}/b/page#top", 308)}
        with SiteServer(routes) as site:
            [page] = fetch(site, "/a", allow_hosts=[site.place, other.place])

    assert (page.url, page.text) == (f"{other.url}/b/page", "here")


def test_a_redirect_beyond_ascii_is_utf_8() -> None:
    with SiteServer({"/a": redirect("/café".encode().decode("latin-1")), "/caf%C3%A9": "here"}) as site:
        assert fetch(site, "/a")[0].url == f"{site.url}/caf%C3%A9"


def test_the_robots_txt_of_every_hop_is_asked() -> None:
    with (
        SiteServer({"/secret": "no"}, robots="User-agent: *\nDisallow: /secret") as other,
        SiteServer({"/a": redirect(f"{other.url}/secret")}) as site,
        pytest.raises(RobotsRefused),
    ):
        fetch(site, "/a", allow_hosts=[site.place, other.place])

    assert other.requests == []


def test_redirects_that_do_not_end_are_given_up() -> None:
    with (
        SiteServer({"/a": redirect("/b"), "/b": redirect("/a")}) as site,
        pytest.raises(TooManyRedirects, match="more than 10 redirects"),
    ):
        fetch(site, "/a")

    assert len(site.requests) == 11


@pytest.mark.parametrize("location", ["ftp://example.org/", "file:///etc/passwd", "http://user:word@example.org/"])
def test_a_redirect_leads_only_where_a_request_may_go(location: str) -> None:
    with SiteServer({"/a": redirect(location)}) as site, pytest.raises(BadUrl):
        fetch(site, "/a")


def test_a_redirect_to_nowhere_is_a_bad_answer() -> None:
    with SiteServer({"/a": Reply(status=301)}) as site, pytest.raises(BadAnswer, match="no Location"):
        fetch(site, "/a")


@pytest.mark.parametrize(
    ("status", "kind"), [(404, NotFound), (410, Gone), (401, StatusRefused), (403, StatusRefused), (418, StatusRefused)]
)
def test_a_refusal_is_told_once_and_not_repeated(status: int, kind: type[FetchError]) -> None:
    with SiteServer({"/a": Reply(status=status)}) as site, pytest.raises(kind, match=f"HTTP {status}") as caught:
        fetch(site, "/a")

    assert isinstance(caught.value, NonRetriable)
    assert site.count("/a") == 1


@pytest.mark.parametrize(
    "url",
    [
        "", "example.org/a", "//example.org/a", "ftp://example.org/", "javascript:alert(1)", "http:///a", "http://h:0/",
        "http://h:99999/", "http://h:port/", "http://us\ner/", "http://[::1", "http://user@example.org/",
        "http://example.org\\@127.0.0.1/", "http://0177.0.0.1/", "http://example.org/\ud800",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_before_anything_is_asked(url: str) -> None:
    async def main() -> None:
        async with PoliteClient() as client:
            await client.get(url)

    with pytest.raises(BadUrl):
        asyncio.run(main())


def test_cookies_are_not_kept() -> None:
    with SiteServer({"/a": Reply("in", headers={"Set-Cookie": "session=1; Path=/"}), "/b": "b"}) as site:
        fetch(site, "/a", "/b")

    assert all("cookie" not in asked.headers for asked in site.requests)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with SiteServer({}) as proxy, SiteServer({"/a": "straight"}) as site:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        [page] = fetch(site, "/a")

    assert (page.text, proxy.requests) == ("straight", [])


@given(st.text() | st.text().map("http://{}/".format) | st.text().map("http://example.org/{}".format))
def test_any_text_is_an_address_or_a_bad_one(text: str) -> None:
    try:
        url = parse_url(text)
    except BadUrl:
        return
    assert parse_url(str(url)) == url
    assert url.scheme in ("http", "https") and place(url)


def test_a_closed_client_says_so() -> None:
    with SiteServer({"/a": "a"}) as site, pytest.raises(RuntimeError, match="async with"):
        asyncio.run(client_for(site).get(site.url + "/a"))
