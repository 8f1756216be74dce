"""`crawl-assets inbox ...` shows what came and what became of it; `serve` says what is wrong with a setting."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawl_assets.cli import main
from crawl_assets.inbox.events import Delivery, Handled, InboxEvent
from crawl_assets.inbox.ledger import Ledger
from crawl_assets.inbox.ticking import tick
from crawl_assets_tests.inbox.receiving import ledger_in

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def call(folder: Path, *words: str, **settings: str) -> Result:
    return CliRunner(env={"CRAWL_ASSETS_HOME": str(folder), **settings}).invoke(main, words)


def fail_on_lists(event: InboxEvent) -> Handled:
    if event.delivery_id == "second":
        raise ValueError(f"a list of {len(event.data)}\nis no event")
    return Handled("docs.example.org")


@pytest.fixture
def inbox(tmp_path: Path) -> Ledger:
    """Event 1 is done, event 2 failed, event 3 has just come."""
    ledger = ledger_in(tmp_path)
    ledger.record(Delivery("generic", "first", '{"name": "Zoë"}', True, NOW))
    ledger.record(Delivery("generic", "second", "[1, 2]", False, NOW))
    cursor = 0
    for _ in range(5):
        cursor = tick(ledger, "generic", lambda _: fail_on_lists, cursor, NOW).cursor
    ledger.record(Delivery("resend", "third", "{}", True, NOW))
    return ledger


def test_list_shows_the_newest_first_with_state_and_reason(inbox: Ledger, tmp_path: Path) -> None:
    head, _, third, second, first = call(tmp_path, "inbox", "list").output.splitlines()
    assert head.split()[:6] == ["id", "source", "state", "partition", "tries", "received"]
    assert third.split()[:3] == ["3", "resend", "pending"]
    assert second.split()[:4] == ["2", "generic", "failed", "5"]
    assert second.endswith("ValueError: a list of 2 is no event")
    assert first.split()[:4] == ["1", "generic", "done", "docs.example.org"]


def test_list_failed_shows_only_what_failed(inbox: Ledger, tmp_path: Path) -> None:
    lines = call(tmp_path, "inbox", "list", "--failed").output.splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["2"]


def test_list_is_limited(inbox: Ledger, tmp_path: Path) -> None:
    assert len(call(tmp_path, "inbox", "list", "--limit", "1").output.splitlines()) == 3


def test_lists_of_nothing_say_so(tmp_path: Path) -> None:
    assert call(tmp_path, "inbox", "list").output == "No event has come.\n"
    assert call(tmp_path, "inbox", "list", "--failed").output == "No event has failed.\n"


def test_show_prints_the_facts_and_the_body(inbox: Ledger, tmp_path: Path) -> None:
    output = call(tmp_path, "inbox", "show", "1").output
    facts, _, body = output.partition("{")
    assert "event 1\n  source     generic\n  delivery   first\n  signed     yes\n" in facts
    assert "state      done" in facts
    assert json.loads("{" + body) == {"name": "Zoë"}
    assert "let in by INBOX_UNSIGNED" in call(tmp_path, "inbox", "show", "2").output


def test_replay_makes_an_event_pending_again(inbox: Ledger, tmp_path: Path) -> None:
    output = call(tmp_path, "inbox", "replay", "2").output
    assert output == "Event 2 is pending again; its sensor handles it with the next tick.\n"
    assert (inbox.show(2).state, inbox.show(2).tries, inbox.show(2).error) == ("pending", 0, None)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "9"), "Error: no event 9; `crawl-assets inbox list` shows which there are.\n"),
        (("replay", "9"), "Error: no event 9; `crawl-assets inbox list` shows which there are.\n"),
        (
            ("replay", "3"),
            "Error: event 3 is pending: a sensor has still to settle it, so there is nothing to replay.\n",
        ),
    ],
)
def test_what_cannot_be_done_is_one_line(inbox: Ledger, tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    result = call(tmp_path, "inbox", *words)
    assert (result.exit_code, result.output) == (1, says)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"RESEND_WEBHOOK_SECRET": "s3cr3t value"}, "RESEND_WEBHOOK_SECRET is no signing secret"),
        ({"FIRECRAWL_WEBHOOK_SECRET": "s3cr3t value"}, "FIRECRAWL_WEBHOOK_SECRET holds a character"),
        ({"INBOX_UNSIGNED": "firecrawl, shop"}, "INBOX_UNSIGNED names 'shop'; the sources are"),
    ],
)
def test_serve_does_not_start_with_a_setting_that_cannot_be_right(
    tmp_path: Path, settings: dict[str, str], says: str
) -> None:
    result = call(tmp_path, "serve", "--port", "0", **settings)
    assert result.exit_code == 1
    assert says in result.output
    assert "s3cr3t" not in result.output
