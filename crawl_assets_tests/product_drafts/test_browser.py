# ruff: noqa: E501 - HTML as sites write it
"""A real Chromium shows pages that scripts write; it reaches no private address by any way, and never hangs."""

import asyncio
import shutil
import ssl
from pathlib import Path
from typing import Any

import pytest

from crawl_assets.crawl.errors import AddressRefused, BadAnswer, FetchError, TooLarge, TooSlow, Unreachable, Untrusted
from crawl_assets.json_api import NotSetUp
from crawl_assets.product_drafts.browser import Browser, Rendered, find_chromium
from crawl_assets.samples.serving import serving
from crawl_assets.samples.shop import SOLD, shop
from crawl_assets_tests.crawl.conftest import certificate  # noqa: F401 - a fixture
from crawl_assets_tests.fakes.site import Reply, SiteServer, redirect, stall

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is on the PATH: apt install chromium")


def shown(*urls: str, allow: tuple[str, ...] = (), seconds: float = 30, most_bytes: int = 10_000_000) -> list[Rendered]:
    async def get() -> list[Rendered]:
        browser = Browser(str(CHROMIUM), allow_hosts=allow, seconds=seconds, most_bytes=most_bytes)
        async with browser:
            return [await browser.get(url) for url in urls]

    return asyncio.run(get())


@needs_chromium
def test_a_product_that_a_script_writes_is_on_the_page() -> None:
    with serving(shop) as base:
        (page,) = shown(f"{base}/teapot", allow=(base.removeprefix("http://"),))
    teapot = SOLD["/teapot"]
    assert (page.url, page.status) == (f"{base}/teapot", 200)
    assert f"<h1>{teapot.name}</h1>" in page.html and f"£{teapot.price}" in page.html
    assert "Loading ..." not in page.html


@needs_chromium
def test_bug_a10_each_page_is_shown_in_a_browser_of_its_own_with_a_fresh_profile() -> None:
    script = "<script>document.title = document.cookie + localStorage.length; localStorage.a = 1</script>"
    with SiteServer({"/": Reply(f"<title>x</title>{script}", headers={"Set-Cookie": "seen=1; Path=/"})}) as site:
        first, second = shown(f"{site.url}/", f"{site.url}/", allow=(site.place,))
        assert all("cookie" not in asked.headers for asked in site.requests if asked.path == "/")
    assert "<title>seen=10</title>" in first.html and "<title>seen=10</title>" in second.html


@needs_chromium
def test_the_browser_names_us_and_runs_as_a_newcomer() -> None:
    with SiteServer({"/": "<p>hello</p>"}) as site:
        shown(f"{site.url}/", allow=(site.place,))
        agent = site.requests[0].headers["user-agent"]
    assert "crawl_assets/" in agent and "Headless" not in agent


def refused(*urls: str, **how: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        shown(*urls, **how)
    return caught.value


@needs_chromium
def test_a_private_address_is_refused_with_the_setting_that_would_allow_it() -> None:
    with SiteServer({"/": "<p>inside</p>"}) as site:
        error = refused(f"{site.url}/")
        assert site.requests == []
    assert isinstance(error, AddressRefused) and site.place in str(error) and "CRAWL_ALLOW_HOSTS" in str(error)


@needs_chromium
def test_neither_a_redirect_nor_a_script_nor_a_frame_reaches_a_private_address() -> None:
    with SiteServer({"/secret": "inside"}) as inside:
        page = (
            f'<iframe src="{inside.url}/secret"></iframe><img src="{inside.url}/secret"><script>'
            f'fetch("{inside.url}/secret").then(() => 0, () => document.title = "fetch refused");'
            f'new WebSocket("ws://{inside.place}/secret").onerror = () => document.body.append("socket refused");</script>'
        )
        with SiteServer({"/": page, "/away": redirect(f"{inside.url}/secret")}) as site:
            (shown_page,) = shown(f"{site.url}/", allow=(site.place,))
            error = refused(f"{site.url}/away", allow=(site.place,))
        assert inside.requests == []
    assert "fetch refused" in shown_page.html and "socket refused" in shown_page.html
    assert isinstance(error, AddressRefused) and inside.place in str(error)


@needs_chromium
@pytest.mark.parametrize(
    "page",
    [
        pytest.param(stall, marks=pytest.mark.soak, id="never answers"),
        pytest.param("<p>x</p><script>addEventListener('load', () => { while (true) {} })</script>", id="never rests"),
    ],
)
def test_bug_a12_a_page_that_never_ends_is_given_up(page: Any) -> None:
    with SiteServer({"/": page}) as site:
        error = refused(f"{site.url}/", allow=(site.place,), seconds=2)
    assert isinstance(error, TooSlow) and "2 s" in str(error)


@needs_chromium
def test_a_certificate_that_proves_nothing_is_not_trusted(certificate: Path) -> None:  # noqa: F811
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with SiteServer({"/": "<p>over TLS</p>"}, tls=tls) as site:
        error = refused(f"{site.url}/", allow=(site.place,))
        private = refused(f"{site.url}/")
    assert isinstance(error, Untrusted) and "CERT" in str(error)
    assert isinstance(private, AddressRefused)


@needs_chromium
def test_what_is_no_page_is_told_and_not_downloaded() -> None:
    routes = {
        "/f.zip": Reply(b"PK", content_type="application/zip"),
        "/a.json": Reply("{}", content_type="application/json"),
        "/big": "<p>x</p>" + "<i>y</i>" * 40_000,
    }
    with SiteServer(routes) as site:
        for path, kind in (("/f.zip", BadAnswer), ("/a.json", BadAnswer), ("/big", TooLarge)):
            assert isinstance(refused(site.url + path, allow=(site.place,), most_bytes=200_000), kind), path
    assert isinstance(refused(f"{site.url}/", allow=(site.place,)), Unreachable)


def test_a_browser_that_is_not_there_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    with pytest.raises(NotSetUp, match=r"CHROMIUM_PATH .*/nowhere/chrome.*is no program"):
        find_chromium("/nowhere/chrome")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotSetUp, match="apt install chromium"):
        find_chromium("")
    (tmp_path / "chromium").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "chromium").chmod(0o755)
    assert find_chromium("") == str(tmp_path / "chromium")
