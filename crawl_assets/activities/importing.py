"""Bring rows of a workflow into the activities: one transaction a batch, and a repetition changes nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from crawl_assets.activities.enriching.rows import ActivityVector
from crawl_assets.activities.fields import Known, changes_of, first_values
from crawl_assets.activities.jsonl import ActivityLine
from crawl_assets.activities.reviewing import DOUBTFUL, SAME, Group, Verdict, provenance, verdicts_of
from crawl_assets.activities.rows import FieldProvenance, ImportedActivity, ScrapeWorkflow, StoredActivity
from crawl_assets.activities.stored import newest_provenance, stored_by_id
from crawl_assets.store.database import Database, Statement
from crawl_assets.store.errors import ConstraintViolation, UnkeepableValue
from crawl_assets.store.rows import save_statements
from crawl_assets.store.values import timestamp_text

WAITING, IMPORTED, SKIPPED, FAILED = "waiting", "imported", "skipped", "failed"
AT_ONCE = 200  # groups in one transaction
# None: the row is brought in; else what becomes of it instead, and why
Choose = Callable[[Verdict], tuple[str, str] | None]
_SEEN = """
UPDATE activities SET scope = ?, workflow_id = ?, last_seen = ?, is_vanished = 0
WHERE activity_id = ? AND (last_seen < ? OR (last_seen = ? AND (is_vanished OR workflow_id <> ? OR scope <> ?)))
"""
_VANISH = """
UPDATE activities SET is_vanished = 1
WHERE NOT is_vanished AND last_seen < ? AND (scope = ? OR source_url = ? OR source_url = ?)
    AND NOT EXISTS (
        SELECT 1 FROM scrape_workflows w WHERE w.workflow_id = activities.workflow_id
            AND (w.max_depth > ? OR w.follow_external_links > ? OR w.scraper <> ?))
"""


def import_groups(
    database: Database, workflow: ScrapeWorkflow, groups: Sequence[Group], choose: Choose
) -> Iterator[ImportedActivity]:
    """Bring groups in and yield what became of each row, stored with them.

    A row that the database refuses fails alone. Raises any other StoreError; what came before stays and is found again.
    """
    for start in range(0, len(groups), AT_ONCE):
        part = groups[start : start + AT_ONCE]
        ids = [group.activity_id for group in part]
        stored, known = stored_by_id(database, ids), newest_provenance(database, ids)
        prepared = [_Prepared.of(workflow, group, stored, known, choose) for group in part]
        try:
            _write(database, prepared)
        except (ConstraintViolation, UnkeepableValue):
            prepared = [_alone(database, one) for one in prepared]
        for one in prepared:
            yield from one.rows


def review_groups(
    database: Database, workflow: ScrapeWorkflow, groups: Sequence[Group]
) -> Iterator[tuple[Group, list[Verdict]]]:
    """Yield what each group's rows are to the activities, and change nothing."""
    for start in range(0, len(groups), AT_ONCE):
        part = groups[start : start + AT_ONCE]
        ids = [group.activity_id for group in part]
        stored, known = stored_by_id(database, ids), newest_provenance(database, ids)
        for group in part:
            id_ = group.activity_id
            yield group, verdicts_of(group, stored.get(id_), known.get(id_, {}), workflow.started_at)[0]


def mark_vanished(database: Database, workflow: ScrapeWorkflow) -> int:
    """Mark what earlier workflows of this URL saw and this one did not; returns how many that are.

    Only for a workflow that saw all it could, and whose rows that are known already are marked as seen. What a wider
    one saw, or another back end, is left as it is.
    """
    args = (
        timestamp_text(workflow.started_at),
        workflow.scope,
        workflow.url,
        workflow.scope,
        workflow.max_depth,
        int(workflow.follow_external_links),
        workflow.scraper,
    )
    return database.transaction([Statement(_VANISH, args, "activities")])[0].affected


def outcome_row(workflow_id: str, verdict: Verdict, outcome: str, reason: str | None = None) -> ImportedActivity:
    """Return the row that says what became of a row."""
    return ImportedActivity(
        workflow_id,
        verdict.row_key,
        verdict.name,
        verdict.activity_id,
        verdict.verdict,
        outcome,
        verdict.reason if reason is None else reason,
    )


