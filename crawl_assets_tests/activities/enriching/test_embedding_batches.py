"""The batch contract: ordered once, looked at on a fixed interval, collected by hash whatever its end."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawl_assets.activities.enriching.embedding_batches import DEADLINE, EVERY, due, wait_for
from crawl_assets.llm.embeddings import EmbeddingsLater, EmbeddingsStopped
from crawl_assets.llm.embeddings_api import EmbeddingsApi
from crawl_assets.llm.embeddings_batch import portions
from crawl_assets_tests.activities.enriching.embedding import activities, batches, embed, has_own_vectors, look
from crawl_assets_tests.activities.enriching.enriching import LOG, database_in, opened
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.fakes.json_server import Sent
from crawl_assets_tests.fakes.openai_batch import MODEL, EmbeddingsServer

UNDER_WAY = ["validating", "in_progress", "in_progress", "finalizing"]


def test_many_texts_are_ordered_and_their_rows_wait(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        rows = embed(tmp_path, server, activities(30), by_batch=True)
        assert {row.batch_id for row in rows} == {"batch_1"}
        assert not any(row.is_kept or row.error for row in rows)
        assert [row.batch_id for row in embed(tmp_path, server, activities(31), by_batch=True)] == ["batch_1"] * 30 + [
            "batch_2"
        ]
        assert sorted(server.embedded.values()) == [1] * 31, "what is waited for is not ordered again"


def test_few_texts_are_asked_for_directly(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        rows = embed(tmp_path, server, activities(5), by_batch=True, direct_up_to=5)
        assert (server.batches, all(row.is_kept for row in rows)) == ([], True)


def test_a_batch_s_vectors_are_joined_by_hash_in_whatever_order_they_come_and_its_files_deleted(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        server.script = [*UNDER_WAY, "completed"]
        embed(tmp_path, server, activities(300), by_batch=True)
        seen = [look(tmp_path, server) for _ in range(5)]
        assert [row.status for row in seen] == [*UNDER_WAY, "completed"]
        assert [row.state for row in seen] == ["waiting"] * 4 + ["collected"]
        assert server.files == {}
        assert all(row.is_kept for row in embed(tmp_path, server, activities(300), by_batch=True))
        assert sum(server.embedded.values()) == 300
    assert has_own_vectors(tmp_path, activities(300))
    assert (seen[-1].error, seen[-1].done) == (None, 300)


def test_more_texts_than_a_batch_takes_are_several(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        rows = embed(tmp_path, server, activities(25), by_batch=True, texts_a_batch=10)
        assert sorted(len(batch.requests) for batch in server.batches) == [5, 10, 10]
        for number in (1, 2, 3):
            assert look(tmp_path, server, f"batch_{number}").state == "collected"
    assert {row.batch_id for row in rows} == {"batch_1", "batch_2", "batch_3"}
    assert has_own_vectors(tmp_path, activities(25))


def test_a_file_is_no_larger_than_the_server_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawl_assets.llm.embeddings_batch.MOST_FILE_BYTES", 1_200)
    texts = [(f"{number:064d}", "x" * 300) for number in range(5)]
    assert [len(portion) for portion in portions(texts, MODEL)] == [2, 2, 1]


def test_bug_b1_a_batch_is_looked_at_on_a_fixed_interval(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        server.script = ["in_progress"]
        embed(tmp_path, server, activities(2), by_batch=True)
        for minutes in (1, 60, 600, 1200):
            row = look(tmp_path, server, minutes=minutes)
            moment = datetime.now(UTC) + timedelta(minutes=minutes)
            assert abs(row.next_look_at - moment - EVERY) < timedelta(seconds=30)
            assert due(database_in(tmp_path), moment) == []
            assert [one.batch_id for one in due(database_in(tmp_path), moment + EVERY)] == ["batch_1"]


def test_bug_b1_at_its_deadline_a_batch_is_cancelled_and_what_it_has_done_is_taken(tmp_path: Path) -> None:
    late = DEADLINE.total_seconds() / 60 + 1
    with EmbeddingsServer() as server:
        server.script, server.done_share = ["in_progress"], 0.5
        embed(tmp_path, server, activities(10), by_batch=True)
        assert look(tmp_path, server, minutes=late - 2).state == "waiting"
        assert look(tmp_path, server, minutes=late).state == "waiting"
        assert server.batches[0].status == "cancelling"
        assert look(tmp_path, server, minutes=late + 1).status == "cancelling"
        ended = look(tmp_path, server, minutes=late + 2)
        assert (ended.state, ended.status) == ("collected", "cancelled")
        assert "5 of 10 texts have no vector" in str(ended.error)
        assert sum(row.is_kept for row in embed(tmp_path, server, activities(10), by_batch=True)) == 5


def test_bug_b1_a_batch_that_never_ends_is_given_up_and_a_lost_one_at_once(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        server.script = ["in_progress"]
        embed(tmp_path, server, activities(3), by_batch=True)
        row = look(tmp_path, server, minutes=DEADLINE.total_seconds() / 60 + 31)
        assert (row.state, "nothing more is expected" in str(row.error)) == ("failed", True)
        embed(tmp_path, server, activities(5), by_batch=True)
        server.batches.pop()
        assert look(tmp_path, server, "batch_2").state == "failed"


@pytest.mark.parametrize(("status", "state", "kept"), [("failed", "failed", 0), ("expired", "collected", 6)])
def test_bug_b1_a_terminal_failure_ends_at_once_and_partial_results_are_kept(
    tmp_path: Path, status: str, state: str, kept: int
) -> None:
    with EmbeddingsServer() as server:
        server.script, server.done_share = ["validating", status], 0.6
        embed(tmp_path, server, activities(10), by_batch=True)
        look(tmp_path, server)
        row = look(tmp_path, server)
        assert (row.state, row.status, server.files) == (state, status, {})
        assert ("Enqueued token limit" if status == "failed" else "before it expired") in str(row.error)
        rows = embed(tmp_path, server, activities(10), by_batch=True)
        assert [sum(row.is_kept for row in rows), len(server.batches)] == [kept, 1], "it is not ordered without end"
        assert all("gave no vector" in str(row.error) for row in rows if not row.is_kept)
        rows = embed(tmp_path, server, activities(10), by_batch=True, direct_up_to=10)
        assert all(row.is_kept for row in rows), "few are asked for directly instead"


def test_refused_and_lost_requests_are_told_and_the_others_kept(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        server.refused_texts, server.dropped_texts = {"Playground 1"}, {"Playground 2"}
        embed(tmp_path, server, activities(5), by_batch=True)
        row = look(tmp_path, server)
    assert (row.state, row.failed) == ("collected", 1)
    for words in ("2 of 5 texts have no vector", "HTTP 400: too long", "counts 4 done, and 3 vectors came"):
        assert words in str(row.error)
    assert has_own_vectors(tmp_path, [*activities(1), *activities(2, start=3)])


def test_lines_that_cannot_be_read_and_strangers_are_told(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        server.script = ["in_progress", "completed"]
        embed(tmp_path, server, activities(3), by_batch=True)
        batch = server.batches[0]
        batch.status = "completed"
        server._finish(batch)
        output = batch.files["output_file_id"]
        lines = server.files[output].splitlines()
        stranger = json.dumps(json.loads(lines[0]) | {"custom_id": "0" * 64}).encode()
        server.files[output] = b"\n".join([*lines, stranger, b"{half", b'{"custom_id": 7}', b"", b"[]"])
        look(tmp_path, server)
        row = look(tmp_path, server)
    assert row.state == "collected"
    for words in ("cannot be read", "no custom_id", "1 vectors came for texts that were not asked for"):
        assert words in str(row.error)
    assert has_own_vectors(tmp_path, activities(3))


def test_a_lost_answer_to_an_order_is_no_second_order(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        server.fail("POST /v1/batches", Sent(reset=True, acts=True))
        rows = embed(tmp_path, server, activities(4), by_batch=True)
        assert (len(server.batches), {row.batch_id for row in rows}) == (1, {"batch_1"})


def test_results_that_break_off_are_fetched_again_at_the_next_look(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        embed(tmp_path, server, activities(4), by_batch=True)
        server.fail("GET /v1/files/file-out-batch_1/content", Sent(reset=True), Sent(503))
        for _ in range(2):
            with pytest.raises(EmbeddingsLater):
                look(tmp_path, server)
        assert look(tmp_path, server).state == "collected"
        assert sum(server.embedded.values()) == 4
    assert has_own_vectors(tmp_path, activities(4))


def test_files_that_cannot_be_deleted_cost_nothing(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        embed(tmp_path, server, activities(2), by_batch=True)
        server.fail("DELETE /v1/files/file-in1", Sent(500))
        assert look(tmp_path, server).state == "collected"


def test_without_a_sensor_a_run_may_wait_itself(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        server.script = [*UNDER_WAY, "completed"]
        embed(tmp_path, server, activities(2), by_batch=True)
        server.fail("GET /v1/batches/batch_1", Sent(500))
        waiting = wait_for(database_in(tmp_path), batches(server), ["batch_1"], LOG, every=timedelta(milliseconds=5))
        assert [row.state for row in asyncio.run(waiting)] == ["collected"]
        assert server.http.count("GET", "/v1/batches/batch_1") == 6


@pytest.mark.parametrize("key", ["", "with space"])
def test_what_cannot_be_a_key_is_never_sent(key: str) -> None:
    with pytest.raises(EmbeddingsStopped, match="OPENAI_API_KEY"):
        EmbeddingsApi(key, "https://api.openai.com/v1")


def test_the_key_shows_in_no_error(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        wrong = EmbeddingsApi("sk-wrong-wrong", server.base_url)
        for call in (wrong.get("/batches"), wrong.post("/embeddings", {})):
            with pytest.raises(EmbeddingsStopped, match=r"\[key\]") as raised:
                asyncio.run(call)
            assert "sk-wrong" not in str(raised.value) + repr(raised.value) + repr(wrong)


def order_batches(folder: Path, key: str, base_url: str) -> None:
    """Order forty batches of one text; the main function of a child."""
    from crawl_assets.activities.enriching.embedding import embedded
    from crawl_assets.activities.enriching.embedding_batches import Ordering
    from crawl_assets.llm.embeddings_batch import EmbeddingBatches
    from crawl_assets.llm.embeddings_openai import OpenAIEmbeddings

    api = EmbeddingsApi(key, base_url)
    ordering = Ordering(EmbeddingBatches(api, MODEL), direct_up_to=0, texts_a_batch=1)
    with opened(folder, "activity_embeddings") as steps:
        embedded(steps, database_in(folder), OpenAIEmbeddings(api, MODEL), activities(40), LOG, ordering)


def test_killed_while_ordering_nothing_is_ordered_twice(tmp_path: Path) -> None:
    with EmbeddingsServer() as server:
        process = start(order_batches, tmp_path, server.key, server.base_url)
        while len(server.batches) < 15:
            assert process.is_alive()
            process.join(0.005)
        process.kill()
        join(process)
        assert join(start(order_batches, tmp_path, server.key, server.base_url)) == 0
        assert len(server.batches) == 40
        assert sorted(server.embedded.values()) == [1] * 40
