"""The thread that commits finished steps in groups."""

import json
import queue
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from crawl_assets.durable.lease import Lease
from crawl_assets.durable.records import DONE, FAILED, INLINE_BYTES
from crawl_assets.store.blobs import Blobs
from crawl_assets.store.database import Database, Statement
from crawl_assets.store.errors import StoreError
from crawl_assets.store.values import timestamp_text

GROUP_SIZE = 64
GROUP_CHARACTERS = 2_000_000  # of results; keeps one remote request within a few MB
GATHER_SECONDS = 0.002  # that a finished item waits for others while such are running; a commit stops all threads
HEARTBEAT_SECONDS = 15.0

# writes nothing once another process owns the journal, or once it is closed
_WRITE = """
INSERT INTO journal_steps
    (asset, partition, step, item, inputs, state, result, blob, error, attempts, finished_at)
SELECT o.asset, o.partition, j.value ->> 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5,
    j.value ->> 6, j.value ->> 7, j.value ->> 8
FROM journals o JOIN json_each(?) j WHERE o.asset = ? AND o.partition = ? AND o.owner = ?
ON CONFLICT (asset, partition, step, item) DO UPDATE SET inputs = excluded.inputs, state = excluded.state,
    result = excluded.result, blob = excluded.blob, error = excluded.error, attempts = excluded.attempts,
    finished_at = excluded.finished_at
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How one item ended: with a result or with an error."""

    step: str
    item: str
    inputs: str  # fingerprint
    attempts: int
    text: str | None = None  # the result, JSON
    error: str | None = None


class Writer:
    """Commits ended items from one thread; those that end during one commit share the next, up to 64."""

    def __init__(
        self, database: Database, blobs: Blobs, lease: Lease, heartbeat_seconds: float = HEARTBEAT_SECONDS
    ) -> None:
        self._database, self._blobs, self._lease = database, blobs, lease
        self._every, self._beaten = heartbeat_seconds, time.monotonic()
        self._queue: queue.SimpleQueue[tuple[Ended, Future[None]] | None] = queue.SimpleQueue()
        self._running, self._counting = 0, threading.Lock()  # items that are being worked on
        self._thread = threading.Thread(target=self._run, name="journal-writer", daemon=True)
        self._thread.start()

    @contextmanager
    def expecting(self) -> Iterator[None]:
        """Tell for the block that an item is worked on, so that one finished before may wait for it a moment."""
        with self._counting:
            self._running += 1
        try:
            yield
        finally:
            with self._counting:
                self._running -= 1

    def put(self, ended: Ended) -> "Future[None]":
        """Record how an item ended; the future is done when that is on disk, or holds the StoreError or JournalLost."""
        future: Future[None] = Future()
        future.set_running_or_notify_cancel()  # who no longer waits for it does not cancel it
        self._queue.put((ended, future))
        return future

    def close(self) -> None:
        """Write what is waiting, then end the thread."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        is_open = True
        while is_open:
            group: list[tuple[Ended, Future[None]]] = []
            is_open = self._gather(group)
            if group:
                self._commit(group)

    def _gather(self, group: list[tuple[Ended, "Future[None]"]]) -> bool:
        """Wait for an item, then take what has come meanwhile; returns False at the end."""
        characters, until = 0, 0.0
        while len(group) < GROUP_SIZE and characters < GROUP_CHARACTERS:
            patience = self._every if not group else max(0.0, until - time.monotonic()) if self._running else 0.0
            try:
                entry = self._queue.get(timeout=patience) if patience else self._queue.get_nowait()
            except queue.Empty:
                if group:
                    return True
                self._beat()
                continue
            if entry is None:
                return False
            until = until or time.monotonic() + GATHER_SECONDS
            group.append(entry)
            characters += len(entry[0].text or "")
        return True

    def _commit(self, group: list[tuple[Ended, "Future[None]"]]) -> None:
        try:
            rows = json.dumps([self._row(ended) for ended, _ in group], ensure_ascii=False)
            scope = self._lease.scope
            write = Statement(_WRITE, (rows, scope.asset, scope.partition, self._lease.owner), "journal_steps")
            is_due = time.monotonic() - self._beaten >= self._every
            results = self._database.transaction([write, self._lease.beat()] if is_due else [write])
            if is_due:
                self._beaten = time.monotonic()
            self._lease.is_lost = results[0].affected == 0
            self._lease.check()
        except Exception as error:
            for _, future in group:
                future.set_exception(error)
            return
        for _, future in group:
            future.set_result(None)

    def _row(self, ended: Ended) -> list[str | int | None]:
        text, blob = ended.text, None
        if text is not None and len(data := text.encode()) > INLINE_BYTES:
            text, blob = None, self._blobs.put(data)
        error = None if ended.error is None else ended.error.encode("utf-8", "backslashreplace").decode()
        state, now = DONE if error is None else FAILED, timestamp_text(datetime.now(UTC))
        return [ended.step, ended.item, ended.inputs, state, text, blob, error, ended.attempts, now]

    def _beat(self) -> None:
        with suppress(StoreError):  # a database that is gone is told by the next commit, if there is one
            self._lease.is_lost = self._database.transaction([self._lease.beat()])[0].affected == 0
            self._beaten = time.monotonic()
