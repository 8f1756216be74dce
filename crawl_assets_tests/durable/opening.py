"""Journals in a folder of a test, opened as a run would."""

import logging
from contextlib import AbstractContextManager
from pathlib import Path

from crawl_assets.durable.journal import Journals
from crawl_assets.durable.records import Scope
from crawl_assets.durable.steps import Steps
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations

SCOPE = Scope("replies", "2026-01-05")
LOG = logging.getLogger("steps")


def database_in(folder: Path) -> LocalDatabase:
    """Open a database that holds the journals' tables alone."""
    database = LocalDatabase(folder / "test.db")
    migrate(database, [migration for migration in shipped_migrations() if migration.name == "0001_journal.sql"])
    return database


def journals_in(folder: Path, locks: str = "journals") -> Journals:
    """Open the journals of a folder; other `locks` are those of another machine."""
    return Journals(database_in(folder), FileBlobs(folder / "blobs"), folder / locks)


def finished(folder: Path) -> set[str]:
    """Read the items whose result is on disk, by a connection of its own.

    Not by `sqlite3`: a second SQLite library in one process undoes the locks of the first
    (https://www.sqlite.org/howtocorrupt.html, 2.2.1).
    """
    database = LocalDatabase(folder / "test.db")
    rows = database.query("SELECT item FROM journal_steps WHERE state = 'done'")
    database.close()
    return {row["item"] for row in rows}


def opened(folder: Path, scope: Scope = SCOPE, run_id: str = "a-run") -> AbstractContextManager[Steps]:
    """Open a journal with a database connection of its own, like a process that has just begun."""
    return journals_in(folder).open(scope, run_id, LOG)
