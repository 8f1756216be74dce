"""What people decide about drafts: approve, publish, reject, try again; each with an entry in product_reviews."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from crawl_assets.product_drafts.contract import checked
from crawl_assets.product_drafts.rows import EvidenceRow, ProductDraft, Proposal, Review
from crawl_assets.product_drafts.statuses import FAILED, PUBLISHED, QUEUED, READY, REJECTED, IllegalStep, check_step
from crawl_assets.store.database import EVERY_ROW, Database, Statement, Where
from crawl_assets.store.rows import load
from crawl_assets.store.values import timestamp_text

FIXED = ("url", "status", "captured_at", "source", "error", "dropped")  # what the crawl alone can say
_SEEN = "EXISTS (SELECT 1 FROM product_drafts WHERE id = ? AND status = ? AND draft_payload = ?)"
_NOTE = f"""
INSERT INTO product_reviews (review_id, draft_id, action, reviewer, from_status, to_status, reason, edits, reviewed_at)
SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE {_SEEN}
"""
_CHANGE = """
UPDATE product_drafts
SET status = ?, draft_payload = ?, error = ?, published_at_ms = ?, published_product_id = ?
WHERE id = ? AND status = ? AND draft_payload = ?
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided."""

    reviewer: str
    at: datetime
    reason: str | None = None


class ChangedMeanwhile(RuntimeError):
    """Another process changed the draft since it was read."""


def drafts(database: Database, status: str | None = None) -> list[ProductDraft]:
    """Return drafts, the newest changes first."""
    where = EVERY_ROW if status is None else Where("status = ?", (status,))
    found = load(database, "product_drafts", ProductDraft, where)
    return sorted(found, key=lambda draft: draft.updated_at_ms, reverse=True)


def find_draft(database: Database, draft_or_event: str) -> ProductDraft:
    """Return a draft by its id or its event's; raises LookupError."""
    found = draft_of(database, draft_or_event) or load(
        database, "product_drafts", ProductDraft, Where("id = ?", (draft_or_event,))
    )
    if not found:
        raise LookupError(f"no draft {draft_or_event!r:.200}; `crawl-assets products list` shows which there are.")
    return found[0]


def draft_of(database: Database, event_id: str) -> list[ProductDraft]:
    """Return the draft of an event, if any; also one of the oldest, whose id is the event's."""
    where = Where("event_id = ? OR (id = ? AND event_id IS NULL)", (event_id, event_id))
    found = load(database, "product_drafts", ProductDraft, where)
    return sorted(found, key=lambda draft: draft.event_id is None)[:1]


def reviews_of(database: Database, draft_id: str) -> list[Review]:
    """Return what was decided about a draft, in order."""
    found = load(database, "product_reviews", Review, Where("draft_id = ?", (draft_id,)))
    return sorted(found, key=lambda review: review.reviewed_at)


def is_reviewed(database: Database, draft_id: str) -> bool:
    """Tell whether a person approved the draft as it is."""
    found = reviews_of(database, draft_id)
    return bool(found) and found[-1].action == "approve"


def proposals_of(database: Database, event_id: str) -> list[Proposal]:
    """Return the newer results that stand beside an event's draft, in order."""
    return load(database, "product_proposals", Proposal, Where("event_id = ?", (event_id,)))


def evidence_of(database: Database, event_id: str) -> list[EvidenceRow]:
    """Return where the fields of an event's draft and proposals were read."""
    return load(database, "product_evidence", EvidenceRow, Where("event_id = ?", (event_id,)))


def approve(
    database: Database, draft: ProductDraft, edits: Mapping[str, Any], product_id: str | None, decision: Decision
) -> ProductDraft:
    """Approve a draft with edits; with the id of the product that it became, it is PUBLISHED.

    Raises IllegalStep for a draft that is not READY_FOR_REVIEW, ValueError for edits that a draft cannot hold.
    """
    if product_id is not None and not product_id.strip():
        raise ValueError("the product id is empty; give the id that the product has where it is published.")
    check_step(draft.id, draft.status, PUBLISHED)
    payload, changes = edited(draft.payload, edits)
    text = json.dumps(payload, ensure_ascii=False, allow_nan=False) if changes else draft.draft_payload
    if product_id is None:
        after = replace(draft, draft_payload=text)
    else:
        at = int(decision.at.timestamp()) * 1000
        after = replace(
            draft, draft_payload=text, status=PUBLISHED, published_at_ms=at, published_product_id=product_id.strip()
        )
    return _decided(database, draft, after, "approve" if product_id is None else "publish", decision, changes)


def reject(database: Database, draft: ProductDraft, decision: Decision) -> ProductDraft:
    """Reject a draft for good; raises IllegalStep."""
    check_step(draft.id, draft.status, REJECTED)
    if draft.status == REJECTED:
        raise IllegalStep(f"draft {draft.id} is {REJECTED} already.")
    return _decided(database, draft, replace(draft, status=REJECTED), "reject", decision, {})


def queue_again(database: Database, draft: ProductDraft, decision: Decision) -> ProductDraft:
    """Let a failed draft be crawled once more; raises IllegalStep for any other."""
    if draft.status != FAILED:
        more = "; materialize its partition to crawl it again" if draft.status == READY else ""
        raise IllegalStep(f"draft {draft.id} is {draft.status}; only {FAILED} ones are tried again{more}.")
    return _decided(database, draft, replace(draft, status=QUEUED, error=None), "retry", decision, {})


def edited(payload: Mapping[str, Any], edits: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a payload with edits (null takes a key out) and what they changed; raises ValueError."""
    fixed = [key for key in edits if key in FIXED]
    if fixed:
        raise ValueError(f"{', '.join(fixed)} cannot be edited: the crawl alone says it.")
    wanted = {key: value for key, value in {**payload, **edits}.items() if value is not None and key != "dropped"}
    url, captured_at = str(payload.get("url", "")), str(payload.get("captured_at", ""))
    found = checked({"status": "ok", **wanted}, url=url, captured_at=captured_at)
    refused = [note for note in found.pop("dropped", []) if note.split(":")[0] in edits]
    if refused:
        raise ValueError(f"the edits cannot be kept: {'; '.join(refused)}.")
    if "dropped" in payload:
        found["dropped"] = payload["dropped"]
    changes = {
        key: {"before": payload.get(key), "after": found.get(key)}
        for key in edits
        if payload.get(key) != found.get(key)
    }
    return found, changes


def _decided(
    database: Database,
    before: ProductDraft,
    after: ProductDraft,
    action: str,
    decision: Decision,
    changes: Mapping[str, Any],
) -> ProductDraft:
    seen = (before.id, before.status, before.draft_payload)
    note = (
        str(uuid.uuid4()),
        before.id,
        action,
        decision.reviewer,
        before.status,
        after.status,
        decision.reason,
        json.dumps(changes, ensure_ascii=False),
        timestamp_text(decision.at),
    )
    change = (after.status, after.draft_payload, after.error, after.published_at_ms, after.published_product_id)
    statements = [
        Statement(_NOTE, (*note, *seen), "product_reviews"),
        Statement(_CHANGE, (*change, *seen), "product_drafts"),
    ]
    if database.transaction(statements)[0].affected == 0:
        raise ChangedMeanwhile(f"draft {before.id} was changed by another process meanwhile; look at it again.")
    return after
