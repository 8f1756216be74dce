"""How a fetch fails, and what the reader can do about it.

    FetchError
    ├── NonRetriable: asking again gives the same
    │   ├── BadUrl               not http or https, no host, or a name and password in it
    │   ├── AddressRefused       the host lies on a private, loopback, metadata ... address
    │   ├── RobotsRefused        robots.txt asks us to stay away from this URL
    │   ├── StatusRefused        401, 403 and the other 4xx; `status`
    │   │   ├── NotFound         404
    │   │   └── Gone             410
    │   ├── TooManyRedirects
    │   ├── TooLarge             more bytes than we take, in the headers or after decompression
    │   ├── Untrusted            the server's certificate is not valid for its name
    │   └── BadAnswer            whole, but nothing to work with: a redirect to nowhere, a coding we did not ask for
    └── Retriable: may go away; `retry_after` seconds where the server said so
        ├── Unreachable          no such name now, no connection, connection reset
        │   └── RobotsUnknown    robots.txt cannot be read, which forbids everything (RFC 9309, section 2.3.1.4)
        ├── BrokenAnswer         cut off half way, or not HTTP
        ├── TooSlow              no whole answer within the time limit
        └── Unavailable          429, 408, 425, 5xx; `status`

Messages show the URL without names, passwords and whatever in its query looks like a secret.
"""

import re
from urllib.parse import urlsplit

from crawl_assets.durable.errors import NonRetriable, Retriable, StepError

_SECRET_NAME = re.compile(
    r"token|secret|passw|signature|credential|apikey|session|jwt"
    r"|(?:^|[^a-z])(?:key|sig|sid|pass|pwd|auth|code|ticket|nonce|hmac)(?:$|[^a-z])",
    re.I,
)
_SECRET_VALUE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9._~+/=%-]{20,}", re.S)
_LONGEST_SHOWN = 300


def shown_url(url: str) -> str:
    """Return the URL for people: no userinfo or fragment, secret-looking query values as `…`, cut to 300 letters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "(a URL that cannot be read)"
    pairs = [pair.partition("=") for pair in parts.query.split("&")]
    query = "&".join(
        f"{name}={_shown_value(name, value)}" if equals else _shown_value("", name) for name, equals, value in pairs
    )
    host = parts.netloc.rpartition("@")[2]
    whole = f"{parts.scheme}://{host}{parts.path}{'?' + query if query else ''}" if host else f"{parts.scheme}:…"
    return whole if len(whole) <= _LONGEST_SHOWN else whole[: _LONGEST_SHOWN - 1] + "…"


def _shown_value(name: str, value: str) -> str:
    return "…" if value and (_SECRET_NAME.search(name) or _SECRET_VALUE.fullmatch(value)) else value


class FetchError(StepError):
    """A URL could not be fetched; `url` is the one that failed, as shown to people."""

    def __init__(self, url: str, what: str) -> None:
        self.url, self.what = shown_url(url), what
        super().__init__(f"{self.url}: {what}")


class BadUrl(FetchError, NonRetriable):
    """The URL cannot be fetched as it is written."""


class AddressRefused(FetchError, NonRetriable):
    """The host lies on an address that is not public and was not allowed by name."""


class RobotsRefused(FetchError, NonRetriable):
    """The site's robots.txt asks us not to fetch this."""


class StatusRefused(FetchError, NonRetriable):
    """The server refuses this request for good; `status` is the HTTP status."""

    def __init__(self, url: str, what: str, status: int) -> None:
        super().__init__(url, what)
        self.status = status


class NotFound(StatusRefused):
    """There is no such page (404)."""


class Gone(StatusRefused):
    """The page was removed for good (410)."""


class TooManyRedirects(FetchError, NonRetriable):
    """The redirects do not end."""


class TooLarge(FetchError, NonRetriable):
    """The answer is larger than we take."""


class Untrusted(FetchError, NonRetriable):
    """The certificate does not prove that the server is the one named."""


class BadAnswer(FetchError, NonRetriable):
    """A whole answer that cannot be used."""


class Unreachable(FetchError, Retriable):
    """Nobody answered."""


class RobotsUnknown(Unreachable):
    """robots.txt cannot be read now, so nothing of the site may be fetched now."""


class BrokenAnswer(FetchError, Retriable):
    """The answer is cut off or is no HTTP."""


class TooSlow(FetchError, Retriable):
    """No whole answer in time."""


class Unavailable(FetchError, Retriable):
    """The server cannot answer now; `status` is the HTTP status."""

    def __init__(self, url: str, what: str, status: int, retry_after: float | None) -> None:
        super().__init__(url, what)
        self.status, self.retry_after = status, retry_after

    @property
    def is_about_the_host(self) -> bool:
        """Tell whether the whole host wants rest, not just this page."""
        return self.status in (429, 503)


_AGAIN = {408, 425, 429}
_REFUSALS: dict[int, type[StatusRefused]] = {404: NotFound, 410: Gone}
_ADVICE = {
    401: "The page needs a login; it cannot be crawled.",
    403: "The server refuses us. Ask its owner, or leave the page out.",
    404: "There is no such page. Correct the address, or leave it out.",
    410: "The page was removed for good. Leave it out.",
    429: "We asked too often. Wait, or ask for fewer pages.",
    451: "The page is withheld for legal reasons. Leave it out.",
}


def error_for_status(url: str, status: int, retry_after: float | None) -> FetchError:
    """Choose the error for an HTTP status of 400 or more."""
    what = f"HTTP {status}. {_ADVICE.get(status, '')}".rstrip()
    if status in _AGAIN or status >= 500:
        wish = "" if retry_after is None else f" It asks for {retry_after:g} s of rest."
        return Unavailable(url, what + wish, status, retry_after)
    return _REFUSALS.get(status, StatusRefused)(url, what, status)
