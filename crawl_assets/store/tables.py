"""Outputs of assets (data frames, lists of dataclasses) as plain columns, and back."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime
from decimal import Decimal
from string import ascii_lowercase, ascii_uppercase
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from crawl_assets.store.database import Row
from crawl_assets.store.errors import SqlError, StoreError, UnkeepableValue
from crawl_assets.store.values import UNKNOWN, column_type, declared_type, from_sql

if TYPE_CHECKING:
    import pandas as pd

_ALREADY_PLAIN = {type(None), str, int, bool, bytes, date, datetime, Decimal, dict, list, tuple}
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)  # the letters whose case SQL does not see


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an output: plain Python values, None where there is none."""

    name: str
    declared: str  # see store.values; UNKNOWN when no value tells
    values: Sequence[Any]


def columns_of(output: Any, kind: type | None = None) -> list[Column]:
    """Read a DataFrame, or a list of dataclass instances of one class.

    An empty list has the columns of the dataclass `kind`, or none. Raises UnkeepableValue for a value that no column
    can keep, SqlError for column names that SQL cannot tell apart and for any other kind of output.
    """
    if isinstance(output, list | tuple):
        return _columns_of_records(output, type(output[0]) if output else kind)
    if type(output).__module__.startswith("pandas") and hasattr(output, "columns"):
        _check_names(list(output.columns))
        return _columns_of_frame(output)
    found = type(output).__name__
    raise SqlError(f"a {found} cannot be stored as a table; return a pandas DataFrame or a list of dataclasses.")


def records_of(rows: Sequence[Row], declared: dict[str, str], kind: type) -> list[Any]:
    """Build dataclass instances from rows; a field annotated as tuple gets its list back as a tuple."""
    names = [field.name for field in fields(kind) if field.init]
    hints = get_type_hints(kind)
    absent = [name for name in names if rows and name not in rows[0]]
    if absent:
        raise SqlError(f"there is no column {absent[0]!r} for {kind.__name__}; there are {', '.join(rows[0])}.")
    columns = []
    for name in names:
        values = _decoded(name, rows, declared.get(name, UNKNOWN))
        columns.append([_as_tuple(value) for value in values] if _is_tuple(hints[name]) else values)
    return [kind(**dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True)]


def frame_of(rows: Sequence[Row], declared: dict[str, str]) -> "pd.DataFrame":
    """Build a DataFrame from rows, each column with the dtype of its declared type, also when it is empty."""
    import pandas as pd

    columns = {name: _series(name, _decoded(name, rows, kind), kind) for name, kind in declared.items()}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))


def _decoded(name: str, rows: Sequence[Row], declared: str) -> list[Any]:
    values = [row[name] for row in rows]
    try:
        return from_sql(values, declared)
    except (ValueError, TypeError, ArithmeticError) as error:
        raise StoreError(f"column {name!r} is declared {declared} but holds something else: {error!s:.200}.") from None


