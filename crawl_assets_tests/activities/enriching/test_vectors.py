"""The vector store: what is near, on every kind of database, with and without an index."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawl_assets.activities.enriching import vectors
from crawl_assets.activities.enriching.vectors import Neighbour, assign, index, keep, known, nearest, unassign
from crawl_assets.llm.embeddings import BadVector, packed, unpacked
from crawl_assets.store.database import Database
from crawl_assets.store.migrate import migrate, shipped_migrations
from crawl_assets_tests.store.databases import opened

NOW = datetime(2026, 1, 5, tzinfo=UTC)
MODEL, SIZE = "maker/model", 16


@pytest.fixture(params=["local", "remote v3"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A libSQL file, which compares vectors itself, and a server on plain SQLite, which cannot."""
    with opened(request.param, tmp_path) as found:
        migrate(found, shipped_migrations())
        yield found


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Database]:
    with opened("local", tmp_path) as found:
        migrate(found, shipped_migrations())
        yield found


def pointing(*numbers: float) -> bytes:
    return packed([*numbers, *[0.0] * (SIZE - len(numbers))], MODEL)


def scattered(count: int, seed: int = 1) -> dict[str, bytes]:
    chance = random.Random(seed)
    return {f"t{n:04d}": packed([chance.gauss(0, 1) for _ in range(SIZE)], MODEL) for n in range(count)}


def filled(database: Database, made: dict[str, bytes], model: str = MODEL) -> None:
    """Keep vectors by text, and give each to an activity of the same name in capitals."""
    keep(database, made, model, NOW)
    assign(database, {text.upper(): text for text in made}, model)


def by_hand(made: dict[str, bytes], asked: bytes, k: int) -> list[str]:
    near = {text: sum(a * b for a, b in zip(unpacked(v), unpacked(asked), strict=True)) for text, v in made.items()}
    return [text.upper() for text in sorted(near, key=lambda text: -near[text])[:k]]


def test_the_nearest_activities_come_first_with_their_similarity(database: Database) -> None:
    filled(database, {"same": pointing(1), "near": pointing(3, 4), "across": pointing(0, 1), "away": pointing(-1)})
    found = nearest(database, pointing(1), MODEL, k=3)
    assert [one.activity_id for one in found] == ["SAME", "NEAR", "ACROSS"]
    assert [round(one.similarity, 5) for one in found] == [1.0, 0.6, 0.0]


def test_what_is_found_is_what_a_comparison_by_hand_finds(database: Database) -> None:
    made = scattered(1_200)
    filled(database, made)
    for asked in scattered(3, seed=2).values():
        assert [one.activity_id for one in nearest(database, asked, MODEL, k=20)] == by_hand(made, asked, 20)


def test_vectors_of_another_model_or_recipe_are_never_compared(database: Database) -> None:
    filled(database, {"one": pointing(1)})
    keep(database, {"one": pointing(0, 1), "two": pointing(1)}, "other/model", NOW)
    assign(database, {"OTHER": "two"}, "other/model")
    keep(database, {"one": pointing(0, 0, 1)}, MODEL, NOW, recipe="activity-0")
    assert [one.activity_id for one in nearest(database, pointing(1), MODEL)] == ["ONE"]
    assert nearest(database, pointing(1), "unknown/model") == []


def test_activities_of_one_text_are_all_found_and_one_that_is_taken_out_is_not(database: Database) -> None:
    keep(database, {"shared": pointing(1)}, MODEL, NOW)
    assign(database, {"A": "shared", "B": "shared", "C": "lost"}, MODEL)
    assert [one.activity_id for one in nearest(database, pointing(1), MODEL)] == ["A", "B"]
    unassign(database, ["A"])
    assert [one.activity_id for one in nearest(database, pointing(1), MODEL)] == ["B"]


