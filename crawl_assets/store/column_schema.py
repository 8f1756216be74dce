"""The columns of an asset's table, as the Dagster UI shows them."""

from dataclasses import fields
from typing import get_type_hints

import dagster as dg

from crawl_assets.store.schema import Table
from crawl_assets.store.tables import annotated_type


def column_schema(kind: type) -> dg.TableSchema:
    """Describe, before anything is materialized, the table whose rows are instances of the dataclass `kind`."""
    hints = get_type_hints(kind)
    return dg.TableSchema(
        [
            _column(
                field.name,
                annotated_type(hints[field.name]) or "",
                is_nullable=type(None) in getattr(hints[field.name], "__args__", ()),
            )
            for field in fields(kind)
        ]
    )


def schema_of_table(table: Table) -> dg.TableSchema:
    """Describe an existing table, with its key and what its migration says of each column."""
    columns = [
        _column(name, kind, is_nullable=name not in table.required, description=table.comments.get(name))
        for name, kind in {**table.types, **table.generated}.items()
    ]
    key = [f"primary key ({', '.join(table.key)})"] if table.key else []
    return dg.TableSchema(columns, constraints=dg.TableConstraints(key))


def _column(name: str, declared: str, *, is_nullable: bool, description: str | None = None) -> dg.TableColumn:
    constraints = dg.TableColumnConstraints(nullable=is_nullable)
    return dg.TableColumn(name, declared.lower() or "any", description, constraints)
