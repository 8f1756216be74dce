"""What each part of the demo works with."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import dagster as dg

    from crawl_assets.resources import Store

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """The whole code location, in this process."""

    job: "dg.JobDefinition"
    instance: "dg.DagsterInstance"
    store: "Store"
    say: Say

    def materialize(self, assets: list[str], partition: str | None, what: str | None = None) -> None:
        """Materialize assets; says how long it took, as `what` where the partition's name says little."""
        import dagster as dg

        with self._timed(what or f"{', '.join(assets)}{f' [{partition}]' if partition else ''}"):
            result = self.job.execute_in_process(
                instance=self.instance,
                partition_key=partition,
                asset_selection=[dg.AssetKey(name) for name in assets],
                run_config={"loggers": {"console": {"config": {"log_level": "WARNING"}}}},
            )
            failed = [check.check_name for check in result.get_asset_check_evaluations() if not check.passed]
        if failed:
            self.say(f"         failed checks: {', '.join(failed)}")

    @contextmanager
    def _timed(self, what: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.say(f"  {time.monotonic() - started:5.1f} s  {what}")
