"""The receiver keeps what is signed, once, and refuses everything else with nothing stored."""

import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from crawl_assets.inbox import receiver
from crawl_assets.inbox.admission import Secrets
from crawl_assets.inbox.ledger import Ledger
from crawl_assets_tests.inbox.receiving import deliver, ledger_in, receiving
from crawl_assets_tests.inbox.webhooks import SECRETS, Webhook, firecrawl, generic, page_event, resend
from crawl_assets_tests.store.databases import until

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
OLD = NOW - timedelta(minutes=6)
MEGABYTES_20 = b'"' + b"x" * 20_000_000 + b'"'
DEEP = b"[" * 10_000 + b"]" * 10_000


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return ledger_in(tmp_path_factory.mktemp("inbox"))


@pytest.fixture(scope="module")
def client(ledger: Ledger) -> Iterator[httpx.Client]:
    with receiving(ledger, clock=lambda: NOW) as client:
        yield client


def kept(ledger: Ledger) -> list[tuple[str, str, str]]:
    rows = ledger.database.query("SELECT source, delivery_id, body FROM inbox_events ORDER BY id")
    return [(row["source"], row["delivery_id"], row["body"]) for row in rows]


@pytest.mark.parametrize(
    ("webhook", "delivery"),
    [
        (firecrawl(page_event(1)), "crawl-1-webhook-1"),
        (resend("msg_1", {"type": "email.delivered", "text": "grüße ☃ \\ud800"}, NOW), "msg_1"),
        (generic("order-1", b' { "a" : 1e400 } \n', NOW), "order-1"),
    ],
)
def test_a_signed_webhook_is_kept_as_it_came_once(
    ledger: Ledger, client: httpx.Client, webhook: Webhook, delivery: str
) -> None:
    before = kept(ledger)
    answers = [deliver(client, webhook) for _ in range(3)]
    assert [(answer.status_code, answer.text) for answer in answers] == [
        (200, "kept\n"),
        (200, "kept before\n"),
        (200, "kept before\n"),
    ]
    assert kept(ledger) == [*before, (webhook.source, delivery, webhook.body.decode())]


@pytest.mark.parametrize(
    ("webhook", "status"),
    [
        pytest.param(firecrawl(page_event(2), secret="another"), 401, id="forged, firecrawl"),
        pytest.param(resend("msg_2", {}, NOW, secret="whsec_AAAA"), 401, id="forged, resend"),
        pytest.param(generic("order-2", {}, NOW, secret="another"), 401, id="forged, generic"),
        pytest.param(Webhook("firecrawl", {}, b"{}"), 401, id="not signed"),
        pytest.param(resend("msg_2", {}, OLD), 401, id="stale, resend"),
        pytest.param(generic("order-2", {}, OLD), 401, id="stale, generic"),
        pytest.param(resend("msg_1", {}, NOW).but(svix_id="msg_2"), 401, id="replayed under a new id, resend"),
        pytest.param(generic("order-1", {}, NOW).but(x_delivery_id="o"), 401, id="replayed under a new id, generic"),
        pytest.param(
            firecrawl(page_event(2)).but(body=firecrawl(page_event(3)).body),
            401,
            id="replayed under a new id, firecrawl",
        ),
        pytest.param(firecrawl(page_event(2)).but(body=firecrawl(page_event(2)).body[:-9]), 401, id="truncated"),
        pytest.param(firecrawl(b'{"type": "crawl.pa'), 400, id="truncated before it was signed"),
        pytest.param(firecrawl(b"type=crawl.page"), 400, id="not JSON"),
        pytest.param(firecrawl(DEEP), 400, id="10,000 levels deep"),
        pytest.param(firecrawl(MEGABYTES_20), 413, id="20 MB"),
        pytest.param(Webhook("shop", firecrawl({}).headers, b"{}"), 404, id="unknown source"),
    ],
)
def test_what_is_refused_leaves_nothing(ledger: Ledger, client: httpx.Client, webhook: Webhook, status: int) -> None:
    before = kept(ledger)
    assert deliver(client, webhook).status_code == status
    assert kept(ledger) == before
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_another_method_is_refused(ledger: Ledger, client: httpx.Client, method: str) -> None:
    before = kept(ledger)
    webhook = firecrawl(page_event(4))
    answer = client.request(method, "/hooks/firecrawl", content=webhook.body, headers=webhook.headers)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert kept(ledger) == before


@pytest.mark.parametrize("path", ["/", "/hooks", "/hooks/", "/hooks/firecrawl/x", "/hooks/fire%2Fcrawl", "/health/x"])
def test_another_path_is_not_found(client: httpx.Client, path: str) -> None:
    assert client.post(path, content=b"{}").status_code in (404, 307)
    assert client.post(path, content=b"{}", follow_redirects=True).status_code == 404


