"""Weeks and models, the two ways the benchmark is cut."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, cast

import dagster as dg

from crawl_assets.cryptic_bench.models import shipped_models
from crawl_assets.cryptic_bench.puzzle import FIRST_WEEK

if TYPE_CHECKING:
    from dagster._core.instance import DynamicPartitionsStore


class ModelPartitions(dg.DynamicPartitionsDefinition):
    """The dynamic partitions of models, of which the shipped ones are always valid.

    `dagster asset materialize` without DAGSTER_HOME starts from an empty instance, where no dynamic key was ever
    added; with this, `--partition 'openai/gpt-5.2|2026-01-05'` works there too.
    """

    def get_partition_keys(
        self, current_time: datetime | None = None, dynamic_partitions_store: "DynamicPartitionsStore | None" = None
    ) -> Sequence[str]:
        """Return the keys of the instance, then the shipped ones that it lacks."""
        added = super().get_partition_keys(current_time, dynamic_partitions_store)
        return [*added, *(key for key in _shipped_ids() if key not in added)]

    def has_partition_key(
        self,
        partition_key: str,
        current_time: datetime | None = None,
        dynamic_partitions_store: "DynamicPartitionsStore | None" = None,
    ) -> bool:
        """Tell whether the key is shipped or was added to the instance."""
        if partition_key in _shipped_ids():
            return True
        return super().has_partition_key(partition_key, current_time, dynamic_partitions_store)

    def filter_valid_partition_keys(self, partition_keys: set[str]) -> Any:
        """Return those of the keys that are shipped or were added to the instance."""
        return (partition_keys & set(_shipped_ids())) | set(super().filter_valid_partition_keys(partition_keys))


# end_offset=1: the week that is running has a partition, since its puzzles are scraped on its Sunday
WEEKS = dg.WeeklyPartitionsDefinition(start_date=datetime.combine(FIRST_WEEK, time()), day_offset=1, end_offset=1)
MODELS = ModelPartitions(name="model")
WEEKS_AND_MODELS = dg.MultiPartitionsDefinition({"model": MODELS, "week": WEEKS})


def model_and_week(context: dg.AssetExecutionContext) -> tuple[str, date]:
    """Return the model and the week's Monday of the partition that is being materialized."""
    parts = cast("dg.MultiPartitionKey", context.partition_key).keys_by_dimension
    return parts["model"], date.fromisoformat(parts["week"])


def _shipped_ids() -> list[str]:
    return [model.openrouter_id for model in shipped_models()]
