"""Every command and option has help and stands in docs/commands.md; every command that a text names exists."""

import re
from difflib import unified_diff
from pathlib import Path

import click
import pytest

from crawl_assets_tests.guards.checkout import CHECKOUT, PACKAGE
from crawl_assets_tests.guards.commands import every_command, wrong_words
from crawl_assets_tests.guards.commands_doc import COMMAND, DOCUMENT, as_markdown
from crawl_assets_tests.guards.documents import documents, inline_code, shell_blocks

COMMANDS = dict(every_command())
_NAMED_IN_CODE = re.compile(r"`((?:\.venv/bin/)?crawl-assets [^`]+)`")


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_has_help_that_starts_with_a_sentence(path: str) -> None:
    text = COMMANDS[path].help or ""
    assert re.match(r"[A-Z].*[.;)]", text.partition("\n\n")[0].replace("\n", " ")), f"{path} needs a docstring"


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_has_help(path: str) -> None:
    options = [parameter for parameter in COMMANDS[path].params if isinstance(parameter, click.Option)]
    assert [option.opts[0] for option in options if not option.help] == []


def test_the_page_of_commands_is_current() -> None:
    kept = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    changed = "\n".join(unified_diff(kept.splitlines(), as_markdown().splitlines(), "kept", "now", lineterm=""))
    assert not changed, f"docs/commands.md is not what the commands say:\n{changed}\nRun: {COMMAND}"


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_command_that_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = inline_code(text) + [command for block in shell_blocks(text) for command in block.commands]
    wrong = {command: reason for command in named if (reason := wrong_words(command))}
    assert wrong == {}


def test_every_command_that_a_message_or_a_comment_names_exists() -> None:
    sources = [*PACKAGE.rglob("*.py"), CHECKOUT / ".env.example", CHECKOUT / "dagster.yaml"]
    wrong = [
        f"{path.relative_to(CHECKOUT)}: {command}: {reason}"
        for path in sources
        for command in _NAMED_IN_CODE.findall(path.read_text(encoding="utf-8"))
        if (reason := wrong_words(command))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("crawl-assets cryptic leaderboard --week 2026-W01 --format=json | head", None),
        (".venv/bin/crawl-assets journal list|show|clear", None),
        ("crawl-assets cryptic models ...", None),
        ("crawl-assets migrate [--status]", None),
        ("make demo", None),
        ("crawl-assets cryptic leaderbord", "no command 'leaderbord'; there are clues, import, leaderboard, models"),
        ("crawl-assets journal list|shew", "no command 'shew'"),
        ("crawl-assets cryptic clues --modell x", "no option '--modell'; there are --help, --model, --week, -h"),
    ],
)
def test_the_guard_tells_commands_that_exist_from_those_that_do_not(text: str, says: str | None) -> None:
    found = wrong_words(text)
    assert found == says or (says and found and found.startswith(says))
