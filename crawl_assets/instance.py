"""The Dagster instance that the command line and `make dev` share: DAGSTER_HOME, or a folder under our data folder."""

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from crawl_assets.settings import Settings

if TYPE_CHECKING:
    from dagster import DagsterInstance


def dagster_home(settings: Settings) -> Path:
    """Return the folder to use as DAGSTER_HOME, made with the project's dagster.yaml when it is our own.

    Raises NotADirectoryError when DAGSTER_HOME is set to something else.
    """
    if settings.dagster_home is not None:
        if not settings.dagster_home.is_dir():
            raise NotADirectoryError(f"DAGSTER_HOME={settings.dagster_home} is no folder; make it, or unset it.")
        return settings.dagster_home
    folder = settings.home / "dagster"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "dagster.yaml"
    if not target.exists():
        target.write_text(_shipped_settings().read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def open_instance(settings: Settings) -> "DagsterInstance":
    """Open the instance of `dagster_home`; close it by `with`. Raises ValueError when it cannot be opened."""
    from dagster import DagsterInstance

    folder = dagster_home(settings)
    try:
        return DagsterInstance.from_config(str(folder))
    except Exception as error:  # of Dagster, YAML or SQLite: all are about what lies in that folder
        said = " ".join(str(error).split())
        raise ValueError(
            f"the Dagster instance in {folder} cannot be opened; see its dagster.yaml: {said:.300}"
        ) from error


def _shipped_settings() -> Path:
    packaged = Path(str(resources.files("crawl_assets"))) / "dagster.yaml"
    return packaged if packaged.is_file() else Path(__file__).parents[1] / "dagster.yaml"
