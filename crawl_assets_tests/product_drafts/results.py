"""Results and drafts to decide about, in one line each."""

import json
from datetime import UTC, datetime
from typing import Any

from crawl_assets.product_drafts.drafting import DraftRules
from crawl_assets.product_drafts.result_files import ResultFile
from crawl_assets.product_drafts.rows import ProductDraft

EVENT, URL = "event-1", "https://shop.example/p"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
RULES = DraftRules("FAILED", "cli", NOW)


def result(hour: int = 10, status: str = "ok", **more: Any) -> ResultFile:
    """Make a result that was captured at an hour of the day."""
    payload = {"url": URL, "status": status, "captured_at": f"2026-03-02T{hour:02}:00:00+00:00", "images": [], **more}
    return ResultFile(f"20260302T{hour:02}0000.000000Z_unknown_{EVENT}.json", payload)


def draft(status: str = "READY_FOR_REVIEW", hour: int | None = 9, **more: Any) -> ProductDraft:
    """Make a draft with the result of an hour; None: with no more than its address."""
    payload = {"url": URL, **({} if hour is None else result(hour, title="old").payload)}
    facts: dict[str, Any] = {
        "id": "d-1",
        "status": status,
        "draft_payload": json.dumps(payload),
        "error": "it hung" if status == "FAILED" else None,
        "created_by": "rabbitmq",
        "created_at_ms": 1,
        "updated_at_ms": 2,
        "published_at_ms": None,
        "published_product_id": "p" if status == "PUBLISHED" else None,
        "event_id": EVENT,
    }
    return ProductDraft(**facts | more)
