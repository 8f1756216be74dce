"""HTML text to an lxml tree, within bounds.

Limits: `LARGEST` letters are read, `MOST_ELEMENTS` elements, and elements nested deeper than `DEEPEST` lose their tags,
not their text. libxml2 itself would drop everything that follows a nesting of 256.
"""

import re
from itertools import islice
from typing import Any

LARGEST = 10_000_000  # letters
MOST_ELEMENTS = 400_000
DEEPEST = 100  # the renderers recurse
_ADDED = 20  # html, body, tbody ... that a page leaves out
_TOO_DEEP = f"boolean(/{'/'.join('*' * (DEEPEST + 1))})"

# what XML cannot hold; lxml refuses it or ends the text there
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>")
_DATA_URL = re.compile(r"data:[^\"'\s<>)]{200,}")
_LONG_TAG = re.compile(
    r"<([a-zA-Z][a-zA-Z0-9:-]{0,40})\s[^<>]{10000,}>"
)  # libxml2 compares each attribute with all others
_END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.I)  # libxml2 drops what follows; HTML has it in the body
_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
}  # fmt: skip
_OF_THE_HEAD = {"title", "meta", "link", "base", "basefont", "style", "script", "noscript", "template", "object"}
_RAW = re.compile(r"<(script|style|noscript|template|svg|iframe|math)\b[^>]*>.*?(?:</\1\s*>|\Z)", re.S | re.I)


def parse(html: str) -> Any:
    """Return the `html` element of a page, or None when there is no element in it. Never fails."""
    source = _END_OF_PAGE.sub("", _FORBIDDEN.sub("", html[:LARGEST])).lstrip("\ufeff")
    if not source.strip():
        return None
    root = _parsed(_LONG_TAG.sub(r"<\1>", _DATA_URL.sub("data:", source)))
    if root is None or not _is_too_deep(root):
        return root
    return _parsed(_flattened(source))


def _parsed(source: str) -> Any:
    from lxml import etree
    from lxml.html import HTMLParser  # trafilatura wants its kind of elements

    # bytes: lxml refuses a text with an XML encoding declaration; huge_tree: else all after a deep place is lost
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(source.encode("utf-8", "ignore"), parser)
    except (etree.LxmlError, ValueError):
        return None
    if root is None or not isinstance(root.tag, str):
        return None
    _move_into_body(root)
    _cut(root)
    return root


def _move_into_body(root: Any) -> None:
    """Take out of the head what belongs into the body: libxml2 leaves `main` there when the page has no body tag."""
    from lxml import etree

    head = root.find("head")
    strays = [child for child in head if child.tag not in _OF_THE_HEAD] if head is not None else []
    if not strays:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    for place, stray in enumerate(strays):
        body.insert(place, stray)


def _cut(root: Any) -> None:
    """Drop what follows the last element that is taken."""
    last = next(islice(root.iter(), MOST_ELEMENTS, None), None)
    while last is not None:
        parent = last.getparent()
        if parent is None:
            return
        for later in list(last.itersiblings()):
            parent.remove(later)
        last = parent


def _is_too_deep(root: Any) -> bool:
    return bool(root.xpath(_TOO_DEEP))


def _flattened(source: str) -> str:
    """Drop the tags that nest deeper than `DEEPEST` less what the parser adds by itself; the text stays."""
    source = _RAW.sub(" ", source)
    kept: list[str] = []
    end = depth = 0
    for found in _TAG.finditer(source):
        kept.append(source[end : found.start()])
        end = found.end()
        closes, is_void = bool(found[1]), found[2].lower() in _VOID
        depth += not closes and not is_void
        kept.append(found[0] if depth <= DEEPEST - _ADDED else " ")
        depth = max(0, depth - closes)
    return "".join([*kept, source[end:]])
