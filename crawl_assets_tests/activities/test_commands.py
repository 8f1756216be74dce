"""`crawl-assets activities ...` from the first word to the last."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from crawl_assets.activities.registry import workflows
from crawl_assets.store.database import Statement
from crawl_assets.store.values import timestamp_text
from crawl_assets_tests.activities.workflows import Guide, guide


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guide]:
    with guide(tmp_path_factory.mktemp("commands") / "home") as found:
        yield found


def say(sample: Guide, *words: str, fails: bool = False) -> str:
    result = sample.project.cli("activities", *words)
    assert (result.exit_code != 0) is fails, result.output
    return result.output


@pytest.fixture(scope="module")
def workflow_id(sample: Guide) -> str:
    """Return a workflow that was started by the command, ran and waits for its review."""
    told = say(
        sample, "start", f"{sample.server.url}/places/", "--max-pages", "9", "--max-depth", "1", "--tag", "outdoor"
    )
    found = re.search(r"Workflow (\S+) is registered", told)
    assert found
    assert f"--partition {found[1]}" in told
    sample.project.instance.add_dynamic_partitions("workflow", [found[1]])
    ran = sample.run(found[1])
    assert ran.success, ran.failure
    return found[1]


def test_starting_a_url_twice_names_the_workflow_that_is_under_way(sample: Guide) -> None:
    first = say(sample, "start", f"{sample.server.url}/events/")
    named = re.search(r"Workflow (\S+) is", first)
    assert named
    assert named[1] in say(sample, "start", f"{sample.server.url}/events/", fails=True)
    assert "discarded" in say(sample, "discard", named[1])
    assert "is registered" in say(sample, "start", f"{sample.server.url}/events/", "--schedule", "weekly")
    assert "weekly" in say(sample, "sources", "list")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("start", "ftp://x.org"), "x.org"),
        (("start", "https://x.org", "--backend", "model"), "--model"),
        (("status", "nope"), "no workflow 'nope'"),
        (("review", "nope"), "no workflow 'nope'"),
        (("edit", "nope", "--set", "name=x"), "no activity 'nope'"),
        (("near", "91", "0"), "91"),
        (("sources", "pause", "nope"), "no source 'nope'"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_line(sample: Guide, words: tuple[str, ...], why: str) -> None:
    told = say(sample, *words, fails=True)
    assert why in told
    assert "Traceback" not in told


def test_the_status_tells_where_it_stands_and_what_to_do(sample: Guide, workflow_id: str) -> None:
    told = say(sample, "status", workflow_id)
    assert "completed" in told
    assert f"activities review {workflow_id}" in told
    assert workflow_id in say(sample, "status")


def test_files_are_listed_and_written(sample: Guide, workflow_id: str) -> None:
    assert "raw_activities.jsonl" in say(sample, "files", workflow_id)
    folder = sample.project.store.settings.home / "out"
    say(sample, "files", workflow_id, "--get", "activities.jsonl", "--to", str(folder))
    rows = [json.loads(line) for line in (folder / "activities.jsonl").read_text().splitlines()]
    assert {row["name"] for row in rows} >= {"Otter Playground", "Tide Museum"}
    assert "no file 'x'" in say(sample, "files", workflow_id, "--get", "x", fails=True)


def test_vectors_are_written_apart_as_parquet(sample: Guide, workflow_id: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    folder = sample.project.store.settings.home / "out"
    say(sample, "files", workflow_id, "--get", "vectors.parquet", "--to", str(folder))
    table = parquet.read_table(folder / "vectors.parquet").to_pylist()
    assert {row["row_key"] for row in table} == {line.row_key for line in sample.lines(workflow_id)}
    assert {len(row["vector"]) for row in table} == {512}
    assert all(abs(sum(number * number for number in row["vector"]) - 1) < 1e-3 for row in table)


def test_review_import_edit_near_and_search(sample: Guide, workflow_id: str) -> None:
    told = say(sample, "review", workflow_id)
    assert re.search(r"new\s+waiting\s+Tide Museum", told)
    crow = next(line for line in sample.lines(workflow_id) if line.name == "Crow Hill")
    assert "failed" in say(sample, "import", workflow_id, "--only", "new", "--except", crow.row_key)
    assert "Crow Hill" not in sample.stored()
    museum = sample.stored()["Tide Museum"]
    assert museum.tags
    assert "Tide Museum" in say(sample, "near", str(museum.latitude), str(museum.longitude), "--km", "1")
    assert "none" in say(sample, "near", "-33.9", "-18.4")
    hits = say(sample, "search", "museum", "about", "the", "tide")
    assert hits.splitlines()[2].split()[1:3] == ["Tide", "Museum"]
    assert "vectors of local/hashed-ngrams-1" in hits
    assert "Set and locked: age_min" in say(sample, "edit", museum.activity_id, "--set", "age_min=6")
    assert sample.stored()["Tide Museum"].age_min == 6
    assert "Unlocked: age_min" in say(sample, "edit", museum.activity_id, "--unlock", "age_min")


def test_retention_shows_first_and_lets_go_only_of_what_is_old_and_waits_for_nobody(
    sample: Guide, workflow_id: str
) -> None:
    assert say(sample, "retention", "--dry-run").strip() == "none"
    ended = timestamp_text(datetime.now(UTC) - timedelta(days=40))
    sample.database.transaction(
        [
            Statement(
                "UPDATE scrape_workflows SET completed_at = ?, review = 'pending' WHERE workflow_id = ?",
                (ended, workflow_id),
            )
        ]
    )
    assert say(sample, "retention", "--dry-run").strip() == "none"
    sample.database.transaction(
        [Statement("UPDATE scrape_workflows SET review = 'imported' WHERE workflow_id = ?", (workflow_id,))]
    )
    before = set(sample.workflow(workflow_id).files)
    assert "kept for 30" in say(sample, "retention", "--dry-run")
    assert set(sample.workflow(workflow_id).files) == before
    assert "let go of" in say(sample, "retention")
    assert set(sample.workflow(workflow_id).files) == {"dropped_activities.jsonl", "activities.jsonl", "manifest.json"}
    assert say(sample, "retention").strip() == "none"


def test_a_source_is_added_checked_paused_and_removed(sample: Guide) -> None:
    url = f"{sample.server.url}/sitemap.xml"
    told = say(sample, "sources", "add", url, "--detector", "sitemap", "--cap", "3", "--include", "/events/*/")
    found = re.search(r"Source (\w+) is asked daily", told)
    assert found
    before = len(workflows(sample.database))
    assert "3 workflows" in say(sample, "sources", "check", found[1])
    assert len(workflows(sample.database)) == before + 3
    assert "3 queued" in say(sample, "sources", "list")
    assert "paused" in say(sample, "sources", "pause", found[1])
    assert "watched again" in say(sample, "sources", "resume", found[1])
    assert "forgotten" in say(sample, "sources", "remove", found[1])
