"""A guide becomes reviewed, imported activities; every row is accounted for, nothing large passes through events."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawl_assets.activities.concluding import discard
from crawl_assets.activities.records import Activity, Dropped, RawActivity, read_lines
from crawl_assets.activities.registry import AlreadyUnderWay
from crawl_assets.activities.workflows import DROPPED, LINES, MANIFEST, RAW, STANDARD
from crawl_assets_tests.activities.workflows import STARTED, Guide, guide
from crawl_assets_tests.cryptic_bench.projects import Ran


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guide]:
    with guide(tmp_path_factory.mktemp("sample")) as found:
        yield found


@pytest.fixture(scope="module")
def reviewed(sample: Guide) -> tuple[str, Ran]:
    """Return a workflow of the whole guide that waits for its review."""
    workflow_id = sample.start(auto_import=False)
    ran = sample.run(workflow_id)
    assert ran.success, ran.failure
    return workflow_id, ran


def content(sample: Guide, workflow_id: str, name: str) -> bytes:
    return sample.blobs.get(sample.workflow(workflow_id).files[name]["blob"])


def test_every_row_of_every_step_is_accounted_for(sample: Guide, reviewed: tuple[str, Ran]) -> None:
    workflow_id, ran = reviewed
    assert ran.failed_checks == []
    raw = {row.row_key for row in read_lines(content(sample, workflow_id, RAW), RawActivity)}
    kept = {row.row_key for row in read_lines(content(sample, workflow_id, STANDARD), Activity)}
    dropped = {row.row_key for row in read_lines(content(sample, workflow_id, DROPPED), Dropped)}
    assert raw == kept | dropped
    assert {line.row_key for line in sample.lines(workflow_id)} == kept
    assert len(kept) > 20


def test_the_workflow_lists_its_files_with_sizes_rows_and_times(sample: Guide, reviewed: tuple[str, Ran]) -> None:
    workflow = sample.workflow(reviewed[0])
    assert (workflow.state, workflow.review, workflow.is_complete, workflow.error) == (
        "completed",
        "pending",
        True,
        None,
    )
    assert set(workflow.files) == {
        "raw_activities.jsonl", "standardized_activities.jsonl", "dropped_activities.jsonl", "activity_images.jsonl",
        "activity_places.jsonl", "activity_embeddings.jsonl", LINES, MANIFEST,
    }  # fmt: skip
    for name, file in workflow.files.items():
        data = sample.blobs.get(file["blob"])
        assert file["bytes"] == len(data)
        assert file["made_at"].endswith("Z")
        assert file["rows"] == data.count(b"\n") or name == MANIFEST
    assert workflow.counts["standardized_activities"]["in"] == workflow.counts["raw_activities"]["out"]


def test_the_manifest_fits_the_lines_which_are_sorted_and_have_sorted_keys(
    sample: Guide, reviewed: tuple[str, Ran]
) -> None:
    import hashlib

    data, told = content(sample, reviewed[0], LINES), json.loads(content(sample, reviewed[0], MANIFEST))
    assert told["sha256"] == hashlib.sha256(data).hexdigest()
    rows = [json.loads(line) for line in data.splitlines()]
    assert [row["row_key"] for row in rows] == sorted(row["row_key"] for row in rows)
    assert all(list(row) == sorted(row) for row in rows)
    assert told["rows"] == len(rows)
    assert told["with_embedding"] == len(rows)
    assert min(told["with_image"], told["with_coordinates"]) > 0


def test_the_metadata_shows_pictures_a_map_and_the_review(reviewed: tuple[str, Ran]) -> None:
    metadata = reviewed[1].metadata
    assert "data:image/webp;base64" in metadata["activity_images"]["thumbnails"]
    assert "data:image/svg+xml;base64" in metadata["activity_places"]["map"]
    assert metadata["activity_places"]["share_placed"] > 0.5
    assert "| new" in metadata["imported_activities"]["review"]
    assert "activities review" in metadata["imported_activities"]["next"]


def test_no_event_is_large(reviewed: tuple[str, Ran]) -> None:
    from dagster import serialize_value

    assert max(len(serialize_value(event)) for event in reviewed[1].result.all_events) < 200_000


def test_an_auto_import_lets_go_of_the_intermediates_once_all_is_in_and_a_second_workflow_changes_nothing(
    sample: Guide, reviewed: tuple[str, Ran]
) -> None:
    first = sample.read(at=STARTED)
    workflow = sample.workflow(first)
    assert (workflow.review, workflow.import_summary["failed"]) == ("imported", 0)
    assert set(workflow.files) == {DROPPED, LINES, MANIFEST}
    assert sample.database.query("SELECT 1 FROM raw_activities WHERE workflow_id = ?", (first,)) == []
    before = sample.database.query("SELECT * FROM activity_provenance ORDER BY 1, 2, 3")
    again = sample.read(at=STARTED + timedelta(days=1))
    assert content(sample, again, LINES) == content(sample, first, LINES)
    assert sample.workflow(again).import_summary["imported"] == 0
    assert sample.database.query("SELECT * FROM activity_provenance ORDER BY 1, 2, 3") == before
    assert sample.stored()["Otter Playground"].image_blob


def test_a_second_workflow_of_a_url_that_is_under_way_is_refused_by_name(sample: Guide) -> None:
    under_way = sample.start("/places/crow-hill/")
    with pytest.raises(AlreadyUnderWay, match=under_way):
        sample.start("/places/crow-hill/#top")
    assert sample.run(under_way).success


def test_bug_b12_why_a_workflow_failed_stands_on_its_row_and_it_can_be_gone_on_with(sample: Guide) -> None:
    workflow_id = sample.start("/places/tide-museum/", max_pages=1, max_depth=0)
    assert sample.run(workflow_id, "raw_activities").success
    blob = sample.workflow(workflow_id).files[RAW]["blob"].partition(":")[2]
    path = sample.project.store.settings.home / "blobs" / blob[:2] / blob[2:]
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    ran = sample.run(workflow_id, "standardized_activities")
    assert not ran.success
    workflow = sample.workflow(workflow_id)
    assert workflow.state == "failed"
    for word in ("standardized_activities", RAW, workflow_id, "raw_activities again"):
        assert word in str(workflow.error)
    path.unlink()
    assert "raw_activities again" in sample.run(workflow_id, "standardized_activities").failure
    assert sample.run(workflow_id).success
    workflow = sample.workflow(workflow_id)
    assert (workflow.state, workflow.error) == ("completed", None)
    assert workflow.activities_processed == 1


def test_bug_b2_a_site_without_activities_completes_with_none(sample: Guide, tmp_path: Path) -> None:
    workflow_id = sample.read("/about/", max_pages=1, max_depth=0)
    workflow = sample.workflow(workflow_id)
    assert (workflow.state, workflow.review, workflow.activities_processed) == ("completed", "none", 0)
    assert content(sample, workflow_id, LINES) == b""


def test_what_a_run_that_broke_off_has_read_is_not_asked_for_again(sample: Guide) -> None:
    workflow_id = sample.start("/places/cider-orchard/", max_pages=1, max_depth=0)
    assert sample.run(workflow_id, "raw_activities").success
    before = sample.server.count("/places/cider-orchard/")
    assert sample.run(workflow_id).success
    assert sample.server.count("/places/cider-orchard/") == before
    assert sample.run(workflow_id).success
    assert sample.server.count("/places/cider-orchard/") == before + 1
    assert sample.workflow(workflow_id).counts["raw_activities"]["out"] == 1


def test_a_workflow_that_is_discarded_under_way_does_not_go_on(sample: Guide) -> None:
    workflow_id = sample.start("/places/otter-playground/", max_pages=1, max_depth=0)
    assert sample.run(workflow_id, "raw_activities").success
    discard(sample.database, workflow_id, "ana", STARTED)
    assert "was discarded" in sample.run(workflow_id, "standardized_activities").failure
    workflow = sample.workflow(workflow_id)
    assert (workflow.state, workflow.review, workflow.error) == ("failed", "discarded", "discarded by ana")
