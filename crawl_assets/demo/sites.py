"""Three sample sites and their llms.txt, before and after an edit."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawl_assets.demo.project import Demo

if TYPE_CHECKING:
    from crawl_assets.samples.sites import SampleSite


def publish_sites(demo: Demo, sites: "list[SampleSite]") -> None:
    """Crawl every site, change one page of one of them, crawl that site again."""
    from crawl_assets.llms_txt.history import seen_by
    from crawl_assets.llms_txt.publishing import published
    from crawl_assets.llms_txt.registry import add_domain, newest_job
    from crawl_assets.samples.sites import edit_a_fare

    demo.say("Three sample sites and their llms.txt:")
    crawl = ["crawl_pages", "page_versions", "llms_txt_artifacts", "crawl_report"]
    domain = None
    for site in sites:
        domain = add_domain(demo.store.database, site.base, datetime.now(UTC))
        demo.instance.add_dynamic_partitions("domain", [domain.domain])
        demo.materialize(crawl, domain.domain)
        file = next(row for row in published(demo.store.database, domain) if row.path == "llms.txt")
        demo.say("\n" + demo.store.blobs.get(file.blob).decode().rstrip() + "\n")
    assert domain is not None
    edit_a_fare(sites[-1].routes)
    demo.say(f"One page of {domain.domain} is edited, and the site crawled again:")
    demo.materialize(crawl, domain.domain)
    job = newest_job(demo.store.database, domain.domain)
    for row in seen_by(demo.store.database, job.job_id if job else ""):
        if row.outcome != "same":
            demo.say(f"         {row.outcome}: {row.url} ({row.reason})")
    demo.say("")
