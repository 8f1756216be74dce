"""The fake of OpenAI's embeddings and batches is as strict as the real one."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from crawl_assets_tests.fakes.json_server import Sent
from crawl_assets_tests.fakes.openai_batch import MODEL, EmbeddingsServer, vector_of

EXPIRY = {"expires_after[anchor]": "created_at", "expires_after[seconds]": "3600"}


@pytest.fixture
def server() -> Iterator[EmbeddingsServer]:
    with EmbeddingsServer(dimensions=4) as running:
        yield running


def call(server: EmbeddingsServer, method: str, path: str, **sent: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {server.key}"}
    return httpx.request(method, server.base_url + path, headers=headers, **sent)


def line(custom_id: str, text: str = "hello", **changes: Any) -> dict[str, Any]:
    body = {"model": MODEL, "input": text}
    return {"custom_id": custom_id, "method": "POST", "url": "/v1/embeddings", "body": body} | changes


def order(server: EmbeddingsServer, *lines: dict[str, Any], **changes: Any) -> httpx.Response:
    file = ("in.jsonl", "\n".join(map(json.dumps, lines)), "application/jsonl")
    uploaded = call(server, "POST", "/files", files={"file": file}, data={"purpose": "batch", **EXPIRY}).json()
    body = {"input_file_id": uploaded["id"], "endpoint": "/v1/embeddings", "completion_window": "24h"}
    return call(server, "POST", "/batches", json=body | changes)


def test_a_key_is_asked_for(server: EmbeddingsServer) -> None:
    assert httpx.get(server.base_url + "/batches").status_code == 401


@pytest.mark.parametrize("texts", ["", [], ["x", ""], ["x" * 9_000], [1], None])
def test_empty_and_long_texts_are_refused(server: EmbeddingsServer, texts: object) -> None:
    assert call(server, "POST", "/embeddings", json={"model": MODEL, "input": texts}).status_code == 400
    assert not server.embedded


@pytest.mark.parametrize("body", [{"model": "other", "input": "x"}, {"model": MODEL, "input": "x", "dimension": 4}])
def test_unknown_models_and_fields_are_refused(server: EmbeddingsServer, body: dict[str, str]) -> None:
    assert call(server, "POST", "/embeddings", json=body).status_code == 400


def test_a_text_has_one_vector(server: EmbeddingsServer) -> None:
    answer = call(server, "POST", "/embeddings", json={"model": MODEL, "input": ["a", "b"]}).json()
    assert {item["index"]: item["embedding"] for item in answer["data"]} == {0: vector_of("a", 4), 1: vector_of("b", 4)}


def test_a_batch_goes_through_its_script_and_gives_results_in_an_order_of_its_own(server: EmbeddingsServer) -> None:
    server.script = ["validating", "completed"]
    batch_id = order(server, *(line(str(n), f"text {n}") for n in range(9))).json()["id"]
    seen = [call(server, "GET", f"/batches/{batch_id}").json() for _ in range(3)]
    assert [batch["status"] for batch in seen] == ["validating", "completed", "completed"]
    assert seen[0]["output_file_id"] is None
    assert seen[1]["request_counts"] == {"total": 9, "completed": 9, "failed": 0}
    content = call(server, "GET", f"/files/{seen[1]['output_file_id']}/content").text
    found = [json.loads(one)["custom_id"] for one in content.splitlines()]
    assert sorted(found) == [str(n) for n in range(9)] != found


@pytest.mark.parametrize(
    "lines",
    [[], [line("1"), line("1")], [line("1", "")], [line("1", url="/v1/chat/completions")], [line("1", more=1)]],
)
def test_a_bad_file_is_refused_and_costs_nothing(server: EmbeddingsServer, lines: list[dict[str, Any]]) -> None:
    assert order(server, *lines).status_code == 400
    assert not server.embedded


@pytest.mark.parametrize(
    "changes", [{"endpoint": "/v1/responses"}, {"completion_window": "1h"}, {"input_file_id": "?"}]
)
def test_a_bad_order_is_refused(server: EmbeddingsServer, changes: dict[str, str]) -> None:
    assert order(server, line("1"), **changes).status_code == 400


def test_deleted_files_are_gone(server: EmbeddingsServer) -> None:
    order(server, line("1"))
    assert call(server, "DELETE", "/files/file-in1").json()["deleted"] is True
    assert call(server, "DELETE", "/files/file-in1").status_code == 404
    assert server.deleted == ["file-in1"]


def test_a_failure_may_come_after_the_deed(server: EmbeddingsServer) -> None:
    server.fail("POST /v1/batches", Sent(500, acts=True))
    assert order(server, line("1")).status_code == 500
    assert len(server.batches) == 1
