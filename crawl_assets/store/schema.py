"""What a table looks like: asked from the database, or made from the first output that needs it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crawl_assets.store.bulk import quoted
from crawl_assets.store.database import Database, Statement
from crawl_assets.store.errors import SqlError
from crawl_assets.store.tables import Column
from crawl_assets.store.values import UNKNOWN

# a line of a migration's CREATE TABLE: a column, its type and what a comment says of it
_COMMENTED = re.compile(r"^\s*(\w+)\s+[A-Z][^\n]*?--\s*(.+?)\s*$", re.MULTILINE)
# SQLite keeps the text of CREATE TABLE; this mark tells a table made here from one that a migration owns
_MARK = "/* made by TursoIOManager */"
_DESCRIBE = """
SELECT c.name, c.type, c.pk, c."notnull" AS required, c.hidden IN (2, 3) AS is_generated,
       (SELECT sql FROM sqlite_master m WHERE m.type = 'table' AND m.name = ?) AS made_by
FROM pragma_table_xinfo(?) c WHERE c.hidden != 1 ORDER BY c.cid
"""


@dataclass(frozen=True, slots=True)
class Table:
    """An existing table."""

    name: str
    types: dict[str, str]  # declared type by column that can be written, in order
    key: tuple[str, ...]  # primary key
    is_ours: bool  # made by the IO manager, which may also widen it
    required: frozenset[str] = frozenset()  # columns that may not be NULL
    comments: Mapping[str, str] = field(default_factory=dict)  # what the migration says of a column
    generated: Mapping[str, str] = field(default_factory=dict)  # declared type by column that is made from others


def describe(database: Database, name: str) -> Table | None:
    """Ask the database for a table; None when there is none."""
    rows = database.query(_DESCRIBE, (name, name))
    if not rows:
        return None
    keyed = sorted((row["pk"], row["name"]) for row in rows if row["pk"])
    types = {row["name"]: row["type"].upper() for row in rows if not row["is_generated"]}
    generated = {row["name"]: row["type"].upper() for row in rows if row["is_generated"]}
    made_by = rows[0]["made_by"] or ""
    key = tuple(column for _, column in keyed)
    required = frozenset(key) | {row["name"] for row in rows if row["required"]}
    return Table(name, types, key, _MARK in made_by, required, dict(_COMMENTED.findall(made_by)), generated)


def create(name: str, columns: Sequence[Column], key: Sequence[str]) -> list[Statement]:
    """Return the statements that make a table for `columns`."""
    missing = [column for column in key if column not in {column.name for column in columns}]
    if missing:
        raise SqlError(f"the key column {missing[0]!r} is not among the columns of table {name}.")
    lines = [
        f"{quoted(column.name)} {column.declared}" + (" NOT NULL" if column.name in key else "") for column in columns
    ]
    if key:
        lines.append(f"PRIMARY KEY ({', '.join(map(quoted, key))})")
    return [Statement(f"CREATE TABLE IF NOT EXISTS {quoted(name)} ({_MARK} {', '.join(lines)})", (), name)]


def widen(table: Table, columns: Sequence[Column]) -> list[Statement]:
    """Return the statements that make room for new columns; raises SqlError for a table that a migration owns."""
    statements = []
    for column in columns:
        known = table.types.get(column.name)
        if known is not None and (known != UNKNOWN or column.declared == UNKNOWN):
            continue
        spelled = next((name for name in table.types if name.lower() == column.name.lower()), column.name)
        if known is None and spelled != column.name:
            raise SqlError(
                f"the output has a column {column.name!r} where table {table.name} has {spelled!r}, which are one and "
                "the same in SQL; spell it as the table does."
            )
        if column.name in table.generated:
            raise SqlError(
                f"column {column.name!r} of table {table.name} is made from others by the database itself; leave it "
                "out of the output."
            )
        if known is None and not table.is_ours:
            raise SqlError(
                f"table {table.name} has no column {column.name!r} (it has {', '.join(table.types)}). "
                "Add it by a migration in sql/, or leave it out of the output."
            )
        if known == UNKNOWN and table.is_ours:  # it has held only NULL until now
            statements.append(Statement(f"ALTER TABLE {quoted(table.name)} DROP COLUMN {quoted(column.name)}"))
        if known is None or table.is_ours:
            add = f"ALTER TABLE {quoted(table.name)} ADD COLUMN {quoted(column.name)} {column.declared}"
            statements.append(Statement(add, (), table.name))
    return statements
