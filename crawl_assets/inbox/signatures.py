"""Who sent a webhook: signatures over the raw bytes, compared in constant time.

| source    | headers                                             | signed with HMAC-SHA256              |
|-----------|-----------------------------------------------------|--------------------------------------|
| firecrawl | X-Firecrawl-Signature: sha256=<hex>                 | body                                 |
| resend    | svix-id, svix-timestamp, svix-signature             | id.timestamp.body, keys in base64    |
| generic   | X-Delivery-Id, X-Timestamp, X-Signature: sha256=<hex> | id.timestamp.body                  |
| crawler   | as generic                                          | as generic, with a secret of its own |

Timestamps are Unix seconds and may be off by five minutes. Firecrawl signs none; there the id inside the signed body
is what a replay cannot change. Several secrets of a source are all valid, so that one can be changed without a gap.
https://docs.firecrawl.dev/webhooks/security, https://docs.svix.com/receiving/verifying-payloads/how-manual
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

WINDOW_SECONDS = 300
LONGEST_ID = 256
SECRET_OF = {
    "firecrawl": "FIRECRAWL_WEBHOOK_SECRET",
    "resend": "RESEND_WEBHOOK_SECRET",
    "generic": "INBOX_SECRET",
    "crawler": "CRAWLER_WEBHOOK_SECRET",
}

_SVIX_PREFIX = "whsec_"

Headers = Mapping[str, str]  # by name in small letters


class Forged(Exception):
    """A signature is missing, wrong or too old; the message says which, and holds nothing of it."""


def check_secret(source: str, secret: str) -> None:
    """Raise ValueError, without the secret, for one that no webhook can be signed with."""
    if source == "resend":
        try:
            key = _svix_key(secret)
        except (ValueError, binascii.Error):
            key = b""
        if not key:
            raise ValueError(f"{SECRET_OF[source]} is no signing secret: it looks like {_SVIX_PREFIX} and base64.")
    if not secret.isprintable() or " " in secret:
        raise ValueError(f"{SECRET_OF[source]} holds a character that no secret has; copy it once more.")


def verify_firecrawl(secrets: Sequence[str], headers: Headers, body: bytes, now: datetime) -> None:
    """Raise Forged unless one of the secrets signed the body."""
    _check([_hex_in(headers, "x-firecrawl-signature")], [hmac_of(secret.encode(), body) for secret in secrets])


def verify_svix(secrets: Sequence[str], headers: Headers, body: bytes, now: datetime) -> None:
    """Raise Forged unless one of the signatures is by one of the secrets, over id, timestamp and body."""
    signed = _signed_content(headers, "svix-id", "svix-timestamp", body, now)
    given = [_base64_digest(part[3:]) for part in headers.get("svix-signature", "").split() if part.startswith("v1,")]
    _check(given, [hmac_of(_svix_key(secret), signed) for secret in secrets])


def verify_generic(secrets: Sequence[str], headers: Headers, body: bytes, now: datetime) -> None:
    """Raise Forged unless one of the secrets signed id, timestamp and body."""
    signed = _signed_content(headers, "x-delivery-id", "x-timestamp", body, now)
    _check([_hex_in(headers, "x-signature")], [hmac_of(secret.encode(), signed) for secret in secrets])


VERIFY: dict[str, Callable[[Sequence[str], Headers, bytes, datetime], None]] = {
    "firecrawl": verify_firecrawl,
    "resend": verify_svix,
    "generic": verify_generic,
    "crawler": verify_generic,
}


def hmac_of(key: bytes, content: bytes) -> bytes:
    """Return the HMAC-SHA256 (RFC 2104), 32 bytes."""
    return hmac.digest(key, content, "sha256")


def _signed_content(headers: Headers, id_name: str, time_name: str, body: bytes, now: datetime) -> bytes:
    delivery, moment = headers.get(id_name, ""), headers.get(time_name, "")
    if not delivery or len(delivery) > LONGEST_ID:
        raise Forged(f"{id_name} is missing or longer than {LONGEST_ID} characters")
    if not (moment.isascii() and moment.isdigit() and len(moment) <= 12):
        raise Forged(f"{time_name} is missing or no number of seconds")
    off = int(now.timestamp()) - int(moment)
    if abs(off) > WINDOW_SECONDS:
        raise Forged(f"{time_name} is off by {abs(off)} s; at most {WINDOW_SECONDS} are allowed")
    return f"{delivery}.{moment}.".encode("latin-1") + body


def _check(given: Iterable[bytes], expected: Sequence[bytes]) -> None:
    # every pair is compared, so that the time tells neither which signature nor which secret was near
    if not sum(hmac.compare_digest(one, other) for one in given for other in expected):
        raise Forged("the signature is missing or by another secret")


def _hex_in(headers: Headers, name: str) -> bytes:
    scheme, _, text = headers.get(name, "").partition("=")
    try:
        return bytes.fromhex(text) if scheme == "sha256" and len(text) == 2 * hashlib.sha256().digest_size else b""
    except ValueError:
        return b""


def _base64_digest(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _svix_key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(_SVIX_PREFIX), validate=True)
