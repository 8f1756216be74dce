"""llms-full.txt: the text of every page under its title and address; a file a section when that is too much."""

from collections.abc import Mapping, Sequence

from crawl_assets.llms_txt.composing.escaping import escape_line, escape_title, whole_text
from crawl_assets.llms_txt.composing.nesting import slugs_of

NAME, FOLDER = "llms-full.txt", "llms-full"
_BETWEEN = "\n---\n\n"
_SOURCE = "Source: "


def page_text(title: str, url: str, markdown: str) -> str:
    """Write one page: its title, where it comes from, its text; `title` is escaped for Markdown."""
    text = whole_text(markdown)
    first, _, rest = text.partition("\n")
    if first.startswith("# ") and escape_line(first.removeprefix("# ")) == title:
        text = rest.lstrip("\n")
    body = f"\n{text}\n" if text else ""
    return f"# {title}\n\n{_SOURCE}{url}\n{body}"


def source_of(text: str) -> str | None:
    """Return where a page that `page_text` wrote comes from, None for other text."""
    lines = text.split("\n", 3)
    return lines[2].removeprefix(_SOURCE) if len(lines) > 2 and lines[2].startswith(_SOURCE) else None


def full_text_files(head: str, sections: Mapping[str, Sequence[str]], base: str, largest: int) -> dict[str, str]:
    """Write llms-full.txt from the texts of each section's pages, in one file of `largest` characters or in several.

    In several, llms-full.txt links llms-full/<section>.txt, and a section that is too large goes on in
    llms-full/<section>/2.txt. A page is never cut, so a page larger than `largest` makes a larger file.
    """
    whole = _BETWEEN.join([head, *(text for texts in sections.values() for text in texts)])
    if len(whole) <= largest:
        return {NAME: whole}
    slugs = slugs_of(list(sections))
    files: dict[str, str] = {}
    lists = []
    for name, texts in sections.items():
        lines = []
        longest_title = f"# {escape_line(name)}, part 999999\n"
        for number, part in enumerate(_parts(texts, largest - len(longest_title)), start=1):
            path = f"{FOLDER}/{slugs[name]}.txt" if number == 1 else f"{FOLDER}/{slugs[name]}/{number}.txt"
            part_name = name if number == 1 else f"{name}, part {number}"
            files[path] = _BETWEEN.join([f"# {escape_line(part_name)}\n", *part])
            pages = "1 page" if len(part) == 1 else f"{len(part)} pages"
            lines.append(f"- [{escape_title(part_name)}]({base}{path}): {pages}, {len(files[path])} characters.\n")
        lists.append(f"\n## {escape_line(name)}\n\n{''.join(lines)}")
    files[NAME] = head + "".join(lists)
    return files


def _parts(texts: Sequence[str], largest: int) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    size = 0
    for text in texts:
        added = len(_BETWEEN) + len(text)
        if parts[-1] and size + added > largest:
            parts.append([])
            size = 0
        parts[-1].append(text)
        size += added
    return parts
