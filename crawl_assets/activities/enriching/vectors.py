"""The vector store: vectors of texts by hash, recipe and model, and the activities nearest to a vector.

Vectors lie in libSQL as it keeps them itself (float32), so that the database compares them where it can; and from some
ten thousands on by its own index, which is approximate and holds only what activities have. Where the database has no
vector functions, it is numpy that compares, page by page.
"""

import heapq
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from crawl_assets.activities.enriching.embedding_texts import RECIPE
from crawl_assets.activities.enriching.rows import ActivityVector, Embedding
from crawl_assets.llm.embeddings import BadVector
from crawl_assets.store.bulk import quoted
from crawl_assets.store.database import Statement
from crawl_assets.store.errors import SqlError
from crawl_assets.store.rows import save

if TYPE_CHECKING:
    from crawl_assets.store.database import Database

# vectors of activities; fewer are compared one by one, which is exact, takes 30 to 70 ms at the most, and spares the
# 2 to 5 ms that each vector costs the index
INDEX_FROM = 20_000
_PAGE = 500  # vectors in memory at once: 3 MB of 1,536 numbers each
_HASHES = 5_000  # in one query
# one bit for each number of a neighbour: without it the index of 10,000 x 1,536 takes gigabytes
_OPTIONS = "'metric=cosine', 'compress_neighbors=float1bit', 'max_neighbors=40'"

_KNOWN = """
SELECT text_hash FROM embeddings
WHERE recipe = ? AND model = ? AND text_hash IN (SELECT value FROM json_each(?))
"""
_VECTORS = """
SELECT text_hash, vector FROM embeddings
WHERE recipe = ? AND model = ? AND text_hash IN (SELECT value FROM json_each(?)) ORDER BY text_hash
"""
_DIMENSIONS = "SELECT dimensions FROM embeddings WHERE recipe = ? AND model = ? LIMIT 1"
_EXACT = """
SELECT a.activity_id AS activity_id, vector_distance_cos(e.vector, ?) AS distance
FROM activity_vectors a JOIN embeddings e USING (text_hash, recipe, model)
WHERE a.recipe = ? AND a.model = ? ORDER BY distance, a.activity_id LIMIT ?
"""
_PLAIN = """
SELECT a.activity_id AS activity_id, e.vector AS vector
FROM activity_vectors a JOIN embeddings e USING (text_hash, recipe, model)
WHERE a.recipe = ? AND a.model = ? AND a.activity_id > ? ORDER BY a.activity_id LIMIT ?
"""
_USED = "SELECT count(DISTINCT text_hash) AS used FROM activity_vectors WHERE recipe = ? AND model = ?"
_HAS_TABLE = "SELECT count(*) AS found FROM sqlite_master WHERE name = ?"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An activity that is near."""

    activity_id: str
    similarity: float  # cosine, -1 to 1


def known(database: "Database", hashes: Iterable[str], model: str, recipe: str = RECIPE) -> set[str]:
    """Return which texts have a vector already."""
    found: set[str] = set()
    for page in _pages(sorted(set(hashes)), _HASHES):
        found.update(row["text_hash"] for row in database.query(_KNOWN, (recipe, model, json.dumps(page))))
    return found


def vectors(
    database: "Database", hashes: Iterable[str], model: str, recipe: str = RECIPE
) -> Iterator[tuple[str, bytes]]:
    """Yield the vectors of texts by hash, a few megabytes in memory at a time."""
    for page in _pages(sorted(set(hashes)), _PAGE):
        for row in database.query(_VECTORS, (recipe, model, json.dumps(page))):
            yield row["text_hash"], row["vector"]


def keep(database: "Database", made: Mapping[str, bytes], model: str, now: datetime, recipe: str = RECIPE) -> None:
    """Keep the vectors of texts by hash; raises BadVector for one of another length than the model's others."""
    if not made:
        return
    wanted = dimensions(database, model, recipe) or len(next(iter(made.values()))) // 4
    for vector in made.values():
        if len(vector) != 4 * wanted:
            raise BadVector(f"{model}: a vector of {len(vector) // 4} numbers came; those before have {wanted}.")
    rows = [Embedding(text, recipe, model, wanted, vector, now) for text, vector in made.items()]
    save(database, "embeddings", rows)


def dimensions(database: "Database", model: str, recipe: str = RECIPE) -> int | None:
    """Return how many numbers the vectors of a model have; None: there is none yet."""
    found = database.query(_DIMENSIONS, (recipe, model))
    return int(found[0]["dimensions"]) if found else None


def assign(database: "Database", texts: Mapping[str, str], model: str, recipe: str = RECIPE) -> None:
    """Say which vector each activity has, by the hash of its text; it takes the place of one that it had."""
    if texts:
        save(database, "activity_vectors", [ActivityVector(who, text, recipe, model) for who, text in texts.items()])
        index(database, model, recipe)


def unassign(database: "Database", activity_ids: Sequence[str]) -> None:
    """Take activities out of the search."""
    sql = "DELETE FROM activity_vectors WHERE activity_id IN (SELECT value FROM json_each(?))"
    database.transaction([Statement(sql, (json.dumps(list(activity_ids)),), "activity_vectors")])


