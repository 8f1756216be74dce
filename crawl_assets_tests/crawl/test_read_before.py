"""What a crawl read in a page is kept with it: an unchanged page is asked for, and not read again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawl_assets.crawl import reading
from crawl_assets.crawl.site import SiteCrawl
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.local import LocalDatabase
from crawl_assets_tests.crawl.crawling import Crawled, crawl, links_to
from crawl_assets_tests.fakes.site import Reply, SiteServer, redirect

PAGES: dict[str, str | Reply] = {
    "/": Reply('<html lang="en">' + links_to("/a", "/b", "/moved", "/latin"), etag='"1"'),
    "/a": Reply('<link rel="canonical" href="/b"><meta name="robots" content="noindex">' + links_to("/c"), etag='"1"'),
    "/b": Reply(links_to("/c"), etag='"1"'),
    "/c": Reply("# Markdown", content_type="text/markdown", etag='"1"'),
    "/moved": redirect("/d"),
    "/d": Reply(links_to("/e"), last_modified="Mon, 05 Jan 2026 08:00:00 GMT"),
    "/e": "no validators",
    "/latin": Reply("<p>café</p>".encode("latin-1"), content_type="text/html; charset=latin-1", etag='"1"'),
}


@pytest.fixture
def site() -> Iterator[SiteServer]:
    with SiteServer(PAGES) as server:
        yield server


def told(crawl: SiteCrawl) -> list[tuple[object, ...]]:
    return [(page.url, page.status, page.blob, page.depth, page.is_noindex, page.content_type) for page in crawl.pages]


def readings(folder: Path) -> dict[str, object]:
    database = LocalDatabase(folder / "crawl.db")
    try:
        return {row["url"]: row["reading"] for row in database.query("SELECT url, reading FROM fetched_pages")}
    finally:
        database.close()


def change(folder: Path, sql: str) -> None:
    from crawl_assets.store.database import Statement

    database = LocalDatabase(folder / "crawl.db")
    database.transaction([Statement(sql)])
    database.close()


def test_unchanged_pages_are_what_they_were(site: SiteServer, tmp_path: Path) -> None:
    first = crawl(tmp_path, site)
    before = len(site.requests)
    second = crawl(tmp_path, site)

    assert told(first.crawl) == told(second.crawl)
    assert {page.outcome for page in second.crawl.pages} == {"unchanged"}
    assert len(site.requests) == 2 * before  # every page is asked for
    assert all(readings(tmp_path).values())


def test_what_was_read_is_believed(site: SiteServer, tmp_path: Path) -> None:
    crawl(tmp_path, site)
    change(tmp_path, "UPDATE fetched_pages SET reading = json_remove(reading, '$.links') WHERE url LIKE '%/d'")

    assert "/e" not in crawl(tmp_path, site).paths


def test_another_version_of_the_reader_reads_anew(
    site: SiteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = crawl(tmp_path, site)
    change(tmp_path, "UPDATE fetched_pages SET reading = json_remove(reading, '$.links'), read_by = 'an older one'")

    assert told(crawl(tmp_path, site).crawl) == told(first.crawl)
    assert reading.read_by() not in ("", "an older one")


@pytest.mark.parametrize("damage", ["gone", "damaged"])
@pytest.mark.parametrize("path", ["/b", "/latin"])
def test_a_lost_text_is_fetched_whole_and_mended(site: SiteServer, tmp_path: Path, damage: str, path: str) -> None:
    first = crawl(tmp_path, site)
    blob = file_of(first, path)
    blob.unlink() if damage == "gone" else blob.write_bytes(b"something else")

    second = crawl(tmp_path, site)

    assert told(second.crawl) == told(first.crawl)
    assert second.text(path) == ("<p>café</p>" if path == "/latin" else links_to("/c"))


def file_of(seen: Crawled, path: str) -> Path:
    digest = str(seen.page(path).blob).removeprefix("sha256:")
    assert isinstance(seen.blobs, FileBlobs)
    [file] = [file for file in seen.blobs.folder.rglob("*") if file.is_file() and digest.endswith(file.name[-20:])]
    return file


def test_a_page_that_changed_back_and_forth_is_read_each_time(tmp_path: Path) -> None:
    old, new = Reply(links_to("/old"), etag='"1"'), Reply(links_to("/new"), etag='"2"')
    with SiteServer({"/": [old, new, old], "/old": "old", "/new": "new"}) as site:
        seen = [crawl(tmp_path, site).paths for _ in range(4)]

    assert seen == [["/", "/old"], ["/", "/new"], ["/", "/old"], ["/", "/old"]]
