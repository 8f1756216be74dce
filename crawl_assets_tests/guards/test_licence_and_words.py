"""What is tracked is meant for every reader: no path of one machine, no leftover, no published data, one licence."""

import hashlib
import os
import re
import tomllib
from urllib.parse import urlsplit

from crawl_assets_tests.guards.checkout import CHECKOUT, tracked_files

# Written in pieces, so that this file does not hold what it looks for.
MACHINE_PATHS = [
    "/" + path for path in ("work/", "root/", "tmp/" + "helpers", "opt/" + "pypi", "home/" + "[a-z]", "Users/")
]
LEFTOVERS = [r"\b" + word + r"\b" for word in ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")]
LARGEST = 300_000  # bytes; whatever is larger is data, which is not ours to publish
# locks, pictures, and GeoNames' towns, which its licence (CC BY 4.0) lets us ship with its name
MAY_BE_LARGE = re.compile(
    r"requirements[\w-]*\.lock|docs/images/[\w-]+\.(png|svg|jpg)|crawl_assets/activities/enriching/towns\.json\.xz"
)
BINARY = {".xz", ".png", ".jpg", ".ico", ".woff2"}
APACHE_2 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"  # sha256 of apache.org's LICENSE-2.0.txt


def lines_with(pattern: str) -> list[str]:
    """Return the lines of tracked text files that match, as path:number: text."""
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(CHECKOUT)}:{number}: {line.strip()[:120]}"
        for path in tracked_files()
        if path.suffix not in BINARY
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if wanted.search(line)
    ]


def test_no_file_names_a_path_of_one_machine() -> None:
    found = lines_with("(?<![\\w.])(" + "|".join(MACHINE_PATHS) + ")")
    assert found == [], "write the path relative to the checkout, or make it a setting"


def test_no_leftover_waits_for_somebody() -> None:
    assert lines_with("|".join(LEFTOVERS)) == [], "do it, or say it in an issue"


def test_no_file_names_where_this_machine_s_packages_come_from() -> None:
    sources = " ".join(os.environ.get(name, "") for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL"))
    hosts = {urlsplit(url).hostname for url in sources.split()} - {None, "pypi.org"}
    assert [line for host in hosts if host for line in lines_with(re.escape(host))] == []


def test_the_lock_files_name_no_address() -> None:
    locks = sorted(CHECKOUT.glob("requirements*.lock"))
    assert locks
    assert [lock.name for lock in locks if "://" in lock.read_text(encoding="utf-8")] == []


def test_no_file_is_as_large_as_published_data() -> None:
    sizes = {path.relative_to(CHECKOUT).as_posix(): path.stat().st_size for path in tracked_files()}
    assert [name for name, size in sizes.items() if size > LARGEST and not MAY_BE_LARGE.fullmatch(name)] == []


def test_no_database_or_environment_is_tracked() -> None:
    kept_out = re.compile(r"(^|/)(\.env|[^/]*\.(db|sqlite3?|db-wal|db-shm|pyc))$")
    assert [str(path) for path in tracked_files() if kept_out.search(path.relative_to(CHECKOUT).as_posix())] == []


def test_the_licence_is_apache_2_word_for_word() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (project["license"], project["license-files"]) == ("Apache-2.0", ["LICENSE"])
    assert hashlib.sha256((CHECKOUT / "LICENSE").read_bytes()).hexdigest() == APACHE_2
