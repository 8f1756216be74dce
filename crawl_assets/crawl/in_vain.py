"""When a host no longer answers at all, a crawl ends instead of waiting for each of its pages in turn."""

from crawl_assets.crawl.errors import BrokenAnswer, FetchError, TooSlow, Unavailable, Unreachable
from crawl_assets.durable.errors import StopAll

MOST = 20  # visits in a row that fail because of the host


class InVain:
    """Counts the visits in a row that failed because of the host, not of the page."""

    def __init__(self) -> None:
        self._in_a_row = 0
        self.why = ""  # what the last one of too many failed with

    @property
    def has_stopped(self) -> bool:
        """Tell whether there were too many."""
        return self._in_a_row >= MOST

    def answered(self) -> None:
        """Note that the host answered."""
        if not self.has_stopped:
            self._in_a_row = 0

    def failed(self, error: FetchError) -> None:
        """Note a failed visit; raises StopAll once too many failed in a row."""
        if not _is_the_host_s(error):
            self.answered()
            return
        self._in_a_row += 1
        if self.has_stopped:
            self.why = f"{MOST} pages in a row had no answer, the last one: {error}"
            raise StopAll(self.why) from error


def _is_the_host_s(error: FetchError) -> bool:
    if isinstance(error, Unavailable):
        return error.is_about_the_host
    return isinstance(error, Unreachable | TooSlow | BrokenAnswer)
