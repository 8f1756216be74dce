"""What libSQL's SQLite (3.45) does right and an older one that Python may come with does not.

Before 3.41 there is no `unhex`; before 3.45 JSON text is cut at an escaped NUL, and long floats may be off by a bit.
"""

import json
import re
import sqlite3
from functools import lru_cache
from typing import Any

_STEP = re.compile(r"\[(\d+)\]|\.(\w+)")


def modernize(connection: sqlite3.Connection) -> None:
    """Give a connection `unhex` and an exact `->>`, where its SQLite lacks them."""
    if sqlite3.sqlite_version_info < (3, 45):
        connection.create_function("unhex", 1, bytes.fromhex, deterministic=True)
        connection.create_function("->>", 2, _extracted, deterministic=True)


def _extracted(text: str | None, path: int | str) -> Any:
    found = None if text is None else _parsed(text)
    steps = [path] if isinstance(path, int) else [int(n) if n else name for n, name in _STEP.findall(path)]
    for step in steps:
        try:
            found = found[step]  # type: ignore[index]
        except (LookupError, TypeError):
            return None
    return json.dumps(found) if isinstance(found, list | dict) else found


@lru_cache(64)
def _parsed(text: str) -> Any:
    return json.loads(text)
