"""The Turso IO manager: one materialization of one partition is one atomic transaction on one table.

The table has the asset's name (its last key part). Asset metadata says the rest, as with Dagster's own database IO
managers: `partition_expr` (a column, or a dict of dimension to column) and, for tables without a migration, `key`.
Metadata WITHOUT_DATABASE, of an asset that keeps its result elsewhere as well, says when it does without the table:
`disabled`, or `disabled or away`.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, is_dataclass, replace
from functools import cache
from typing import Any, get_args

import dagster as dg

from crawl_assets.store.bulk import quoted, upsert_columns
from crawl_assets.store.column_schema import schema_of_table
from crawl_assets.store.database import EVERY_ROW, Database, SqlValue, Statement, Where
from crawl_assets.store.errors import DatabaseDisabled, SqlError, StoreError, Timeout, UnkeepableValue, Unreachable
from crawl_assets.store.partitions import Key, Span, condition, misplaced
from crawl_assets.store.schema import Table, create, describe, widen
from crawl_assets.store.tables import Column, columns_of, frame_of, records_of
from crawl_assets.store.values import timestamp_text, to_sql

WITHOUT_DATABASE = "without_database"
_GOES_ON: dict[str, tuple[type[StoreError], ...]] = {
    "": (),
    "disabled": (DatabaseDisabled,),
    "disabled or away": (DatabaseDisabled, Unreachable, Timeout),
}
PREVIEW_ROWS = 10
PREVIEW_CHARACTERS = 60

AlsoWrite = Callable[[dg.OutputContext], Sequence[Statement]]


class TursoIOManager(dg.IOManager):
    """Stores DataFrames and lists of dataclasses as table rows, and loads them back by partition.

    A materialization upserts by the table's primary key, deletes the partition's rows that are no longer there and
    keeps foreign keys; a rerun with equal rows changes nothing. `also_write` gives statements that belong into the
    same transaction (such as the end of the asset's journal).
    """

    def __init__(self, database: Callable[[], Database], also_write: AlsoWrite = lambda context: ()) -> None:
        self._database = database
        self._also_write = also_write

    def handle_output(self, context: dg.OutputContext, obj: Any) -> None:
        """Write one output; raises a StoreError, and then nothing was written."""
        try:
            self._store(context, obj)
        except _GOES_ON[context.definition_metadata.get(WITHOUT_DATABASE, "")] as error:
            context.log.warning(f"{context.asset_key.to_user_string()} is not stored: {error}")
            context.add_output_metadata({"stored": f"no: {error}"})

    def _store(self, context: dg.OutputContext, obj: Any) -> None:
        started = time.perf_counter()
        database, name = self._database(), context.asset_key.path[-1]
        output = columns_of(obj, _record_class(context))
        also = list(self._also_write(context))
        written = self._written(context, database, name, output, also)
        context.add_output_metadata(
            {
                "dagster/row_count": written.rows,
                "rows_changed": written.changed,
                "seconds": round(time.perf_counter() - started, 3),
                "table": f"{name} in {database.name}",
                "dagster/column_schema": schema_of_table(written.table),
                "preview": dg.MetadataValue.md(_preview(output)),
            }
        )

    def _written(
        self, context: dg.OutputContext, database: Database, name: str, output: list[Column], also: list[Statement]
    ) -> "_Written":
        """Write in one transaction; start over when another process changed the table's columns meanwhile."""
        while True:
            found = describe(database, name)
            prepared, table = _prepared(found, name, output, context.definition_metadata.get("key", ()))
            columns = [column.name for column in output]
            kept = [to_sql(column.name, column.values, table.types[column.name]) for column in output]
            where = _where(context, columns, kept)
            rows = upsert_columns(name, columns, kept, table.key, where) if table.types else []
            try:
                results = database.transaction([*prepared, *rows, *also])
            except SqlError:
                if describe(database, name) == found:
                    raise
                continue
            changed = sum(result.affected for result in results[len(prepared) : len(prepared) + len(rows)])
            return _Written(table, len(kept[0]) if kept else 0, changed)

    def load_input(self, context: dg.InputContext) -> Any:
        """Load the rows of the partitions asked for, in the order of the table's key.

        The input's annotation decides the form: `list[SomeDataclass]`, or a DataFrame for anything else.
        """
        database, name = self._database(), context.asset_key.path[-1]
        table = describe(database, name)
        if table is None:
            raise SqlError(f"there is no table {name} in {database.name} yet; materialize the asset {name} first.")
        kind = _record_class(context)
        upstream = context.upstream_output
        metadata = upstream.definition_metadata if upstream is not None else {}
        where = condition(*_asked(context, metadata)) if context.has_asset_partitions else EVERY_ROW
        order = ", ".join(map(quoted, table.key)) or "rowid"
        types = {**table.types, **table.generated}
        names = ", ".join(map(quoted, types))
        rows = database.query(f"SELECT {names} FROM {quoted(name)} WHERE {where.sql} ORDER BY {order}", where.args)
        return records_of(rows, types, kind) if kind else frame_of(rows, types)


@dataclass(frozen=True, slots=True)
class _Written:
    table: Table  # as it is now
    rows: int  # in the output
    changed: int  # inserted, updated or deleted


def _prepared(
    table: Table | None, name: str, output: list[Column], key: Iterable[str]
) -> tuple[list[Statement], Table]:
    """Return what must be done to the schema before `output` fits, and the table as it is then."""
    if table is None:
        types = {column.name: column.declared for column in output}
        new_table = Table(name, types, tuple(key), is_ours=True, required=frozenset(key))
        return (create(name, output, new_table.key) if output else []), new_table
    statements = widen(table, output)
    new = {column.name: column.declared for column in output if not table.types.get(column.name)} if statements else {}
    return statements, replace(table, types=table.types | new)


def _where(context: dg.OutputContext, columns: list[str], values: list[list[SqlValue]]) -> Where:
    """Return the condition of the partition being written, having checked that every row belongs to it."""
    if not context.has_asset_partitions:
        return EVERY_ROW
    by, keys = _asked(context, context.definition_metadata)
    if values and values[0]:
        absent = [column for column in by if column not in columns]
        if absent:
            asset = context.asset_key.to_user_string()
            raise SqlError(f"the output of {asset} lacks its partition column {absent[0]!r}.")
        placed = list(zip(*(values[columns.index(column)] for column in by), strict=True))
        stranger = misplaced(keys, placed)
        if stranger is not None:
            found = ", ".join(map(str, placed[stranger]))
            wanted = f"the partition being written ({context.asset_partition_keys[0]!s:.80})"
            raise UnkeepableValue(", ".join(by), stranger, f"{found:.80} does not belong to {wanted}")
    return condition(by, keys)


def _asked(context: dg.OutputContext | dg.InputContext, metadata: Any) -> tuple[list[str], list[Key]]:
    """Return the partition columns and, for each partition key of the context, the spans it means in them."""
    definition, asset = context.asset_partitions_def, context.asset_key.to_user_string()
    by = metadata.get("partition_expr")
    if by is None:
        raise SqlError(f"asset {asset} is partitioned; name its column in metadata, like partition_expr='week_start'.")
    keys = context.asset_partition_keys
    if not isinstance(definition, dg.MultiPartitionsDefinition):
        return [str(by)], [(_span(definition, key),) for key in keys]
    dimensions = {dimension.name: dimension.partitions_def for dimension in definition.partitions_defs}
    if not isinstance(by, dict) or set(by) != set(dimensions):
        raise SqlError(f"partition_expr of {asset} must name a column for each of {', '.join(sorted(dimensions))}.")
    names = list(dimensions)
    spans = []
    for key in keys:
        parts = definition.get_partition_key_from_str(key).keys_by_dimension
        spans.append(tuple(_span(dimensions[name], parts[name]) for name in names))
    return [str(by[name]) for name in names], spans


def _span(definition: dg.PartitionsDefinition[Any], key: str) -> Span:
    if not isinstance(definition, dg.TimeWindowPartitionsDefinition):
        return Span(key)
    window = definition.time_window_for_partition_key(key)
    texts = [timestamp_text(moment) for moment in (window.start, window.end)]
    # a midnight is written as its date, which sorts before both dates and moments of that day
    start, end = (text.removesuffix("T00:00:00.000000Z") for text in texts)
    return Span(start, end)


@cache  # Dagster refuses two types of one name
def list_of(kind: type) -> dg.DagsterType:
    """Return the type of an output that is a list of a dataclass, where the annotation cannot say it."""
    return dg.DagsterType(
        lambda _, value: isinstance(value, list),
        name=f"list_of_{kind.__name__}",
        typing_type=list[kind],  # type: ignore[valid-type]
    )


def _record_class(context: dg.OutputContext | dg.InputContext) -> type | None:
    """Return the dataclass of an annotation like `list[Clue]`; None for any other, and for a context without one."""
    try:
        annotation = context.dagster_type.typing_type
    except dg.DagsterInvariantViolationError:
        return None
    kind = next(iter(get_args(annotation)), None)
    return kind if isinstance(kind, type) and is_dataclass(kind) else None


def _preview(output: list[Column]) -> str:
    from tabulate import tabulate

    shown = list(zip(*([_short(value) for value in column.values[:PREVIEW_ROWS]] for column in output), strict=True))
    headers = [_short(column.name) for column in output]
    return tabulate(shown, headers=headers, tablefmt="github", disable_numparse=True) if shown else "(no rows)"


def _short(value: Any) -> str:
    text = "" if value is None else f"{len(value)} bytes" if isinstance(value, bytes) else str(value)
    text = " ".join(text.replace("|", "\\|").replace("\0", "␀").split())
    return text if len(text) <= PREVIEW_CHARACTERS else text[: PREVIEW_CHARACTERS - 1] + "…"
