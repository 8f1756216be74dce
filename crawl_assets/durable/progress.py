"""A log line every few seconds: how far, how fast, what it cost, how long still."""

import logging
import time
from collections.abc import Callable
from typing import Any

EVERY_SECONDS = 5.0


class Progress:
    """Counts finished items of one map."""

    def __init__(
        self,
        name: str,
        total: int,
        log: logging.Logger,
        cost_of: Callable[[Any], float] | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._total, self._log, self._cost_of, self._clock = name, total, log, cost_of, clock
        self._started = self._said = clock()
        self._done = self._now = self._failed = 0
        self._cost = 0.0

    def done(self, value: Any, was_remembered: bool) -> None:
        """Count a result."""
        self._done += 1
        self._now += not was_remembered
        if self._cost_of is not None and not was_remembered:
            self._cost += self._cost_of(value)
        self._say_sometimes()

    def failed(self) -> None:
        """Count an item that ended without a result."""
        self._failed += 1
        self._say_sometimes()

    def _say_sometimes(self) -> None:
        now = self._clock()
        if now - self._said >= EVERY_SECONDS:
            self._said = now
            self._say()

    def end(self) -> None:
        """Log the last line, except for a single step."""
        if self._total > 1:
            self._say()

    def _say(self) -> None:
        seconds = max(self._clock() - self._started, 1e-9)
        rate = self._now / seconds
        left = self._total - self._done - self._failed
        parts = [f"{self._name}: {self._done}/{self._total} done", f"{self._failed} failed", f"{rate:.1f}/s"]
        if self._cost_of is not None:
            parts.append(f"{self._cost:.4f} USD")
        parts.append(f"{left / rate:.0f} s left" if left and rate else f"{left} left")
        self._log.info(", ".join(parts))
