"""A mail for tests."""

from typing import Any

from crawl_assets.notify.mail import Message


def message(**more: Any) -> Message:
    fields: dict[str, Any] = {
        "to": ("reader@example.org",),
        "subject": "docs.example.org: 2 pages changed",
        "text": "Two pages changed.\n",
        "html": None,
        "key": "llms-txt-changed/docs.example.org-7",
    }
    return Message(**fields | more)
