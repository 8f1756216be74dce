"""Calls to JSON APIs that want a key: repeated where that is safe; no failure ever shows the key.

durable.errors.Retriable
└── TryLater             408, 425, 429, 5xx, an answer that is no JSON object; `status`
    └── NoAnswer         no connection, a broken one, no whole answer in time; `may_have_acted`
durable.errors.NonRetriable
├── Refused              any other 3xx or 4xx: this request, as it is; `status`, `kind`
├── OutcomeUnknown       an answer was lost to what must not be asked twice
└── durable.errors.StopAll
    └── AccountStopped   401, 402, 403: no request of this account is served now; `status`
        └── NotSetUp     no key, or an address that cannot be one: nothing was sent
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawl_assets.durable.errors import NonRetriable, Retriable, StepError, StopAll
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.retry_after import retry_after_seconds

if TYPE_CHECKING:
    import ssl

    import httpx

CONNECT_SECONDS, TOTAL_SECONDS = 10.0, 60.0
RETRY = RetryRule(attempts=4, longest_retry_after=90.0)  # a durable step above repeats again, after longer waits
_AGAIN = frozenset({408, 425, 429})
_GATEWAY_TIMEOUT = 504  # who stands before the server lost its answer
_SHOWN = 300  # characters of what the server said


class TryLater(Retriable):
    """The call failed and may succeed later."""

    def __init__(self, message: str, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message, retry_after)
        self.status = status


class NoAnswer(TryLater):
    """Nobody answered, or not whole; `may_have_acted` when the request may have reached the server."""

    def __init__(self, message: str, status: int | None = None, *, may_have_acted: bool) -> None:
        super().__init__(message, status)
        self.may_have_acted = may_have_acted


class Refused(NonRetriable):
    """One request was refused and would be refused again; `kind` is the server's own word for why, or ''."""

    def __init__(self, message: str, status: int, kind: str = "") -> None:
        super().__init__(message)
        self.status, self.kind = status, kind


class OutcomeUnknown(NonRetriable):
    """The answer was lost: it may have been done, and asking again could do it twice."""


