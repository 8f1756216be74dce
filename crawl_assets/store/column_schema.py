"""The columns of an asset's table, as the Dagster UI shows them before anything is materialized."""

from dataclasses import fields
from typing import get_type_hints

import dagster as dg

from crawl_assets.store.tables import annotated_type


def column_schema(kind: type) -> dg.TableSchema:
    """Describe the table whose rows are instances of the dataclass `kind`: names, SQL types, which may be NULL."""
    hints = get_type_hints(kind)
    columns = []
    for field in fields(kind):
        hint = hints[field.name]
        constraints = dg.TableColumnConstraints(nullable=type(None) in getattr(hint, "__args__", ()))
        columns.append(dg.TableColumn(field.name, (annotated_type(hint) or "any").lower(), constraints=constraints))
    return dg.TableSchema(columns)
