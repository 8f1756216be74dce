"""A crawled site as files: a Markdown file a page, index.md for people and index.json for programs."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawl_assets.crawl.visiting import AS_THEY_ARE

if TYPE_CHECKING:
    from crawl_assets.crawl.site import CrawledPage, SiteCrawl
    from crawl_assets.store.blobs import Blobs

INDEX, LISTING = "index.json", "index.md"


def write_files(
    folder: Path, start_url: str, crawl: "SiteCrawl", blobs: "Blobs", on_progress: Callable[[int, int], None]
) -> int:
    """Write a crawl's pages into a folder and return how many; pages that ask for it stay out of index.md.

    Files that the folder's former index.json names and this crawl does not have are removed. Equal crawls give equal
    bytes. Raises OSError.
    """
    from crawl_assets.crawl.urls import host_key
    from crawl_assets.llms_txt.composing.twins import twin_paths

    with_text = [page for page in crawl.pages if page.blob is not None]
    paths = twin_paths([page.url for page in with_text], host_key(crawl.pages[0].url))
    before = _listed(folder)
    entries: dict[str, dict[str, Any]] = {}
    for done, (page, about, markdown) in enumerate(_markdown(with_text, blobs), 1):
        _write(folder / paths[page.url], markdown)
        entries[page.url] = about | {"path": paths[page.url]}
        on_progress(done, len(with_text))
    index = {
        "start_url": start_url,
        "is_complete": crawl.is_complete,
        "pages": [_entry(page) | entries.get(page.url, {}) for page in crawl.pages],
        "notes": crawl.notes,
    }
    _write(folder / LISTING, _listing(index))
    _write(folder / INDEX, json.dumps(index, ensure_ascii=False, indent=1) + "\n")
    for gone in before - set(paths.values()):
        (folder / gone).unlink(missing_ok=True)
    return len(with_text)


def _markdown(pages: "list[CrawledPage]", blobs: "Blobs") -> "Iterator[tuple[CrawledPage, dict[str, Any], str]]":
    from crawl_assets.crawl.extract import extract

    for page in pages:
        assert page.blob is not None
        text = blobs.get(page.blob).decode()
        if page.content_type in AS_THEY_ARE:
            yield page, {}, text
            continue
        found = extract(text, page.url)
        about = {"title": found.title, "description": found.description, "language": found.language}
        yield page, {name: value for name, value in about.items() if value}, found.markdown


def _entry(page: "CrawledPage") -> dict[str, Any]:
    fields = {
        "url": page.url,
        "status": page.status,
        "content_type": page.content_type,
        "depth": page.depth,
        "is_noindex": page.is_noindex,
        "error": page.error,
    }
    return {name: value for name, value in fields.items() if value not in (None, "", False)}


def _listing(index: dict[str, Any]) -> str:
    lines = [f"# {index['start_url']}", ""]
    for page in index["pages"]:
        if "path" in page and not page.get("is_noindex"):
            title = " ".join((page.get("title") or page["url"]).split()).replace("[", "\\[").replace("]", "\\]")
            about = " ".join((page.get("description") or "").split())
            lines.append(f"- [{title}]({page['path']})" + (f": {about}" if about else ""))
    return "\n".join(lines) + "\n"


def _listed(folder: Path) -> set[str]:
    """Return the files that an earlier index.json names, those inside the folder only."""
    try:
        pages = json.loads((folder / INDEX).read_text(encoding="utf-8"))["pages"]
        paths = {str(page["path"]) for page in pages if "path" in page}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return set()
    home = folder.resolve()
    return {path for path in paths if (folder / path).resolve().is_relative_to(home)}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
