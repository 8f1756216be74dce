"""What goes into a table comes back as it was, or is refused by column and row before anything is written."""

import math
from dataclasses import dataclass, make_dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawl_assets.store.errors import SqlError, StoreError, UnkeepableValue
from crawl_assets.store.local import LocalDatabase
from crawl_assets_tests.store.io_contexts import load, write

MODEST = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
BIG = 2**63 - 1
PLAIN_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=12))])
KINDS: dict[type, st.SearchStrategy[Any]] = {
    int: st.integers(-BIG - 1, BIG),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    str: TEXT,
    bytes: st.binary(),
    date: st.dates(),
    datetime: st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=ZONES),
    Decimal: st.decimals(allow_nan=False),
    dict: st.dictionaries(TEXT, PLAIN_JSON, max_size=3),
    list: st.lists(PLAIN_JSON, max_size=3),
}


@pytest.fixture
def database(tmp_path: Path) -> LocalDatabase:
    return LocalDatabase(tmp_path / "test.db")


def renewed(database: LocalDatabase, output: Any, kind: Any = Any) -> Any:
    """Write `output` into a table that does not exist yet and load it back."""
    name = f"things_{len(database.query('SELECT name FROM sqlite_master'))}"
    write(database, output, name=name, kind=kind)
    return load(database, kind, name=name)


def one_column(database: LocalDatabase, values: list[Any]) -> list[Any]:
    loaded = renewed(database, pd.DataFrame({"value": pd.Series(values, dtype=object)}))["value"]
    return [None if value is None or value is pd.NA or value is pd.NaT or value != value else value for value in loaded]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@MODEST
@given(data=st.data())
def test_any_value_of_a_kind_comes_back_the_same_in_a_dataclass(
    database: LocalDatabase, kind: type, data: st.DataObject
) -> None:
    record = make_dataclass("Record", [("place", int), ("value", kind | None)], frozen=True)
    values = data.draw(st.lists(st.none() | KINDS[kind], max_size=6))
    records = [record(place, value) for place, value in enumerate(values)]
    assert renewed(database, records, list[record]) == records  # type: ignore[valid-type]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@MODEST
@given(data=st.data())
def test_any_value_of_a_kind_comes_back_the_same_in_a_frame(
    database: LocalDatabase, kind: type, data: st.DataObject
) -> None:
    values = data.draw(st.lists(KINDS[kind], min_size=1, max_size=6))
    assert one_column(database, values) == values
    assert one_column(database, [None, *values, None]) == [None, *values, None]


@pytest.mark.parametrize("value", [BIG, BIG - 1, -BIG, -BIG - 1, 2**53 + 1, -(2**53) - 1, 0])
def test_integers_of_64_bits_are_exact(database: LocalDatabase, value: int) -> None:
    assert one_column(database, [value]) == [value]


@pytest.mark.parametrize("value", [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1 + 0.2, 1 / 3, -1e-310])
def test_floats_are_exact_to_the_last_bit(database: LocalDatabase, value: float) -> None:
    assert one_column(database, [value]) == [value]


def test_minus_zero_comes_back_as_zero(database: LocalDatabase) -> None:
    assert [math.copysign(1, value) for value in one_column(database, [-0.0])] == [1.0]


@pytest.mark.parametrize("missing", [None, math.nan, pd.NaT, pd.NA, np.float64("nan"), Decimal("NaN")])
def test_every_kind_of_missing_value_is_null(database: LocalDatabase, missing: Any) -> None:
    write(database, pd.DataFrame({"value": pd.Series([missing, missing], dtype=object)}))
    assert database.query("SELECT value FROM things") == [{"value": None}, {"value": None}]


@pytest.mark.parametrize(
    "text",
    ["", "\0", "a\0b", "\0\0tail", "😀 été", "'", '"', "\\", "\n\r\t\x01\x7f", "\u2028", "\ufeff", "null", "{}", "1"],
)
def test_text_comes_back_to_the_letter(database: LocalDatabase, text: str) -> None:
    assert one_column(database, [text]) == [text]


def test_a_naive_moment_is_taken_as_utc_and_comes_back_aware(database: LocalDatabase) -> None:
    assert one_column(database, [datetime(2026, 1, 5, 6)]) == [datetime(2026, 1, 5, 6, tzinfo=UTC)]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_moments_of_a_frame_come_back_whatever_its_unit(database: LocalDatabase, unit: str) -> None:
    moments = pd.Series(pd.to_datetime(["2026-01-05 06:00:00", None, "1969-12-31 23:59:59"])).astype(
        f"datetime64[{unit}]"
    )
    loaded = renewed(database, pd.DataFrame({"at": moments}))["at"]
    assert loaded.dtype == "datetime64[us, UTC]"
    assert loaded.equals(moments.astype("datetime64[us]").dt.tz_localize("UTC"))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(999, 12, 31), date(9999, 12, 31)])
