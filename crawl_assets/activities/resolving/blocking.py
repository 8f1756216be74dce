"""Which activities are worth comparing: those that share a name, a rare word of it, or a place.

Every row is in a few blocks, and a block of many is not compared crosswise but each row with the next few in an order
that puts like beside like (the sorted-neighbourhood method). So the pairs grow with the rows and not with their square.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from crawl_assets.activities.resolving.comparable import Prepared

CROSSWISE = 40  # rows of a block that are all compared with each other
WINDOW = 12  # of a larger block: rows after each that it is compared with
_RARE_WORDS = 3  # of a name
_CELL = 0.004  # degrees of latitude, some 440 m; two grids half a cell apart hold whatever is within 220 m


def candidate_pairs(rows: Sequence[Prepared], new: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of indices, smaller first, each once; at least one of a pair is among the first `new` rows."""
    seen: set[int] = set()
    for members in _blocks(rows).values():
        # they are in order: where the first is no new one, none is
        for one, other in _pairs(members, rows) if members[0] < new else ():
            low, high = (one, other) if one < other else (other, one)
            code = low * len(rows) + high
            if low < new and code not in seen:
                seen.add(code)
                yield low, high


def _pairs(members: Sequence[int], rows: Sequence[Prepared]) -> Iterator[tuple[int, int]]:
    if len(members) <= CROSSWISE:
        for at, one in enumerate(members):
            for other in members[at + 1 :]:
                yield one, other
        return
    ordered = sorted(members, key=lambda index: _beside(rows[index]))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 : at + 1 + WINDOW]:
            yield one, other


def _beside(row: Prepared) -> tuple[str, ...]:
    """Return what puts like beside like: name, place, day."""
    place = row.place_id or row.postcode or row.city
    if not place and row.latitude is not None and row.longitude is not None:
        place = f"{row.latitude:.2f} {row.longitude:.2f}"
    return row.squeezed, place, row.start.isoformat() if row.start else "", row.page, row.key


def _blocks(rows: Sequence[Prepared]) -> dict[tuple[str, ...], list[int]]:
    uses = Counter(token for row in rows for token in row.tokens)
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        for block in _blocks_of(row, uses):
            blocks[block].append(index)
    return {block: members for block, members in blocks.items() if len(members) > 1}


def _blocks_of(row: Prepared, uses: Counter[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = {("name", row.squeezed)}
    rarest = sorted(row.tokens, key=lambda token: (uses[token], token))[:_RARE_WORDS]
    found |= {("word", token) for token in rarest}
    start = row.squeezed[:2]  # a slip of the pen in a name of one word leaves its first letter
    if row.place_id:
        found.add(("place", row.place_id, start))
    if row.postcode or row.city:
        found.add(("area", row.postcode or row.city, start))
    if row.latitude is not None and row.longitude is not None:
        width = _CELL / max(0.05, math.cos(math.radians(round(row.latitude))))
        for shift in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
            north = math.floor(row.latitude / _CELL + shift[0])
            found.add(("cell", str(shift), str(north), str(math.floor(row.longitude / width + shift[1])), start))
    return found
