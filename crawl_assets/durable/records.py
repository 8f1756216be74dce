"""The rows of a journal: what identifies a step, and how its result is kept."""

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

from crawl_assets.store.blobs import Blobs
from crawl_assets.store.database import Database

DONE, FAILED = "done", "failed"
INLINE_BYTES = 1_000_000  # a larger result goes to a blob


@dataclass(frozen=True, slots=True)
class Scope:
    """What a journal belongs to."""

    asset: str
    partition: str  # '' for an unpartitioned asset

    def __str__(self) -> str:
        """Name it for people."""
        return f"{self.asset} [{self.partition}]" if self.partition else self.asset


@dataclass(frozen=True, slots=True)
class Remembered:
    """A step that an earlier run finished."""

    inputs: str
    result: str | None
    blob: str | None


def fingerprint(inputs: Any) -> str:
    """Return the sha256 of inputs as JSON with sorted keys; raises TypeError for what has no lasting form.

    Dataclasses count by their fields; dates, times, decimals, paths and UUIDs by their text.
    """
    try:
        text = json.dumps(inputs, sort_keys=True, ensure_ascii=False, allow_nan=False, default=_lasting)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"a step's inputs must be plain JSON or dataclasses of it ({error}); choose what counts with inputs=..."
        ) from None
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _lasting(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | PurePath | UUID):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"a {type(value).__name__} is not")


def as_json(value: Any) -> tuple[str, Any]:
    """Write a step's result; returns the text and what it reads back as. Raises TypeError when that is not equal."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"a step's result must be plain JSON ({error}); return dicts, lists, text and numbers"
        ) from None
    back = json.loads(text)
    if back != value:
        raise TypeError("a step's result must come back equal from JSON; use lists for tuples and text for dict keys")
    return text, back


def remembered(database: Database, scope: Scope, step: str) -> dict[str, Remembered]:
    """Read the finished items of one step, by item."""
    rows = database.query(
        "SELECT item, inputs, result, blob FROM journal_steps "
        "WHERE asset = ? AND partition = ? AND step = ? AND state = 'done'",
        (scope.asset, scope.partition, step),
    )
    return {row["item"]: Remembered(row["inputs"], row["result"], row["blob"]) for row in rows}


def value_of(found: Remembered, blobs: Blobs) -> Any:
    """Return a remembered result; raises BlobMissing or BlobDamaged."""
    return json.loads(found.result or "null" if found.blob is None else blobs.get(found.blob))