def test_days_and_moments_of_any_year_sort_as_text(database: LocalDatabase, day: date) -> None:
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert one_column(database, [day]) == [day]
    assert one_column(database, [moment]) == [moment]
    stored = database.query("SELECT value FROM things_1")[0]["value"]
    assert stored == f"{day.year:04}-{day.month:02}-{day.day:02}T00:00:00.000000Z"


def test_the_dtypes_of_pandas_come_back(database: LocalDatabase) -> None:
    frame = pd.DataFrame(
        {
            "plain_int": pd.Series([1, 2], dtype="int64"),
            "maybe_int": pd.Series([BIG, None], dtype="Int64"),
            "plain_bool": pd.Series([True, False], dtype="bool"),
            "maybe_bool": pd.Series([True, None], dtype="boolean"),
            "plain_float": pd.Series([1.5, None], dtype="float64"),
            "text": pd.Series(["a", None]),
        }
    )
    pd.testing.assert_frame_equal(renewed(database, frame), frame)


def test_narrow_dtypes_categories_and_numpy_scalars_come_back_as_their_values(database: LocalDatabase) -> None:
    frame = pd.DataFrame(
        {
            "small": pd.Series([1, 2], dtype="uint8"),
            "half": pd.Series([0.5, 1.5], dtype="float32"),
            "group": pd.Series(["x", None], dtype="category"),
            "string": pd.Series(["y", None], dtype="string"),
            "scalars": pd.Series([np.int64(3), np.int16(4)], dtype=object),
            "flags": pd.Series([np.bool_(True), False], dtype=object),
            "moments": pd.Series(
                [np.datetime64("2026-01-05T06:00"), pd.Timestamp("2026-01-06", tz="UTC")], dtype=object
            ),
        }
    )
    loaded = renewed(database, frame)
    assert loaded["small"].tolist() == [1, 2]
    assert loaded["half"].tolist() == [0.5, 1.5]
    assert loaded["group"].tolist()[0] == "x"
    assert pd.isna(loaded["group"][1])
    assert loaded["string"].tolist()[0] == "y"
    assert loaded["scalars"].tolist() == [3, 4]
    assert loaded["flags"].tolist() == [True, False]
    assert loaded["moments"].tolist() == [pd.Timestamp("2026-01-05T06:00Z"), pd.Timestamp("2026-01-06", tz="UTC")]


def test_the_index_of_a_frame_is_not_kept(database: LocalDatabase) -> None:
    loaded = renewed(database, pd.DataFrame({"value": [1, 2]}, index=["a", "b"]))
    assert loaded.index.tolist() == [0, 1]
    assert list(loaded) == ["value"]


def test_an_empty_frame_comes_back_with_its_columns_and_dtypes(database: LocalDatabase) -> None:
    frame = pd.DataFrame(
        {"count": pd.Series(dtype="int64"), "share": pd.Series(dtype="float64"), "what": pd.Series(dtype=object)}
    )
    loaded = renewed(database, frame)
    assert len(loaded) == 0
    assert loaded.dtypes.map(str).to_dict() == {"count": "int64", "share": "float64", "what": "object"}


def test_a_frame_without_columns_writes_nothing(database: LocalDatabase) -> None:
    assert write(database, pd.DataFrame())["dagster/row_count"] == 0
    assert write(database, pd.DataFrame(index=[1, 2]))["dagster/row_count"] == 0
    assert database.query("SELECT name FROM sqlite_master") == []


def test_a_hundred_columns_come_back_in_their_order(database: LocalDatabase) -> None:
    frame = pd.DataFrame({f"c{number}": [number, -number] for number in range(100)})
    pd.testing.assert_frame_equal(renewed(database, frame), frame)


