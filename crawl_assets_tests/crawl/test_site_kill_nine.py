"""kill -9 at random moments in a crawl of 300 pages: the end is that of an undisturbed crawl.

Fetched again may be only what was in flight at a kill: asked of the site, its result not yet in the journal.
"""

import json
import random
from pathlib import Path

import pytest

from crawl_assets.crawl.site import IN_FLIGHT
from crawl_assets.store.local import LocalDatabase
from crawl_assets_tests.crawl.crawling import crawl_address, links_to
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.fakes.site import Reply, SiteServer, redirect

PAGES = 300


def generated_site() -> dict[str, Reply]:
    """Make a site of 300 pages: a tree of fans with cross links, some redirects, a sitemap for a part of them."""
    pages = {}
    for number in range(PAGES):
        children = [f"/p/{child}" for child in range(number * 7 + 1, number * 7 + 8) if child < PAGES]
        across = [f"/p/{(number * 31 + step) % PAGES}" for step in range(3)]
        text = links_to(*children, *across, f"/old/{number}" if number % 20 == 0 else "/") + f"Page {number}."
        pages[f"/p/{number}" if number else "/"] = Reply(text, etag=f'"{number}"')
    pages |= {f"/old/{number}": redirect(f"/p/{number}" if number else "/") for number in range(0, PAGES, 20)}
    pages["/p/0"] = redirect("/")
    return pages


def crawl_and_tell(folder: Path, site: str) -> None:
    """Crawl, and write what was seen as a file; the main function of a child."""
    seen = crawl_address(folder, site, f"{site}/", {})
    rows = [
        (page.url, page.requested_url, page.status, page.outcome, page.content_type, page.blob, page.depth, page.error)
        for page in seen.crawl.pages
    ]
    told = {"pages": rows, "is_complete": seen.crawl.is_complete, "notes": seen.crawl.notes}
    (folder / "seen.json").write_text(json.dumps(told))


def seen_in(folder: Path) -> object:
    return json.loads((folder / "seen.json").read_text())


def in_journal(folder: Path, site: str) -> set[str]:
    """Read the paths whose visit is on disk."""
    if not (folder / "crawl.db").exists():
        return set()
    database = LocalDatabase(folder / "crawl.db")
    try:
        rows = database.query("SELECT item FROM journal_steps WHERE state = 'done' AND step LIKE 'fetch %'")
    finally:
        database.close()
    return {row["item"].removeprefix(site) for row in rows}


def visits(site: SiteServer, since: int) -> list[str]:
    """Return the paths asked for; without those that a redirect leads to, which are asked for by two visits."""
    led_to = {str(reply.headers["Location"]) for reply in generated_site().values() if "Location" in reply.headers}
    return [asked.path for asked in site.requests[since:] if asked.path not in led_to and asked.path != "/sitemap.xml"]


class KilledCrawl:
    """One crawl, from its first process to the one that ends well."""

    def __init__(self, folder: Path, site: SiteServer) -> None:
        folder.mkdir()
        self.folder, self.site, self.begun = folder, site, len(site.requests)
        self.may_be_asked_again = 0
        self.finished: dict[str, int] = {}  # path in the journal at a kill -> how often it was asked for by then

    def has_ended(self) -> bool:
        return (self.folder / "seen.json").exists()

    def asked(self) -> int:
        return len(self.site.requests) - self.begun

    def was_killed(self, before: int) -> None:
        """Take stock after a kill of the process that began after `before` requests."""
        self.site.wait_until_alone()
        asked, on_disk = visits(self.site, self.begun), in_journal(self.folder, self.site.url)
        in_flight = set(visits(self.site, before)) - on_disk
        assert len(in_flight) <= IN_FLIGHT, in_flight
        self.may_be_asked_again += len(in_flight)
        for path in on_disk & set(asked):
            self.finished.setdefault(path, asked.count(path))

    def check(self, expected: object) -> None:
        """Assert what is promised once it has ended."""
        asked = visits(self.site, self.begun)
        assert seen_in(self.folder) == expected
        assert {path: asked.count(path) for path in self.finished} == self.finished, "a page was fetched again"
        assert len(asked) - len(set(asked)) <= self.may_be_asked_again


def kill_often(folder: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    with SiteServer(generated_site()) as site:
        undisturbed = KilledCrawl(folder / "undisturbed", site)
        assert join(start(crawl_and_tell, undisturbed.folder, site.url)) == 0
        expected, needed = seen_in(undisturbed.folder), undisturbed.asked()
        undisturbed.check(expected)
        done = number = 0
        while done < kills:
            number += 1
            crawl = KilledCrawl(folder / f"killed-{number}", site)
            while not crawl.has_ended():
                before = len(site.requests)
                process = start(crawl_and_tell, crawl.folder, site.url)
                if done < kills:
                    left = max(2, needed - crawl.asked())
                    site.wait_for_requests(before + chance.randint(1, left), seconds=5)
                    process.join(chance.uniform(0, 0.01))
                    process.kill()
                if join(process) == -9:
                    done += 1
                    crawl.was_killed(before)
                else:
                    assert process.exitcode == 0
            print(f"seed {seed}: crawl {number} ended after {done} kills with {crawl.asked()} requests")
            crawl.check(expected)


def test_three_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    kill_often(tmp_path, kills=3, seed=2026)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 20260105])
def test_twenty_kills_lose_and_double_nothing(tmp_path: Path, seed: int) -> None:
    kill_often(tmp_path, kills=20, seed=seed)


def test_a_second_crawl_sends_nothing_that_has_not_changed(tmp_path: Path) -> None:
    with SiteServer(generated_site()) as site:
        first = crawl_address(tmp_path, site.url, f"{site.url}/", {})
        before = len(site.requests)
        site.routes["/p/7"] = Reply("changed", etag='"new"')
        second = crawl_address(tmp_path, site.url, f"{site.url}/", {})
        again = site.requests[before:]

    assert {page.outcome for page in first.crawl.pages} == {"fetched"}
    outcomes = {second.path(page): page.outcome for page in second.crawl.pages}
    assert len(outcomes) == PAGES
    assert [path for path, outcome in outcomes.items() if outcome != "unchanged"] == ["/p/7"]
    blobs = [{crawl.path(page): page.blob for page in crawl.crawl.pages} for crawl in (first, second)]
    assert [path for path in outcomes if blobs[0][path] != blobs[1][path]] == ["/p/7"]
    assert {asked.path for asked in again if "if-none-match" in asked.headers} == set(outcomes)
