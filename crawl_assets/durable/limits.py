"""How many steps may run at once and how fast they may start, across all processes of this machine.

A place is a lock (flock) on one of `in_flight` files: the kernel gives it back when a process dies, even by kill -9.
Starts are spaced evenly by a time written to a locked file (the GCRA form of a token bucket with a burst of one).
"""

import asyncio
import fcntl
import os
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

POLL_SECONDS = 0.02  # only while other processes hold every place


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit shared by all who name the same key."""

    key: str  # 'llm/openai/gpt-5.2'
    in_flight: int
    starts_per_second: float | None = None


class Gates:
    """The limits of one event loop; `folder` is what makes them hold across processes."""

    def __init__(self, folder: Path, limits: Sequence[Limit]) -> None:
        self._gates = [_Gate(folder / sha256(limit.key.encode()).hexdigest()[:24], limit) for limit in limits]

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place under every limit, hold it for the block."""
        async with AsyncExitStack() as stack:
            for gate in self._gates:
                await stack.enter_async_context(gate.place())
            for gate in self._gates:
                await gate.wait_for_start()
            yield


class _Gate:
    def __init__(self, folder: Path, limit: Limit) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._limit = folder, limit
        self._here = asyncio.Semaphore(limit.in_flight)  # those who wait in this process need no polling

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        async with self._here:
            handle = self._free_place()
            while handle is None:
                await asyncio.sleep(random.uniform(0.5, 1.5) * POLL_SECONDS)
                handle = self._free_place()
            try:
                yield
            finally:
                os.close(handle)

    async def wait_for_start(self) -> None:
        if self._limit.starts_per_second is not None:
            await asyncio.sleep(self._claim_start(1 / self._limit.starts_per_second))

    def _free_place(self) -> int | None:
        numbers = list(range(self._limit.in_flight))
        random.shuffle(numbers)
        for number in numbers:
            handle = os.open(self._folder / str(number), os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return handle
            except BlockingIOError:
                os.close(handle)
            except BaseException:
                os.close(handle)
                raise
        return None

    def _claim_start(self, spacing: float) -> float:
        """Take the next free moment to start; returns how many seconds away it is."""
        with (self._folder / "next").open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            text, now = file.read(), time.monotonic()
            free = float(text) if text else 0.0
            if free > now + spacing * self._limit.in_flight:  # left over from before a reboot
                free = now
            start = max(now, free)
            file.truncate(0)
            file.write(repr(start + spacing))
        return start - now
