"""Sites are registered once, crawled when due, and never twice at once."""

from datetime import timedelta
from pathlib import Path

import pytest

from crawl_assets.llms_txt.registry import (
    UnknownDomainError,
    add_domain,
    change_domain,
    due_domains,
    fail_job,
    find_domain,
    finish_job,
    minutes,
    newest_job,
    start_job,
)
from crawl_assets.store.errors import UniqueViolation
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations
from crawl_assets_tests.llms_txt.rows import NOW


@pytest.fixture
def database(tmp_path: Path) -> LocalDatabase:
    database = LocalDatabase(tmp_path / "llms.db")
    migrate(database, shipped_migrations())
    return database


def due(database: LocalDatabase, after: timedelta) -> list[str]:
    return [row.domain for row in due_domains(database, NOW + after)]


@pytest.mark.parametrize(
    ("url", "domain", "start"),
    [
        ("https://Docs.Example.org", "docs.example.org", "https://Docs.Example.org/"),
        ("docs.example.org/guide/", "docs.example.org", "https://docs.example.org/guide/"),
        ("http://127.0.0.1:8510/#top", "127.0.0.1:8510", "http://127.0.0.1:8510/"),
    ],
)
def test_a_domain_is_the_host_with_its_port_when_not_the_default(
    database: LocalDatabase, url: str, domain: str, start: str
) -> None:
    added = add_domain(database, url, NOW)
    assert (added.domain, added.start_url) == (domain, start)


@pytest.mark.parametrize("url", ["ftp://x.org", "https://", "https://user:word@x.org/", "mailto:a@b.c"])
def test_an_address_that_cannot_be_crawled_is_refused(database: LocalDatabase, url: str) -> None:
    with pytest.raises(ValueError, match="no web address"):
        add_domain(database, url, NOW)


def test_adding_again_keeps_what_is_not_given(database: LocalDatabase) -> None:
    add_domain(database, "https://x.org", NOW, max_pages=7, exclude=("/old/*",))
    again = add_domain(database, "https://x.org/docs/", NOW, interval_minutes=60)
    assert (again.max_pages, again.exclude, again.interval_minutes) == (7, ("/old/*",), 60)


def test_an_unknown_domain_is_named_with_those_that_are_known(database: LocalDatabase) -> None:
    add_domain(database, "https://x.org", NOW)
    with pytest.raises(UnknownDomainError, match=r"no domain 'y\.org'; there is x\.org\."):
        find_domain(database, "y.org")


def test_defect_o_a_domain_that_was_never_crawled_is_due_at_once(database: LocalDatabase) -> None:
    add_domain(database, "https://x.org", NOW)
    assert due(database, timedelta()) == ["x.org"]


def test_a_crawled_domain_is_due_when_its_interval_is_over(database: LocalDatabase) -> None:
    add_domain(database, "https://x.org", NOW, interval_minutes=30)
    finish_job(database, start_job(database, "x.org", "run", NOW), NOW, True, ())
    assert due(database, timedelta(minutes=29)) == []
    assert due(database, timedelta(minutes=30)) == ["x.org"]


def test_defect_o_a_failing_domain_is_tried_ever_later(database: LocalDatabase) -> None:
    add_domain(database, "https://x.org", NOW, interval_minutes=60)
    for hour in (0, 1, 3):
        job = start_job(database, "x.org", "run", NOW + timedelta(hours=hour))
        fail_job(database, job, NOW, "no answer")
    assert due(database, timedelta(hours=6)) == []
    assert due(database, timedelta(hours=7)) == ["x.org"]


def test_a_paused_domain_is_not_due(database: LocalDatabase) -> None:
    add_domain(database, "https://x.org", NOW)
    change_domain(database, "x.org", is_paused=True)
    assert due(database, timedelta(days=9)) == []


def test_defect_c_a_crawl_whose_run_died_is_gone_on_with_not_in_the_way(database: LocalDatabase) -> None:
    add_domain(database, "https://x.org", NOW)
    died = start_job(database, "x.org", "first", NOW)
    again = start_job(database, "x.org", "second", NOW + timedelta(hours=1))
    assert (again.job_id, again.started_at, again.run_id) == (died.job_id, died.started_at, "second")


def test_defect_p_the_database_allows_one_active_crawl_a_domain(database: LocalDatabase) -> None:
    add_domain(database, "https://x.org", NOW)
    job = start_job(database, "x.org", "run", NOW)
    row = database.query("SELECT * FROM crawl_jobs WHERE job_id = ?", (job.job_id,))[0]
    with pytest.raises(UniqueViolation):
        database.upsert("crawl_jobs", [row | {"job_id": "another"}], ["job_id"])
    fail_job(database, job, NOW, "gave up")
    assert start_job(database, "x.org", "run", NOW + timedelta(hours=1)).job_id != job.job_id
    newest = newest_job(database, "x.org")
    assert newest is not None and newest.state == "active"


@pytest.mark.parametrize(("text", "expected"), [("30m", 30), ("24h", 1440), ("7d", 10080)])
def test_intervals_are_read(text: str, expected: int) -> None:
    assert minutes(text) == expected


@pytest.mark.parametrize("text", ["", "h", "0h", "-1h", "1w", "1.5h", "24"])
def test_other_intervals_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no interval"):
        minutes(text)
