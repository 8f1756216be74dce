"""All parts of the demo, one after another: sample sites on loopback, offline baselines, the embedded database."""

import time
from contextlib import ExitStack
from dataclasses import replace
from urllib.parse import urlsplit

from crawl_assets.demo.guide import import_activities
from crawl_assets.demo.project import Demo, Say
from crawl_assets.demo.shop import draft_products
from crawl_assets.demo.sites import publish_sites
from crawl_assets.demo.week import ask_a_week
from crawl_assets.instance import open_instance
from crawl_assets.settings import DEFAULT_EMBEDDINGS_MODEL, Settings, read_settings

FIRST_PORT = 8511  # of the sample sites; a port that is taken makes another domain


def run_demo(say: Say) -> None:
    """Materialize every asset for the sample week, sites, shop and guide, and print what came of it.

    A second run changes nothing but the addresses of the posts, in which the port of the sample blog is another.

    Always uses the embedded database under CRAWL_ASSETS_HOME, whatever TURSO_DATABASE_URL says: sample data must not
    get into a shared database.
    """
    from crawl_assets.definitions import build
    from crawl_assets.resources import LanguageModels, Store, Web
    from crawl_assets.samples import sample_blog
    from crawl_assets.samples.events import events
    from crawl_assets.samples.serving import serving
    from crawl_assets.samples.shop import shop
    from crawl_assets.samples.sites import SITES, SampleSite

    started = time.monotonic()
    with ExitStack() as open_:
        blog = open_.enter_context(serving(sample_blog))
        sites = [SampleSite(make) for make in SITES]
        for place, site in enumerate(sites):
            site.base = open_.enter_context(serving(site.routes_for, FIRST_PORT + place))
        shop_base = open_.enter_context(serving(shop, FIRST_PORT + len(sites)))
        guide_base = open_.enter_context(serving(events, FIRST_PORT + len(sites) + 1))
        settings = _offline(read_settings(), [blog, shop_base, guide_base, *(site.base for site in sites)])
        store = Store(lambda: settings)
        open_.callback(store.database.close)
        job = build(store, Web(store=store), LanguageModels(lambda: settings)).resolve_implicit_global_asset_job_def()
        demo = Demo(job, open_.enter_context(open_instance(settings)), store, say)
        ask_a_week(demo, blog)
        publish_sites(demo, sites)
        draft_products(demo, shop_base)
        import_activities(demo, guide_base)
        say(f"database   {store.database.name}")
        say("UI         make dev     (then http://127.0.0.1:3000)")
        say("results    .venv/bin/crawl-assets cryptic leaderboard; .venv/bin/crawl-assets llms list")
        say("           .venv/bin/crawl-assets products list; .venv/bin/crawl-assets activities search lanterns")
        say(f"took       {time.monotonic() - started:.0f} s")


def _offline(settings: Settings, bases: list[str]) -> Settings:
    return replace(
        settings,
        database_url="",
        database_token="",
        llm_api_key="",
        mail_to=(),
        publish_to="",
        public_url="",
        products_model="",
        google_maps_api_key="",
        embeddings_model=DEFAULT_EMBEDDINGS_MODEL,
        cryptic_feed_url=f"{bases[0]}/feed.xml",
        allowed_hosts=tuple(urlsplit(base).netloc for base in bases),
    )
