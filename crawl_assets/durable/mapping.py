"""The inside of `Steps.map`: some workers, one item at a time each."""

import asyncio
import inspect
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from logging import Logger
from pathlib import Path
from typing import Any, TypeVar

from crawl_assets.durable.errors import StopAll
from crawl_assets.durable.lease import Lease
from crawl_assets.durable.limits import Gates, Limit
from crawl_assets.durable.progress import Progress
from crawl_assets.durable.records import LOST_BLOB, Remembered, as_json, remembered, value_of
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.durable.writer import Writer
from crawl_assets.store.blobs import Blobs
from crawl_assets.store.database import Database

T = TypeVar("T")
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
    """One step's run over its items; lives in one event loop."""

    def __init__(
        self, around: Surroundings, name: str, function: Callable[[Any], Any], retry: RetryRule, progress: Progress
    ) -> None:
        self._around, self._name, self._function = around, name, function
        self._retry, self._progress = retry, progress
        self._stopped: str | None = None

    async def all(self, jobs: Sequence[Job], limits: Sequence[Limit]) -> list[Outcome]:
        """Do every job and return the outcomes in order."""
        known = remembered(self._around.database, self._around.lease.scope, self._name) if jobs else {}
        gates = Gates(self._around.limits, limits)
        workers = min([limit.in_flight for limit in limits] or [DEFAULT_IN_FLIGHT])
        outcomes: list[Outcome | None] = [None] * len(jobs)
        waiting = iter(enumerate(jobs))

        async def work(queue: Iterator[tuple[int, Job]]) -> None:
            for place, job in queue:
                outcomes[place] = self._from_journal(job, known) or await self._do(job, gates)

        async with asyncio.TaskGroup() as group:
            for _ in range(min(workers, len(jobs))):
                group.create_task(work(waiting))
        self._progress.end()
        return [outcome for outcome in outcomes if outcome is not None]

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

    async def _do(self, job: Job, gates: Gates) -> Outcome:
        attempt = 0
        while self._stopped is None:
            attempt += 1
            try:
                return await self._attempt(job, attempt, gates)
            except _Kept as kept:
                raise kept.error from None
            except Exception as error:
                wait = self._retry.wait(attempt, error)
                if wait is None:
                    return await self._gave_up(job, attempt, error)
                self._around.log.info(f"{self._name} {job.key}: {error} Again in {wait:.1f} s.")
                await asyncio.sleep(wait)
        self._progress.failed()
        return Outcome(job.key, error=f"not started: {self._stopped}", attempts=attempt)

    async def _attempt(self, job: Job, attempt: int, gates: Gates) -> Outcome:
        async with gates.place():
            if self._stopped is not None:
                self._progress.failed()
                return Outcome(job.key, error=f"not started: {self._stopped}", attempts=attempt - 1)
            value = await self._call(job.item)
            text = as_json(value)
            # the place is given back only when the result is on disk: kill -9 loses at most the calls in flight
            await self._kept(self._around.writer.put(self._name, job.key, job.inputs, attempt, text=text, error=None))
        self._progress.done(value, was_remembered=False)
        return Outcome(job.key, value, attempts=attempt)

    async def _call(self, item: Any) -> Any:
        if inspect.iscoroutinefunction(self._function):
            return await self._function(item)
        value = await asyncio.to_thread(self._function, item)
        return await value if isinstance(value, Awaitable) else value

    async def _kept(self, future: "Future[None]") -> None:
        try:
            await asyncio.wrap_future(future)
            self._around.lease.check()
        except Exception as error:
            raise _Kept(error) from None

    async def _gave_up(self, job: Job, attempt: int, error: Exception) -> Outcome:
        if isinstance(error, StopAll):
            self._stopped = self._stopped or str(error)
        words = str(error) or type(error).__name__
        self._around.log.warning(f"{self._name} {job.key} failed after {attempt} attempts: {words}")
        put = self._around.writer.put(self._name, job.key, job.inputs, attempt, text=None, error=words[:2000])
        try:
            await self._kept(put)
        except _Kept as kept:
            raise kept.error from None
        self._progress.failed()
        return Outcome(job.key, error=words, attempts=attempt, cause=error)


class _Kept(Exception):  # a message between two methods, not an error of its own
    """The result could not be kept: the whole map ends, however patient the item's own rule is."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def in_own_loop(make: Callable[[], Awaitable[T]]) -> T:
    """Run a coroutine in a thread of its own, whatever loop the caller runs in; an interrupt cancels it first."""
    result: Future[T] = Future()
    started = threading.Event()
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]]] = []

    async def entry() -> T:
        task = asyncio.current_task()
        assert task is not None
        running.append((asyncio.get_running_loop(), task))
        started.set()
        return await make()

    def body() -> None:
        try:
            result.set_result(asyncio.run(entry()))
        except asyncio.CancelledError:
            result.cancel()
        except BaseException as error:
            result.set_exception(_only(error))
        finally:
            started.set()

    thread = threading.Thread(target=body, name="steps")
    thread.start()
    try:
        return result.result()
    except BaseException:
        started.wait()
        for loop, task in running:
            if not loop.is_closed():
                loop.call_soon_threadsafe(task.cancel)
        raise
    finally:
        thread.join()


def _only(error: BaseException) -> BaseException:
    """Unwrap a task group's error when all its parts are of one kind."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
