"""The database may be disabled or away: pages are crawled into files, and come into the database when it is there."""

import logging
import os
import sqlite3
import time
from pathlib import Path

import pytest

from crawl_assets.product_drafts import automation
from crawl_assets.product_drafts.orders import find_event
from crawl_assets.product_drafts.rows import FetchedPage
from crawl_assets.resources import Store
from crawl_assets.settings import read_settings
from crawl_assets.store.remote import RemoteDatabase
from crawl_assets.store.repeating import Patience
from crawl_assets.store.rows import load
from crawl_assets_tests.cryptic_bench.projects import Project, environment
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.fakes.hrana import HranaServer
from crawl_assets_tests.fakes.site import Line, SiteServer
from crawl_assets_tests.product_drafts.shops import ALL, DRAFTS, Shop, product_page, requested, shop

DISABLED = {"TURSO_DATABASE_URL": "disabled"}


def back_again(site: Shop) -> Shop:
    """Return the same shop and files in a project that has its default database."""
    environ = {name: value for name, value in site.project.environ.items() if name != "TURSO_DATABASE_URL"}
    project = Project(environ)
    project.instance.add_dynamic_partitions("crawl_event", [site.event_id])
    found = Shop(project, site.server, site.path)
    found.event_id = site.event_id
    return found


def age_of_marks(home: Path, seconds: float) -> None:
    for path in (home / "products" / "unsaved").iterdir():
        os.utime(path, (time.time() - seconds, time.time() - seconds))


