"""kill -9 at random moments of a workflow: the lines are those of an undisturbed one, byte for byte."""

import json
import random
from pathlib import Path

import pytest

from crawl_assets.activities.assets import NAMES
from crawl_assets.activities.raw.order import ScrapeOrder
from crawl_assets.activities.registry import start_workflow, workflows
from crawl_assets.activities.workflows import LINES
from crawl_assets.crawl.site import IN_FLIGHT
from crawl_assets_tests.activities.workflows import STARTED
from crawl_assets_tests.cryptic_bench.projects import Project, environment
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.fakes.site import Reply, SiteServer

TOWNS = ("Bristol", "Bath", "Leeds", "York", "Exeter")
PICTURES = 8  # distinct ones


def picture(number: int) -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (200 + number, 120), (number * 20 % 255, 90, 160)).save(out, "PNG")
    return out.getvalue()


def generated_guide(activities: int) -> dict[str, Reply]:
    """Make a site of one list and a page an activity, with data, place and picture."""
    pages = {f"/p/{number}.png": Reply(picture(number), content_type="image/png") for number in range(PICTURES)}
    links = "".join(f"<li><a href='/e/{number}'>Walk {number}</a></li>" for number in range(activities))
    pages["/"] = Reply(f"<title>Walks</title><ul>{links}</ul>", etag='"list"')
    for number in range(activities):
        data = {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": f"Walk number {number} along river {number * 7 % 31}",
            "startDate": f"2027-0{number % 9 + 1}-{number % 28 + 1:02}T10:00:00+00:00",
            "description": f"We walk {number % 12 + 1} miles and see {number * 13 % 97} herons.",
            "image": f"/p/{number % PICTURES}.png",
            "location": {
                "@type": "Place",
                "name": f"Pier {number}",
                "address": {"streetAddress": f"{number} Quay St", "addressLocality": TOWNS[number % 5]},
            },
        }
        script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
        pages[f"/e/{number}"] = Reply(f"<title>Walk {number}</title>{script}<h1>Walk</h1>", etag=f'"{number}"')
    return pages


def whole_workflow(home: Path, url: str, place: str, activities: int) -> None:
    """Start a workflow, or go on with the one that is there, and write its lines; the main function of a child."""
    with Project(environment(home, CRAWL_ALLOW_HOSTS=place)) as project:
        found = workflows(project.database)
        order = ScrapeOrder(url, max_pages=activities + 1, max_extractions=activities)
        mine = found[0] if found else start_workflow(project.database, order, STARTED, auto_import=True)
        project.instance.add_dynamic_partitions("workflow", [mine.workflow_id])
        ran = project.run(NAMES, mine.workflow_id)
        assert ran.success, ran.failure
        [ended] = workflows(project.database)
        data = project.store.blobs.get(ended.files[LINES]["blob"])
        stored = project.database.query("SELECT count(*) AS found FROM activities")[0]["found"]
    (home / "stored").write_text(f"{stored}")
    (home / "lines.jsonl").write_bytes(data)


def kill_often(folder: Path, kills: int, seed: int, activities: int) -> None:
    chance = random.Random(seed)
    with SiteServer(generated_guide(activities)) as site:
        undisturbed = folder / "undisturbed"
        undisturbed.mkdir()
        assert join(start(whole_workflow, undisturbed, site.url, site.place, activities)) == 0
        needed, expected = len(site.requests), (undisturbed / "lines.jsonl").read_bytes()
        assert expected.count(b"\n") == activities
        done = number = 0
        while done < kills:
            number += 1
            home = folder / f"killed-{number}"
            home.mkdir()
            begun, may_be_again = len(site.requests), 0
            while not (home / "lines.jsonl").exists():
                before = len(site.requests)
                process = start(whole_workflow, home, site.url, site.place, activities)
                if done < kills:
                    left = max(2, needed - (before - begun))
                    site.wait_for_requests(before + chance.randint(1, left), seconds=5)
                    process.join(chance.uniform(0, 0.05) if chance.random() < 0.5 else chance.uniform(0, 2.0))
                    process.kill()
                if join(process) == -9:
                    done += 1
                    site.wait_until_alone()
                    may_be_again += IN_FLIGHT + PICTURES  # pictures cost nothing: those of an ended step come again
                else:
                    assert process.exitcode == 0
            asked = len(site.requests) - begun
            print(f"seed {seed}: run {number} ended after {done} kills with {asked} requests, {needed} needed")
            assert (home / "lines.jsonl").read_bytes() == expected
            assert (home / "stored").read_text() == (undisturbed / "stored").read_text()
            assert asked <= needed + may_be_again + 6 * (done + 1)  # robots.txt, sitemaps and feeds, once a process


def test_a_kill_changes_no_byte_of_the_lines(tmp_path: Path) -> None:
    kill_often(tmp_path, kills=1, seed=3, activities=60)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 20261120])
def test_twenty_kills_of_a_workflow_of_300_change_no_byte_of_the_lines(tmp_path: Path, seed: int) -> None:
    kill_often(tmp_path, kills=20, seed=seed, activities=300)
