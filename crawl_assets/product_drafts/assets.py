"""The assets of product drafts: crawl a page into a result file, keep what it says as a draft for people to review."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal

import dagster as dg
from pydantic import Field

from crawl_assets.product_drafts import checks, presentation
from crawl_assets.product_drafts.partitions import BY_EVENT, CRAWL_EVENTS
from crawl_assets.product_drafts.rows import EvidenceRow, FetchedPage, ProductDraft, Proposal
from crawl_assets.resources import LanguageModels, Store, Web
from crawl_assets.store.column_schema import column_schema
from crawl_assets.store.io_manager import WITHOUT_DATABASE, list_of

GROUP = "product_drafts"
KINDS = {"python", "turso"}
StoreParam = dg.ResourceParam[Store]


def _of_event(kind: type, without: str) -> dict[str, Any]:
    return BY_EVENT | {"dagster/column_schema": column_schema(kind), WITHOUT_DATABASE: without}


class CrawlConfig(dg.Config):
    """How a page is crawled."""

    url: str | None = Field(default=None, description="The page, for an event that was not asked for elsewhere.")
    by: Literal["client", "browser"] = Field(default="client", description="A browser runs the page's scripts.")
    seconds: float = Field(default=120, gt=0, description="For the page, all its tries together.")


@dg.asset(
    group_name=GROUP,
    partitions_def=CRAWL_EVENTS,
    metadata=_of_event(FetchedPage, "disabled or away"),
    kinds=KINDS,
    tags={"stage": "crawl"},
    pool="crawl",
)
def product_pages(
    context: dg.AssetExecutionContext,
    config: CrawlConfig,
    store: StoreParam,
    web: dg.ResourceParam[Web],
    llm: dg.ResourceParam[LanguageModels],
) -> dg.Output[list[FetchedPage]]:
    """Crawl a shop page; its result file is written whatever happens, with or without the database."""
    from crawl_assets.product_drafts.crawling import crawl_event, find_order
    from crawl_assets.product_drafts.fetching import Fetched, by_browser, by_client
    from crawl_assets.product_drafts.reading import read_product, with_model

    def fetch(url: str) -> Fetched:
        return (by_browser if config.by == "browser" else by_client)(web, url, config.seconds)

    def read(fetched: Fetched) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        return with_model(read_product(fetched), fetched, store, llm, context.log)

    order = find_order(store, context.partition_key, config.url, context.log)
    crawled = crawl_event(store, order, fetch, read, config.by, context.log)
    return dg.Output([crawled.page], metadata=presentation.of_page(crawled))


@dg.multi_asset(
    name="product_drafts",
    group_name=GROUP,
    partitions_def=CRAWL_EVENTS,
    deps=[product_pages],
    outs={
        "product_drafts": dg.AssetOut(
            dagster_type=list_of(ProductDraft),
            metadata=_of_event(ProductDraft, "disabled"),
            kinds=KINDS,
            tags={"stage": "draft"},
            description="The drafts that people review, one an event.",
        ),
        "product_proposals": dg.AssetOut(
            dagster_type=list_of(Proposal),
            metadata=_of_event(Proposal, "disabled"),
            kinds=KINDS,
            tags={"stage": "draft"},
            is_required=False,
            description="Newer results beside drafts that people have decided on, which nothing overwrites.",
        ),
        "product_evidence": dg.AssetOut(
            dagster_type=list_of(EvidenceRow),
            metadata=_of_event(EvidenceRow, "disabled"),
            kinds=KINDS,
            tags={"stage": "draft"},
            is_required=False,
            description="Where each field of a draft was read, with the page's own words.",
        ),
    },
    check_specs=checks.OF_DRAFTS,
)
def drafts_of_results(context: dg.AssetExecutionContext, store: StoreParam) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]  # Dagster knows it only without its argument
    """Keep the event's newest result file as its draft, or beside it; nothing is crawled again."""
    from crawl_assets.product_drafts.persisting import persist

    saved = persist(store, context.partition_key, datetime.now(UTC))
    yield dg.MaterializeResult(
        asset_key="product_drafts",
        value=[saved.decided.draft],
        metadata=presentation.of_draft(saved),
        check_results=checks.of_draft(saved),
    )
    if saved.has_database:
        yield dg.MaterializeResult(
            asset_key="product_proposals", value=saved.proposals, metadata=presentation.of_proposals(saved.proposals)
        )
        yield dg.MaterializeResult(
            asset_key="product_evidence", value=saved.evidence, metadata=presentation.of_evidence(saved.evidence)
        )
