"""Tell the Dagster instance which domains are partitions."""

from pathlib import Path

from crawl_assets.instance import dagster_home, open_instance
from crawl_assets.settings import Settings


def add_domain_partition(settings: Settings, domain: str) -> Path:
    """Add a domain to the dynamic partitions of the shared instance; returns the folder of that instance."""
    from crawl_assets.llms_txt.partitions import DOMAINS

    with open_instance(settings) as instance:
        instance.add_dynamic_partitions(str(DOMAINS.name), [domain])
    return dagster_home(settings)


def drop_domain_partition(settings: Settings, domain: str) -> None:
    """Take a domain out of the dynamic partitions of the shared instance."""
    from crawl_assets.llms_txt.partitions import DOMAINS

    with open_instance(settings) as instance:
        instance.delete_dynamic_partition(str(DOMAINS.name), domain)
