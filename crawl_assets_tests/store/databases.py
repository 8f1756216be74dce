"""Databases of every kind for tests, the remote ones against a fake server of their own."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crawl_assets.store.database import Database
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.remote import RemoteDatabase
from crawl_assets.store.repeating import Patience
from crawl_assets_tests.fakes.hrana import HranaServer

TOKEN = "eyJ-the-secret-token"
KINDS = ("local", "remote v3", "remote v2")


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Database]:
    """Open a new database of one of KINDS."""
    if kind == "local":
        database = LocalDatabase(folder / "local.db")
        yield database
        database.close()
        return
    with HranaServer(folder / "remote.db", token=TOKEN, versions=[kind.split()[1]]) as server:
        remote = RemoteDatabase(server.url, TOKEN)
        yield remote
        remote.close()


def until(is_so: Callable[[], bool]) -> None:
    """Wait for what another thread is about to do."""
    deadline = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.002)


class Pauses:
    """A sleep that only writes down how long it was asked to be."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def hurried(server: HranaServer, token: str = TOKEN, *, sleep: Any = None, **options: Any) -> RemoteDatabase:
    """Connect with short limits and without pauses between the tries."""
    given = {name: options.pop(name) for name in ("tries", "retry_seconds", "busy_seconds") if name in options}
    patience = Patience(sleep=sleep or Pauses(), **({"retry_seconds": 1.0, "busy_seconds": 1.0} | given))
    return RemoteDatabase(server.url, token, **({"answer_seconds": 2.0} | options), patience=patience)
