"""One partition a domain, and what marks a run that goes on with its crawl."""

import dagster as dg

DOMAINS = dg.DynamicPartitionsDefinition(name="domain")
BY_DOMAIN = {"partition_expr": "domain"}
RESUMES = "crawl_assets/resumes_crawl"  # tag of a run: the job that it is requested to go on with
