"""Pages kept from one run to the next, with what the server needs to say whether they changed."""

from dataclasses import dataclass
from datetime import UTC, datetime

from crawl_assets.store.blobs import BlobDamaged, BlobMissing, Blobs
from crawl_assets.store.database import Database, Statement

_FIND = "SELECT etag, last_modified, content_type, body_blob, fetched_at FROM fetched_pages WHERE url = ?"
_CONFIRM = """
UPDATE fetched_pages
SET etag = COALESCE(?, etag), last_modified = COALESCE(?, last_modified), checked_at = ?
WHERE url = ?
"""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One answer as it was kept."""

    etag: str | None
    last_modified: str | None
    content_type: str  # the whole header
    body: bytes  # after content decoding
    came_at: datetime | None = None  # UTC; None while it is not kept yet

    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for the page only if it changed."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


class KeptPages:
    """The table fetched_pages and the bodies in the blobs."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database, self._blobs = database, blobs

    def find(self, url: str) -> KeptPage | None:
        """Return what is kept of a URL; None also when its body is missing or damaged, so that it is fetched whole."""
        rows = self._database.query(_FIND, [url])
        if not rows:
            return None
        row = rows[0]
        try:
            body = self._blobs.get(row["body_blob"])
        except (BlobMissing, BlobDamaged):
            return None
        came_at = datetime.fromisoformat(row["fetched_at"])
        return KeptPage(row["etag"], row["last_modified"], row["content_type"], body, came_at)

    def keep(self, url: str, page: KeptPage, at: datetime) -> None:
        """Keep a page in place of the one before."""
        moment = _text(at)
        row = {
            "url": url,
            "etag": page.etag,
            "last_modified": page.last_modified,
            "content_type": page.content_type,
            "body_blob": self._blobs.put(page.body),
            "fetched_at": moment,
            "checked_at": moment,
        }
        self._database.upsert("fetched_pages", [row], ["url"])

    def confirm(self, url: str, etag: str | None, last_modified: str | None, at: datetime) -> None:
        """Note that the server called the kept page current; it may have renewed the validators (RFC 9111, 4.3.4)."""
        args = (etag, last_modified, _text(at), url)
        self._database.transaction([Statement(_CONFIRM, args, "fetched_pages")])


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
