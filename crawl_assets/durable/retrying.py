"""When and how long to wait before a step is tried again."""

import random
from dataclasses import dataclass

from crawl_assets.durable.errors import Retriable


@dataclass(frozen=True, slots=True)
class RetryRule:
    """Exponential backoff with full jitter; the other side's Retry-After goes before it."""

    attempts: int = 6
    first_wait: float = 1.0  # seconds; doubled each time
    longest_wait: float = 60.0
    longest_retry_after: float = 300.0  # who asks for more is not waited for: the item fails, a later run asks again

    def wait(self, attempt: int, error: Exception) -> float | None:
        """Return the seconds to wait after failed attempt number `attempt` (from 1), or None to give up."""
        if attempt >= self.attempts or not isinstance(error, Retriable | ConnectionError | TimeoutError):
            return None
        asked = error.retry_after if isinstance(error, Retriable) else None
        if asked is None:
            doublings = min(attempt - 1, 60)  # a float cannot be doubled for ever
            return random.uniform(0, min(self.first_wait * 2.0**doublings, self.longest_wait))
        if asked > self.longest_retry_after:
            return None
        return asked + random.uniform(0, 0.1 * asked)
