"""Defect D: however many runs find that a site is ready, one version comes of it."""

from datetime import UTC, datetime
from pathlib import Path

from crawl_assets.llms_txt.publishing import stored_artifacts
from crawl_assets.llms_txt.registry import add_domain
from crawl_assets.samples.sites import guide
from crawl_assets_tests.cryptic_bench.projects import Project, environment
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.fakes.site import Reply, SiteServer

REFUSED = 3


def publish(home: Path, domain: str) -> None:
    """Publish what was crawled; the main function of a child, that exits with REFUSED when another one is at it."""
    with Project(environment(home)) as project:
        project.instance.add_dynamic_partitions("domain", [domain])
        ran = project.run(["llms_txt_artifacts"], domain)
    if not ran.success:
        assert "JournalInUse" in ran.failure, ran.failure
        raise SystemExit(REFUSED)


def test_defect_d_runs_at_the_same_time_publish_one_version(tmp_path: Path) -> None:
    with SiteServer({}) as site, Project(environment(tmp_path, CRAWL_ALLOW_HOSTS=site.place)) as project:
        for path, (content_type, body) in guide(site.url).items():
            site.routes[path] = Reply(body, content_type=content_type)
        domain = add_domain(project.database, site.url, datetime.now(UTC)).domain
        project.instance.add_dynamic_partitions("domain", [domain])
        ran = project.run(["crawl_pages", "page_versions"], domain)
        assert ran.success, ran.failure
        ends = [join(process) for process in [start(publish, tmp_path, domain) for _ in range(4)]]
        rows = stored_artifacts(project.database, domain)
    assert set(ends) <= {0, REFUSED}
    assert 0 in ends
    assert {row.version for row in rows} == {1}
    assert len({row.path for row in rows}) == len(rows) > 3
