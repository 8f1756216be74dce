"""What was fetched before is asked for only if it changed."""

import asyncio
from pathlib import Path

import pytest

from crawl_assets.crawl.errors import BadAnswer
from crawl_assets.crawl.kept import KeptPages
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations
from crawl_assets_tests.crawl.clients import client_for, fetch
from crawl_assets_tests.fakes.site import Reply, SiteServer, redirect

MONDAY = "Mon, 05 Jan 2026 08:00:00 GMT"


@pytest.fixture
def kept(tmp_path: Path) -> KeptPages:
    database = LocalDatabase(tmp_path / "kept.db")
    migrate(database, shipped_migrations())
    return KeptPages(database, FileBlobs(tmp_path / "blobs"))


def the_blob(tmp_path: Path) -> Path:
    [blob] = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    return blob


@pytest.mark.parametrize(
    ("reply", "sent"),
    [
        (Reply("same", etag='W/"1"'), {"if-none-match": 'W/"1"'}),
        (Reply("same", last_modified=MONDAY), {"if-modified-since": MONDAY}),
        (Reply("same", etag='"1"', last_modified=MONDAY), {"if-none-match": '"1"', "if-modified-since": MONDAY}),
    ],
)
def test_a_304_gives_the_kept_page_again(kept: KeptPages, reply: Reply, sent: dict[str, str]) -> None:
    with SiteServer({"/a": reply}) as site:
        [first] = fetch(site, "/a", kept=kept)
        [second] = fetch(site, "/a", kept=kept)

    assert {name: value for name, value in site.requests[1].headers.items() if name.startswith("if-")} == sent
    assert (first.is_unchanged, second.is_unchanged) == (False, True)
    assert (second.status, second.content_type, second.text, second.body) == (200, "text/html", "same", b"same")
    assert second.fetched_at > first.fetched_at


def test_a_validator_goes_back_byte_by_byte(kept: KeptPages) -> None:
    odd = '"中"'.encode().decode("latin-1")  # what http.server writes and reads is Latin-1
    with SiteServer({"/a": Reply("same", etag=odd)}) as site:
        assert [page.is_unchanged for page in fetch(site, "/a", "/a", kept=kept)] == [False, True]

    assert site.requests[1].headers["if-none-match"] == odd


def test_the_kept_charset_still_counts_after_a_304(kept: KeptPages) -> None:
    reply = Reply("naïve".encode("cp1252"), content_type="text/plain; charset=windows-1252", etag='"1"')
    with SiteServer({"/a": reply}) as site:
        pages = fetch(site, "/a", "/a", kept=kept)

    assert [page.text for page in pages] == ["naïve", "naïve"]


def test_a_changed_page_takes_the_place_of_the_kept_one(kept: KeptPages) -> None:
    with SiteServer({"/a": [Reply("old", etag='"1"'), Reply("new", etag='"2"')]}) as site:
        pages = fetch(site, "/a", "/a", "/a", kept=kept)

    assert [(page.text, page.is_unchanged) for page in pages] == [("old", False), ("new", False), ("new", True)]
    assert site.requests[2].headers["if-none-match"] == '"2"'


def test_a_page_without_validators_is_unchanged_when_its_bytes_are(kept: KeptPages) -> None:
    with SiteServer({"/a": ["same", "same", "other"]}) as site:
        pages = fetch(site, "/a", "/a", "/a", kept=kept)

    assert [page.is_unchanged for page in pages] == [False, True, False]
    assert "if-none-match" not in site.requests[1].headers


@pytest.mark.parametrize("etag", [None, '"1"'])
def test_a_page_tells_when_its_body_came_first(kept: KeptPages, etag: str | None) -> None:
    with SiteServer({"/a": [Reply("old", etag=etag), Reply("old", etag=etag), Reply("new")]}) as site:
        pages = fetch(site, "/a", "/a", "/a", "/a", kept=kept)

    came = [page.body_since for page in pages]
    assert came[0] == came[1] == pages[0].fetched_at < pages[1].fetched_at
    assert came[2] == came[3] == pages[2].fetched_at


def test_a_kept_body_that_is_gone_is_fetched_whole(kept: KeptPages, tmp_path: Path) -> None:
    with SiteServer({"/a": Reply("whole", etag='"1"')}) as site:
        fetch(site, "/a", kept=kept)
        the_blob(tmp_path).unlink()
        pages = fetch(site, "/a", "/a", kept=kept)

    assert [page.text for page in pages] == ["whole", "whole"]
    assert "if-none-match" not in site.requests[1].headers
    assert "if-none-match" in site.requests[2].headers


def test_a_kept_body_that_is_damaged_is_fetched_whole_and_mended(kept: KeptPages, tmp_path: Path) -> None:
    with SiteServer({"/a": Reply("whole", etag='"1"')}) as site:
        fetch(site, "/a", kept=kept)
        the_blob(tmp_path).write_bytes(b"whale")
        pages = fetch(site, "/a", "/a", kept=kept)

    assert [page.text for page in pages] == ["whole", "whole"]
    assert "if-none-match" not in site.requests[1].headers
    assert "if-none-match" in site.requests[2].headers


def test_a_page_is_kept_under_the_address_it_came_from(kept: KeptPages) -> None:
    with SiteServer({"/old": redirect("/new"), "/new": Reply("page", etag='"1"')}) as site:
        pages = fetch(site, "/old", "/new", kept=kept)

    assert [(page.url, page.is_unchanged) for page in pages] == [(f"{site.url}/new", False), (f"{site.url}/new", True)]


def test_a_failing_page_leaves_the_kept_one(kept: KeptPages) -> None:
    with SiteServer({"/a": [Reply("page", etag='"1"'), Reply("sorry", status=500), Reply("page", etag='"1"')]}) as site:
        pages = fetch(site, "/a", "/a", kept=kept)

    assert pages[1].is_unchanged and pages[1].text == "page"


def test_a_304_that_nobody_asked_for_is_a_bad_answer() -> None:
    with SiteServer({"/a": Reply(status=304)}) as site, pytest.raises(BadAnswer, match="304"):
        fetch(site, "/a")


def test_a_page_that_replaces_another_is_on_disk_before_its_visit_ends(kept: KeptPages, tmp_path: Path) -> None:
    """Else a kill could leave the old validators, and a page that turns back to its old content seem unchanged."""
    other = KeptPages(LocalDatabase(tmp_path / "kept.db"), FileBlobs(tmp_path / "blobs"))

    async def etag_on_disk_after_each_visit() -> list[str | None]:
        seen = []
        async with client_for(site, kept=kept) as client:
            for _ in range(2):
                await client.get(site.url + "/a")
                found = other.find(site.url + "/a")
                seen.append(found and found.headers.etag)
        found = other.find(site.url + "/a")
        return [*seen, found and found.headers.etag]

    with SiteServer({"/a": [Reply("old", etag='"1"'), Reply("new", etag='"2"')]}) as site:
        seen = asyncio.run(etag_on_disk_after_each_visit())

    assert seen == [None, '"2"', '"2"']  # a new page may be written together with others
