"""A finished step is not done again until its asset's output is stored; a changed, failed or lost one is."""

from pathlib import Path
from typing import Any

import pytest

from crawl_assets.durable.errors import JournalError, StepsFailed
from crawl_assets.durable.journal import closing_statements
from crawl_assets.durable.records import Scope
from crawl_assets.durable.steps import Steps, values
from crawl_assets_tests.durable.opening import SCOPE, database_in, journals_in, opened


class Shop:
    """Sells upper case letters and remembers to whom."""

    def __init__(self, *fails: str) -> None:
        self.sold: list[str] = []
        self.fails = fails

    async def buy(self, item: str) -> dict[str, str]:
        self.sold.append(item)
        if item in self.fails:
            raise RuntimeError(f"{item} is out of stock")
        return {"got": item.upper()}


def crash(steps: Steps, shop: Shop, items: str = "abc") -> None:
    steps.map("buy", shop.buy, list(items), key=str)
    raise InterruptedError("the process dies here")


def test_a_run_that_broke_off_is_continued_without_repeating_its_finished_steps(tmp_path: Path) -> None:
    first, second = Shop(), Shop()
    with pytest.raises(InterruptedError), opened(tmp_path) as steps:
        crash(steps, first, "ab")
    with opened(tmp_path, run_id="another-run") as steps:
        outcomes = steps.map("buy", second.buy, list("abcd"), key=str)
    assert values(outcomes) == [{"got": "A"}, {"got": "B"}, {"got": "C"}, {"got": "D"}]
    assert [outcome.was_remembered for outcome in outcomes] == [True, True, False, False]
    assert (sorted(first.sold), sorted(second.sold)) == (["a", "b"], ["c", "d"])


def test_a_body_that_ended_well_but_whose_output_was_not_stored_buys_nothing_again(tmp_path: Path) -> None:
    shop = Shop()
    for _ in range(3):
        with opened(tmp_path) as steps:
            assert values(steps.map("buy", shop.buy, list("abc"), key=str))[0] == {"got": "A"}
    assert sorted(shop.sold) == ["a", "b", "c"]


def test_once_the_output_is_stored_the_next_materialization_starts_anew(tmp_path: Path) -> None:
    shop = Shop()
    for _ in range(2):
        with opened(tmp_path) as steps:
            steps.map("buy", shop.buy, list("ab"), key=str)
        database_in(tmp_path).transaction(closing_statements(SCOPE))
    assert sorted(shop.sold) == ["a", "a", "b", "b"]
    assert journals_in(tmp_path).summaries() == []


def test_storing_an_output_leaves_a_journal_alone_that_is_open_again(tmp_path: Path) -> None:
    shop = Shop()
    with pytest.raises(InterruptedError), opened(tmp_path) as steps:
        crash(steps, shop)
    database_in(tmp_path).transaction(closing_statements(SCOPE))
    assert [(found.state, found.done) for found in journals_in(tmp_path).summaries()] == [("open", 3)]


def test_changed_inputs_run_again_and_drop_the_old_result(tmp_path: Path) -> None:
    calls: list[int] = []

    def ask(item: dict[str, Any]) -> int:
        calls.append(item["version"])
        return int(item["version"] * 10)

    for version in (1, 2, 2, 1):
        with pytest.raises(InterruptedError), opened(tmp_path) as steps:
            outcome = steps.map("ask", ask, [{"id": "a", "version": version}], key=lambda item: str(item["id"]))[0]
            assert outcome.value == version * 10
            raise InterruptedError
    assert calls == [1, 2, 1]
    assert len(journals_in(tmp_path).show(SCOPE)) == 1


def test_a_changed_item_that_now_fails_does_not_keep_its_old_result(tmp_path: Path) -> None:
    shop = Shop()
    with pytest.raises(InterruptedError), opened(tmp_path) as steps:
        crash(steps, shop, "a")
    with opened(tmp_path) as steps:
        outcome = steps.map("buy", Shop("a").buy, ["a"], key=str, inputs=lambda item: [item, "changed"])[0]
    assert outcome.value is None
    assert [(step.state, step.result) for step in journals_in(tmp_path).show(SCOPE)] == [("failed", None)]


