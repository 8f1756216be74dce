"""What people change of an activity: it stays, whatever later workflows read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from types import NoneType
from typing import Any, get_args, get_type_hints

from crawl_assets.activities.fields import EDITABLE
from crawl_assets.activities.rows import FieldProvenance, StoredActivity
from crawl_assets.activities.stored import find_activity, newest_provenance
from crawl_assets.store.database import Database
from crawl_assets.store.rows import save, save_statements

_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


class NotEditable(ValueError):
    """A field cannot be set, or not to this value; says what can."""


def edit_activity(database: Database, activity_id: str, assignments: Sequence[str], now: datetime) -> list[str]:
    """Set fields, each as `field=value`, and lock them; returns their names. Raises UnknownActivity, NotEditable."""
    activity = find_activity(database, activity_id)
    values = dict(_assigned(assignment) for assignment in assignments)
    changed = replace(activity, **values, changed_at=now)
    said = [
        FieldProvenance(activity_id, name, "", None, {"is": value}, now, is_locked=True)
        for name, value in values.items()
    ]
    statements = save_statements(database, "activities", [changed])
    statements += save_statements(database, "activity_provenance", said)
    database.transaction(statements)
    return list(values)


def unlock_fields(database: Database, activity_id: str, names: Sequence[str], now: datetime) -> None:
    """Let workflows change fields again that a person set; raises UnknownActivity and NotEditable."""
    activity = find_activity(database, activity_id)
    known = newest_provenance(database, [activity_id]).get(activity_id, {})
    free = [name for name in names if name not in known or not known[name].is_locked]
    if free:
        locked = ", ".join(sorted(name for name, word in known.items() if word.is_locked)) or "none"
        raise NotEditable(f"{', '.join(free)} is not locked; locked is {locked}.")
    words = [
        # said by the page again, so that its next word counts
        FieldProvenance(
            activity_id, name, activity.source_url, None, {"is": getattr(activity, name)}, now, is_locked=False
        )
        for name in names
    ]
    save(database, "activity_provenance", words)


def _assigned(assignment: str) -> tuple[str, Any]:
    name, mark, text = assignment.partition("=")
    name = name.strip()
    if not mark or name not in EDITABLE:
        raise NotEditable(f"{assignment!r:.80} sets nothing: write FIELD=VALUE with one of {', '.join(EDITABLE)}.")
    return name, _read(name, text.strip())


def _read(name: str, text: str) -> Any:
    hint = get_type_hints(StoredActivity)[name]
    kinds = set(get_args(hint)) or {hint}
    if str(hint).startswith("tuple"):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if not text:
        if NoneType in kinds:
            return None
        raise NotEditable(f"{name} cannot be empty.")
    try:
        if bool in kinds:
            return _bool(text)
        if int in kinds:
            return int(text)
        return float(text) if float in kinds else text
    except ValueError:
        raise NotEditable(f"{name} cannot be {text!r:.80}; it is {hint}.") from None


def _bool(text: str) -> bool:
    if text.casefold() in _TRUE + _FALSE:
        return text.casefold() in _TRUE
    raise ValueError(text)
