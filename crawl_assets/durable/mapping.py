"""The inside of `Steps.map`: some workers, one item at a time each."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from logging import Logger
from pathlib import Path
from typing import Any

from crawl_assets.durable.errors import StepError, StopAll
from crawl_assets.durable.lease import Lease
from crawl_assets.durable.limits import Gates, Limit
from crawl_assets.durable.progress import Progress
from crawl_assets.durable.records import Remembered, as_json, remembered, value_of
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.durable.writer import Ended, Writer
from crawl_assets.store.blobs import LOST_BLOB, Blobs
from crawl_assets.store.database import Database

DEFAULT_IN_FLIGHT = 64


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one item."""

    key: str
    value: Any = None  # plain JSON; None when `error` says why
    error: str | None = None
    attempts: int = 0  # 0: not started, or remembered
    was_remembered: bool = False
    cause: Exception | None = None  # what the last attempt raised


@dataclass(frozen=True, slots=True)
class Job:
    """One item to be done."""

    key: str
    inputs: str  # fingerprint
    item: Any


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every step of one journal works with."""

    database: Database
    blobs: Blobs
    lease: Lease
    writer: Writer
    limits: Path
    log: Logger


class Mapping:
    """One step's run over its items; lives in one event loop.

    An item that waits to be tried again holds no place of a limit, but keeps its worker: a provider in trouble is not
    asked for ever more items meanwhile.
    """

    def __init__(
        self,
        around: Surroundings,
        name: str,
        function: Callable[[Any], Any],
        limits: Sequence[Limit],
        retry: RetryRule,
        progress: Progress,
    ) -> None:
        self._around, self._name, self._function = around, name, function
        self._retry, self._progress = retry, progress
        self._gates = Gates(around.limits, limits)
        self._workers = min((limit.in_flight for limit in limits), default=DEFAULT_IN_FLIGHT)
        self._threads = ThreadPoolExecutor(self._workers, f"step-{name}")  # of steps that are plain functions
        self._stop = asyncio.Event()
        self._reason = ""  # why nothing more is started

    async def all(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Do every job and return the outcomes in order."""
        known = remembered(self._around.database, self._around.lease.scope, self._name) if jobs else {}
        outcomes: dict[int, Outcome] = {}
        waiting = iter(enumerate(jobs))

        async def work(queue: Iterator[tuple[int, Job]]) -> None:
            for place, job in queue:
                outcomes[place] = self._from_journal(job, known) or await self._do(job)
                _stop_if_cancelled()

        with self._threads:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self._workers, len(jobs))):
                    group.create_task(work(waiting))
        self._progress.end()
        return [outcomes[place] for place in range(len(jobs))]

    def _from_journal(self, job: Job, known: dict[str, Remembered]) -> Outcome | None:
        found = known.get(job.key)
        if found is None or found.inputs != job.inputs:
            return None
        try:
            value = value_of(found, self._around.blobs)
        except LOST_BLOB as error:
            self._around.log.warning(f"{self._name} {job.key}: {error} It runs again.")
            return None
        self._progress.done(value, was_remembered=True)
        return Outcome(job.key, value, was_remembered=True)

    async def _do(self, job: Job) -> Outcome:
        attempt = 0
        failure: Exception | None = None
        while True:
            async with self._gates.place():
                if self._stop.is_set():
                    before = "not started" if failure is None else f"{_words(failure)}; not tried again"
                    return Outcome(job.key, error=f"{before}: {self._reason}", attempts=attempt, cause=failure)
                self._around.lease.check()
                attempt += 1
                try:
                    with self._around.writer.expecting():
                        text, value = as_json(await self._call(job.item))
                except asyncio.CancelledError:
                    _stop_if_cancelled()
                    failure = StepError("the step was cancelled from within")
                except Exception as error:
                    failure = error
                else:
                    # the place is given back only when the result is on disk: kill -9 loses at most what is in flight
                    await self._keep(Ended(self._name, job.key, job.inputs, attempt, text=text))
                    self._progress.done(value, was_remembered=False)
                    return Outcome(job.key, value, attempts=attempt)
            _stop_if_cancelled()
            wait = self._retry.wait(attempt, failure)
            if wait is None:
                return await self._gave_up(job, attempt, failure)
            self._around.log.info(f"{self._name} {job.key}: {_words(failure)} Again in {wait:.1f} s.")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), wait)

    async def _call(self, item: Any) -> Any:
        if inspect.iscoroutinefunction(self._function):
            return await self._function(item)
        running = asyncio.get_running_loop().run_in_executor(self._threads, self._function, item)
        try:
            value = await asyncio.shield(running)
        except asyncio.CancelledError:
            value = await running  # a thread cannot be stopped; what it still buys is kept
            if isinstance(value, Awaitable):
                raise
        return await value if isinstance(value, Awaitable) else value

    async def _gave_up(self, job: Job, attempt: int, failure: Exception) -> Outcome:
        words = _words(failure)
        if isinstance(failure, StopAll) and not self._stop.is_set():
            self._reason = words
            self._stop.set()
            self._gates.shut()
        self._around.log.warning(f"{self._name} {job.key} failed after {attempt} attempts: {words}")
        await self._keep(Ended(self._name, job.key, job.inputs, attempt, error=words[:2000]))
        self._progress.failed()
        return Outcome(job.key, error=words, attempts=attempt, cause=failure)

    async def _keep(self, ended: Ended) -> None:
        """Wait until it is on disk; raises what ends the whole map: a StoreError or JournalLost."""
        await asyncio.wrap_future(self._around.writer.put(ended))


def raise_if_stopped(outcomes: Iterable[Outcome]) -> None:
    """Raise what stopped all the steps, if one did: a StopAll."""
    for outcome in outcomes:
        if isinstance(outcome.cause, StopAll):
            raise outcome.cause


def stop_reason(outcomes: Iterable[Outcome]) -> str | None:
    """Return why all the steps stopped; None when nothing stopped them."""
    return next((outcome.error for outcome in outcomes if isinstance(outcome.cause, StopAll)), None)


def _words(error: Exception) -> str:
    """Say an error in letters that a log and a database can hold."""
    return str(error).encode("utf-8", "backslashreplace").decode() or type(error).__name__


def _stop_if_cancelled() -> None:
    """Raise CancelledError when this task was cancelled, also where a thread had to be waited for first."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
