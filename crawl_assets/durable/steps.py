"""What an asset body says: run this step, run it for each of these."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from crawl_assets.durable.errors import StepsFailed
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.mapping import Job, Mapping, Outcome, Surroundings
from crawl_assets.durable.own_loop import in_own_loop
from crawl_assets.durable.progress import Progress
from crawl_assets.durable.records import fingerprint, remembered, value_of
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.store.blobs import LOST_BLOB
from crawl_assets.store.database import Statement

Item = TypeVar("Item")
_FORGET = "DELETE FROM journal_steps WHERE asset = ? AND partition = ?"


class Steps:
    """The steps of one open journal."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def run(
        self,
        name: str,
        function: Callable[..., Any],
        *args: Any,
        limits: Sequence[Limit] = (),
        retry: RetryRule | None = None,
    ) -> Any:
        """Run one step with arguments that `fingerprint` takes; returns its result, raises what its last attempt did.

        Run twice under one name with equal arguments, it is done once.
        """

        async def waited(_: str) -> Any:
            return await function(*args)

        call = waited if inspect.iscoroutinefunction(function) else lambda _: function(*args)
        outcome = self.map(name, call, [""], key=str, inputs=lambda _: list(args), limits=limits, retry=retry)[0]
        if outcome.error is not None:
            raise outcome.cause or StepsFailed(f"{name}: {outcome.error}")
        return outcome.value

    def finished(self, name: str) -> list[Any]:
        """Return what items of a step an earlier, broken run finished; results whose blob is lost are left out."""
        around = self._around
        results = []
        for item, found in remembered(around.database, around.lease.scope, name).items():
            try:
                results.append(value_of(found, around.blobs))
            except LOST_BLOB as error:
                around.log.warning(f"{name} {item}: {error}")
        return results

    def forget(self) -> int:
        """Give up what earlier runs finished, so that everything is done anew; returns how many items that were."""
        self._around.lease.check()
        scope = self._around.lease.scope
        statement = Statement(_FORGET, (scope.asset, scope.partition), "journal_steps")
        return self._around.database.transaction([statement])[0].affected

    def map(
        self,
        name: str,
        function: Callable[[Item], Any],
        items: Sequence[Item],
        *,
        key: Callable[[Item], str],
        inputs: Callable[[Item], Any] = lambda item: item,
        limits: Sequence[Limit] = (),
        retry: RetryRule | None = None,
        cost_of: Callable[[Any], float] | None = None,
    ) -> list[Outcome]:
        """Run a step for each item and return their outcomes in order; never raises for an item's own failure.

        `function` is plain or async, takes the item and returns plain JSON. `key` names an item within the step;
        `inputs` is what its result depends on, see `fingerprint`: when it has changed since an earlier run, the item
        runs again. At most 64 run at once, or what the narrowest limit allows. `cost_of` reads USD from a result, for
        the progress line. An item that raised StopAll lets those in flight finish and starts no other. Raises a
        StoreError when results cannot be kept, JournalLost when another process took over, ValueError for a key that
        is used twice or is no Unicode text.
        """
        self._around.lease.check()
        jobs = [Job(key(item), fingerprint(inputs(item)), item) for item in items]
        _check_keys(name, [job.key for job in jobs])
        progress = Progress(name, len(jobs), self._around.log, cost_of)

        async def mapped() -> list[Outcome]:
            return await Mapping(self._around, name, function, limits, retry or RetryRule(), progress).all(jobs)

        return in_own_loop(mapped)


def values(outcomes: Iterable[Outcome]) -> list[Any]:
    """Return every value; raises StepsFailed naming the items that have none."""
    listed = list(outcomes)
    failed = [outcome for outcome in listed if outcome.error is not None]
    if failed:
        shown = "; ".join(f"{outcome.key}: {outcome.error}" for outcome in failed[:10])
        more = f"; and {len(failed) - 10} more" if len(failed) > 10 else ""
        raise StepsFailed(f"{len(failed)} of {len(listed)} items have no result: {shown}{more}")
    return [outcome.value for outcome in listed]


def _check_keys(step: str, keys: Sequence[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f"step {step!r}: the key {key!r} names two items; keys must differ.")
        if not isinstance(key, str) or any("\ud800" <= sign <= "\udfff" for sign in key):
            raise ValueError(f"step {step!r}: {key!r} cannot be a key; keys are Unicode text.")
        seen.add(key)
