"""Result files: one a crawl, named by its moment, written whole or not at all, the newest one found by its name.

    <folder>/20260302T101500.123456Z_shopee_<event>.json

A file holds the result (see contract.py) with `event_id`, the `page` it came from and the `evidence` of its fields.
"""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from crawl_assets.product_drafts.event_ids import file_word

UNKNOWN_SOURCE = "unknown"
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_NAME = re.compile(r"(\d{8}T\d{6}\.\d{6}Z)_(shopee|taobao|unknown)_([A-Za-z0-9-]+)\.json")


@dataclass(frozen=True, slots=True)
class ResultFile:
    """What one file holds."""

    name: str
    payload: dict[str, Any]  # see contract.py
    page: dict[str, Any] = field(default_factory=dict)  # a row of product_pages without its name, as JSON
    evidence: tuple[dict[str, Any], ...] = ()


class UnreadableResult(ValueError):
    """A result file is damaged."""


def result_folder(out: Path, out_dir: str | None) -> Path:
    """Return the folder of an event's results; raises ValueError for one that is not below PRODUCTS_OUT."""
    if not out_dir:
        return out
    if "\0" in out_dir:
        raise ValueError(f"out_dir {out_dir!r:.80} is no path.")
    base = out.resolve()
    wanted = (base / out_dir).resolve()  # links are followed, so that none leads out
    if not wanted.is_relative_to(base):
        raise ValueError(f"out_dir {out_dir!r:.200} is not below PRODUCTS_OUT ({out}); name a folder in it.")
    return wanted


def next_moment(folder: Path, event_id: str, now: datetime) -> datetime:
    """Return now, or a moment later than every result of the event where the clock went back."""
    newest, moment = newest_name(folder, event_id), now.astimezone(UTC)
    return moment if newest is None else max(moment, _moment(newest) + timedelta(microseconds=1))


def write_result(folder: Path, event_id: str, source: str | None, at: datetime, content: Mapping[str, Any]) -> str:
    """Write a result and return its file's name."""
    folder.mkdir(parents=True, exist_ok=True)
    moment = at.astimezone(UTC)
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        while True:
            name = f"{moment.strftime(_STAMP)}_{source or UNKNOWN_SOURCE}_{file_word(event_id)}.json"
            try:
                os.link(temporary, folder / name)  # unlike a rename, it never takes the place of another result
            except FileExistsError:
                moment += timedelta(microseconds=1)
                continue
            return name
    finally:
        Path(temporary).unlink(missing_ok=True)


def newest_name(folder: Path, event_id: str) -> str | None:
    """Return the name of the newest result of an event; None when there is none."""
    word = file_word(event_id)
    names = (path.name for path in folder.glob(f"*_{word}.json"))
    return max((name for name in names if (found := _NAME.fullmatch(name)) and found[3] == word), default=None)


def newest_result(folder: Path, event_id: str) -> ResultFile | None:
    """Read the newest result of an event; None when there is none. Raises UnreadableResult."""
    name = newest_name(folder, event_id)
    return None if name is None else read_result(folder / name)


def read_result(path: Path) -> ResultFile:
    """Read a result file, prices exactly; raises UnreadableResult."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        page, evidence = found.pop("page", {}), found.pop("evidence", [])
        found.pop("event_id", None)
        return ResultFile(path.name, found, dict(page), tuple(dict(one) for one in evidence))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableResult(f"{path} is no result file ({error!s:.200}); crawl its page once more.") from None


def _moment(name: str) -> datetime:
    return datetime.strptime(name.partition("_")[0], _STAMP).replace(tzinfo=UTC)
