"""`crawl-assets journal list|show|clear`."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from crawl_assets.durable.records import Scope
from crawl_assets.journal_commands import journal
from crawl_assets_tests.durable.opening import LOG, SCOPE, journals_in, opened


def call(folder: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(journal, words, obj=SimpleNamespace(journals=journals_in(folder)), input=typed)


def fail_on_b(item: str) -> str:
    if item == "b":
        raise ValueError("HTTP 400: the question\nis " + "long " * 50)
    return item.upper()


def break_off(folder: Path, scope: Scope, run_id: str = "run-1") -> None:
    with pytest.raises(InterruptedError), journals_in(folder).open(scope, run_id, LOG) as steps:
        steps.map("ask", fail_on_b, list("abc"), key=str)
        raise InterruptedError


def test_list_shows_every_journal_with_how_far_it_is_what_failed_last_and_whose_it_is(tmp_path: Path) -> None:
    break_off(tmp_path, SCOPE)
    with opened(tmp_path, Scope("shop/letters", ""), run_id="run-2") as steps:
        steps.map("ask", str.upper, list("ab"), key=str)
        result = call(tmp_path, "list")
    assert result.exit_code == 0
    head, _, first, second = result.output.splitlines()
    assert head.split() == [
        "asset",
        "partition",
        "state",
        "done",
        "failed",
        "since",
        "run",
        "process",
        "failed",
        "last",
    ]
    assert first.split()[:5] == ["replies", "2026-01-05", "open", "2", "1"]
    assert "run-1" in first
    assert "ask b: HTTP 400: the question is long" in first
    assert second.split()[:4] == ["shop/letters", "running", "2", "0"]
    assert "run-2" in second


def test_list_of_nothing_says_so(tmp_path: Path) -> None:
    assert call(tmp_path, "list").output == "No journal is open.\n"


def test_show_lists_the_steps_in_the_order_they_ended(tmp_path: Path) -> None:
    break_off(tmp_path, SCOPE)
    with opened(tmp_path) as steps:
        steps.map("then", lambda _: "x" * 1_500_000, ["z"], key=str)
    result = call(tmp_path, "show", "replies")
    title, _, _, *lines = result.output.splitlines()
    assert title.startswith("replies [2026-01-05]: ended, 3 done, 1 failed, since 20")
    assert sorted(line.split()[:4] for line in lines[:3]) == [
        ["ask", "a", "done", "1"],
        ["ask", "b", "failed", "1"],
        ["ask", "c", "done", "1"],
    ]
    assert "HTTP 400: the question is long" in next(line for line in lines if "failed" in line)
    assert lines[3].split()[:3] == ["then", "z", "done"]
    assert "sha256:" in lines[3]


def test_one_of_several_partitions_has_to_be_chosen(tmp_path: Path) -> None:
    break_off(tmp_path, SCOPE)
    break_off(tmp_path, Scope("replies", "2026-01-12"))
    result = call(tmp_path, "show", "replies")
    assert result.exit_code == 2
    assert "choose with --partition: '2026-01-05', '2026-01-12'" in result.output
    assert call(tmp_path, "show", "replies", "--partition", "2026-01-12").output.startswith(
        "replies [2026-01-12]: open"
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["show", "clues"], "no journal of 'clues'; `crawl-assets journal list` shows"),
        (["clear", "replies", "--partition", "1999-01-04"], "no journal of replies for partition '1999-01-04'"),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(tmp_path: Path, words: list[str], says: str) -> None:
    break_off(tmp_path, SCOPE)
    result = call(tmp_path, *words)
    assert result.exit_code == 1
    assert says in result.output


def test_clear_asks_before_it_gives_up_what_was_paid_for(tmp_path: Path) -> None:
    break_off(tmp_path, SCOPE)
    refused = call(tmp_path, "clear", "replies", typed="n\n")
    assert refused.exit_code == 1
    assert "Give up 2 finished steps of replies [2026-01-05], to be paid for again?" in refused.output
    assert len(journals_in(tmp_path).show(SCOPE)) == 3
    agreed = call(tmp_path, "clear", "replies", typed="y\n")
    assert agreed.output.endswith("The journal of replies [2026-01-05] is gone, with 2 finished steps.\n")
    assert journals_in(tmp_path).summaries() == []


def test_clear_with_yes_asks_nothing_and_touches_no_other_journal(tmp_path: Path) -> None:
    break_off(tmp_path, SCOPE)
    break_off(tmp_path, Scope("replies", "2026-01-12"))
    assert call(tmp_path, "clear", "replies", "--partition", "2026-01-05", "--yes").exit_code == 0
    assert [(found.scope.partition, found.done) for found in journals_in(tmp_path).summaries()] == [("2026-01-12", 2)]


def test_clear_leaves_a_running_journal_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as steps:
        steps.map("ask", str.upper, ["a"], key=str)
        result = call(tmp_path, "clear", "replies", "--yes")
        assert result.exit_code == 1
        assert "is being materialized by run a-run" in result.output
        assert len(journals_in(tmp_path).show(SCOPE)) == 1
