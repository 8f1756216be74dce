"""The vector store against a bare numpy scan: 10,000 vectors of 512 and of 1,536 numbers, the ten nearest.

The vectors are clustered, as those of texts are: 300 subjects with noise around each. Numpy has them all in memory as
one float32 matrix, the least that can be done; the store reads them from the database file. `compared` is libSQL's
exact vector_distance_cos over all, `index` its approximate index with neighbours of one bit a number, `numpy pages`
what is done where a database has no vector functions. Recall is against the exact ten. Memory is what the process grew
by while it asked, at most. The store compares up to 20,000 vectors one by one: the index pays only beyond.

Run: `python bench/vector_search.py`
"""

import ctypes
import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from tabulate import tabulate

from crawl_assets.activities.enriching import vectors
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations

ROWS, QUERIES, NEAREST = 10_000, 20, 10
MODEL, RECIPE = "bench", "bench-1"
Answer = Callable[[bytes], list[str]]


def clustered(size: int) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """Make vectors of length 1 around 300 subjects."""
    chance = np.random.default_rng(7)
    subjects = chance.normal(size=(300, size))
    made = subjects[chance.integers(0, 300, ROWS)] + 0.7 * chance.normal(size=(ROWS, size))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype("<f4")


def filled(folder: Path, matrix: "np.ndarray[tuple[int, int], np.dtype[np.float32]]") -> tuple[LocalDatabase, float]:
    database = LocalDatabase(folder / "vectors.db")
    migrate(database, shipped_migrations())
    started = time.perf_counter()
    for start in range(0, ROWS, 500):
        page = {f"{start + n:064d}": row.tobytes() for n, row in enumerate(matrix[start : start + 500])}
        vectors.keep(database, page, MODEL, datetime.now(UTC), RECIPE)
    seconds = time.perf_counter() - started
    database.upsert(
        "activity_vectors",
        [{"activity_id": f"{n:064d}", "text_hash": f"{n:064d}", "recipe": RECIPE, "model": MODEL} for n in range(ROWS)],
        ["activity_id"],
    )
    return database, seconds


def memory(name: str) -> float:
    """Return a figure of this process's memory in MB: VmRSS, now; VmHWM, the peak (Linux)."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(lines[name].split()[0]) / 1024


def timed(answer: Answer, queries: list[bytes], exact: list[set[str]]) -> tuple[float, float, float]:
    """Return the median milliseconds of a query, recall, and by how many MB the peak of memory rose."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what was used before goes back to the system (glibc)
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew: proc(5)
    spent, found = [], 0
    for query, wanted in zip(queries, exact, strict=True):
        started = time.perf_counter()
        found += len(set(answer(query)) & wanted)
        spent.append(time.perf_counter() - started)
    return 1000 * statistics.median(spent), found / (NEAREST * len(queries)), memory("VmHWM") - before


def measure(size: int, folder: Path) -> list[tuple[str, ...]]:
    matrix = clustered(size)
    chance = np.random.default_rng(8)
    asked = [matrix[n] + 0.02 * chance.normal(size=size) for n in chance.integers(0, ROWS, QUERIES)]
    queries = [(query / np.linalg.norm(query)).astype("<f4").tobytes() for query in asked]

    def bare(query: bytes) -> list[str]:
        scores = matrix @ np.frombuffer(query, "<f4")
        return [f"{n:064d}" for n in np.argpartition(-scores, NEAREST)[:NEAREST].tolist()]

    def ids(found: list[vectors.Neighbour]) -> list[str]:
        return [neighbour.activity_id for neighbour in found]

    def stored(query: bytes) -> list[str]:
        return ids(vectors.nearest(database, query, MODEL, NEAREST, RECIPE))

    def paged(query: bytes) -> list[str]:
        return ids(vectors.compared(database, query, MODEL, NEAREST, RECIPE))

    exact = [set(bare(query)) for query in queries]
    database, filling = filled(folder, matrix)
    measured = {"numpy, all in memory": timed(bare, queries, exact)}
    measured["numpy pages"] = timed(paged, queries[:5], exact[:5])
    measured["compared"] = timed(stored, queries, exact)
    before = Path(database.name).stat().st_size
    vectors.INDEX_FROM = ROWS
    started = time.perf_counter()
    assert vectors.index(database, MODEL, RECIPE)
    building = time.perf_counter() - started
    measured["index"] = timed(stored, queries, exact)
    database.close()
    grown = (sum(file.stat().st_size for file in folder.iterdir()) - before) / 1e6
    rows = [
        (f"{size:,}", name, f"{milliseconds:.1f}", f"{recall:.0%}", f"{megabytes:.1f}")
        for name, (milliseconds, recall, megabytes) in measured.items()
    ]
    print(f"{size:,} numbers: kept in {filling:.1f} s, indexed in {building:.1f} s ({grown:.0f} MB on disk)")
    return rows


def main() -> None:
    rows = []
    for size in (512, 1536):
        with tempfile.TemporaryDirectory() as folder:
            rows += measure(size, Path(folder))
    headers = ["numbers", f"{ROWS:,} vectors, the {NEAREST} nearest", "ms a query", "recall", "memory grew, MB"]
    print(tabulate(rows, headers=headers, tablefmt="github", disable_numparse=True))


if __name__ == "__main__":
    main()
