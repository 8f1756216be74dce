"""The thread that keeps deliveries: those that come during one commit share the next."""

import queue
import threading
from concurrent.futures import Future

from crawl_assets.inbox.events import Delivery
from crawl_assets.inbox.ledger import Ledger

GROUP_SIZE = 64
GROUP_CHARACTERS = 4_000_000  # of bodies


class Recorder:
    """Records deliveries from one thread, which lives until `close`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._queue: queue.SimpleQueue[tuple[Delivery, Future[bool]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="inbox-recorder", daemon=True)
        self._thread.start()

    def put(self, delivery: Delivery) -> "Future[bool]":
        """Record a delivery; the future tells whether it was new once that is on disk, or holds the error."""
        future: Future[bool] = Future()
        future.set_running_or_notify_cancel()  # who no longer waits for it does not cancel it
        self._queue.put((delivery, future))
        return future

    def close(self) -> None:
        """Record what is waiting, then end the thread."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (entry := self._queue.get()) is not None:
            group, is_open = self._gather(entry)
            self._commit(group)
            if not is_open:
                return

    def _gather(self, first: tuple[Delivery, "Future[bool]"]) -> tuple[list[tuple[Delivery, "Future[bool]"]], bool]:
        """Take what has come meanwhile; the flag is False at the end."""
        group, characters = [first], len(first[0].body)
        while len(group) < GROUP_SIZE and characters < GROUP_CHARACTERS:
            try:
                entry = self._queue.get_nowait()
            except queue.Empty:
                break
            if entry is None:
                return group, False
            group.append(entry)
            characters += len(entry[0].body)
        return group, True

    def _commit(self, group: list[tuple[Delivery, "Future[bool]"]]) -> None:
        try:
            news = self._ledger.record_all([delivery for delivery, _ in group])
        except Exception as error:
            for _, future in group:
                future.set_exception(error)
            return
        for (_, future), is_new in zip(group, news, strict=True):
            future.set_result(is_new)
