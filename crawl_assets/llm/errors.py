"""How asking a model fails, and what the reader can do about it.

durable.errors.Retriable       429, 408, 409, 5xx, no connection, no answer in time: asked again later
durable.errors.NonRetriable
├── ModelStopped               401, 402, 403, 404: this model cannot be asked now, others can
├── BadRequest                 400, 413, 422: this one question was refused
└── BudgetReached              the next call could pass max_cost_usd
"""

from crawl_assets.durable.errors import NonRetriable, Retriable, StepError

_ADVICE = {
    401: "Check OPENROUTER_API_KEY: it is missing, wrong or revoked.",
    402: "The account is out of credit. Add credit, then run again: what was bought is kept.",
    403: "The key may not use this model (moderation, region or account settings). Check the account's permissions.",
    404: "No such model at this provider. Check its id, or retire it: crawl-assets cryptic models retire {model}",
}
_AGAIN = {408, 409, 425, 429}


class ModelStopped(NonRetriable):
    """The model cannot be asked at all now; `status` is the HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class BadRequest(NonRetriable):
    """One request was refused and would be refused again; `status` is the HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class BudgetReached(NonRetriable):
    """The next call could cost more than is left."""


def error_for_status(status: int, detail: str, model: str, retry_after: float | None) -> StepError:
    """Choose the error for an HTTP status (or for the code in a 200 answer's body)."""
    said = f" It said: {' '.join(detail.split())[:300]}" if detail else ""
    if status in _ADVICE:
        return ModelStopped(f"{model}: HTTP {status}. {_ADVICE[status].format(model=model)}{said}", status)
    if status in _AGAIN or status >= 500:
        return Retriable(f"{model}: HTTP {status}.{said}", retry_after)
    return BadRequest(f"{model}: HTTP {status}, the request was refused.{said}", status)
