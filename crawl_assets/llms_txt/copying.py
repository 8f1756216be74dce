"""The published files of a domain, copied to where a web server or a bucket serves them: {target}/{domain}/llms.txt.

A target is a folder as fsspec names it: s3://bucket/prefix (with the extra `s3`), file:///srv/www, /srv/www. What lies
there is told by `.manifest.json`, so that equal bytes are sent once. It is written before anything else is (what is
about to change is in it without a hash) and after, so a copy that broke off is repaired by the next one, whichever
version that copies. llms.txt goes last, so that it never names what is not there yet; only then files are deleted.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawl_assets.llms_txt.composing.nesting import NAME
from crawl_assets.llms_txt.rows import Artifact

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

    from crawl_assets.store.blobs import Blobs

MANIFEST = ".manifest.json"
MARKDOWN, PLAIN, JSON = "text/markdown; charset=utf-8", "text/plain; charset=utf-8", "application/json"
AT_ONCE = 32  # files in memory and, to a bucket, on the wire
_UNSURE = ""  # instead of a hash: a copy that was to change this file may have broken off


class NotCopied(OSError):
    """The files are not all at the target; says why and what to do, and holds no secret of the target's address."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy did, in files; the manifest does not count."""

    sent: int
    deleted: int
    kept: int  # there already

    def __str__(self) -> str:
        """Write it for people."""
        return f"{self.sent} sent, {self.deleted} deleted, {self.kept} there already"


def copy_published(
    files: Sequence[Artifact], domain: str, blobs: "Blobs", target: str, *, again: bool = False
) -> Copied:
    """Make {target}/{domain} hold these files, and of ours no others; `again` sends also what is there already.

    Raises NotCopied, and StoreError for a blob that is lost.
    """
    from crawl_assets.store.errors import StoreError

    try:
        return _Target(target, domain).take(files, blobs, again=again)
    except (StoreError, NotCopied):
        raise
    except ImportError:
        what = "its kind of place needs a package more: `pip install 'crawl-assets[s3]'` for s3://"
        raise NotCopied(f"{shown_target(target)}: {what}.") from None
    except Exception as error:  # of fsspec, s3fs, botocore, aiohttp: no one family
        raise NotCopied(f"{shown_target(target)}: {_what_of(error, target)}") from None


def shown_target(target: str) -> str:
    """Return a target for people: without names, passwords and queries in it."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return "(a target that cannot be read)"
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place}{parts.path}" if parts.scheme else parts.path


class _Target:
    """A folder somewhere."""

    def __init__(self, target: str, domain: str) -> None:
        from fsspec.core import url_to_fs

        # no cached one: it would keep the keys and the endpoint of another time
        self._files: AbstractFileSystem
        self._files, root = url_to_fs(target, skip_instance_cache=True)
        protocols = self._files.protocol
        self._is_s3 = "s3" in ((protocols,) if isinstance(protocols, str) else protocols)
        self._is_local = not self._is_s3 and "file" in protocols
        self._folder = f"{root.rstrip('/')}/{domain}"

    def take(self, files: Sequence[Artifact], blobs: "Blobs", *, again: bool) -> Copied:
        wanted = {file.path: file.blob for file in files}
        there = self._read_manifest()
        stale = sorted((path for path in wanted if again or there.get(path) != wanted[path]), key=_last_is_the_list)
        extra = sorted(path for path in there if path not in wanted)
        if stale or extra:
            self._write_manifest({**there, **dict.fromkeys([*stale, *extra], _UNSURE)})
            self._send(stale, wanted, blobs)
            for path in extra:
                with suppress(FileNotFoundError):
                    self._files.rm_file(f"{self._folder}/{path}")
            self._write_manifest(wanted)
        return Copied(len(stale), len(extra), len(wanted) - len(stale))

    def _send(self, paths: Sequence[str], wanted: Mapping[str, str], blobs: "Blobs") -> None:
        """Send several at once, but none of the lists before everything else is there."""
        pages = [path for path in paths if not path.endswith(NAME)]
        for start in range(0, len(pages), AT_ONCE):
            batch = pages[start : start + AT_ONCE]
            for media in (MARKDOWN, PLAIN):
                self._put({path: blobs.get(wanted[path]) for path in batch if _media(path) == media}, media)
        for path in paths:
            if path.endswith(NAME):
                self._put({path: blobs.get(wanted[path])}, PLAIN)

    def _put(self, bodies: Mapping[str, bytes], media: str) -> None:
        if self._is_local:
            for path, body in bodies.items():
                self._put_locally(f"{self._folder}/{path}", body)
        elif bodies:
            more: dict[str, Any] = {"ContentType": media} if self._is_s3 else {}
            self._files.pipe({f"{self._folder}/{path}": body for path, body in bodies.items()}, **more)

    def _put_locally(self, place: str, body: bytes) -> None:
        """Write beside the file and rename, so that a web server never reads half of it."""
        folder, _, name = place.rpartition("/")
        self._files.makedirs(folder, exist_ok=True)
        self._files.pipe_file(f"{folder}/.writing-{name}", body)
        self._files.mv(f"{folder}/.writing-{name}", place)

    def _read_manifest(self) -> dict[str, str]:
        """Return the blob id of each file that is there; of files we did not bring nothing is known."""
        try:
            read = json.loads(self._files.cat_file(f"{self._folder}/{MANIFEST}"))
        except FileNotFoundError:
            return {}
        except ValueError:
            raise NotCopied(
                f"{MANIFEST} there is damaged. Delete it, and what lies beside it, and copy again."
            ) from None
        return dict(read["files"])

    def _write_manifest(self, files: Mapping[str, str]) -> None:
        text = json.dumps({"files": dict(sorted(files.items()))}, indent=1)
        self._put({MANIFEST: f"{text}\n".encode()}, JSON)


def _last_is_the_list(path: str) -> tuple[int, int, str]:
    """Sort what others link before what links it: pages, parts, whole texts, llms.txt of sections, llms.txt."""
    return (path.endswith(NAME), -path.count("/"), path)


def _media(path: str) -> str:
    return MARKDOWN if path.endswith(".md") else PLAIN


def _what_of(error: Exception, target: str) -> str:
    """Tell an error in one line without the secrets that the target's address may hold."""
    text = " ".join(str(error).split())
    for secret in (urlsplit(target).password, urlsplit(target).query):
        text = text.replace(secret, "…") if secret else text
    return f"{type(error).__name__}: {text:.500}"