def test_disabled_pages_are_crawled_into_files_and_storing_is_skipped_with_one_line_an_asset(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with shop(tmp_path, **DISABLED) as site, caplog.at_level(logging.WARNING):
        ran = site.crawl()
        assert ran.success, ran.failure
        assert site.newest()["price"] == "24.50"
        assert set(ran.metadata) == {"product_pages", "product_drafts"}
        for asset in ran.metadata.values():
            assert asset["stored"].startswith("no: this needs a database, but TURSO_DATABASE_URL=disabled")
        assert ran.metadata["product_drafts"]["outcome"] == "a new draft, READY_FOR_REVIEW"
        assert len(ran.checks) == 4
        assert not list(tmp_path.glob("*.db"))


def test_disabled_then_enabled_the_sensor_has_each_result_stored_without_a_crawl(tmp_path: Path) -> None:
    with shop(tmp_path, **DISABLED) as site:
        site.crawl()
        assert requested(site.project, automation.unsaved_results) == []
        asked = len(site.server.requests)
        later = back_again(site)
        with later.project:
            assert requested(later.project, automation.unsaved_results) == []  # it may be on its way
            age_of_marks(tmp_path, 300)
            assert requested(later.project, automation.unsaved_results) == [site.event_id]
            ran = later.crawl(DRAFTS)
            assert ran.success, ran.failure
            assert later.draft().payload["price"] == "24.50"
            assert len(load(later.project.database, "product_pages", FetchedPage)) == 1
            event = find_event(later.project.database, site.event_id)
            assert event is not None
            assert event.state == "crawled"
            assert requested(later.project, automation.unsaved_results) == []
            assert not list((tmp_path / "products" / "unsaved").iterdir())
            assert len(site.server.requests) == asked


def test_unreachable_the_file_is_kept_and_the_next_run_of_product_drafts_stores_it(tmp_path: Path) -> None:
    with SiteServer({"/kettle": product_page()}) as server:
        hrana = HranaServer(tmp_path / "remote.db")
        environ = environment(tmp_path, CRAWL_ALLOW_HOSTS=server.place, TURSO_DATABASE_URL=hrana.url)
        with Project(environ) as project:
            site = Shop(project, server)
            site.ask()
            port = int(hrana.url.rpartition(":")[2])
            hrana.close()
            project.database.close()
            del vars(project.store)["database"]
            vars(project.store)["unmigrated_database"] = RemoteDatabase(hrana.url, "", patience=Patience(tries=1))
            ran = site.crawl()
            assert not ran.success
            assert "product_pages" in ran.metadata
            assert ran.metadata["product_pages"]["stored"].startswith("no: ")
            assert site.newest()["price"] == "24.50"
            age_of_marks(tmp_path, 300)
            assert requested(project, automation.unsaved_results) == []
            with HranaServer(tmp_path / "remote.db", port=port):
                assert requested(project, automation.unsaved_results) == [site.event_id]
                asked = len(server.requests)
                ran = site.crawl(DRAFTS)
                assert ran.success, ran.failure
                assert site.draft().status == "READY_FOR_REVIEW"
                assert len(load(project.database, "product_pages", FetchedPage)) == 1
                assert len(server.requests) == asked


def crawl_all(home: Path, place: str, event_id: str) -> None:
    """Crawl and store an event; the main function of a child."""
    with Project(environment(home, CRAWL_ALLOW_HOSTS=place)) as project:
        project.instance.add_dynamic_partitions("crawl_event", [event_id])
        project.run(ALL, event_id)


def test_killed_between_the_crawl_and_the_database_nothing_is_lost_and_nothing_crawled_again(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        lock = sqlite3.connect(tmp_path / "crawl_assets.db", isolation_level=None, check_same_thread=False)

        def lock_and_send(line: Line) -> None:
            lock.execute("BEGIN IMMEDIATE")  # the child cannot write a row from here on
            body = product_page().encode()
            line.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

        site.serve(lock_and_send)
        process = start(crawl_all, tmp_path, site.server.place, site.event_id)
        until = time.monotonic() + 60
        while not site.files() and time.monotonic() < until:
            process.join(0.02)
        process.kill()
        assert join(process) == -9
        lock.execute("ROLLBACK")
        lock.close()
        event = find_event(site.project.database, site.event_id)
        assert event is not None
        assert event.state == "crawling"
        age_of_marks(tmp_path, 300)
        assert requested(site.project, automation.unsaved_results) == [site.event_id]
        ran = site.crawl(DRAFTS)
        assert ran.success, ran.failure
        assert site.draft().payload["price"] == "24.50"
        event = find_event(site.project.database, site.event_id)
        assert event is not None
        assert event.state == "crawled"
        assert site.server.count("/kettle") == 1


def test_an_event_that_only_the_database_knows_can_be_crawled(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        for path in (tmp_path / "products" / "events").iterdir():
            path.unlink()
        ran = site.crawl()
        assert ran.success, ran.failure
        assert len(list((tmp_path / "products" / "events").iterdir())) == 1


def test_bug_a3_a_page_that_was_asked_for_and_forgotten_is_crawled_by_the_sensor(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        assert requested(site.project, automation.forgotten_crawls) == []
        site.project.database.upsert(
            "crawl_events",
            [
                site.project.database.query("SELECT * FROM crawl_events")[0]
                | {"requested_at": "2026-01-01T00:00:00.000000Z"}
            ],
            ["event_id"],
        )
        assert requested(site.project, automation.forgotten_crawls) == [site.event_id]
        site.crawl()
        assert requested(site.project, automation.forgotten_crawls) == []


def test_the_code_location_loads_with_a_disabled_database(tmp_path: Path) -> None:
    store = Store(lambda: read_settings({"CRAWL_ASSETS_HOME": str(tmp_path), **DISABLED}))
    assert store.settings.products_out == tmp_path / "out"


def test_bug_a10_events_crawled_at_once_have_each_its_own_page(tmp_path: Path) -> None:
    routes = {f"/item.htm?id={number}": product_page(f"{number}.00", f"Kettle {number}") for number in (1, 2)}
    with SiteServer(routes) as server, Project(environment(tmp_path, CRAWL_ALLOW_HOSTS=server.place)) as project:
        sites = [Shop(project, server, path) for path in routes]
        for site in sites:
            site.ask()
        processes = [start(crawl_all, tmp_path, server.place, site.event_id) for site in sites]
        assert [join(process) for process in processes] == [0, 0]
        assert [site.draft().payload["title"] for site in sites] == ["Kettle 1", "Kettle 2"]
