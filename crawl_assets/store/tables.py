"""Outputs of assets (data frames, lists of dataclasses) as plain columns, and back."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from crawl_assets.store.database import Row
from crawl_assets.store.errors import SqlError, UnkeepableValue
from crawl_assets.store.values import UNKNOWN, column_type, declared_type, from_sql

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an output: plain Python values, None where there is none."""

    name: str
    declared: str  # see store.values; UNKNOWN when no value tells
    values: Sequence[Any]


def columns_of(output: Any) -> list[Column]:
    """Read a DataFrame, or a list of dataclass instances of one class; an empty list has no columns.

    Raises UnkeepableValue for a value that no column can keep, SqlError for any other kind of output.
    """
    if isinstance(output, list | tuple):
        return _columns_of_records(output)
    if type(output).__module__.startswith("pandas") and hasattr(output, "columns"):
        return _columns_of_frame(output)
    raise SqlError(
        f"a {type(output).__name__} cannot be stored as a table; return a pandas DataFrame or a list of dataclasses."
    )


def records_of(rows: Sequence[Row], declared: dict[str, str], kind: type) -> list[Any]:
    """Build dataclass instances from rows; a field annotated as tuple gets its list back as a tuple."""
    names = [field.name for field in fields(kind)]
    hints = get_type_hints(kind)
    columns = []
    for name in names:
        values = from_sql((row[name] for row in rows), declared.get(name, UNKNOWN))
        columns.append([_as_tuple(value) for value in values] if _is_tuple(hints[name]) else values)
    return [kind(*values) for values in zip(*columns, strict=True)] if rows else []


def frame_of(rows: Sequence[Row], declared: dict[str, str]) -> "pd.DataFrame":
    """Build a DataFrame from rows, each column with the dtype of its declared type, also when it is empty."""
    import pandas as pd

    columns = {name: _series(from_sql((row[name] for row in rows), kind), kind) for name, kind in declared.items()}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))


def _columns_of_records(records: Sequence[Any]) -> list[Column]:
    if not records:
        return []
    kind = type(records[0])
    if not is_dataclass(kind):
        raise SqlError(f"a list of {kind.__name__} cannot be stored as a table; return a list of dataclass instances.")
    hints = get_type_hints(kind)
    columns = []
    for field in fields(kind):
        try:
            values = [getattr(record, field.name) for record in records]
        except AttributeError:
            raise SqlError(f"the list mixes {kind.__name__} with other classes; return instances of one.") from None
        found = column_type(field.name, values)
        columns.append(Column(field.name, _annotated(hints[field.name]) or found, values))
    return columns


def _annotated(hint: Any) -> str | None:
    """Return the column type of an annotation such as `date | None`, or None where it does not tell one."""
    options = [option for option in _options(hint) if option is not type(None)]
    kinds = {declared_type(get_origin(option) or option) for option in options}
    return kinds.pop() if len(kinds) == 1 else None


def _options(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _is_tuple(hint: Any) -> bool:
    return any((get_origin(option) or option) is tuple for option in _options(hint))


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _columns_of_frame(frame: "pd.DataFrame") -> list[Column]:
    import pandas as pd

    names = [str(name) for name in frame.columns]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise SqlError(f"the frame has two columns named {twice!r}; rename one.")
    columns = []
    for name, position in zip(names, range(len(names)), strict=True):
        series = frame.iloc[:, position]
        if isinstance(series.dtype, pd.DatetimeTZDtype) or series.dtype.kind == "M":
            columns.append(Column(name, "DATETIME", _moments(name, series)))
            continue
        values = series.tolist()
        if series.dtype.kind not in "biuf" or series.hasnans:
            values = [_plain(value) for value in values]
        columns.append(Column(name, column_type(name, values) or _dtype_type(series), values))
    return columns


def _moments(name: str, series: "pd.Series[Any]") -> list[datetime | None]:
    import pandas as pd

    moments: list[datetime | None] = []
    for row, value in enumerate(series):
        if value is pd.NaT:
            moments.append(None)
        elif value.nanosecond:
            raise UnkeepableValue(name, row, f"{value} has nanoseconds; moments are kept to the microsecond")
        else:
            moments.append(value.to_pydatetime())
    return moments


def _plain(value: Any) -> Any:
    """Turn pandas' and numpy's own scalars into Python's; every kind of missing value into None."""
    if value is None or type(value) in (str, int, bool, bytes):
        return value
    if type(value) is float:
        return None if value != value else value  # noqa: PLR0124  # NaN is the only float unequal to itself
    if type(value).__module__.startswith("pandas"):
        import pandas as pd

        if value is pd.NaT or value is pd.NA:
            return None
        return value.to_pydatetime() if isinstance(value, pd.Timestamp) and not value.nanosecond else value
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        return _plain(value.item()) if getattr(value, "ndim", 0) == 0 else value
    return value


def _dtype_type(series: "pd.Series[Any]") -> str:
    kinds = {"b": "BOOLEAN", "i": "INTEGER", "u": "INTEGER", "f": "REAL"}
    if series.dtype.name in ("str", "string"):
        return "TEXT"
    return kinds.get(series.dtype.kind, UNKNOWN)


def _series(values: list[Any], declared: str) -> "pd.Series[Any]":
    import pandas as pd

    if declared == "DATETIME":
        return pd.Series(pd.to_datetime(values, utc=True)).astype("datetime64[us, UTC]")
    if declared == "REAL":
        return pd.Series(values, dtype="float64")
    if declared in ("INTEGER", "BOOLEAN"):
        plain, nullable = ("int64", "Int64") if declared == "INTEGER" else ("bool", "boolean")
        return pd.Series(values, dtype=nullable if None in values else plain)
    if declared == "TEXT" and values:
        return pd.Series(values)
    return pd.Series(values, dtype=object)