def _check_names(names: list[Any]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        if not isinstance(name, str) or not name or "\0" in name or any("\ud800" <= sign <= "\udfff" for sign in name):
            raise SqlError(f"{name!r:.80} cannot name a column; use non-empty text, such as frame.columns.astype(str).")
        other = seen.get(name.translate(_LOWER))
        if other is not None:
            same = f"two columns named {name!r}" if other == name else f"the columns {other!r} and {name!r}"
            raise SqlError(f"the output has {same}, which are one and the same in SQL; rename one.")
        seen[name.translate(_LOWER)] = name


def _columns_of_records(records: Sequence[Any], kind: type | None) -> list[Column]:
    if kind is None:
        return []
    if not is_dataclass(kind):
        raise SqlError(f"a list of {kind.__name__} cannot be stored as a table; return a list of dataclass instances.")
    stranger = next((row for row, record in enumerate(records) if type(record) is not kind), None)
    if stranger is not None:
        found = type(records[stranger]).__name__
        raise SqlError(f"row {stranger} is a {found} among {kind.__name__}; return instances of one class.")
    _check_names([field.name for field in fields(kind)])
    hints = get_type_hints(kind)
    columns = []
    for field in fields(kind):
        values = _plain_values([getattr(record, field.name) for record in records])
        found = column_type(field.name, values)
        columns.append(Column(field.name, annotated_type(hints[field.name]) or found, values))
    return columns


def annotated_type(hint: Any) -> str | None:
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

    columns = []
    for position, name in enumerate(frame.columns):
        series = frame.iloc[:, position]
        if isinstance(series.dtype, pd.DatetimeTZDtype) or series.dtype.kind == "M":
            columns.append(Column(name, "DATETIME", _moments(name, series)))
            continue
        values = series.tolist() if series.dtype.kind == "f" else _plain_values(series.tolist())
        columns.append(Column(name, column_type(name, values) or _dtype_type(series), values))
    return columns


def _moments(name: str, series: "pd.Series[Any]") -> list[datetime | None]:
    import pandas as pd

    too_fine = (series.dt.nanosecond > 0).to_numpy()
    out_of_range = ((series.dt.year < MINYEAR) | (series.dt.year > MAXYEAR)).to_numpy()
    for refused, why in (
        (too_fine, "the moment has nanoseconds; it would be kept to the microsecond"),
        (out_of_range, f"the year is outside of {MINYEAR} to {MAXYEAR}"),
    ):
        if refused.any():
            raise UnkeepableValue(name, int(refused.argmax()), why)
    return [None if moment is pd.NaT else moment for moment in series.dt.to_pydatetime()]


def _plain_values(values: list[Any]) -> list[Any]:
    if set(map(type, values)) <= _ALREADY_PLAIN:
        return values
    return [_plain(value) for value in values]


def _plain(value: Any) -> Any:
    """Turn pandas' and numpy's own scalars into Python's; every kind of missing value into None."""
    if type(value) in _ALREADY_PLAIN:
        return value
    if type(value) is float:
        return None if value != value else value  # noqa: PLR0124  # NaN is the only float unequal to itself
    if type(value).__module__.startswith("pandas"):
        return _of_pandas(value)
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        return _of_numpy(value)
    return value


def _of_pandas(value: Any) -> Any:
    import pandas as pd

    if value is pd.NaT or value is pd.NA:
        return None
    return value.to_pydatetime() if isinstance(value, pd.Timestamp) and not value.nanosecond else value


def _of_numpy(value: Any) -> Any:
    import pandas as pd

    if type(value).__name__ == "datetime64":
        return _of_pandas(pd.Timestamp(value))
    item = value.item() if getattr(value, "ndim", 0) == 0 else value
    return value if type(item).__module__ == "numpy" else _plain(item)


def _dtype_type(series: "pd.Series[Any]") -> str:
    kinds = {"b": "BOOLEAN", "i": "INTEGER", "u": "INTEGER", "f": "REAL"}
    if series.dtype.name in ("str", "string"):
        return "TEXT"
    return kinds.get(series.dtype.kind, UNKNOWN)


def _series(name: str, values: list[Any], declared: str) -> "pd.Series[Any]":
    import pandas as pd

    try:
        if declared == "DATETIME":
            return pd.Series(pd.to_datetime(values, utc=True)).astype("datetime64[us, UTC]")
        if declared == "REAL":
            return pd.Series(values, dtype="float64")
        if declared in ("INTEGER", "BOOLEAN"):
            plain, nullable = ("int64", "Int64") if declared == "INTEGER" else ("bool", "boolean")
            return pd.Series(values, dtype=nullable if None in values else plain)
        return pd.Series(values) if declared == "TEXT" and values else pd.Series(values, dtype=object)
    except (ValueError, TypeError) as error:
        raise StoreError(f"column {name!r} is declared {declared} but holds something else: {error!s:.200}.") from None
