"""`make demo`: the whole job on sample sites, embedded database, offline baselines; no key, no network."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawl_assets.instance import open_instance
from crawl_assets.settings import Settings, read_settings

if TYPE_CHECKING:
    import dagster as dg

    from crawl_assets.resources import Store
    from crawl_assets.samples.sites import SampleSite

Say = Callable[[str], None]
FIRST_PORT = 8511  # of the sample sites; a port that is taken makes another domain


@dataclass(frozen=True, slots=True)
class Demo:
    """What each part of the demo works with."""

    job: "dg.JobDefinition"
    instance: "dg.DagsterInstance"
    store: "Store"
    say: Say

    def materialize(self, assets: list[str], partition: str | None) -> None:
        """Materialize assets in this process; names checks that fail."""
        import dagster as dg

        with self._timed(f"{', '.join(assets)}{f' [{partition}]' if partition else ''}"):
            result = self.job.execute_in_process(
                instance=self.instance,
                partition_key=partition,
                asset_selection=[dg.AssetKey(name) for name in assets],
                run_config={"loggers": {"console": {"config": {"log_level": "WARNING"}}}},
            )
            failed = [check.check_name for check in result.get_asset_check_evaluations() if not check.passed]
        if failed:
            self.say(f"      failed checks: {', '.join(failed)}")

    @contextmanager
    def _timed(self, what: str) -> Iterator[None]:
        started = time.monotonic()
        yield
        self.say(f"  {time.monotonic() - started:5.1f} s  {what}")


def run_demo(say: Say) -> None:
    """Materialize every asset for the sample week and the sample sites, and print what came of it.

    A second run changes nothing but the addresses of the posts, in which the port of the sample blog is another.

    Always uses the embedded database under CRAWL_ASSETS_HOME, whatever TURSO_DATABASE_URL says: sample data must not
    get into a shared database.
    """
    from crawl_assets.definitions import build
    from crawl_assets.resources import LanguageModels, Store, Web
    from crawl_assets.samples import sample_blog
    from crawl_assets.samples.serving import serving
    from crawl_assets.samples.sites import SITES, SampleSite

    started = time.monotonic()
    with ExitStack() as open_:
        blog = open_.enter_context(serving(sample_blog))
        sites = [SampleSite(make) for make in SITES]
        for place, site in enumerate(sites):
            site.base = open_.enter_context(serving(site.routes_for, FIRST_PORT + place))
        settings = _offline(read_settings(), [blog, *(site.base for site in sites)])
        store = Store(lambda: settings)
        open_.callback(store.database.close)
        job = build(store, Web(store=store), LanguageModels(lambda: settings)).resolve_implicit_global_asset_job_def()
        demo = Demo(job, open_.enter_context(open_instance(settings)), store, say)
        _ask_a_week(demo, blog)
        _publish_sites(demo, sites)
        say(f"database   {store.database.name}")
        say("UI         make dev     (then http://127.0.0.1:3000)")
        say("results    .venv/bin/crawl-assets cryptic leaderboard; .venv/bin/crawl-assets llms list")
        say(f"took       {time.monotonic() - started:.0f} s")


def _ask_a_week(demo: Demo, blog: str) -> None:
    from crawl_assets.cryptic_bench.leaderboard import as_table, leaderboard
    from crawl_assets.cryptic_bench.puzzle import week_id_of
    from crawl_assets.llm.baselines import BASELINES
    from crawl_assets.samples import BLOG_WEEK

    week_id = week_id_of(date.fromisoformat(BLOG_WEEK))
    demo.say(f"The sample week {week_id}, from a sample blog at {blog}:")
    demo.instance.add_dynamic_partitions("model", list(BASELINES))
    demo.materialize(["puzzles", "clues", "clues_set_aside"], BLOG_WEEK)
    for model in BASELINES:
        demo.materialize(["model_responses", "evaluations"], f"{model}|{BLOG_WEEK}")
    demo.materialize(["weekly_rankings"], BLOG_WEEK)
    demo.materialize(["rank_tenure"], None)
    demo.say(f"\n{as_table(leaderboard(demo.store.database, week_id))}\n")
    demo.say("Every model above is an offline baseline, no language model: baselines are listed, never ranked.")
    demo.say("Language models answer once OPENROUTER_API_KEY is set; see README.md.\n")


def _publish_sites(demo: Demo, sites: "list[SampleSite]") -> None:
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


def _offline(settings: Settings, bases: list[str]) -> Settings:
    return replace(
        settings,
        database_url="",
        database_token="",
        llm_api_key="",
        mail_to=(),
        publish_to="",
        public_url="",
        cryptic_feed_url=f"{bases[0]}/feed.xml",
        allowed_hosts=tuple(urlsplit(base).netloc for base in bases),
    )
