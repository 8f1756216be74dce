"""Score a stored reply: free, repeatable, and versioned, so that a better scorer never means paying again."""

from crawl_assets.cryptic_bench.enumeration import parse_enumeration
from crawl_assets.cryptic_bench.letters import same_word
from crawl_assets.cryptic_bench.puzzle import Clue
from crawl_assets.cryptic_bench.rows import NO_REPLY, Evaluation, ModelResponse

SCORER_VERSION = (
    "3"  # raise it with every change of how replies are read or words compared; Dagster then offers to score again
)


def evaluate(response: ModelResponse, clue: Clue) -> Evaluation:
    """Compare the final answer of a reply with the clue's; `reason` says how it was read, or why there is none."""
    from crawl_assets.cryptic_bench.replies.final_answer import (
        read_final_answer,  # its patterns take their time to compile
    )

    is_answered = response.outcome not in NO_REPLY
    extracted, reason = None, response.error_message or response.outcome
    if is_answered:
        reading = read_final_answer(response.response or "", parse_enumeration(clue.letter_count).total)
        extracted, reason = reading.answer, reading.reason
    return Evaluation(
        openrouter_id=response.openrouter_id,
        clue_id=response.clue_id,
        week_start=clue.week_start,
        attempt=response.attempt,
        extracted_answer=extracted,
        is_answered=is_answered,
        is_correct=extracted is not None and same_word(extracted, clue.answer),
        outcome=response.outcome,
        scorer_version=SCORER_VERSION,
        reason=reason,
        kind=response.kind,
    )