def test_20_megabytes_in_pieces_that_tell_no_length_are_refused(ledger: Ledger, client: httpx.Client) -> None:
    before = kept(ledger)
    pieces = (MEGABYTES_20[at : at + 100_000] for at in range(0, len(MEGABYTES_20), 100_000))
    headers = firecrawl(MEGABYTES_20).headers
    assert client.post("/hooks/firecrawl", content=pieces, headers=headers).status_code == 413
    assert kept(ledger) == before


def test_a_body_that_is_cut_off_on_its_way_leaves_nothing(
    ledger: Ledger, client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    before = kept(ledger)
    webhook = firecrawl(page_event(5))
    head = f"POST /hooks/firecrawl HTTP/1.1\r\nHost: x\r\nContent-Length: {len(webhook.body)}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in webhook.headers.items())
    with (
        caplog.at_level(logging.WARNING, "crawl_assets.inbox"),
        socket.create_connection(("127.0.0.1", client.base_url.port or 0)) as sending,
    ):
        sending.sendall(head.encode() + b"\r\n" + webhook.body[:-1])
        sending.shutdown(socket.SHUT_WR)
        sending.recv(1000)
    until(lambda: "cut off" in caplog.text)
    assert kept(ledger) == before


def test_a_body_that_drips_in_is_given_up(
    ledger: Ledger, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(ledger)
    monkeypatch.setattr(receiver, "BODY_SECONDS", 0.1)
    with socket.create_connection(("127.0.0.1", client.base_url.port or 0)) as sending:
        sending.sendall(b"POST /hooks/firecrawl HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        assert sending.recv(1000).startswith(b"HTTP/1.1 408 ")
    assert kept(ledger) == before


def test_more_than_fits_at_once_has_to_come_again(
    ledger: Ledger, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(ledger)
    size = len(firecrawl(page_event(60)).body)
    monkeypatch.setattr(receiver, "MOST_BYTES_AT_ONCE", size - 1)
    answer = deliver(client, firecrawl(page_event(60)))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert kept(ledger) == before
    monkeypatch.setattr(receiver, "MOST_BYTES_AT_ONCE", size)
    for number in (60, 61, 62):
        assert deliver(client, firecrawl(page_event(number))).status_code == 200, "what was held was not given back"


def test_a_source_without_a_secret_is_refused_with_the_setting_s_name(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    with receiving(ledger, Secrets({"firecrawl": ()}), lambda: NOW) as client:
        for webhook in (firecrawl({}), resend("msg_1", {}, NOW), generic("order-1", {}, NOW)):
            answer = deliver(client, webhook)
            assert answer.status_code == 503
            assert any(f"set {setting}, or name it in INBOX_UNSIGNED" in answer.text for setting in SECRETS)
    assert kept(ledger) == []


def test_a_source_that_is_allowed_by_name_is_let_in_unsigned_and_marked_so(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    with receiving(ledger, Secrets({}, frozenset({"firecrawl"})), lambda: NOW) as client:
        assert deliver(client, Webhook("firecrawl", {}, firecrawl(page_event(1)).body)).status_code == 200
        assert deliver(client, generic("order-1", {}, NOW)).status_code == 503
    assert [(event.source, event.is_signed) for event in ledger.listed()] == [("firecrawl", False)]


def test_naming_a_source_as_unsigned_does_not_open_it_while_it_has_a_secret(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    with receiving(ledger, Secrets({"firecrawl": ["secret"]}, frozenset({"firecrawl"})), lambda: NOW) as client:
        assert deliver(client, Webhook("firecrawl", {}, b"{}")).status_code == 401


def test_while_the_database_cannot_be_written_the_sender_has_to_come_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ledger = ledger_in(tmp_path)
    with receiving(ledger, clock=lambda: NOW) as client:
        ledger.database.close()
        answer = deliver(client, firecrawl(page_event(1)))
        assert (answer.status_code, answer.text) == (503, "the event cannot be kept now; try again.\n")
        assert client.get("/health").status_code == 503
    assert "was closed by this process" in caplog.text


def test_routes_of_others_are_served_beside_its_own(tmp_path: Path) -> None:
    def file(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"# {request.path_params['domain']}")

    with receiving(ledger_in(tmp_path), extra_routes=[Route("/{domain}/llms.txt", file)]) as client:
        assert client.get("/docs.example.org/llms.txt").text == "# docs.example.org"
        assert client.get("/health").text == "ok\n"


def test_no_secret_and_no_signature_shows_in_the_log_or_in_an_answer(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hooks = [
        firecrawl(page_event(9)),
        firecrawl(page_event(9)).but(body=b"{}"),
        resend("msg_9", {}, OLD),
        generic("order-9", {}, NOW).but(x_delivery_id="order-8"),
    ]
    said = "".join(deliver(client, webhook).text for webhook in hooks) + caplog.text
    signatures = [value for hook in hooks for name, value in hook.headers.items() if "signature" in name]
    for secret in [*SECRETS.values(), *signatures, *(value.split("=", 1)[-1] for value in signatures)]:
        assert not secret or secret not in said
