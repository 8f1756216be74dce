"""What a test can make the fake Hrana server do wrong with a request."""

import threading
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stall:
    """Read the request, apply nothing, never answer."""


@dataclass(frozen=True, slots=True)
class Drip:
    """Apply the request, then send the answer a byte at a time, from the status line on."""

    seconds: float = 0.05  # between two bytes
    whole_headers: bool = False  # send the headers at once and drip only the body


@dataclass(frozen=True, slots=True)
class ResetBefore:
    """Reset the connection without having read the request."""


@dataclass(frozen=True, slots=True)
class LoseAnswer:
    """Apply the request, then reset the connection."""


@dataclass(frozen=True, slots=True)
class CutAnswer:
    """Apply the request, then send half of the answer."""


@dataclass(frozen=True, slots=True)
class Status:
    """Answer with a status; `applies` says whether the request is applied all the same."""

    code: int
    retry_after: str | None = None
    body: str = "out of order"
    applies: bool = False
    location: str | None = None


@dataclass(frozen=True, slots=True)
class ExpireBaton:
    """Close the stream that the request wants to go on with."""


@dataclass(frozen=True, slots=True)
class ApplyLate:
    """Read the request and reset the connection; apply it once `released` is set, then set `applied`."""

    released: threading.Event = field(default_factory=threading.Event)
    applied: threading.Event = field(default_factory=threading.Event)
    answers: list[dict[str, object]] = field(default_factory=list)  # what nobody got to read


@dataclass(frozen=True, slots=True)
class Answer:
    """Apply the request and answer with this body instead."""

    body: bytes


@dataclass(frozen=True, slots=True)
class Instead:
    """Apply nothing and answer with this body."""

    body: bytes


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """Apply the request and ask the client to go on with the stream at another address."""

    url: str


Fault = (
    Stall
    | Drip
    | ResetBefore
    | LoseAnswer
    | CutAnswer
    | Status
    | ExpireBaton
    | ApplyLate
    | Answer
    | Instead
    | BaseUrl
    | None
)
