"""The activities that are there, with who said what of them."""

import json
from collections.abc import Sequence

from crawl_assets.activities.rows import FieldProvenance, StoredActivity
from crawl_assets.store.database import EVERY_ROW, Database, Where
from crawl_assets.store.rows import load

_EARLIER = """
SELECT row_key, activity_id, max(workflow_id) AS workflow_id FROM imported_activities
WHERE (outcome = 'imported' OR (outcome = 'skipped' AND verdict = 'same'))
    AND activity_id IS NOT NULL AND row_key IN (SELECT value FROM json_each(?))
GROUP BY row_key
"""


class UnknownActivity(LookupError):
    """No activity has this id."""


def stored_activities(database: Database, where: Where = EVERY_ROW) -> list[StoredActivity]:
    """Return activities by id."""
    return load(database, "activities", StoredActivity, where)


def find_activity(database: Database, activity_id: str) -> StoredActivity:
    """Return one activity; raises UnknownActivity."""
    found = stored_activities(database, Where("activity_id = ?", (activity_id,)))
    if not found:
        raise UnknownActivity(
            f"no activity {activity_id!r}; `crawl-assets activities search TEXT` shows activities with their ids."
        )
    return found[0]


def stored_by_id(database: Database, ids: Sequence[str]) -> dict[str, StoredActivity]:
    """Return those of some activities that are there, by id."""
    where = Where("activity_id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))
    return {row.activity_id: row for row in stored_activities(database, where)}


def newest_provenance(database: Database, ids: Sequence[str]) -> dict[str, dict[str, FieldProvenance]]:
    """Return who said the value that each field of some activities has, by activity and field."""
    where = Where("activity_id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))
    found: dict[str, dict[str, FieldProvenance]] = {}
    for row in load(database, "activity_provenance", FieldProvenance, where):  # by activity, field and time
        found.setdefault(row.activity_id, {})[row.field] = row
    return found


def keys_of(database: Database) -> dict[str, str]:
    """Return the id of every activity by its key."""
    return {
        str(row["key"]): str(row["activity_id"]) for row in database.query("SELECT key, activity_id FROM activities")
    }


def imported_before(database: Database, row_keys: Sequence[str]) -> dict[str, str]:
    """Return the activity that each of some rows became in an earlier workflow, by row key."""
    rows = database.query(_EARLIER, (json.dumps(list(row_keys)),))
    return {str(row["row_key"]): str(row["activity_id"]) for row in rows}
