"""The llms.txt that a site has itself is found, linted and compared with the pages that are known."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from crawl_assets.crawl.fetch import Page, PoliteClient
from crawl_assets.durable.journal import Journals
from crawl_assets.durable.records import Scope
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.llms_txt.existing import SHOWN, existing_report, fetch_existing, newest_own_file, places
from crawl_assets.llms_txt.presentation import of_existing
from crawl_assets.llms_txt.registry import add_domain
from crawl_assets.samples.sites import handbook
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations
from crawl_assets_tests.cryptic_bench.projects import Project, environment
from crawl_assets_tests.fakes.site import Reply, Route, SiteServer, redirect

SITE = "https://docs.example.org"
LIVE = [f"{SITE}/", f"{SITE}/a", f"{SITE}/b.html", f"{SITE}/guide/", f"{SITE}/new"]
THEIRS = f"""# Docs

> About the docs.

Read on.

## Guides

- [A]({SITE}/a.md): first
- [B]({SITE}/b.html.md): second
- [Guide]({SITE}/guide/index.md)
- [Gone]({SITE}/gone)

## Optional

- [Home](/): start
- [Elsewhere](https://other.org/x): not ours
- [All]({SITE}/llms-full.txt): whole
"""
PLAIN = "text/plain; charset=utf-8"


def test_their_links_are_compared_with_the_live_pages_twins_standing_for_pages() -> None:
    found = existing_report(THEIRS, LIVE, None, f"{SITE}/")
    assert found.title == "Docs"
    assert found.sections == (("Guides", 4), ("Optional", 3))
    assert found.missing_here == (f"{SITE}/new",)
    assert found.unknown == (f"{SITE}/gone",)
    assert not found.is_ours


def test_it_is_linted() -> None:
    assert existing_report(THEIRS, LIVE, None, f"{SITE}/").errors == [
        "line 16: '/' is not absolute. Write it whole, from http:// or https:// on."
    ]


def test_what_is_said_names_the_pages_and_is_short() -> None:
    many = [f"{SITE}/{number}" for number in range(SHOWN + 7)]
    lines = existing_report("# Docs\n", many).lines()
    assert lines[0] == "Docs: 0 links in 0 sections: none."
    assert f"{len(many)} live pages are not in it:" in lines
    assert "  and 7 more" in lines
    assert str(of_existing(None)["own_llms_txt"].value) == "```\nThe site has none of its own.\n```"


def test_what_a_stranger_s_file_says_is_told_short_and_without_what_a_terminal_obeys() -> None:
    sections = "".join(f"## Section {number} {'long ' * 100}\n" for number in range(SHOWN + 7))
    text = f"# \x1b[31mRed ``` title\n\n{sections}\n- [a](https://docs.example.org/&#27;[2Jx)\n"
    lines = existing_report(text, [f"{SITE}/"]).lines()
    assert lines[0].startswith("[31mRed ''' title: ")
    assert lines[0].endswith("and 7 more.")
    assert all(len(line) < 10_000 and line.isprintable() for line in lines)


def test_our_own_file_is_known_as_ours() -> None:
    found = existing_report(THEIRS, LIVE, THEIRS)
    assert found.is_ours
    assert found.lines() == ["It is ours, to the byte."]


def test_the_nearest_place_comes_first_and_the_root_last() -> None:
    assert places(f"{SITE}/docs/guide/index.html") == [
        f"{SITE}/docs/guide/llms.txt",
        f"{SITE}/docs/llms.txt",
        f"{SITE}/llms.txt",
    ]
    assert places(SITE) == [f"{SITE}/llms.txt"]
    assert places(f"{SITE}/a/b/c/d/e/") == [
        *(f"{SITE}/{path}/llms.txt" for path in ("a/b/c/d/e", "a/b/c/d", "a/b/c")),
        f"{SITE}/llms.txt",
    ]


class Fetching:
    """What fetching from one site finds."""

    def __init__(self, folder: Path) -> None:
        self.blobs = FileBlobs(folder / "blobs")
        self.database = LocalDatabase(folder / "db")
        migrate(self.database, shipped_migrations())
        self.journals = Journals(self.database, self.blobs, folder / "journals")

    def text(self, site: SiteServer, path: str = "/") -> str | None:
        async def get(url: str) -> Page:
            async with PoliteClient(allow_hosts=[site.place], retry=RetryRule(attempts=1)) as client:
                return await client.get(url)

        with self.journals.open(Scope("crawl_pages", uuid4().hex), "run", logging.getLogger("test")) as steps:
            found = fetch_existing(steps, get, self.blobs, f"{site.url}{path}")
        return self.blobs.get(found).decode() if found else None


@pytest.fixture
def fetching(tmp_path: Path) -> Iterator[Fetching]:
    found = Fetching(tmp_path)
    yield found
    found.database.close()


def test_the_most_specific_file_wins(fetching: Fetching) -> None:
    routes: dict[str, Route] = {"/llms.txt": Reply("# Root\n", content_type=PLAIN)}
    with SiteServer(routes) as site:
        assert fetching.text(site, "/docs/") == "# Root\n"
        site.routes["/docs/llms.txt"] = Reply("# Docs\n", content_type="text/markdown")
        assert fetching.text(site, "/docs/") == "# Docs\n"
        assert fetching.text(site, "/") == "# Root\n"


@pytest.mark.parametrize(
    "route",
    [
        Reply("# Title\n", content_type="text/html"),
        Reply("<h1>Not found, but 200</h1>", content_type=PLAIN),
        Reply("Not here\n# Title\n", content_type=PLAIN),
        Reply("## Section\n", content_type=PLAIN),
        Reply("# Title\n", status=404, content_type=PLAIN),
        Reply("# Title\n", status=503, content_type=PLAIN),
        Reply("# " + "x" * 2_000_001, content_type=PLAIN),
        redirect("http://127.0.0.1:9/llms.txt"),
    ],
    ids=["html", "answers-everything", "title-below", "no-title", "missing", "down", "too-large", "away"],
)
def test_what_is_no_llms_txt_is_none(fetching: Fetching, route: Reply) -> None:
    with SiteServer({"/llms.txt": route}) as site:
        assert fetching.text(site) is None


def test_robots_txt_is_asked_first(fetching: Fetching) -> None:
    routes: dict[str, Route] = {
        "/robots.txt": Reply("User-agent: *\nDisallow: /llms.txt\n", content_type=PLAIN),
        "/llms.txt": Reply("# Root\n", content_type=PLAIN),
    }
    with SiteServer(routes) as site:
        assert fetching.text(site) is None
        assert site.count("/llms.txt") == 0


def test_a_crawl_keeps_the_file_checks_it_and_the_command_tells_it(tmp_path: Path) -> None:
    with SiteServer({}) as site, Project(environment(tmp_path / "home", CRAWL_ALLOW_HOSTS=site.place)) as project:
        for path, (content_type, body) in handbook(site.url).items():
            site.routes[path] = Reply(body, content_type=content_type)
        domain = add_domain(project.database, site.url, datetime.now(UTC)).domain
        project.instance.add_dynamic_partitions("domain", [domain])
        ran = project.run(["crawl_pages", "page_versions", "llms_txt_artifacts", "crawl_report"], domain)
        assert ran.success, ran.failure
        assert ran.checks["own_llms_txt_is_sound"].passed
        assert site.count("/robots.txt") == 1  # the client that crawled has asked, and waits its turn on the host
        assert "The site has no llms.txt of its own." in project.cli("llms", "show", domain).output

        theirs = f"# Ferry\n\n## Pages\n\n* [Times]({site.url}/times.html): when\n"
        site.routes["/llms.txt"] = Reply(theirs, content_type=PLAIN)
        ran = project.run(["crawl_pages", "page_versions", "llms_txt_artifacts", "crawl_report"], domain)
        assert ran.success, ran.failure
        blob = newest_own_file(project.database, domain)
        assert blob is not None
        assert project.store.blobs.get(blob).decode() == theirs
        assert ran.failed_checks == ["own_llms_txt_is_sound"]
        assert "line 5: the item begins with '*'" in ran.problems("own_llms_txt_is_sound")
        said = project.cli("llms", "show", domain).output
        assert "Ferry: 1 links in 1 sections: Pages (1)." in said
        assert f"2 live pages are not in it:\n    {site.url}/\n    {site.url}/fares.html" in said
