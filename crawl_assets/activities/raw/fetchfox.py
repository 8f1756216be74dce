"""FetchFox as a back end: one synchronous call that scrapes a site and answers with its items.

https://docs.fetchfox.ai
The call is one durable step, and it is never repeated when its answer was lost: it is paid for by then.
"""

from collections.abc import Mapping
from logging import Logger
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawl_assets.activities.raw.items import TEMPLATE, item_activity
from crawl_assets.activities.raw.order import RawResult, ScrapeOrder
from crawl_assets.crawl.home import identity_or_none
from crawl_assets.crawl.urls import identity
from crawl_assets.durable.errors import NonRetriable
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.json_api import ApiAccess, JsonApi, Service

if TYPE_CHECKING:
    from crawl_assets.durable.steps import Steps

FETCHFOX = Service(
    "FetchFox",
    "FETCHFOX_API_KEY",
    "FETCHFOX_BASE_URL",
    "The account has no credit left. Add some, or lower --max-pages.",
)
STEP = "fetchfox scrape"
TOTAL_SECONDS = 1800.0  # the answer comes when everything is scraped
ONCE = RetryRule(attempts=1)  # the client itself tries again where that is safe
_SHOWN = 300  # characters of what the provider said


class NoItems(NonRetriable):
    """FetchFox answered, but not with a list of items; the message holds its words."""


class FetchFox:
    """The client; raises the errors of `json_api`, and here NotSetUp for a key or an address that cannot be one."""

    def __init__(self, access: ApiAccess) -> None:
        self._api = JsonApi(FETCHFOX, access)

    def __repr__(self) -> str:
        """Show the address, never the key."""
        return repr(self._api)

    async def scrape(self, order: ScrapeOrder) -> dict[str, Any]:
        """Scrape and return {items, said, cost, visits}; raises NoItems, OutcomeUnknown when the answer was lost."""
        answer = await self._api.call("POST", "/api/scrape", scrape_body(order), is_repeatable=False)
        results = answer.get("results")
        items = results.get("items") if isinstance(results, Mapping) else None
        said = _said(answer)
        if not isinstance(items, list):
            raise NoItems(f"FetchFox scraped {order.url} and answered without a list of items. It said: {said}")
        metrics = _metrics(answer)
        return {"items": items, "said": said, "cost": _cost(metrics), "visits": _visits(metrics)}


def scrape_body(order: ScrapeOrder) -> dict[str, Any]:
    """Write an order as the body of POST /api/scrape."""
    return {
        "pattern": pattern_of(order.url, order.max_depth),
        "template": _template(order.tags_hint),
        "max_visits": order.max_pages,
        "max_depth": order.max_depth,
        "max_extracts": order.max_extractions,
        "content_transform": "slim_html",
    }


def pattern_of(url: str, max_depth: int) -> str:
    """Return which pages are scraped: the page itself at depth 0, else everything in its folder."""
    if max_depth == 0:
        return identity(url)
    parts = urlsplit(identity(url, keep_query=False))
    folder, _, last = parts.path.rpartition("/")
    path = folder if "." in last else parts.path.rstrip("/")  # what lies beside /events/all.html, not below it
    return f"{parts.scheme}://{parts.netloc}{path}/**"


def scrape_by_fetchfox(steps: "Steps", client: FetchFox, order: ScrapeOrder, log: Logger) -> RawResult:
    """Scrape a site by FetchFox; raises NoItems and the errors of `json_api`."""
    found = steps.run(STEP, client.scrape, order, retry=ONCE)
    notes, rows, without_name = [], [], 0
    for item in found["items"]:
        page = identity_or_none(item.get("_url") if isinstance(item, dict) else None) or identity(order.url)
        row = item_activity(item, page, "fetchfox")
        without_name += row is None
        rows += [row] if row is not None else []
    if not found["items"]:
        notes.append(f"FetchFox found 0 items. It said: {found['said']}")
    if without_name:
        notes.append(f"{without_name} items of FetchFox have no name and are left out.")
    if order.follow_external_links:
        notes.append("FetchFox reads only pages below the start; links to other hosts were not followed.")
    for note in notes:
        log.info(note)
    pages = len({row.source_url for row in rows})
    return RawResult(rows, notes, found["visits"] if found["visits"] is not None else pages, found["cost"])


def _template(tags: tuple[str, ...]) -> dict[str, Any]:
    return {**TEMPLATE, "tags": f"{TEMPLATE['tags']}, chosen from: {', '.join(tags)}"} if tags else dict(TEMPLATE)


def _metrics(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    results = answer.get("results")
    listed = [answer.get("metrics"), results.get("metrics") if isinstance(results, Mapping) else None]
    return next((one for one in listed if isinstance(one, Mapping)), {})


def _cost(metrics: Mapping[str, Any]) -> float | None:
    """Return the cost in USD, which stands there as a number or as a sum with its parts."""
    cost = metrics.get("cost")
    cost = cost.get("total") if isinstance(cost, Mapping) else cost
    return float(cost) if isinstance(cost, int | float) and not isinstance(cost, bool) and cost >= 0 else None


def _visits(metrics: Mapping[str, Any]) -> int | None:
    visits = metrics.get("visits")
    return visits if isinstance(visits, int) and not isinstance(visits, bool) else None


def _said(answer: Mapping[str, Any]) -> str:
    results = answer.get("results")
    places = [answer, results if isinstance(results, Mapping) else {}]
    words = [one.get(name) for one in places for name in ("error", "message", "warning", "status")]
    said = next((str(word) for word in words if word), "") or f"nothing, but {', '.join(sorted(map(str, answer)))}"
    return " ".join(said.split())[:_SHOWN]
