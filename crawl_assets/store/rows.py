"""Dataclasses as rows of tables that migrations own, outside of materializations."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar

from crawl_assets.store.bulk import quoted, upsert_columns
from crawl_assets.store.database import EVERY_ROW, Database, Statement, Where
from crawl_assets.store.errors import SqlError
from crawl_assets.store.schema import Table, describe
from crawl_assets.store.tables import columns_of, records_of
from crawl_assets.store.values import to_sql

T = TypeVar("T")


def load(database: Database, name: str, kind: type[T], where: Where = EVERY_ROW) -> list[T]:
    """Return the rows of a table that meet a condition as dataclass instances, in the order of its primary key."""
    table = _table(database, name)
    names = ", ".join(quoted(field.name) for field in fields(kind))  # type: ignore[arg-type]
    order = ", ".join(map(quoted, table.key)) or "rowid"
    rows = database.query(f"SELECT {names} FROM {quoted(table.name)} WHERE {where.sql} ORDER BY {order}", where.args)
    return records_of(rows, table.types, kind)


def save(database: Database, name: str, records: Sequence[Any]) -> int:
    """Upsert dataclass instances of one class by the table's primary key; returns how many rows changed."""
    return sum(result.affected for result in database.transaction(save_statements(database, name, records)))


def save_statements(
    database: Database, name: str, records: Sequence[Any], replace_where: Where | None = None
) -> list[Statement]:
    """Return the statements of `save`, to be run with others in one transaction."""
    table = _table(database, name)
    columns = columns_of(records)
    absent = next((column.name for column in columns if column.name not in table.types), None)
    if absent is not None:
        raise SqlError(f"table {name} has no column {absent!r}; it has {', '.join(table.types)}.")
    kept = [to_sql(column.name, column.values, table.types[column.name]) for column in columns]
    return upsert_columns(table.name, [column.name for column in columns], kept, table.key, replace_where)


def _table(database: Database, name: str) -> Table:
    table = describe(database, name)
    if table is None:
        raise SqlError(f"there is no table {name} in {database.name}; run `crawl-assets migrate`.")
    return table
