"""The back ends as the project's settings have them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from crawl_assets.activities.raw.backends import Backends
from crawl_assets.activities.raw.by_model import ModelTerms
from crawl_assets.activities.raw.fetchfox import TOTAL_SECONDS, FetchFox
from crawl_assets.json_api import ApiAccess

if TYPE_CHECKING:
    from crawl_assets.resources import LanguageModels, Outside, Store, Web


def backends_of(
    store: "Store",
    web: "Web",
    outside: "Outside",
    models: "LanguageModels",
    *,
    model: str = "",
    max_cost_usd: float | None = None,
    check: Callable[[], None] = lambda: None,
) -> Backends:
    """Return the back ends; a key is asked for only once an order needs it.

    `model` and `max_cost_usd` are of the back end `model`; `check` raises when the workflow is wanted no more.
    """

    def fetchfox() -> FetchFox:
        settings = outside.settings
        return FetchFox(ApiAccess(settings.fetchfox_base_url, settings.fetchfox_api_key, total_seconds=TOTAL_SECONDS))

    terms = ModelTerms(model, max_cost_usd, models.starts_per_second)
    return Backends(web.client, store.blobs, outside.firecrawl, fetchfox, models.client, terms, check=check)
