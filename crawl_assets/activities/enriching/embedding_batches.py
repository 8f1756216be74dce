"""Batches of texts at a server: ordered once, looked at on a fixed interval until a deadline, collected by hash.

The waiting is nobody's run: what is waited for are rows of `embedding_batches`, which a sensor gives to `collect`.
A killed process loses nothing: an order carries a mark, by which it is found again at the server before another is
placed, and vectors are kept before their files are deleted.
"""

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from logging import Logger
from typing import TYPE_CHECKING

from crawl_assets.activities.enriching.embedding_texts import RECIPE
from crawl_assets.activities.enriching.rows import EmbeddingBatch
from crawl_assets.activities.enriching.vectors import keep, known
from crawl_assets.durable.errors import StepError
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.durable.steps import values
from crawl_assets.llm.embeddings import BadVector, EmbeddingsLater, EmbeddingsStopped
from crawl_assets.llm.embeddings_batch import Batch, EmbeddingBatches, portions
from crawl_assets.store.database import Where
from crawl_assets.store.rows import load, save
from crawl_assets.store.values import timestamp_text

if TYPE_CHECKING:
    from crawl_assets.durable.steps import Steps
    from crawl_assets.store.database import Database

DIRECT_UP_TO = 256  # missing texts: four calls
EVERY = timedelta(seconds=60)  # between two looks at a batch: always the same
DEADLINE = timedelta(hours=25)  # the contract says 24
GRACE = timedelta(minutes=30)  # for a batch that was cancelled at its deadline to give what it has
LATELY = timedelta(hours=24)  # for so long a text that a batch gave no vector for is in no other batch
TEXTS_A_BATCH = 10_000  # a fifth of what a server takes
WAITING, COLLECTED, FAILED = "waiting", "collected", "failed"
_PAGE = 200  # vectors kept at once
_STEP = "embedding batch"
_LIMITS = (Limit("embedding-batches", in_flight=2),)  # each sends a file
_RETRY = RetryRule(attempts=4, longest_wait=30.0, longest_retry_after=120.0)


@dataclass(frozen=True, slots=True)
class Ordering:
    """Where batches are ordered, and from how many texts on."""

    batches: EmbeddingBatches
    direct_up_to: int = DIRECT_UP_TO  # no more than these are asked for directly
    texts_a_batch: int = TEXTS_A_BATCH


def order(
    steps: "Steps", database: "Database", ordering: Ordering, texts: Mapping[str, str], log: Logger
) -> dict[str, str]:
    """Order vectors for texts by hash, each portion a durable step; returns the batch of each.

    Raises EmbeddingsStopped or StepsFailed; what was ordered until then is kept, and not ordered again.
    """
    batches = ordering.batches
    orders = list(portions(sorted(texts.items()), batches.model, ordering.texts_a_batch))
    marks = {_mark(database, batches.model, portion): portion for portion in orders}

    async def place(mark: str) -> str:
        batch = await batches.order(mark, marks[mark])
        save(database, "embedding_batches", [_ordered(batch, batches.model, tuple(marks[mark]))])
        return batch.id

    outcomes = steps.map(_STEP, place, list(marks), key=str, limits=_LIMITS, retry=_RETRY)
    stopped = next((outcome.cause for outcome in outcomes if isinstance(outcome.cause, EmbeddingsStopped)), None)
    if stopped is not None:
        raise stopped
    ids = dict(zip(marks, values(outcomes), strict=True))
    log.info(f"{len(texts)} texts are ordered from {batches.model} in {len(ids)} batches: {', '.join(ids.values())}.")
    return {text: ids[mark] for mark, portion in marks.items() for text in portion}


def ordered(database: "Database", model: str, recipe: str = RECIPE) -> dict[str, str]:
    """Return the batch that each text is waited for in."""
    rows = load(database, "embedding_batches", EmbeddingBatch, _of(model, recipe, WAITING))
    return {text: row.batch_id for row in rows for text in row.text_hashes}


def tried_lately(database: "Database", model: str, recipe: str, now: datetime) -> dict[str, str]:
    """Return why texts of batches that ended within a day have no vector; else they would be ordered without end."""
    where = Where(
        "model = ? AND recipe = ? AND state <> 'waiting' AND ended_at > ?",
        (model, recipe, timestamp_text(now - LATELY)),
    )
    rows = load(database, "embedding_batches", EmbeddingBatch, where)
    return {
        text: f"batch {row.batch_id} gave no vector ({row.error or row.status}); it is ordered again after a day"
        for row in rows
        for text in row.text_hashes
    }


def due(database: "Database", now: datetime) -> list[EmbeddingBatch]:
    """Return the batches that are to be looked at."""
    where = Where("state = 'waiting' AND next_look_at <= ?", (timestamp_text(now),))
    return load(database, "embedding_batches", EmbeddingBatch, where)


