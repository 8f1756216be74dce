"""Partition keys as conditions over a table's columns.

A time-window key means the rows from the window's start (inclusive) to its end (exclusive); any other key means the
rows whose column equals it.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawl_assets.store.bulk import quoted
from crawl_assets.store.database import EVERY_ROW, SqlValue, Where


@dataclass(frozen=True, slots=True)
class Span:
    """The values of one column that one partition key means."""

    start: str
    end: str | None = None  # exclusive; None: equal to `start`

    def holds(self, value: object) -> bool:
        """Tell whether a stored value belongs to the key."""
        if value is None:
            return False
        text = str(value)
        return text == self.start if self.end is None else self.start <= text < self.end


Key = tuple[Span, ...]  # one span a column


def condition(columns: Sequence[str], keys: Iterable[Key]) -> Where:
    """Return the condition met by the rows of any of `keys`; no keys means no rows, no columns means every row."""
    if not columns:
        return EVERY_ROW
    wanted = list(dict.fromkeys(keys))
    spans = [list(dict.fromkeys(key[place] for key in wanted)) for place in range(len(columns))]
    if wanted and len(wanted) == math.prod(map(len, spans)):  # every combination, so the columns can be asked apart
        parts = [_one_column(column, of_column) for column, of_column in zip(columns, spans, strict=True)]
        return Where(" AND ".join(part.sql for part in parts), tuple(arg for part in parts for arg in part.args))
    return _any_of(columns, wanted)


def misplaced(keys: Iterable[Key], rows: Iterable[tuple[SqlValue, ...]]) -> int | None:
    """Find the first row (its values in the partition columns) that belongs to none of `keys`."""
    wanted, listed = set(keys), list(rows)
    windows = [key for key in wanted if any(span.end is not None for span in key)]
    strangers = {
        row
        for row in set(listed)
        if (None in row or tuple(Span(str(value)) for value in row) not in wanted)
        and not any(all(map(Span.holds, key, row)) for key in windows)
    }
    return next((number for number, row in enumerate(listed) if row in strangers), None)


def _one_column(column: str, spans: list[Span]) -> Where:
    name = quoted(column)
    equal = [span.start for span in spans if span.end is None]
    windows = _merged([(span.start, span.end) for span in spans if span.end is not None])
    sql, args = [], []
    if len(equal) == 1:
        sql.append(f"{name} = ?")
        args.append(equal[0])
    elif equal:
        sql.append(f"{name} IN (SELECT value FROM json_each(?))")
        args.append(json.dumps(equal))
    for start, end in windows:
        sql.append(f"({name} >= ? AND {name} < ?)")
        args += [start, end]
    return Where(f"({' OR '.join(sql)})", tuple(args))


def _merged(windows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    merged: list[tuple[str, str]] = []
    for start, end in sorted(windows):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _any_of(columns: Sequence[str], keys: list[Key]) -> Where:
    tests = " AND ".join(
        f"({quoted(column)} >= j.value ->> {2 * place} AND CASE WHEN j.value ->> {2 * place + 1} IS NULL "
        f"THEN {quoted(column)} = j.value ->> {2 * place} ELSE {quoted(column)} < j.value ->> {2 * place + 1} END)"
        for place, column in enumerate(columns)
    )
    listed = json.dumps([[part for span in key for part in (span.start, span.end)] for key in keys])
    return Where(f"EXISTS (SELECT 1 FROM json_each(?) j WHERE {tests})", (listed,))
