"""One partition a workflow."""

import dagster as dg

WORKFLOWS = dg.DynamicPartitionsDefinition(name="workflow")
BY_WORKFLOW = {"partition_expr": "workflow_id"}
