"""The database refuses in the middle of a workflow: said clearly, nothing lost, and a rerun ends as if nothing was."""

from pathlib import Path

from crawl_assets.activities.assets import NAMES
from crawl_assets.activities.downloading import content
from crawl_assets.activities.raw.order import ScrapeOrder
from crawl_assets.activities.registry import find_workflow, start_workflow
from crawl_assets.activities.workflows import LINES
from crawl_assets_tests.activities.test_kill_nine import generated_guide, picture
from crawl_assets_tests.activities.workflows import STARTED
from crawl_assets_tests.cryptic_bench.projects import Project, environment
from crawl_assets_tests.fakes.hrana import HranaServer
from crawl_assets_tests.fakes.hrana_faults import Status
from crawl_assets_tests.fakes.site import Line, SiteServer

COUNT = 6


def lines_of(project: Project, workflow_id: str) -> bytes:
    return content(project.store.blobs, find_workflow(project.database, workflow_id), LINES)


def started(project: Project, site: SiteServer) -> str:
    order = ScrapeOrder(site.url, max_pages=COUNT + 1)
    workflow_id = start_workflow(project.database, order, STARTED, auto_import=True).workflow_id
    project.instance.add_dynamic_partitions("workflow", [workflow_id])
    return workflow_id


def test_a_database_that_refuses_in_the_middle_fails_the_run_and_a_rerun_heals(tmp_path: Path) -> None:
    with SiteServer(generated_guide(COUNT)) as site:
        with Project(environment(tmp_path / "calm", CRAWL_ALLOW_HOSTS=site.place)) as project:
            calm = started(project, site)
            assert project.run(NAMES, calm).success
            expected = lines_of(project, calm)
        with HranaServer(tmp_path / "turso.db") as turso:
            is_told = False

            def refuse_from_now_on(line: Line) -> None:
                nonlocal is_told
                if not is_told:
                    turso.next(Status(401), times=4)
                    is_told = True
                body = picture(1)
                head = f"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {len(body)}\r\n\r\n"
                line.send(head.encode() + body)

            site.routes["/p/1.png"] = refuse_from_now_on
            remote = environment(tmp_path / "home", CRAWL_ALLOW_HOSTS=site.place, TURSO_DATABASE_URL=turso.url)
            with Project(remote) as project:
                workflow_id = started(project, site)
                ran = project.run(NAMES, workflow_id)
                assert not ran.success
                assert "TURSO_AUTH_TOKEN" in ran.failure
                pages = site.count("/e/1")
                ran = project.run(NAMES, workflow_id)
                assert ran.success, ran.failure
                assert site.count("/e/1") == pages
                assert lines_of(project, workflow_id) == expected
                assert find_workflow(project.database, workflow_id).import_summary["imported"] == COUNT
