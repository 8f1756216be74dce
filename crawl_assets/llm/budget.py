"""A limit on what a run may spend, checked before each call with the calls in flight counted in.

A call's cost is known only afterwards, so it is reserved at the worst cost seen so far for its model; until one is
known, calls of that model go one at a time. Calls in flight that turn out dearer than every one before them can still
pass the limit, each by that difference and no more.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from crawl_assets.durable.errors import StopAll
from crawl_assets.llm.chat import ChatClient, ChatReply, ChatRequest
from crawl_assets.llm.errors import BudgetReached, ModelStopped, NoAnswer


@dataclass(slots=True)
class Charge:
    """One call's cost in USD."""

    estimate_usd: float  # what was reserved
    cost_usd: float | None = 0.0  # to be filled in; None: the provider does not say


class Budget:
    """What one run may still spend; shared by its calls, within one event loop."""

    def __init__(self, max_cost_usd: float | None, worst_costs: Mapping[str, float] | None = None) -> None:
        self.max_cost_usd = max_cost_usd
        self.spent_usd = 0.0
        self._worst = dict(worst_costs or {})  # worst cost of one call by model, from earlier runs and this one
        self._reserved = 0.0
        self._unpriced: set[str] = set()
        self._first_call: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def knows(self, model: str) -> bool:
        """Tell whether a call of this model can be estimated, or need not be."""
        return self.max_cost_usd is None or model in self._worst

    def learn(self, model: str, cost_usd: float) -> None:
        """Take note of what a call of this model has cost, now or in an earlier run."""
        self._worst[model] = max(self._worst.get(model, 0.0), cost_usd)

    @asynccontextmanager
    async def charge(self, model: str) -> AsyncIterator[Charge]:
        """Reserve room for one call and book what it cost; raises BudgetReached before a call that could not fit."""
        if not self.knows(model):
            async with self._first_call[model]:
                if not self.knows(model):
                    async with self._reserved_charge(model) as charge:
                        yield charge
                    return
        async with self._reserved_charge(model) as charge:
            yield charge

    async def ask(self, chat: ChatClient, request: ChatRequest) -> ChatReply:
        """Ask once and book what it cost, as a durable step does.

        Raises StopAll where the model cannot be asked or the limit is reached, and the other errors of `chat`.
        """
        try:
            async with self.charge(request.model) as charge:
                try:
                    reply = await chat.chat(request)
                except NoAnswer:
                    charge.cost_usd = charge.estimate_usd  # it may have been paid for
                    raise
                charge.cost_usd = reply.cost_usd
                return reply
        except (ModelStopped, BudgetReached) as error:
            raise StopAll(str(error)) from error

    @asynccontextmanager
    async def _reserved_charge(self, model: str) -> AsyncIterator[Charge]:
        charge = Charge(self._worst.get(model, 0.0))
        self._check(model, charge.estimate_usd)
        self._reserved += charge.estimate_usd
        try:
            yield charge
            if charge.cost_usd is None:
                self._unpriced.add(model)
            else:
                self.learn(model, charge.cost_usd)
        finally:
            self._reserved -= charge.estimate_usd
            self.spent_usd += charge.cost_usd or 0.0

    def _check(self, model: str, estimate: float) -> None:
        if self.max_cost_usd is None:
            return
        if model in self._unpriced:
            raise BudgetReached(
                f"max_cost_usd={self.max_cost_usd:g} cannot be kept: the provider of {model} does not say what a call "
                "costs. Run again without max_cost_usd: what was bought is kept."
            )
        committed = self.spent_usd + self._reserved
        if committed >= self.max_cost_usd or committed + estimate > self.max_cost_usd:
            raise BudgetReached(
                f"max_cost_usd={self.max_cost_usd:g} is reached: {self.spent_usd:.6f} USD are spent, and the next call "
                f"of {model} could cost {estimate:.6f}. Run again with a higher limit: what was bought is kept."
            )
