"""What is known of a Firecrawl crawl, from webhooks and polls in any order, repeated, with losses.

A pure fold: each fact is judged by itself and by a fixed order of preference, never by when it came, so that the
same facts give the same bytes. What webhooks lost, the last poll holds: only it makes a crawl whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from crawl_assets.crawl.firecrawl_events import FirecrawlEvent
from crawl_assets.crawl.firecrawl_pages import FirecrawlPage

State = Literal["running", "completed", "failed", "cancelled"]
_Rank = tuple[bool, bool, bool, bool, bool, str]


@dataclass(frozen=True, slots=True)
class Poll:
    """One answer of Firecrawl about a crawl, with all its pages of results."""

    crawl_id: str
    state: State
    total: int  # pages that Firecrawl means to scrape, as far as it knows
    completed: int  # of them done
    credits_used: int | None
    pages: tuple[FirecrawlPage, ...]  # documents, then failures
    is_whole: bool  # the crawl has ended and every result was read
    nameless: int = 0  # results without a web address, left out

    @property
    def _order(self) -> tuple[bool, bool, int, int, str]:
        return self.is_whole, self.state != "running", self.completed, self.total, self.state


@dataclass(frozen=True, slots=True)
class Collected:
    """The state of a crawl and its pages, one a URL, sorted by it."""

    state: State
    is_whole: bool  # no page can be missing any more
    total: int
    error: str | None
    pages: tuple[FirecrawlPage, ...] = field(repr=False)

    @property
    def contents(self) -> tuple[FirecrawlPage, ...]:
        """Return the pages that have content."""
        return tuple(page for page in self.pages if page.error is None)


def collect(
    job_id: str, crawl_id: str | None, events: Iterable[FirecrawlEvent] = (), polls: Iterable[Poll] = ()
) -> Collected:
    """Fold what was told about one job; events and polls of other crawls are left out.

    `crawl_id` is None while Firecrawl's own is not known; then events count by our job's id alone, and no poll does.
    A crawl that was cancelled also sends crawl.completed, so a poll's word on the state goes before a webhook's.
    """
    ours = [event for event in events if event.belongs_to(job_id, crawl_id)]
    polled = [poll for poll in polls if poll.crawl_id == crawl_id]
    best = max(polled, key=lambda poll: poll._order, default=None)
    told: State = "running"
    if any(event.kind == "failed" for event in ours):
        told = "failed"
    elif any(event.kind == "completed" for event in ours):
        told = "completed"
    errors = sorted(event.error for event in ours if event.kind == "failed" and event.error)
    facts = [(page, False) for event in ours for page in event.pages]
    facts += [(page, True) for poll in polled for page in poll.pages]
    state = best.state if best is not None and best.state != "running" else told
    return Collected(
        state=state,
        is_whole=best is not None and best.is_whole,
        total=best.total if best is not None else 0,
        error=errors[0] if errors and state == "failed" else None,
        pages=_one_a_url(facts),
    )


def _one_a_url(facts: Sequence[tuple[FirecrawlPage, bool]]) -> tuple[FirecrawlPage, ...]:
    chosen: dict[str, tuple[_Rank, FirecrawlPage]] = {}
    for page, is_polled in facts:
        rank = _rank(page, is_polled=is_polled)
        if page.url not in chosen or rank < chosen[page.url][0]:
            chosen[page.url] = rank, page
    arrived = {page.requested_url for page, _ in facts if page.error is None}
    return tuple(
        page for _, (_, page) in sorted(chosen.items()) if page.error is None or page.requested_url not in arrived
    )


def _rank(page: FirecrawlPage, *, is_polled: bool) -> _Rank:
    """Order facts about one URL, the best first: content, what was polled, what was asked for by its own URL.

    The rest only makes the order total, so that of two different facts the same one wins in every order.
    """
    is_elsewhere = page.requested_url != page.url
    return (page.error is not None, not is_polled, is_elsewhere, page.is_refused, page.status is None, repr(page))
