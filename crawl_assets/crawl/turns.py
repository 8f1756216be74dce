"""Whose turn it is on a host: a few requests at a time, with the rest that the host asks for."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

AT_ONCE = 4  # requests in flight on one host
_RECOVERY = 1 / 16  # of a request in flight, regained by each answer after trouble
_SLUGGISH = 4.0  # times the usual seconds of an answer: the host is losing its breath
_NOTICED = 1.0  # seconds; a host that answers faster is left no rest, whatever it was before
_MEMORY = 1 / 8  # weight of the newest answer in the usual seconds


async def _sleep(seconds: float) -> None:
    await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Clock:
    """How time is told and spent; tests bring their own."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = _sleep


CLOCK = Clock()


class HostTurns:
    """The turns of one host, given out in the order they were asked for.

    At most `at_once` are held; half as many after a host's refusal or a sluggish answer, down to one, and slowly more
    again as answers come.
    """

    def __init__(self, clock: Clock, at_once: int = AT_ONCE) -> None:
        self._clock, self._most = clock, at_once
        self._next = asyncio.Lock()  # held by who is first in line
        self._given_back = asyncio.Event()
        self._allowed = float(at_once)
        self._held = 0
        self._usual: float | None = None  # seconds of an answer
        self._ready_at = 0.0  # on the monotonic clock

    @asynccontextmanager
    async def turn(self, delay: float) -> AsyncIterator[None]:
        """Wait for a turn and hold it for the block.

        With a delay turns are held one at a time, and the next one comes `delay` seconds after the end of this one.
        """
        async with self._next:
            await self._free(1 if delay > 0 else self._most)
            self._held += 1
        began = self._clock.monotonic()
        try:
            yield
            self._note(self._clock.monotonic() - began)
        finally:
            self._held -= 1
            if delay > 0:
                self.rest(delay)
            self._given_back.set()

    def rest(self, seconds: float) -> None:
        """Let nobody have a turn for so long from now."""
        self._ready_at = max(self._ready_at, self._clock.monotonic() + seconds)

    def slow_down(self) -> None:
        """Hold half as many turns at once from now on, but one."""
        self._allowed = max(1.0, self._allowed / 2)

    async def _free(self, most: int) -> None:
        while True:
            wait = self._ready_at - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            elif self._held >= min(most, int(self._allowed)):
                self._given_back.clear()
                await self._given_back.wait()
            else:
                return

    def _note(self, seconds: float) -> None:
        usual = seconds if self._usual is None else self._usual
        if seconds > max(_NOTICED, _SLUGGISH * usual):
            self.slow_down()
        else:
            self._allowed = min(float(self._most), self._allowed + _RECOVERY)
        self._usual = usual + _MEMORY * (seconds - usual)
