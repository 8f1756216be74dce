"""One row a key: what several pages, or several notations on one, say of the same activity."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from urllib.parse import urlsplit

from crawl_assets.activities.records import RawActivity, RawLocation, normalised_name, row_key
from crawl_assets.crawl.home import identity_or_none

FEWEST_PAGES = 3  # of one site that name the same place: fewer may be about it
_KEPT = ("row_key", "source_url", "name", "evidence", "kind")


def merged(rows: Iterable[RawActivity]) -> list[RawActivity]:
    """Return each activity once, in the order of first sight, its key stable whatever the order.

    Rows of one page and name are one activity unless they begin at different times; then each start is its own, and
    a row without one joins the first. Of two values for a field the first that says something counts.
    """
    groups: defaultdict[tuple[str, str], list[RawActivity]] = defaultdict(list)
    for row in rows:
        groups[(identity_or_none(row.source_url) or row.source_url, normalised_name(row.name or ""))].append(row)
    found: list[RawActivity] = []
    for same in groups.values():
        starts = sorted({row.start_date for row in same if row.start_date})
        if len(starts) <= 1:
            found.append(_one(same, row_key(same[0].source_url, same[0].name)))
            continue
        undated = [row for row in same if not row.start_date]
        for start in dict.fromkeys(row.start_date for row in same if row.start_date):
            own = [row for row in same if row.start_date == start]
            extra = undated if start == starts[0] else []
            found.append(_one([*own, *extra], row_key(same[0].source_url, same[0].name, start)))
    return found


def without_repeats(rows: Sequence[RawActivity]) -> tuple[list[RawActivity], list[RawActivity]]:
    """Return the rows without the places that stand on page after page of one site, and one row of each of these.

    A museum's own site names the museum on every page; it is kept once, on the page with the shortest address.
    """
    places: defaultdict[tuple[str, str, RawLocation | None], dict[str, RawActivity]] = defaultdict(dict)
    for row in rows:
        if row.kind == "place":
            places[_site_and_place(row)].setdefault(row.source_url, row)
    repeated = {
        key: min(pages.values(), key=lambda row: (len(row.source_url), row.source_url))
        for key, pages in places.items()
        if len(pages) >= FEWEST_PAGES
    }
    kept = [
        row
        for row in rows
        if row.kind != "place"
        or (one := repeated.get(_site_and_place(row))) is None
        or row.source_url == one.source_url
    ]
    return kept, list(repeated.values())


def _site_and_place(row: RawActivity) -> tuple[str, str, RawLocation | None]:
    return urlsplit(row.source_url).netloc, normalised_name(row.name or ""), row.location


def _one(rows: list[RawActivity], key: str) -> RawActivity:
    first = rows[0]
    values = {}
    evidence = dict(first.evidence)
    for field in (one.name for one in fields(RawActivity) if one.name not in _KEPT):
        value, source = next(((getattr(row, field), row) for row in rows if getattr(row, field)), (None, first))
        if value is not None:
            values[field] = value
            if field in source.evidence:
                evidence[field] = source.evidence[field]
    for row in rows[1:]:
        evidence = {**row.evidence, **evidence}
    kinds = [row.kind for row in rows]
    kind = next((one for one in kinds if one != "activity"), first.kind)
    return replace(first, row_key=key, kind=kind, evidence=evidence, **values)
