"""Defect C: a crawl whose run is gone is gone on with, a few times, and then given up; a domain is never blocked."""

import logging
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from crawl_assets.durable.records import Scope
from crawl_assets.llms_txt.partitions import RESUMES
from crawl_assets.llms_txt.registry import change_domain, due_domains, start_job
from crawl_assets.llms_txt.rows import CrawlJob
from crawl_assets.store.database import Statement
from crawl_assets_tests.cryptic_bench.projects import QUIET, ended
from crawl_assets_tests.fakes.firecrawl_requests import refused
from crawl_assets_tests.fakes.firecrawl_site import Scrape
from crawl_assets_tests.llms_txt.firecrawling import CRAWL, Crawled, firecrawled, started


def abandoned(crawled: Crawled, age: timedelta = timedelta()) -> CrawlJob:
    """Begin a crawl in a run that no instance knows."""
    return start_job(crawled.project.database, crawled.name, "a run that is gone", datetime.now(UTC) - age)


def add_run(crawled: Crawled, status: dg.DagsterRunStatus, tags: dict[str, str], run_id: str = "") -> None:
    run = dg.DagsterRun("recrawl_job", run_id=run_id or str(uuid.uuid4()), status=status, tags=tags)
    crawled.project.instance.add_run(run)


def mails(folder: Path) -> list[str]:
    return [file.read_text() for file in sorted((folder / "outbox").glob("*.eml"))]


def test_defect_c_a_crawl_whose_run_is_gone_is_gone_on_with_by_one_run(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        job = abandoned(crawled)
        (request,) = crawled.watch()
        assert (request.partition_key, request.tags[RESUMES]) == (crawled.name, job.job_id)
        assert [again.run_key for again in crawled.watch()] == [request.run_key], "Dagster launches one run a key"
        ran = crawled.project.job.execute_in_process(
            instance=crawled.project.instance,
            partition_key=crawled.name,
            asset_selection=[dg.AssetKey(name) for name in CRAWL],
            run_config=QUIET,
            tags=dict(request.tags),
        )
        assert ran.success
        assert (crawled.job().job_id, crawled.job().state, crawled.watch()) == (job.job_id, "finished", [])
        assert "llms.txt" in crawled.files()


def test_a_run_that_comes_when_its_crawl_has_ended_does_not_crawl_again(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        assert crawled.crawl().success
        with pytest.raises(RuntimeError, match="has ended meanwhile"):
            crawled.project.job.execute_in_process(
                instance=crawled.project.instance,
                partition_key=crawled.name,
                asset_selection=[dg.AssetKey("crawl_pages")],
                run_config=QUIET,
                tags={RESUMES: crawled.job().job_id},
            )
        assert (crawled.count("crawl_jobs"), len(crawled.firecrawl.crawl_ids)) == (1, 1)


def test_a_crawl_that_a_run_has_or_is_about_to_have_is_left_alone(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        job = abandoned(crawled)
        journals = crawled.project.store.journals
        with journals.open(Scope("crawl_pages", crawled.name), "run of another instance", logging.getLogger("crawl")):
            assert crawled.watch() == []
        assert len(crawled.watch()) == 1
        tags = {"dagster/partition": crawled.name, RESUMES: job.job_id}
        add_run(crawled, dg.DagsterRunStatus.NOT_STARTED, tags)
        assert crawled.watch() == []


def test_defect_c_a_killed_run_is_gone_on_with_and_its_crawl_is_paid_once(tmp_path: Path) -> None:
    with firecrawled(tmp_path, held_at=2) as crawled:
        running = started(crawled)
        running.kill()
        ended(running)
        job = crawled.job()
        assert (job.state, len(crawled.watch())) == ("active", 1)
        add_run(crawled, dg.DagsterRunStatus.STARTED, {}, job.run_id)
        assert crawled.watch() == [], "Dagster itself starts killed runs again"
        long_ago = Statement("UPDATE journals SET heartbeat_at = '2026-01-05T06:00:00Z'")
        crawled.project.database.transaction([long_ago])
        assert len(crawled.watch()) == 1, "it did not"
        crawled.firecrawl.release()
        assert crawled.crawl().success
        assert (crawled.job().job_id, crawled.job().state) == (job.job_id, "finished")
        assert len(crawled.firecrawl.crawl_ids) == 1


def test_a_paused_domain_s_crawl_waits(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        abandoned(crawled, timedelta(days=9))
        change_domain(crawled.project.database, crawled.name, is_paused=True)
        assert (crawled.watch(), crawled.job().state) == ([], "active")


def test_defect_c_after_five_runs_a_crawl_is_given_up_and_told_of(tmp_path: Path) -> None:
    with firecrawled(tmp_path, settings={"MAIL_TO": "us@example.org"}) as crawled:
        job = abandoned(crawled)
        for number in range(5):
            assert [request.run_key for request in crawled.watch()] == [f"{job.job_id}:{number + 1}"]
            add_run(crawled, dg.DagsterRunStatus.FAILURE, {RESUMES: job.job_id})
        assert crawled.watch() == []
        assert crawled.job().state == "failed" and "5 runs went on" in (crawled.job().error or "")
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        assert [row.domain for row in due_domains(crawled.project.database, tomorrow)] == [crawled.name]
    (mail,) = mails(tmp_path)
    assert "5 runs went on with this crawl" in mail and "tried again at the first full hour" in mail


def test_defect_c_a_crawl_older_than_a_day_is_given_up_and_the_next_one_begins(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        old = abandoned(crawled, timedelta(hours=25))
        assert crawled.watch() == []
        assert crawled.job().state == "failed"
        assert crawled.crawl().success
        assert crawled.job().job_id != old.job_id and crawled.job().state == "finished"


def test_defect_c_a_crawl_that_cannot_be_started_fails_and_the_next_one_is_another(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        crawled.firecrawl.fail("start", refused(402, "Insufficient credits"))
        assert not crawled.crawl().success
        failed = crawled.job()
        assert failed.state == "failed" and crawled.watch() == []
        assert crawled.crawl().success and crawled.job().job_id != failed.job_id


def test_defect_c_a_crawl_that_firecrawl_forgot_is_not_asked_about_for_ever(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        crawled.firecrawl.fail("status", refused(404, "Job not found"))
        assert not crawled.crawl().success and crawled.job().state == "failed"
        assert crawled.crawl().success
        assert len(crawled.firecrawl.crawl_ids) == 2


def test_defect_c_zero_pages_end_the_crawl_too(tmp_path: Path) -> None:
    none: list[Scrape] = []
    with firecrawled(tmp_path, none) as crawled:
        crawled.crawl()
        assert crawled.job().state in ("finished", "failed")


def test_a_failed_crawl_that_is_begun_again_soon_is_not_paid_twice_and_later_is_anew(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        crawled.firecrawl.fail("status", refused(401, "no"), refused(401, "no"))
        assert not crawled.crawl().success
        assert not crawled.crawl().success
        assert len(crawled.firecrawl.crawl_ids) == 1
        crawled.project.database.transaction([Statement("UPDATE crawl_jobs SET started_at = '2026-01-05T06:00:00Z'")])
        assert crawled.crawl().success
        assert len(crawled.firecrawl.crawl_ids) == 2
