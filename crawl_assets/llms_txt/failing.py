"""What people are told of a crawl that failed, by mail; never a secret."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawl_assets.llms_txt.registry import due_at, find_domain, jobs_of
from crawl_assets.notify.mail import Message
from crawl_assets.store.database import Database

if TYPE_CHECKING:
    from crawl_assets.settings import Settings

SHOWN_LINES, SHOWN_CHARACTERS = 12, 2_000  # of an error
_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure as it is told."""

    domain: str
    what: tuple[str, ...]  # assets or checks that failed
    error: str
    again: str  # when it is tried again, a sentence
    key: str  # of the run or the crawl: told once


def failure_message(failure: Failure, to: tuple[str, ...], secrets: Iterable[str]) -> Message:
    """Write the mail about a failure with the first lines of its error; `secrets` are blotted out."""
    lines = [line.rstrip() for line in failure.error.splitlines() if line.strip()]
    error = without_secrets("\n".join(lines[:SHOWN_LINES])[:SHOWN_CHARACTERS], secrets)
    what = ", ".join(failure.what) or "its run"
    text = [f"The crawl of {failure.domain} failed at {what}.", "", error, "", failure.again, ""]
    text += ["What is published of it stays as it was.", ""]
    return Message(to, f"{failure.domain}: the crawl failed", "\n".join(text), None, f"llms-txt-failed/{failure.key}")


def without_secrets(text: str, secrets: Iterable[str]) -> str:
    """Return a text with every secret, and every user and password in an address, blotted out."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "[secret]")
    return _CREDENTIALS.sub("[secret]@", text)


def secrets_of(settings: "Settings") -> list[str]:
    """Return every secret of the settings."""
    keys = [settings.database_token, settings.llm_api_key, settings.firecrawl_api_key, settings.resend_api_key]
    signing: Sequence[str] = (
        *settings.firecrawl_webhook_secrets,
        *settings.resend_webhook_secrets,
        *settings.inbox_secrets,
        *settings.crawler_webhook_secrets,
    )
    return [*keys, *signing]


def tried_again(database: Database, name: str) -> str:
    """Say when a domain is crawled again; raises UnknownDomainError."""
    domain, jobs = find_domain(database, name), jobs_of(database, name)
    if domain.is_paused:
        return "The domain is paused: it is not tried again by itself."
    if jobs and jobs[-1].state == "active":
        return "The crawl is gone on with by itself within minutes, from where it stopped."
    if not jobs:
        return "It is tried again at the next full hour."
    return f"It is tried again at the first full hour from {due_at(domain, jobs):%Y-%m-%d %H:%M} UTC."
