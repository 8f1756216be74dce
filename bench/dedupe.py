"""Duplicate activities: CPU seconds for growing numbers of rows, and whether they grow as the rows or as their square.

The rows are made up (crawl_assets_tests/activities/resolving/many.py), a third of them a second time in other words.

Run: `python bench/dedupe.py`
"""

import gc
import time

from tabulate import tabulate

from crawl_assets.activities.resolving.blocking import candidate_pairs
from crawl_assets.activities.resolving.comparable import prepared
from crawl_assets.activities.resolving.resolve import resolve
from crawl_assets_tests.activities.resolving.many import many

SIZES = (1_250, 2_500, 5_000, 10_000)
REPEATS = 3
GOAL = 2.5  # times as long for twice the rows; four is quadratic


def measured(size: int) -> tuple[float, int, int]:
    """Return the least seconds, the groups, and the pairs that were compared."""
    rows = many(size)
    seconds, groups = [], 0
    for _ in range(REPEATS):
        gc.collect()
        start = time.process_time()
        groups = len(resolve(rows).groups)
        seconds.append(time.process_time() - start)
    ready = sorted(map(prepared, rows), key=lambda row: row.key)
    return min(seconds), groups, sum(1 for _ in candidate_pairs(ready, size))


def main() -> None:
    table, before = [], 0.0
    for size in SIZES:
        seconds, groups, pairs = measured(size)
        ratio = f"{seconds / before:.2f}" if before else "-"
        all_pairs = size * (size - 1) // 2
        table.append([f"{size:,}", groups, f"{seconds:.2f}", ratio, f"{pairs / size:.0f}", f"{pairs / all_pairs:.2%}"])
        before = seconds
    headings = ["rows", "activities", "CPU seconds", "times the half", "pairs a row", "of all pairs"]
    print(tabulate(table, headings, disable_numparse=True, colalign=["right"] * len(headings)))
    print(f"\nTwice the rows may take up to {GOAL} times as long; a comparison of all pairs takes 4.")


if __name__ == "__main__":
    main()
