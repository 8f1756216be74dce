"""The statuses of drafts, and which may follow which; the database refuses every other step as well.

    FOUND -> QUEUED_FOR_DRAFT -> CRAWLING -> DRAFTING -> READY_FOR_REVIEW -> PUBLISHED
    each of these but PUBLISHED -> FAILED, REJECTED;  FAILED -> QUEUED_FOR_DRAFT (retry), REJECTED
    the result of a crawl: FOUND, QUEUED_FOR_DRAFT, CRAWLING, FAILED -> READY_FOR_REVIEW at once

PUBLISHED and REJECTED are final.
"""

from collections.abc import Mapping

FOUND, QUEUED, CRAWLING, DRAFTING = "FOUND", "QUEUED_FOR_DRAFT", "CRAWLING", "DRAFTING"
READY, PUBLISHED, FAILED, REJECTED = "READY_FOR_REVIEW", "PUBLISHED", "FAILED", "REJECTED"
STATUSES = (FOUND, QUEUED, CRAWLING, DRAFTING, READY, PUBLISHED, FAILED, REJECTED)
FINAL = (PUBLISHED, REJECTED)

# the same as in the trigger product_drafts_changed_status of sql/0040_product_drafts.sql
TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    FOUND: (QUEUED, READY, FAILED, REJECTED),
    QUEUED: (CRAWLING, READY, FAILED, REJECTED),
    CRAWLING: (DRAFTING, READY, FAILED, REJECTED),
    DRAFTING: (READY, FAILED, REJECTED),
    READY: (PUBLISHED, FAILED, REJECTED),
    FAILED: (QUEUED, READY, REJECTED),
    PUBLISHED: (),
    REJECTED: (),
}


class IllegalStep(ValueError):
    """A draft cannot take this step from where it is."""


def check_step(draft_id: str, before: str, after: str) -> None:
    """Raise IllegalStep unless a draft may go from one status to the other; to stay is no step."""
    allowed = TRANSITIONS[before]
    if after != before and after not in allowed:
        ways = f"it can become {', '.join(allowed)}" if allowed else "that is final"
        raise IllegalStep(f"draft {draft_id} is {before} and cannot become {after}; {ways}.")


def checked_needs_manual(setting: str) -> str:
    """Return the status of results that need a person; raises ValueError, which names the setting."""
    if setting not in (FAILED, READY):
        raise ValueError(f"PRODUCTS_NEEDS_MANUAL is {setting!r:.80}; it is {FAILED} or {READY}.")
    return setting
