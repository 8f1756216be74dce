"""What the UI shows beside each materialization of product drafts."""

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg

from crawl_assets.markdown_tables import markdown_table
from crawl_assets.product_drafts.crawling import Crawled
from crawl_assets.product_drafts.persisting import Persisted
from crawl_assets.product_drafts.rows import EvidenceRow, Proposal

Metadata = Mapping[str, Any]
SHOWN, LONGEST = 40, 300
_FIRST = ("status", "title", "price", "regular_price", "currency", "availability", "brand", "sku", "gtin", "mpn")


def of_page(crawled: Crawled) -> Metadata:
    """Show how the page was had, and where its result lies."""
    page = crawled.page
    return {
        "outcome": page.status,
        "why": page.error or "all is well",
        "page": dg.MetadataValue.url(page.url),
        "http_status": page.http_status or "none",
        "fetched_by": page.fetched_by,
        "result_file": dg.MetadataValue.path(crawled.path),
    }


def of_draft(saved: Persisted) -> Metadata:
    """Show the draft, where each field was read, and the main picture by its address (it is not fetched here)."""
    payload, draft = saved.payload, saved.decided.draft
    evidence = [row for row in saved.evidence if row.captured_at == payload.get("captured_at")]
    rows = [[key, _short(payload.get(key))] for key in _FIRST if payload.get(key) is not None]
    rows += [[name, str(len(payload.get(name) or []))] for name in ("images", "variations")]
    images = payload.get("images") or []
    picture = payload.get("main_image") or (images[0] if images else None)
    return {
        "outcome": saved.decided.words,
        "draft_id": draft.id,
        "draft_status": draft.status,
        "error": draft.error or "none",
        "result_file": saved.result.name,
        "draft": markdown_table(rows, ["field", "value"]),
        "evidence": of_evidence(evidence)["evidence"],
        "picture": dg.MetadataValue.url(picture) if picture else "none",
        "left_out": "; ".join(payload.get("dropped") or []) or "none",
        "model_note": payload.get("model_note") or "none",
    }


def of_evidence(rows: Sequence[EvidenceRow]) -> Metadata:
    """Show where each field was read."""
    shown = [[row.field, _short(row.value), row.source, row.confidence, _short(row.snippet)] for row in rows[:SHOWN]]
    return {"evidence": markdown_table(shown, ["field", "value", "source", "confidence", "the page's own words"])}


def of_proposals(rows: Sequence[Proposal]) -> Metadata:
    """Show the newer results that wait beside the draft."""
    shown = [
        [row.captured_at, row.status, _short(row.draft_payload.get("title")), row.draft_payload.get("price") or ""]
        for row in reversed(rows[-SHOWN:])
    ]
    return {"proposals": markdown_table(shown, ["captured at", "status", "title", "price"])}


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
