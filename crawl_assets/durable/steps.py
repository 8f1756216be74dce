"""What an asset body says: run this step, run it for each of these."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from crawl_assets.durable.errors import StepsFailed
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.mapping import Job, Mapping, Outcome, Surroundings, in_own_loop
from crawl_assets.durable.progress import Progress
from crawl_assets.durable.records import fingerprint
from crawl_assets.durable.retrying import RetryRule

Item = TypeVar("Item")


class Steps:
    """The steps of one open journal."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def run(self, name: str, function: Callable[..., Any], *args: Any, retry: RetryRule | None = None) -> Any:
        """Run one step with JSON arguments and return its result; raises what its last attempt raised."""
        outcome = self.map(name, lambda _: function(*args), [""], key=str, inputs=lambda _: list(args), retry=retry)[0]
        if outcome.error is not None:
            raise outcome.cause or StepsFailed(f"{name}: {outcome.error}")
        return outcome.value

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
        `inputs` is what its result depends on, as JSON: when it has changed since an earlier run, the item runs
        again. An item that raised StopAll lets those in flight finish and starts no other. Raises a StoreError when
        results cannot be kept, JournalLost when another process took over, ValueError for a key used twice.
        """
        jobs = [Job(key(item), fingerprint(inputs(item)), item) for item in items]
        seen: set[str] = set()
        for job in jobs:
            if job.key in seen:
                raise ValueError(f"step {name!r}: the key {job.key!r} names two items; keys must differ.")
            seen.add(job.key)
        progress = Progress(name, len(jobs), self._around.log, cost_of)
        mapping = Mapping(self._around, name, function, retry or RetryRule(), progress)
        return in_own_loop(lambda: mapping.all(jobs, limits))


def values(outcomes: Iterable[Outcome]) -> list[Any]:
    """Return every value; raises StepsFailed naming the items that have none."""
    listed = list(outcomes)
    failed = [outcome for outcome in listed if outcome.error is not None]
    if failed:
        shown = "; ".join(f"{outcome.key}: {outcome.error}" for outcome in failed[:10])
        more = f"; and {len(failed) - 10} more" if len(failed) > 10 else ""
        raise StepsFailed(f"{len(failed)} of {len(listed)} items have no result: {shown}{more}")
    return [outcome.value for outcome in listed]
