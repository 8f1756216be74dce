"""Which rows are one activity, within a run and against those that are kept: same, different, or for people to say.

The answer does not depend on the order of the rows. An activity is joined with others only as long as nothing rules
out any two of them: a row without a place that could be either of two parks of one name is left to people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawl_assets.activities.resolving.blocking import candidate_pairs
from crawl_assets.activities.resolving.comparable import Comparable, Prepared, prepared
from crawl_assets.activities.resolving.comparing import Comparison, Verdict, compare, conflict_of

NOTHING_LIKE_IT = "nothing that is kept is like it"
SEVERAL = "it could be one of several that are not the same"
_LOOKED_AT = 60  # rows of a group that each is held against; larger groups are of one name and place anyway
_STRENGTHS = (3, 2, 1)


@dataclass(frozen=True, slots=True)
class Match:
    """What a row of this run is to another one, or to a kept activity."""

    row_key: str
    with_key: str | None  # another row of the run
    activity_id: str | None  # a kept activity; both None: nothing is like it
    verdict: Verdict
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the rows of a run are to each other and to what is kept; iterating yields all matches, sure ones first."""

    groups: tuple[tuple[str, ...], ...]  # row keys of one activity each, every row in one; all sorted
    against_kept: tuple[Match, ...]  # one a row, by key
    within: tuple[Match, ...]  # of each row of a group but the first, with the first
    doubts: tuple[Match, ...]  # rows of the run that may be one activity with another

    def __iter__(self) -> Iterator[Match]:
        yield from sorted(self.against_kept, key=lambda match: match.verdict != "same")
        yield from self.within
        yield from self.doubts


@dataclass(frozen=True, slots=True)
class _Edge:
    one: int
    other: int
    found: Comparison


def resolve(new: Sequence[Comparable], known: Sequence[Comparable] = ()) -> Resolution:
    """Group the rows of a run and find each in what is kept; raises ValueError for a key that is there twice.

    `known` are taken as different from each other. The time grows with the number of rows, not with its square.
    """
    _no_key_twice(new, "this run")
    _no_key_twice(known, "what is kept")
    rows = [prepared(one) for one in (*_by_key(new), *_by_key(known))]
    count = len(new)
    pages = Counter((row.page, row.squeezed, index < count) for index, row in enumerate(rows))

    def is_one_page(low: int, high: int) -> bool:
        one, other = rows[low], rows[high]
        if low >= count or high < count or (one.page, one.squeezed) != (other.page, other.squeezed):
            return False
        return pages[one.page, one.squeezed, True] == pages[one.page, one.squeezed, False] == 1

    edges: list[_Edge] = []
    for low, high in candidate_pairs(rows, count):
        found = compare(rows[low], rows[high], is_one_page=is_one_page(low, high))
        if found.verdict != "different":
            edges.append(_Edge(low, high, found))
    clusters = _Clusters(rows, count, {(low, high) for low, high in _ones(edges) if is_one_page(low, high)})
    for strength in _STRENGTHS:
        clusters.join([edge for edge in edges if edge.found.strength == strength])
    clusters.doubtful += [edge for edge in edges if edge.found.verdict == "review"]
    clusters.doubtful = [edge for edge in clusters.doubtful if not clusters.are_ruled_out(edge)]
    return _resolution(rows, count, clusters, edges)


class _Clusters:
    """Rows that are one activity so far, by the number of one of them."""

    def __init__(self, rows: Sequence[Prepared], count: int, moved: set[tuple[int, int]]) -> None:
        self.rows = rows
        self.count = count
        self.moved = moved  # pairs of one page, whose place and days may have changed
        self.home = list(range(len(rows)))
        self.members = {index: [index] for index in range(len(rows))}
        self.doubtful: list[_Edge] = []

    def join(self, edges: Sequence[_Edge]) -> None:
        """Join what edges of one strength tie together; where that would join what is ruled out, leave it to people."""
        open_edges = [edge for edge in edges if self.home[edge.one] != self.home[edge.other]]
        # a row that has found its own is no case for people because something of another place has its name
        open_edges = [edge for edge in open_edges if not self.are_ruled_out(edge)]
        for tied in _components(open_edges, self.home):
            homes = sorted({self.home[index] for edge in tied for index in (edge.one, edge.other)})
            members = [index for home in homes for index in self.members[home]]
            if self._conflicts(members):
                self.doubtful += tied
            else:
                self._merge(homes, members)

    def _merge(self, homes: Sequence[int], members: list[int]) -> None:
        first = homes[0]
        for home in homes[1:]:
            del self.members[home]
        self.members[first] = sorted(members)
        for index in members:
            self.home[index] = first

    def are_ruled_out(self, edge: _Edge) -> bool:
        """Say whether two rows cannot be one because of others that one of them is one with."""
        ours, theirs = self.members[self.home[edge.one]], self.members[self.home[edge.other]]
        pairs = ((one, other) for one in ours[:_LOOKED_AT] for other in theirs[:_LOOKED_AT])
        return any(self._conflict(one, other) for one, other in pairs)

    def _conflicts(self, members: Sequence[int]) -> bool:
        return any(
            self._conflict(one, other) for at, one in enumerate(members[:_LOOKED_AT]) for other in members[at + 1 :]
        )

    def _conflict(self, one: int, other: int) -> bool:
        low, high = min(one, other), max(one, other)
        if (low, high) in self.moved:
            return False
        return conflict_of(self.rows[low], self.rows[high]) is not None


