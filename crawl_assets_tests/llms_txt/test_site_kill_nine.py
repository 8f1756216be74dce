"""kill -9 at random moments from the first fetch to the published files: the end is that of an undisturbed run."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawl_assets.crawl.site import IN_FLIGHT
from crawl_assets.llms_txt.publishing import stored_artifacts
from crawl_assets.llms_txt.registry import add_domain
from crawl_assets.store.errors import StoreError
from crawl_assets.store.local import LocalDatabase
from crawl_assets_tests.crawl.crawling import links_to
from crawl_assets_tests.cryptic_bench.projects import Project, environment
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.fakes.site import Reply, SiteServer

CRAWL = ["crawl_pages", "page_versions", "llms_txt_artifacts", "crawl_report"]
PAGES = 300


def generated_site() -> dict[str, Reply]:
    """Make a site of 300 pages: a tree of fans, each page with a heading and a sentence of its own."""
    pages = {}
    for number in range(PAGES):
        children = [f"/p/{child}.html" for child in range(number * 7 + 1, number * 7 + 8) if child < PAGES]
        text = f"<main><h1>Ferry {number}</h1><p>Ferry {number} leaves pier {number * 7 % 30} at noon.</p></main>"
        pages[f"/p/{number}.html" if number else "/"] = Reply(links_to(*children) + text, etag=f'"{number}"')
    return pages


def publish(home: Path, site_url: str, place: str) -> None:
    """Run the whole chain once, and write what is published as a file; the main function of a child."""
    with Project(environment(home, CRAWL_ALLOW_HOSTS=place)) as project:
        domain = add_domain(project.database, site_url, datetime.now(UTC)).domain
        project.instance.add_dynamic_partitions("domain", [domain])
        ran = project.run(CRAWL, domain)
        assert ran.success, ran.failure
        rows = stored_artifacts(project.database, domain)
    told = [(row.version, row.path, row.blob) for row in rows]
    (home / "published.json").write_text(json.dumps(told))


def crawls_ended(home: Path) -> bool:
    """Tell whether the newest crawl of the home's only domain has ended."""
    if not (home / "crawl_assets.db").exists():
        return False
    database = LocalDatabase(home / "crawl_assets.db")
    try:
        rows = database.query("SELECT state FROM crawl_jobs ORDER BY started_at DESC LIMIT 1")
    except StoreError:
        return False  # killed before there was a table
    finally:
        database.close()
    return bool(rows) and rows[0]["state"] == "finished"


def kill_often(folder: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    with SiteServer(generated_site()) as site:
        undisturbed = folder / "undisturbed"
        undisturbed.mkdir()
        assert join(start(publish, undisturbed, site.url, site.place)) == 0
        needed = len(site.requests)
        expected = (undisturbed / "published.json").read_text()
        assert len(json.loads(expected)) > PAGES
        done = number = 0
        while done < kills:
            number += 1
            home = folder / f"killed-{number}"
            home.mkdir()
            begun, may_be_again = len(site.requests), 0
            while not (home / "published.json").exists():
                before = len(site.requests)
                process = start(publish, home, site.url, site.place)
                if done < kills:
                    left = max(2, needed - (before - begun))
                    site.wait_for_requests(before + chance.randint(1, left), seconds=5)
                    process.join(chance.uniform(0, 0.01) if chance.random() < 0.7 else chance.uniform(0, 1.0))
                    process.kill()
                if join(process) == -9:
                    done += 1
                    site.wait_until_alone()
                    # a crawl that had ended is not what goes on: the whole chain begins anew
                    may_be_again += PAGES if crawls_ended(home) else IN_FLIGHT
                else:
                    assert process.exitcode == 0
            asked = [one.path for one in site.requests[begun:]]
            print(f"seed {seed}: run {number} ended after {done} kills with {len(asked)} requests, {needed} needed")
            assert (home / "published.json").read_text() == expected
            once = {"/robots.txt", "/sitemap.xml", "/llms.txt"}  # asked for by each process
            again = [path for path in asked if path.split("?")[0] not in once]
            assert len(again) - len(set(again)) <= may_be_again


def test_two_kills_change_nothing_of_what_is_published(tmp_path: Path) -> None:
    kill_often(tmp_path, kills=2, seed=7)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 20260105])
def test_twenty_kills_change_nothing_of_what_is_published(tmp_path: Path, seed: int) -> None:
    kill_often(tmp_path, kills=20, seed=seed)
