"""What a result does to the draft of its event: makes it, renews it, or stands beside it as a proposal."""

import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from crawl_assets.product_drafts.contract import NEEDS_MANUAL, OK, checked, moment_of
from crawl_assets.product_drafts.result_files import ResultFile
from crawl_assets.product_drafts.rows import ProductDraft, Proposal
from crawl_assets.product_drafts.statuses import FAILED, FINAL, READY, check_step

_DRAFTS = uuid.UUID("5d2c6c1e-7a0f-5f0e-9f51-0d6f5f6b7a10")  # the name space of ids made of event ids


@dataclass(frozen=True, slots=True)
class DraftRules:
    """What is decided by settings, and when."""

    needs_manual: str  # the status of results that need a person
    created_by: str | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """The draft as it is to be, and the proposal where the draft stays as it is."""

    draft: ProductDraft
    proposal: Proposal | None
    words: str  # what happened, for people


def decide(
    existing: ProductDraft | None, result: ResultFile, event_id: str, rules: DraftRules, *, is_reviewed: bool = False
) -> Decided:
    """Return what becomes of a result.

    A draft that is published or rejected, or on which a person has decided (`is_reviewed`), is never overwritten; nor
    is one by a result that is older. Raises IllegalStep where the draft cannot become what the result says.
    """
    payload = checked(result.payload, url=str(result.payload.get("url", "")), captured_at="")
    status, error = outcome_of(payload, rules.needs_manual)
    text = json.dumps(payload, ensure_ascii=False, allow_nan=False)
    if existing is None:
        ms = int(rules.now.timestamp()) * 1000
        draft_id = str(uuid.uuid5(_DRAFTS, event_id))
        draft = ProductDraft(draft_id, status, text, error, rules.created_by, ms, ms, None, None, event_id)
        return Decided(draft, None, f"a new draft, {status}")
    kept = existing if existing.event_id else replace(existing, event_id=event_id)
    before, after = (moment_of(str(one.get("captured_at", ""))) for one in (existing.payload, payload))
    if after == before and existing.payload.get("captured_at"):
        return Decided(kept, None, "the draft holds this result already")
    if after < before:
        return Decided(kept, None, "the draft holds a newer result")
    if existing.status in FINAL or is_reviewed:
        why = existing.status if existing.status in FINAL else "reviewed"
        captured_at = str(payload["captured_at"])
        proposal = Proposal(event_id, captured_at, existing.id, status, payload, error, result.name)
        return Decided(kept, proposal, f"a proposal, as the draft is {why}")
    check_step(existing.id, existing.status, status)
    created_by = existing.created_by or rules.created_by
    draft = replace(kept, status=status, draft_payload=text, error=error, created_by=created_by)
    return Decided(draft, None, f"the draft is renewed, {existing.status} before and {status} now")


def outcome_of(payload: dict[str, Any], needs_manual: str) -> tuple[str, str | None]:
    """Return the status and the error that a checked result means."""
    if payload["status"] == OK:
        return READY, None
    if payload["status"] == NEEDS_MANUAL:
        return (READY, None) if needs_manual == READY else (FAILED, str(payload["notes"]))
    return FAILED, str(payload["error"])