def nearest(database: "Database", vector: bytes, model: str, k: int = 10, recipe: str = RECIPE) -> list[Neighbour]:
    """Return the activities whose vectors of that model are nearest, nearest first; raises BadVector.

    By the index where there is a whole one (approximate, its similarities exact), else by comparing all.
    """
    wanted = dimensions(database, model, recipe)
    if wanted is None or k < 1:
        return []
    if len(vector) != 4 * wanted:
        raise BadVector(f"{model}: the vector asked for has {len(vector) // 4} numbers; those kept have {wanted}.")
    name = _index_name(model, recipe)
    try:
        if _is_whole(database, name, model, recipe):
            args = (vector, vector, 5 * k + 50, recipe, model, k)  # more than asked for, as the index is coarse
            return _neighbours(database.query(_by_index(name), args))
        return _neighbours(database.query(_EXACT, (vector, recipe, model, k)))
    except SqlError as error:
        if "vector" not in str(error):
            raise
        return compared(database, vector, model, k, recipe)


def index(database: "Database", model: str, recipe: str = RECIPE) -> bool:
    """Make the index of a model's vectors, or bring it up to date; tells whether there is one.

    There is none for few vectors, nor where the database has no such index.
    """
    used, size = _used(database, model, recipe), dimensions(database, model, recipe)
    if used < INDEX_FROM or size is None:
        return False
    name = _index_name(model, recipe)
    try:
        database.transaction([Statement(sql) for sql in _index_statements(name, size)])
    except SqlError as error:
        if "vector" not in str(error):
            raise
        return False
    args = (recipe, model)
    database.transaction([Statement(_left_out(name), args, name)])
    while database.transaction([Statement(_taken_in(name), (*args, _PAGE), name)])[0].affected:
        pass  # pages of their own, so that others may write in between; until it is whole it is not used
    return True


def compared(database: "Database", vector: bytes, model: str, k: int, recipe: str) -> list[Neighbour]:
    """Do what `nearest` does where the database cannot compare: by numpy, a page in memory at a time."""
    import numpy as np

    asked = np.frombuffer(vector, "<f4")
    best: list[tuple[float, str]] = []
    last = ""
    while rows := database.query(_PLAIN, (recipe, model, last, _PAGE)):
        page = np.frombuffer(b"".join(row["vector"] for row in rows), "<f4").reshape(len(rows), -1)
        near = zip((-(page @ asked)).tolist(), (str(row["activity_id"]) for row in rows), strict=True)
        best = heapq.nsmallest(k, [*best, *near])
        last = rows[-1]["activity_id"]
    return [Neighbour(activity_id, -distance) for distance, activity_id in best]


def _neighbours(rows: Iterable[Mapping[str, object]]) -> list[Neighbour]:
    return [Neighbour(str(row["activity_id"]), 1.0 - float(str(row["distance"]))) for row in rows]


def _used(database: "Database", model: str, recipe: str) -> int:
    return int(database.query(_USED, (recipe, model))[0]["used"])


def _is_whole(database: "Database", name: str, model: str, recipe: str) -> bool:
    if not database.query(_HAS_TABLE, (name,))[0]["found"]:
        return False
    rows = database.query(f"SELECT count(*) AS held FROM {quoted(name)}")
    return bool(rows[0]["held"] == _used(database, model, recipe))


# The index has a table for each model and recipe, as its column's type tells the length of the vectors; the names are
# made of hexadecimal digits alone.


def _index_name(model: str, recipe: str) -> str:
    return f"vectors_{sha256(json.dumps([model, recipe]).encode()).hexdigest()[:16]}"


def _index_statements(name: str, size: int) -> tuple[str, str]:
    return (
        f"CREATE TABLE IF NOT EXISTS {quoted(name)} (text_hash TEXT PRIMARY KEY, vector F32_BLOB({size:d}) NOT NULL)",
        f"CREATE INDEX IF NOT EXISTS {quoted(name + '_near')} ON {quoted(name)} "
        f"(libsql_vector_idx(vector, {_OPTIONS}))",
    )


def _by_index(name: str) -> str:
    return (
        "SELECT a.activity_id AS activity_id, vector_distance_cos(v.vector, ?) AS distance "
        f"FROM vector_top_k('{name}_near', ?, ?) n JOIN {quoted(name)} v ON v.rowid = n.id "
        "JOIN activity_vectors a ON a.text_hash = v.text_hash AND a.recipe = ? AND a.model = ? "
        "ORDER BY distance, a.activity_id LIMIT ?"
    )


def _left_out(name: str) -> str:
    used = "SELECT text_hash FROM activity_vectors WHERE recipe = ? AND model = ?"
    return f"DELETE FROM {quoted(name)} WHERE text_hash NOT IN ({used})"


def _taken_in(name: str) -> str:
    return (
        f"INSERT INTO {quoted(name)} (text_hash, vector) "
        "SELECT DISTINCT e.text_hash, e.vector FROM activity_vectors a "
        "JOIN embeddings e USING (text_hash, recipe, model) WHERE a.recipe = ? AND a.model = ? "
        f"AND NOT EXISTS (SELECT 1 FROM {quoted(name)} v WHERE v.text_hash = e.text_hash) LIMIT ?"
    )


def _pages(hashes: Iterable[str], size: int) -> Iterator[list[str]]:
    waiting = iter(hashes)
    while page := list(islice(waiting, size)):
        yield page
