"""Which pages of a site are live, from what every crawl saw of them.

A failed fetch keeps the last accepted version. Three crawls in a row that answer 404, one 410, or absence from three
complete crawls in a row take a page out; seen again, it is back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from crawl_assets.llms_txt.rows import PageVersion

ACCEPTED = ("new", "changed", "same")
MISSES = 3


@dataclass(frozen=True, slots=True)
class PageState:
    """Where one page stands after all its crawls."""

    url: str
    accepted: PageVersion | None  # the newest row that holds its text
    is_live: bool
    not_found: int  # crawls in a row that answered 404
    absent: int  # complete crawls in a row that did not meet it


def page_states(history: Iterable[PageVersion]) -> dict[str, PageState]:
    """Return the state of every page ever seen, by url."""
    ordered = sorted(history, key=lambda row: (row.url, row.crawled_at, row.job_id))
    return {url: _state(url, list(rows)) for url, rows in groupby(ordered, key=lambda row: row.url)}


def live_pages(history: Iterable[PageVersion]) -> list[PageVersion]:
    """Return the accepted version of each live page, by url."""
    states = page_states(history).values()
    return [state.accepted for state in states if state.is_live and state.accepted is not None]


def newly_described(history: Sequence[PageVersion], job_id: str) -> int:
    """Count the pages that a model described in one crawl and that had another text or other words before it."""
    before = page_states(row for row in history if row.job_id != job_id)
    words = {
        url: (state.accepted.title, state.accepted.description, state.accepted.summary_source)
        for url, state in before.items()
        if state.accepted is not None
    }
    return sum(
        row.outcome in ("new", "changed") or words.get(row.url) != (row.title, row.description, row.summary_source)
        for row in history
        if row.job_id == job_id and row.summary_source == "model" and row.outcome in ACCEPTED
    )


def _state(url: str, rows: Sequence[PageVersion]) -> PageState:
    accepted, is_live, not_found, absent = None, False, 0, 0
    for row in rows:
        if row.outcome in ACCEPTED:
            accepted, is_live, not_found, absent = row, True, 0, 0
        elif row.outcome in ("gone", "left_out"):
            is_live = False
        elif row.outcome == "not_found":
            not_found, absent = not_found + 1, 0
        elif row.outcome == "absent" and row.is_complete_crawl:
            absent += 1
        is_live = is_live and not_found < MISSES and absent < MISSES
    return PageState(url, accepted, is_live, not_found, absent)
