"""The benchmark's assets: scrape the week, ask, score, rank, and follow the ranks over time."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Literal

import dagster as dg
from pydantic import Field

from crawl_assets.cryptic_bench import presentation
from crawl_assets.cryptic_bench.partitions import WEEKS, WEEKS_AND_MODELS, model_and_week
from crawl_assets.cryptic_bench.puzzle import Clue, Puzzle, SetAside
from crawl_assets.cryptic_bench.rows import Evaluation, ModelResponse, RankTenure, WeeklyRanking
from crawl_assets.resources import LanguageModels, Store, Web

GROUP = "cryptic_bench"
BY_WEEK = {"partition_expr": "week_start"}
BY_WEEK_AND_MODEL = {"partition_expr": {"week": "week_start", "model": "openrouter_id"}}
WHEN_INPUTS_CHANGE = (
    dg.AutomationCondition.any_deps_updated()
    & ~dg.AutomationCondition.any_deps_in_progress()
    & ~dg.AutomationCondition.in_progress()
)


class ScrapeConfig(dg.Config):
    """Where the week's puzzles come from."""

    source: Literal["fifteensquared", "georgeho"] = Field(
        "fifteensquared", description="The blog's feed and posts, or the JSON of cryptics.georgeho.org."
    )
    url: str = Field("", description="Another address of that source; empty: CRYPTIC_FEED_URL or the source's own.")


class AskConfig(dg.Config):
    """How a model is asked."""

    prompt_version: str = Field("", description="A version of cryptic_bench/prompts.py; empty: the current one.")
    max_cost_usd: float | None = Field(
        None, description="Stop before the next call that could pass this; a later run goes on where it stopped."
    )
    ask_again: bool = Field(False, description="Buy every clue once more, as its next attempt.")


@dg.multi_asset(
    name="scrape_week",
    group_name=GROUP,
    partitions_def=WEEKS,
    outs={
        "puzzles": dg.AssetOut(
            description="The week's Guardian cryptics, with their setters and whatever is wrong with their posts.",
            metadata=BY_WEEK,
            kinds={"python", "turso"},
            tags={"stage": "scrape"},
        ),
        "clues": dg.AssetOut(
            description="Every clue of those puzzles whose answer agrees with its enumeration.",
            metadata=BY_WEEK,
            kinds={"python", "turso"},
            tags={"stage": "scrape"},
        ),
        "clues_set_aside": dg.AssetOut(
            description="What looked like a clue but cannot be trusted, with the reason: never asked, never dropped.",
            metadata=BY_WEEK,
            kinds={"python", "turso"},
            tags={"stage": "scrape"},
        ),
    },
)
def scrape_week(context: dg.AssetExecutionContext, config: ScrapeConfig, store: Store, web: Web) -> Iterator[Any]:
    """Read the week's posts and keep what they hold; what was kept before and is gone from the blog stays."""
    week = date.fromisoformat(context.partition_key)
    scraped = asyncio.run(scrape(web, week, config.source, config.url))
    for line in scraped.log:
        context.log.info(line)
    kept = merged(stored_week(store.database, week), Kept(scraped.puzzles, scraped.clues, scraped.set_aside))
    yield dg.Output(kept.puzzles, "puzzles", metadata=presentation.of_puzzles(kept, scraped.failures))
    yield dg.Output(kept.clues, "clues")
    yield dg.Output(kept.set_aside, "clues_set_aside")


@dg.asset(
    group_name=GROUP,
    partitions_def=WEEKS_AND_MODELS,
    metadata=BY_WEEK_AND_MODEL,
    kinds={"openai", "turso"},
    tags={"stage": "ask", "paid": "yes"},
)
def model_responses(
    context: dg.AssetExecutionContext, config: AskConfig, clues: list[Clue], store: Store, llm: LanguageModels
) -> dg.Output[list[ModelResponse]]:
    """Raw replies of one model to the week's clues, each bought once ever, with cost, tokens, latency and request id.

    Ends well with what could be bought; what is missing is in the metadata and fails the check `every_clue_asked`.
    Fails only when something stopped the model and nothing at all was bought.
    """
    openrouter_id, week = model_and_week(context)
    with store.journals.open_for(context) as steps:
        asked = ask_week(
            steps,
            llm.client(),
            find_model(store.database, openrouter_id),
            clues,
            stored_responses(store.database, openrouter_id, week),
            config.terms(),
            context.log,
        )
    if asked.stopped and not asked.responses:
        raise dg.Failure(asked.stopped, allow_retries=False)
    return dg.Output(asked.responses, metadata=presentation.of_responses(asked))


@dg.asset(
    group_name=GROUP,
    partitions_def=WEEKS_AND_MODELS,
    metadata=BY_WEEK_AND_MODEL,
    kinds={"python", "turso"},
    tags={"stage": "score"},
    code_version=SCORER_VERSION,
    automation_condition=WHEN_INPUTS_CHANGE,
)
def evaluations(clues: list[Clue], model_responses: list[ModelResponse]) -> dg.Output[list[Evaluation]]:
    """Score each stored reply by its final answer; free, and repeatable whenever the scorer gets better."""
    scored = evaluations_of(model_responses, clues)
    return dg.Output(scored, metadata=presentation.of_evaluations(scored, clues))


@dg.asset(
    group_name=GROUP,
    partitions_def=WEEKS,
    metadata=BY_WEEK,
    deps=[clues_key, evaluations],
    kinds={"python", "turso"},
    tags={"stage": "rank"},
    automation_condition=WHEN_INPUTS_CHANGE,
)
def weekly_rankings(context: dg.AssetExecutionContext, store: Store) -> dg.Output[list[WeeklyRanking]]:
    """Competition ranks of the models that answered at least 80 % of the week's clues; the others with the reason."""
    rows = rankings_of(store.database, date.fromisoformat(context.partition_key))
    return dg.Output(rows, metadata=presentation.of_rankings(preview(store.database, rows)))


@dg.asset(
    group_name=GROUP,
    deps=[dg.AssetDep(weekly_rankings, partition_mapping=dg.AllPartitionMapping())],
    kinds={"python", "turso"},
    tags={"stage": "rank"},
    automation_condition=WHEN_INPUTS_CHANGE,
)
def rank_tenure(store: Store) -> dg.Output[list[RankTenure]]:
    """Runs of ranked weeks in which a model kept its rank, derived from the whole history each time."""
    rows = tenures_of(store.database)
    return dg.Output(rows, metadata=presentation.of_tenures(rows))
