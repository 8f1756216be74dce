"""Columns that the database makes from others are read like any other, and never written."""

from pathlib import Path

import dagster as dg
import pytest

from crawl_assets.store.database import Statement
from crawl_assets.store.errors import SqlError
from crawl_assets.store.io_manager import TursoIOManager
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.schema import describe

TABLE = """
CREATE TABLE boxes (name TEXT PRIMARY KEY, sides JSON TEXT NOT NULL,
    width INTEGER GENERATED ALWAYS AS (json_extract(sides, '$[0]')) STORED,
    label TEXT AS ('box ' || name))
"""


def materialized(folder: Path, *columns: str) -> tuple[LocalDatabase, dg.AssetSelection | object]:
    import pandas as pd

    database = LocalDatabase(folder / "boxes.db")
    database.transaction([Statement(TABLE)])
    row = {"name": "a", "sides": [3, 4], "width": 9, "label": "x"}

    @dg.asset
    def boxes() -> pd.DataFrame:
        return pd.DataFrame([{name: row[name] for name in columns}])

    @dg.asset
    def seen(boxes: pd.DataFrame) -> pd.DataFrame:
        assert boxes.to_dict("records") == [{"name": "a", "sides": [3, 4], "width": 3, "label": "box a"}]
        return boxes[["name"]]

    dg.materialize([boxes, seen], resources={"io_manager": TursoIOManager(lambda: database)})
    return database, seen


def test_they_are_described_apart_from_those_that_can_be_written(tmp_path: Path) -> None:
    database = LocalDatabase(tmp_path / "boxes.db")
    database.transaction([Statement(TABLE)])
    table = describe(database, "boxes")
    assert table is not None
    assert list(table.types) == ["name", "sides"]
    assert table.generated == {"width": "INTEGER", "label": "TEXT"}


def test_an_asset_writes_the_others_and_reads_all(tmp_path: Path) -> None:
    database, _ = materialized(tmp_path, "name", "sides")
    assert database.query("SELECT width, label FROM boxes") == [{"width": 3, "label": "box a"}]


def test_an_output_that_holds_one_is_told_to_leave_it_out(tmp_path: Path) -> None:
    with pytest.raises(SqlError, match="column 'width' of table boxes is made from others"):
        materialized(tmp_path, "name", "sides", "width")
