"""A polite client that stays open from one durable step to the next.

Each step runs in an event loop of its own; connections, turns and robots.txt belong to one loop. So the client gets a
thread with a loop for as long as the crawl goes on.
"""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from crawl_assets.crawl.fetch import PoliteClient

T = TypeVar("T")


class ClientThread:
    """A loop in a thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="crawl-client", daemon=True)
        self._thread.start()

    async def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there and wait for it here; cancelled here, it is cancelled there."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(coroutine, self._loop))

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there and block until it ends."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def end(self) -> None:
        """Cancel what still runs and end the thread."""
        self.wait(self._cancel())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _cancel(self) -> None:
        running = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self._loop.shutdown_default_executor()


@contextmanager
def open_in_thread(client: "PoliteClient") -> Iterator[ClientThread]:
    """Open a client in a thread of its own, and close it at the end of the block."""
    thread = ClientThread()
    try:
        thread.wait(client.__aenter__())
        try:
            yield thread
        finally:
            thread.wait(client.__aexit__(None, None, None))
    finally:
        thread.end()
