"""Unified diffs of long texts in bounded time.

`difflib` alone is quadratic on texts that differ everywhere. Here lines that occur once in both texts are the anchors
(the patience method), the longest run of them in order divides the texts, and `difflib` is only asked about the small
gaps between.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_CONTEXT = 3  # lines around a change
_LARGEST_GAP = 250_000  # lines of one side times lines of the other; a larger gap is one replacement

Span = tuple[int, int, int, int]  # from and to in the previous lines, from and to in the current ones


def unified(previous: str, current: str, before: str = "previous", after: str = "current") -> str:
    """Return a unified diff, '' for equal texts."""
    old, new = previous.split("\n"), current.split("\n")
    spans = changed_spans(old, new)
    if not spans:
        return ""
    lines = [f"--- {before}", f"+++ {after}"]
    for hunk in _hunks(spans, len(old), len(new)):
        lines += _hunk_lines(hunk, old, new)
    return "\n".join(lines) + "\n"


def changed_spans(old: Sequence[str], new: Sequence[str]) -> list[Span]:
    """Return where two sequences of lines differ, in order; what lies between the spans is equal."""
    spans: list[Span] = []
    for gap in _gaps(old, new):
        spans += _spans_within(gap, old, new)
    return spans


def _gaps(old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    """Yield what lies between the anchors, grown over equal lines."""
    old_from = new_from = 0
    for old_at, new_at in [*_anchors(old, new), (len(old), len(new))]:
        if old_at < old_from or new_at < new_from:
            continue  # equal lines around an anchor before have reached it
        old_to, new_to = old_at, new_at
        while old_to > old_from and new_to > new_from and old[old_to - 1] == new[new_to - 1]:
            old_to, new_to = old_to - 1, new_to - 1
        while old_from < old_to and new_from < new_to and old[old_from] == new[new_from]:
            old_from, new_from = old_from + 1, new_from + 1
        if old_from < old_to or new_from < new_to:
            yield old_from, old_to, new_from, new_to
        old_from, new_from = old_at + 1, new_at + 1


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest run in order of lines that occur once in both."""
    in_old, in_new = Counter(old), Counter(new)
    places = {line: place for place, line in enumerate(new) if in_new[line] == 1}
    pairs = [(at, places[line]) for at, line in enumerate(old) if in_old[line] == 1 and line in places]
    ends: list[int] = []  # the smallest place in `new` that a run of each length ends at
    last: list[int] = []  # which pair that is
    previous: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
    run: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(pairs[number])
        number = previous[number]
    return run[::-1]


def _spans_within(gap: Span, old: Sequence[str], new: Sequence[str]) -> list[Span]:
    old_from, old_to, new_from, new_to = gap
    if not 0 < (old_to - old_from) * (new_to - new_from) <= _LARGEST_GAP:
        return [gap]
    matcher = SequenceMatcher(None, old[old_from:old_to], new[new_from:new_to], autojunk=False)
    return [
        (old_from + first, old_from + last, new_from + other_first, new_from + other_last)
        for tag, first, last, other_first, other_last in matcher.get_opcodes()
        if tag != "equal"
    ]


def _hunks(spans: Sequence[Span], old_count: int, new_count: int) -> Iterator[list[Span]]:
    hunk: list[Span] = []
    for span in spans:
        if hunk and span[0] - hunk[-1][1] > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(span)
    yield hunk


def _hunk_lines(hunk: Sequence[Span], old: Sequence[str], new: Sequence[str]) -> list[str]:
    before = min(hunk[0][0], _CONTEXT)
    start, new_start = hunk[0][0] - before, hunk[0][2] - before
    end = min(hunk[-1][1] + _CONTEXT, len(old))
    new_end = hunk[-1][3] + end - hunk[-1][1]
    lines = [f"@@ -{_range(start, end)} +{_range(new_start, new_end)} @@"]
    for old_from, old_to, new_from, new_to in hunk:
        lines += [" " + line for line in old[start:old_from]]
        lines += ["-" + line for line in old[old_from:old_to]]
        lines += ["+" + line for line in new[new_from:new_to]]
        start = old_to
    return lines + [" " + line for line in old[start:end]]


def _range(start: int, end: int) -> str:
    """Write a hunk's lines as `diff -u` does, counted from 1; there is always one, as no text has no line."""
    return f"{start + 1}" if end - start == 1 else f"{start + 1},{end - start}"
