"""When a call to a remote database is made again."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from crawl_assets.store.errors import Busy, StoreError

T = TypeVar("T")

_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 10.0  # seconds, doubled each time, half of it random
_FIRST_BUSY_PAUSE, _LONGEST_BUSY_PAUSE = 0.02, 0.5


class NoAnswer(Exception):
    """No usable answer came; a repeat may get one. Holds the error to raise when none does."""

    def __init__(self, error: StoreError, *, was_sent: bool, retry_after: float | None = None) -> None:
        super().__init__(str(error))
        self.error, self.was_sent, self.retry_after = error, was_sent, retry_after


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one call may be repeated; the pauses come on top of the time that the attempts take."""

    tries: int = 6  # of those that get no answer
    retry_seconds: float = 120.0  # after this, what got no answer is not sent again
    busy_seconds: float = 60.0  # after this, what was told that the database is busy is not sent again
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class Tries:
    """The attempts of one call."""

    patience: Patience
    may_be_done: bool = False  # an answer was lost: the server may have done what was asked without our knowing
    was_answered: bool = field(default=True)  # the last attempt was

    def until_answered(self, attempt: Callable[[], T]) -> T:
        """Repeat `attempt` while that may help, then raise its last StoreError."""
        started, unanswered, busy_pause = self.patience.clock(), 0, _FIRST_BUSY_PAUSE
        while True:
            try:
                self.was_answered = True
                return attempt()
            except NoAnswer as none:
                failure = none.error
                unanswered += 1
                self.may_be_done, self.was_answered = self.may_be_done or none.was_sent, False
                backoff = min(_FIRST_PAUSE * 2 ** min(unanswered - 1, 10), _LONGEST_PAUSE)
                pause = (none.retry_after or 0.0) + random.uniform(0.5, 1) * backoff
                limit = self.patience.retry_seconds if unanswered < self.patience.tries else 0.0
            except Busy as busy:
                failure = busy
                pause = random.uniform(0.5, 1) * busy_pause
                busy_pause = min(busy_pause * 1.5, _LONGEST_BUSY_PAUSE)
                limit = self.patience.busy_seconds
            if self.patience.clock() - started + pause > limit:
                raise failure
            self.patience.sleep(pause)
