"""Arrows point one way: systems -> services -> libraries; no system knows another, and loading stays light."""

import ast
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions

import pytest

from crawl_assets_tests.guards.checkout import CHECKOUT, PACKAGE, modules
from crawl_assets_tests.guards.imports import OURS, Import, imports_of

# Who may import whom, imports for type checkers included. A folder or module that has no line here fails.
SERVICES = {
    "store": {"retry_after"},
    "durable": {"store"},
    "crawl": {"durable", "store", "retry_after", "json_api"},
    "llm": {"durable", "retry_after"},
    "inbox": {"durable", "store", "retry_after"},
    "notify": {"durable", "store", "retry_after", "json_api"},
    "samples": set(),
}
FOR_THE_UI = {"check_results", "markdown_tables"}
FOR_COMMANDS = {"page_lines"}
SYSTEMS = {path.parent.name for path in PACKAGE.glob("*/defs.py")}
A_SYSTEM_MAY_IMPORT = {
    *SERVICES,
    "resources",
    "settings",
    "instance",
    "retry_after",
    "json_api",
    *FOR_THE_UI,
    *FOR_COMMANDS,
} - {"samples"}
ALONE = {
    "retry_after": set(),
    "json_api": {"durable", "retry_after"},
    "settings": set(),
    "check_results": set(),
    "markdown_tables": set(),
    "instance": {"settings"},
    "resources": {"settings", "json_api", *SERVICES} - {"samples"},
    "blob_commands": {"resources", "store"},
    "journal_commands": {"durable", "resources"},
    "crawl_commands": {"crawl", "crawl_files", "durable", "extract_command", "resources"},
    "crawl_files": {"crawl", "llms_txt", "store"},
    "extract_command": {"crawl", "page_lines", "resources"},
    "page_lines": {"crawl"},
    "inbox_commands": {"inbox", "llms_txt", "resources", "settings"},
    "definitions": {"resources", *SERVICES, *SYSTEMS} - {"samples"},
    "demo": {"definitions", "instance", "resources", "settings", *SERVICES, *SYSTEMS},
    "cli": {
        "blob_commands",
        "crawl_commands",
        "demo",
        "inbox_commands",
        "instance",
        "journal_commands",
        "resources",
        "settings",
        *SERVICES,
        *SYSTEMS,
    }
    - {"samples"},
}

# Dagster when a module is loaded: in these files of a system, and in these modules.
DAGSTER_FILES_OF_A_SYSTEM = {"assets", "automation", "checks", "defs", "partitions", "presentation", "reporting"}
DAGSTER_FILES_OF_A_SYSTEM |= {"watching", "failed_runs"}  # what they look at is runs
DAGSTER_MODULES = {"definitions", "check_results", "inbox.sensors", "store.io_manager", "store.column_schema"}
# Dagster inside a function or for type checkers only.
DAGSTER_AT_USE = {"instance", "markdown_tables", "demo.project", "durable.journal", "activities.workflows"}

# Libraries that every module may load; any other is imported where it is used. Dagster brings both of them anyway.
LIGHT = {"click", "pydantic"}
# Modules that must load more, as they extend classes of the library. They are themselves imported where they are used.
LOADS_MORE = {"crawl.exchange": {"h2", "httpx", "httpcore"}, "crawl.network": {"httpcore"}}

OF_AN_EXTRA = ("browser", "parquet")  # whose libraries are imported where they are used, and may be missing there
NOT_IMPORTED = {"dagster-webserver", "lxml-html-clean"}  # a program; what another dependency needs and may not get

MODULES = modules()
IMPORTS = {name: imports_of(path, MODULES) for name, path in MODULES.items()}


def every_import() -> Iterator[tuple[str, Import]]:
    """Yield each import with its module's short name: store.rows, cli; the package itself is ''."""
    for name, found in IMPORTS.items():
        for one in found:
            yield name.removeprefix(OURS).removeprefix("."), one


def room(module: str) -> str:
    """Return the folder or the single module that a short or a full name lies in."""
    return module.removeprefix(f"{OURS}.").partition(".")[0]


def arrows() -> Iterator[tuple[str, str, str]]:
    """Yield (from, to, where) for each import from one room into another."""
    for name, one in every_import():
        if one.module.startswith(f"{OURS}.") and room(one.module) != room(name):
            yield room(name), room(one.module), f"{name} line {one.line} imports {one.module}"


