"""A limit on what a run may spend, checked before each call with the calls in flight counted in.

A call's cost is known only afterwards, so it is reserved at the worst cost seen so far for its model; until one is
known, calls of that model go one at a time. A single call dearer than every one before it can still pass the limit,
by that difference.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from crawl_assets.llm.errors import BudgetReached


@dataclass(slots=True)
class Charge:
    """One call's cost in USD, to be filled in when it is known."""

    cost_usd: float = 0.0


class Budget:
    """What one run may still spend; shared by its calls, within one event loop."""

    def __init__(self, max_cost_usd: float | None, worst_costs: Mapping[str, float] | None = None) -> None:
        self.max_cost_usd = max_cost_usd
        self.spent_usd = 0.0
        self._worst = dict(worst_costs or {})  # worst cost of one call by model, from earlier runs and this one
        self._reserved = 0.0
        self._first_call: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def charge(self, model: str) -> AsyncIterator[Charge]:
        """Reserve room for one call and book what it cost; raises BudgetReached before a call that could not fit."""
        if self.max_cost_usd is not None and model not in self._worst:
            async with self._first_call[model]:
                if model not in self._worst:
                    async with self._reserved_charge(model) as charge:
                        yield charge
                    return
        async with self._reserved_charge(model) as charge:
            yield charge

    @asynccontextmanager
    async def _reserved_charge(self, model: str) -> AsyncIterator[Charge]:
        estimate = self._worst.get(model, 0.0)
        self._check(model, estimate)
        self._reserved += estimate
        charge = Charge()
        try:
            yield charge
            self._worst[model] = max(self._worst.get(model, 0.0), charge.cost_usd)
        finally:
            self._reserved -= estimate
            self.spent_usd += charge.cost_usd

    def _check(self, model: str, estimate: float) -> None:
        if self.max_cost_usd is None:
            return
        committed = self.spent_usd + self._reserved
        if committed >= self.max_cost_usd or committed + estimate > self.max_cost_usd:
            raise BudgetReached(
                f"max_cost_usd={self.max_cost_usd:g} is reached: {self.spent_usd:.6f} USD are spent, and the next call "
                f"of {model} could cost {estimate:.6f}. Run again with a higher limit: what was bought is kept."
            )
