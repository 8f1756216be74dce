"""Activities, and a journal and a database in a folder of a test for what is added to them."""

import logging
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from crawl_assets.activities.records import Activity, Location
from crawl_assets.durable.journal import Journals
from crawl_assets.durable.records import Scope
from crawl_assets.durable.steps import Steps
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations

LOG = logging.getLogger("enriching")


def activity(key: str = "a", name: str = "Playground", **fields: Any) -> Activity:
    return Activity(row_key=key, name=name, source_url=f"https://guide.example/{key}", **fields)


def at(**fields: Any) -> Location:
    return Location(**fields)


def database_in(folder: Path) -> LocalDatabase:
    database = LocalDatabase(folder / "test.db")
    migrate(database, shipped_migrations())
    return database


def blobs_in(folder: Path) -> FileBlobs:
    return FileBlobs(folder / "blobs")


def opened(folder: Path, asset: str) -> AbstractContextManager[Steps]:
    """Open the journal of an asset, with a connection of its own, like a process that has just begun."""
    journals = Journals(database_in(folder), blobs_in(folder), folder / "journals")
    return journals.open(Scope(asset, "w1"), "a-run", LOG)
