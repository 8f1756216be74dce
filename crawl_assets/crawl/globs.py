"""Globs of URL paths.

`*` stands for any letters within one segment, `**` for any letters, `?` for one letter; everything else for itself. A
glob that begins with `/` is compared with the whole path, any other one with the end of it, from the start of a
segment: `*.html`, `archive/*`. A glob that ends in `/` stands for everything below: `/blog/` is `/blog/**`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import unquote, urlsplit

_PART = re.compile(r"\*{2,}|\*|\?|[^*?]+")
_MEANING = {"*": "[^/]*", "?": "[^/]"}


def matches_any(globs: Sequence[str], url: str) -> bool:
    """Tell whether the path of a URL, percent-decoded, fits one of the globs."""
    if not globs:
        return False
    path = unquote(urlsplit(url).path) or "/"
    return any(_compiled(glob).fullmatch(path) for glob in globs)


def pattern(glob: str) -> str:
    """Return a glob as a regular expression of whole paths, without anchors."""
    whole = glob if glob.startswith("/") else f"**/{glob}"
    if whole.endswith("/"):
        whole += "**"
    parts = (part if part in _MEANING else "**" if part[0] == "*" else part for part in _PART.findall(whole))
    return "".join(".*" if part == "**" else _MEANING.get(part) or re.escape(part) for part in parts)


@lru_cache(maxsize=1024)
def _compiled(glob: str) -> re.Pattern[str]:
    return re.compile(pattern(glob), re.S)
