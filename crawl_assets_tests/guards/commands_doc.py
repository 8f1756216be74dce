"""docs/commands.md, made from what click knows.

python -m crawl_assets_tests.guards.commands_doc      rewrites docs/commands.md
"""

import click

from crawl_assets_tests.guards.checkout import CHECKOUT
from crawl_assets_tests.guards.commands import every_command

DOCUMENT = CHECKOUT / "docs" / "commands.md"
COMMAND = f".venv/bin/python -m {__package__}.commands_doc"
_HEAD = """# Commands

What `crawl-assets` does and `dagster` has no word for. Settings are environment variables, or lines of the file `.env`
in the current directory; [.env.example](../.env.example) lists them with their defaults.

| command | what it does |
|---|---|
"""
_WIDTH = 100


def as_markdown() -> str:
    """Write the page: a table of the commands, then the help of each as the terminal shows it."""
    leaves = [(path, command) for path, command in every_command() if not isinstance(command, click.Group)]
    rows = [f"| [`{path}`](#{path.replace(' ', '-')}) | {_sentence(command)} |" for path, command in leaves]
    return _HEAD + "\n".join(rows) + "\n" + "".join(_section(path, command) for path, command in leaves)


def _sentence(command: click.Command) -> str:
    return " ".join((command.help or "").partition("\n\n")[0].split())


def _section(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path, max_content_width=_WIDTH, terminal_width=_WIDTH)
    context.help_option_names = ["-h", "--help"]
    return f"\n## {path}\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    DOCUMENT.write_text(as_markdown(), encoding="utf-8")
