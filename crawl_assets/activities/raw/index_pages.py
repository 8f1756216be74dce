"""Rows that are no activities but the index pages of some: categories, archives, lists of links.

A row with a time, a street, a price or an age is never one. Of the others those are, whose name is a category and
nothing else (`bbq - parks and playgrounds`), or whose page is the folder of other rows' pages.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawl_assets.activities.records import RawActivity

_KINDS = (
    r"(?:parks|playgrounds|events|activities|places|museums|attractions|beaches|pools|libraries|walks|trails|venues"
    r"|classes|workshops|camps|festivals|markets|gardens|farms|zoos|galleries|theatres|theaters|cafes|restaurants|cinemas"
    r"|things to do|days out|what'?s on|school holidays|picnic spots|playcentres|play centres)"
)
_WORD = rf"(?:(?:all|best|top|more|free|indoor|outdoor|family|kids|upcoming|local|other)\s+)*{_KINDS}"
_CATEGORY = re.compile(rf"(?:.*\s[-–—|:»]\s+|.*:\s+)?{_WORD}(?:\s*(?:,|&|and|\+|/)\s*{_WORD})*", re.I)
_FEWEST_BELOW = 3  # rows whose pages lie in the folder of another's


def without_index_pages(rows: Sequence[RawActivity]) -> tuple[list[RawActivity], list[RawActivity]]:
    """Return the rows that are activities, and those that are index pages."""
    paths = [urlsplit(row.source_url)._replace(query="", fragment="").geturl().rstrip("/") for row in rows]
    below: dict[str, set[str]] = {}
    for path in set(paths):
        parent = path.rpartition("/")[0]
        while parent.count("/") >= 2:  # up to the host
            below.setdefault(parent, set()).add(path)
            parent = parent.rpartition("/")[0]
    kept: list[RawActivity] = []
    left_out: list[RawActivity] = []
    for row, path in zip(rows, paths, strict=True):
        is_folder = len(below.get(path, ())) >= _FEWEST_BELOW
        is_category = _CATEGORY.fullmatch(row.name or "") is not None
        (left_out if (is_folder or is_category) and not _has_facts(row) else kept).append(row)
    return kept, left_out


def _has_facts(row: RawActivity) -> bool:
    place = row.location
    is_somewhere = place is not None and any((place.formatted_address, place.street_address, place.latitude))
    return bool(is_somewhere or row.start_date or row.price or row.age_range or row.evidence.get("opening_hours"))