@dataclass(frozen=True, slots=True)
class _Prepared:
    """One group, ready to be written."""

    workflow: ScrapeWorkflow
    group: Group
    activity: StoredActivity | None  # None: it is left as it is
    said: list[FieldProvenance]
    vector: ActivityVector | None
    rows: list[ImportedActivity]

    @classmethod
    def of(
        cls,
        workflow: ScrapeWorkflow,
        group: Group,
        stored: Mapping[str, StoredActivity],
        known: Mapping[str, Known],
        choose: Choose,
    ) -> "_Prepared":
        at, before, said = workflow.started_at, stored.get(group.activity_id), known.get(group.activity_id, {})
        verdicts, _ = verdicts_of(group, before, said, at)
        refused = {verdict.row_key: choose(verdict) for verdict in verdicts}
        lines = [line for line in group.lines if refused[line.row_key] is None]
        rows = [_outcome(workflow.workflow_id, verdict, refused[verdict.row_key]) for verdict in verdicts]
        if group.is_doubtful or not lines:
            return cls(workflow, group, None, [], None, rows)
        activity, fresh = (_changed if before else _made)(workflow, group, before, said, lines)
        return cls(workflow, group, activity, fresh, _vector(group.activity_id, lines), rows)

    @property
    def is_known(self) -> bool:
        return self.group.is_known


def _outcome(workflow_id: str, verdict: Verdict, instead: tuple[str, str] | None) -> ImportedActivity:
    if instead is not None:
        return outcome_row(workflow_id, verdict, *instead)
    if verdict.verdict == DOUBTFUL:
        return outcome_row(workflow_id, verdict, WAITING)
    return outcome_row(workflow_id, verdict, SKIPPED if verdict.verdict == SAME else IMPORTED)


def _made(
    workflow: ScrapeWorkflow,
    group: Group,
    _before: StoredActivity | None,
    _known: Known,
    lines: Sequence[ActivityLine],
) -> tuple[StoredActivity, list[FieldProvenance]]:
    values, at = first_values(lines), workflow.started_at
    activity = StoredActivity(
        activity_id=group.activity_id,
        key=group.lines[0].row_key,
        scope=workflow.scope,
        workflow_id=workflow.workflow_id,
        is_vanished=False,
        first_seen=at,
        last_seen=at,
        changed_at=at,
        **{name: value for name, (value, _) in values.items()},
    )
    said = [
        provenance(group.activity_id, name, line, workflow.workflow_id, at)
        for name, (value, line) in values.items()
        if value not in (None, ())
    ]
    return activity, said


def _changed(
    workflow: ScrapeWorkflow,
    group: Group,
    before: StoredActivity | None,
    known: Known,
    lines: Sequence[ActivityLine],
) -> tuple[StoredActivity | None, list[FieldProvenance]]:
    assert before is not None
    now, said, fresh, at = before, dict(known), {}, workflow.started_at
    for line in lines:
        for change in changes_of(now, said, line, at):
            now = replace(now, **{change.field: change.after}, changed_at=max(now.changed_at, at))
            word = provenance(group.activity_id, change.field, line, workflow.workflow_id, at)
            said[change.field] = fresh[change.field] = word
    return (now if now != before else None), list(fresh.values())


def _vector(activity_id: str, lines: Iterable[ActivityLine]) -> ActivityVector | None:
    found = next((line.embedding for line in lines if line.embedding), None)
    if found is None:
        return None
    return ActivityVector(activity_id, found.text_hash, found.recipe, found.model)


def _write(database: Database, prepared: Sequence[_Prepared]) -> None:
    activities = [one.activity for one in prepared if one.activity]
    said = [word for one in prepared for word in one.said]
    vectors = [one.vector for one in prepared if one.vector]
    rows = [row for one in prepared for row in one.rows]
    statements = [_seen(one.workflow, one.group.activity_id) for one in prepared if one.is_known]
    for table, records in (
        ("activities", activities),
        ("activity_provenance", said),
        ("activity_vectors", vectors),
        ("imported_activities", rows),
    ):
        if records:
            statements += save_statements(database, table, records)
    database.transaction(statements)


def _alone(database: Database, one: _Prepared) -> _Prepared:
    try:
        _write(database, [one])
    except (ConstraintViolation, UnkeepableValue) as error:
        failed = [replace(row, outcome=FAILED, reason=str(error)[:2000]) for row in one.rows]
        one = replace(one, activity=None, said=[], vector=None, rows=failed)
        _write(database, [one])
    return one


def _seen(workflow: ScrapeWorkflow, activity_id: str) -> Statement:
    at, scope, id_ = timestamp_text(workflow.started_at), workflow.scope, workflow.workflow_id
    return Statement(_SEEN, (scope, id_, at, activity_id, at, at, id_, scope), "activities")
