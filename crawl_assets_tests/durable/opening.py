"""Journals in a folder of a test, opened as a run would."""

import logging
import sqlite3
from contextlib import AbstractContextManager, closing
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
    """Read the items whose result is on disk, by a connection of its own."""
    with closing(sqlite3.connect(folder / "test.db")) as connection:
        return {item for (item,) in connection.execute("SELECT item FROM journal_steps WHERE state = 'done'")}


def opened(folder: Path, scope: Scope = SCOPE, run_id: str = "a-run") -> AbstractContextManager[Steps]:
    """Open a journal with a database connection of its own, like a process that has just begun."""
    return journals_in(folder).open(scope, run_id, LOG)
