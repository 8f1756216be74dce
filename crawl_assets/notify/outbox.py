"""Mail as .eml files in a folder (RFC 5322), for who has no mail service: any mail program opens them."""

import os
import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

from crawl_assets.durable.errors import NonRetriable
from crawl_assets.notify.mail import Message, check_address

DEFAULT_SENDER = "crawl_assets <crawl_assets@localhost>"


class OutboxNotWritable(NonRetriable):
    """The folder takes no file."""


class OutboxMailer:
    """Writes each mail once into a folder; a mail whose key was written before is left as it is."""

    def __init__(
        self, folder: Path, sender: str = DEFAULT_SENDER, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        check_address(sender)
        self._folder, self._sender, self._now = folder, sender, now

    def __repr__(self) -> str:
        """Show the folder."""
        return f"OutboxMailer({str(self._folder)!r})"

    def send(self, message: Message) -> str:
        """Write the mail and return its path; a file is there whole or not at all, and never replaced."""
        path = self._folder / file_name(message.key)
        temporary: str | None = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if path.exists():
                return str(path)
            handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=".writing-")
            with os.fdopen(handle, "wb") as file:
                file.write(as_bytes(message, self._sender, self._now()))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(temporary, path)  # unlike a rename, the first of two writers wins
            except FileExistsError:
                return str(path)
        except OSError as error:
            raise OutboxNotWritable(
                f"{path} cannot be written ({error.strerror}). Give this user write access to {self._folder}."
            ) from None
        finally:
            if temporary is not None:
                Path(temporary).unlink(missing_ok=True)
        return str(path)


def file_name(key: str) -> str:
    """Return the file of a key: readable, and different for each key."""
    readable = re.sub(r"[^A-Za-z0-9._-]+", "_", key).strip("._")[:100]
    return f"{readable or 'mail'}-{sha256(key.encode()).hexdigest()[:12]}.eml"


def as_bytes(message: Message, sender: str, date: datetime) -> bytes:
    """Write a message as RFC 5322 with CRLF line ends, HTML as the alternative of the text."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, ", ".join(message.to), message.subject
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = f"<{sha256(message.key.encode()).hexdigest()[:32]}@crawl_assets.localhost>"
    mail["X-Idempotency-Key"] = message.key
    mail.set_content(message.text)
    if message.html is not None:
        mail.add_alternative(message.html, subtype="html")
    return mail.as_bytes()
