"""A migrated database for a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawl_assets.store.connect import connect
from crawl_assets.store.database import Database
from crawl_assets.store.migrate import migrate, shipped_migrations


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database after every migration."""
    made = connect("", "", tmp_path / "activities.db")
    migrate(made, shipped_migrations())
    yield made
    made.close()
