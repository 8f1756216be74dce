"""Tables for asset metadata."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import dagster as dg


def markdown_table(rows: Sequence[Sequence[Any]], headings: Sequence[str]) -> "dg.MetadataValue[Any]":
    """Return rows as a Markdown table, whatever their cells hold; 'none' when there are none."""
    import dagster as dg
    from tabulate import tabulate

    cells = [[str(value).replace("|", "\\|").replace("\n", " ") for value in row] for row in rows]
    return dg.MetadataValue.md(
        tabulate(cells, headers=headings, tablefmt="github", disable_numparse=True) if rows else "none"
    )
