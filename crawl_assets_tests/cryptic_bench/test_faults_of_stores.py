"""Databases and blogs in trouble: one clear line on the command line, a readable failure of a run; a rerun finishes."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawl_assets_tests.cryptic_bench.projects import (
    BASELINE,
    ONE,
    REPO,
    SCRAPE,
    TWO,
    WEEK,
    Project,
    cli,
    elsewhere,
    ended,
    environment,
    process,
    sample_site,
    small_week,
)
from crawl_assets_tests.fakes.hrana import HranaServer
from crawl_assets_tests.fakes.openai import OpenAIServer
from crawl_assets_tests.fakes.site import Reply, SiteServer, redirect

TOKEN = "eyJ-the-secret-token"
QUILLON = "/2026/01/06/guardian-99001-quillon/"
BOARD = ("cryptic", "leaderboard")


@pytest.fixture
def site() -> Iterator[SiteServer]:
    with sample_site() as site:
        yield site


def refused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def one_line(environ: dict[str, str], *arguments: str) -> str:
    """Return the one line that a failing command ends with."""
    result = cli(environ, *arguments)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


def command(environ: dict[str, str], *arguments: str, without_rights: bool = False) -> "subprocess.Popen[str]":
    """Start a real `crawl-assets`; `without_rights`: also root has only those that the files' modes give."""
    start = [sys.executable, "-c", "from crawl_assets.cli import main; main()", *arguments]
    if without_rights and os.getuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root cannot give up its rights without setpriv")
        rights = "-dac_override,-dac_read_search"
        start = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}", *start]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.Popen(
        start,
        cwd=elsewhere(environ),
        env=kept | {"PYTHONPATH": str(REPO)} | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_a_wrong_token_is_named_and_a_right_one_goes_on(tmp_path: Path, site: SiteServer) -> None:
    with HranaServer(tmp_path / "turso.db", token=TOKEN) as turso:
        wrong = environment(tmp_path, site, TURSO_DATABASE_URL=turso.url, TURSO_AUTH_TOKEN="eyJ-wrong")
        line = one_line(wrong, *BOARD)
        assert "TURSO_AUTH_TOKEN" in line and "eyJ" not in line
        with Project(wrong) as project:
            failure = project.run(SCRAPE, WEEK).failure
            assert "TURSO_AUTH_TOKEN" in failure and "eyJ" not in failure
        with Project(wrong | {"TURSO_AUTH_TOKEN": TOKEN}) as project:
            assert project.run(SCRAPE, WEEK).success


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://turso.example.com", "Use https://"),
        ("libsql://name.turso.io?authToken=eyJ-the-secret-token", "TURSO_AUTH_TOKEN"),
        ("postgres://host/db", "postgres://, which is not known"),
        ("libsql://", "is no address"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused(tmp_path: Path, url: str, says: str) -> None:
    line = one_line(environment(tmp_path, TURSO_DATABASE_URL=url, TURSO_AUTH_TOKEN=TOKEN), *BOARD)
    assert says in line and TOKEN not in line


def test_what_does_not_answer_is_given_up_within_seconds_and_named(tmp_path: Path, site: SiteServer) -> None:
    token, nobody = {"TURSO_AUTH_TOKEN": TOKEN}, f"127.0.0.1:{refused_port()}"
    no_blog = environment(tmp_path, CRYPTIC_FEED_URL=f"http://{nobody}/feed.xml", CRAWL_ALLOW_HOSTS=nobody)
    scraping = process(no_blog, SCRAPE, WEEK)
    refusing = environment(tmp_path, site, TURSO_DATABASE_URL=f"http://{nobody}", **token)
    nameless = environment(tmp_path, TURSO_DATABASE_URL="libsql://no-such-database.invalid", **token)
    running = {"127.0.0.1": command(refusing, *BOARD), "no-such-database.invalid": command(nameless, *BOARD)}
    with Project(refusing) as project:
        failure = project.run(SCRAPE, WEEK).failure
    assert "127.0.0.1" in failure and "Check TURSO_DATABASE_URL" in failure and TOKEN not in failure
    for host, process_of in running.items():
        code, said = ended(process_of)
        (line,) = said.splitlines()
        assert code == 1
        assert host in line and "Check TURSO_DATABASE_URL" in line and TOKEN not in line
    code, said = ended(scraping)
    assert code == 1
    assert f"http://{nobody}/feed.xml" in said


@pytest.mark.parametrize("content", [b"not a database at all" * 500, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_named_and_a_new_one_is_made_once_it_is_moved(
    tmp_path: Path, site: SiteServer, content: bytes
) -> None:
    file, environ = tmp_path / "crawl_assets.db", environment(tmp_path, site)
    file.write_bytes(content)
    assert f"{file} is damaged or is not an SQLite database. Move it away" in one_line(environ, *BOARD)
    with Project(environ) as project:
        assert "is damaged or is not an SQLite database" in project.run(SCRAPE, WEEK).failure
    assert file.read_bytes() == content
    file.rename(tmp_path / "damaged.db")
    with Project(environ) as project:
        assert project.run(SCRAPE, WEEK).success


def test_pages_overwritten_in_the_middle_of_a_week_fail_the_run_that_reads_them(
    tmp_path: Path, site: SiteServer
) -> None:
    environ = environment(tmp_path, site)
    with Project(environ) as project:
        assert project.run(SCRAPE, WEEK).success
        page = project.database.query("SELECT rootpage AS page FROM sqlite_master WHERE name = 'clues'")[0]["page"]
    with (tmp_path / "crawl_assets.db").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(os.urandom(4096))
    with Project(environ) as project:
        assert "is damaged" in project.ask(BASELINE).failure


def test_no_permission_to_write_is_one_line_and_what_was_kept_is_still_there_afterwards(tmp_path: Path) -> None:
    environ = environment(tmp_path / "home")
    assert cli(environ, "cryptic", "models", "add", ONE).exit_code == 0
    (tmp_path / "home").chmod(0o500)
    for file in (tmp_path / "home").glob("crawl_assets.db*"):
        file.chmod(0o400)
    code, said = ended(command(environ, "cryptic", "models", "add", TWO, without_rights=True))
    (tmp_path / "home").chmod(0o700)
    for file in (tmp_path / "home").glob("crawl_assets.db*"):
        file.chmod(0o600)
    assert code == 1, said
    (line,) = said.splitlines()
    assert str(tmp_path / "home" / "crawl_assets.db") in line and "write access" in line
    assert cli(environ, "cryptic", "models", "add", TWO).exit_code == 0
    assert ONE in cli(environ, "cryptic", "models", "list").stdout


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_disk_that_gets_full_in_the_middle_of_a_paid_week_loses_nothing_that_was_stored(small_disk: Path) -> None:
    ballast = small_disk / "ballast"

    asked: list[str] = []

    def last_words(clue: str) -> str:
        asked.append(clue)
        if len(asked) == 12:
            with ballast.open("wb", buffering=0) as file:
                try:
                    while file.write(b"x" * 4096):
                        pass
                except OSError:
                    pass
        return "LISTEN"

    with OpenAIServer(last_words) as provider, Project(environment(small_disk, None, provider)) as project:
        project.add_models(ONE)
        project.keep_week(small_week(20))
        ran = project.ask()
        assert not ran.success
        assert "has no space left. Free some" in ran.failure
        assert project.everything()["model_responses"] == []
        at_failure = provider.count(ONE)
        done = project.database.query("SELECT count(*) AS n FROM journal_steps WHERE state = 'done'")[0]["n"]
        assert done >= at_failure - 8 - 8, "a group of results at most, and those in flight"
        ballast.unlink()
        again = project.ask()
        assert (again.failure, again.failed_checks) == ("", [])
        assert provider.count(ONE) == at_failure + 20 - done
        assert len(project.everything()["evaluations"]) == 20


@pytest.mark.parametrize(
    ("path", "route", "says"),
    [
        ("/feed.xml", Reply("gone", status=404), "404"),
        ("/feed.xml", Reply("<html><body>Checking your browser</body></html>"), "feed"),
        ("/feed.xml", Reply("", content_type="application/rss+xml"), "feed"),
        ("/feed.xml", redirect("/feed.xml"), "redirect"),
        ("/robots.txt", Reply("User-agent: *\nDisallow: /", content_type="text/plain"), "robots.txt"),
    ],
)
def test_a_blog_that_cannot_be_read_fails_the_scrape_with_its_address_and_why(
    tmp_path: Path, site: SiteServer, path: str, route: Reply, says: str
) -> None:
    well, site.routes[path] = site.routes[path], route
    with Project(environment(tmp_path, site)) as project:
        failure = project.run(SCRAPE, WEEK).failure
        assert says in failure and f"{site.url}/feed.xml" in failure
        site.routes[path] = well
        again = project.run(SCRAPE, WEEK)
        assert (again.failure, again.failed_checks) == ("", [])


def test_a_private_blog_that_was_not_allowed_says_which_setting_allows_it(tmp_path: Path, site: SiteServer) -> None:
    with Project(environment(tmp_path, site, CRAWL_ALLOW_HOSTS="")) as project:
        assert "CRAWL_ALLOW_HOSTS" in project.run(SCRAPE, WEEK).failure


def test_one_post_that_fails_is_listed_and_comes_with_the_next_scrape(tmp_path: Path, site: SiteServer) -> None:
    well, site.routes[QUILLON] = site.routes[QUILLON], Reply("gone", status=404)
    with Project(environment(tmp_path, site)) as project:
        ran = project.run(SCRAPE, WEEK)
        assert ran.metadata["puzzles"]["dagster/row_count"] == 1
        assert QUILLON in ran.metadata["puzzles"]["posts_failed"]
        site.routes[QUILLON] = well
        assert project.run(SCRAPE, WEEK).metadata["clues"]["dagster/row_count"] == 53
        site.routes[QUILLON] = Reply("gone", status=404)
        assert project.run(SCRAPE, WEEK).metadata["clues"]["dagster/row_count"] == 53, "what was kept stays"


def test_a_post_that_is_unchanged_is_not_sent_again(tmp_path: Path, site: SiteServer) -> None:
    site.routes[QUILLON] = replace(site.routes[QUILLON], etag='"1"')
    with Project(environment(tmp_path, site)) as project:
        for _ in range(2):
            assert project.run(SCRAPE, WEEK).metadata["clues"]["dagster/row_count"] == 53
    asked = [request.headers.get("if-none-match") for request in site.requests if request.path == QUILLON]
    assert asked == [None, '"1"']


def test_asking_before_scraping_says_what_is_missing(tmp_path: Path) -> None:
    with Project(environment(tmp_path)) as project:
        ran = project.ask(BASELINE)
        assert ran.success and ran.metadata["model_responses"]["dagster/row_count"] == 0
        project.instance.add_dynamic_partitions("model", ["never/added"])
        failure = project.ask("never/added").failure
        assert "no model 'never/added'" in failure and "crawl-assets cryptic models add never/added" in failure
