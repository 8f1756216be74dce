"""An event loop in a thread of its own, so that plain calls get what only asyncio gives: one bound on a whole exchange.

A bound on each read (all that a blocking socket has) lets a server that sends a byte a second hold its caller forever.
"""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import CancelledError
from typing import Any, TypeVar

T = TypeVar("T")

_GRACE_SECONDS = 5.0  # what the loop may be late


class Stopped(Exception):
    """The loop was stopped while it worked, or lives in another process."""


class EventLoop:
    """Runs coroutines for any thread; `stop` cancels those that still run."""

    def __init__(self, name: str) -> None:
        self._process = os.getpid()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Tell whether it can run anything; a forked process has a copy without the thread."""
        return self._process == os.getpid() and self._thread.is_alive()

    def run(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """Return what `work` returns; raises Stopped or TimeoutError, and never waits much past `seconds`."""
        if not self.is_alive:
            work.close()
            raise Stopped
        future = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, seconds), self._loop)
        try:
            return future.result(seconds + _GRACE_SECONDS)
        except CancelledError:
            raise Stopped from None
        finally:
            future.cancel()

    def stop(self, last: Callable[[], Awaitable[None]]) -> None:
        """Cancel what runs, do `last`, end the thread."""
        if not self.is_alive:
            return

        async def end() -> None:
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            await last()

        try:
            asyncio.run_coroutine_threadsafe(end(), self._loop).result(_GRACE_SECONDS)
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_GRACE_SECONDS)
            if not self._thread.is_alive():
                self._loop.close()