async def collect(
    database: "Database", batches: EmbeddingBatches, batch_id: str, now: datetime, log: Logger
) -> EmbeddingBatch:
    """Look at a batch; once it has ended, keep its vectors and delete its files. Returns its row as it is then.

    Raises the errors of `llm.embeddings` when the server cannot be asked; the next look is due all the same.
    """
    [row] = load(database, "embedding_batches", EmbeddingBatch, Where("batch_id = ?", (batch_id,)))
    if row.state != WAITING:
        return row
    row = _saved(database, replace(row, next_look_at=now + EVERY))
    is_late = now >= row.deadline_at + GRACE
    try:
        batch = await batches.look(batch_id)
    except (EmbeddingsLater, EmbeddingsStopped) as error:
        if not is_late and getattr(error, "status", None) != 404:
            raise
        return _saved(database, replace(row, state=FAILED, error=f"it is given up: {error}", ended_at=now))
    row = _saved(database, replace(row, status=batch.status, done=batch.done, failed=batch.failed))
    if batch.is_ended:
        return await _ended(database, batches, batch, row, now, log)
    if is_late:
        words = f"it is {batch.status} {now - row.submitted_at} after it was ordered; nothing more is expected"
        return _saved(database, replace(row, state=FAILED, error=words, ended_at=now))
    if now >= row.deadline_at and batch.status != "cancelling":
        log.warning(f"Batch {batch_id} is {batch.status} at its deadline; it is cancelled, what it has done is taken.")
        await batches.cancel(batch_id)
    return row


async def wait_for(
    database: "Database",
    batches: EmbeddingBatches,
    batch_ids: Sequence[str],
    log: Logger,
    *,
    every: timedelta = EVERY,
) -> list[EmbeddingBatch]:
    """Look at batches on a fixed interval until all have ended, for who has no sensor; errors that may pass are told.

    Raises EmbeddingsStopped.
    """
    rows: dict[str, EmbeddingBatch] = {}
    while True:
        for batch_id in batch_ids:
            if batch_id in rows:
                continue
            try:
                row = await collect(database, batches, batch_id, datetime.now(UTC), log)
            except EmbeddingsStopped:
                raise
            except StepError as error:
                log.warning(f"Batch {batch_id} could not be looked at: {error}")
            else:
                log.info(f"Batch {batch_id} is {row.status}: {row.done} of {len(row.text_hashes)} texts are done.")
                if row.state != WAITING:
                    rows[batch_id] = row
        if len(rows) == len(set(batch_ids)):
            return [rows[batch_id] for batch_id in batch_ids]
        await asyncio.sleep(every.total_seconds())


async def _ended(
    database: "Database", batches: EmbeddingBatches, batch: Batch, row: EmbeddingBatch, now: datetime, log: Logger
) -> EmbeddingBatch:
    """Keep what an ended batch has, whatever its end; then delete its files."""
    wanted = set(row.text_hashes)
    problems: list[str] = [batch.problems] if batch.problems else []
    page: dict[str, bytes] = {}
    strangers = 0
    try:
        async with aclosing(batches.answers(batch)) as answers:
            async for answer in answers:
                if answer.vector is None:
                    problems.append(f"{answer.text_hash[:12]}: {answer.error}")
                elif answer.text_hash in wanted:
                    page[answer.text_hash] = answer.vector
                else:
                    strangers += 1
                if len(page) >= _PAGE:
                    problems += _kept(database, page, row, now)
                    page = {}
    except EmbeddingsStopped as error:
        if error.status != 404:
            raise
        problems.append(f"its results are gone: {error}")
    problems += _kept(database, page, row, now)
    there = known(database, wanted, row.model, row.recipe)
    if strangers:
        problems.append(f"{strangers} vectors came for texts that were not asked for")
    if batch.status == "completed" and batch.done != len(there):
        problems.append(f"the server counts {batch.done} done, and {len(there)} vectors came")
    if len(there) < len(wanted):
        problems.insert(0, f"{len(wanted) - len(there)} of {len(wanted)} texts have no vector; it is {batch.status}")
    words = "; ".join(problems)[:2000] or None
    state = COLLECTED if there else FAILED
    row = _saved(database, replace(row, state=state, error=words, ended_at=now))
    log.info(f"Batch {row.batch_id} is {batch.status}: {len(there)} of {len(wanted)} texts have their vectors.")
    try:
        await batches.clean_up(batch)
    except StepError as failure:
        log.warning(f"The files of batch {row.batch_id} could not be deleted; they expire by themselves: {failure}")
    return row


def _kept(database: "Database", page: Mapping[str, bytes], row: EmbeddingBatch, now: datetime) -> list[str]:
    try:
        keep(database, page, row.model, now, row.recipe)
    except BadVector as error:
        return [str(error)]
    return []


def _ordered(batch: Batch, model: str, hashes: tuple[str, ...]) -> EmbeddingBatch:
    now = datetime.now(UTC)
    return EmbeddingBatch(
        batch_id=batch.id,
        model=model,
        recipe=RECIPE,
        input_file_id=batch.input_file_id,
        text_hashes=hashes,
        state=WAITING,
        status=batch.status,
        done=batch.done,
        failed=batch.failed,
        error=None,
        submitted_at=now,
        next_look_at=now + EVERY,
        deadline_at=now + DEADLINE,
        ended_at=None,
    )


def _saved(database: "Database", row: EmbeddingBatch) -> EmbeddingBatch:
    save(database, "embedding_batches", [row])
    return row


def _mark(database: "Database", model: str, texts: Mapping[str, str]) -> str:
    """Return what an order is known by: what is asked for, and how many times it was before."""
    asked = json.dumps(list(texts))
    sql = (
        "SELECT count(*) AS times FROM embedding_batches WHERE model = ? AND recipe = ? AND json(text_hashes) = json(?)"
    )
    times = database.query(sql + " AND state <> 'waiting'", (model, RECIPE, asked))[0]["times"]
    return hashlib.sha256(json.dumps([model, RECIPE, times, asked]).encode()).hexdigest()[:32]


def _of(model: str, recipe: str, state: str) -> Where:
    return Where("model = ? AND recipe = ? AND state = ?", (model, recipe, state))
