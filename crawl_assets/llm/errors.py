"""How asking a model fails, and what the reader can do about it.

    durable.errors.Retriable
    └── TryLater           408, 409, 425, 429, 5xx, an answer that makes no sense: asked again after a while
        └── NoAnswer       no connection, or a broken one: what it cost is not known
            └── TooSlow    no whole answer in time
    durable.errors.NonRetriable
    ├── ModelStopped       401, 402, 403, 404: this model cannot be asked now, others can
    │   └── NotSetUp       no key, or an address that cannot be one: nothing was sent
    ├── BadRequest         400, 413, 422: this one question was refused
    └── BudgetReached      the next call could pass max_cost_usd

Each carries `status`, the HTTP status (or the code in a 200 answer's body), or None where there was none.
"""

from crawl_assets.durable.errors import NonRetriable, Retriable, StepError

_ADVICE = {
    401: "Check OPENROUTER_API_KEY: it is missing, wrong or revoked.",
    402: "The account is out of credit. Add credit, then run again: what was bought is kept.",
    403: "The key may not use this model (moderation, region or account settings). Check the account's permissions.",
    404: "No such model at this provider, or LLM_BASE_URL lacks its path (OpenRouter's ends in /api/v1). "
    "Check both, or choose another model; the benchmark's is retired by crawl-assets cryptic models retire {model}",
}
_AGAIN = frozenset({408, 409, 425, 429})
_SHOWN = 300  # characters of what the server said


class TryLater(Retriable):
    """The call failed and may succeed later."""

    def __init__(self, message: str, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message, retry_after)
        self.status = status


class NoAnswer(TryLater):
    """Nobody answered, or not whole; the call may have been paid for all the same."""


class TooSlow(NoAnswer):
    """The whole time of a call was waited for its answer."""


class ModelStopped(NonRetriable):
    """The model cannot be asked at all now."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class NotSetUp(ModelStopped):
    """A setting is missing or wrong, so that nothing can be sent."""


class BadRequest(NonRetriable):
    """One request was refused and would be refused again."""

    STATUSES = frozenset(range(400, 500)) - _ADVICE.keys() - _AGAIN

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class BudgetReached(NonRetriable):
    """The next call could cost more than is left."""

    status = None


def error_for_status(status: int, said: str, model: str, retry_after: float | None) -> StepError:
    """Choose the error for an HTTP status (or for the code in a 200 answer's body); `said` is the server's text."""
    shown = " ".join(said.split())
    detail = f" It said: {shown[:_SHOWN]}" if shown else ""
    if status in _ADVICE:
        return ModelStopped(f"{model}: HTTP {status}. {_ADVICE[status].format(model=model)}{detail}", status)
    if status in _AGAIN or status >= 500:
        return TryLater(f"{model}: HTTP {status}.{detail}", status, retry_after)
    return BadRequest(f"{model}: HTTP {status}, the request was refused.{detail}", status)
