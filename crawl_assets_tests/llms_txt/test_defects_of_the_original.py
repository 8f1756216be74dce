"""Defects of the system that this one replaces, each with what holds now, over whole crawls and by the commands."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawl_assets.inbox.admission import Secrets
from crawl_assets.llms_txt.composing.files import compose, read_rules
from crawl_assets.llms_txt.lifecycle import live_pages
from crawl_assets.llms_txt.linting.lint import lint_files
from crawl_assets.llms_txt.publishing import published
from crawl_assets.llms_txt.registry import add_domain, find_domain
from crawl_assets.llms_txt.rows import CrawlPage, PageVersion
from crawl_assets.store.rows import load
from crawl_assets_tests.cryptic_bench.projects import Project, Ran, environment
from crawl_assets_tests.fakes.firecrawl import FirecrawlServer
from crawl_assets_tests.fakes.resend import ResendServer
from crawl_assets_tests.fakes.site import SiteServer, redirect
from crawl_assets_tests.inbox.receiving import deliver, ledger_in, receiving
from crawl_assets_tests.inbox.webhooks import firecrawl, page_event
from crawl_assets_tests.llms_txt.sites import HOME, SITE, many, page

CRAWL = ["crawl_pages", "page_versions", "llms_txt_artifacts", "crawl_report"]


class Crawled:
    """A site on loopback and a project that crawls it."""

    def __init__(self, server: SiteServer, project: Project) -> None:
        self.server, self.project = server, project

    def add(self, **options: Any) -> str:
        domain = add_domain(self.project.database, self.server.url, datetime.now(UTC), **options).domain
        self.project.instance.add_dynamic_partitions("domain", [domain])
        return domain

    def crawl(self, domain: str) -> Ran:
        return self.project.run(CRAWL, domain)

    def live(self) -> list[str]:
        rows = live_pages(load(self.project.database, "page_versions", PageVersion))
        return [row.url.removeprefix(self.server.url) for row in rows]

    def files(self, domain: str) -> dict[str, str]:
        rows = published(self.project.database, find_domain(self.project.database, domain))
        return {row.path: self.project.store.blobs.get(row.blob).decode() for row in rows}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Crawled]:
    with (
        SiteServer({}) as server,
        Project(environment(tmp_path / "home", CRAWL_ALLOW_HOSTS=server.place)) as project,
    ):
        yield Crawled(server, project)


def html(title: str, links: str = "", head: str = "") -> str:
    """Make a page with enough text to be one."""
    text = f"All there is to say about {title}, in a sentence that is long enough to be what the page is about."
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><main><h1>{title}</h1><p>{text}</p>"
        f"<p>{links}</p></main></body></html>"
    )


def test_defect_i_every_page_is_once_in_the_whole_text_and_no_list_is_cut_off() -> None:
    pages = [page("/"), *many("guide", 700), *many("guide/more", 300), page("/a"), page("/a/b")]
    files = compose(SITE, pages, read_rules({}))
    whole = "".join(text for path, text in files.items() if path.startswith("llms-full"))
    lists = "".join(text for path, text in files.items() if path.endswith("llms.txt"))
    for one in pages:
        assert whole.count(f"\nSource: {one.url}\n") == 1
        assert lists.count(f"]({one.url})") == 1
    assert [
        found
        for found in lint_files(files, f"{HOME}/", known_urls={one.url for one in pages})
        if found.level == "error"
    ] == []
    assert "```" not in lists


def test_defect_m_pages_whose_addresses_look_alike_have_files_of_their_own_with_their_own_text(site: Crawled) -> None:
    paths = ["/a-b", "/a_b", "/A.b", "/a/b", "/a?b=1", "/" + "long-" * 60]
    site.server.routes["/"] = html("Home", " ".join(f'<a href="{path}">{path}</a>' for path in paths))
    for number, path in enumerate(paths):
        site.server.routes[path] = html(f"Page number {number}")
    domain = site.add()
    ran = site.crawl(domain)
    assert ran.success, ran.failure
    twins = {path: text for path, text in site.files(domain).items() if path.startswith("pages/")}
    assert len(twins) == len({path.lower() for path in twins}) == len(paths) + 1
    assert max(map(len, twins)) < 200
    for number, path in enumerate(paths):
        (text,) = [text for text in twins.values() if f"\nSource: {site.server.url}{path}\n" in text]
        assert f"# Page number {number}\n" in text


def test_defect_n_one_page_under_many_addresses_is_one_page(site: Crawled) -> None:
    links = ["/guide", "/guide#part", "/guide?utm_source=mail", "/guide?gclid=1#part", "/old", "/print"]
    routes = site.server.routes
    routes["/"] = html("Home", " ".join(f'<a href="{link}">{link}</a>' for link in links))
    routes["/guide"] = html("The guide")
    routes["/old"] = redirect("/guide", 301)
    routes["/print"] = html("The guide", head=f'<link rel="canonical" href="{site.server.url}/guide">')
    ran = site.crawl(site.add())
    assert ran.success, ran.failure
    assert site.live() == ["/", "/guide"]


@pytest.mark.parametrize(
    ("url", "domain", "start"),
    [
        ("HTTPS://Docs.Example.ORG:443/Guide#part", "docs.example.org", "/Guide"),
        ("docs.example.org", "docs.example.org", "/"),
        ("https://www.example.org", "www.example.org", "/"),
        ("http://127.0.0.1:8510/docs/", "127.0.0.1:8510", "/docs/"),
    ],
)
def test_defect_n_a_domain_is_its_host_in_lower_case_and_www_stays(
    site: Crawled, url: str, domain: str, start: str
) -> None:
    added = add_domain(site.project.database, url, datetime.now(UTC))
    assert added.domain == domain
    assert added.start_url.endswith(start)


def test_defect_r_a_known_domain_gets_what_is_given_and_keeps_the_rest(site: Crawled) -> None:
    database, now = site.project.database, datetime.now(UTC)
    add_domain(database, HOME, now, interval_minutes=60, model="acme/one", title="Docs")
    again = add_domain(database, HOME, now, interval_minutes=30, model="acme/two")
    assert (again.interval_minutes, again.model, again.title) == (30, "acme/two", "Docs")
    said = site.project.cli("llms", "edit", SITE.domain, "--interval", "2h", "--max-pages", "9")
    assert "every 120 minutes, at most 9 pages" in said.output
    changed = find_domain(database, SITE.domain)
    assert (changed.interval_minutes, changed.max_pages, changed.model) == (120, 9, "acme/two")


def test_defect_r_the_cap_on_pages_has_effect(site: Crawled) -> None:
    site.server.routes["/"] = html("Home", " ".join(f'<a href="/{n}">{n}</a>' for n in range(20)))
    for number in range(20):
        site.server.routes[f"/{number}"] = html(f"Page {number}")
    ran = site.crawl(site.add(max_pages=5))
    assert ran.success, ran.failure
    assert len(load(site.project.database, "crawl_pages", CrawlPage)) == 5
    assert len(site.live()) == 5


def test_defect_r_every_crawl_and_every_version_is_shown_and_can_be_compared(site: Crawled) -> None:
    domain = site.add()
    for price in (10, 20, 30, 40):
        site.server.routes["/"] = html(f"Price {price}")
        ran = site.crawl(domain)
        assert ran.success, ran.failure
    shown = site.project.cli("llms", "show", domain).output
    versions = [line.split()[-1] for line in shown.splitlines() if line.startswith("20")]
    assert sorted(versions) == ["1", "2", "3", "4"]
    compared = site.project.cli("llms", "diff", domain, "1", "4").output
    assert "-# Price 10" in compared
    assert "+# Price 40" in compared


def test_defect_s_without_a_secret_no_webhook_is_let_in(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    with receiving(ledger, Secrets({})) as client:
        assert deliver(client, firecrawl(page_event(1))).status_code == 503
    assert ledger.database.query("SELECT id FROM inbox_events") == []


@pytest.mark.parametrize("source", ["127.0.0.1", "localhost"])
def test_defect_s_a_private_address_is_not_crawled_unless_it_is_allowed_by_name(tmp_path: Path, source: str) -> None:
    with SiteServer({"/": html("Inside")}) as server, Project(environment(tmp_path / "home")) as project:
        url = server.url.replace("127.0.0.1", source)
        domain = add_domain(project.database, url, datetime.now(UTC)).domain
        project.instance.add_dynamic_partitions("domain", [domain])
        project.run(CRAWL, domain)
        assert server.requests == []
        assert published(project.database, find_domain(project.database, domain)) == []


@pytest.mark.parametrize("right", [True, False], ids=["right-keys", "wrong-keys"])
def test_defect_s_no_key_is_in_what_a_run_says(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, right: bool
) -> None:
    with SiteServer({"/": html("Home")}) as server, FirecrawlServer() as fire, ResendServer() as mail:
        keys = [fire.key, mail.key] if right else ["fc-s3cr3t-s3cr3t", "re_s3cr3t_s3cr3t"]
        settings = {"FIRECRAWL_BASE_URL": fire.base_url, "FIRECRAWL_API_KEY": keys[0]}
        settings |= {"RESEND_BASE_URL": mail.base_url, "RESEND_API_KEY": keys[1], "MAIL_TO": "us@example.org"}
        settings |= {"MAIL_FROM": "docs@example.org", "CRAWL_ALLOW_HOSTS": server.place}
        with Project(environment(tmp_path / "home", **settings)) as project:
            site = Crawled(server, project)
            by_firecrawl = site.crawl(site.add(source="firecrawl"))
            assert by_firecrawl.success == right
            ours = site.crawl(site.add(source="own"))
            assert ours.success, ours.failure
            said = [
                str(entry) for ran in (by_firecrawl, ours) for entry in project.instance.all_logs(ran.result.run_id)
            ]
            rows = [str(project.database.query(f"SELECT * FROM {table}")) for table in ("crawl_jobs", "crawl_report")]
    out, err = capfd.readouterr()
    told = "\n".join([*said, *rows, out, err, caplog.text])
    assert "crawl_pages" in told
    for key in keys:
        assert key not in told
        assert key[:12] not in told