class AccountStopped(StopAll):
    """No request of this account is served now."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class NotSetUp(AccountStopped):
    """A setting is missing or wrong, so that nothing can be sent."""


@dataclass(frozen=True, slots=True)
class Service:
    """How an API is named to people."""

    name: str
    key_setting: str  # FIRECRAWL_API_KEY
    url_setting: str  # FIRECRAWL_BASE_URL
    out_of_credit: str  # what to do about a 402


@dataclass(frozen=True, slots=True)
class ApiAccess:
    """Where an API is, the key it knows us by, and how patient we are. Its repr holds no key."""

    base_url: str
    key: str = field(repr=False)
    total_seconds: float = TOTAL_SECONDS  # of one attempt
    retry: RetryRule = RETRY
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class JsonApi:
    """One API; raises NotSetUp for a key or an address that cannot be one.

    A call opens its own connection, so that a client may be used from one event loop after another.
    """

    def __init__(self, service: Service, access: ApiAccess) -> None:
        _check_address(service, access.base_url)
        _check_key(service, access.key)
        self._service, self._access = service, access
        self.base_url = access.base_url.rstrip("/")

    def __repr__(self) -> str:
        """Show the service and its address, never the key."""
        return f"{self._service.name}({self.base_url!r})"

    async def call(
        self,
        method: str,
        target: str,
        body: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        is_repeatable: bool = True,
    ) -> dict[str, Any]:
        """Return the JSON object that a path under the base URL, with its query, answers with.

        Raises TryLater when the last of several attempts failed, Refused, AccountStopped, or OutcomeUnknown for a
        call that is not repeatable and whose answer was lost.
        """
        attempt = 0
        while True:
            attempt += 1
            answer = await self._ask(method, self.base_url + target, body, headers or {})
            if not isinstance(answer, StepError):
                return answer
            if not is_repeatable and isinstance(answer, NoAnswer) and answer.may_have_acted:
                raise OutcomeUnknown(f"{answer} It may have been done all the same, so it is not asked again.")
            wait = self._access.retry.wait(attempt, answer)
            if wait is None:
                raise answer
            await self._access.sleep(wait)

    async def _ask(
        self, method: str, url: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
    ) -> dict[str, Any] | StepError:
        """Ask once; an error is returned: raised here it would chain the library's, which holds the key."""
        import httpx

        what = f"{self._service.name}: {method} {urlsplit(url).path}"
        sent = {"Authorization": f"Bearer {self._access.key}", "Connection": "close", **headers}
        limit = self._access.total_seconds
        try:
            async with (
                asyncio.timeout(limit),
                httpx.AsyncClient(timeout=httpx.Timeout(limit), verify=_roots()) as client,
            ):
                response = await client.request(method, url, json=body, headers=sent)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            return NoAnswer(
                f"{what}: no connection to {self.base_url} ({self._safe(str(error))}).", may_have_acted=False
            )
        except (TimeoutError, httpx.TimeoutException):
            return NoAnswer(f"{what}: no whole answer within {limit:g} s.", may_have_acted=True)
        except httpx.RequestError as error:
            cause = self._safe(str(error) or type(error).__name__)
            return NoAnswer(f"{what}: the connection broke ({cause}).", may_have_acted=True)
        return self._read(what, response)

    def _read(self, what: str, response: "httpx.Response") -> dict[str, Any] | StepError:
        status, text = response.status_code, self._safe(response.text)
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        data = found if isinstance(found, dict) else {}
        if status < 300:
            return (
                data if isinstance(found, dict) else TryLater(f"{what}: HTTP {status} without a JSON object.", status)
            )
        said = data.get("message") or data.get("error") or text
        shown = " ".join(str(said).split())[:_SHOWN]
        detail = f" It said: {shown}" if shown else ""
        if status in (401, 403):
            return AccountStopped(f"{what}: HTTP {status}. Check {self._service.key_setting}.{detail}", status)
        if status == 402:
            return AccountStopped(f"{what}: HTTP 402. {self._service.out_of_credit}{detail}", status)
        if status == _GATEWAY_TIMEOUT:
            return NoAnswer(f"{what}: HTTP 504.{detail}", status, may_have_acted=True)
        if status in _AGAIN or status >= 500:
            wish = retry_after_seconds(response.headers.get("retry-after"), datetime.now(UTC))
            return TryLater(f"{what}: HTTP {status}.{detail}", status, wish)
        hint = f" Check {self._service.url_setting}." if status in (301, 302, 307, 308, 404, 405) else ""
        return Refused(
            f"{what}: HTTP {status}, the request was refused.{hint}{detail}", status, str(data.get("name", ""))
        )

    def _safe(self, text: str) -> str:
        return text.replace(self._access.key, "[key]")


@cache
def _roots() -> "ssl.SSLContext":
    """Read the trusted certificates once: it takes longer than a call on loopback."""
    import httpx

    return httpx.create_ssl_context()


def _check_address(service: Service, base_url: str) -> None:
    try:
        parts = urlsplit(base_url)
        _, host = parts.port, parts.hostname
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.username or parts.password or parts.query or parts.fragment:
        raise NotSetUp(
            f"{service.url_setting} (not shown here) holds a user, a password or a query; leave them out and put the "
            f"key into {service.key_setting}."
        )
    if parts.scheme not in ("http", "https") or not host:
        raise NotSetUp(f"{service.url_setting} {base_url!r:.200} is no web address; it starts with https://.")


def _check_key(service: Service, key: str) -> None:
    if not key:
        raise NotSetUp(f"No key for {service.name}: set {service.key_setting}.")
    if any(not "!" <= sign <= "~" for sign in key):
        raise NotSetUp(
            f"{service.key_setting} (not shown here) holds a space, a line end or a letter that no key has; "
            "copy it again."
        )
