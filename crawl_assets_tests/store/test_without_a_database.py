"""Without a database: who keeps results elsewhere as well goes on, everyone else is told by the setting's name."""

from pathlib import Path

import dagster as dg
import pytest

from crawl_assets.resources import Store
from crawl_assets.settings import read_settings
from crawl_assets.store.errors import DatabaseDisabled, StoreError, Unreachable
from crawl_assets.store.io_manager import WITHOUT_DATABASE, TursoIOManager
from crawl_assets_tests.cryptic_bench.projects import cli


def stored(error: StoreError, **metadata: str) -> dg.ExecuteInProcessResult:
    def away() -> None:
        raise error

    @dg.asset(metadata=metadata)
    def rows() -> list[int]:
        return []

    return dg.materialize([rows], resources={"io_manager": TursoIOManager(away)})  # type: ignore[arg-type]


@pytest.mark.parametrize("word", ["disabled", "DISABLED"])
def test_the_store_names_the_setting(tmp_path: Path, word: str) -> None:
    store = Store(lambda: read_settings({"CRAWL_ASSETS_HOME": str(tmp_path), "TURSO_DATABASE_URL": word}))
    with pytest.raises(DatabaseDisabled, match="TURSO_DATABASE_URL=disabled"):
        _ = store.database
    assert not list(tmp_path.iterdir())


def test_a_command_that_needs_one_says_so_in_one_line(tmp_path: Path) -> None:
    environ = {"CRAWL_ASSETS_HOME": str(tmp_path / "home"), "TURSO_DATABASE_URL": "disabled"}
    said = cli(environ, "llms", "list")
    assert said.exit_code == 1
    assert said.output.startswith("Error: this needs a database, but TURSO_DATABASE_URL=disabled")


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (DatabaseDisabled(), "disabled"),
        (DatabaseDisabled(), "disabled or away"),
        (Unreachable("nobody answers"), "disabled or away"),
    ],
)
def test_an_asset_that_keeps_its_result_elsewhere_succeeds_and_tells(error: StoreError, word: str) -> None:
    ran = stored(error, **{WITHOUT_DATABASE: word})
    assert ran.asset_materializations_for_node("rows")[0].metadata["stored"].value == f"no: {error}"


def test_any_other_asset_fails(tmp_path: Path) -> None:
    with pytest.raises(DatabaseDisabled):
        stored(DatabaseDisabled())
    with pytest.raises(Unreachable):
        stored(Unreachable("nobody answers"), **{WITHOUT_DATABASE: "disabled"})