def _resolution(rows: Sequence[Prepared], count: int, clusters: _Clusters, edges: Sequence[_Edge]) -> Resolution:
    groups = [new for members in clusters.members.values() if (new := [index for index in members if index < count])]
    best: dict[int, _Edge] = {}  # home -> the surest edge to a kept one of the same cluster
    inner: dict[int, _Edge] = {}  # row -> the surest edge to another row of its group
    for edge in sorted(edges, key=lambda edge: _rank(edge, rows)):
        home = clusters.home[edge.one]
        if edge.found.verdict != "same" or home != clusters.home[edge.other]:
            continue
        if edge.other >= count:
            best.setdefault(home, edge)
        else:
            inner.setdefault(edge.one, edge)
            inner.setdefault(edge.other, edge)
    doubts: dict[int, list[_Edge]] = defaultdict(list)  # home -> edges to kept ones that people decide on
    pairs: dict[tuple[int, int], _Edge] = {}  # home in doubt, home of the other -> the surest edge
    for edge in sorted(clusters.doubtful, key=lambda edge: _rank(edge, rows)):
        ours, theirs = clusters.home[edge.one], clusters.home[edge.other]
        if ours == theirs:
            continue
        if edge.other >= count:
            doubts[ours].append(edge)
        else:
            pairs.setdefault(_doubtful_first(ours, theirs, clusters, best), edge)
    return Resolution(
        groups=tuple(sorted(tuple(rows[index].key for index in group) for group in groups)),
        against_kept=tuple(_match(index, rows, clusters, best, doubts) for index in range(count)),
        within=tuple(
            Match(rows[index].key, rows[group[0]].key, None, "same", _why(index, rows, clusters, best, inner))
            for group in sorted(groups)
            for index in group[1:]
        ),
        doubts=tuple(
            Match(rows[index].key, rows[clusters.members[other][0]].key, None, "review", _reasons(edge))
            for (home, other), edge in sorted(pairs.items(), key=lambda item: item[0])
            for index in clusters.members[home]
            if index < count
        ),
    )


def _doubtful_first(ours: int, theirs: int, clusters: _Clusters, best: dict[int, _Edge]) -> tuple[int, int]:
    """Return the home that is in doubt and the one that stands: the known one, the larger, the first."""
    ranked = sorted((ours, theirs), key=lambda home: (home in best, len(clusters.members[home]), -home))
    return ranked[0], ranked[1]


def _why(
    index: int, rows: Sequence[Prepared], clusters: _Clusters, best: dict[int, _Edge], inner: dict[int, _Edge]
) -> tuple[str, ...]:
    """Return why a row is in its group; rows that only a kept activity ties together say so."""
    if index in inner:
        return inner[index].found.reasons
    return (f"both are {rows[best[clusters.home[index]].other].key}",)


def _match(
    index: int, rows: Sequence[Prepared], clusters: _Clusters, best: dict[int, _Edge], doubts: dict[int, list[_Edge]]
) -> Match:
    home = clusters.home[index]
    if home in best:
        edge = best[home]
        return Match(rows[index].key, None, rows[edge.other].key, "same", edge.found.reasons)
    open_edges = doubts.get(home, [])  # what one row of a group may be the whole group may be
    if open_edges:
        edge = min(open_edges, key=lambda edge: _rank(edge, rows))
        reasons = _reasons(edge)
        if len({edge.other for edge in open_edges}) > 1:
            reasons = (*reasons, SEVERAL)
        return Match(rows[index].key, None, rows[edge.other].key, "review", tuple(dict.fromkeys(reasons)))
    return Match(rows[index].key, None, None, "different", (NOTHING_LIKE_IT,))


def _reasons(edge: _Edge) -> tuple[str, ...]:
    """Return why people are asked; of two that would be the same if there were not a third, say so."""
    return edge.found.reasons if edge.found.verdict == "review" else (*edge.found.reasons, SEVERAL)


def _rank(edge: _Edge, rows: Sequence[Prepared]) -> tuple[int, int, str, str]:
    is_other_page = rows[edge.one].page != rows[edge.other].page
    return -edge.found.strength, int(is_other_page), rows[edge.other].key, rows[edge.one].key


def _components(edges: Sequence[_Edge], home: Sequence[int]) -> list[list[_Edge]]:
    """Return edges in bundles that hang together by the clusters they end in."""
    leader: dict[int, int] = {}

    def lead(node: int) -> int:
        while (above := leader.setdefault(node, node)) != node:
            leader[node] = leader.setdefault(above, above)
            node = leader[node]
        return node

    for edge in edges:
        one, other = lead(home[edge.one]), lead(home[edge.other])
        leader[max(one, other)] = min(one, other)
    bundles: defaultdict[int, list[_Edge]] = defaultdict(list)
    for edge in edges:
        bundles[lead(home[edge.one])].append(edge)
    return list(bundles.values())


def _ones(edges: Iterable[_Edge]) -> Iterable[tuple[int, int]]:
    return ((edge.one, edge.other) for edge in edges)


def _by_key(rows: Sequence[Comparable]) -> list[Comparable]:
    return sorted(rows, key=lambda one: one.key)


def _no_key_twice(rows: Sequence[Comparable], where: str) -> None:
    twice = [key for key, uses in Counter(one.key for one in rows).items() if uses > 1]
    if twice:
        raise ValueError(f"{len(twice)} keys are there twice in {where}, first {min(twice)!r}; join those rows before.")
