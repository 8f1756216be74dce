"""What starts by itself: workflows that wait, sources that are due, vectors that come by batch."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from crawl_assets.activities import automation
from crawl_assets.activities.assets import NAMES
from crawl_assets.activities.raw.order import ScrapeOrder
from crawl_assets.activities.records import RawActivity, WorkflowFile, row_key, write_lines
from crawl_assets.activities.registry import find_workflow, note, start_workflow, workflows
from crawl_assets.activities.searching import search
from crawl_assets.activities.sources import NewSource, add_source, items_of
from crawl_assets.activities.workflows import RAW, VECTORS
from crawl_assets.store.database import Statement
from crawl_assets.store.rows import save
from crawl_assets_tests.activities.rows import DAY
from crawl_assets_tests.activities.workflows import Guide, guide
from crawl_assets_tests.cryptic_bench.projects import Project, environment
from crawl_assets_tests.fakes.openai_batch import MODEL, EmbeddingsServer
from crawl_assets_tests.fakes.site import Reply

COUNT = 260  # more than are asked for directly


def requests(sensor: dg.SensorDefinition, project: Project) -> list[dg.RunRequest]:
    """Evaluate a sensor once; returns the runs that it asks for."""
    context = dg.build_sensor_context(instance=project.instance)
    asked = list(sensor(context, store=project.store))  # type: ignore[call-overload]
    return [one for one in asked if isinstance(one, dg.RunRequest)]


def run_job(project: Project, name: str) -> dg.ExecuteInProcessResult:
    job = project.defs.resolve_job_def(name)
    return job.execute_in_process(instance=project.instance, run_config=_QUIET)


_QUIET: dict[str, Any] = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Guide]:
    with guide(tmp_path, {}) as found:
        yield found


def test_a_workflow_that_waits_gets_one_run_and_its_partition(site: Guide) -> None:
    workflow = start_workflow(site.database, ScrapeOrder(site.server.url), DAY)
    first, again = (requests(automation.queued_workflows, site.project) for _ in range(2))
    assert [(one.run_key, one.partition_key) for one in first] == [(workflow.workflow_id, workflow.workflow_id)]
    assert [one.run_key for one in again] == [one.run_key for one in first]  # Dagster starts a run key once
    assert site.project.instance.has_dynamic_partition("workflow", workflow.workflow_id)


def test_the_hourly_schedule_checks_what_is_due_and_its_workflows_wait_for_the_sensor(site: Guide) -> None:
    site.server.routes["/sitemap.xml"] = Reply(
        f"<urlset><url><loc>{site.server.url}/a</loc></url></urlset>", content_type="application/xml"
    )
    context = dg.build_schedule_context(
        instance=site.project.instance, scheduled_execution_time=datetime(2026, 11, 20, 10, tzinfo=UTC)
    )
    schedule = automation.hourly_sources
    assert isinstance(schedule(context, store=site.project.store), dg.SkipReason)
    source = add_source(site.database, NewSource(f"{site.server.url}/sitemap.xml", "sitemap"), DAY)
    add_source(site.database, NewSource(f"{site.server.url}/broken.xml", "sitemap"), DAY)
    request = schedule(context, store=site.project.store)
    assert isinstance(request, dg.RunRequest)
    assert request.run_key == "sources@2026-11-20T10"
    assert run_job(site.project, "check_sources_job").success
    assert [item.state for item in items_of(site.database, source.source_id)] == ["queued"]
    assert len(requests(automation.queued_workflows, site.project)) == 1


@pytest.fixture
def server() -> Iterator[EmbeddingsServer]:
    with EmbeddingsServer(dimensions=1536) as found:
        yield found


def imported_before_its_vectors(project: Project) -> str:
    """Run a workflow whose vectors are ordered by batch to its end."""
    url = "https://guide.example.org"
    workflow = start_workflow(project.database, ScrapeOrder(url), DAY, auto_import=True)
    id_ = workflow.workflow_id
    rows = [
        RawActivity(row_key(f"{url}/{number}", f"Otter walk {number}"), f"{url}/{number}", f"Otter walk {number}")
        for number in range(COUNT)
    ]
    data = write_lines(rows)
    raw = WorkflowFile(id_, RAW, project.store.blobs.put(data), len(data), COUNT, "", DAY)
    save(project.database, "raw_activities", [raw])
    note(project.database, id_, "raw_activities", {"out": COUNT}, [raw])
    project.instance.add_dynamic_partitions("workflow", [id_])
    ran = project.run(NAMES[1:], id_)
    assert ran.success, ran.failure
    return id_


def let_a_minute_pass(project: Project) -> None:
    past = "UPDATE embedding_batches SET next_look_at = '2026-01-01T00:00:00.000000Z'"
    project.database.transaction([Statement(past)])


def test_bug_b1_a_batch_is_looked_at_every_minute_and_taken_in_once_it_has_ended(
    tmp_path: Path, server: EmbeddingsServer
) -> None:
    server.script = ["in_progress", "in_progress", "completed"]
    keys = {"EMBEDDINGS_MODEL": MODEL, "OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": server.key}
    with Project(environment(tmp_path, **keys)) as project:
        id_ = imported_before_its_vectors(project)
        workflow = find_workflow(project.database, id_)
        assert workflow.counts["activity_embeddings"]["waiting"] == COUNT
        assert (workflow.state, workflow.import_summary["imported"]) == ("completed", COUNT)
        assert VECTORS in workflow.files  # its intermediates are needed yet
        assert requests(automation.waiting_vectors, project) == []
        looks = 0
        while True:
            let_a_minute_pass(project)
            asked = requests(automation.waiting_vectors, project)
            if [one.job_name for one in asked] != ["collect_vectors_job"]:
                break
            assert run_job(project, "collect_vectors_job").success
            looks += 1
            assert looks < 5
        assert [(one.job_name, one.partition_key) for one in asked] == [("activity_vectors_job", id_)]
        ran = project.run(automation.WITH_VECTORS, id_)
        assert ran.success, ran.failure
        assert ran.failed_checks == []
        workflow = find_workflow(project.database, id_)
        assert workflow.counts["activity_embeddings"] == {"in": COUNT, "out": COUNT, "waiting": 0, "batches": []}
        assert workflow.state == "completed"
        assert requests(automation.waiting_vectors, project) == []
        assert len(server.batches) == 1
        assert set(server.embedded.values()) == {1}
        found = search(project.database, project.store.settings, "Otter walk 7", 1)
        assert found.how == f"vectors of {MODEL}"


def test_a_run_of_one_step_does_not_open_a_completed_workflow_again(site: Guide) -> None:
    site.server.routes["/"] = "<title>Nothing</title><p>Nothing at all.</p>"
    id_ = site.read("/", max_pages=1, max_depth=0)
    assert site.run(id_, "activities_jsonl").success is False  # its intermediates are gone
    assert {row.state for row in workflows(site.database)} == {"completed"}
    assert timedelta(0) < datetime.now(UTC) - find_workflow(site.database, id_).started_at
