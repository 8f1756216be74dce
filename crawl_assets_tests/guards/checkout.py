"""The files of this checkout, as the guards read them."""

import subprocess
from functools import cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PACKAGE = CHECKOUT / "crawl_assets"


def modules() -> dict[str, Path]:
    """Return every module of the package by the name that an import gives it; a folder stands for its __init__."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(CHECKOUT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return the files that git tracks here, or would with the next `git add`; skips the test outside of git."""
    if not (CHECKOUT / ".git").exists():
        pytest.skip("this is no git checkout, so nothing tells the project's files from the rest")
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := CHECKOUT / name).is_file())
