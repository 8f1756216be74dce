"""Mail by Resend arrives once, whatever is lost on the way; what is refused says why and what to do."""

import logging
import traceback
from typing import Any

import pytest

from crawl_assets.durable.errors import Retriable
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.json_api import AccountStopped, ApiAccess, NotSetUp, Refused, TryLater
from crawl_assets.notify.mail import AlreadySentOtherwise, ResendMailer
from crawl_assets_tests.fakes.json_server import Sent
from crawl_assets_tests.fakes.resend import KEY, ResendServer, problem
from crawl_assets_tests.notify.messages import message

SENDER = "Crawl <crawl@example.org>"
ECHO = f"You sent Bearer {KEY}."


def mailer(server: ResendServer, waits: list[float] | None = None, **options: Any) -> ResendMailer:
    """Make a mailer that notes its waits instead of waiting."""

    async def sleep(seconds: float) -> None:
        (waits if waits is not None else []).append(seconds)

    options = {"key": server.key, "retry": RetryRule(attempts=3)} | options
    return ResendMailer(ApiAccess(server.base_url, sleep=sleep, **options), SENDER)


def failure(server: ResendServer, **options: Any) -> Exception:
    try:
        mailer(server, **options).send(message())
    except Exception as error:
        return error
    raise AssertionError("it was sent")


def test_a_mail_goes_out_with_its_key_and_everything_it_says() -> None:
    with ResendServer() as resend:
        assert mailer(resend).send(message(html="<p>Two</p>", to=("a@example.org", "B <b@example.org>"))) == "mail-1"
    (mail,) = resend.mails
    assert mail.key == "llms-txt-changed/docs.example.org-7"
    assert mail.body == {
        "from": SENDER,
        "to": ["a@example.org", "B <b@example.org>"],
        "subject": "docs.example.org: 2 pages changed",
        "text": "Two pages changed.\n",
        "html": "<p>Two</p>",
    }


def test_sent_again_it_is_one_mail() -> None:
    with ResendServer() as resend:
        assert mailer(resend).send(message()) == mailer(resend).send(message())
        assert len(resend.mails) == 1


@pytest.mark.parametrize("lost", [Sent(reset=True, acts=True), Sent(504, {}, acts=True), Sent(200, b"<", acts=True)])
def test_a_lost_answer_is_asked_again_and_it_is_one_mail(lost: Sent) -> None:
    with ResendServer() as resend:
        resend.fail(lost)
        assert mailer(resend).send(message()) == "mail-1"
        assert len(resend.mails) == 1 and len(resend.http.requests) == 2


def test_other_words_under_a_key_that_was_used_are_refused() -> None:
    with ResendServer() as resend:
        mailer(resend).send(message())
        with pytest.raises(AlreadySentOtherwise, match=r"llms-txt-changed/docs\.example\.org-7"):
            mailer(resend).send(message(text="Three pages changed."))
        assert len(resend.mails) == 1


def test_a_mail_that_is_still_being_sent_is_tried_again_by_the_step() -> None:
    with ResendServer() as resend:
        resend.fail(problem(409, "concurrent_idempotent_requests", "Same key used while the first is in progress."))
        error = failure(resend)
    assert isinstance(error, Retriable) and not isinstance(error, AlreadySentOtherwise)


def test_too_many_mails_wait_as_long_as_asked() -> None:
    waits: list[float] = []
    with ResendServer() as resend:
        resend.fail(problem(429, "rate_limit_exceeded", "Too many requests.", **{"Retry-After": "2"}), Sent(503, {}))
        mailer(resend, waits).send(message())
    assert 2 <= waits[0] <= 2.2 and len(waits) == 2 and len(resend.mails) == 1


def test_a_server_in_trouble_is_given_up_after_its_attempts_and_may_be_tried_later() -> None:
    with ResendServer() as resend:
        resend.fail(*[Sent(500, {"name": "internal_server_error", "message": "oops"})] * 3)
        error = failure(resend)
        assert len(resend.http.requests) == 3
    assert isinstance(error, TryLater) and error.status == 500 and "oops" in str(error)


def test_a_refused_mail_says_why_and_is_not_tried_again() -> None:
    with ResendServer() as resend:
        resend.fail(problem(422, "validation_error", "The domain is not verified."))
        error = failure(resend)
        assert len(resend.http.requests) == 1
    assert isinstance(error, Refused) and (error.status, error.kind) == (422, "validation_error")
    assert "not verified" in str(error)


def test_a_wrong_key_stops_all_mail_and_names_the_setting(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), ResendServer() as resend:
        error = failure(resend, key="re_wrong_000000000")
    assert isinstance(error, AccountStopped) and "RESEND_API_KEY" in str(error)
    assert "re_wrong" not in str(error) + caplog.text


@pytest.mark.parametrize("status", [400, 402, 403, 409, 422, 429, 500])
def test_no_error_shows_the_key(status: int, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), ResendServer() as resend:
        resend.fail(*[problem(status, ECHO, ECHO)] * 3)
        error = failure(resend)
        assert KEY not in repr(mailer(resend))
    chain, shown = error, "".join(traceback.format_exception(error)) + caplog.text
    assert KEY not in shown and KEY not in str(getattr(error, "kind", ""))
    while chain.__context__ is not None:
        chain = chain.__context__  # type: ignore[assignment]
        assert KEY not in str(chain)


def test_what_is_not_set_up_names_its_setting() -> None:
    with pytest.raises(NotSetUp, match="RESEND_API_KEY"):
        ResendMailer(ApiAccess("https://api.resend.com", ""), SENDER)
    with pytest.raises(NotSetUp, match="MAIL_FROM"):
        ResendMailer(ApiAccess("https://api.resend.com", KEY), "")
    with pytest.raises(ValueError, match="no mail address"):
        ResendMailer(ApiAccess("https://api.resend.com", KEY), "nobody")
