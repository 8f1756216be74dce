"""How much one request may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Bounds on one request; what passes them ends in a clear error."""

    largest_body: int = 20_000_000  # bytes, after decompression
    connect_seconds: float = 10.0
    total_seconds: float = 60.0  # connecting, headers and body together; each attempt and each redirect anew
    redirects: int = 10


FETCH_LIMITS = FetchLimits()
IMAGE_LIMITS = FetchLimits(largest_body=10_000_000, total_seconds=30.0)
