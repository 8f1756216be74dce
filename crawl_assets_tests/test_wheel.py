"""The built wheel holds all that a run needs: it works outside of any checkout."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from crawl_assets.store.migrate import shipped_migrations

CHECKOUT = Path(__file__).parents[1]
IN_PACKAGE = {
    path.relative_to(CHECKOUT).as_posix()
    for path in (CHECKOUT / "crawl_assets").rglob("*")
    if path.is_file() and "__pycache__" not in path.parts
}


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command that knows nothing of the checkout but what it is given; returns what it printed."""
    variables = {"PATH": os.environ["PATH"], "HOME": str(cwd), **environment}
    ran = subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(CHECKOUT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = folder.glob("crawl_assets-*.whl")
    return wheel


def test_the_wheel_holds_every_file_of_the_package_the_migrations_and_the_settings(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        migrations = {f"crawl_assets/sql/{migration.name}" for migration in shipped_migrations()}
        assert held == IN_PACKAGE | migrations | {"crawl_assets/dagster.yaml"}
        for migration in shipped_migrations():
            assert archive.read(f"crawl_assets/sql/{migration.name}").decode() == migration.text
        assert archive.read("crawl_assets/dagster.yaml") == (CHECKOUT / "dagster.yaml").read_bytes()


def test_the_command_line_of_an_unpacked_wheel_works_outside_of_any_checkout(wheel: Path, tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)

    def python(program: str, *arguments: str) -> str:
        return run(sys.executable, "-c", program, *arguments, cwd=elsewhere, PYTHONPATH=str(site))

    main = "from crawl_assets.cli import main; main()"
    assert python("import crawl_assets; print(crawl_assets.__file__)").startswith(str(site))
    migrated = python(main, "migrate")
    assert str(elsewhere / ".crawl_assets" / "crawl_assets.db") in migrated
    assert all(migration.name in migrated for migration in shipped_migrations())
    assert "waiting" not in python(main, "migrate", "--status")
    home = Path(python(main, "dagster-home").strip())
    assert (home / "dagster.yaml").read_bytes() == (CHECKOUT / "dagster.yaml").read_bytes()


@pytest.mark.soak
def test_the_wheel_installs_into_an_empty_environment_and_materializes_there(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    binaries = tmp_path / "env" / "bin"
    index = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    pip = (binaries / "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "--no-deps", "-r", CHECKOUT / "requirements.lock", cwd=tmp_path, **index)
    run(*pip, "--no-deps", wheel, cwd=tmp_path, **index)
    where = run(binaries / "python", "-c", "import crawl_assets; print(crawl_assets.__file__)", cwd=tmp_path)
    assert where.startswith(str(tmp_path / "env"))
    run(binaries / "crawl-assets", "migrate", cwd=tmp_path)
    materialize = (binaries / "dagster", "asset", "materialize", "-m", "crawl_assets.definitions")
    run(*materialize, "--select", "rank_tenure", cwd=tmp_path)
    count = (
        "from crawl_assets.resources import Store; print(Store().database.query('SELECT count(*) n FROM rank_tenure'))"
    )
    assert run(binaries / "python", "-c", count, cwd=tmp_path).strip() == "[{'n': 0}]"


@pytest.mark.soak
def test_the_wheel_brings_all_it_needs_without_the_lock(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    binaries = tmp_path / "env" / "bin"
    index = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    run(binaries / "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path, **index)
    assert "is edited, and the site crawled again" in run(binaries / "crawl-assets", "demo", cwd=tmp_path)