def test_any_text_may_name_a_column(database: LocalDatabase) -> None:
    names = [
        "select",
        "order",
        "rowid",
        "key",
        "a b",
        'quo"te',
        "apo'strophe",
        "semi;colon",
        "--",
        "/*",
        "?",
        "[x]",
        "`",
        "é😀",
        "%s",
        "value",
        "j",
    ]
    frame = pd.DataFrame({name: [number, 2**60 + number] for number, name in enumerate(names)})
    pd.testing.assert_frame_equal(renewed(database, frame), frame)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Name", "nAME"], "'Name' and 'nAME'"),
        (["x", "x"], "two columns named 'x'"),
        (["x", ""], "''"),
        ([0, 1], "0 cannot name a column"),
        (["nul\0"], "cannot name a column"),
        (["\ud800"], "cannot name a column"),
        ([("a", "b")], "cannot name a column"),
    ],
)
def test_names_that_sql_cannot_hold_apart_are_refused(database: LocalDatabase, names: list[Any], said: str) -> None:
    frame = pd.DataFrame([[1] * len(names)])
    frame.columns = pd.Index(names, dtype=object, tupleize_cols=False)
    with pytest.raises(SqlError, match=said):
        write(database, frame)


def test_a_column_spelled_in_another_case_than_the_tables_is_refused(database: LocalDatabase) -> None:
    write(database, pd.DataFrame({"name": ["a"]}))
    with pytest.raises(SqlError, match=r"'Name'.*'name'"):
        write(database, pd.DataFrame({"Name": ["b"]}))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (2**63, "64 bits"),
        (-(2**63) - 1, "64 bits"),
        (math.inf, "inf"),
        (-math.inf, "inf"),
        ("\ud800", "lone surrogate"),
        ({"deep": "\udfff"}, "lone surrogate"),
        (["\udfff" * 1000], "lone surrogate"),
        ({1: "x"}, "as JSON"),
        ({"x": math.nan}, "JSON"),
        ({"x": object()}, "JSON"),
        ({"x": b"y"}, "JSON"),
        (time(6), "a time cannot be kept"),
        (timedelta(1), "a timedelta cannot be kept"),
        (1j, "a complex cannot be kept"),
        ({1, 2}, "a set cannot be kept"),
        (object(), "an? object cannot be kept"),
        (np.array([1, 2]), "a ndarray cannot be kept"),
        (np.longdouble(1), "a longdouble cannot be kept"),
        (pd.Timestamp("2026-01-05 00:00:00.000000001"), "nanosecond|Timestamp cannot be kept"),
        (pd.Period("2026-01"), "a Period cannot be kept"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))), "cannot be kept"),
    ],
    ids=lambda value: repr(value).partition(" at 0x")[0],  # the same in every process
)
def test_a_value_that_would_not_come_back_is_refused_by_column_and_row(
    database: LocalDatabase, value: Any, said: str
) -> None:
    frame = pd.DataFrame({"fine": [1, 2, 3], "value": pd.Series([None, None, value], dtype=object)})
    with pytest.raises(UnkeepableValue, match=said) as caught:
        write(database, frame)
    assert (caught.value.column, caught.value.row) == ("value", 2)
    assert len(str(caught.value)) < 400
    assert database.query("SELECT name FROM sqlite_master") == []


def test_nanoseconds_in_a_frame_are_refused_by_column_and_row(database: LocalDatabase) -> None:
    moments = pd.to_datetime(["2026-01-05", None, "2026-01-05 00:00:00.000000001"], format="ISO8601")
    with pytest.raises(UnkeepableValue, match="nanoseconds") as caught:
        write(database, pd.DataFrame({"at": moments}))
    assert (caught.value.column, caught.value.row) == ("at", 2)


@pytest.mark.parametrize("year", ["-0001", "10000"])
def test_a_year_that_python_has_not_is_refused_by_column_and_row(database: LocalDatabase, year: str) -> None:
    moments = pd.Series(np.array(["2026-01-05", f"{year}-01-01"], dtype="datetime64[s]"))
    with pytest.raises(UnkeepableValue, match=r"column 'at', row 1"):
        write(database, pd.DataFrame({"at": moments}))


@pytest.mark.parametrize(
    "values", [[1, "1"], ["a", b"a"], [date(2026, 1, 5), datetime(2026, 1, 5)], [True, 1], [{}, "{}"]]
)
def test_a_column_of_mixed_kinds_is_refused_by_column_and_row(database: LocalDatabase, values: list[Any]) -> None:
    with pytest.raises(UnkeepableValue, match="give a column one type") as caught:
        write(database, pd.DataFrame({"value": pd.Series([None, *values], dtype=object)}))
    assert (caught.value.column, caught.value.row) == ("value", 2)


def test_integers_among_floats_are_kept_while_a_float_can_hold_them(database: LocalDatabase) -> None:
    assert one_column(database, [2**53, 0.5]) == [2.0**53, 0.5]
    with pytest.raises(UnkeepableValue, match=r"row 1.*REAL"):
        one_column(database, [0.5, 2**53 + 1])


