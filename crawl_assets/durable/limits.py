"""How many steps may run at once and how fast they may start, across all processes of this machine.

A place is a lock (flock) on one of `in_flight` files: the kernel gives it back when a process dies, even by kill -9.
Who waits for a place holds the file `turn`, so that nobody who comes later overtakes. Starts are spaced evenly by a
time written to a locked file (the GCRA form of a token bucket with a burst of one).
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

POLL_SECONDS = 0.01  # only while other processes hold every place
STALE_SECONDS = 5.0  # a next start further away than this and all who wait is left over from before a reboot


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit shared by all who name the same key."""

    key: str  # 'llm/openai/gpt-5.2'
    in_flight: int
    starts_per_second: float | None = None

    def __post_init__(self) -> None:
        if self.in_flight < 1 or (self.starts_per_second is not None and self.starts_per_second <= 0):
            raise ValueError(f"{self} would let nothing start; both numbers must be positive.")


class Gates:
    """The limits of one event loop; `folder` is what makes them hold across processes.

    One item at a time waits before the gates, so a loop holds at most one place that it does not use yet, and takes at
    most one start in advance. Narrow limits come first, in an order that is the same for everyone: nobody sits on a
    place of a wide limit while waiting for a narrow one, and no two wait for each other.
    """

    def __init__(self, folder: Path, limits: Sequence[Limit]) -> None:
        ordered = sorted(limits, key=lambda limit: (limit.in_flight, limit.key))
        if len({limit.key for limit in ordered}) < len(ordered):
            raise ValueError(f"two limits share a key: {', '.join(limit.key for limit in ordered)}")
        self._gates = [_Gate(folder / sha256(limit.key.encode()).hexdigest()[:24], limit) for limit in ordered]
        self._door = asyncio.Lock()
        self._shut = False

    def shut(self) -> None:
        """Let nobody wait any longer: whoever comes now passes without a place and must not start."""
        self._shut = True

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place under every limit and for the moment to start; hold the places for the block."""
        async with AsyncExitStack() as held:
            async with self._door:
                if not self._shut:
                    for gate in self._gates:
                        await held.enter_async_context(gate.place())
                    for gate in self._gates:
                        await gate.wait_for_start()
            yield


class _Gate:
    def __init__(self, folder: Path, limit: Limit) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._limit = limit
        self._places = [folder / str(number) for number in range(limit.in_flight)]
        self._turn, self._next = [folder / "turn"], folder / "next"
        self._here = asyncio.Semaphore(limit.in_flight)  # places that this loop itself holds are waited for unpolled
        self._ours: set[Path] = set()  # of the places; tried last

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        async with self._here:
            turn, _ = await _lock_one(self._turn)
            try:
                handle, place = await _lock_one(sorted(self._places, key=self._ours.__contains__))
            finally:
                os.close(turn)
            self._ours.add(place)
            try:
                yield
            finally:
                self._ours.discard(place)
                os.close(handle)

    async def wait_for_start(self) -> None:
        if self._limit.starts_per_second is not None:
            await asyncio.sleep(self._claim_start(1 / self._limit.starts_per_second))

    def _claim_start(self, spacing: float) -> float:
        """Take the next free moment to start; returns how many seconds away it is."""
        handle = os.open(self._next, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)  # held for microseconds
            text, now = os.pread(handle, 40, 0), time.monotonic()
            free = float(text) if text else 0.0
            if free > now + spacing * (self._limit.in_flight + 1) + STALE_SECONDS:
                free = now + spacing
            start = max(now, free)
            os.pwrite(handle, f"{start + spacing:030.9f}".encode(), 0)  # of one width: never half an old time
            return start - now
        finally:
            os.close(handle)


async def _lock_one(files: Sequence[Path]) -> tuple[int, Path]:
    """Wait until one of the files is ours; closing the returned handle gives it back."""
    while True:
        for file in files:
            handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return handle, file
            except BlockingIOError:
                os.close(handle)
        await asyncio.sleep(random.uniform(0.5, 1.5) * POLL_SECONDS)
