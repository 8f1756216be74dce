"""Mail: what is to be said, and Resend as the one who brings it.

https://resend.com/docs/api-reference/emails/send-email
A message has a key that names the event it tells of, `llms-txt-changed/docs.example.org-7`: sent twice under one key,
it arrives once.
"""

import re
from dataclasses import dataclass
from typing import Any, Protocol

from crawl_assets.durable.errors import NonRetriable, Retriable
from crawl_assets.durable.own_loop import in_own_loop
from crawl_assets.json_api import ApiAccess, JsonApi, NotSetUp, Refused, Service

RESEND = Service(
    "Resend", "RESEND_API_KEY", "RESEND_BASE_URL", "The account's plan is used up. Check it in Resend's dashboard."
)
LONGEST_KEY = 256  # characters, Resend's limit
_KEY = re.compile(rf"[!-~]{{1,{LONGEST_KEY}}}")
_ADDRESS = re.compile(r"(?:[^<>\r\n]*<)?[^@\s<>,;]+@[^@\s<>,;]+>?")
_STILL_SENDING = "concurrent_idempotent_requests"


@dataclass(frozen=True, slots=True)
class Message:
    """One mail; raises ValueError for a key, an address or a subject that no mail can have."""

    to: tuple[str, ...]  # addresses, also as `Name <name@example.org>`
    subject: str
    text: str
    html: str | None
    key: str  # `<event>/<entity>`, the same at each try

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise ValueError(
                f"{self.key!r:.300} cannot be the key of a mail: 1 to {LONGEST_KEY} ASCII characters without spaces."
            )
        if not self.to:
            raise ValueError(f"the mail {self.key} goes to nobody; set MAIL_TO.")
        for address in self.to:
            check_address(address)
        if "\n" in self.subject or "\r" in self.subject:
            raise ValueError(f"the subject of the mail {self.key} has more than one line: {self.subject!r:.100}")


class Mailer(Protocol):
    """Who sends mail; each from its own sender address."""

    def send(self, message: Message) -> str:
        """Send it once and return by what it can be found; raises a durable error."""


class AlreadySentOtherwise(NonRetriable):
    """A mail with this key and other words was sent before; nothing was sent now."""


class ResendMailer:
    """Mail through Resend's HTTP API; raises NotSetUp for a key, an address or a sender that cannot be one."""

    def __init__(self, access: ApiAccess, sender: str) -> None:
        if not sender:
            raise NotSetUp("No sender for Resend: set MAIL_FROM to an address of a domain that you verified there.")
        check_address(sender)
        self._api, self._sender = JsonApi(RESEND, access), sender

    def __repr__(self) -> str:
        """Show the address, never the key."""
        return repr(self._api)

    def send(self, message: Message) -> str:
        """Send it and return Resend's id.

        Raises TryLater, Refused, AccountStopped (see json_api), Retriable while an earlier try is still under way, or
        AlreadySentOtherwise. A repeat within 24 hours is answered without a second mail.
        """
        try:
            answer = in_own_loop(
                lambda: self._api.call("POST", "/emails", self._body(message), headers={"Idempotency-Key": message.key})
            )
        except Refused as error:
            if error.status != 409:
                raise
            if error.kind == _STILL_SENDING:
                raise Retriable(str(error)) from None
            raise AlreadySentOtherwise(
                f"{error} Give a mail with other words another key than {message.key}."
            ) from None
        found = answer.get("id")
        return found if isinstance(found, str) else ""

    def _body(self, message: Message) -> dict[str, Any]:
        body: dict[str, Any] = {
            "from": self._sender,
            "to": list(message.to),
            "subject": message.subject,
            "text": message.text,
        }
        return body | ({"html": message.html} if message.html is not None else {})


def check_address(address: str) -> None:
    """Raise ValueError for what is no address of one mailbox."""
    if not _ADDRESS.fullmatch(address.strip()) or ("<" in address) != (">" in address):
        raise ValueError(f"{address!r:.200} is no mail address; one looks like name@example.org.")