def allowed() -> dict[str, set[str]]:
    return SERVICES | ALONE | dict.fromkeys(SYSTEMS, A_SYSTEM_MAY_IMPORT)


def loaded_with(*entries: str) -> dict[str, str]:
    """Return every module of ours that importing `entries` loads, with the one that imports it."""
    reached, waiting = dict.fromkeys(entries, ""), list(entries)
    while waiting:
        name = waiting.pop()
        for one in IMPORTS[name]:
            parents = one.module.split(".")
            for size in range(1, len(parents) + 1):
                target = ".".join(parents[:size])
                if one.at_load and target in IMPORTS and target not in reached:
                    reached[target] = name
                    waiting.append(target)
    return reached


def test_every_folder_and_module_has_its_line_in_the_table_of_arrows() -> None:
    rooms = {room(name) for name in MODULES} - {OURS}
    assert rooms - set(allowed()) == set(), "say in test_arrows.py what it may import; a system has a defs.py"
    assert set(ALONE) <= rooms, "test_arrows.py names modules that are gone"


def test_arrows_point_from_systems_to_services_to_libraries() -> None:
    may = allowed()
    wrong = [where for source, target, where in arrows() if source and target not in may.get(source, set())]
    assert wrong == [], "move what is shared into a service, or hand it in as an argument"


def test_no_system_imports_another() -> None:
    assert [where for source, target, where in arrows() if source in SYSTEMS and target in SYSTEMS] == []


def test_services_and_the_modules_beside_them_form_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    for source, target, _ in arrows():
        graph.setdefault(source, set()).add(target)
    assert list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def test_dagster_stays_in_the_thin_layer() -> None:
    at_load = DAGSTER_MODULES | {f"{system}.{file}" for system in SYSTEMS for file in DAGSTER_FILES_OF_A_SYSTEM}
    wrong = [
        f"{name} line {one.line}"
        for name, one in every_import()
        if one.library == "dagster" and name not in at_load and (one.at_load or name not in DAGSTER_AT_USE)
    ]
    assert wrong == [], "plain modules take and return plain data; Dagster's part belongs to assets.py and the like"


def test_libraries_are_imported_where_they_are_used() -> None:
    wrong = [
        f"{name} line {one.line} loads {one.library}"
        for name, one in every_import()
        if one.at_load and one.library and one.library not in {"dagster", *LIGHT, *LOADS_MORE.get(name, set())}
    ]
    assert wrong == [], "import it inside the function that uses it, or under TYPE_CHECKING"


@pytest.mark.parametrize("entry", ["definitions", "cli"])
def test_the_code_location_and_the_command_line_load_no_module_that_loads_more(entry: str) -> None:
    reached = loaded_with(f"{OURS}.{entry}")
    wrong = [f"{reached[name]} loads {name}" for name in (f"{OURS}.{short}" for short in LOADS_MORE) if name in reached]
    assert wrong == [], "import it inside the function that uses it"


def test_the_command_line_starts_without_dagster() -> None:
    reached = loaded_with(f"{OURS}.cli")
    wrong = [f"{name}, for {reached[name]}" for name in reached if any(_loads_dagster(one) for one in IMPORTS[name])]
    assert wrong == [], "importing dagster takes seconds; import it inside the command that uses it"


def test_every_imported_library_is_a_declared_dependency_and_no_other() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_bare_name(requirement) for requirement in project["dependencies"]}
    extras = {_bare_name(one) for name in OF_AN_EXTRA for one in project["optional-dependencies"][name]}
    distributions = packages_distributions()
    libraries = {one.library for _, one in every_import() if one.library}
    imported = {_bare_name(distributions.get(library, [library])[0]) for library in libraries}
    assert imported - declared - extras == set(), "imported, but not among the dependencies of pyproject.toml"
    assert declared - imported == NOT_IMPORTED, "a dependency of pyproject.toml that nothing imports"


def test_nothing_is_imported_by_a_name_put_together_at_run_time() -> None:
    wrong = [
        f"{name} line {node.lineno}"
        for name, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr) in {"__import__", "import_module"}
    ]
    assert wrong == [], "these guards cannot see it; write an import"


def _loads_dagster(one: Import) -> bool:
    return one.at_load and one.library == "dagster"


def _bare_name(requirement: str) -> str:
    for end in "[<>=!~; ":
        requirement = requirement.partition(end)[0]
    return requirement.lower().replace("_", "-")
