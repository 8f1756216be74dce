"""Which failed runs are told of, and what they failed at."""

from typing import Any

from dagster import DagsterRun, RunFailureSensorContext
from dagster._core.storage.tags import PARTITION_NAME_TAG, WILL_RETRY_TAG

from crawl_assets.durable.errors import JournalInUse
from crawl_assets.llms_txt.failing import Failure, tried_again
from crawl_assets.llms_txt.registry import UnknownDomainError, newest_job
from crawl_assets.llms_txt.under_way import NothingToResume
from crawl_assets.store.database import Database

ASSETS = ("crawl_pages", "page_versions", "llms_txt_artifacts", "crawl_report")
# a run that came second: what it was for is done, or being done, by another
_NO_FAILURES = (JournalInUse.__name__, NothingToResume.__name__)


def failure_of(context: RunFailureSensorContext, database: Database, job_name: str) -> Failure | str:
    """Return what is told of a failed run, or why nothing is."""
    run = context.dagster_run
    if not _is_ours(run, job_name):
        return "no run of llms.txt"
    if run.tags.get(WILL_RETRY_TAG) == "true":
        return "Dagster starts the run again by itself"
    events = context.get_step_failure_events()
    errors = [_cause(event.step_failure_data.error) for event in events]
    if errors and all(error is not None and error.cls_name in _NO_FAILURES for error in errors):
        return "another run does what it was for"
    domain = run.tags.get(PARTITION_NAME_TAG, "")
    try:
        again = tried_again(database, domain)
    except UnknownDomainError:
        return f"the domain {domain!r} is not registered any more"
    said = [error.message.strip() for error in errors if error is not None]
    job = newest_job(database, domain)
    if not said and job is not None and job.run_id == run.run_id and job.error:
        said = [job.error]
    what = tuple(event.step_key or "" for event in events)
    return Failure(domain, what, "\n".join(said) or context.failure_event.message or "", again, run.run_id)


def _is_ours(run: DagsterRun, job_name: str) -> bool:
    chosen = {key.to_user_string() for key in run.asset_selection or ()}
    return run.job_name == job_name if not chosen else bool(chosen & set(ASSETS))


def _cause(error: Any) -> Any:
    """Return the error that an asset raised, which Dagster wraps."""
    return error if error is None or error.cause is None else error.cause
