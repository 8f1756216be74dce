"""The benchmark's assets: scrape the week, ask, score, rank, and follow the ranks over time."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Literal

import dagster as dg
from pydantic import Field

from crawl_assets.cryptic_bench import presentation
from crawl_assets.cryptic_bench.asking import Pace, Terms, ask_week, stored_responses
from crawl_assets.cryptic_bench.clue_faults import giveaways, wrong_lengths
from crawl_assets.cryptic_bench.deriving import evaluations_of, rankings_of, tenures_of
from crawl_assets.cryptic_bench.keeping import Kept, merged, stored_week
from crawl_assets.cryptic_bench.leaderboard import with_new_week
from crawl_assets.cryptic_bench.partitions import WEEKS, WEEKS_AND_MODELS, model_and_week
from crawl_assets.cryptic_bench.prompts import prompt_of
from crawl_assets.cryptic_bench.puzzle import Clue, Puzzle, SetAside
from crawl_assets.cryptic_bench.registry import find_model
from crawl_assets.cryptic_bench.rows import Evaluation, ModelResponse, RankTenure, WeeklyRanking
from crawl_assets.cryptic_bench.scoring import SCORER_VERSION
from crawl_assets.resources import LanguageModels, Store, Web
from crawl_assets.store.column_schema import column_schema

GROUP = "cryptic_bench"
KINDS = {"python", "turso"}


def _by_week(kind: type) -> dict[str, Any]:
    return {"partition_expr": "week_start", "dagster/column_schema": column_schema(kind)}


def _scraped(kind: type, description: str) -> dg.AssetOut:
    return dg.AssetOut(
        description=description,
        dagster_type=list[kind],  # type: ignore[valid-type]
        metadata=_by_week(kind),
        kinds=KINDS,
        tags={"stage": "scrape"},
        is_required=False,
    )


def _by_week_and_model(kind: type) -> dict[str, Any]:
    return _by_week(kind) | {"partition_expr": {"week": "week_start", "model": "openrouter_id"}}


class ScrapeConfig(dg.Config):
    """Where the week's puzzles come from."""

    source: Literal["fifteensquared", "georgeho"] = Field(
        default="fifteensquared", description="The blog's feed and posts, or the JSON of cryptics.georgeho.org."
    )
    url: str = Field(
        default="", description="Another address of that source; empty: CRYPTIC_FEED_URL or the source's own."
    )


class AskConfig(dg.Config):
    """How a model is asked."""

    prompt_version: str = Field(default="", description="A version in cryptic_bench/prompts.py; empty: the current.")
    max_cost_usd: float | None = Field(
        default=None,
        description="Stop before the next call that could pass this; a later run goes on where it stopped.",
    )
    ask_again: bool = Field(
        default=False,
        description="Buy every clue once more, as its next attempt; a round that is not whole is finished first.",
    )


@dg.multi_asset(
    name="scrape_week",
    group_name=GROUP,
    partitions_def=WEEKS,
    internal_asset_deps={
        "puzzles": set(),
        "clues": {dg.AssetKey("puzzles")},
        "clues_set_aside": {dg.AssetKey("puzzles")},
    },
    can_subset=True,
    outs={
        "puzzles": _scraped(
            Puzzle, "The week's Guardian cryptics, with their setters and whatever is wrong with their posts."
        ),
        "clues": _scraped(Clue, "Every clue of those puzzles whose answer agrees with its enumeration."),
        "clues_set_aside": _scraped(
            SetAside, "What looked like a clue but cannot be trusted, with the reason: never asked, never dropped."
        ),
    },
)
def scrape_week(
    context: dg.AssetExecutionContext, config: ScrapeConfig, store: dg.ResourceParam[Store], web: dg.ResourceParam[Web]
) -> Iterator[dg.Output[Any]]:
    """Read the week's posts and keep what they hold; what was kept before and is gone from the blog stays."""
    from crawl_assets.cryptic_bench.scraping import scrape  # its many patterns take their time to compile

    week = date.fromisoformat(context.partition_key)
    scraped = asyncio.run(scrape(web, week, config.source, config.url))
    for line in scraped.log:
        context.log.info(line)
    kept = merged(stored_week(store.database, week), Kept(scraped.puzzles, scraped.clues, scraped.set_aside))
    outputs = (
        dg.Output(kept.puzzles, "puzzles", metadata=presentation.of_puzzles(kept, scraped.failures)),
        dg.Output(kept.clues, "clues"),
        dg.Output(kept.set_aside, "clues_set_aside"),
    )
    yield from (
        output for output in outputs if output.output_name in context.op_execution_context.selected_output_names
    )


