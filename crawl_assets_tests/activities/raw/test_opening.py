"""The back ends open by the project's settings, each with its own key and only when it is asked for."""

from pathlib import Path

import pytest

from crawl_assets.activities.raw.backends import raw_activities
from crawl_assets.activities.raw.opening import backends_of
from crawl_assets.activities.raw.order import Backend, ScrapeOrder
from crawl_assets.json_api import NotSetUp
from crawl_assets.resources import LanguageModels, Outside, Store, Web
from crawl_assets.settings import Settings, read_settings
from crawl_assets_tests.activities.raw.scraping import LOG, event, page, steps_in
from crawl_assets_tests.fakes.fetchfox import FetchFoxServer
from crawl_assets_tests.fakes.site import SiteServer


def opened(folder: Path, order: ScrapeOrder, **environ: str) -> list[str | None]:
    def settings() -> Settings:
        return read_settings({"CRAWL_ASSETS_HOME": str(folder / "home"), **environ})

    store = Store(settings)
    made = backends_of(store, Web(settings, store), Outside(settings), LanguageModels(settings))
    with steps_in(folder) as steps:
        return [row.name for row in raw_activities(steps, made, order, LOG).rows]


def test_our_own_crawler_needs_no_key(tmp_path: Path) -> None:
    with SiteServer({"/a": page(data=event())}) as site:
        assert opened(tmp_path, ScrapeOrder(f"{site.url}/a", max_depth=0), CRAWL_ALLOW_HOSTS=site.place) == [
            "Pond dipping"
        ]


def test_fetchfox_is_asked_where_and_as_whom_the_settings_say(tmp_path: Path) -> None:
    order = ScrapeOrder("https://guide.example", backend="fetchfox")
    with FetchFoxServer([{"name": "A", "_url": "https://guide.example/a"}]) as server:
        assert opened(tmp_path, order, FETCHFOX_API_KEY=server.key, FETCHFOX_BASE_URL=server.base_url) == ["A"]


@pytest.mark.parametrize(("backend", "setting"), [("fetchfox", "FETCHFOX_API_KEY"), ("firecrawl", "FIRECRAWL_API_KEY")])
def test_a_key_that_is_missing_is_named(tmp_path: Path, backend: Backend, setting: str) -> None:
    with pytest.raises(NotSetUp, match=setting):
        opened(tmp_path, ScrapeOrder("https://guide.example", backend=backend))
