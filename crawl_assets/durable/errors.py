"""What a step may say about its own failure, and what a journal may refuse.

    StepError
    ├── Retriable        try again, after `retry_after` seconds where the other side said so
    ├── NonRetriable     trying again cannot help: a 404 page, a refused question
    │   └── StopAll      nor can any other item: a wrong key, a spent budget; nothing more is started
    └── StepsFailed      some items have no result; names them
    JournalError            the journal was closed already
    ├── JournalInUse        another run has this asset and partition open
    ├── JournalUnreadable   written in a format of another version
    └── JournalLost         another process took the journal over

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


class StopAll(NonRetriable):
    """No further item can succeed either; what runs is finished and kept, nothing more is started."""


class StepsFailed(StepError):
    """Some items of a step have no result."""


class JournalError(Exception):
    """A journal cannot be used."""


class JournalInUse(JournalError):
    """Another run has the journal of this asset and partition open."""


class JournalUnreadable(JournalError):
    """The journal has a format that this version does not read."""


class JournalLost(JournalError):
    """Another process took over the journal while this one was thought dead."""
