"""What the fake OpenAI-compatible server takes for a well-formed request, and how it words its refusals."""

import json
from collections.abc import Callable, Mapping
from typing import Any

Problem = tuple[int, dict[str, Any] | bytes]  # an HTTP status and a body


def refusal(path: str, headers: Mapping[str, str], key: str) -> Problem | None:
    """Tell why a request is refused before its body is looked at; header names in lower case."""
    if not path.endswith("/v1/chat/completions"):
        return 404, b"<!DOCTYPE html><title>Not Found</title>"
    given = headers.get("authorization", "")
    if not given.startswith("Bearer "):
        return 401, {"error": {"message": "No auth credentials found", "code": 401}}
    if given.removeprefix("Bearer ") != key:
        return 401, {"error": {"message": "User not found.", "code": 401}}
    if headers.get("content-type", "").split(";")[0] != "application/json":
        return _bad("the content type must be application/json")
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


# what a request may hold, and what each field must be
_FIELDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "model": ("a string", lambda value: isinstance(value, str) and bool(value)),
    "messages": ("a list of messages", lambda value: isinstance(value, list) and bool(value)),
    "max_tokens": ("a positive integer", _is_count),
    "temperature": ("a number from 0 to 2", lambda value: _is_number(value) and 0 <= value <= 2),
    "top_p": ("a number from 0 to 1", lambda value: _is_number(value) and 0 <= value <= 1),
    "seed": ("an integer", lambda value: isinstance(value, int) and not isinstance(value, bool)),
    "stream": ("false", lambda value: value is False),
    "user": ("a string", lambda value: isinstance(value, str)),
    "usage": ("{'include': boolean}", lambda value: _is_object(value, {"include": bool})),
    "reasoning": (
        "an object",
        lambda value: _is_object(value, {"max_tokens": int, "effort": str, "exclude": bool, "enabled": bool}),
    ),
}


def _is_object(value: object, fields: Mapping[str, type]) -> bool:
    return isinstance(value, dict) and all(type(inner) is fields.get(name) for name, inner in value.items())


def checked(body: bytes) -> tuple[Problem | None, Any]:
    """Return what is wrong with a body, or None and the request that it holds."""
    try:
        request = json.loads(body)
    except ValueError:
        return _bad("We could not parse the JSON body of your request."), None
    if not isinstance(request, dict):
        return _bad("The body must be a JSON object."), None
    for name, value in request.items():
        if name not in _FIELDS:
            return _bad(f"Unrecognized request argument supplied: {name}"), None
        kind, fits = _FIELDS[name]
        if not fits(value):
            return _bad(f"Invalid type for '{name}': expected {kind}, but got {value!r:.80}."), None
    for name in ("model", "messages"):
        if name not in request:
            return _bad(f"Missing required parameter: '{name}'."), None
    for message in request["messages"]:
        if not _is_object(message, {"role": str, "content": str}) or len(message) != 2:
            return _bad("Invalid value in 'messages': a message has a role and a content, both strings."), None
        if message["role"] not in ("system", "user", "assistant", "developer"):
            return _bad(
                f"Invalid value: {message['role']!r}. Supported values are: 'system', 'assistant', 'user'."
            ), None
    return None, request


def _bad(message: str) -> Problem:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
    return 400, {"error": error}
