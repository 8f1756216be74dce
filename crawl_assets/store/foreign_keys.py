"""Which row points nowhere.

SQLite says only "FOREIGN KEY constraint failed", so the same statements run once more with checks deferred.
"""

from collections.abc import Sequence

from crawl_assets.store.database import Result, Statement
from crawl_assets.store.errors import ForeignKeyViolation

_BROKEN = """
SELECT c."table" AS child, k."from" AS column_name, c.parent, c.rowid AS row_number
FROM pragma_foreign_key_check c
JOIN pragma_foreign_key_list(c."table") k ON k.id = c.fkid
ORDER BY k.seq
"""


def diagnosis(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements to run inside a transaction that is then rolled back; the last one lists broken rows."""
    return [Statement("PRAGMA defer_foreign_keys = ON"), *statements, Statement(_BROKEN)]


def broken_key(listed: Result) -> ForeignKeyViolation | None:
    """Name the table and columns of the first broken reference, or None when the list is empty."""
    if not listed.rows:
        return None
    child, _, parent, _ = listed.rows[0]
    assert isinstance(parent, str)
    same = [row for row in listed.rows if row[0] == child and row[2] == parent]
    columns = list(dict.fromkeys(str(row[1]) for row in same))
    rows = {row[3] for row in same}
    return ForeignKeyViolation(str(child), columns, f"{len(rows)} rows point at {parent} rows that are not there")
