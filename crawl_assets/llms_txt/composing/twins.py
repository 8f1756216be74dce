"""Where the Markdown twin of a page lies: `pages/**/*.md`, no two pages on one path on any file system.

A URL path of plain lower-case segments is its own name (`/guide/setup` -> `pages/guide/setup.md`, `/guide/` ->
`pages/guide/index.md`). Whatever else differs between URLs (case, query, other characters, other hosts) or could
collide or offend a file system is told apart by a hash of the URL behind a readable part. The name depends on the URL
alone, so that no page moves because another one came or went.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import SplitResult, unquote, urlsplit

FOLDER = "pages"
LONGEST_SEGMENT, LONGEST_PATH = 80, 180  # characters, with `.md`; Windows takes 260 with the folder above
_DIGITS = 16  # of the hash, hexadecimal: 64 bits
_PARTS = re.compile(r"[?#]")  # also before an empty query, which makes another URL
_PLAIN = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_-])?")
_HASHED = re.compile(rf".*-[0-9a-f]{{{_DIGITS}}}")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin|conout|com[0-9]|lpt[0-9])(?:\..*)?")  # names Windows keeps for itself


def twin_paths(urls: Iterable[str], domain: str) -> dict[str, str]:
    """Return the path of each URL's twin; `domain` is the host, with its port when not the default.

    Where http and https of one address are both given, https has the plain name.
    """
    paths: dict[str, str] = {}
    taken: set[str] = set()
    for url in sorted(set(urls), key=lambda url: (not url.startswith("https:"), url)):
        parts = urlsplit(url)
        path = None if _PARTS.search(url) else _plain_path(parts, domain)
        if path is None or path in taken:
            path = _hashed_path(url, parts)
        taken.add(path)
        paths[url] = path
    return paths


def slug(text: str) -> str:
    """Return a readable name of `a-z`, `0-9` and `-`, possibly empty, of 60 characters at most."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-")


def digest(text: str, digits: int = _DIGITS) -> str:
    """Return the first hexadecimal digits of the text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def _plain_path(parts: SplitResult, domain: str) -> str | None:
    if parts.netloc != domain:
        return None
    *folders, last = (parts.path or "/").removeprefix("/").split("/")
    name = last or "index"
    path = "/".join((FOLDER, *folders, f"{name}.md"))
    is_plain = (
        last != "index"  # that is what a folder's own page is called
        and not _HASHED.fullmatch(name)
        and all(_fits(segment) for segment in (*folders, name))
        and not any(folder.endswith(".md") for folder in folders)  # `/a` is the file a.md already
        and len(path) <= LONGEST_PATH
    )
    return path if is_plain else None


def _fits(segment: str) -> bool:
    return (
        len(segment) + len(".md") <= LONGEST_SEGMENT
        and _PLAIN.fullmatch(segment) is not None
        and not _DEVICES.fullmatch(segment)
    )


def _hashed_path(url: str, parts: SplitResult) -> str:
    *folders, last = unquote(parts.path).removeprefix("/").split("/")
    query = f"-{parts.query}" if parts.query else ""
    readable = slug(f"{last or 'index'}{unquote(query)}") or "page"
    above = [f"{slug(folder)}" or "-" for folder in folders if folder][:3]
    safe = [f"{folder}-" if _DEVICES.fullmatch(folder) else folder for folder in above]
    path = "/".join((FOLDER, *safe, ""))
    if len(path) > LONGEST_PATH - 60 - _DIGITS - len("-.md"):
        path = f"{FOLDER}/"
    return f"{path}{readable}-{digest(url)}.md"
