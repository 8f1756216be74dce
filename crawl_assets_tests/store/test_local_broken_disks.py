"""A full disk, a damaged file, no permission: a clear error, nothing half written, and a rerun finishes."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.database import EVERY_ROW, Statement
from crawl_assets.store.errors import NotADatabase, NotWritable, OutOfSpace
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations

THINGS = Statement("CREATE TABLE things (id INTEGER PRIMARY KEY, text TEXT)")
NOBODY = 65534
PAGE = 4096


def rows(count: int, text: str = "x" * 1000) -> list[dict[str, object]]:
    return [{"id": number, "text": text} for number in range(count)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB, 4 kB of it taken by the file `ballast`."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path) -> Path:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * PAGE):
                pass
        except OSError:
            return ballast
    raise AssertionError("the disk has no end")


def test_a_full_disk_keeps_the_old_rows_and_a_rerun_finishes_once_there_is_room(small_disk: Path) -> None:
    database = LocalDatabase(small_disk / "test.db")
    database.transaction([THINGS])
    database.upsert("things", rows(100, "old"), ["id"])
    ballast = fill(small_disk)
    for _ in range(2):
        with pytest.raises(OutOfSpace, match=r"test\.db has no space left\. Free some and run again"):
            database.upsert("things", rows(300), ["id"], EVERY_ROW)
    assert database.query("SELECT DISTINCT text, count(*) AS n FROM things") == [{"text": "old", "n": 100}]
    ballast.unlink()
    database.upsert("things", rows(300), ["id"], EVERY_ROW)
    database.close()
    reopened = LocalDatabase(small_disk / "test.db")
    assert reopened.query("SELECT count(*) AS n, min(length(text)) AS least FROM things") == [{"n": 300, "least": 1000}]
    assert reopened.query("SELECT integrity_check AS found FROM pragma_integrity_check") == [{"found": "ok"}]


def test_a_database_that_is_new_on_a_full_disk_is_made_once_there_is_room(small_disk: Path) -> None:
    ballast = fill(small_disk)
    database = LocalDatabase(small_disk / "folder" / "test.db")
    with pytest.raises(OutOfSpace, match="no space left"):
        migrate(database, shipped_migrations())
    ballast.unlink()
    assert migrate(database, shipped_migrations()) == [migration.name for migration in shipped_migrations()]


def test_a_blob_that_does_not_fit_leaves_no_file_and_fits_once_there_is_room(small_disk: Path) -> None:
    blobs, data = FileBlobs(small_disk / "blobs"), b"y" * 100_000
    ballast = fill(small_disk)
    with pytest.raises(OutOfSpace, match="Free some space, run again"):
        blobs.put(data)
    os.truncate(ballast, ballast.stat().st_size - 50_000)
    with pytest.raises(OutOfSpace, match="Free some space, run again"):
        blobs.put(data)
    assert [path for path in blobs.folder.rglob("*") if path.is_file()] == []
    ballast.unlink()
    assert blobs.get(blobs.put(data)) == data


@pytest.mark.parametrize("call", ["query", "transaction"])
@pytest.mark.parametrize("content", [b"not a database at all" * 500, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_something_else_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes, call: str) -> None:
    path = tmp_path / "test.db"
    path.write_bytes(content)
    database = LocalDatabase(path)
    with pytest.raises(NotADatabase, match=r"test\.db is damaged or is not an SQLite database\. Move it away"):
        database.query("SELECT 1 AS one") if call == "query" else database.transaction([THINGS])
    assert path.read_bytes() == content


@pytest.mark.parametrize("damage", ["pages overwritten", "cut short"])
def test_a_damaged_file_is_refused_when_the_damage_is_read(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "test.db"
    database = LocalDatabase(path)
    database.transaction([THINGS])
    database.upsert("things", rows(500), ["id"])
    database.close()
    with path.open("r+b") as file:
        if damage == "cut short":
            file.truncate(PAGE * 5)
        else:
            file.seek(PAGE * 10)
            file.write(os.urandom(PAGE * 50))
    damaged = LocalDatabase(path)
    with pytest.raises(NotADatabase, match="restore a copy"):
        damaged.query("SELECT sum(length(text)) AS n FROM things")
    with pytest.raises(NotADatabase, match="restore a copy"):
        damaged.transaction([Statement("UPDATE things SET text = 'new'")])


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotWritable, match="cannot be opened for writing"):
        LocalDatabase(tmp_path).query("SELECT 1 AS one")


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(NotWritable, match="Choose another CRAWL_ASSETS_HOME"):
        LocalDatabase(tmp_path / "taken" / "test.db").query("SELECT 1 AS one")
    with pytest.raises(NotWritable, match="Give this user write access"):
        FileBlobs(tmp_path / "taken").put(b"data")


# imports first: an unprivileged user may not read the interpreter's own files
AS_NOBODY = """
import os, sys
from pathlib import Path
import libsql_experimental
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.database import Statement
from crawl_assets.store.errors import StoreError
from crawl_assets.store.local import LocalDatabase

folder = Path(sys.argv[1])
if os.getuid() == 0:
    os.setgroups([])
    os.setgid({nobody})
    os.setuid({nobody})
try:
    {action}
except StoreError as error:
    print(type(error).__name__, error)
"""


def said_as_nobody(folder: Path, action: str) -> str:
    """Run `action` as a user who may not write `folder`; returns the error it printed."""
    program = AS_NOBODY.format(nobody=NOBODY, action=action)
    ran = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


@pytest.fixture
def locked_folder() -> Iterator[Path]:
    """A folder with a database and a blob that everyone may read and nobody may write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = LocalDatabase(folder / "test.db")
        database.transaction([THINGS])
        database.close()
        FileBlobs(folder / "blobs").put(b"kept")
        inside = [folder, *folder.rglob("*")]
        for path in inside:
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield folder
        for path in inside:
            path.chmod(0o755)


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (
            "LocalDatabase(folder / 'test.db').transaction([Statement('DELETE FROM things')])",
            "test.db cannot be opened",
        ),
        ("LocalDatabase(folder / 'new.db').query('SELECT 1 AS one')", "new.db cannot be opened for writing"),
        ("LocalDatabase(folder / 'deep' / 'new.db').query('SELECT 1 AS one')", "Choose another CRAWL_ASSETS_HOME"),
        ("FileBlobs(folder / 'blobs').put(b'new')", "Give this user write access to"),
        ("FileBlobs(folder / 'new').put(b'new')", "Give this user write access to"),
    ],
)
def test_what_may_not_be_written_says_so(locked_folder: Path, action: str, said: str) -> None:
    output = said_as_nobody(locked_folder, action)
    assert output.startswith("NotWritable ")
    assert said in output
    assert str(locked_folder) in output
