"""Small sites written for this project; the demo and the tests serve them on loopback, nothing here is copied.

`cryptic_blog/` is a crossword blog of the week 2026-W02: a feed (/feed.xml), two Guardian cryptics of 26 and 28 lights
in different layouts, a quiptic that must be told apart, and an item of another paper. Its files write `{{base}}` where
the address of the server belongs, as the feed's links have to be absolute; `sample_blog(base)` puts it in.

    routes = sample_blog("http://127.0.0.1:8080")
    content_type, body = routes["/feed.xml"]
"""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

BLOG_WEEK = "2026-01-05"  # the Monday of the sample week
_TYPES = {".html": "text/html; charset=utf-8", ".xml": "application/rss+xml; charset=utf-8", ".txt": "text/plain"}


def sample_blog(base: str) -> dict[str, tuple[str, bytes]]:
    """Return the blog's routes, path to (content type, body); `base` is the server's address, 'http://127.0.0.1:80'."""
    routes = {}
    for path, file in _files_below(files(__name__) / "cryptic_blog", ""):
        suffix = path[path.rfind(".") :]
        text = file.read_text(encoding="utf-8").replace("{{base}}", base.rstrip("/"))
        routes[path.removesuffix("index.html")] = (_TYPES[suffix], text.encode())
    return routes


def _files_below(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files_below(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(tuple(_TYPES)):
            yield f"{path}/{entry.name}", entry
