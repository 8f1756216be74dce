"""What the rows of a workflow are to the activities that are there: new, changed, the same, or doubtful."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from crawl_assets.activities.fields import Known, changes_of, values_of
from crawl_assets.activities.jsonl import ActivityLine
from crawl_assets.activities.rows import FieldProvenance, StoredActivity

if TYPE_CHECKING:
    from crawl_assets.activities.resolving.resolve import Match

NEW, CHANGED, SAME, DOUBTFUL = "new", "changed", "same", "doubtful"
VERDICTS = (NEW, CHANGED, SAME, DOUBTFUL)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a workflow that are one activity, the one that says its values first."""

    activity_id: str
    is_known: bool  # it is in the table
    lines: tuple[ActivityLine, ...]
    reason: str  # why these rows are that activity; '' for a new one of one row
    is_doubtful: bool = False  # it may be that activity; a person decides


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one row is."""

    row_key: str
    name: str
    activity_id: str
    verdict: str
    reason: str


@dataclass(slots=True)
class _Sorting:
    """Rows on their way into groups."""

    same_as: dict[str, tuple[str, str]] = field(default_factory=dict)  # row key -> activity, reason
    together: dict[str, tuple[str, str]] = field(default_factory=dict)  # row key -> row key, reason
    doubts: dict[str, tuple[str, str]] = field(default_factory=dict)  # row key -> activity or row key, reason


def activity_id_of(key: str) -> str:
    """Return the id of the activity that is first made from a row; equal for equal keys."""
    return hashlib.sha256(f"activity\n{key}".encode()).hexdigest()[:16]


def known_rows(
    lines: Iterable[ActivityLine], by_key: Mapping[str, str], earlier: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return the activity and the reason of each row that was seen before; `earlier` are rows of other workflows."""
    found = {}
    for line in lines:
        if line.row_key in by_key:
            found[line.row_key] = (by_key[line.row_key], "the same page and name")
        elif line.row_key in earlier:
            found[line.row_key] = (earlier[line.row_key], "as it was decided before")
    return found


def groups_of(
    lines: Iterable[ActivityLine],
    seen: Mapping[str, tuple[str, str]],
    matches: Iterable["Match"],
    decided: Mapping[str, str] | None = None,
) -> list[Group]:
    """Bring rows that are one activity together; `seen` is what `known_rows` found, `matches` are of the others.

    `decided` says of doubtful rows, by row key, whether they are new or the same; others stay doubtful.
    """
    by_row = {line.row_key: line for line in sorted(lines, key=lambda one: one.row_key)}
    sorting = _sorted_out(matches, seen, decided or {})
    leader = _leaders(by_row, sorting)
    doubtful = {row for row in sorting.doubts if row not in sorting.same_as}
    members: dict[str, list[str]] = {}
    for row in by_row:
        members.setdefault(leader[row] if row not in doubtful else f"doubt {row}", []).append(row)
    groups: dict[str, Group] = {}
    for rows in members.values():
        group = _group(rows, by_row, sorting, doubtful)
        before = groups.get(group.activity_id)
        if before and not group.is_doubtful and not before.is_doubtful:
            group = replace(before, lines=_in_order((*before.lines, *group.lines), before.activity_id))
        key = f"{group.activity_id} {rows[0]}" if group.is_doubtful else group.activity_id
        groups[key] = group
    return sorted(groups.values(), key=lambda one: (one.lines[0].row_key, one.activity_id))


def verdicts_of(
    group: Group, stored: StoredActivity | None, known: Known, at: datetime
) -> tuple[list[Verdict], StoredActivity | None]:
    """Say what each row of a group is, seen `at`; also returns the activity as it would be, None for a new one."""
    found: list[Verdict] = []
    now, said = stored, dict(known)
    for place, line in enumerate(group.lines):
        verdict, reason = NEW, ""
        if group.is_doubtful:
            verdict, reason = DOUBTFUL, group.reason
        elif now is None and place:
            verdict, reason = SAME, group.reason or f"the same as row {group.lines[0].row_key}"
        elif now is not None:
            changes = changes_of(now, said, line, at)
            verdict = CHANGED if changes else SAME
            reason = "; ".join([*([group.reason] if group.reason else []), *map(str, changes)])
            now = replace(now, **{change.field: change.after for change in changes})
            said |= {change.field: provenance(group.activity_id, change.field, line, "", at) for change in changes}
        found.append(Verdict(line.row_key, line.name, group.activity_id, verdict, reason[:2000]))
    return found, now


def provenance(activity_id: str, name: str, line: ActivityLine, workflow_id: str, at: datetime) -> FieldProvenance:
    """Return the record that a line says the value of a field."""
    return FieldProvenance(
        activity_id, name, line.source_url, workflow_id, {"is": values_of(line)[name]}, at, is_locked=False
    )


def _sorted_out(
    matches: Iterable["Match"], seen: Mapping[str, tuple[str, str]], decided: Mapping[str, str]
) -> _Sorting:
    sorting = _Sorting(same_as=dict(seen))
    for match in matches:
        row, why = match.row_key, "; ".join(match.reasons)
        if row in seen:
            continue
        verdict = match.verdict
        if verdict == "review" and decided.get(row) in (NEW, SAME):
            verdict = "same" if decided[row] == SAME else "different"
            why = f"a person said so; {why}"
        if verdict == "same" and match.activity_id:
            sorting.same_as.setdefault(row, (match.activity_id, why))
        elif verdict == "same" and match.with_key:
            sorting.together.setdefault(row, (match.with_key, why))
        elif verdict == "review":
            other = match.activity_id or match.with_key
            sorting.doubts.setdefault(row, (other or "", why))
    return sorting


def _leaders(by_row: Mapping[str, ActivityLine], sorting: _Sorting) -> dict[str, str]:
    """Return for each row the first row that it is one with."""
    parent = {row: row for row in by_row}

    def top(row: str) -> str:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for row, (other, _) in sorting.together.items():
        if row in parent and other in parent:
            one, two = sorted((top(row), top(other)))
            parent[two] = one
    return {row: top(row) for row in by_row}


def _group(rows: Sequence[str], by_row: Mapping[str, ActivityLine], sorting: _Sorting, doubtful: set[str]) -> Group:
    lines = tuple(by_row[row] for row in rows)
    if rows[0] in doubtful:
        other, why = sorting.doubts[rows[0]]
        is_row = other in by_row
        return Group(activity_id_of(other) if is_row else other, not is_row, lines, why, is_doubtful=True)
    known = next((sorting.same_as[row] for row in rows if row in sorting.same_as), None)
    if known:
        return Group(known[0], True, _in_order(lines, known[0]), known[1])
    why = next((sorting.together[row][1] for row in rows if row in sorting.together), "")
    return Group(activity_id_of(rows[0]), False, lines, why)


def _in_order(lines: Sequence[ActivityLine], activity_id: str) -> tuple[ActivityLine, ...]:
    """Put the row that the activity was first made from before the others."""
    return tuple(sorted(lines, key=lambda line: (activity_id_of(line.row_key) != activity_id, line.row_key)))
