"""Write and load through the IO manager as Dagster does, without the second that a whole run costs."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import dagster as dg
from dagster._core.definitions.resource_definition import ScopedResourcesBuilder

from crawl_assets.store.database import Database
from crawl_assets.store.io_manager import TursoIOManager


def write(
    database: Database,
    output: Any,
    *,
    name: str = "things",
    kind: Any = Any,
    partitions: dg.PartitionsDefinition | None = None,
    keys: Sequence[str] = (),
    **metadata: Any,
) -> dict[str, Any]:
    """Hand `output` to the IO manager and return what it logged; `metadata` is the asset's own."""
    context = dg.OutputContext(
        asset_key=dg.AssetKey(name), dagster_type=_type_of(kind), **_shared(partitions, keys, metadata)
    )
    TursoIOManager(lambda: database).handle_output(context, output)
    return {name: getattr(value, "value", value) for name, value in context.consume_logged_metadata().items()}


def load(
    database: Database,
    kind: Any = Any,
    *,
    name: str = "things",
    partitions: dg.PartitionsDefinition | None = None,
    keys: Sequence[str] = (),
    **metadata: Any,
) -> Any:
    """Load an input annotated as `kind` that reads the partitions `keys` of an asset, or all of it."""
    upstream = dg.OutputContext(asset_key=dg.AssetKey(name), **_shared(partitions, keys, metadata))
    context = dg.InputContext(
        asset_key=dg.AssetKey(name),
        dagster_type=_type_of(kind),
        upstream_output=upstream,
        **_shared(partitions, keys, metadata),
    )
    return TursoIOManager(lambda: database).load_input(context)


def _shared(
    partitions: dg.PartitionsDefinition | None, keys: Sequence[str], metadata: dict[str, Any]
) -> dict[str, Any]:
    return {
        "resources": _resources(),
        "definition_metadata": metadata,
        "asset_partitions_def": partitions,
        "asset_partitions_subset": partitions.subset_with_partition_keys(keys) if partitions else None,
    }


def _type_of(kind: Any) -> dg.DagsterType:
    return dg.DagsterType(lambda context, value: True, "Output", typing_type=kind)


@cache
def _resources() -> Any:
    return ScopedResourcesBuilder().build(None)  # a context without one makes an instance of its own, in 50 ms
