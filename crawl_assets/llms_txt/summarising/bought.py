"""What models said of texts, as the table page_summaries keeps it: bought once, whatever site or crawl it was for."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from crawl_assets.llms_txt.rows import PageSummary
from crawl_assets.store.database import Database, Where
from crawl_assets.store.rows import load, save


def bought(database: Database, keys: Iterable[str]) -> dict[str, PageSummary]:
    """Return what was bought under these keys, by key; an empty answer (no reply) counts as not bought."""
    wanted = json.dumps(sorted(set(keys)))
    where = Where("summary_key IN (SELECT value FROM json_each(?)) AND reply IS NOT NULL", (wanted,))
    return {row.summary_key: row for row in load(database, "page_summaries", PageSummary, where)}


def bought_since(database: Database, domain: str, since: datetime) -> list[PageSummary]:
    """Return what was bought for a domain since a moment, such as the start of its newest crawl."""
    rows = load(database, "page_summaries", PageSummary, Where("domain = ?", (domain,)))
    return [row for row in rows if row.asked_at >= since]


def worst_cost(database: Database, model: str) -> float | None:
    """Return the most that one summary by a model has cost (USD), None where that is not known."""
    found = database.query("SELECT max(cost_usd) AS worst FROM page_summaries WHERE model = ?", (model,))[0]["worst"]
    return None if found is None else float(found)


def keep(database: Database, rows: Sequence[PageSummary]) -> None:
    """Keep what was bought."""
    if rows:
        save(database, "page_summaries", rows)


def cost_of(rows: Iterable[PageSummary]) -> float | None:
    """Return what summaries have cost together (USD), None where nothing was stated."""
    costs = [row.cost_usd for row in rows if row.cost_usd is not None]
    return sum(costs) if costs else None


def as_json(row: PageSummary) -> dict[str, Any]:
    """Write a row as a journal keeps it."""
    return asdict(row) | {"asked_at": row.asked_at.isoformat()}


def from_json(value: dict[str, Any]) -> PageSummary:
    """Read a row back from a journal."""
    return PageSummary(**value | {"asked_at": datetime.fromisoformat(value["asked_at"])})
