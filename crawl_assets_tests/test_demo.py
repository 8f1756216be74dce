"""`crawl-assets demo`: no key, no network, the embedded database, and the same again a second time."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg
import pytest
from click.testing import Result

from crawl_assets_tests.cryptic_bench.projects import Project, cli
from crawl_assets_tests.fakes.hrana import HranaServer

TOKEN = "eyJ-the-secret-token"


@dataclass
class Demo:
    home: Path
    environ: dict[str, str]
    first: Result
    rows: dict[str, list[dict[str, object]]]
    second: Result
    rows_after: dict[str, list[dict[str, object]]]
    asked_turso: int


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """Run the demo twice; in memory where that can be, since the instance waits for its disk at each event."""
    memory = Path("/dev/shm")
    with (
        TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name,
        HranaServer(Path(name) / "turso.db", token=TOKEN) as turso,
    ):
        home = Path(name) / "home"
        environ = {
            "CRAWL_ASSETS_HOME": str(home),
            "TURSO_DATABASE_URL": turso.url,
            "TURSO_AUTH_TOKEN": TOKEN,
            "OPENROUTER_API_KEY": "sk-or-v1-never-used",
            "LLM_BASE_URL": "http://127.0.0.1:9/v1",
            "CRYPTIC_FEED_URL": "http://127.0.0.1:9/feed.xml",
        }
        embedded = {"CRAWL_ASSETS_HOME": str(home)}
        first = cli(environ, "demo")
        rows = rows_in(embedded)
        yield Demo(home, embedded, first, rows, cli(environ, "demo"), rows_in(embedded), turso.request_count)


def rows_in(environ: dict[str, str]) -> dict[str, list[dict[str, object]]]:
    with Project(environ) as project:
        return project.everything()


def board(said: Result) -> str:
    """Return the leaderboard out of what was printed."""
    found = re.search(r"^2026-W02: .*?\n\n\n?.*?(?=\n\n)", said.stdout, re.DOTALL | re.MULTILINE)
    assert found, said.stdout
    return found[0]


def test_it_ends_with_the_leaderboard_the_database_the_ui_and_the_time_it_took(demo: Demo) -> None:
    assert demo.first.exit_code == 0, demo.first.output
    text = demo.first.stdout
    assert "2026-W02: 53 clues" in text
    assert "Every model above is an offline baseline" in text
    assert f"database   {demo.home / 'crawl_assets.db'}" in text
    assert "make dev" in text
    assert re.search(r"took +\d+ s\n$", text)
    assert "failed checks" not in text.partition("A sample shop")[0]  # of the shop, pages that need a person have some


def test_every_asset_is_made(demo: Demo) -> None:
    counts = {table: len(rows) for table, rows in demo.rows.items() if table not in ("clues_set_aside", "models")}
    assert counts == {
        "puzzles": 2,
        "clues": 53,
        "model_responses": 159,
        "evaluations": 159,
        "weekly_rankings": 3,
        "rank_tenure": 0,
    }
    assert {row["kind"] for row in demo.rows["weekly_rankings"]} == {"baseline"}


def test_a_second_time_changes_nothing_and_prints_the_same_leaderboard(demo: Demo) -> None:
    assert demo.second.exit_code == 0, demo.second.output
    assert board(demo.second) == board(demo.first)
    changed = {
        table: [row for row in rows if row not in demo.rows[table]]
        for table, rows in demo.rows_after.items()
        if rows != demo.rows[table]
    }
    assert set(changed) <= {"puzzles"}, "the sample blog has another port, which is in the addresses of its posts"
    assert all("http://127.0.0.1:" in str(row["url"]) for row in changed.get("puzzles", []))


def test_a_shared_database_is_left_alone_and_what_it_prints_can_be_asked_for(demo: Demo) -> None:
    assert demo.asked_turso == 0
    asked = cli(demo.environ, "cryptic", "leaderboard")
    assert asked.stdout.strip() == board(demo.first).strip()


def test_the_sample_week_is_in_the_instance_of_the_ui(demo: Demo) -> None:
    with dg.DagsterInstance.from_config(str(demo.home / "dagster")) as instance:
        assert instance.get_materialized_partitions(dg.AssetKey("weekly_rankings")) == {"2026-01-05"}
        assert len(instance.get_materialized_partitions(dg.AssetKey("evaluations"))) == 3
        assert len(instance.get_runs()) == 46, (
            "of each demo: 6 of the week, 4 of the sites, 11 of the shop, 2 of the guide"
        )


def test_a_damaged_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "crawl_assets.db").write_bytes(b"not a database" * 999)
    result = cli({"CRAWL_ASSETS_HOME": str(tmp_path)}, "demo")
    (line,) = result.stderr.splitlines()
    assert result.exit_code == 1
    assert f"{tmp_path / 'crawl_assets.db'} is damaged" in line


def test_three_sites_are_published_and_of_an_edited_one_exactly_that_page_changed(demo: Demo) -> None:
    for ran in (demo.first, demo.second):
        for title in ("# Kettle, a small queue", "# Notes from a small orchard", "# Ferry handbook"):
            assert title in ran.stdout
        edited = ran.stdout.partition("is edited, and the site crawled again:")[2]
        told = [line.split()[:2] for line in edited.splitlines() if " changed: " in line or " new: " in line]
        assert [(outcome, url.rpartition("/")[2]) for outcome, url in told] == [("changed:", "fares.html")]


def test_pages_of_a_shop_become_drafts_and_its_wall_says_what_to_do(demo: Demo) -> None:
    drafts = demo.first.stdout.partition("availability or error")[2].partition("A person approves")[0]
    assert [line.split()[:2] for line in drafts.splitlines() if line.startswith("/")][:2] == [
        ["/kettle", "READY_FOR_REVIEW"],
        ["/lamp", "READY_FOR_REVIEW"],
    ]
    assert "89.50" in drafts
    assert re.search(r"/trade/kettle +FAILED +login", drafts)
    assert "A person approves Copper kettle, 1.7 l, with a brand: it is PUBLISHED." in demo.first.stdout


def test_activities_are_imported_once_and_found_by_their_words(demo: Demo) -> None:
    assert "29 imported, 1 skipped, 0 waiting, 0 failed" in demo.first.stdout
    assert "0 imported, 30 skipped" in demo.second.stdout
    for ran in (demo.first, demo.second):
        nearest = ran.stdout.partition("Nearest to 'lanterns at night'")[2]
        assert "Lantern walk" in nearest.splitlines()[2]
