"""What a step may say about its own failure.

    StepError
    ├── Retriable        try again, after `retry_after` seconds where the other side said so
    └── NonRetriable     trying again cannot help: a 404 page, a 401 key, a refused model

A step that raises anything else (a bug, a bad value) is not repeated either: repeating it could pay twice for the
same mistake. `ConnectionError` and `TimeoutError` count as Retriable.
"""


class StepError(Exception):
    """A step failed and said whether trying again may help."""


class Retriable(StepError):
    """The step may succeed later; `retry_after` is the other side's own wish, in seconds."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NonRetriable(StepError):
    """The step cannot succeed as asked; its neighbours are not affected."""
