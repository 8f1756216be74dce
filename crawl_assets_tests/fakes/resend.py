"""A small real server that speaks Resend's POST /emails, strictly.

    with ResendServer() as resend:
        resend.fail(Sent(500), Sent(429, headers={"Retry-After": "0"}))
        ... resend.base_url, resend.key, resend.mails

The same Idempotency-Key and body give the same answer and no second mail, another body a 409. Failures asked for come
first, one a request; one that `acts` sends the mail all the same.
"""

import json
import threading
from dataclasses import dataclass
from typing import Any, Self

from crawl_assets_tests.fakes.json_server import JsonServer, Request, Sent

KEY = "re_0123456789abcdef"
_FIELDS = {"from": str, "to": list, "subject": str, "text": str, "html": str, "cc": list, "bcc": list, "headers": dict}


@dataclass(frozen=True)
class Mail:
    """A mail that went out."""

    id: str
    key: str | None  # Idempotency-Key
    body: dict[str, Any]


def problem(status: int, name: str, message: str, **headers: str) -> Sent:
    """Refuse as Resend words it."""
    return Sent(status, {"statusCode": status, "name": name, "message": message}, headers)


class ResendServer:
    """The server; a context manager."""

    def __init__(self, *, key: str = KEY) -> None:
        self.key = key
        self.mails: list[Mail] = []
        self._by_key: dict[str, Mail] = {}
        self._failures: list[Sent] = []
        self._lock = threading.Lock()
        self.http = JsonServer(self._answer)
        self.base_url = f"http://{self.http.place}"

    def __enter__(self) -> Self:
        self.http.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.__exit__()

    def fail(self, *sent: Sent) -> None:
        """Answer the next requests so."""
        self._failures += sent

    def _answer(self, request: Request) -> Sent:
        with self._lock:
            failure = self._failures.pop(0) if self._failures else None
            if failure is not None and not failure.acts:
                return failure
            return failure if (sent := self._sent(request)).status == 200 and failure is not None else sent

    def _sent(self, request: Request) -> Sent:
        if (request.method, request.path) != ("POST", "/emails"):
            return problem(405, "method_not_allowed", "This endpoint does not support the specified HTTP method.")
        given = request.headers.get("authorization")
        if given is None:
            return problem(401, "missing_api_key", "Missing API Key")
        if given != f"Bearer {self.key}":
            return problem(403, "invalid_api_key", f"API key is invalid: {given}")
        body = _checked(request)
        if isinstance(body, Sent):
            return body
        key = request.headers.get("idempotency-key")
        if key is not None and not 1 <= len(key) <= 256:
            return problem(400, "invalid_idempotency_key", "The idempotency key must be between 1-256 chars.")
        known = self._by_key.get(key) if key is not None else None
        if known is None:
            known = Mail(f"mail-{len(self.mails) + 1}", key, body)
            self.mails.append(known)
            if key is not None:
                self._by_key[key] = known
        elif known.body != body:
            return problem(
                409, "invalid_idempotent_request", "Same idempotency key used with a different request payload."
            )
        return Sent(200, {"id": known.id})


def _checked(request: Request) -> dict[str, Any] | Sent:
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        return problem(422, "validation_error", "The content type must be application/json.")
    try:
        body = json.loads(request.body)
    except ValueError:
        return problem(422, "validation_error", "The body is no JSON.")
    for name, value in body.items():
        if not isinstance(value, _FIELDS.get(name, type(None))):
            return problem(422, "validation_error", f"Invalid `{name}` field.")
    for name in ("from", "to", "subject"):
        if not body.get(name):
            return problem(422, "missing_required_field", f"Missing `{name}` field.")
    if not all(isinstance(address, str) and "@" in address for address in body["to"]):
        return problem(422, "validation_error", "Invalid `to` field.")
    return body
