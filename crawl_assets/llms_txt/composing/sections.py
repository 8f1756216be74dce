"""Which section of llms.txt a page stands in, and in which order, by the paths of the site's URLs."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import unquote, urlsplit

from crawl_assets.crawl.globs import matches_any
from crawl_assets.llms_txt.composing.escaping import one_line
from crawl_assets.llms_txt.composing.rules import ComposeRules

PINNED, MAIN, OPTIONAL = "Start here", "Pages", "Optional"
FEWEST = 2  # pages that make a section of their own
_ACRONYMS = {"ai", "api", "cli", "css", "faq", "html", "http", "json", "llm", "rest", "rss", "sdk", "sql", "ui", "xml"}
_INDEX = re.compile(r"index\.\w{1,5}")
_INDEX_OR_EMPTY = re.compile(r"(?:index\.\w{1,5})?")

NaturalKey = tuple[tuple[int, int, str], ...]


def section_of_each(urls: Sequence[str], rules: ComposeRules) -> dict[str, str]:
    """Return the name of each URL's section: an override, a pin, a user's section, Optional, or the path's."""
    by_path = sections_by_path([url for url in urls if not _chosen(url, rules)])
    return {url: _chosen(url, rules) or by_path[url] for url in urls}


def sections_by_path(urls: Sequence[str]) -> dict[str, str]:
    """Name a section for each URL by the first folder in which the paths differ.

    A folder that is the only one with several pages is passed over, as long as there are such folders in it. Pages in
    a folder of their own, or in none, are in `Pages`.
    """
    folders = {url: _folders(url) for url in urls}
    above, names = _level_that_differs(list(folders.values()))
    level = len(above)
    return {
        url: readable_name(path[level]) if path[:level] == above and path[level : level + 1] in names else MAIN
        for url, path in folders.items()
    }


def ordered_sections(names: Sequence[str], rules: ComposeRules) -> list[str]:
    """Return the names in the order of the file: Optional last, whatever a user says."""
    places = {name: place for place, name in enumerate(rules.order)}
    usual = {PINNED: 0, MAIN: 1}

    def key(name: str) -> tuple[bool, int, int, NaturalKey, str]:
        chosen = places.get(name, len(places))
        return (name == OPTIONAL, chosen, usual.get(name, 2), natural_key(name), name)

    return sorted(names, key=key)


def page_key(url: str) -> tuple[tuple[NaturalKey, ...], str]:
    """Sort URLs as people number chapters, a folder's own page first."""
    parts = urlsplit(url)
    segments = unquote(parts.path or "/").split("/")
    if _INDEX_OR_EMPTY.fullmatch(segments[-1]):
        segments[-1] = ""
    return tuple(natural_key(segment) for segment in segments), url


def natural_key(text: str) -> NaturalKey:
    """Sort text with its numbers by value: chapter-2 before chapter-10."""
    pieces = re.split(r"([0-9]+)", text.casefold())
    # A number is compared by its length first: int() refuses those of thousands of digits.
    numbers = [(piece.lstrip("0") if place % 2 else piece, place % 2) for place, piece in enumerate(pieces)]
    return tuple((is_number, len(piece) if is_number else 0, piece) for piece, is_number in numbers)


def readable_name(segment: str) -> str:
    """Write a path's segment as a heading: `getting-started` is `Getting started`, `c_api` is `C API`."""
    words = re.sub(r"[-_+\s]+", " ", one_line(unquote(segment))).split()
    name = " ".join(word.upper() if word.lower() in _ACRONYMS else word for word in words) or segment
    name = name[:1].upper() + name[1:80]
    return f"{name} pages" if name == OPTIONAL else name  # that heading has a meaning of its own


def _chosen(url: str, rules: ComposeRules) -> str | None:
    override = rules.overrides.get(url)
    if override and override.section:
        return one_line(override.section) or None
    if url in rules.pins:
        return PINNED
    for name, globs in rules.sections.items():
        if matches_any(globs, url):
            return name
    return OPTIONAL if matches_any(rules.optional, url) else None


def _folders(url: str) -> tuple[str, ...]:
    *folders, _ = (urlsplit(url).path or "/").split("/")
    return tuple(folder for folder in folders if folder)


def _level_that_differs(paths: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], set[tuple[str, ...]]]:
    """Return the folders to pass over, and the (one-part) names of those in them that are sections."""
    above: tuple[str, ...] = ()
    names = _large_folders(paths, above)
    while len(names) == 1:
        inside = above + next(iter(names))
        deeper = _large_folders(paths, inside)
        if not deeper:
            break
        above, names = inside, deeper
    return above, names


def _large_folders(paths: Sequence[tuple[str, ...]], above: tuple[str, ...]) -> set[tuple[str, ...]]:
    level = len(above)
    counts = Counter(path[level : level + 1] for path in paths if len(path) > level and path[:level] == above)
    return {name for name, count in counts.items() if count >= FEWEST}


def grouped(urls: Sequence[str], section_of: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the URLs of each section, in the order given."""
    found: dict[str, list[str]] = {}
    for url in urls:
        found.setdefault(section_of[url], []).append(url)
    return found
