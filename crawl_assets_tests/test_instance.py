"""The Dagster instance that the command line and the UI share."""

from importlib.resources import files
from pathlib import Path

import pytest

from crawl_assets.instance import dagster_home, open_instance
from crawl_assets.settings import read_settings
from crawl_assets_tests.cryptic_bench.projects import cli

SHIPPED = Path(str(files("crawl_assets"))).parent / "dagster.yaml"


def test_our_own_folder_is_made_once_with_the_shipped_settings_which_may_then_be_edited(tmp_path: Path) -> None:
    settings = read_settings({"CRAWL_ASSETS_HOME": str(tmp_path)})
    folder = dagster_home(settings)
    assert folder == tmp_path / "dagster"
    assert (folder / "dagster.yaml").read_bytes() == SHIPPED.read_bytes()
    (folder / "dagster.yaml").write_text("telemetry:\n  enabled: false\n")
    dagster_home(settings)
    assert (folder / "dagster.yaml").read_text() == "telemetry:\n  enabled: false\n"


def test_dagster_home_is_taken_as_it_is(tmp_path: Path) -> None:
    assert dagster_home(read_settings({"DAGSTER_HOME": str(tmp_path)})) == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_dagster_home_that_is_no_folder_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    with pytest.raises(NotADirectoryError, match=f"DAGSTER_HOME={missing} is no folder; make it, or unset it"):
        dagster_home(read_settings({"DAGSTER_HOME": str(missing)}))


@pytest.mark.parametrize("text", ["nonsense: [", "foo: 1"])
def test_a_configuration_that_is_wrong_is_one_line_that_names_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "dagster.yaml").write_text(text)
    environ = {"CRAWL_ASSETS_HOME": str(tmp_path / "home"), "DAGSTER_HOME": str(tmp_path)}
    result = cli(environ, "cryptic", "models", "add", "acme/one")
    (line,) = result.stderr.splitlines()
    assert result.exit_code == 1
    assert f"the Dagster instance in {tmp_path} cannot be opened; see its dagster.yaml: " in line


def test_what_one_process_adds_the_next_one_finds(tmp_path: Path) -> None:
    settings = read_settings({"CRAWL_ASSETS_HOME": str(tmp_path)})
    with open_instance(settings) as instance:
        assert instance.is_persistent
        instance.add_dynamic_partitions("model", ["acme/one"])
    with open_instance(settings) as instance:
        assert instance.get_dynamic_partitions("model") == ["acme/one"]
        assert instance.run_retries_enabled
