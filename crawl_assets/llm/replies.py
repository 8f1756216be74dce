"""What is read out of a model's reply, whoever asked."""

import json
from typing import Any


def first_json(reply: str, *, opening: str = "{") -> Any:
    """Return the first JSON value of a reply that begins with one of these signs; None when there is none.

    It may stand within a code fence or behind a sentence.
    """
    start = min((place for sign in opening if (place := reply.find(sign)) >= 0), default=-1)
    if start < 0:
        return None
    try:
        found, _ = json.JSONDecoder().raw_decode(reply, start)
    except (ValueError, RecursionError):
        return None
    return found


def first_object(reply: str) -> dict[str, Any] | None:
    """Return the first JSON object of a reply; None when what begins like one is none."""
    found = first_json(reply)
    return found if isinstance(found, dict) else None
