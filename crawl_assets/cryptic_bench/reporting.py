"""Tell the Dagster instance what the command line did: the models that are partitions, the weeks that are imported."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawl_assets.instance import dagster_home, open_instance
from crawl_assets.settings import Settings

if TYPE_CHECKING:
    import dagster as dg

    from crawl_assets.cryptic_bench.importing import Imported
    from crawl_assets.store.database import Database

OF_WEEK = ("puzzles", "clues", "clues_set_aside")
OF_WEEK_AND_MODEL = ("model_responses", "evaluations")


def add_model_partitions(settings: Settings, openrouter_ids: Sequence[str]) -> Path:
    """Add models to the dynamic partitions of the shared instance; returns the folder of that instance."""
    from crawl_assets.cryptic_bench.partitions import MODELS

    with open_instance(settings) as instance:
        instance.add_dynamic_partitions(str(MODELS.name), list(openrouter_ids))
    return dagster_home(settings)


def report_import(settings: Settings, database: "Database", imported: "Imported") -> None:
    """Record a materialization of each imported partition that changed, or that the instance does not know of."""
    import dagster as dg

    from crawl_assets.cryptic_bench.partitions import MODELS

    with open_instance(settings) as instance:
        instance.add_dynamic_partitions(str(MODELS.name), imported.models)
        known = {} if imported.changed_rows else {name: _materialized(instance, name) for name in _assets()}
        for name, partition, metadata in _materializations(database, imported):
            if partition in known.get(name, ()):
                continue
            instance.report_runless_asset_event(
                dg.AssetMaterialization(name, "imported from a published database", metadata, partition, _tags(name))
            )


def _assets() -> tuple[str, ...]:
    return (*OF_WEEK, *OF_WEEK_AND_MODEL, "weekly_rankings", "rank_tenure")


def _materialized(instance: "dg.DagsterInstance", name: str) -> set[str | None]:
    import dagster as dg

    key = dg.AssetKey(name)
    if name == "rank_tenure":
        return {None} if instance.get_latest_materialization_event(key) else set()
    return set(instance.get_materialized_partitions(key))


def _tags(name: str) -> dict[str, str]:
    from crawl_assets.cryptic_bench.scoring import SCORER_VERSION

    return {"dagster/code_version": SCORER_VERSION} if name == "evaluations" else {}


def _materializations(database: "Database", imported: "Imported") -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """Yield asset, partition and metadata in the order of the graph, so that nothing looks older than its inputs."""
    from crawl_assets.cryptic_bench import presentation
    from crawl_assets.cryptic_bench.deriving import tenures_of
    from crawl_assets.cryptic_bench.leaderboard import leaderboard
    from crawl_assets.cryptic_bench.puzzle import partition_key, week_id_of

    for name in OF_WEEK:
        counts = _counts(database, name, ("week_start",))
        for week in imported.weeks:
            yield name, week.isoformat(), {"dagster/row_count": counts.get((week.isoformat(),), 0)}
    for name in OF_WEEK_AND_MODEL:
        counts = _counts(database, name, ("openrouter_id", "week_start"))
        for (model, monday), count in sorted(counts.items()):
            day = date.fromisoformat(monday)
            if day in imported.weeks:
                yield name, partition_key(model, day), {"dagster/row_count": count}
    for week in imported.weeks:
        rows = leaderboard(database, week_id_of(week))
        yield "weekly_rankings", week.isoformat(), {"dagster/row_count": len(rows), **presentation.of_rankings(rows)}
    tenures = tenures_of(database)
    yield "rank_tenure", None, {"dagster/row_count": len(tenures), **presentation.of_tenures(tenures)}


def _counts(database: "Database", table: str, columns: Sequence[str]) -> dict[tuple[str, ...], int]:
    names = ", ".join(columns)
    rows = database.query(f"SELECT {names}, count(*) AS rows FROM {table} GROUP BY {names}")
    return {tuple(row[column] for column in columns): row["rows"] for row in rows}
