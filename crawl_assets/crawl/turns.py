"""Whose turn it is on a host: one request at a time, with the rest that the host asks for."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass


async def _sleep(seconds: float) -> None:
    await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Clock:
    """How time is told and spent; tests bring their own."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = _sleep


CLOCK = Clock()


class HostTurns:
    """The turns of one host."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._one = asyncio.Semaphore(1)
        self._ready_at = 0.0  # on the monotonic clock

    @asynccontextmanager
    async def turn(self, delay: float) -> AsyncIterator[None]:
        """Wait for a turn and hold it for the block; the next one comes `delay` seconds after its end."""
        async with self._one:
            while (wait := self._ready_at - self._clock.monotonic()) > 0:
                await self._clock.sleep(wait)
            try:
                yield
            finally:
                self.rest(delay)

    def rest(self, seconds: float) -> None:
        """Let nobody have a turn for so long from now."""
        self._ready_at = max(self._ready_at, self._clock.monotonic() + seconds)
