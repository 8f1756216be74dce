"""Vectors of activities: each distinct text is paid for once ever, and joined by its hash, never by its place.

    with journals.open(scope, run_id, log) as steps:
        rows = embedded(steps, database, embedder, activities, log)

The vectors themselves go to the table `embeddings` as they come; rows only name them. Few texts are asked for at once;
many, at a server, by a batch: then rows wait, and `embedding_batches.collect` fills the table in the meantime.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from logging import Logger
from typing import TYPE_CHECKING, Any

from crawl_assets.activities.enriching.embedding_batches import Ordering, order, ordered, tried_lately
from crawl_assets.activities.enriching.embedding_texts import RECIPE, embedding_text, text_hash
from crawl_assets.activities.enriching.vectors import keep, known
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.mapping import raise_if_stopped
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.llm.embeddings import BadVector, Embedder

if TYPE_CHECKING:
    from crawl_assets.activities.records import Activity
    from crawl_assets.durable.steps import Steps
    from crawl_assets.store.database import Database

TEXTS_A_CALL = 64
TEXTS_A_LOCAL_STEP = 500
LIMITS = (Limit("embeddings", in_flight=4, starts_per_second=10.0),)
RETRY = RetryRule(attempts=5, longest_wait=30.0, longest_retry_after=120.0)
_STEP = "vectors"


@dataclass(frozen=True, slots=True)
class VectorRow:
    """Which vector an activity has: the one in `embeddings` under these three."""

    row_key: str
    text_hash: str
    recipe: str
    model: str
    is_kept: bool  # it is there
    batch_id: str | None  # it is waited for in this batch
    error: str | None  # why there is none


def embedded(
    steps: "Steps",
    database: "Database",
    embedder: Embedder,
    activities: Iterable["Activity"],
    log: Logger,
    ordering: Ordering | None = None,
) -> list[VectorRow]:
    """Return a row for each activity, in order; what is missing is asked for, or ordered by batch.

    `ordering` says how many texts are a batch; None: all are asked for at once. Raises EmbeddingsStopped when no text
    is embedded now (what came is kept; the next run goes on), StoreError when results cannot be kept.
    """
    keys, texts = _texts(activities)
    model = embedder.model
    there = known(database, texts, model)
    waiting = ordered(database, model, RECIPE)
    missing = {text: texts[text] for text in sorted(texts.keys() - there - waiting.keys()) if texts[text]}
    late = tried_lately(database, model, RECIPE, datetime.now(UTC))
    errors = {text: "the activity has no text to embed" for text in texts if not texts[text]}
    if ordering is not None and len(missing) > ordering.direct_up_to:
        errors |= {text: late[text] for text in missing if text in late}
        waiting |= order(steps, database, ordering, {t: missing[t] for t in missing if t not in late}, log)
    else:
        errors |= _asked(steps, database, embedder, missing)
    there = known(database, texts, model)
    log.info(f"{len(there)} of {len(texts)} distinct texts have a vector of {model}, for {len(keys)} activities.")
    return [_row(row_key, text, model, there, waiting, errors) for row_key, text in keys]


def _texts(activities: Iterable["Activity"]) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Return the key and hash of each activity, and the texts by hash."""
    keys, texts = [], {}
    for activity in activities:
        text = embedding_text(activity)
        hashed = text_hash(text)
        keys.append((activity.row_key, hashed))
        texts[hashed] = text
    return keys, texts


def _asked(steps: "Steps", database: "Database", embedder: Embedder, missing: Mapping[str, str]) -> dict[str, str]:
    """Ask for vectors and keep them, some texts a step; returns why texts have none."""
    size = TEXTS_A_LOCAL_STEP if embedder.is_local else TEXTS_A_CALL
    hashes = list(missing)
    portions = [hashes[start : start + size] for start in range(0, len(hashes), size)]

    async def portion(wanted: Sequence[str]) -> dict[str, Any]:
        # kept at once: whatever becomes of this workflow, another one need not pay
        bad: dict[str, str] = {}
        made: dict[str, bytes] = {}
        try:
            made = dict(zip(wanted, await embedder.embed([missing[text] for text in wanted]), strict=True))
        except BadVector:
            if not embedder.is_local:  # asked again one by one, it would be paid again
                raise
            made, bad = await _one_by_one(embedder, {text: missing[text] for text in wanted})
        keep(database, made, embedder.model, datetime.now(UTC))
        return {"kept": len(made), "bad": bad}

    outcomes = steps.map(
        _STEP,
        portion,
        portions,
        key=lambda wanted: hashlib.sha256("".join(wanted).encode()).hexdigest()[:32],
        inputs=lambda wanted: [embedder.model, RECIPE, *wanted],
        limits=() if embedder.is_local else LIMITS,
        retry=RETRY,
    )
    raise_if_stopped(outcomes)
    errors: dict[str, str] = {}
    for wanted, outcome in zip(portions, outcomes, strict=True):
        errors |= outcome.value["bad"] if outcome.error is None else dict.fromkeys(wanted, outcome.error)
    return errors


async def _one_by_one(embedder: Embedder, texts: Mapping[str, str]) -> tuple[dict[str, bytes], dict[str, str]]:
    made: dict[str, bytes] = {}
    bad: dict[str, str] = {}
    for text, words in texts.items():
        try:
            [made[text]] = await embedder.embed([words])
        except BadVector as error:
            bad[text] = str(error)
    return made, bad


def _row(
    row_key: str,
    text: str,
    model: str,
    there: set[str],
    waiting: Mapping[str, str],
    errors: Mapping[str, str],
) -> VectorRow:
    if text in there:
        return VectorRow(row_key, text, RECIPE, model, True, None, None)
    if text in waiting:
        return VectorRow(row_key, text, RECIPE, model, False, waiting[text], None)
    return VectorRow(row_key, text, RECIPE, model, False, None, errors.get(text, "its vector was lost; run again"))
