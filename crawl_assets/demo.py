"""`make demo`: the whole job on sample sites, embedded database, offline baselines; no key, no network."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawl_assets.instance import open_instance
from crawl_assets.settings import Settings, read_settings

if TYPE_CHECKING:
    import dagster as dg

Say = Callable[[str], None]


def run_demo(say: Say) -> None:
    """Materialize every asset for the sample week and print what came of it.

    A second run changes nothing but the addresses of the posts, in which the port of the sample blog is another.

    Always uses the embedded database under CRAWL_ASSETS_HOME, whatever TURSO_DATABASE_URL says: sample data must not
    get into a shared database.
    """
    from crawl_assets.cryptic_bench.leaderboard import as_table, leaderboard
    from crawl_assets.cryptic_bench.puzzle import week_id_of
    from crawl_assets.definitions import build
    from crawl_assets.llm.baselines import BASELINES
    from crawl_assets.resources import LanguageModels, Store, Web
    from crawl_assets.samples import BLOG_WEEK, sample_blog
    from crawl_assets.samples.serving import serving

    started = time.monotonic()
    with serving(sample_blog) as base:
        settings = _offline(read_settings(), base)
        store = Store(lambda: settings)
        job = build(store, Web(store=store), LanguageModels(lambda: settings)).resolve_implicit_global_asset_job_def()
        week_id = week_id_of(date.fromisoformat(BLOG_WEEK))
        say(f"The sample week {week_id}, from a sample blog at {base}:")
        with open_instance(settings) as instance:
            instance.add_dynamic_partitions("model", list(BASELINES))
            for assets, partition in _order(BLOG_WEEK, list(BASELINES)):
                _materialize(job, instance, assets, partition, say)
    say(f"\n{as_table(leaderboard(store.database, week_id))}\n")
    say("Every model above is an offline baseline, no language model: baselines are listed, never ranked.")
    say("Language models answer once OPENROUTER_API_KEY is set; see README.md.\n")
    say(f"database   {store.database.name}")
    say("UI         make dev     (then http://127.0.0.1:3000)")
    say("results    .venv/bin/crawl-assets cryptic leaderboard")
    say(f"took       {time.monotonic() - started:.0f} s")
    store.database.close()


def _offline(settings: Settings, base: str) -> Settings:
    return replace(
        settings,
        database_url="",
        database_token="",
        llm_api_key="",
        cryptic_feed_url=f"{base}/feed.xml",
        allowed_hosts=(urlsplit(base).netloc,),
    )


def _order(week: str, models: Sequence[str]) -> Iterator[tuple[list[str], str | None]]:
    yield ["puzzles", "clues", "clues_set_aside"], week
    for model in models:
        yield ["model_responses", "evaluations"], f"{model}|{week}"
    yield ["weekly_rankings"], week
    yield ["rank_tenure"], None


def _materialize(
    job: "dg.JobDefinition", instance: "dg.DagsterInstance", assets: list[str], partition: str | None, say: Say
) -> None:
    import dagster as dg

    with _timed(say, f"{', '.join(assets)}{f' [{partition}]' if partition else ''}"):
        result = job.execute_in_process(
            instance=instance,
            partition_key=partition,
            asset_selection=[dg.AssetKey(name) for name in assets],
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},  # an error is raised as well
        )
        failed = [check.check_name for check in result.get_asset_check_evaluations() if not check.passed]
    if failed:
        say(f"      failed checks: {', '.join(failed)}")


@contextmanager
def _timed(say: Say, what: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    say(f"  {time.monotonic() - started:5.1f} s  {what}")
