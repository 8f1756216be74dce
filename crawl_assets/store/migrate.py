"""Numbered SQL files become the schema: in order, each in one transaction with its own record and checksum."""

import hashlib
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from crawl_assets.store.binding import split_statements
from crawl_assets.store.database import Database, Statement
from crawl_assets.store.errors import ConstraintViolation, MigrationError, SqlError, StoreError, UniqueViolation

_RECORD_TABLE = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    number INTEGER PRIMARY KEY,   -- 1 for 0001_journal.sql
    name TEXT NOT NULL,           -- the file's name
    checksum TEXT NOT NULL,       -- sha256 of its text
    applied_at DATETIME NOT NULL
)
"""
_RECORD = "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)"
_TRANSACTION = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\b", re.I | re.S)
_FILE_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of sql/."""

    number: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        """Return the sha256 of the text, line endings apart."""
        return hashlib.sha256(self.text.replace("\r\n", "\n").encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class MigrationState:
    """Where one migration stands in one database."""

    name: str
    applied_at: str | None  # ISO-8601 UTC; None: waiting


def shipped_migrations() -> list[Migration]:
    """Read the project's own migrations: inside the package in an installed wheel, beside it in a checkout."""
    packaged = Path(str(resources.files("crawl_assets"))) / "sql"
    checkout = Path(__file__).parents[2] / "sql"
    return read_migrations(packaged if packaged.is_dir() else checkout)


def read_migrations(folder: Path) -> list[Migration]:
    """Read every `NNNN_name.sql` of a folder in order; raises MigrationError on a bad name or a number used twice."""
    migrations: list[Migration] = []
    for path in sorted(folder.glob("*.sql")):
        named = _FILE_NAME.fullmatch(path.name)
        if not named:
            raise MigrationError(f"{path.name}: a migration is named like 0010_cryptic_bench.sql.")
        if migrations and migrations[-1].number == int(named[1]):
            raise MigrationError(f"{path.name} and {migrations[-1].name} share the number {named[1]}; renumber one.")
        migrations.append(Migration(int(named[1]), path.name, path.read_text(encoding="utf-8")))
    if not migrations:
        raise MigrationError(f"no migrations in {folder}; the installation is incomplete.")
    return migrations


def migrate(database: Database, migrations: Sequence[Migration]) -> list[str]:
    """Apply what is missing and return the names applied now; several processes may do it at once.

    Raises MigrationError when an applied file has changed or is gone, or when one fails (then it left nothing).
    """
    waiting = _waiting(database, migrations)
    applied = [migration.name for migration in waiting if _apply(database, migration)]
    if len(applied) < len(waiting):
        _waiting(database, migrations)  # another process was faster; what it applied must be the same
    return applied


def status(database: Database, migrations: Sequence[Migration]) -> list[MigrationState]:
    """Tell for each migration when it was applied; raises MigrationError like `migrate`."""
    waiting = {migration.number for migration in _waiting(database, migrations)}
    times = {row["number"]: str(row["applied_at"]) for row in _records(database)}
    return [MigrationState(m.name, None if m.number in waiting else times[m.number]) for m in migrations]


def _records(database: Database) -> list[dict[str, object]]:
    if not database.query("SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"):
        return []
    return database.query("SELECT number, name, checksum, applied_at FROM schema_migrations ORDER BY number")


def _waiting(database: Database, migrations: Sequence[Migration]) -> list[Migration]:
    known = {migration.number: migration for migration in migrations}
    records = _records(database)
    for record in records:
        migration = known.get(int(str(record["number"])))
        if migration is None:
            raise MigrationError(
                f"{database.name} has migration {record['name']} applied, which this version does not ship. "
                "It was made by a newer version of crawl_assets; install that one."
            )
        if migration.checksum != record["checksum"]:
            raise MigrationError(
                f"{migration.name} was changed after it was applied to {database.name}. "
                "Restore the file and put the change into a new migration."
            )
    done = {int(str(record["number"])) for record in records}
    waiting = [migration for migration in migrations if migration.number not in done]
    if waiting and done and waiting[0].number < max(done):
        raise MigrationError(
            f"{waiting[0].name} was never applied to {database.name}, but later ones were. "
            "Give it a number after the newest applied one."
        )
    return waiting


def _apply(database: Database, migration: Migration) -> bool:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    record = Statement(_RECORD, (migration.number, migration.name, migration.checksum, now), "schema_migrations")
    statements = _statements(migration)
    try:
        # the record goes first: a second process that waited for the lock stops here and changes nothing
        database.transaction([Statement(_RECORD_TABLE), record, *statements])
    except UniqueViolation as error:
        if error.table != "schema_migrations":
            raise MigrationError(f"{migration.name} failed and left nothing behind: {error}") from error
        return False
    except StoreError as error:
        if not isinstance(error, SqlError | ConstraintViolation):
            raise
        raise MigrationError(f"{migration.name} failed and left nothing behind: {error}") from error
    return True


def _statements(migration: Migration) -> list[Statement]:
    texts = split_statements(migration.text)
    if not texts or not sqlite3.complete_statement(texts[-1]):
        raise MigrationError(
            f"{migration.name} does not end in a whole statement and its semicolon; it may be cut off."
        )
    own = next((text for text in texts if _TRANSACTION.match(text)), None)
    if own:
        raise MigrationError(
            f"{migration.name} holds {own[:80]!r}, but each migration already is one transaction; leave it out."
        )
    return [Statement(text) for text in texts]
