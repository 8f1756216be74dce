"""The rows of a journal: what identifies a step, and how its result is kept."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from crawl_assets.store.blobs import BlobDamaged, BlobMissing, Blobs
from crawl_assets.store.database import Database

DONE, FAILED = "done", "failed"
INLINE_CHARACTERS = 1_000_000  # a larger result goes to a blob


@dataclass(frozen=True, slots=True)
class Scope:
    """What a journal belongs to."""

    asset: str
    partition: str  # '' for an unpartitioned asset


@dataclass(frozen=True, slots=True)
class Remembered:
    """A step that an earlier run finished."""

    inputs: str
    result: str | None
    blob: str | None


def fingerprint(inputs: Any) -> str:
    """Return the sha256 of inputs as canonical JSON; raises TypeError for what JSON cannot hold."""
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=False, allow_nan=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def as_json(value: Any) -> str:
    """Write a step's result; raises TypeError when it would come back different."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"a step's result must be plain JSON ({error}); return dicts, lists, text and numbers"
        ) from None
    if json.loads(text) != value:
        raise TypeError("a step's result must come back equal from JSON; use lists for tuples and text for dict keys")
    return text


def remembered(database: Database, scope: Scope, step: str) -> dict[str, Remembered]:
    """Read the finished items of one step, by item."""
    rows = database.query(
        "SELECT item, inputs, result, blob FROM journal_steps "
        "WHERE asset = ? AND partition = ? AND step = ? AND state = 'done'",
        (scope.asset, scope.partition, step),
    )
    return {row["item"]: Remembered(row["inputs"], row["result"], row["blob"]) for row in rows}


LOST_BLOB = (BlobMissing, BlobDamaged)


def value_of(found: Remembered, blobs: Blobs) -> Any:
    """Return a remembered result; raises BlobMissing or BlobDamaged."""
    return json.loads(found.result or "null" if found.blob is None else blobs.get(found.blob))
