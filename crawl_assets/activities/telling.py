"""Words about workflows."""

from collections.abc import Mapping
from typing import Any

from crawl_assets.activities.rows import ScrapeWorkflow


def told_of(workflow: ScrapeWorkflow) -> str:
    """Tell where a workflow stands, a fact a line."""
    lines = [
        f"workflow   {workflow.workflow_id}",
        f"url        {workflow.url}",
        f"state      {workflow.state}",
        f"review     {workflow.review}",
        f"started    {workflow.started_at:%Y-%m-%d %H:%M:%S} UTC",
        f"ended      {workflow.completed_at:%Y-%m-%d %H:%M:%S} UTC" if workflow.completed_at else "ended      not yet",
        f"scraper    {workflow.scraper}{f' ({workflow.model})' if workflow.model else ''}",
        f"cost       {'not said' if workflow.cost_usd is None else f'{workflow.cost_usd:.4f} USD'}",
    ]
    lines += [f"{asset:<26} {_counts(counts)}" for asset, counts in workflow.counts.items()]
    lines += [
        f"{name:<26} {file['rows']} rows, {file['bytes']} bytes, {file['made_at']}"
        for name, file in sorted(workflow.files.items())
    ]
    if workflow.import_summary:
        lines.append(f"{'import':<26} {_counts(workflow.import_summary)}")
    if workflow.error:
        lines.append(f"error      {workflow.error}")
    lines.append(f"next       {next_step(workflow, workflow.review)}")
    return "\n".join(lines)


def next_step(workflow: ScrapeWorkflow, review: str) -> str:
    """Say what a person can do now."""
    if workflow.state in ("queued", "failed") and review != "discarded":
        return "materialize its partition"
    if review == "pending":
        return f"crawl-assets activities review {workflow.workflow_id}, then import or discard it"
    return "nothing"


def _counts(counts: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in counts.items() if not isinstance(value, list))
