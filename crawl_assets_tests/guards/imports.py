"""The imports of a module, read from its source; nothing is imported to find out."""

import ast
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

OURS = "crawl_assets"


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module."""

    module: str  # with the submodule: crawl_assets.store.rows for `from crawl_assets.store import rows`
    line: int
    at_load: bool  # runs when the importing module is loaded: not in a function, not for type checkers only

    @property
    def library(self) -> str | None:
        """Return the top name of a third-party import, None for ours and Python's own."""
        top = self.module.partition(".")[0]
        return None if top == OURS or top in sys.stdlib_module_names else top


def imports_of(path: Path, ours: Collection[str]) -> list[Import]:
    """Return every import of a file; `ours` are the known modules of the package."""
    return list(_found(ast.parse(path.read_text(encoding="utf-8")), ours, at_load=True))


def _found(node: ast.AST, ours: Collection[str], *, at_load: bool) -> Iterator[Import]:
    match node:
        case ast.Import(names=names):
            for alias in names:
                yield Import(alias.name, node.lineno, at_load)
        case ast.ImportFrom(module=module, names=names, level=level):
            assert level == 0 and module, f"line {node.lineno}: write imports in full, like crawl_assets.store.rows"
            for name in dict.fromkeys(f"{module}.{alias.name}" for alias in names):
                yield Import(name if name in ours else module, node.lineno, at_load)
        case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=body, orelse=orelse):
            for child in body:
                yield from _found(child, ours, at_load=False)
            for child in orelse:
                yield from _found(child, ours, at_load=at_load)
        case _:
            inside = at_load and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for child in ast.iter_child_nodes(node):
                yield from _found(child, ours, at_load=inside)
