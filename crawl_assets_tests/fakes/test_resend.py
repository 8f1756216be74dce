"""The fake Resend is as strict as the real one."""

from typing import Any

import httpx
import pytest

from crawl_assets_tests.fakes.resend import KEY, ResendServer

MAIL = {"from": "a@example.org", "to": ["b@example.org"], "subject": "Hello", "text": "Hello"}


def post(server: ResendServer, body: Any, **headers: str) -> httpx.Response:
    return httpx.post(f"{server.base_url}/emails", json=body, headers={"Authorization": f"Bearer {KEY}"} | headers)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        MAIL | {"to": "b@example.org"},
        MAIL | {"to": []},
        MAIL | {"to": ["nobody"]},
        MAIL | {"subject": None},
        MAIL | {"body": "Hello"},
    ],
)
def test_a_mail_that_is_none_is_refused(wrong: Any) -> None:
    with ResendServer() as server:
        assert (post(server, wrong).status_code, server.mails) == (422, [])


def test_one_key_is_one_mail_and_other_words_are_a_conflict() -> None:
    with ResendServer() as server:
        key = {"Idempotency-Key": "k"}
        answers = [post(server, MAIL, **key), post(server, MAIL, **key), post(server, MAIL | {"text": "Bye"}, **key)]
        assert [answer.status_code for answer in answers] == [200, 200, 409]
        assert answers[0].json() == answers[1].json() == {"id": "mail-1"}
        assert post(server, MAIL).json() == {"id": "mail-2"}  # without a key each one counts


def test_keys_that_are_no_keys_are_refused() -> None:
    with ResendServer() as server:
        assert post(server, MAIL, **{"Idempotency-Key": "k" * 257}).status_code == 400
        assert post(server, MAIL, Authorization="Bearer other").status_code == 403
        assert httpx.get(f"{server.base_url}/emails").status_code == 405