@dg.asset(
    group_name=GROUP,
    partitions_def=WEEKS_AND_MODELS,
    metadata=_by_week_and_model(ModelResponse),
    kinds={"openai", "turso"},
    tags={"stage": "ask", "paid": "yes"},
)
def model_responses(
    context: dg.AssetExecutionContext,
    config: AskConfig,
    clues: list[Clue],
    store: dg.ResourceParam[Store],
    llm: dg.ResourceParam[LanguageModels],
) -> dg.Output[list[ModelResponse]]:
    """Buy one model's raw replies to the week's clues, each once ever, with cost, tokens, latency and request id.

    Ends well with what could be bought; what is missing is in the metadata and fails the check `every_clue_asked`.
    Fails when something stopped the model and nothing was ever bought, or when a clue of the week is unfit.
    """
    openrouter_id, week = model_and_week(context)
    if unfit := [*wrong_lengths(clues), *giveaways(clues)]:
        raise dg.Failure(f"{len(unfit)} clues of {week} are unfit to be asked: {'; '.join(unfit)}", allow_retries=False)
    terms = Terms(prompt_of(config.prompt_version), config.max_cost_usd, config.ask_again, lambda: datetime.now(UTC))
    model = find_model(store.database, openrouter_id)
    before = stored_responses(store.database, openrouter_id, week)
    with store.journals.open_for(context) as steps:
        pace = Pace(starts_per_second=llm.starts_per_second)
        asked = ask_week(steps, llm.client(), model, clues, before, terms, context.log, pace=pace)
        if asked.stopped and not asked.has_replies:
            raise dg.Failure(asked.stopped, allow_retries=False)
    return dg.Output(asked.responses, metadata=presentation.of_responses(asked))


@dg.asset(
    group_name=GROUP,
    partitions_def=WEEKS_AND_MODELS,
    metadata=_by_week_and_model(Evaluation),
    kinds=KINDS,
    tags={"stage": "score"},
    code_version=SCORER_VERSION,
)
def evaluations(clues: list[Clue], model_responses: list[ModelResponse]) -> dg.Output[list[Evaluation]]:
    """Score each stored reply by its final answer; free, and repeatable whenever the scorer gets better."""
    scored = evaluations_of(model_responses, clues)
    return dg.Output(scored, metadata=presentation.of_evaluations(scored, clues))


@dg.asset(
    group_name=GROUP,
    partitions_def=WEEKS,
    metadata=_by_week(WeeklyRanking),
    deps=["clues", evaluations],
    kinds=KINDS,
    tags={"stage": "rank"},
)
def weekly_rankings(
    context: dg.AssetExecutionContext, store: dg.ResourceParam[Store]
) -> dg.Output[list[WeeklyRanking]]:
    """Rank the models that answered at least 80 % of the week's clues, 1 2 2 4; list the others with the reason."""
    rows = rankings_of(store.database, date.fromisoformat(context.partition_key))
    return dg.Output(rows, metadata=presentation.of_rankings(with_new_week(store.database, rows)))


@dg.asset(
    group_name=GROUP,
    deps=[dg.AssetDep(weekly_rankings, partition_mapping=dg.AllPartitionMapping())],
    metadata={"dagster/column_schema": column_schema(RankTenure)},
    kinds=KINDS,
    tags={"stage": "rank"},
)
def rank_tenure(store: dg.ResourceParam[Store]) -> dg.Output[list[RankTenure]]:
    """Derive, from the whole history each time, the runs of ranked weeks in which a model kept its rank."""
    rows = tenures_of(store.database)
    return dg.Output(rows, metadata=presentation.of_tenures(rows))
