"""The fake Hrana server keeps to the specification, and holds its clients to it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from crawl_assets_tests.fakes import hrana_faults as faults
from crawl_assets_tests.fakes.hrana import HranaServer
from crawl_assets_tests.store.databases import until

CLOSE = {"type": "close"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HranaServer]:
    with HranaServer(tmp_path / "a.db", token="t", stream_seconds=5.0) as found:
        yield found


def post(server: HranaServer, body: Any, version: str = "v3", token: str = "t") -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.post(f"{server.url}/{version}/pipeline", content=content, headers=headers, trust_env=False)


def pipeline(server: HranaServer, *requests: Any, baton: str | None = None, version: str = "v3") -> Any:
    answer = post(server, {"baton": baton, "requests": list(requests)}, version)
    assert answer.status_code == 200, answer.text
    return answer.json()


def execute(sql: str, *args: Any, **more: Any) -> dict[str, Any]:
    return {"type": "execute", "stmt": {"sql": sql, "args": list(args), **more}}


def batch(*steps: tuple[str, Any]) -> dict[str, Any]:
    return {"type": "batch", "batch": {"steps": [{"stmt": {"sql": sql}, "condition": cond} for sql, cond in steps]}}


def result(answer: Any, number: int = 0) -> Any:
    assert answer["results"][number]["type"] == "ok", answer
    return answer["results"][number]["response"].get("result")


def test_versions_are_told_apart(tmp_path: Path) -> None:
    with HranaServer(tmp_path / "a.db", versions=["v2"]) as server:
        assert [httpx.get(f"{server.url}/{version}").status_code for version in ("v2", "v3")] == [200, 404]
        assert post(server, {"baton": None, "requests": []}, "v3").status_code == 404
        assert post(server, {"baton": None, "requests": [{"type": "get_autocommit"}]}, "v2").status_code == 400
        assert server.requests == ["GET /v2", "GET /v3", "POST /v3/pipeline", "POST /v2/pipeline"]


def test_a_value_of_every_type_comes_back(server: HranaServer) -> None:
    values = [
        {"type": "null"},
        {"type": "integer", "value": "9223372036854775807"},
        {"type": "float", "value": 0.1},
        {"type": "text", "value": "a\0😀"},
        {"type": "blob", "base64": "AP8"},
    ]
    found = result(pipeline(server, execute("SELECT ?, ?, ?, ?, ?", *values), CLOSE))
    assert found["rows"] == [values]
    assert found["affected_row_count"] == 0


@pytest.mark.parametrize(
    "value",
    [
        {"type": "integer", "value": 1},
        {"type": "integer", "value": "01"},
        {"type": "integer", "value": "9223372036854775808"},
        {"type": "float", "value": "1"},
        {"type": "float", "value": True},
        {"type": "text", "value": None},
        {"type": "text"},
        {"type": "blob", "value": "AP8="},
        {"type": "blob", "base64": "!"},
        {"type": "null", "value": None},
        {"type": "bool", "value": True},
        1,
    ],
)
def test_a_wrong_value_is_refused(server: HranaServer, value: Any) -> None:
    assert post(server, {"baton": None, "requests": [execute("SELECT ?", value)]}).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        [],
        {"requests": []},
        {"baton": None},
        {"baton": 1, "requests": []},
        {"baton": None, "requests": {}},
        {"baton": None, "requests": [], "more": 1},
        {"baton": None, "requests": [{"type": "nothing"}]},
        {"baton": None, "requests": [{"type": "close", "more": 1}]},
        {"baton": None, "requests": [execute("SELECT 1", more=1)]},
        {"baton": None, "requests": [execute("SELECT 1", sql_id=1)]},
        {"baton": None, "requests": [{"type": "execute", "stmt": {}}]},
        {"baton": None, "requests": [execute("SELECT 1", want_rows=1)]},
        {"baton": None, "requests": [{"type": "batch", "batch": []}]},
        {"baton": None, "requests": [batch(("SELECT 1", {"type": "ok", "step": 0}))]},
        {"baton": None, "requests": [batch(("SELECT 1", {"type": "maybe"}))]},
        {"baton": None, "requests": [{"type": "sequence"}]},
        {"baton": None, "requests": [{"type": "describe", "sql": "SELECT 1", "sql_id": 1}]},
        {"baton": None, "requests": [{"type": "store_sql", "sql_id": "1", "sql": "SELECT 1"}]},
        {"baton": None, "requests": [{"type": "sequence", "sql_id": 7}]},
        {"baton": None, "requests": [CLOSE, execute("SELECT 1")]},
    ],
)
def test_a_request_that_is_not_of_the_protocol_is_refused(server: HranaServer, body: Any) -> None:
    assert post(server, body).status_code == 400


def test_a_stream_keeps_its_transaction_and_its_batons_serve_once(server: HranaServer) -> None:
    first = pipeline(server, execute("CREATE TABLE a (b)"), execute("BEGIN"), execute("INSERT INTO a VALUES (1)"))
    count = execute("SELECT count(*) FROM a")
    assert result(pipeline(server, count, CLOSE))["rows"] == [[{"type": "integer", "value": "0"}]]
    second = pipeline(server, count, {"type": "get_autocommit"}, baton=first["baton"])
    assert result(second)["rows"] == [[{"type": "integer", "value": "1"}]]
    assert second["results"][1]["response"]["is_autocommit"] is False
    assert second["baton"] != first["baton"]
    reused = post(server, {"baton": first["baton"], "requests": [count]})
    assert (reused.status_code, reused.json()["message"]) == (400, "the baton was used before")
    assert post(server, {"baton": "made-up", "requests": [count]}).json()["message"] == "the baton is not valid"
    assert pipeline(server, CLOSE, baton=second["baton"])["baton"] is None
    assert result(pipeline(server, count, CLOSE))["rows"] == [[{"type": "integer", "value": "0"}]]


def test_a_stream_expires_and_undoes_its_transaction(tmp_path: Path) -> None:
    with HranaServer(tmp_path / "a.db", stream_seconds=0.05, token="t") as server:
        opened = pipeline(server, execute("CREATE TABLE a (b)"), execute("BEGIN IMMEDIATE"))
        until(lambda: server.streams.open_count == 0)
        late = post(server, {"baton": opened["baton"], "requests": [execute("COMMIT")]})
        assert (late.status_code, late.json()["code"]) == (500, "STREAM_EXPIRED")
        pipeline(server, execute("BEGIN IMMEDIATE"), CLOSE)


def test_steps_of_a_batch_run_under_their_conditions(server: HranaServer) -> None:
    ok, error = {"type": "ok", "step": 0}, {"type": "error", "step": 0}
    found = result(
        pipeline(
            server,
            batch(
                ("SELECT * FROM nowhere", None),
                ("SELECT 1", ok),
                ("SELECT 2", error),
                ("SELECT 3", {"type": "not", "cond": ok}),
                ("SELECT 4", {"type": "and", "conds": [error, {"type": "is_autocommit"}]}),
                ("SELECT 5", {"type": "or", "conds": [ok]}),
                ("SELECT 6", {"type": "error", "step": 5}),
            ),
            CLOSE,
        )
    )
    assert [step is not None for step in found["step_results"]] == [False, False, True, True, True, False, False]
    assert [step is not None for step in found["step_errors"]] == [True] + [False] * 6
    assert found["step_errors"][0] == {"message": "SQLite error: no such table: nowhere", "code": "SQLITE_ERROR"}


def test_the_condition_on_autocommit_is_of_version_3(server: HranaServer) -> None:
    body = {"baton": None, "requests": [batch(("SELECT 1", {"type": "is_autocommit"}))]}
    assert post(server, body, "v2").status_code == 400


def test_a_failed_request_does_not_stop_those_after_it(server: HranaServer) -> None:
    answer = pipeline(server, execute("SELECT * FROM nowhere"), execute("SELECT 1"), CLOSE)
    assert [found["type"] for found in answer["results"]] == ["error", "ok", "ok"]


@pytest.mark.parametrize(
    ("sql", "args", "code"),
    [
        ("SELECT ?", [], "ARGS_INVALID"),
        ("SELECT 1; SELECT 2", [], "SQL_MANY_STATEMENTS"),
        ("ATTACH 'x.db' AS x", [], "SQL_PARSE_ERROR"),
        ("PRAGMA journal_mode = WAL", [], "SQL_PARSE_ERROR"),
        ("INSERT INTO a VALUES (1)", [], "SQLITE_CONSTRAINT"),
    ],
)
def test_errors_have_the_codes_of_libsql_server(server: HranaServer, sql: str, args: Any, code: str) -> None:
    pipeline(server, execute("CREATE TABLE a (b CHECK (b > 1))"), CLOSE)
    assert pipeline(server, execute(sql, *args), CLOSE)["results"][0]["error"]["code"] == code


def test_sql_texts_are_stored_for_one_stream(server: HranaServer) -> None:
    stored = {"type": "store_sql", "sql_id": 3, "sql": "SELECT :a AS a"}
    named = {"type": "execute", "stmt": {"sql_id": 3, "named_args": [{"name": "a", "value": {"type": "null"}}]}}
    answer = pipeline(server, stored, named, {"type": "close_sql", "sql_id": 3})
    assert result(answer, 1)["rows"] == [[{"type": "null"}]]
    assert post(server, {"baton": answer["baton"], "requests": [named]}).status_code == 400


def test_a_sequence_runs_until_a_statement_fails(server: HranaServer) -> None:
    sql = "CREATE TABLE a (b); INSERT INTO a VALUES (1); INSERT INTO c VALUES (1); INSERT INTO a VALUES (2);"
    answer = pipeline(server, {"type": "sequence", "sql": sql}, execute("SELECT b FROM a"), CLOSE)
    assert answer["results"][0]["type"] == "error"
    assert result(answer, 1)["rows"] == [[{"type": "integer", "value": "1"}]]


def test_a_described_statement_is_not_run(server: HranaServer) -> None:
    pipeline(server, execute("CREATE TABLE a (b)"), CLOSE)
    asked = [
        {"type": "describe", "sql": sql} for sql in ("DELETE FROM a WHERE b = ?", "SELECT b AS c FROM a WHERE b = ?")
    ]
    answer = pipeline(server, *asked, CLOSE)
    assert [result(answer, number)["is_readonly"] for number in range(2)] == [False, True]
    assert [len(result(answer, number)["params"]) for number in range(2)] == [1, 1]
    assert result(answer, 1)["cols"] == [{"name": "c", "decltype": None}]


def test_foreign_keys_are_off_until_a_stream_turns_them_on(server: HranaServer) -> None:
    pipeline(server, execute("CREATE TABLE a (b PRIMARY KEY)"), execute("CREATE TABLE c (d REFERENCES a (b))"), CLOSE)
    insert = execute("INSERT INTO c VALUES (1)")
    assert pipeline(server, insert, CLOSE)["results"][0]["type"] == "ok"
    answer = pipeline(server, execute("PRAGMA foreign_keys = ON"), insert, CLOSE)
    assert answer["results"][1]["error"]["message"] == "SQLite error: FOREIGN KEY constraint failed"


def test_a_wrong_token_is_refused(server: HranaServer) -> None:
    assert post(server, {"baton": None, "requests": []}, token="other").status_code == 401


@pytest.mark.parametrize(
    ("fault", "applied"),
    [
        (faults.ResetBefore(), False),
        (faults.LoseAnswer(), True),
        (faults.CutAnswer(), True),
        (faults.Status(500), False),
    ],
)
def test_a_fault_spoils_the_answer_and_applies_what_it_says(
    server: HranaServer, fault: faults.Fault, applied: bool
) -> None:
    pipeline(server, execute("CREATE TABLE a (b)"), CLOSE)
    server.next(fault)
    insert = {"baton": None, "requests": [execute("INSERT INTO a VALUES (1)"), CLOSE]}
    try:
        assert post(server, insert).status_code == 500
    except httpx.TransportError:
        assert not isinstance(fault, faults.Status)
    found = result(pipeline(server, execute("SELECT count(*) FROM a"), CLOSE))
    assert found["rows"] == [[{"type": "integer", "value": str(int(applied))}]]


def test_it_runs_as_a_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crawl_assets_tests.fakes.hrana", "--file", str(tmp_path / "a.db"), "--token", "t"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert httpx.get(f"{url}/v3").status_code == 200
        process.kill()
