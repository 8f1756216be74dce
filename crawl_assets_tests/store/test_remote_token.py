"""The token goes to one server in one header, and is seen nowhere else."""

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawl_assets.store.database import Statement
from crawl_assets.store.errors import AuthFailed, StoreError
from crawl_assets_tests.fakes import hrana_faults as faults
from crawl_assets_tests.fakes.hrana import HranaServer
from crawl_assets_tests.store.databases import TOKEN, hurried

FAULTS: dict[str, Any] = {
    "reset": faults.ResetBefore(),
    "cut": faults.CutAnswer(),
    "stalled": faults.Stall(),
    "repeated by a 401": faults.Status(401, body=f"what is {TOKEN}?"),
    "repeated by a 500": faults.Status(500, body=f"what is {TOKEN}?"),
    "repeated by a 404": faults.Status(404, body=f'{{"message": "Bearer {TOKEN}"}}'),
    "repeated by a redirect": faults.Status(302, body=TOKEN, location="/"),
    "repeated as SQL": faults.Answer(
        b'{"baton": null, "base_url": null, "results": '
        b'[{"type": "error", "error": {"message": "bad token ' + TOKEN.encode() + b'"}}, {"type": "ok"}]}'
    ),
    "no protocol": faults.Answer(TOKEN.encode()),
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HranaServer]:
    with HranaServer(tmp_path / "remote.db", token=TOKEN) as found:
        yield found


def everything_said(error: BaseException | None) -> str:
    """Return the text, the arguments and the state of an error and of all that it carries along."""
    said = ""
    while error is not None:
        said += "".join(traceback.format_exception(error)) + repr(error) + repr(error.args) + repr(vars(error))
        request = getattr(error, "_request", None)
        said += repr(request and dict(request.headers))
        error = error.__cause__ or error.__context__
    return said


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("writes", [False, True], ids=["query", "transaction"])
def test_neither_errors_nor_logs_hold_the_token(
    server: HranaServer, fault: faults.Fault, writes: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    database = hurried(server, answer_seconds=0.2, retry_seconds=0.5)
    database.query("SELECT 1")
    server.next(fault, times=20)
    with pytest.raises(StoreError) as caught:
        database.transaction([Statement("CREATE TABLE a (b)")]) if writes else database.query("SELECT 1")
    database.close()
    said = everything_said(caught.value) + caplog.text + "".join(repr(vars(record)) for record in caplog.records)
    assert "httpcore" in said
    assert TOKEN not in said
    assert TOKEN not in repr(database)


@pytest.mark.parametrize("token", [f"{TOKEN}\n", f"{TOKEN}\r\nX-Other: 1", f"{TOKEN}é", f"{TOKEN} {TOKEN}"])
def test_a_token_that_no_header_can_hold_is_not_shown_either(server: HranaServer, token: str) -> None:
    with pytest.raises(AuthFailed) as caught:
        hurried(server, token).query("SELECT 1")
    assert TOKEN not in everything_said(caught.value)
    assert server.request_count == 0


@pytest.mark.parametrize("scheme", ["http", "ftp"])
def test_the_token_is_not_sent_where_a_base_url_leads(server: HranaServer, tmp_path: Path, scheme: str) -> None:
    with HranaServer(tmp_path / "other.db") as other:
        server.next(faults.BaseUrl(other.url.replace("http", scheme)))
        tell = Statement("SELECT 1 AS a"), Statement("CREATE TABLE a (b)")
        assert hurried(server).transaction(tell)[0].rows == [(1,)]
        assert other.request_count == 0
    assert server.requests[-1] == "POST /v3/pipeline"


def test_a_base_url_of_the_same_server_is_used(server: HranaServer) -> None:
    server.next(faults.BaseUrl(f"{server.url}/sticky/"))
    hurried(server).transaction([Statement("SELECT 1"), Statement("CREATE TABLE a (b)")])
    assert server.requests == ["GET /v3", "POST /v3/pipeline", "POST /sticky/v3/pipeline"]


def test_a_password_in_the_address_is_not_part_of_the_name(server: HranaServer) -> None:
    from crawl_assets.store.remote import RemoteDatabase

    database = RemoteDatabase(server.url.replace("//", f"//user:{TOKEN}@"), TOKEN)
    assert database.name == server.url.removeprefix("http://")
