"""The resource gives assets a client with the settings' allowed hosts and the store's kept pages."""

import asyncio
from pathlib import Path

import pytest

from crawl_assets.crawl.errors import AddressRefused
from crawl_assets.crawl.fetch import Page
from crawl_assets.resources import Web
from crawl_assets_tests.fakes.site import Reply, SiteServer


async def get(url: str) -> Page:
    async with Web().client() as client:
        return await client.get(url)


def test_the_next_run_knows_what_the_last_one_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRAWL_ASSETS_HOME", str(tmp_path))
    monkeypatch.delenv("TURSO_DATABASE_URL", raising=False)
    with SiteServer({"/a": Reply("page", etag='"1"')}) as site:
        monkeypatch.setenv("CRAWL_ALLOW_HOSTS", f"example.org:80, {site.place}")
        first, second = (asyncio.run(get(f"{site.url}/a")) for _ in range(2))

    assert [(page.text, page.is_unchanged) for page in (first, second)] == [("page", False), ("page", True)]


def test_without_the_setting_loopback_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRAWL_ASSETS_HOME", str(tmp_path))
    monkeypatch.delenv("TURSO_DATABASE_URL", raising=False)
    monkeypatch.delenv("CRAWL_ALLOW_HOSTS", raising=False)
    with SiteServer({"/a": "page"}) as site, pytest.raises(AddressRefused):
        asyncio.run(get(f"{site.url}/a"))
