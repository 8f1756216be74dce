"""/{domain}/feed.xml tells what each published version brought, changed and took away."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from crawl_assets.llms_txt.feeding import MOST_VERSIONS, SHOWN
from crawl_assets.llms_txt.registry import add_domain
from crawl_assets.llms_txt.rows import Artifact
from crawl_assets.llms_txt.serving import artifact_routes
from crawl_assets.resources import Store
from crawl_assets.settings import read_settings
from crawl_assets.store.rows import save
from crawl_assets_tests.llms_txt.rows import DOMAIN, NOW, seen

FEED = f"/{DOMAIN}/feed.xml"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(lambda: read_settings({"CRAWL_ASSETS_HOME": str(tmp_path)}))
    add_domain(store.database, f"https://{DOMAIN}", NOW)
    return store


@pytest.fixture
def client(store: Store) -> TestClient:
    return TestClient(Starlette(routes=artifact_routes(store)))


def publish(store: Store, version: int, files: Mapping[str, str]) -> None:
    """Publish files by path, the version's number its day."""
    rows = [
        Artifact(DOMAIN, version, path, store.blobs.put(text.encode()), len(text), "job", NOW + timedelta(days=version))
        for path, text in files.items()
    ]
    save(store.database, "llms_txt_artifacts", rows)


def know(store: Store, *paths: str) -> None:
    save(store.database, "page_versions", [seen(1, "new", f"https://{DOMAIN}{path}") for path in paths])


def test_each_version_is_an_entry_with_the_pages_it_brought_changed_and_took_away(
    store: Store, client: TestClient
) -> None:
    know(store, "/a", "/b", "/c?d=1")
    publish(store, 1, {"llms.txt": "# 1", "pages/a.md": "a", "pages/b.md": "b"})
    publish(store, 2, {"llms.txt": "# 2", "pages/a.md": "other", "pages/kept.md": "k"})
    read = feedparser.parse(client.get(FEED).content)
    assert read.bozo == 0
    newest, first = read.entries
    assert newest.title == f"{DOMAIN}: llms.txt version 2, 1 new, 1 changed, 1 removed"
    lines = newest.description.splitlines()
    assert f"changed: https://{DOMAIN}/a" in lines
    assert f"removed: https://{DOMAIN}/b" in lines
    assert newest.link == f"http://testserver/{DOMAIN}/llms.txt"
    assert first.title == f"{DOMAIN}: llms.txt version 1, 2 new"
    assert first.published_parsed[:3] == (2026, 3, 3)


def test_the_feed_is_the_same_until_a_version_comes_and_who_has_it_gets_304(store: Store, client: TestClient) -> None:
    publish(store, 1, {"llms.txt": "# 1", "pages/a.md": "a"})
    first = client.get(FEED)
    assert first.headers["content-type"] == "application/rss+xml; charset=utf-8"
    again = client.get(FEED, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    publish(store, 2, {"llms.txt": "# 1", "pages/a.md": "b"})
    changed = client.get(FEED, headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200
    assert changed.headers["last-modified"] == "Wed, 04 Mar 2026 06:00:00 GMT"


def test_only_the_newest_versions_and_the_first_pages_of_each_are_told(store: Store, client: TestClient) -> None:
    for version in range(1, MOST_VERSIONS + 3):
        publish(store, version, {"llms.txt": f"# {version}", "pages/a.md": "a"})
    many = {f"pages/{number:03}.md": "m" for number in range(SHOWN + 5)}
    publish(store, MOST_VERSIONS + 3, {"llms.txt": "# last", "pages/a.md": "a"} | many)
    entries = feedparser.parse(client.get(FEED).content).entries
    assert len(entries) == MOST_VERSIONS
    assert entries[-1].title.startswith(f"{DOMAIN}: llms.txt version 4, no page")
    assert entries[0].description.count("new: ") == SHOWN
    assert "and 5 more new" in entries[0].description


def test_a_version_whose_predecessor_was_let_go_is_not_told_as_all_new(store: Store, client: TestClient) -> None:
    for version in (3, 8, 9):
        publish(store, version, {"llms.txt": f"# {version}", "pages/a.md": f"{version}"})
    (entry,) = feedparser.parse(client.get(FEED).content).entries
    assert entry.title == f"{DOMAIN}: llms.txt version 9, 1 changed"


def test_links_lead_to_where_the_server_is_reached_from_outside(tmp_path: Path) -> None:
    environ = {"CRAWL_ASSETS_HOME": str(tmp_path), "CRAWL_PUBLIC_URL": "https://files.example.org/"}
    store = Store(lambda: read_settings(environ))
    publish(store, 1, {"llms.txt": "# 1"})
    read = feedparser.parse(TestClient(Starlette(routes=artifact_routes(store))).get(FEED).content)
    assert read.feed.link == f"https://files.example.org/{DOMAIN}/llms.txt"
    assert read.entries[0].link == f"https://files.example.org/{DOMAIN}/llms.txt"
    assert f"https://files.example.org{FEED}" in [link.href for link in read.feed.links]


def test_before_anything_is_published_there_is_no_feed(client: TestClient) -> None:
    assert client.get(FEED).status_code == 404
