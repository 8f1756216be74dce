"""A diff tells exactly how one text becomes the other, in the form that `patch` and people read."""

import random
import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.llms_txt.comparing.changes import diff

LINES = st.lists(st.sampled_from(["a", "b", "c", "d", "", "+", "-", "@@", "\\"]), max_size=14).map("\n".join)
RANGES = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


def patched(text: str, patch: str) -> str:
    """Apply a unified diff, checking each of its lines and ranges."""
    old, new, at = text.split("\n"), [], 0
    lines = patch.split("\n")[2:-1]
    while lines:
        ranges = RANGES.fullmatch(lines.pop(0))
        assert ranges is not None
        count, new_count = (int(number or 1) for number in (ranges[2], ranges[4]))
        start = int(ranges[1]) - (1 if count else 0)
        new += old[at:start]
        at = start
        assert int(ranges[3]) - (1 if new_count else 0) == len(new)
        until, new_until = at + count, len(new) + new_count
        while at < until or len(new) < new_until:
            sign, line = lines[0][0], lines.pop(0)[1:]
            if sign in " -":
                assert old[at] == line
                at += 1
            if sign in " +":
                new.append(line)
        assert (at, len(new)) == (until, new_until)
    return "\n".join(new + old[at:])


@settings(max_examples=300, deadline=None)
@given(LINES, LINES)
def test_applied_to_the_previous_text_it_gives_the_current_one(previous: str, current: str) -> None:
    patch = diff(previous, current)
    assert (patch == "") == (previous == current)
    assert patched(previous, patch) == current


def test_it_reads_as_diffs_do() -> None:
    assert diff("a\nb\nc\nd\ne\nf\ng\nh\ni", "a\nb\nX\nd\ne\nf\ng\nh\ni\nj").split("\n") == [
        *("--- previous", "+++ current"),
        *("@@ -1,9 +1,10 @@", " a", " b", "-c", "+X", " d", " e", " f", " g", " h", " i", "+j", ""),
    ]


def test_a_moved_line_is_all_that_a_diff_of_a_moved_line_shows() -> None:
    lines = [f"line {number}" for number in range(200)]
    moved = [*lines[1:150], lines[0], *lines[150:]]
    changed = [line for line in diff("\n".join(lines), "\n".join(moved)).split("\n")[2:] if line[:1] in {"+", "-"}]
    assert changed == ["-line 0", "+line 0"]


def test_long_texts_that_differ_everywhere_are_diffed_in_bounded_time() -> None:
    chance = random.Random(3)
    old = [f"{chance.random()}" for _ in range(30_000)]
    new = [line if number % 2 else f"{chance.random()}" for number, line in enumerate(old)]
    started = time.perf_counter()
    patch = diff("\n".join(old), "\n".join(new))
    assert time.perf_counter() - started < 5
    assert patch.count("\n-") == 15_000
