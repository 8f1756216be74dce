"""The whole asset graph as plain data, one thing a line: what asset_graph.json holds.

python -m crawl_assets_tests.guards.asset_graph      rewrites asset_graph.json
"""

import json
from pathlib import Path
from typing import Any

import dagster as dg

SNAPSHOT = Path(__file__).with_name("asset_graph.json")
COMMAND = f".venv/bin/python -m {__package__}.asset_graph"
_KIND = "dagster/kind/"


def as_text(definitions: dg.Definitions) -> str:
    """Write the graph of the definitions as sorted JSON."""
    return json.dumps(described(definitions), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def described(definitions: dg.Definitions) -> dict[str, Any]:
    """Describe assets, checks, jobs, schedules and sensors by their names."""
    repository = definitions.get_repository_def()
    graph = repository.asset_graph
    return {
        "assets": {key.to_user_string(): _asset(graph.get(key)) for key in graph.get_all_asset_keys()},
        "checks": {
            f"{key.asset_key.to_user_string()}: {key.name}": {
                "blocking": graph.get(key).blocking,
                "partitions": _partitions(graph.get(key).partitions_def),
            }
            for key in graph.asset_check_keys
        },
        "jobs": {
            job.name: {
                "assets": sorted(key.to_user_string() for key in job.asset_layer.executable_asset_keys),
                "partitions": _partitions(job.partitions_def),
                "tags": dict(job.tags),
            }
            for job in repository.get_all_jobs()
        },
        "schedules": {
            schedule.name: {
                "cron": schedule.cron_schedule,
                "default status": schedule.default_status.value,
                "job": schedule.job_name,
                "timezone": schedule.execution_timezone,
            }
            for schedule in repository.schedule_defs
        },
        "sensors": {
            sensor.name: {
                "default status": sensor.default_status.value,
                "jobs": sorted(target.job_name for target in sensor.targets),
                "seconds between ticks": sensor.minimum_interval_seconds,
                "selects": str(sensor.asset_selection) if sensor.asset_selection else None,
            }
            for sensor in repository.sensor_defs
        },
    }


def _asset(node: Any) -> dict[str, Any]:
    mappings = {key: type(mapping).__name__ for key, mapping in node.partition_mappings.items()}
    return {
        "automation": node.automation_condition and str(node.automation_condition),
        "code version": node.code_version,
        "deps": sorted(
            key.to_user_string() + (f" by {mappings[key]}" if key in mappings else "") for key in node.parent_keys
        ),
        "group": node.group_name,
        "io manager": node.io_manager_key,
        "kinds": sorted(node.kinds),
        "made with": sorted(key.to_user_string() for key in node.execution_set_asset_keys),
        "partitions": _partitions(node.partitions_def),
        "pools": sorted(node.pools or ()),
        "tags": {name: value for name, value in node.tags.items() if not name.startswith(_KIND)},
    }


def _partitions(definition: dg.PartitionsDefinition[str] | None) -> str | dict[str, Any] | None:
    match definition:
        case dg.MultiPartitionsDefinition(partitions_defs=dimensions):
            return {dimension.name: _partitions(dimension.partitions_def) for dimension in dimensions}
        case dg.DynamicPartitionsDefinition(name=name):
            return f"dynamic: {name}"
        case dg.TimeWindowPartitionsDefinition():
            return f"{definition.cron_schedule} from {definition.start:%Y-%m-%d %H:%M}, {definition.end_offset} ahead"
        case _:
            return definition and str(definition)


if __name__ == "__main__":
    from crawl_assets.definitions import defs

    SNAPSHOT.write_text(as_text(defs), encoding="utf-8")