def test_a_column_that_held_nothing_takes_the_type_of_its_first_value(database: LocalDatabase) -> None:
    write(database, pd.DataFrame({"key": [1], "later": [None]}), key=["key"])
    assert load(database)["later"].tolist() == [None]
    write(database, pd.DataFrame({"key": [1, 2], "later": [date(2026, 1, 5), None]}), key=["key"])
    assert load(database)["later"].tolist() == [date(2026, 1, 5), None]
    with pytest.raises(UnkeepableValue, match="does not fit the column's type DATE"):
        write(database, pd.DataFrame({"key": [1], "later": ["text"]}), key=["key"])


def test_a_new_column_is_added_to_a_table_made_here(database: LocalDatabase) -> None:
    write(database, pd.DataFrame({"key": [1]}), key=["key"])
    write(database, pd.DataFrame({"key": [1], "more": ["x"]}), key=["key"])
    assert load(database).to_dict("records") == [{"key": 1, "more": "x"}]


def test_whole_numbers_that_pandas_made_floats_fit_an_integer_column(database: LocalDatabase) -> None:
    write(database, pd.DataFrame({"key": [1, 2], "count": [3, 4]}), key=["key"])
    write(database, pd.DataFrame({"key": [1, 2], "count": [5, None]}), key=["key"])
    assert database.query("SELECT count, typeof(count) AS kind FROM things ORDER BY key") == [
        {"count": 5, "kind": "integer"},
        {"count": None, "kind": "null"},
    ]
    with pytest.raises(UnkeepableValue, match=r"column 'count', row 0.*whole number"):
        write(database, pd.DataFrame({"key": [1], "count": [0.5]}), key=["key"])


@dataclass(frozen=True, slots=True)
class Clue:
    number: int
    words: tuple[str, ...]
    share: float | None
    tags: list[str] | None = None


def test_a_list_of_dataclasses_comes_back_as_such_tuples_included(database: LocalDatabase) -> None:
    clues = [Clue(1, ("a", "b"), 0.5), Clue(2, (), None, ["x"])]
    assert renewed(database, clues, list[Clue]) == clues


def test_missing_and_whole_values_of_dataclasses_follow_their_annotation(database: LocalDatabase) -> None:
    assert renewed(database, [Clue(1, (), math.nan)], list[Clue]) == [Clue(1, (), None)]
    assert renewed(database, [Clue(1, (), np.float64(2))], list[Clue]) == [Clue(1, (), 2.0)]
    with pytest.raises(UnkeepableValue, match="column 'number', row 1"):
        write(database, [Clue(1, (), None), Clue("x", (), None)], kind=list[Clue])  # type: ignore[arg-type]


def test_an_empty_list_makes_the_table_its_annotation_describes(database: LocalDatabase) -> None:
    write(database, [], kind=list[Clue], key=["number"])
    assert load(database, list[Clue]) == []
    write(database, [Clue(1, ("a",), None)], kind=list[Clue])
    assert load(database, list[Clue]) == [Clue(1, ("a",), None)]


@pytest.mark.parametrize("output", [{"a": 1}, "text", [1, 2], [{"a": 1}], None, 5])
def test_an_output_that_is_no_table_is_refused(database: LocalDatabase, output: Any) -> None:
    with pytest.raises(SqlError, match="cannot be stored as a table"):
        write(database, output)


def test_a_list_of_two_classes_is_refused_by_row(database: LocalDatabase) -> None:
    other = make_dataclass("Other", [("number", int)])
    with pytest.raises(SqlError, match="row 1 is a Other among Clue"):
        write(database, [Clue(1, (), None), other(1)])


def test_a_value_that_the_columns_type_does_not_describe_is_named_on_loading(database: LocalDatabase) -> None:
    write(database, pd.DataFrame({"at": [datetime(2026, 1, 5)]}))
    database.upsert("things", [{"at": "soon"}], [])
    with pytest.raises(StoreError, match=r"column 'at' is declared DATETIME.*soon"):
        load(database)


def test_a_moment_that_sqlites_own_clock_wrote_is_utc(database: LocalDatabase) -> None:
    write(database, pd.DataFrame({"at": [datetime(2026, 1, 5)]}))
    database.upsert("things", [{"at": "2026-01-05 06:00:00"}], [])
    assert load(database)["at"].tolist() == [pd.Timestamp("2026-01-05", tz="UTC"), pd.Timestamp("2026-01-05 06:00Z")]
