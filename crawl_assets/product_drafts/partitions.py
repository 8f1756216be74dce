"""One partition a crawl event."""

import dagster as dg

CRAWL_EVENTS = dg.DynamicPartitionsDefinition(name="crawl_event")
BY_EVENT = {"partition_expr": "event_id"}
