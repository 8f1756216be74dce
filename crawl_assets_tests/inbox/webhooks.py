"""Webhooks as their senders make them: bodies, ids and signatures, written apart from the code that checks them."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, replace
from datetime import datetime

FIRECRAWL_SECRET = "fc-hook-s3cr3t-one"
RESEND_SECRET = "whsec_" + base64.b64encode(b"resend-s3cr3t-key-of-24b").decode()
GENERIC_SECRET = "generic-s3cr3t"
SECRETS = {
    "FIRECRAWL_WEBHOOK_SECRET": FIRECRAWL_SECRET,
    "RESEND_WEBHOOK_SECRET": RESEND_SECRET,
    "INBOX_SECRET": GENERIC_SECRET,
}


@dataclass(frozen=True)
class Webhook:
    """One request to /hooks/{source}."""

    source: str
    headers: dict[str, str]
    body: bytes

    def but(self, *, body: bytes | None = None, **headers: str) -> "Webhook":
        """Return it with another body or other headers, `svix_id` for svix-id, signed as before."""
        changed = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, body=self.body if body is None else body, headers=changed)


def digest(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()


def firecrawl(body: object, secret: str = FIRECRAWL_SECRET) -> Webhook:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = digest(secret.encode(), raw).hex()
    return Webhook("firecrawl", {"x-firecrawl-signature": f"sha256={signature}"}, raw)


def resend(delivery: str, body: object, now: datetime, secret: str = RESEND_SECRET) -> Webhook:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    moment = str(int(now.timestamp()))
    key = base64.b64decode(secret.split("_", 1)[1])
    signature = base64.b64encode(digest(key, f"{delivery}.{moment}.".encode() + raw)).decode()
    headers = {"svix-id": delivery, "svix-timestamp": moment, "svix-signature": f"v1,{signature}"}
    return Webhook("resend", headers, raw)


def generic(delivery: str, body: object, now: datetime, secret: str = GENERIC_SECRET) -> Webhook:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    moment = str(int(now.timestamp()))
    signature = digest(secret.encode(), f"{delivery}.{moment}.".encode() + raw).hex()
    headers = {"x-delivery-id": delivery, "x-timestamp": moment, "x-signature": f"sha256={signature}"}
    return Webhook("generic", headers, raw)


def page_event(number: int, crawl: str = "crawl-1") -> dict[str, object]:
    """Make a crawl.page event as Firecrawl v2 sends it."""
    metadata = {"sourceURL": f"https://docs.example.org/{number}", "scrapeId": f"scrape-{number}", "statusCode": 200}
    document = {"markdown": f"# Page {number}\n", "metadata": metadata}
    webhook = f"{crawl}-webhook-{number}"
    return {"success": True, "type": "crawl.page", "id": crawl, "webhookId": webhook, "data": [document]}
