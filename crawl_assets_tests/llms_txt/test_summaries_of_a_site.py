"""A site whose pages a model describes: from the command to the published file, unchanged pages cost nothing."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawl_assets.llms_txt.rows import CrawlReport
from crawl_assets.samples.sites import edit_a_fare, handbook
from crawl_assets.store.rows import load
from crawl_assets_tests.cryptic_bench.projects import Project, environment
from crawl_assets_tests.fakes.openai import KEY, OpenAIServer, after, out_of_credit, stall, status
from crawl_assets_tests.fakes.site import SiteServer
from crawl_assets_tests.llms_txt.describing import MODEL, describe, words
from crawl_assets_tests.llms_txt.test_site_end_to_end import Site

KILLED = """
import json, sys
from crawl_assets_tests.cryptic_bench.projects import Project
environ, domain = json.loads(sys.argv[1])
with Project(environ) as project:
    project.instance.add_dynamic_partitions("domain", [domain])
    project.run(["page_versions"], domain)
"""


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        server.behave(MODEL, describe)
        yield server


@pytest.fixture
def ferry(tmp_path: Path, server: OpenAIServer) -> Iterator[Site]:
    with SiteServer({}) as site:
        environ = environment(tmp_path / "home", provider=server, CRAWL_ALLOW_HOSTS=site.place)
        with Project(environ) as project:
            yield Site(project, site, dict(handbook(site.url)))


def edit(site: Site, *options: str) -> None:
    result = site.project.cli("llms", "edit", site.name, *options)
    assert result.exit_code == 0, result.output


def reports(site: Site) -> list[CrawlReport]:
    return sorted(load(site.project.database, "crawl_report", CrawlReport), key=lambda row: row.crawled_at)


def sources(site: Site) -> list[str]:
    """Return who described each page in the newest crawl."""
    rows = site.project.database.query("SELECT summary_source AS s FROM page_versions ORDER BY crawled_at, url")
    return [str(row["s"]) for row in rows][-3:]


def test_defect_j_an_unchanged_site_asks_no_model_publishes_nothing_and_reports_no_change(
    ferry: Site, server: OpenAIServer
) -> None:
    edit(ferry, "--model", MODEL, "--max-cost-usd", "1")
    ran = ferry.crawl()
    assert words("Fares")["description"] in ferry.files()["llms.txt"]
    assert ran.metadata["page_versions"]["summarised"] == server.count(MODEL) == 3
    before = ferry.files()
    ran = ferry.crawl()
    assert (server.count(MODEL), ferry.files(), ferry.versions()) == (3, before, 1)
    assert set(ferry.newest().values()) == {"same"}
    assert ran.metadata["page_versions"]["summarised"] == ran.metadata["page_versions"]["summarised_from_cache"] == 0
    edit_a_fare(ferry.routes)
    ferry.crawl()
    assert server.count(MODEL) == 4
    assert [(row.changed, row.summarised, row.is_published) for row in reports(ferry)] == [
        (0, 3, True),
        (0, 0, False),
        (1, 1, True),
    ]
    assert [row.cost_usd for row in reports(ferry)] == [pytest.approx(0.003), None, pytest.approx(0.001)]
    shown = ferry.project.cli("llms", "show", ferry.name).stdout
    assert "0.003" in shown and "0.001" in shown


def test_a_model_set_later_describes_unchanged_pages_once_and_taken_away_leaves_their_own_words(
    ferry: Site, server: OpenAIServer
) -> None:
    ferry.crawl()
    plain = ferry.files()
    edit(ferry, "--model", MODEL)
    ferry.crawl()
    ferry.crawl()
    assert (server.count(MODEL), sources(ferry), ferry.versions()) == (3, ["model"] * 3, 2)
    assert [row.summarised for row in reports(ferry)] == [0, 3, 0]
    edit(ferry, "--no-model")
    ferry.crawl()
    assert (server.count(MODEL), sources(ferry)) == (3, ["plain"] * 3)
    assert ferry.files() == plain
    edit(ferry, "--model", MODEL)
    ran = ferry.crawl()
    assert (server.count(MODEL), ran.metadata["page_versions"]["summarised_from_cache"]) == (3, 3)


def test_a_failing_model_does_not_keep_a_site_from_being_published(ferry: Site, server: OpenAIServer) -> None:
    server.behave(MODEL, out_of_credit())
    edit(ferry, "--model", MODEL)
    ran = ferry.crawl()
    shown = ran.metadata["page_versions"]
    assert (shown["summarised"], shown["fallen_back"]) == (0, 3)
    assert "out of credit" in str(shown["fallen_back_because"])
    assert "Children under six travel free." in ferry.files()["llms.txt"]
    assert [(row.summarised, row.cost_usd, row.is_published) for row in reports(ferry)] == [(0, None, True)]


def test_the_key_is_nowhere_even_when_a_server_says_it(ferry: Site, server: OpenAIServer) -> None:
    server.behave(MODEL, status(401, f"the key {KEY} is wrong"))
    edit(ferry, "--model", MODEL)
    ran = ferry.crawl()
    kept = [ferry.project.database.query(f"SELECT * FROM {name}") for name in ("page_versions", "page_summaries")]
    logged = [str(event) for event in ferry.project.instance.all_logs(ran.result.run_id)]
    assert "[key] is wrong" in str(kept)
    assert KEY not in str([kept, logged, ran.metadata])


def test_a_run_killed_among_its_calls_pays_no_reply_twice(ferry: Site, server: OpenAIServer) -> None:
    pages = 14
    links = "".join(f'<a href="/{number}.html">{number}</a> ' for number in range(pages - 1))
    ferry.routes = {"/": ("text/html", f"<h1>Start</h1><p>Thirteen pages are linked.</p>{links}".encode())}
    for number in range(pages - 1):
        body = f"<h1>Number {number}</h1><p>The text of number {number} is of its own.</p>".encode()
        ferry.routes[f"/{number}.html"] = ("text/html", body)
    ferry.serve()
    edit(ferry, "--model", MODEL)
    assert ferry.project.run(["crawl_pages"], ferry.name).success
    server.behave(MODEL, after(5, describe, stall()))
    argument = json.dumps([ferry.project.environ, ferry.name])
    running = subprocess.Popen([sys.executable, "-c", KILLED, argument], start_new_session=True)
    while server.count(MODEL) < 5 + 8 and running.poll() is None:
        time.sleep(0.005)  # until eight are in flight: what came before them is on disk
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    server.behave(MODEL, describe)
    ran = ferry.project.run(["page_versions"], ferry.name)
    assert ran.success, ran.failure
    assert server.count(MODEL) == 5 + 8 + (pages - 5)
    shown = ran.metadata["page_versions"]
    assert (shown["summarised"], shown["summarised_from_cache"], shown["fallen_back"]) == (pages - 5, 5, 0)
    assert shown["cost_usd"] == pytest.approx(0.001 * pages)
