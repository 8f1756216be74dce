"""What the documents show a reader: shell blocks, inline code, links, images."""

import re
from dataclasses import dataclass
from pathlib import Path

from crawl_assets_tests.guards.checkout import CHECKOUT

SHELLS = {"sh", "bash", "shell", "console"}
_FENCE = re.compile(
    r"^(?P<fence>```+|~~~+)(?P<language>\w*)[^\n]*\n(?P<text>.*?)^(?P=fence)\s*$", re.MULTILINE | re.DOTALL
)
_NOT_RUN = re.compile(r"<!--\s*not run:\s*(?P<reason>(?:(?!-->).)*?)\s*-->\s*\Z", re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"(?<!\\)\]\(\s*<?([^)\s>]+)>?[^)]*\)|<(?:img|a)\b[^>]*?\b(?:src|href)=\"([^\"]+)\"")
_HEADING = re.compile(r"^#+\s+(.*?)\s*#*\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ShellBlock:
    """A fenced block of shell commands."""

    line: int  # of the fence, from 1
    commands: tuple[str, ...]  # continued lines joined, comments and printed output left out
    not_run: str | None  # the reason in `<!-- not run: reason -->` right before the block


def documents() -> list[Path]:
    """Return the README, the changelog and everything in docs/."""
    return [CHECKOUT / "README.md", CHECKOUT / "CHANGELOG.md", *sorted((CHECKOUT / "docs").rglob("*.md"))]


def shell_blocks(text: str) -> list[ShellBlock]:
    """Return the blocks fenced as sh, bash, shell or console, in order."""
    blocks = []
    for found in _FENCE.finditer(text):
        if found["language"] in SHELLS:
            marked = _NOT_RUN.search(text[: found.start()])
            line = text.count("\n", 0, found.start()) + 1
            commands = _commands(found["text"], prompted=found["language"] == "console")
            blocks.append(ShellBlock(line, commands, marked["reason"] if marked else None))
    return blocks


def inline_code(text: str) -> list[str]:
    """Return what stands between single backticks, outside of fenced blocks."""
    return [code.strip() for code in _INLINE.findall(_FENCE.sub("", text))]


def links(text: str) -> list[str]:
    """Return the targets of links and images, outside of code."""
    prose = _INLINE.sub("", _FENCE.sub("", text))
    return [markdown or html for markdown, html in _LINK.findall(prose)]


def anchors(text: str) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    titles = _HEADING.findall(_FENCE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _commands(text: str, *, prompted: bool) -> tuple[str, ...]:
    lines = text.replace("\\\n", " ").splitlines()
    if prompted:
        lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return tuple(line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))
