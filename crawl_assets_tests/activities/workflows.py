"""Workflows over the sample guide, run in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawl_assets.activities.assets import NAMES
from crawl_assets.activities.downloading import lines_of
from crawl_assets.activities.jsonl import ActivityLine
from crawl_assets.activities.raw.order import ScrapeOrder
from crawl_assets.activities.registry import find_workflow, start_workflow
from crawl_assets.activities.rows import ScrapeWorkflow, StoredActivity
from crawl_assets.activities.stored import stored_activities
from crawl_assets.samples.events import events
from crawl_assets_tests.cryptic_bench.projects import Project, Ran, environment
from crawl_assets_tests.fakes.site import Reply, SiteServer

STARTED = datetime(2026, 11, 20, 9, tzinfo=UTC)


class Guide:
    """A site of activities and a project that reads it."""

    def __init__(self, project: Project, server: SiteServer) -> None:
        self.project, self.server = project, server
        self.database, self.blobs = project.database, project.store.blobs

    def start(self, path: str = "/", *, at: datetime = STARTED, auto_import: bool = True, **limits: Any) -> str:
        """Register a workflow and its partition; returns its id."""
        order = ScrapeOrder(self.server.url + path, **limits)
        workflow = start_workflow(self.database, order, at, auto_import=auto_import)
        self.project.instance.add_dynamic_partitions("workflow", [workflow.workflow_id])
        return workflow.workflow_id

    def run(self, workflow_id: str, *assets: str) -> Ran:
        return self.project.run(assets or NAMES, workflow_id)

    def read(self, path: str = "/", **options: Any) -> str:
        """Start a workflow and run it to its end; returns its id."""
        workflow_id = self.start(path, **options)
        ran = self.run(workflow_id)
        assert ran.success, ran.failure
        return workflow_id

    def workflow(self, workflow_id: str) -> ScrapeWorkflow:
        return find_workflow(self.database, workflow_id)

    def lines(self, workflow_id: str) -> list[ActivityLine]:
        return lines_of(self.blobs, self.workflow(workflow_id))

    def stored(self) -> dict[str, StoredActivity]:
        """Return the activities that are there, by name."""
        return {row.name: row for row in stored_activities(self.database)}


@contextmanager
def guide(home: Path, routes: dict[str, Any] | None = None) -> Iterator[Guide]:
    """Serve the sample guide, or other routes, and open a project beside it."""
    with SiteServer({}) as server, Project(environment(home, CRAWL_ALLOW_HOSTS=server.place)) as project:
        if routes is None:
            for path, (content_type, body) in events(server.url).items():
                server.routes[path] = Reply(body, content_type=content_type)
        else:
            server.routes.update(routes)
        yield Guide(project, server)
