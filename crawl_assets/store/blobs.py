"""Large things as files named by their own sha256: equal content is kept once, a half-written file is never seen."""

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from crawl_assets.store.errors import NotWritable, OutOfSpace, StoreError

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_ID = re.compile(r"sha256:([0-9a-f]{64})")


class BlobMissing(StoreError):
    """No file with this id: it was deleted, or the data folder is another one."""


class BlobDamaged(StoreError):
    """The file's content no longer has the sha256 it is named by."""


LOST_BLOB = (BlobMissing, BlobDamaged)  # what was kept is gone and must be made again


class Blobs(Protocol):
    """A store of immutable bytes."""

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their id, `sha256:<64 hex digits>`."""

    def get(self, blob_id: str) -> bytes:
        """Return the bytes; raises BlobMissing or BlobDamaged."""


def blob_id(data: bytes) -> str:
    """Return the id under which these bytes are kept, or would be."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


class FileBlobs:
    """Blobs as files under one folder, spread over 256 subfolders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Keep the bytes and return their id; safe among processes and against kill -9."""
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest)
        if _holds(path, data):
            path.touch()  # young again: a sweep leaves it to the row that is about to name it
        else:
            self._write(path, data)
        return f"sha256:{digest}"

    def get(self, blob_id: str) -> bytes:
        """Return the bytes; raises BlobMissing, BlobDamaged, StoreError, or ValueError for what is no id."""
        named = _ID.fullmatch(blob_id)
        if not named:
            raise ValueError(f"{blob_id!r:.80} is not a blob id; one looks like sha256:<64 hexadecimal digits>")
        path = self._path(named[1])
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise BlobMissing(f"blob {blob_id} is not under {self.folder}; materialize again what made it.") from None
        except OSError as error:
            raise StoreError(f"blob {path} cannot be read ({error.strerror}); give this user read access.") from None
        if hashlib.sha256(data).hexdigest() != named[1]:
            raise BlobDamaged(f"blob {path} is damaged; materialize again what made it.")
        return data

    def listed(self) -> Iterator[tuple[str, float, int]]:
        """Yield (id, POSIX time of its last put, bytes) of every blob, and of what a killed process left half-written.

        The latter's id is its path within the folder.
        """
        for path in self.folder.glob("??/*"):
            try:
                state = path.stat()
            except FileNotFoundError:
                continue
            name = f"sha256:{path.parent.name}{path.name}"
            yield name if _ID.fullmatch(name) else f"{path.parent.name}/{path.name}", state.st_mtime, state.st_size

    def delete_older(self, blob_id: str, before: float) -> bool:
        """Delete a listed blob unless it was put again since `before` (POSIX time); tells whether it is gone."""
        named = _ID.fullmatch(blob_id)
        path = self._path(named[1]) if named else self.folder / blob_id
        try:
            if path.stat().st_mtime > before:
                return False
            path.unlink()
        except FileNotFoundError:
            return False
        return True

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest[2:]

    def _write(self, path: Path, data: bytes) -> None:
        temporary: str | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
            temporary = None
        except OSError as error:
            if error.errno in _NO_SPACE:
                raise OutOfSpace(f"{path} does not fit ({error.strerror}). Free some space, run again.") from None
            raise NotWritable(
                f"{path} cannot be written ({error.strerror}). Give this user write access to {self.folder}."
            ) from None
        finally:
            if temporary is not None:
                Path(temporary).unlink(missing_ok=True)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data  # a damaged file is written again
    except OSError:
        return False
