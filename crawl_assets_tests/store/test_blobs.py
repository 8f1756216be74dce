"""Blobs: equal content is kept once, and a file under its name is always whole."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawl_assets.store.blobs import BlobDamaged, BlobMissing, FileBlobs

# puts the same large content, and one of its own, until the deadline or its death
PUTTER = """
import sys, time
from pathlib import Path
from crawl_assets.store.blobs import FileBlobs

blobs, number, until = FileBlobs(Path(sys.argv[1])), 0, time.time() + float(sys.argv[2])
while time.time() < until:
    assert len(blobs.get(blobs.put(bytes([number % 256]) * 3_000_000))) == 3_000_000
    number += 1
    print(number, flush=True)
"""


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobs:
    return FileBlobs(tmp_path / "blobs")


def files_of(blobs: FileBlobs) -> list[Path]:
    return [path for path in blobs.folder.rglob("*") if path.is_file() and not path.name.startswith(".writing-")]


def content_is_named(path: Path) -> bool:
    return hashlib.sha256(path.read_bytes()).hexdigest() == path.parent.name + path.name


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=5000))
def test_any_bytes_come_back_under_an_id_that_is_their_sha256(blobs: FileBlobs, data: bytes) -> None:
    blob_id = blobs.put(data)
    assert blob_id == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert blobs.get(blob_id) == data


def test_equal_content_is_kept_once_and_not_written_again(blobs: FileBlobs) -> None:
    blob_id = blobs.put(b"data")
    (path,) = files_of(blobs)
    written = path.stat().st_ino
    assert blobs.put(b"data") == blob_id
    assert [file.stat().st_ino for file in files_of(blobs)] == [written]


def test_a_missing_blob_is_named_with_the_folder_it_should_be_in(blobs: FileBlobs) -> None:
    blob_id = blobs.put(b"data")
    files_of(blobs)[0].unlink()
    with pytest.raises(BlobMissing, match="materialize again what made it") as caught:
        blobs.get(blob_id)
    assert blob_id in str(caught.value)
    assert str(blobs.folder) in str(caught.value)


@pytest.mark.parametrize("content", [b"dat", b"dataa", b"tada", b""])
def test_a_damaged_blob_is_refused_and_is_whole_again_once_its_content_is_put_again(
    blobs: FileBlobs, content: bytes
) -> None:
    blob_id = blobs.put(b"data")
    files_of(blobs)[0].write_bytes(content)
    with pytest.raises(BlobDamaged, match="is damaged; materialize again what made it"):
        blobs.get(blob_id)
    assert blobs.put(b"data") == blob_id
    assert blobs.get(blob_id) == b"data"


@pytest.mark.parametrize(
    "blob_id",
    ["", "sha256:", "sha256:" + "g" * 64, "sha256:" + "a" * 63, "md5:" + "a" * 64, "sha256:../../../etc/passwd"],
)
def test_what_is_no_id_is_refused_before_any_file_is_looked_at(blobs: FileBlobs, blob_id: str) -> None:
    with pytest.raises(ValueError, match="is not a blob id; one looks like sha256:<64 hexadecimal digits>"):
        blobs.get(blob_id)


def test_processes_that_put_the_same_content_at_once_end_with_one_whole_file_each(blobs: FileBlobs) -> None:
    putters = [
        subprocess.Popen([sys.executable, "-c", PUTTER, str(blobs.folder), "0.5"], stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    counts = [int(putter.communicate(timeout=60)[0].split()[-1]) for putter in putters]
    assert [putter.returncode for putter in putters] == [0, 0, 0, 0]
    assert len(files_of(blobs)) == min(256, max(counts))
    assert all(map(content_is_named, files_of(blobs)))
    assert list(blobs.folder.rglob(".writing-*")) == []


def test_a_process_killed_while_it_writes_leaves_no_half_blob_under_a_name(blobs: FileBlobs) -> None:
    for _ in range(5):
        putter = subprocess.Popen([sys.executable, "-c", PUTTER, str(blobs.folder), "60"], stdout=subprocess.PIPE)
        assert putter.stdout is not None
        putter.stdout.readline()
        time.sleep(random.uniform(0, 0.02))  # a moment in the middle of any later put
        os.kill(putter.pid, signal.SIGKILL)
        putter.communicate()
    assert len(files_of(blobs)) >= 1
    assert all(map(content_is_named, files_of(blobs)))
