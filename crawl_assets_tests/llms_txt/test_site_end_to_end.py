"""A site becomes llms.txt, and changes only when the site does."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawl_assets.llms_txt.publishing import published, roll_back, stored_artifacts
from crawl_assets.llms_txt.registry import add_domain, find_domain, newest_job
from crawl_assets.llms_txt.rows import CrawlReport, PageVersion
from crawl_assets.samples.sites import edit_a_fare, guide, handbook, journal
from crawl_assets.store.database import Where
from crawl_assets.store.rows import load
from crawl_assets_tests.cryptic_bench.projects import Project, Ran, environment
from crawl_assets_tests.fakes.site import Reply, SiteServer

CRAWL = ["crawl_pages", "page_versions", "llms_txt_artifacts", "crawl_report"]


class Site:
    """A sample site on loopback, registered in a project of its own."""

    def __init__(self, project: Project, server: SiteServer, routes: dict[str, tuple[str, bytes]]) -> None:
        self.project, self.server, self.routes = project, server, routes
        self.name = add_domain(project.database, server.url, datetime.now(UTC)).domain
        project.instance.add_dynamic_partitions("domain", [self.name])
        self.serve()

    def serve(self) -> None:
        for path, (content_type, body) in self.routes.items():
            self.server.routes[path] = Reply(body, content_type=content_type)

    def crawl(self) -> Ran:
        self.serve()
        ran = self.project.run(CRAWL, self.name)
        assert ran.success, ran.failure
        return ran

    def files(self) -> dict[str, str]:
        rows = published(self.project.database, find_domain(self.project.database, self.name))
        return {row.path: self.project.store.blobs.get(row.blob).decode() for row in rows}

    def versions(self) -> int:
        return max((row.version for row in stored_artifacts(self.project.database, self.name)), default=0)

    def newest(self) -> dict[str, str]:
        """Return the outcome of each page in the newest crawl, by its path."""
        job = newest_job(self.project.database, self.name)
        assert job is not None
        rows = load(self.project.database, "page_versions", PageVersion, Where("job_id = ?", (job.job_id,)))
        return {row.url.removeprefix(self.server.url): row.outcome for row in rows}


@pytest.fixture(params=[guide, journal, handbook], ids=lambda make: str(make.__name__))
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with SiteServer({}) as server, Project(environment(tmp_path, CRAWL_ALLOW_HOSTS=server.place)) as project:
        yield Site(project, server, dict(request.param(server.url)))


@pytest.fixture
def ferry(tmp_path: Path) -> Iterator[Site]:
    with SiteServer({}) as server, Project(environment(tmp_path, CRAWL_ALLOW_HOSTS=server.place)) as project:
        yield Site(project, server, dict(handbook(server.url)))


def pages_of(site: Site) -> set[str]:
    return {path for path, (content_type, _) in site.routes.items() if content_type.startswith("text/html")}


def test_every_page_is_linked_from_llms_txt_and_whole_in_the_full_text(site: Site) -> None:
    ran = site.crawl()
    assert ran.failed_checks == []
    files = site.files()
    assert files["llms.txt"].startswith("# ")
    for path in pages_of(site):
        if path != "/":
            assert f"{site.server.url}{path}" in files["llms.txt"] + files["llms-full.txt"]
    assert len([path for path in files if path.startswith("pages/")]) == len(pages_of(site))


def test_an_unchanged_site_is_the_same_to_the_byte_and_makes_no_version(site: Site) -> None:
    site.crawl()
    before = site.files()
    site.crawl()
    assert site.files() == before
    assert site.versions() == 1
    assert set(site.newest().values()) == {"same"}


def test_one_edited_page_is_one_changed_version(ferry: Site) -> None:
    ferry.crawl()
    edit_a_fare(ferry.routes)
    ferry.crawl()
    assert ferry.newest() == {"/": "same", "/times.html": "same", "/fares.html": "changed"}
    assert ferry.versions() == 2
    assert "12.80" in ferry.files()["llms-full.txt"]


def test_defect_h_a_page_that_fails_keeps_its_last_version(ferry: Site) -> None:
    ferry.crawl()
    before = ferry.files()
    ferry.server.routes["/fares.html"] = Reply(b"away", status=403)
    ferry.routes.pop("/fares.html")
    ferry.crawl()
    assert ferry.newest()["/fares.html"] == "failed"
    assert ferry.files() == before


def test_a_page_that_is_gone_is_taken_out(ferry: Site) -> None:
    ferry.crawl()
    ferry.server.routes["/fares.html"] = Reply(b"gone", status=410)
    ferry.routes.pop("/fares.html")
    ferry.crawl()
    assert ferry.newest()["/fares.html"] == "gone"
    assert not any("fares" in path for path in ferry.files())


def test_a_crawl_that_sees_under_half_of_the_pages_publishes_nothing_and_says_why(ferry: Site) -> None:
    ferry.crawl()
    before = ferry.files()
    for path in ("/times.html", "/fares.html"):
        ferry.server.routes[path] = Reply(b"", status=403)
        ferry.routes.pop(path)
    ferry.serve()
    ran = ferry.project.run(CRAWL, ferry.name)
    assert ferry.files() == before
    assert "crawl_saw_most_pages" in ran.failed_checks
    assert "the crawl saw 1 of 3 known pages" in ran.problems("crawl_saw_most_pages")


def test_a_rollback_holds_while_the_site_is_the_same_and_ends_with_the_next_version(ferry: Site) -> None:
    ferry.crawl()
    before = ferry.files()
    edit_a_fare(ferry.routes)
    ferry.crawl()
    roll_back(ferry.project.database, find_domain(ferry.project.database, ferry.name), 1)
    ferry.crawl()
    assert ferry.files() == before
    content_type, body = ferry.routes["/times.html"]
    ferry.routes["/times.html"] = (content_type, body.replace(b"</h1>", b" in winter</h1>"))
    ferry.crawl()
    assert ferry.versions() == 3
    assert "12.80" in ferry.files()["llms-full.txt"]


def test_the_report_counts_what_a_crawl_changed(ferry: Site) -> None:
    ferry.crawl()
    edit_a_fare(ferry.routes)
    ferry.crawl()
    rows = sorted(load(ferry.project.database, "crawl_report", CrawlReport), key=lambda row: row.crawled_at)
    assert [(row.pages, row.new, row.changed, row.same, row.version, row.is_published) for row in rows] == [
        (3, 3, 0, 0, 1, True),
        (3, 0, 1, 2, 2, True),
    ]


def test_a_shrink_that_a_person_accepts_is_published_and_reported(ferry: Site) -> None:
    ferry.crawl()
    for path in ("/times.html", "/fares.html"):
        ferry.server.routes[path] = Reply(b"", status=410)
        ferry.routes.pop(path)
    ferry.serve()
    assert not ferry.project.run(CRAWL, ferry.name).success
    ran = ferry.project.run(CRAWL[2:], ferry.name, accept_shrink=True)
    assert ran.success, ran.failure
    assert "crawl_saw_most_pages" not in ran.failed_checks
    assert not any("fares" in path for path in ferry.files())
    assert sorted(row.pages for row in load(ferry.project.database, "crawl_report", CrawlReport)) == [1, 3]


def test_a_site_that_cannot_be_had_fails_the_crawl_with_its_reason_and_what_is_published_stays(ferry: Site) -> None:
    ferry.crawl()
    before = ferry.files()
    for path in list(ferry.routes):
        ferry.server.routes[path] = Reply(b"", status=403)
    ran = ferry.project.run(CRAWL, ferry.name)
    assert not ran.success
    assert f"No page of {ferry.name} could be had: {ferry.server.url}/: HTTP 403" in ran.failure
    assert ferry.files() == before
    job = newest_job(ferry.project.database, ferry.name)
    assert job is not None
    assert job.state == "failed"
    ferry.crawl()
    assert set(ferry.newest().values()) == {"same"}
