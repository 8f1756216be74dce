"""What is let into the inbox: signed (or allowed to be unsigned), JSON of bounded depth, with an id of its own."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crawl_assets.inbox.events import SOURCES, Delivery
from crawl_assets.inbox.signatures import LONGEST_ID, SECRET_OF, VERIFY, Forged, Headers, check_secret

DEEPEST = 100
ID_HEADER = {"resend": "svix-id", "generic": "x-delivery-id", "crawler": "x-delivery-id"}

_TEXTS = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


class Refused(Exception):
    """A request is not let in; `status` is the HTTP status, the message is for the sender and holds no secret."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What each source signs with; raises ValueError, which names the setting, for what cannot be right."""

    by_source: Mapping[str, Sequence[str]] = field(repr=False)  # several of a source are all valid
    unsigned: frozenset[str] = frozenset()  # sources that are let in without a secret

    def __post_init__(self) -> None:
        for source in sorted({*self.by_source, *self.unsigned} - set(SOURCES)):
            raise ValueError(f"INBOX_UNSIGNED names {source!r:.80}; the sources are {', '.join(SOURCES)}.")
        for source, secrets in self.by_source.items():
            for secret in secrets:
                check_secret(source, secret)


def admit(source: str, headers: Headers, body: bytes, secrets: Secrets, now: datetime) -> Delivery:
    """Return the delivery to be kept; raises Refused. `headers` are by name in small letters."""
    of_source = secrets.by_source.get(source, ())
    if of_source:
        try:
            VERIFY[source](of_source, headers, body, now)
        except Forged as error:
            raise Refused(401, f"{error}.") from None
    elif source not in secrets.unsigned:
        raise Refused(
            503,
            f"no secret is set for {source}: set {SECRET_OF[source]}, or name it in INBOX_UNSIGNED to trust anyone.",
        )
    text, data = _json(body)
    delivery_id = firecrawl_id(data, body) if source == "firecrawl" else headers.get(ID_HEADER[source], "")
    if not 0 < len(delivery_id) <= LONGEST_ID:
        raise Refused(400, f"{ID_HEADER[source]} is missing or longer than {LONGEST_ID} characters.")
    return Delivery(source, delivery_id, text, bool(of_source), now)


def firecrawl_id(data: Any, body: bytes) -> str:
    """Return the webhookId, which stays the same when a webhook is delivered again.

    Servers that send none: a hash of the event's type, its crawl and its page (scrapeId, of a failed page sourceURL);
    of the whole body where it is not even such an event.
    """
    event = data if isinstance(data, dict) else {}
    given = event.get("webhookId")
    if isinstance(given, str) and 0 < len(given) <= LONGEST_ID and given.isprintable():
        return given
    kind, crawl, page = event.get("type"), event.get("id"), _page(event)
    if not isinstance(kind, str) or not isinstance(crawl, str):
        return f"body:{hashlib.sha256(body).hexdigest()}"
    named = json.dumps([kind, crawl, page])
    return f"event:{hashlib.sha256(named.encode()).hexdigest()}"


def _page(event: dict[str, Any]) -> str | None:
    documents = event.get("data")
    first = documents[0] if isinstance(documents, list) and documents else None
    metadata = first.get("metadata") if isinstance(first, dict) else None
    if not isinstance(metadata, dict):
        return None
    page = metadata.get("scrapeId") or metadata.get("sourceURL")
    return page if isinstance(page, str) else None


def _json(body: bytes) -> tuple[str, Any]:
    try:
        text = body.decode()
        data = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise Refused(400, f"the body is nested deeper than {DEEPEST} levels.") from None
    except ValueError:
        raise Refused(400, "the body is not JSON in UTF-8.") from None
    if depth(body) > DEEPEST:
        raise Refused(400, f"the body is nested deeper than {DEEPEST} levels.")
    return text, data


def depth(body: bytes) -> int:
    """Return how many levels of lists and objects valid JSON has."""
    deepest = level = 0
    for bracket in _TEXTS.sub(b"", body).translate(None, _NO_BRACKETS):
        level += 1 if bracket in b"[{" else -1
        deepest = max(deepest, level)
    return deepest


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
