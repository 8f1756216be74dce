"""The command line as click knows it, and the commands that texts name."""

import re
import shlex
from collections.abc import Iterator

import click

from crawl_assets.cli import main

PROGRAM = "crawl-assets"
_NAMED = re.compile(r"(?:\.venv/bin/)?crawl-assets\b")
_ENDS = {"|", ">", ">>", "<", "&&", "||", ";", "&"}
_SEVERAL = re.compile(r"[a-z-]+(?:\|[a-z-]+)+")
_OPTION = re.compile(r"\[?-(?!\d)")  # -2.59 is a longitude


def every_command(command: click.Command = main, path: str = PROGRAM) -> Iterator[tuple[str, click.Command]]:
    """Yield each command and group with the words that call it, parents first."""
    yield path, command
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from every_command(command.commands[name], f"{path} {name}")


def wrong_words(text: str) -> str | None:
    """Tell what is wrong with `crawl-assets ...` as a text names it; None when such a command exists.

    Texts may shorten: `journal list|show|clear` names three commands, `cryptic ...` a group. Arguments are not checked.
    """
    words = _words(text)
    if not words or not _NAMED.fullmatch(words[0]):
        return None
    return _wrong(main, words[1:])


def _words(text: str) -> list[str]:
    try:
        words = shlex.split(text, comments=True)
    except ValueError:
        words = text.split()
    end = next((place for place, word in enumerate(words) if word in _ENDS), len(words))
    return [word for word in words[:end] if word not in {"...", "…"}]


def _wrong(command: click.Command, words: list[str]) -> str | None:
    if isinstance(command, click.Group) and words and not words[0].startswith("-"):
        names = words[0].split("|") if _SEVERAL.fullmatch(words[0]) else [words[0]]
        missing = [name for name in names if name not in command.commands]
        if missing:
            return f"no command {missing[0]!r}; there are {', '.join(sorted(command.commands))}"
        return _wrong(command.commands[names[0]], words[1:]) if len(names) == 1 else None
    known = {"--help", "-h"} | {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    asked = [word.strip("[]").partition("=")[0] for word in words if _OPTION.match(word)]
    unknown = [option for option in asked if option not in known]
    return f"no option {unknown[0]!r}; there are {', '.join(sorted(known))}" if unknown else None
