"""An asset of 200 paid steps, as a project would define it: for `dg.materialize` and for the `dagster` command."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import httpx
import libsql_experimental  # noqa: F401  # here, so that a forked child has them at once
import pandas  # noqa: F401

from crawl_assets.durable.errors import NonRetriable, Retriable
from crawl_assets.durable.journal import closing_output
from crawl_assets.durable.limits import Limit
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.durable.steps import values
from crawl_assets.retry_after import retry_after_seconds
from crawl_assets.store.io_manager import TursoIOManager
from crawl_assets_tests.durable.opening import database_in, journals_in

STEPS, IN_FLIGHT = 200, 8
BATCHES = dg.StaticPartitionsDefinition([f"batch-{number}" for number in range(100)])


@dataclass(frozen=True, slots=True)
class Purchase:
    batch: str
    item: str
    receipt: int


def buyer(url: str) -> Callable[[str], Any]:
    client = httpx.AsyncClient(base_url=url, verify=False, timeout=60)

    async def buy(item: str) -> dict[str, Any]:
        response = await client.post(f"/buy/{item}")
        if response.status_code in (429, 503):
            wait = retry_after_seconds(response.headers.get("retry-after"), datetime.now(UTC))
            raise Retriable(f"HTTP {response.status_code}", wait)
        if response.status_code != 200:
            raise NonRetriable(f"HTTP {response.status_code}")
        return dict(response.json())

    return buy


def purchases_asset(folder: Path, url: str, retry_policy: dg.RetryPolicy | None = None) -> dg.AssetsDefinition:
    @dg.asset(
        partitions_def=BATCHES,
        metadata={"partition_expr": "batch", "key": ("batch", "item")},
        retry_policy=retry_policy,
    )
    def purchases(context: dg.AssetExecutionContext) -> list[Purchase]:
        batch = context.partition_key
        items = [f"{batch}-item-{number}" for number in range(STEPS)]
        limits = [Limit("vendor", in_flight=IN_FLIGHT)]
        with journals_in(folder).open_for(context) as steps:
            bought = values(steps.map("buy", buyer(url), items, key=str, limits=limits, retry=RetryRule(attempts=3)))
        return [Purchase(batch, value["item"], value["receipt"]) for value in bought]

    return purchases


def io_manager(folder: Path) -> TursoIOManager:
    return TursoIOManager(lambda: database_in(folder), closing_output)


def materialize(folder: Path, url: str, batch: str, retry_policy: dg.RetryPolicy | None = None) -> None:
    """Materialize one batch in this process, by its own Dagster instance; raises what the asset raised."""
    asset = purchases_asset(folder, url, retry_policy)
    dg.materialize([asset], partition_key=batch, resources={"io_manager": io_manager(folder)})
