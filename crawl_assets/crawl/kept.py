"""Pages kept from one run to the next, with what the server needs to say whether they changed."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from crawl_assets.crawl.reading import Reading, read_by, reading_of
from crawl_assets.store.blobs import LOST_BLOB, Blobs
from crawl_assets.store.bulk import upsert_rows
from crawl_assets.store.database import Database, Row, Statement

NOTES = 100  # that are written together
_COLUMNS = "etag, last_modified, content_type, robots_tag, body_blob, fetched_at"
_FIND = f"SELECT {_COLUMNS} FROM fetched_pages WHERE url = ?"
_FIND_READ = f"""
SELECT url, {_COLUMNS}, reading, read_by FROM fetched_pages WHERE url IN (SELECT value FROM json_each(?))
"""
_CONFIRM = """
UPDATE fetched_pages
SET etag = COALESCE(n.value ->> 2, etag), last_modified = COALESCE(n.value ->> 3, last_modified),
    robots_tag = COALESCE(n.value ->> 4, robots_tag), checked_at = n.value ->> 5
FROM json_each(?) n WHERE url = n.value ->> 0 AND body_blob = n.value ->> 1
"""
_NOTE = """
UPDATE fetched_pages SET reading = n.value ->> 2, read_by = n.value ->> 3
FROM json_each(?) n WHERE url = n.value ->> 0 AND body_blob = n.value ->> 1
"""


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of an answer that are kept; None or '' where there was none."""

    etag: str | None
    last_modified: str | None
    content_type: str  # whole
    robots_tag: str  # a line each

    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for the page only if it changed."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One answer as it was kept: its body, or what was read in it."""

    headers: Headers
    body_blob: str
    came_at: datetime  # UTC
    body: bytes | None  # after content decoding; None when it was not loaded, because the reading is there
    reading: Reading | None = None


class KeptPages:
    """The table fetched_pages and the bodies in the blobs; safe to share between threads.

    New pages, that a page is still current, and what was read in it, are written for many pages together, at the latest
    by `flush`: lost with a process, it is found out anew.
    """

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database, self._blobs = database, blobs
        self._lock = threading.Lock()
        self._new: dict[str, Row] = {}  # by URL
        self._confirmed: dict[str, list[str | None]] = {}  # URL -> arguments of _CONFIRM
        self._noted: dict[str, list[str]] = {}  # URL -> arguments of _NOTE

    def find(self, url: str, *, may_be_read: bool = False) -> KeptPage | None:
        """Return what is kept of a URL; None also when its body is missing or damaged, so that it is fetched whole.

        `may_be_read`: without the body, where there is a reading of it.
        """
        if may_be_read and (found := self.find_read([url]).get(url)):
            return found
        if url in self._new or url in self._confirmed:
            self.flush()
        rows = self._database.query(_FIND, [url])
        body = self._body(rows[0]["body_blob"]) if rows else None
        return None if body is None else _kept(rows[0], body)

    def find_read(self, urls: Sequence[str]) -> dict[str, KeptPage | None]:
        """Return those of some URLs whose kept body was read, without the bodies, and None for those never kept.

        One with a lost text, or that another version of the reader has read, is not among them.
        """
        if not (self._new.keys() | self._confirmed.keys()).isdisjoint(urls):
            self.flush()
        found: dict[str, KeptPage | None] = dict.fromkeys(urls)
        for row in self._database.query(_FIND_READ, [json.dumps(urls)]):
            reading = reading_of(json.loads(row["reading"])) if row["read_by"] == read_by() else None
            if reading and self._body(reading.blob) is not None:
                found[row["url"]] = _kept(row, None, reading)
            else:
                del found[row["url"]]
        return found

    def keep(self, url: str, headers: Headers, body: bytes, at: datetime, *, is_new: bool) -> str:
        """Keep a page in place of the one before; returns the blob id of its body.

        A page `is_new` when none was kept: it is written together with others, and lost with a process it is fetched
        whole again. One that takes another's place is on disk at once: the old validators must not outlive its visit.
        """
        moment = _text(at)
        blob = self._blobs.put(body)
        row: Row = {
            "url": url,
            "etag": headers.etag,
            "last_modified": headers.last_modified,
            "content_type": headers.content_type,
            "robots_tag": headers.robots_tag,
            "body_blob": blob,
            "fetched_at": moment,
            "checked_at": moment,
            "reading": None,
            "read_by": None,
        }
        with self._lock:
            self._new[url] = row
            is_due = not is_new or len(self._new) >= NOTES
        if is_due:
            self.flush()
        return blob

    def confirm(self, url: str, body_blob: str, renewed: Headers, at: datetime) -> None:
        """Note that the server called the kept page current; it may have renewed the headers (RFC 9111, 4.3.4)."""
        with self._lock:
            told = (renewed.etag, renewed.last_modified, renewed.robots_tag or None)
            self._confirmed[url] = [url, body_blob, *told, _text(at)]
            is_full = len(self._confirmed) >= NOTES
        if is_full:
            self.flush()

    def note(self, url: str, body_blob: str, reading: Reading) -> None:
        """Note what was read in the kept body of a URL."""
        text = json.dumps(reading.as_json(), ensure_ascii=False)
        with self._lock:
            self._noted[url] = [url, body_blob, text, read_by()]
            is_full = len(self._noted) >= NOTES
        if is_full:
            self.flush()

    def flush(self) -> None:
        """Write what is noted."""
        with self._lock:
            notes = ((_CONFIRM, list(self._confirmed.values())), (_NOTE, list(self._noted.values())))
            statements = [
                *upsert_rows("fetched_pages", list(self._new.values()), ["url"]),
                *(Statement(sql, (json.dumps(rows),), "fetched_pages") for sql, rows in notes if rows),
            ]
            if statements:
                self._database.transaction(statements)
            self._new.clear()
            self._confirmed.clear()
            self._noted.clear()

    def _body(self, blob: str) -> bytes | None:
        try:
            return self._blobs.get(blob)
        except LOST_BLOB:
            return None


def _kept(row: Row, body: bytes | None, reading: Reading | None = None) -> KeptPage:
    headers = Headers(row["etag"], row["last_modified"], row["content_type"], row["robots_tag"])
    return KeptPage(headers, row["body_blob"], datetime.fromisoformat(row["fetched_at"]), body, reading)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
