"""`crawl-assets llms`: a site is registered, changed, shown, rolled back and forgotten by commands."""

from pathlib import Path

import dagster as dg
import pytest
from click.testing import Result

from crawl_assets.llms_txt.rows import Artifact
from crawl_assets.resources import Store
from crawl_assets.settings import read_settings
from crawl_assets.store.rows import save
from crawl_assets_tests.cryptic_bench.projects import cli
from crawl_assets_tests.llms_txt.rows import DOMAIN, NOW


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    environ = {"CRAWL_ASSETS_HOME": str(tmp_path / "home")}
    assert said(environ, "add", f"https://{DOMAIN}/", "--interval", "6h").exit_code == 0
    return environ


def said(environ: dict[str, str], *arguments: str) -> Result:
    return cli(environ, "llms", *arguments)


def publish(environ: dict[str, str], *texts: str) -> None:
    """Publish a version of llms.txt for each text."""
    store = Store(lambda: read_settings(environ))
    rows = [
        Artifact(DOMAIN, version, "llms.txt", store.blobs.put(text.encode()), len(text), "job", NOW)
        for version, text in enumerate(texts, start=1)
    ]
    save(store.database, "llms_txt_artifacts", rows)
    store.database.close()


def partitions(environ: dict[str, str]) -> list[str]:
    with dg.DagsterInstance.from_config(str(Path(environ["CRAWL_ASSETS_HOME"]) / "dagster")) as instance:
        return list(instance.get_dynamic_partitions("domain"))


def test_adding_registers_the_partition_and_says_how_to_crawl(environ: dict[str, str]) -> None:
    again = said(environ, "add", f"https://{DOMAIN}/")
    assert f"--partition {DOMAIN}" in again.stdout
    assert partitions(environ) == [DOMAIN]


def test_editing_changes_only_what_is_given(environ: dict[str, str]) -> None:
    assert "every 360 minutes, at most 7 pages" in said(environ, "edit", DOMAIN, "--max-pages", "7").stdout
    assert "every 30 minutes, at most 7 pages" in said(environ, "edit", DOMAIN, "--interval", "30m").stdout


def test_a_bad_interval_an_unknown_domain_and_a_missing_version_are_one_clear_line(environ: dict[str, str]) -> None:
    for arguments, line in (
        (("edit", DOMAIN, "--interval", "soon"), "Error: 'soon' is no interval; one looks like 30m, 24h or 7d."),
        (("show", "other.org"), f"Error: no domain 'other.org'; there is {DOMAIN}."),
        (("rollback", DOMAIN, "3"), f"Error: {DOMAIN} has no version 3; there is none yet."),
        (("export", DOMAIN, "--to", "x"), f"Error: nothing of {DOMAIN} is published yet"),
        (("add", "ftp://x"), "Error: 'ftp://x' is no web address"),
    ):
        result = said(environ, *arguments)
        assert result.exit_code == 1
        assert result.output.startswith(line)


def test_pausing_and_listing(environ: dict[str, str]) -> None:
    said(environ, "pause", DOMAIN)
    assert "paused" in said(environ, "list").stdout
    said(environ, "pause", DOMAIN, "--off")
    assert "active" in said(environ, "list").stdout


def test_versions_are_compared_and_rolled_back_until_the_next(environ: dict[str, str], tmp_path: Path) -> None:
    publish(environ, "# A\n", "# B\n")
    assert "-# A\n+# B" in said(environ, "diff", DOMAIN).stdout
    assert "version 1 is published" in said(environ, "rollback", DOMAIN, "1").stdout
    said(environ, "export", DOMAIN, "--to", str(tmp_path / "out"))
    assert (tmp_path / "out" / "llms.txt").read_text() == "# A\n"
    assert "version 1." in said(environ, "show", DOMAIN).stdout


def test_removing_forgets_everything(environ: dict[str, str]) -> None:
    publish(environ, "# A\n")
    assert said(environ, "remove", DOMAIN, "--yes").exit_code == 0
    assert said(environ, "show", DOMAIN).exit_code == 1
    assert partitions(environ) == []
