"""The thread that commits finished steps in groups."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime

from crawl_assets.durable.records import DONE, FAILED, INLINE_CHARACTERS, Scope
from crawl_assets.store.blobs import Blobs
from crawl_assets.store.bulk import upsert_statements
from crawl_assets.store.database import Database, SqlValue
from crawl_assets.store.values import timestamp_text

GROUP_SIZE = 64
HEARTBEAT_SECONDS = 15.0
COLUMNS = (
    "asset",
    "partition",
    "step",
    "item",
    "inputs",
    "state",
    "result",
    "blob",
    "error",
    "attempts",
    "finished_at",
)
KEY = ("asset", "partition", "step", "item")

Cells = tuple[SqlValue, ...]


class Writer:
    """Commits finished steps from one thread; those that finish during one commit share the next, up to 64.

    `put` returns a future that is done when the row is on disk, or holds the database's error.
    """

    def __init__(self, database: Database, blobs: Blobs, scope: Scope, heartbeat: Callable[[], None]) -> None:
        self._database, self._blobs, self._scope, self._heartbeat = database, blobs, scope, heartbeat
        self._queue: queue.SimpleQueue[tuple[Cells, Future[None]] | None] = queue.SimpleQueue()
        self._beaten = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="journal-writer", daemon=True)
        self._thread.start()

    def put(
        self, step: str, item: str, inputs: str, attempts: int, *, text: str | None, error: str | None
    ) -> Future[None]:
        """Record a result (`text`, JSON) or a failure (`error`)."""
        blob = None
        if text is not None and len(text) > INLINE_CHARACTERS:
            blob, text = self._blobs.put(text.encode()), None
        state = DONE if error is None else FAILED
        now = timestamp_text(datetime.now(UTC))
        row = (self._scope.asset, self._scope.partition, step, item, inputs, state, text, blob, error, attempts, now)
        future: Future[None] = Future()
        self._queue.put((row, future))
        return future

    def close(self) -> None:
        """Write what is waiting, then end the thread."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        open_ = True
        while open_:
            group: dict[Cells, Cells] = {}
            futures: list[Future[None]] = []
            open_ = self._gather(group, futures)
            self._commit(group, futures)

    def _gather(self, group: dict[Cells, Cells], futures: list[Future[None]]) -> bool:
        """Wait for a record, then take what has come meanwhile; returns False at the end."""
        while len(futures) < GROUP_SIZE:
            try:
                entry = self._queue.get_nowait() if futures else self._queue.get(timeout=HEARTBEAT_SECONDS)
            except queue.Empty:
                if futures:
                    return True
                self._beat()
                continue
            if entry is None:
                return False
            row, future = entry
            group[row[: len(KEY)]] = row  # the same item twice: the later one counts
            futures.append(future)
        return True

    def _commit(self, group: dict[Cells, Cells], futures: list[Future[None]]) -> None:
        if not futures:
            return
        try:
            self._database.transaction(upsert_statements("journal_steps", COLUMNS, list(group.values()), KEY))
            self._beat()
        except Exception as error:
            for future in futures:
                future.set_exception(error)
            return
        for future in futures:
            future.set_result(None)

    def _beat(self) -> None:
        now = time.monotonic()
        if now - self._beaten >= HEARTBEAT_SECONDS:
            self._beaten = now
            self._heartbeat()
