"""The text of llms.txt, and its largest sections as files of their own where it would be too large to read.

The file of a section lists its pages by sub-folder, and passes on what is too large for it in turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawl_assets.llms_txt.composing.escaping import escape_line, escape_title
from crawl_assets.llms_txt.composing.sections import MAIN, OPTIONAL, grouped, natural_key, sections_by_path
from crawl_assets.llms_txt.composing.twins import digest, slug

NAME = "llms.txt"
_NOT_FOLDERS = {"llms-full"}  # where the parts of llms-full.txt lie


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a section."""

    url: str  # of the page
    line: str  # without its line end


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what it lists."""

    name: str
    entries: tuple[Entry, ...]

    def text(self) -> str:
        """Write it as it stands in the file."""
        lines = "\n".join(entry.line for entry in self.entries)
        return f"\n## {escape_line(self.name)}\n\n{lines}\n"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the sections."""

    title: str
    summary: str
    info: str  # never empty: the reference parser finds a summary only where a paragraph follows it

    def text(self) -> str:
        """Write it as it stands in the file."""
        return f"# {escape_line(self.title)}\n\n> {escape_line(self.summary)}\n\n{escape_line(self.info)}\n"


def nested_files(head: Head, sections: Sequence[Section], base: str, largest: int, folder: str = "") -> dict[str, str]:
    """Write `folder`/llms.txt of `largest` characters at most, and files of the sections that do not fit in it.

    The largest sections go first. `base` is the URL of the folder above all. A file whose sections cannot be made
    smaller is as large as it is.
    """
    slugs = slugs_of([section.name for section in sections])
    texts = {section.name: section.text() for section in sections}
    size = len(head.text()) + sum(map(len, texts.values()))
    files: dict[str, str] = {}
    for section in sorted(sections, key=lambda section: (-len(texts[section.name]), section.name)):
        if size <= largest:
            break
        inside = f"{folder}{slugs[section.name]}/"
        link = Section(section.name, (_link(section, base + inside + NAME),)).text()
        if len(section.entries) < 2 or len(link) >= len(texts[section.name]):
            continue
        size += len(link) - len(texts[section.name])
        texts[section.name] = link
        head_inside = Head(f"{head.title}: {section.name}", _about(section), f"A part of {base}{folder}{NAME}.")
        files |= nested_files(head_inside, _parts(section, head_inside, largest), base, largest, inside)
    files[f"{folder}{NAME}"] = head.text() + "".join(texts[section.name] for section in sections)
    return files


def slugs_of(names: Sequence[str]) -> dict[str, str]:
    """Return a folder's name for each section, different on every file system."""
    plain = {name: slug(name) for name in names}
    alike = list(plain.values())
    return {
        name: short if short and alike.count(short) == 1 and short not in _NOT_FOLDERS else _hashed(short, name)
        for name, short in plain.items()
    }


def _hashed(short: str, name: str) -> str:
    return f"{short or 'section'}-{digest(name, 8)}"


def _link(section: Section, url: str) -> Entry:
    return Entry(url, f"- [{escape_title(section.name)}]({url}): {_about(section)}")


def _about(section: Section) -> str:
    return f"The list of {len(section.entries)} pages."


def _parts(section: Section, head: Head, largest: int) -> list[Section]:
    """Divide a section by sub-folder, or, where there is none, into as few equal numbers of pages as fit."""
    entries = {entry.url: entry for entry in section.entries}
    by_path = grouped(list(entries), sections_by_path(list(entries)))
    if len(by_path) > 1:
        names = sorted(by_path, key=lambda name: (name == OPTIONAL, name != MAIN, natural_key(name)))
        return [Section(name, tuple(entries[url] for url in by_path[name])) for name in names]
    room = largest - len(head.text())
    if len(section.text()) <= room:
        return [section]
    count = min(len(entries), -(-len(section.text()) // max(room // 2, 1)))
    bounds = [len(entries) * number // count for number in range(count + 1)]
    pieces = [section.entries[start:end] for start, end in pairwise(bounds)]
    return [Section(f"Part {number}", piece) for number, piece in enumerate(pieces, start=1)]