def test_a_changed_text_takes_the_place_of_the_one_before(database: Database) -> None:
    filled(database, {"before": pointing(1), "after": pointing(0, 1)})
    assign(database, {"BEFORE": "after"}, MODEL)
    assert [round(one.similarity) for one in nearest(database, pointing(0, 1), MODEL)] == [1, 1]


def test_bug_two_lengths_of_one_model_are_refused(database: Database) -> None:
    keep(database, {"one": pointing(1)}, MODEL, NOW)
    with pytest.raises(BadVector, match="3 numbers came; those before have 16"):
        keep(database, {"two": packed([1.0, 2.0, 3.0], "m")}, MODEL, NOW)
    with pytest.raises(BadVector, match="asked for has 3"):
        nearest(database, packed([1.0, 2.0, 3.0], "m"), MODEL)
    assert known(database, ["one", "two"], MODEL) == {"one"}


def test_vectors_come_back_as_they_were_kept(database: Database) -> None:
    made = scattered(600)
    keep(database, made, MODEL, NOW)
    keep(database, {}, MODEL, NOW)
    assert dict(vectors.vectors(database, made, MODEL)) == made
    assert dict(vectors.vectors(database, [], MODEL)) == {}


@pytest.fixture
def indexed(local: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setattr(vectors, "INDEX_FROM", 300)
    return local


def tables(database: Database) -> list[str]:
    rows = database.query("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'vectors/_%' ESCAPE '/'")
    return [str(row["name"]) for row in rows if not str(row["name"]).endswith("_shadow")]


def test_few_vectors_need_no_index_and_many_have_one(indexed: Database) -> None:
    made = scattered(300)
    filled(indexed, dict(list(made.items())[:299]))
    assert tables(indexed) == []
    filled(indexed, made)
    assert len(tables(indexed)) == 1


def test_the_index_finds_nearly_all_that_a_comparison_finds(indexed: Database) -> None:
    made = scattered(400)
    filled(indexed, made)
    found = wanted = 0
    for asked in scattered(20, seed=2).values():
        near = nearest(indexed, asked, MODEL, k=10)
        assert near == sorted(near, key=lambda one: -one.similarity)
        found += len({one.activity_id for one in near} & set(by_hand(made, asked, 10)))
        wanted += 10
    assert found / wanted > 0.8


def test_the_index_follows_what_activities_have(indexed: Database) -> None:
    made = scattered(400)
    filled(indexed, made)
    asked = made["t0007"]
    unassign(indexed, ["T0007"])
    assert nearest(indexed, asked, MODEL, k=1)[0].activity_id != "T0007", "it is compared while the index is behind"
    keep(indexed, {"new": asked}, MODEL, NOW)
    assign(indexed, {"NEW": "new"}, MODEL)
    assert nearest(indexed, asked, MODEL, k=1)[0].activity_id == "NEW"
    keep(indexed, {"newer": asked}, MODEL, NOW)
    behind = {"activity_id": "NEWER", "text_hash": "newer", "recipe": vectors.RECIPE, "model": MODEL}
    indexed.upsert("activity_vectors", [behind], ["activity_id"])
    assert {one.activity_id for one in nearest(indexed, asked, MODEL, k=2)} == {"NEW", "NEWER"}
    assert index(indexed, MODEL)
    assert {one.activity_id for one in nearest(indexed, asked, MODEL, k=2)} == {"NEW", "NEWER"}
    unassign(indexed, ["NEWER"])
    index(indexed, MODEL)
    held = indexed.query(f"SELECT count(*) AS held FROM {tables(indexed)[0]}")
    assert held == [{"held": 400}]


def test_a_database_without_an_index_has_none(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "INDEX_FROM", 2)
    filled(database, {"one": pointing(1), "two": pointing(0, 1)})
    assert index(database, MODEL) is (tables(database) != [])
    assert [round(one.similarity) for one in nearest(database, pointing(1), MODEL)] == [1, 0]
    assert isinstance(nearest(database, pointing(1), MODEL)[0], Neighbour)
