"""max_cost_usd stops before the next call that could pass it, whatever is in flight."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawl_assets.llm.budget import Budget
from crawl_assets.llm.errors import BudgetReached

COSTS = st.lists(st.integers(0, 50).map(lambda cents: cents / 64), min_size=1, max_size=30)  # exact in binary
MODEST = settings(max_examples=50, deadline=None)
LIMITS = st.integers(0, 300).map(lambda cents: cents / 64)


async def bought(budget: Budget, costs: list[float], at_once: int) -> list[tuple[float, float]]:
    """Make calls of these costs, so many at once; returns (estimate, cost) of each that was made."""
    made: list[tuple[float, float]] = []
    places = asyncio.Semaphore(at_once)

    async def call(number: int, cost: float) -> None:
        async with places, budget.charge("m") as charge:
            await asyncio.sleep(0.0001 * (number % 3))
            charge.cost_usd = cost
            made.append((charge.estimate_usd, cost))

    await asyncio.gather(*(call(*item) for item in enumerate(costs)), return_exceptions=True)
    return made


@MODEST
@given(costs=COSTS, limit=LIMITS)
def test_one_call_after_another_passes_the_limit_by_one_surprise_at_most(costs: list[float], limit: float) -> None:
    budget = Budget(limit)
    made = asyncio.run(bought(budget, costs, 1))
    surprise = max((cost - estimate for estimate, cost in made), default=0.0)
    assert budget.spent_usd == sum(cost for _, cost in made) <= limit + max(surprise, 0.0)


@MODEST
@given(costs=COSTS, limit=LIMITS, at_once=st.integers(2, 8))
def test_calls_at_once_that_are_no_dearer_than_known_never_pass_the_limit(
    costs: list[float], limit: float, at_once: int
) -> None:
    budget = Budget(limit, {"m": max(costs)})
    asyncio.run(bought(budget, costs, at_once))
    assert budget.spent_usd <= limit


@MODEST
@given(costs=COSTS, limit=LIMITS, at_once=st.integers(2, 8))
def test_calls_at_once_pass_the_limit_by_their_surprises_at_most(
    costs: list[float], limit: float, at_once: int
) -> None:
    budget = Budget(limit)
    made = asyncio.run(bought(budget, costs, at_once))
    assert budget.spent_usd <= limit + sum(max(cost - estimate, 0.0) for estimate, cost in made)


@MODEST
@given(costs=COSTS, at_once=st.integers(1, 8))
def test_without_a_limit_every_call_is_made(costs: list[float], at_once: int) -> None:
    assert len(asyncio.run(bought(Budget(None), costs, at_once))) == len(costs)


@MODEST
@given(cost=st.integers(1, 50).map(lambda cents: cents / 64), count=st.integers(1, 30))
def test_what_the_limit_just_allows_is_bought(cost: float, count: int) -> None:
    made = asyncio.run(bought(Budget(cost * count, {"m": cost}), [cost] * 40, 1))
    assert len(made) == count


def test_a_limit_of_nothing_buys_nothing() -> None:
    assert asyncio.run(bought(Budget(0.0), [1.0], 1)) == []


def test_until_a_cost_is_known_calls_go_one_at_a_time() -> None:
    running, most = 0, 0

    async def call(budget: Budget) -> None:
        nonlocal running, most
        async with budget.charge("m") as charge:
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.01)
            running -= 1
            charge.cost_usd = 1.0

    async def many(budget: Budget) -> None:
        await asyncio.gather(*(call(budget) for _ in range(6)), return_exceptions=True)

    asyncio.run(many(Budget(1.5)))
    assert most == 1
    asyncio.run(many(Budget(100.0, {"m": 1.0})))
    assert most == 6


def test_a_call_that_failed_frees_what_was_reserved_for_it() -> None:
    budget = Budget(1.0, {"m": 1.0})

    async def twice() -> None:
        with pytest.raises(ConnectionError):
            async with budget.charge("m"):
                raise ConnectionError
        async with budget.charge("m") as charge:
            charge.cost_usd = 0.25

    asyncio.run(twice())
    assert budget.spent_usd == 0.25


def test_the_limit_is_of_all_models_together() -> None:
    budget = Budget(1.0, {"m": 0.5, "n": 0.75})

    async def both() -> None:
        async with budget.charge("m") as charge:
            charge.cost_usd = 0.5
        async with budget.charge("n"):
            raise AssertionError

    with pytest.raises(
        BudgetReached, match=r"max_cost_usd=1 is reached: 0.500000 USD are spent.*n could cost 0.750000"
    ):
        asyncio.run(both())


def test_a_limit_that_cannot_be_kept_since_no_cost_is_stated_stops_after_one_call() -> None:
    budget = Budget(1.0)

    async def twice() -> None:
        async with budget.charge("m") as charge:
            charge.cost_usd = None
        async with budget.charge("m"):
            raise AssertionError

    with pytest.raises(BudgetReached, match=r"provider of m does not say what a call costs.*without max_cost_usd"):
        asyncio.run(twice())
