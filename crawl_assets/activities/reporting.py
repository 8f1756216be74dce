"""Tell the Dagster instance which workflows are partitions."""

from pathlib import Path

from crawl_assets.instance import dagster_home, open_instance
from crawl_assets.settings import Settings


def add_workflow_partition(settings: Settings, workflow_id: str) -> Path:
    """Add a workflow to the dynamic partitions of the shared instance; returns the folder of that instance."""
    from crawl_assets.activities.partitions import WORKFLOWS

    with open_instance(settings) as instance:
        instance.add_dynamic_partitions(str(WORKFLOWS.name), [workflow_id])
    return dagster_home(settings)


def materialize_command(home: Path, workflow_id: str) -> str:
    """Return the command that runs a whole workflow."""
    from crawl_assets.activities.assets import NAMES

    return (
        f"DAGSTER_HOME={home} dagster asset materialize -m crawl_assets.definitions \\\n"
        f"  --select {','.join(NAMES)} \\\n  --partition {workflow_id}"
    )