def test_a_failed_item_leaves_its_neighbours_results_and_is_named(tmp_path: Path) -> None:
    shop = Shop("b")
    with (
        pytest.raises(StepsFailed, match="1 of 3 items have no result: b: b is out of stock"),
        opened(tmp_path) as steps,
    ):
        values(steps.map("buy", shop.buy, list("abc"), key=str))
    shop.fails = ()
    with opened(tmp_path) as steps:
        assert len(values(steps.map("buy", shop.buy, list("abc"), key=str))) == 3
    assert sorted(shop.sold) == ["a", "b", "b", "c"]


def test_assets_partitions_and_step_names_do_not_share_results(tmp_path: Path) -> None:
    shop = Shop()
    for scope in (SCOPE, Scope("replies", "2026-01-12"), Scope("replies", ""), Scope("other", "2026-01-05")):
        with opened(tmp_path, scope) as steps:
            for name in ("buy", "buy more"):
                assert not steps.map(name, shop.buy, ["a"], key=str)[0].was_remembered
    assert shop.sold == ["a"] * 8


def test_a_single_step_is_remembered_by_its_arguments(tmp_path: Path) -> None:
    calls: list[tuple[int, int]] = []

    async def add(one: int, other: int) -> int:
        calls.append((one, other))
        return one + other

    for arguments in ((1, 2), (1, 2), (2, 2)):
        with opened(tmp_path) as steps:
            assert steps.run("add", add, *arguments) == sum(arguments)
    assert calls == [(1, 2), (2, 2)]


def test_a_single_step_raises_what_it_raised_itself(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), opened(tmp_path) as steps:
        steps.run("divide", lambda number: 1 / number, 0)


@pytest.mark.parametrize("value", [None, 0, "", [], {}, False, "a\0b", "é😀", 2**70, [1.5, {"a": None}]])
def test_any_plain_value_is_the_same_when_remembered(tmp_path: Path, value: Any) -> None:
    for was_remembered in (False, True):
        with opened(tmp_path) as steps:
            outcome = steps.map("get", lambda _: value, ["é\0"], key=str)[0]
        assert (outcome.value, outcome.was_remembered) == (value, was_remembered)
        assert type(outcome.value) is type(value)


def test_a_plain_function_an_async_one_and_one_that_returns_an_awaitable_do_the_same(tmp_path: Path) -> None:
    async def double(number: int) -> int:
        return 2 * number

    with opened(tmp_path) as steps:
        for name, function in (("plain", lambda number: 2 * number), ("async", double), ("both", lambda n: double(n))):
            assert values(steps.map(name, function, range(5), key=str)) == [0, 2, 4, 6, 8]


def test_two_items_of_one_key_are_refused_before_anything_is_bought(tmp_path: Path) -> None:
    shop = Shop()
    with opened(tmp_path) as steps, pytest.raises(ValueError, match="'a' names two items"):
        steps.map("buy", shop.buy, ["a", "b", "a"], key=str)
    assert shop.sold == []


def test_a_key_that_is_no_unicode_text_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as steps, pytest.raises(ValueError, match="cannot be a key"):
        steps.map("buy", Shop().buy, ["\ud800"], key=str)


def test_no_items_are_no_outcomes(tmp_path: Path) -> None:
    with opened(tmp_path) as steps:
        assert steps.map("buy", Shop().buy, [], key=str) == []


def test_steps_outside_of_their_block_are_refused_before_anything_is_bought(tmp_path: Path) -> None:
    shop = Shop()
    with opened(tmp_path) as steps:
        pass
    with pytest.raises(JournalError, match=r"replies \[2026-01-05\] is closed"):
        steps.map("buy", shop.buy, ["a"], key=str)
    assert shop.sold == []


def test_an_error_in_any_letters_can_be_recorded(tmp_path: Path) -> None:
    def fail(_: str) -> None:
        raise RuntimeError("bad \ud800 and \0 letters " + "x" * 5000)

    with opened(tmp_path) as steps:
        assert steps.map("fail", fail, ["a"], key=str)[0].error is not None
    (failed,) = journals_in(tmp_path).show(SCOPE)
    assert failed.error is not None
    assert failed.error.startswith("bad \\ud800 and \0 letters xxx")
    assert len(failed.error) < 2100
