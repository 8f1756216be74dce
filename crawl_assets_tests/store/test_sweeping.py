"""Blobs that no row names are let go, and no other."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawl_assets.cli import main
from crawl_assets.store.blobs import BlobMissing, FileBlobs
from crawl_assets.store.connect import connect
from crawl_assets.store.database import Database, Statement
from crawl_assets.store.sweeping import Swept, sweep

NOW = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = connect("", "", tmp_path / "sweep.db")
    database.transaction(
        [Statement("CREATE TABLE pages (url TEXT, blob TEXT)"), Statement("CREATE TABLE steps (result JSON TEXT)")]
    )
    return database


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobs:
    return FileBlobs(tmp_path / "blobs")


def put(blobs: FileBlobs, data: bytes, days_ago: float) -> str:
    blob_id = blobs.put(data)
    at = (NOW - timedelta(days=days_ago)).timestamp()
    digest = blob_id.removeprefix("sha256:")
    os.utime(blobs.folder / digest[:2] / digest[2:], (at, at))
    return blob_id


def test_what_a_row_names_stays_also_within_json(database: Database, blobs: FileBlobs) -> None:
    page, step, lost = (put(blobs, data, 30) for data in (b"page", b"step", b"lost"))
    database.transaction(
        [
            Statement("INSERT INTO pages VALUES ('https://a', ?)", (page,)),
            Statement("INSERT INTO steps VALUES (?)", (f'{{"a": ["{step}"]}}',)),
        ]
    )
    assert sweep(database, blobs, NOW, WEEK) == Swept(named=2, young=0, gone=1, bytes=4)
    assert blobs.get(page) == b"page"
    assert blobs.get(step) == b"step"
    with pytest.raises(BlobMissing):
        blobs.get(lost)


def test_looking_deletes_nothing(database: Database, blobs: FileBlobs) -> None:
    lost = put(blobs, b"lost", 30)
    assert sweep(database, blobs, NOW, WEEK, only_look=True).gone == 1
    assert blobs.get(lost) == b"lost"


def test_what_was_put_a_short_while_ago_stays_and_a_put_makes_it_young(database: Database, blobs: FileBlobs) -> None:
    young, old = put(blobs, b"young", 1), put(blobs, b"old", 30)
    blobs.put(b"old")
    assert sweep(database, blobs, NOW, WEEK) == Swept(named=0, young=2, gone=0, bytes=0)
    assert blobs.get(young) + blobs.get(old) == b"youngold"


def test_what_a_killed_process_left_half_written_goes_too(database: Database, blobs: FileBlobs) -> None:
    put(blobs, b"any", 0)
    half = next(blobs.folder.iterdir()) / ".writing-abc"
    half.write_bytes(b"hal")
    os.utime(half, (0, 0))
    assert sweep(database, blobs, NOW, WEEK).gone == 1
    assert not half.exists()


def test_an_age_that_could_take_what_a_run_is_writing_is_refused(database: Database, blobs: FileBlobs) -> None:
    with pytest.raises(ValueError, match="may belong to a run that goes on"):
        sweep(database, blobs, NOW, timedelta(minutes=5))


def test_the_command_says_what_would_go(tmp_path: Path) -> None:
    put(FileBlobs(tmp_path / "blobs"), b"lost", 3000)
    ran = CliRunner().invoke(main, ["blobs", "sweep", "--dry-run"], env={"CRAWL_ASSETS_HOME": str(tmp_path)})
    assert ran.exit_code == 0, ran.output
    assert "1 files (0.0 MB) that no row names would be deleted" in ran.output
