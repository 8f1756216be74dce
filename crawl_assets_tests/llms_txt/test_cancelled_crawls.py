"""Defect K: a cancelled crawl is cancelled everywhere, publishes nothing, and is never finished over that."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawl_assets.llms_txt.registry import CrawlEnded, cancel_job, fail_job, finish_job, start_job
from crawl_assets_tests.cryptic_bench.projects import Ran, ended
from crawl_assets_tests.llms_txt.firecrawling import Crawled, firecrawled, has_asked, started
from crawl_assets_tests.store.databases import until

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def cancels(crawled: Crawled) -> int:
    return sum(crawled.firecrawl.http.count("DELETE", f"/v2/crawl/{one}") for one in crawled.firecrawl.crawl_ids)


@contextmanager
def crawl_under_way(crawled: Crawled) -> Iterator[list[Ran]]:
    """Crawl in a thread that Firecrawl keeps waiting; the list holds what came of it after the block."""
    ran: list[Ran] = []
    thread = threading.Thread(target=lambda: ran.append(crawled.crawl()))
    thread.start()
    try:
        until(lambda: has_asked(crawled))
        yield ran
    finally:
        thread.join(30)


@pytest.mark.parametrize("sent", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.soak)])
def test_defect_k_a_terminated_run_cancels_its_crawl_here_and_there_and_the_next_begins_anew(
    tmp_path: Path, sent: signal.Signals
) -> None:
    with firecrawled(tmp_path, held_at=2) as crawled:
        running = started(crawled)
        running.send_signal(sent)
        code, said = ended(running)
        assert code != 0
        job = crawled.job()
        assert (job.state, job.error) == ("cancelled", "Its run was terminated."), said
        assert cancels(crawled) == 1
        assert (crawled.files(), crawled.count("crawl_pages"), crawled.watch()) == ({}, 0, [])
        crawled.firecrawl.hold(None)
        ran = crawled.crawl()
        assert ran.success, ran.failure
        assert len(crawled.firecrawl.crawl_ids) == 2 and crawled.job().job_id != job.job_id
        assert "llms.txt" in crawled.files()


def test_defect_k_a_crawl_that_is_cancelled_by_command_ends_its_run_and_firecrawl_s_crawl(tmp_path: Path) -> None:
    with firecrawled(tmp_path, held_at=2) as crawled:
        with crawl_under_way(crawled) as ran:
            done = crawled.project.cli("llms", "cancel", crawled.name)
        assert done.exit_code == 0 and "is cancelled at Firecrawl" in done.output
        assert not ran[0].success and "is cancelled" in ran[0].failure
        assert crawled.job().state == "cancelled" and cancels(crawled) >= 1
        assert (crawled.files(), crawled.count("crawl_pages"), crawled.count("crawl_report")) == ({}, 0, 0)
        again = crawled.project.cli("llms", "cancel", crawled.name)
        assert again.exit_code != 0 and "no crawl" in again.output


def test_defect_k_a_domain_that_is_removed_while_it_is_crawled_leaves_no_row(tmp_path: Path) -> None:
    with firecrawled(tmp_path, held_at=2) as crawled:
        with crawl_under_way(crawled) as ran:
            removed = crawled.project.cli("llms", "remove", crawled.name, "--yes")
            assert removed.exit_code == 0, removed.output
        assert not ran[0].success and "is forgotten with its domain" in ran[0].failure
        tables = ("domains", "crawl_jobs", "crawl_pages", "page_versions", "llms_txt_artifacts", "crawl_report")
        assert {table: crawled.count(table) for table in tables} == dict.fromkeys(tables, 0)


def test_defect_k_what_was_cancelled_is_neither_finished_nor_failed_over_that(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        database = crawled.project.database
        job = start_job(database, crawled.name, "run", NOW)
        assert cancel_job(database, job, NOW, "enough")
        with pytest.raises(CrawlEnded, match="is cancelled: enough"):
            finish_job(database, job, NOW, True, ())
        assert not fail_job(database, job, NOW, "another reason")
        assert not cancel_job(database, job, NOW, "once more")
        assert (crawled.job().state, crawled.job().error) == ("cancelled", "enough")


def test_a_crawl_that_another_run_goes_on_with_is_not_ended_by_the_first(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        database = crawled.project.database
        first = start_job(database, crawled.name, "first", NOW)
        second = start_job(database, crawled.name, "second", NOW)
        assert not fail_job(database, first, NOW, "its journal was taken over")
        with pytest.raises(CrawlEnded, match="is gone on with by run second"):
            finish_job(database, first, NOW, True, ())
        finish_job(database, second, NOW, True, ())
        assert crawled.job().state == "finished"
