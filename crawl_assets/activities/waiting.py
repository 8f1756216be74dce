"""Workflows whose vectors are to come by batch."""

import hashlib

from crawl_assets.store.database import Database

_ENDED = """
SELECT w.workflow_id AS workflow_id, json_extract(w.counts, '$.activity_embeddings.batches') AS batches
FROM scrape_workflows w
WHERE json_extract(w.counts, '$.activity_embeddings.waiting') > 0
    AND NOT EXISTS (
        SELECT 1 FROM json_each(w.counts, '$.activity_embeddings.batches') j
        JOIN embedding_batches b ON b.batch_id = j.value WHERE b.state = 'waiting')
ORDER BY w.workflow_id
"""


def ended_batches(database: Database) -> list[tuple[str, str]]:
    """Return each workflow that waited for batches which have all ended, and a key of those batches."""
    return [
        (str(row["workflow_id"]), hashlib.sha256(str(row["batches"]).encode()).hexdigest()[:12])
        for row in database.query(_ENDED)
    ]
