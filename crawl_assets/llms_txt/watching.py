"""Crawls whose run is gone: which are gone on with, and which are given up so that their domain is not blocked.

This fills what a lost webhook would have told: the run that goes on with a crawl asks Firecrawl itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dagster import DagsterInstance, RunsFilter
from dagster._core.storage.dagster_run import NOT_FINISHED_STATUSES
from dagster._core.storage.tags import PARTITION_NAME_TAG

from crawl_assets.durable.lease import holder_of
from crawl_assets.durable.records import Scope
from crawl_assets.llms_txt.partitions import RESUMES
from crawl_assets.llms_txt.registry import active_jobs, domains
from crawl_assets.llms_txt.rows import CrawlJob
from crawl_assets.store.database import Database

MOST_RESUMES = 5  # runs that go on with one crawl
LONGEST = timedelta(hours=24)  # Firecrawl keeps results no longer
# the heart of a run beats every 15 s; Dagster's own monitor starts a killed run again within a minute or two
SILENT, KILLED = timedelta(minutes=10), timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Stalled:
    """A crawl under way that nobody does."""

    job: CrawlJob
    resumed: int  # runs that were requested to go on with it

    def given_up(self, now: datetime) -> str | None:
        """Say why it is not gone on with once more; None when it is."""
        if self.resumed >= MOST_RESUMES:
            return f"{self.resumed} runs went on with this crawl and each of them broke; their logs tell why."
        if now - self.job.started_at > LONGEST:
            return f"The crawl began at {self.job.started_at:%Y-%m-%d %H:%M} UTC, and its run is gone."
        return None


def stalled_jobs(database: Database, instance: DagsterInstance, now: datetime) -> list[Stalled]:
    """Return the crawls under way, of domains that are not paused, that no run has or is about to have."""
    paused = {row.domain for row in domains(database) if row.is_paused}
    found = []
    for job in active_jobs(database):
        if job.domain not in paused and not _is_under_way(database, instance, job, now):
            found.append(Stalled(job, instance.get_runs_count(RunsFilter(tags={RESUMES: job.job_id}))))
    return found


def _is_under_way(database: Database, instance: DagsterInstance, job: CrawlJob, now: datetime) -> bool:
    """Tell whether a process has the crawl's journal open, or Dagster a run of the domain that has not ended.

    A run that some other instance started is known by its journal alone; one whose process was killed is still going
    on for an instance that does not watch it, and its journal tells otherwise.
    """
    holder = holder_of(database, Scope("crawl_pages", job.domain), now)
    if holder is not None and holder.is_alive and holder.silent < SILENT:
        return True
    is_killed = holder is not None and holder.run_id == job.run_id and holder.silent > KILLED
    return any(run_id != job.run_id or not is_killed for run_id in _unfinished(instance, job))


def _unfinished(instance: DagsterInstance, job: CrawlJob) -> list[str]:
    wanted: list[Any] = [{"run_ids": [job.run_id]}, {"tags": {PARTITION_NAME_TAG: job.domain}}]
    filters = [RunsFilter(statuses=NOT_FINISHED_STATUSES, **one) for one in wanted]
    return [run.run_id for one in filters for run in instance.get_runs(one, limit=10)]
