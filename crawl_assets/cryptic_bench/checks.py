"""Asset checks: what must hold before a result is worth publishing."""

import dagster as dg

from crawl_assets.check_results import ERROR, WARN, check_result
from crawl_assets.cryptic_bench import assets
from crawl_assets.cryptic_bench.clue_faults import giveaways, wrong_lengths
from crawl_assets.cryptic_bench.deriving import tenures_of
from crawl_assets.cryptic_bench.puzzle import Clue, Puzzle, SetAside
from crawl_assets.cryptic_bench.rankings import inconsistencies
from crawl_assets.cryptic_bench.rows import NO_REPLY, ModelResponse, RankTenure, WeeklyRanking
from crawl_assets.resources import Store
from crawl_assets.store.database import EVERY_ROW, Where
from crawl_assets.store.rows import load

StoreParam = dg.ResourceParam[Store]
MOST_FAILURES = 0.2  # share of a model's responses of a week


def _week(context: dg.AssetCheckExecutionContext) -> Where:
    """Return the condition of the week in whose run the check is made; every row when there is no partition."""
    return Where("week_start = ?", (_keys(context)["week"],)) if context.has_partition_key else EVERY_ROW


def _of_partition(context: dg.AssetCheckExecutionContext) -> Where:
    """Return the condition of the week and model in whose run the check is made."""
    if not context.has_partition_key:
        return EVERY_ROW
    keys = _keys(context)
    return Where("week_start = ? AND openrouter_id = ?", (keys["week"], keys["model"]))


def _keys(context: dg.AssetCheckExecutionContext) -> dict[str, str]:
    key = context.partition_key
    return dict(key.keys_by_dimension) if isinstance(key, dg.MultiPartitionKey) else {"week": key}


@dg.asset_check(
    asset=dg.AssetKey("puzzles"), description="No post yielded suspiciously few clues or lacked its setter."
)
def posts_read_whole(context: dg.AssetCheckExecutionContext, store: StoreParam) -> dg.AssetCheckResult:
    """List every problem noted while reading the week's posts; a warning, for what was read is still right."""
    puzzles = load(store.database, "puzzles", Puzzle, _week(context))
    problems = [f"{puzzle.guardian_id}: {problem}" for puzzle in puzzles for problem in puzzle.problems]
    return check_result(problems, WARN, len(puzzles))


@dg.asset_check(asset=dg.AssetKey("clues_set_aside"), description="Nothing had to be set aside.")
def nothing_set_aside(context: dg.AssetCheckExecutionContext, store: StoreParam) -> dg.AssetCheckResult:
    """List what was set aside, with its reason."""
    rows = load(store.database, "clues_set_aside", SetAside, _week(context))
    return check_result([f"{row.guardian_id}: {row.reason} ({row.raw_text[:120]})" for row in rows], WARN, len(rows))


@dg.asset_check(
    asset=dg.AssetKey("clues"), blocking=True, description="Every answer has as many letters as its enumeration says."
)
def answers_fit_enumerations(context: dg.AssetCheckExecutionContext, store: StoreParam) -> dg.AssetCheckResult:
    """Compare the length of each answer with its enumeration."""
    clues = load(store.database, "clues", Clue, _week(context))
    return check_result(wrong_lengths(clues), ERROR, len(clues))


@dg.asset_check(asset=dg.AssetKey("clues"), blocking=True, description="No prompt gives its answer away.")
def no_answer_leaks(context: dg.AssetCheckExecutionContext, store: StoreParam) -> dg.AssetCheckResult:
    """Render each clue's prompt and look for the answer outside the clue itself."""
    clues = load(store.database, "clues", Clue, _week(context))
    return check_result(giveaways(clues), ERROR, len(clues))


@dg.asset_check(asset=assets.model_responses, description="Every clue of the week has a reply of this model.")
def every_clue_asked(context: dg.AssetCheckExecutionContext, store: StoreParam) -> dg.AssetCheckResult:
    """List clues without a reply; run the partition again to ask only those."""
    responses = load(store.database, "model_responses", ModelResponse, _of_partition(context))
    replied = {response.clue_id for response in responses if response.outcome not in NO_REPLY}
    clues = load(store.database, "clues", Clue, _week(context))
    return check_result([clue.clue_id for clue in clues if clue.clue_id not in replied], WARN, len(clues))


@dg.asset_check(asset=assets.model_responses, description=f"At most {MOST_FAILURES:.0%} of the responses are failures.")
def few_failures(context: dg.AssetCheckExecutionContext, store: StoreParam) -> dg.AssetCheckResult:
    """Count failed and empty responses."""
    responses = load(store.database, "model_responses", ModelResponse, _of_partition(context))
    failed = [response for response in responses if response.outcome in NO_REPLY]
    problems = [f"{row.clue_id}: {row.error_message or row.outcome}" for row in failed]
    return check_result(problems if len(failed) > MOST_FAILURES * len(responses) else [], ERROR, len(responses))


@dg.asset_check(asset=assets.weekly_rankings, blocking=True, description="Ranks follow from the scores.")
def ranks_are_consistent(context: dg.AssetCheckExecutionContext, store: StoreParam) -> dg.AssetCheckResult:
    """Check ranks against accuracies, ties and the 80 % rule."""
    rows = load(store.database, "weekly_rankings", WeeklyRanking, _week(context))
    return check_result(inconsistencies(rows), ERROR, len(rows))


@dg.asset_check(asset=assets.rank_tenure, blocking=True, description="Tenures are what the rankings say.")
def tenures_follow_rankings(store: StoreParam) -> dg.AssetCheckResult:
    """Derive the tenures again and compare."""
    stored = set(load(store.database, "rank_tenure", RankTenure))
    derived = set(tenures_of(store.database))
    problems = [f"stored but not derived: {row}" for row in stored - derived]
    problems += [f"derived but not stored: {row}" for row in derived - stored]
    return check_result(problems, ERROR, len(stored))


CHECKS = (
    posts_read_whole,
    nothing_set_aside,
    answers_fit_enumerations,
    no_answer_leaks,
    every_clue_asked,
    few_failures,
    ranks_are_consistent,
    tenures_follow_rankings,
)
