"""What one model made of each clue of a week."""

from datetime import date

from crawl_assets.store.database import Database, Row

# the attempt that counts is the newest reply; a failure counts only where there is no reply
_RESULTS = """
SELECT c.clue_id AS clue, c.clue_text || ' ' || c.letter_count AS text, c.answer, e.extracted_answer AS given,
       CASE WHEN e.is_correct THEN 'right' WHEN e.is_answered THEN 'wrong'
            WHEN r.clue_id IS NULL THEN 'not asked' ELSE r.outcome END AS result,
       coalesce(r.error_message, e.reason) AS note
FROM clues c
LEFT JOIN model_responses r ON r.clue_id = c.clue_id AND r.openrouter_id = ?
     AND r.attempt = (SELECT n.attempt FROM model_responses n
                      WHERE n.clue_id = c.clue_id AND n.openrouter_id = r.openrouter_id
                      ORDER BY n.outcome IN ('failed', 'empty'), n.attempt DESC LIMIT 1)
LEFT JOIN evaluations e ON e.clue_id = c.clue_id AND e.openrouter_id = r.openrouter_id
WHERE c.week_start = ?
ORDER BY coalesce(e.is_correct, -1) = 1, e.is_answered IS NOT 1,
         c.guardian_id, c.direction, CAST(c.clue_number AS INTEGER)
"""


def clue_results(database: Database, week_start: date, openrouter_id: str) -> list[Row]:
    """Return clue, text, answer, given, result and note of each clue of the week, wrong answers first."""
    return database.query(_RESULTS, (openrouter_id, week_start.isoformat()))
