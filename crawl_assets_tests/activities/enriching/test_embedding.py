"""Vectors of a workflow's activities: paid for once, joined by the hash of their text."""

import random
from pathlib import Path

import pytest

from crawl_assets.activities.enriching.embedding import embedded
from crawl_assets.activities.enriching.embedding_texts import RECIPE, embedding_text, text_hash
from crawl_assets.activities.records import Activity
from crawl_assets.llm.embeddings import MOST_BYTES, EmbeddingsStopped
from crawl_assets.llm.embeddings_local import LOCAL_MODEL, HashedNgrams
from crawl_assets_tests.activities.enriching.embedding import activities, embed, has_own_vectors
from crawl_assets_tests.activities.enriching.enriching import LOG, activity, at, database_in, opened
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.fakes.json_server import Sent
from crawl_assets_tests.fakes.openai_batch import EmbeddingsServer, problem

EMPTY = Activity(row_key="e", name="", source_url="https://guide.example/e")


def test_the_text_of_an_activity_holds_its_place_by_name_and_address() -> None:
    full = activity(
        name="Swim\nschool",
        description="For  beginners",
        location=at(name="Sea Pool", formatted_address="1 Beach Rd", city="Bondi"),
        tags=("outdoor", "water"),
    )
    assert embedding_text(full) == "Swim school | Sea Pool | 1 Beach Rd | For beginners | outdoor, water"
    assert embedding_text(activity(name="Swim")) == "Swim"
    assert embedding_text(EMPTY) == ""
    assert len(embedding_text(activity(description="é" * 9_000)).encode()) <= MOST_BYTES


def test_each_distinct_text_is_paid_for_once_in_all_workflows(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        rows = embed(tmp_path, server, [*activities(3), activity("again", "Playground 1")])
        assert [row.is_kept for row in rows] == [True] * 4
        assert rows[3].text_hash == rows[1].text_hash
        embed(tmp_path, server, activities(5))
        assert sorted(server.embedded.values()) == [1] * 5
    assert has_own_vectors(tmp_path, activities(5))


def test_vectors_are_joined_by_what_they_were_made_of_not_by_their_place(tmp_path: Path) -> None:
    wanted = activities(200)
    random.Random(3).shuffle(wanted)
    with EmbeddingsServer() as server:  # answers in an order of its own
        rows = embed(tmp_path, server, wanted)
        embed(tmp_path, server, list(reversed(wanted)))
        assert len(server.embedded) == sum(server.embedded.values()) == 200
    assert [row.row_key for row in rows] == [one.row_key for one in wanted]
    assert [row.text_hash for row in rows] == [text_hash(embedding_text(one)) for one in wanted]
    assert has_own_vectors(tmp_path, wanted)


def test_a_changed_description_is_another_text(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        [before] = embed(tmp_path, server, [activity(description="Two slides")])
        [after] = embed(tmp_path, server, [activity(description="Three slides")])
        assert len(server.embedded) == 2
    assert (before.row_key, before.text_hash == after.text_hash) == (after.row_key, False)


@pytest.mark.parametrize("by_batch", [False, True])
def test_bug_b2_no_activities_and_empty_texts_ask_for_nothing(tmp_path: Path, by_batch: bool) -> None:
    with EmbeddingsServer() as server:
        assert embed(tmp_path, server, [], by_batch=by_batch) == []
        [row] = embed(tmp_path, server, [EMPTY], by_batch=by_batch)
        assert server.http.requests == []
    assert (row.is_kept, row.error) == (False, "the activity has no text to embed")


def test_bug_b2_an_empty_text_costs_its_own_row_alone(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        rows = embed(tmp_path, server, [EMPTY, *activities(2)])
    assert [row.is_kept for row in rows] == [False, True, True]


def test_trouble_that_passes_is_waited_for(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        at_once = {"Retry-After": "0"}
        passing = [Sent(reset=True), Sent(500, headers=at_once), problem(429, "slow down", **at_once)]
        server.fail("POST /v1/embeddings", *passing)
        assert [row.is_kept for row in embed(tmp_path, server, activities(2))] == [True, True]


@pytest.mark.parametrize(
    "sent", [problem(401, "no"), problem(429, "no credit", "insufficient_quota"), problem(404, "?")]
)
def test_a_key_or_credit_that_is_gone_stops_the_run_and_the_next_one_goes_on(tmp_path: Path, sent: Sent) -> None:
    with EmbeddingsServer() as server:
        embed(tmp_path, server, activities(64))
        server.fail("POST /v1/embeddings", sent)
        with pytest.raises(EmbeddingsStopped, match=f"HTTP {sent.status}"):
            embed(tmp_path, server, activities(128))
        assert all(row.is_kept for row in embed(tmp_path, server, activities(128)))
        assert sorted(server.embedded.values()) == [1] * 128


@pytest.mark.parametrize(
    "vector", [[], [0.0] * 1536, [1.0] * 3, ["x"] * 1536, None, [1e400] * 1536, [True] * 1536, {"a": 1}]
)
def test_what_is_no_vector_is_an_error_of_its_rows_and_never_kept(tmp_path: Path, vector: object) -> None:
    with EmbeddingsServer() as server:
        body = {"data": [{"index": 0, "embedding": vector}]}
        server.fail("POST /v1/embeddings", Sent(200, body))
        [row] = embed(tmp_path, server, activities(1))
    assert not row.is_kept
    assert "text-embedding-3-small" in str(row.error)
    assert not has_own_vectors(tmp_path, activities(1))


@pytest.mark.parametrize("places", [[0], [0, 0], [0, 2], [1, 2], []])
def test_vectors_for_other_texts_than_were_sent_are_refused(tmp_path: Path, places: list[int]) -> None:
    with EmbeddingsServer() as server:
        server.fail(
            "POST /v1/embeddings", Sent(200, {"data": [{"index": p, "embedding": [1.0] * 1536} for p in places]})
        )
        rows = embed(tmp_path, server, activities(2))
    assert [row.is_kept for row in rows] == [False, False]


def test_without_a_key_words_are_what_counts(tmp_path: Path) -> None:
    with opened(tmp_path, "activity_embeddings") as steps:
        rows = embedded(steps, database_in(tmp_path), HashedNgrams(), [*activities(3), activity("?", "???")], LOG)
    assert [(row.model, row.recipe, row.is_kept) for row in rows] == [(LOCAL_MODEL, RECIPE, True)] * 4


def embed_all(folder: Path, key: str, base_url: str) -> None:
    """Embed five hundred activities; the main function of a child."""
    from crawl_assets.llm.embeddings_api import EmbeddingsApi
    from crawl_assets.llm.embeddings_openai import OpenAIEmbeddings
    from crawl_assets_tests.fakes.openai_batch import MODEL

    with opened(folder, "activity_embeddings") as steps:
        embedder = OpenAIEmbeddings(EmbeddingsApi(key, base_url), MODEL)
        embedded(steps, database_in(folder), embedder, activities(512), LOG)


def test_killed_in_the_middle_only_texts_in_flight_are_paid_again(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        process = start(embed_all, tmp_path, server.key, server.base_url)
        while len(server.embedded) < 200:
            assert process.is_alive()
            process.join(0.01)
        process.kill()
        join(process)
        assert join(start(embed_all, tmp_path, server.key, server.base_url)) == 0
        assert len(server.embedded) == 512
        assert sum(server.embedded.values()) - 512 <= 4 * 64
