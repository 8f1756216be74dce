"""What there is to do, read from the database: the question that schedule and sensors ask.

Each answer comes with a digest of its reason, so that a run is requested once for one reason, and again only when
something new has come.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from crawl_assets.cryptic_bench.clue_faults import giveaways, wrong_lengths
from crawl_assets.cryptic_bench.deriving import tenures_of
from crawl_assets.cryptic_bench.puzzle import FIRST_WEEK, Clue, partition_key, week_start_of
from crawl_assets.cryptic_bench.rows import RankTenure
from crawl_assets.cryptic_bench.scoring import SCORER_VERSION
from crawl_assets.store.database import Database, Where
from crawl_assets.store.rows import load

WEEKS_SCRAPED_AGAIN = 2  # the running week and the one before, whose last posts may come late
WEEKS_CAUGHT_UP = 8  # how far back a week without any puzzle is tried again

# sample puzzles, which the demo serves on loopback, are not worth paying for
_ASKABLE = """
SELECT c.week_start, m.openrouter_id, c.clue_id, m.kind FROM clues c JOIN puzzles p USING (guardian_id), models m
WHERE m.is_active AND (m.kind = 'baseline' OR coalesce(p.url, '') NOT LIKE 'http://127.0.0.1:%')
  AND c.week_start >= ? AND c.week_start < ? AND NOT EXISTS (
    SELECT 1 FROM model_responses r
    WHERE r.openrouter_id = m.openrouter_id AND r.clue_id = c.clue_id AND r.outcome NOT IN ('failed', 'empty'))
ORDER BY c.week_start, m.openrouter_id, c.clue_id
"""
# the attempt that counts is the newest reply; a failure counts only where there is no reply
_UNSCORED = """
WITH counted AS (
    SELECT openrouter_id, clue_id, week_start, outcome, attempt, row_number() OVER (
        PARTITION BY openrouter_id, clue_id ORDER BY outcome IN ('failed', 'empty'), attempt DESC) AS place
    FROM model_responses)
SELECT c.week_start, c.openrouter_id, c.clue_id, c.attempt, c.outcome FROM counted c
LEFT JOIN evaluations e ON e.openrouter_id = c.openrouter_id AND e.clue_id = c.clue_id
WHERE c.place = 1 AND (e.attempt, e.outcome, e.scorer_version) IS NOT (c.attempt, c.outcome, ?)
ORDER BY c.week_start, c.openrouter_id, c.clue_id
"""
_COUNTED = """
SELECT e.week_start, e.openrouter_id, (SELECT count(*) FROM clues c WHERE c.week_start = e.week_start) AS total_clues,
       sum(e.is_answered) AS answered, sum(e.is_correct) AS correct, sum(NOT e.is_answered) AS failed
FROM evaluations e GROUP BY e.week_start, e.openrouter_id
"""
_UNRANKED = f"""
SELECT * FROM (
    {_COUNTED} EXCEPT
    SELECT week_start, openrouter_id, total_clues, answered, correct, failed FROM weekly_rankings
) ORDER BY week_start, openrouter_id
"""


@dataclass(frozen=True, slots=True)
class Due:
    """One partition to materialize, and a digest of why."""

    partition: str  # '' for an asset without partitions
    digest: str
    is_paid: bool = False


def weeks_to_scrape(database: Database, today: date) -> list[date]:
    """Return the Mondays to scrape, oldest first: the newest weeks, and earlier ones that still have no puzzle."""
    newest = week_start_of(today)
    weeks = [newest - timedelta(weeks=back) for back in range(WEEKS_CAUGHT_UP)]
    rows = database.query("SELECT DISTINCT week_start FROM puzzles WHERE week_start >= ?", (weeks[-1].isoformat(),))
    have = {date.fromisoformat(row["week_start"]) for row in rows}
    wanted = {week for place, week in enumerate(weeks) if place < WEEKS_SCRAPED_AGAIN or week not in have}
    return sorted(week for week in wanted if week >= FIRST_WEEK)


def partitions_to_ask(database: Database, since: date, until: date) -> list[Due]:
    """Return a partition for each active model and week (`since` to before `until`) that lacks replies.

    A week is left out as long as one of its clues is unfit to be asked.
    """
    rows = database.query(_ASKABLE, (since.isoformat(), until.isoformat()))
    unfit = {week for week in {row["week_start"] for row in rows} if _is_unfit(database, week)}
    paid = {row["openrouter_id"] for row in rows if row["kind"] != "baseline"}
    missing = _grouped(rows, unfit)
    return [Due(partition_key(model, week), _digest(of), model in paid) for (week, model), of in missing.items()]


def partitions_to_score(database: Database) -> list[Due]:
    """Return a partition for each model and week with replies that this scorer has not scored."""
    stale = _grouped(database.query(_UNSCORED, (SCORER_VERSION,)))
    return [Due(partition_key(model, week), _digest(of)) for (week, model), of in stale.items()]


def weeks_to_rank(database: Database) -> list[Due]:
    """Return the weeks whose ranking is not what the evaluations count."""
    weeks: dict[str, list[Any]] = {}
    for row in database.query(_UNRANKED):
        weeks.setdefault(row["week_start"], []).append(list(row.values()))
    return [Due(week, _digest(rows)) for week, rows in weeks.items()]


def tenure_due(database: Database) -> Due | None:
    """Return the reason to derive the tenures again, or None when they are what the rankings say."""
    derived = tenures_of(database)
    if set(derived) == set(load(database, "rank_tenure", RankTenure)):
        return None
    return Due("", _digest([repr(row) for row in derived]))


def digest_of(items: Iterable[Due]) -> str:
    """Return one digest over many reasons."""
    return _digest([[item.partition, item.digest] for item in items])


def _is_unfit(database: Database, week: str) -> bool:
    clues = load(database, "clues", Clue, Where("week_start = ?", (week,)))
    return bool(wrong_lengths(clues) or giveaways(clues))


def _grouped(rows: Sequence[dict[str, Any]], without: Iterable[str] = ()) -> dict[tuple[date, str], list[Any]]:
    groups: dict[tuple[date, str], list[Any]] = {}
    for row in rows:
        if row["week_start"] not in without:
            key = (date.fromisoformat(row["week_start"]), row["openrouter_id"])
            groups.setdefault(key, []).append(list(row.values()))
    return groups


def _digest(reason: list[Any]) -> str:
    return sha256(json.dumps([SCORER_VERSION, reason]).encode()).hexdigest()[:16]
