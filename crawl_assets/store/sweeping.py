"""Which blobs no row names any more, and letting them go.

Any text column of any table may name blobs, within JSON as well, so every one is looked through. A blob that was put a
short while ago may belong to a row that is not written yet, so only older ones are swept; `FileBlobs.put` makes a blob
young again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.bulk import quoted
from crawl_assets.store.database import Database

SHORTEST_AGE = timedelta(hours=1)
_ID = re.compile(r"sha256:[0-9a-f]{64}")
_COLUMNS = """
SELECT m.name AS table_name, c.name AS column_name FROM sqlite_master m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
"""
ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep came to."""

    named: int  # blobs that rows name
    young: int  # that none names, but too young to be let go
    gone: int  # that were let go, or would be
    bytes: int  # of those


def sweep(
    database: Database, blobs: FileBlobs, now: datetime, older_than: timedelta, *, only_look: bool = False
) -> Swept:
    """Delete the blobs that no row names and that are older; raises ValueError for under an hour.

    `only_look` counts them and deletes none. Safe beside running materializations.
    """
    if older_than < SHORTEST_AGE:
        raise ValueError(
            f"blobs younger than {SHORTEST_AGE} may belong to a run that goes on; keep them, not {older_than}."
        )
    before = (now - older_than).timestamp()
    named = set(named_blobs(database))
    young = gone = size = kept = 0
    for blob_id, touched, length in list(blobs.listed()):
        if blob_id in named:
            kept += 1
        elif touched > before:
            young += 1
        elif only_look or blobs.delete_older(blob_id, before):
            gone, size = gone + 1, size + length
    return Swept(kept, young, gone, size)


def named_blobs(database: Database) -> Iterator[str]:
    """Yield every blob id that a row of the database holds; some more than once."""
    for row in database.query(_COLUMNS):
        table, column = quoted(str(row["table_name"])), quoted(str(row["column_name"]))
        last = 0
        while True:
            rows = database.query(
                f"SELECT rowid AS place, {column} AS value FROM {table} "
                f"WHERE rowid > ? AND typeof({column}) = 'text' AND instr({column}, 'sha256:') ORDER BY rowid LIMIT ?",
                (last, ROWS_AT_ONCE),
            )
            for found in rows:
                yield from _ID.findall(str(found["value"]))
            if len(rows) < ROWS_AT_ONCE:
                break
            last = int(rows[-1]["place"])
