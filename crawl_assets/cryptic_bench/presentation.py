"""What the UI shows beside each materialization: Markdown tables and a chart, from plain rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg

from crawl_assets.cryptic_bench.asking import Asked
from crawl_assets.cryptic_bench.charts import accuracy_chart
from crawl_assets.cryptic_bench.keeping import Kept
from crawl_assets.cryptic_bench.leaderboard import LeaderboardRow, as_table
from crawl_assets.cryptic_bench.models import BASELINE
from crawl_assets.cryptic_bench.puzzle import Clue
from crawl_assets.cryptic_bench.rows import Evaluation, RankTenure
from crawl_assets.markdown_tables import markdown_table

Metadata = Mapping[str, Any]
SHOWN = 40


def of_puzzles(kept: Kept, failures: Mapping[str, str]) -> Metadata:
    """Show the week's puzzles with their setters and problems, and the posts that could not be read (url: reason)."""
    rows = [
        [p.guardian_id, p.setter or "(not named)", p.publication_date, p.clue_count, "; ".join(p.problems), p.url or ""]
        for p in kept.puzzles
    ]
    return {
        "puzzles": markdown_table(rows, ["number", "setter", "date", "clues", "problems", "post"]),
        "set_aside": len(kept.set_aside),
        "posts_failed": markdown_table([list(item) for item in failures.items()], ["post", "reason"]),
    }


def of_responses(asked: Asked) -> Metadata:
    """Show what was bought, what it cost and what is missing and why."""
    responses = asked.responses
    outcomes = Counter(response.outcome for response in responses)
    times = sorted(response.response_time_ms for response in responses if response.response_time_ms is not None)
    errors = Counter(response.error_message for response in responses if response.error_message)
    return {
        "bought_now": asked.bought,
        "outcomes": markdown_table([list(item) for item in outcomes.most_common()], ["outcome", "responses"]),
        "cost_usd": round(sum(response.cost_usd or 0.0 for response in responses), 6),
        "tokens": sum(response.tokens_used or 0 for response in responses),
        "median_response_ms": times[len(times) // 2] if times else 0,
        "missing": len(asked.missing),
        "missing_clues": ", ".join(asked.missing[:SHOWN]) or "none",
        "stopped": asked.stopped or "no",
        "errors": markdown_table([list(item) for item in errors.most_common(5)], ["error", "times"]),
        "baseline": bool(responses) and responses[0].kind == BASELINE,
    }


def of_evaluations(evaluations: Sequence[Evaluation], clues: Sequence[Clue]) -> Metadata:
    """Show the score, and the clues with their answers, wrong ones first."""
    by_id = {clue.clue_id: clue for clue in clues}
    ordered = sorted(evaluations, key=lambda row: (row.is_correct, not row.is_answered, row.clue_id))
    rows = [
        [
            "right" if row.is_correct else "wrong" if row.is_answered else row.outcome,
            f"{by_id[row.clue_id].clue_text} {by_id[row.clue_id].letter_count}",
            by_id[row.clue_id].answer,
            row.extracted_answer or "",
        ]
        for row in ordered[:SHOWN]
        if row.clue_id in by_id
    ]
    answered = sum(row.is_answered for row in evaluations)
    correct = sum(row.is_correct for row in evaluations)
    return {
        "answered": answered,
        "correct": correct,
        "accuracy": round(100 * correct / answered, 2) if answered else 0.0,
        "scorer_version": evaluations[0].scorer_version if evaluations else "",
        "clues": markdown_table(rows, ["result", "clue", "answer", "given"]),
    }


def of_rankings(rows: Sequence[LeaderboardRow]) -> Metadata:
    """Show the leaderboard with movement and cost, and the chart of accuracies."""
    ranked = [row for row in rows if row.rank is not None]
    return {
        "leaderboard": dg.MetadataValue.md(as_table(rows, "github") if rows else "(nobody was asked)"),
        "chart": dg.MetadataValue.md(accuracy_chart(rows) or "(nothing to draw)"),
        "ranked_models": len(ranked),
        "leader": ", ".join(row.display_name for row in ranked if row.rank == 1) or "nobody",
        "cost_usd": round(sum(row.cost_usd or 0.0 for row in rows), 6),
        "partial": any(row.is_partial for row in rows),
    }


def of_tenures(tenures: Sequence[RankTenure]) -> Metadata:
    """Show who holds ranks 1 to 3 now and the longest tenures."""
    now = sorted(
        (row for row in tenures if row.is_current and row.rank_position <= 3), key=lambda row: row.rank_position
    )
    longest = sorted(tenures, key=lambda row: (-row.weeks_count, row.rank_position, row.openrouter_id))[:10]
    heads = ["rank", "model", "since", "until", "weeks"]
    return {
        "current_leaders": markdown_table([_tenure(row) for row in now], heads),
        "longest_tenures": markdown_table([_tenure(row) for row in longest], heads),
    }


def _tenure(row: RankTenure) -> list[Any]:
    return [row.rank_position, row.openrouter_id, row.start_week, row.end_week or "now", row.weeks_count]
