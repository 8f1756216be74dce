"""What can go wrong with a database, by what the reader can do about it.

    StoreError
    ├── ConstraintViolation          the rows break a rule of the table; nothing was written
    │   ├── UniqueViolation
    │   ├── ForeignKeyViolation
    │   ├── CheckViolation
    │   └── NotNullViolation
    ├── Busy                         another process holds the write lock for too long
    ├── AuthFailed                   the token is missing, wrong or expired
    ├── Unreachable                  nobody answers at that address, or the answer is not a database's
    ├── Timeout                      an answer did not come in time
    ├── OutOfSpace                   the disk is full; nothing was written
    ├── NotWritable                  the file or its folder is read-only
    ├── NotADatabase                 the file is damaged or is something else
    ├── SqlError                     the statement itself is wrong
    ├── UnkeepableValue              a value has no exact place in a column; nothing was written
    ├── DatabaseDisabled             the settings say that there is none
    └── MigrationError               the schema is not what the migrations say

Only `Busy`, `Unreachable` and `Timeout` may go away by themselves.
"""

import re
from collections.abc import Sequence


class StoreError(Exception):
    """The database could not do what was asked."""


class ConstraintViolation(StoreError):
    """Rows break a rule of `table`; `columns` are those the rule speaks of, where the database names them."""

    rule = "a constraint"
    advice = "Nothing was written."

    def __init__(self, table: str | None, columns: Sequence[str] = (), detail: str = "") -> None:
        self.table, self.columns, self.detail = table, tuple(columns), detail
        where = f"table {table or '(unknown)'}" + (f", column {', '.join(columns)}" if columns else "")
        super().__init__(f"{self.rule} is broken in {where}{f': {detail}' if detail else ''}. {self.advice}")


class UniqueViolation(ConstraintViolation):
    """Two rows share a value that must be unique."""

    rule = "A unique constraint"
    advice = "Nothing was written; remove the duplicate row or correct its key."


class ForeignKeyViolation(ConstraintViolation):
    """A row points at a row that is not there, or a row that others point at would go."""

    rule = "A foreign key"
    advice = "Nothing was written; materialize the table it points to first, or keep the rows that are pointed at."


class CheckViolation(ConstraintViolation):
    """A value is outside what the table allows."""

    rule = "A check constraint"
    advice = "Nothing was written; correct the value."


class NotNullViolation(ConstraintViolation):
    """A value is missing where the table needs one."""

    rule = "A NOT NULL constraint"
    advice = "Nothing was written; give every row a value in that column."


class Busy(StoreError):
    """Another process kept the write lock longer than we wait."""


class AuthFailed(StoreError):
    """The server refused the token."""


class Unreachable(StoreError):
    """No connection, or an answer that is not a database's."""


class Timeout(StoreError):
    """No complete answer within the time limit."""


class OutOfSpace(StoreError):
    """The disk or quota is full."""


class NotWritable(StoreError):
    """The database file, or the folder it lies in, cannot be written."""


class NotADatabase(StoreError):
    """The file is damaged or is not an SQLite database."""


class SqlError(StoreError):
    """The statement is wrong: syntax, an unknown table or column, a wrong number of arguments."""


class UnkeepableValue(StoreError):
    """A value that would not come back as it was; names `column` and `row` (0-based)."""

    def __init__(self, column: str, row: int, why: str) -> None:
        self.column, self.row = column, row
        super().__init__(f"column {column!r}, row {row}: {why}. Nothing was written.")


class DatabaseDisabled(StoreError):
    """TURSO_DATABASE_URL says that there is no database."""

    def __init__(self) -> None:
        super().__init__(
            "this needs a database, but TURSO_DATABASE_URL=disabled; unset it for a file under CRAWL_ASSETS_HOME, or "
            "name one."
        )


class MigrationError(StoreError):
    """The database's schema and the migration files do not agree."""


_CONSTRAINT = re.compile(r"(UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: (.*))?", re.DOTALL)

# what SQLite says (lower case) -> the error, and what to do
_SAID: tuple[tuple[tuple[str, ...], type[StoreError], str], ...] = (
    (
        ("database is locked", "table is locked", "schema is locked", "database is busy"),
        Busy,
        "is being written by another process. Wait for it to finish, then try again.",
    ),
    (
        ("disk is full", "no space left", "quota exceeded"),
        OutOfSpace,
        "has no space left. Free some and run again; nothing was lost.",
    ),
    (
        ("readonly database", "read-only file system", "permission denied", "unable to open"),
        NotWritable,
        "cannot be opened for writing. Give this user write access to it and to its folder.",
    ),
    (
        ("is not a database", "disk image is malformed", "file is encrypted"),
        NotADatabase,
        "is damaged or is not an SQLite database. Move it away (a new one is made) or restore a copy.",
    ),
    (("disk i/o error",), OutOfSpace, "could not be read or written by its disk. Check the disk's space and health."),
)


def from_sqlite_message(message: str, *, database: str, table: str | None = None) -> StoreError:
    """Turn SQLite's own words into the error that says what to do.

    `database` is the name shown to people (never a URL with a token); `table` is the table the failed statement
    was written for, used where SQLite itself names none.
    """
    found = _CONSTRAINT.search(message)
    if found:
        return _constraint_error(found[1], (found[2] or "").strip(), table)
    lowered = message.lower()
    for needles, error, advice in _SAID:
        if "no such" not in lowered and any(needle in lowered for needle in needles):
            return error(f"{database} {advice} (It said: {message:.500})")
    return SqlError(f"{database} refused a statement: {message:.500}")


def _constraint_error(kind: str, detail: str, table: str | None) -> ConstraintViolation:
    if kind == "FOREIGN KEY":
        return ForeignKeyViolation(table)
    if kind == "CHECK":
        return CheckViolation(table, (), detail)
    named = [part.partition(".") for part in detail.split(", ") if "." in part]  # clues.guardian_id, clues.clue_number
    error = UniqueViolation if kind == "UNIQUE" else NotNullViolation
    return error(named[0][0] if named else table, [column for _, _, column in named], "" if named else detail)
