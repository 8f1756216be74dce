"""What the README tells a reader to type works: its shell blocks run, in order, in an empty folder; its links lead on.

A block fenced as sh, bash, shell or console is one script. Of its lines run, in a real bash: those that start with
`crawl-assets`, `dagster asset materialize` (either may have `.venv/bin/` before it) or `export`, and `make demo`, as
the Makefile runs it. Other lines (git, cd, make dev ...) are not run. A block that cannot run here has a line
`<!-- not run: why -->` right before it. The sample blog is served, there is no key, and no network but loopback.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawl_assets.samples import sample_blog
from crawl_assets.samples.serving import serving
from crawl_assets_tests.guards.checkout import CHECKOUT
from crawl_assets_tests.guards.documents import ShellBlock, anchors, documents, inline_code, links, shell_blocks

README = CHECKOUT / "README.md"
BIN = Path(sys.executable).parent
BLOCKS = shell_blocks(README.read_text(encoding="utf-8"))
MOST_MATERIALIZATIONS = 6  # each is a process of three seconds
SECONDS = 120

_RUN = re.compile(r"(?:\w+=\S* )*(?:\.venv/bin/)?(?:crawl-assets|dagster asset materialize)\b|export ")
_MAKE = re.compile(r"\bmake ((?:[a-z]+ ?)+)")


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who types what the README says: the folder, and the variables that hold whatever is exported."""

    folder: Path
    variables: dict[str, str]

    def type(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a script that stops at its first failure."""
        bash = ["bash", "-euo", "pipefail", "-c", script]
        return subprocess.run(
            bash, cwd=self.folder, env=self.variables, capture_output=True, text=True, timeout=SECONDS, check=False
        )


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A reader in an empty folder, with this environment as .venv and the sample blog as the blog."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / ".venv").symlink_to(BIN.parent, target_is_directory=True)
    with serving(sample_blog) as base:
        (folder / ".env").write_text(
            f"CRAWL_ASSETS_HOME={folder / 'home'}\nCRYPTIC_FEED_URL={base}/feed.xml\n"
            f"CRAWL_ALLOW_HOSTS={urlsplit(base).netloc}\nLLM_BASE_URL=http://127.0.0.1:9/v1\n"
            "TURSO_DATABASE_URL=\nOPENROUTER_API_KEY=\n"
        )
        yield Reader(folder, {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder)})


def script_of(block: ShellBlock) -> str:
    """Return the lines of a block that are run; '' when the block is marked or has none."""
    lines = ["crawl-assets demo" if line.split("#")[0].strip() == "make demo" else line for line in block.commands]
    run = [line for line in lines if _RUN.match(line)]
    return "" if block.not_run is not None else "\n".join(run)


def exports_before(block: ShellBlock) -> str:
    """Return what an earlier block exported in the same shell."""
    earlier = (line for one in BLOCKS if one.line < block.line for line in script_of(one).splitlines())
    return "".join(f"{line}\n" for line in earlier if line.startswith("export "))


@pytest.mark.parametrize("block", list(filter(script_of, BLOCKS)), ids=lambda block: f"line {block.line}")
def test_the_commands_of_the_readme_run(reader: Reader, block: ShellBlock) -> None:
    ran = reader.type(exports_before(block) + script_of(block))
    assert ran.returncode == 0, f"README.md line {block.line}:\n{script_of(block)}\n{ran.stdout}{ran.stderr[-4000:]}"


def test_a_block_that_is_not_run_says_why() -> None:
    assert [block.line for block in BLOCKS if block.not_run is not None and len(block.not_run) < 10] == []


def test_few_materializations_are_shown_so_that_the_tests_stay_fast() -> None:
    shown = [line for block in BLOCKS for line in script_of(block).splitlines() if "dagster asset materialize" in line]
    assert len(shown) <= MOST_MATERIALIZATIONS, "mark a block with <!-- not run: the same as above -->"


def test_make_help_lists_every_target() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    listed = subprocess.run(["make", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^ *make ([a-z]+)\t.*\w", listed, re.MULTILINE)) == targets == phony


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_make_target_that_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    typed = [line.split("#")[0] for block in shell_blocks(text) for line in block.commands]
    typed += [code for code in inline_code(text) if code.startswith("make ")]
    named = {word for line in typed for words in _MAKE.findall(line) for word in words.split()}
    assert named - targets == set()


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_link_of_a_document_leads_to_a_file_and_heading_of_the_project(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    broken = [link for link in links(text) if not _leads_on(document, link)]
    assert broken == []


def _leads_on(document: Path, link: str) -> bool:
    if urlsplit(link).scheme:
        return link.startswith("https://") or link.startswith("http://127.0.0.1")
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    if not (target.is_relative_to(CHECKOUT) and target.exists()):
        return False
    return not anchor or anchor in anchors(target.read_text(encoding="utf-8"))


def test_the_guard_reads_blocks_comments_prompts_and_continued_lines() -> None:
    text = (
        "<!-- not run: once -->\nBut:\n```sh\ngit clone x\nmake demo # first\n```\n\n"
        "<!-- not run: it needs a key -->\n```console\n$ crawl-assets migrate \\\n    --status\nsome output\n```\n"
        "```python\ncrawl-assets\n```\n"
    )
    first, second = shell_blocks(text)
    assert (first.line, first.commands, first.not_run) == (3, ("git clone x", "make demo # first"), None)
    assert script_of(first) == "crawl-assets demo"
    assert (second.commands, second.not_run) == (("crawl-assets migrate      --status",), "it needs a key")
    assert script_of(second) == ""


def test_the_guard_sees_links_that_lead_nowhere() -> None:
    assert links('[a](README.md#settings) ![b](docs/x.png) `[c](d)` <img src="e.png">') == [
        "README.md#settings",
        "docs/x.png",
        "e.png",
    ]
    assert not _leads_on(README, "docs/nothing.md")
    assert not _leads_on(README, "README.md#no-such-heading")
    assert _leads_on(README, "LICENSE")
