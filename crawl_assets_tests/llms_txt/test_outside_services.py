"""A domain may be crawled by Firecrawl, and people are told by mail; what comes of it is the same."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from crawl_assets.llms_txt.publishing import published
from crawl_assets.llms_txt.registry import add_domain, find_domain
from crawl_assets.samples.sites import edit_a_fare, handbook
from crawl_assets_tests.cryptic_bench.projects import Project, Ran, environment
from crawl_assets_tests.fakes.firecrawl import FirecrawlServer
from crawl_assets_tests.fakes.resend import ResendServer
from crawl_assets_tests.fakes.site import Reply, SiteServer

CRAWL = ["crawl_pages", "page_versions", "llms_txt_artifacts", "crawl_report"]


@pytest.fixture
def ferry() -> Iterator[SiteServer]:
    with SiteServer({}) as server:
        serve(server, dict(handbook(server.url)))
        yield server


def serve(server: SiteServer, routes: dict[str, tuple[str, bytes]]) -> None:
    for path, (content_type, body) in routes.items():
        server.routes[path] = Reply(body, content_type=content_type)


def crawled(project: Project, site: SiteServer, **options: str) -> Ran:
    domain = add_domain(project.database, site.url, datetime.now(UTC), **options)
    project.instance.add_dynamic_partitions("domain", [domain.domain])
    ran = project.run(CRAWL, domain.domain)
    assert ran.success, ran.failure
    return ran


def test_a_domain_that_firecrawl_crawls_is_published_alike(tmp_path: Path, ferry: SiteServer) -> None:
    with FirecrawlServer() as firecrawl:
        settings = {"FIRECRAWL_BASE_URL": firecrawl.base_url, "FIRECRAWL_API_KEY": firecrawl.key}
        with Project(environment(tmp_path, **settings)) as project:
            crawled(project, ferry, source="firecrawl")
            domain = find_domain(project.database, ferry.url.removeprefix("http://"))
            files = {row.path for row in published(project.database, domain)}
    assert files == {"llms.txt", "llms-full.txt", "pages/index.md", "pages/times.html.md", "pages/fares.html.md"}


def test_without_a_key_of_firecrawl_the_crawl_says_what_to_do(tmp_path: Path, ferry: SiteServer) -> None:
    with Project(environment(tmp_path)) as project:
        domain = add_domain(project.database, ferry.url, datetime.now(UTC), source="firecrawl")
        project.instance.add_dynamic_partitions("domain", [domain.domain])
        ran = project.run(CRAWL, domain.domain)
    assert not ran.success
    assert "FIRECRAWL_API_KEY" in ran.failure


def test_a_new_version_is_told_by_mail_once_and_an_unchanged_site_is_not(tmp_path: Path, ferry: SiteServer) -> None:
    with ResendServer() as resend:
        settings = {"RESEND_BASE_URL": resend.base_url, "RESEND_API_KEY": resend.key, "MAIL_TO": "us@example.org"}
        settings |= {"MAIL_FROM": "docs@example.org", "CRAWL_ALLOW_HOSTS": ferry.place}
        with Project(environment(tmp_path, **settings)) as project:
            crawled(project, ferry)
            crawled(project, ferry)
            assert len(resend.mails) == 1
            routes = dict(handbook(ferry.url))
            edit_a_fare(routes)
            serve(ferry, routes)
            ran = crawled(project, ferry)
    assert len(resend.mails) == 2
    assert resend.key not in str(ran.metadata)


def test_without_a_key_of_resend_mail_is_a_file_in_the_outbox(tmp_path: Path, ferry: SiteServer) -> None:
    settings = {"MAIL_TO": "us@example.org", "CRAWL_ALLOW_HOSTS": ferry.place}
    with Project(environment(tmp_path, **settings)) as project:
        crawled(project, ferry)
    (file,) = (tmp_path / "outbox").glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["To"] == "us@example.org"
    assert "llms.txt version 1, 3 new, 0 changed, 0 removed, 0 failed" in mail["Subject"]


def test_a_mail_that_cannot_be_sent_does_not_undo_what_is_published(tmp_path: Path, ferry: SiteServer) -> None:
    with ResendServer() as resend:
        settings = {"RESEND_BASE_URL": resend.base_url, "RESEND_API_KEY": "re_wrong", "MAIL_TO": "us@example.org"}
        settings |= {"MAIL_FROM": "docs@example.org", "CRAWL_ALLOW_HOSTS": ferry.place}
        with Project(environment(tmp_path, **settings)) as project:
            ran = crawled(project, ferry)
    assert resend.mails == []
    assert str(ran.metadata["crawl_report"]["mail"]).startswith("not sent: ")
