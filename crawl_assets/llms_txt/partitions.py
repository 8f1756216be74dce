"""One partition a domain."""

import dagster as dg

DOMAINS = dg.DynamicPartitionsDefinition(name="domain")
BY_DOMAIN = {"partition_expr": "domain"}
