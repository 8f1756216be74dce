"""The Retry-After header: seconds, or a date (RFC 9110, section 10.2.3)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 3600.0  # a server that asks for more is taken to mean an hour


def retry_after_seconds(header: str | None, now: datetime) -> float | None:
    """Return how many seconds to wait, 0 to one hour, or None when the header is missing or makes no sense."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return min(float(text), LONGEST)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST)
