"""A shop page, read once for all extractors."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from crawl_assets.crawl import html_tree

_SILENT = {"script", "style", "noscript", "template", "svg", "iframe", "math", "head", "object", "canvas"}
_SPACES = re.compile(r"\s+")
_BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "button", "caption", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "label", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section", "select", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProductPage:
    """What extractors look at."""

    url: str  # as asked for; may be empty
    html: str
    tree: Any  # lxml `html` element, within the bounds of crawl.html_tree; scripts keep their text
    language: str | None  # of <html lang>, lower case: en, pt-br
    text: str  # what a reader sees, a line a block
    base: str  # what relative addresses are relative to

    def absolute(self, link: str) -> str:
        """Return a link of the page as an absolute address, '' when it is not one of http or https."""
        try:
            joined = urljoin(self.base, link.strip())
        except ValueError:
            return ""
        return joined if joined.startswith(("http://", "https://")) else ""


def read_page(html: str, url: str) -> ProductPage:
    """Parse a page. Never fails: a page without elements is an empty `html`."""
    from lxml import html as lxml_html

    tree = html_tree.parse(html)
    if tree is None:
        tree = lxml_html.document_fromstring("<html><head></head><body></body></html>")
    return ProductPage(url, html, tree, _language(tree), text_of(tree), _base(tree, url))


def text_of(element: Any) -> str:
    """Return what a reader sees of an element, a line a block, white space folded."""
    parts: list[str] = []
    _collect(element, parts)
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _collect(root: Any, parts: list[str]) -> None:
    """Walk without recursion: text, children, tail."""
    waiting: list[tuple[Any, bool]] = [(root, True)]
    while waiting:
        element, is_start = waiting.pop()
        is_block = element.tag in _BLOCKS
        if not is_start:
            if is_block:
                parts.append("\n")
            if element is not root and element.tail:
                parts.append(_SPACES.sub(" ", element.tail))
            continue
        waiting.append((element, False))
        if element.tag in _SILENT or not isinstance(element.tag, str):
            continue
        if is_block:
            parts.append("\n")
        if element.text:
            parts.append(_SPACES.sub(" ", element.text))
        waiting.extend((child, True) for child in reversed(element))


def _language(tree: Any) -> str | None:
    for name in ("lang", "xml:lang"):
        if value := str(tree.get(name) or "").strip():
            return value.lower().replace("_", "-")
    for meta in tree.iter("meta"):
        content = str(meta.get("content") or "").strip()
        if content and (meta.get("http-equiv") or "").lower() == "content-language":
            return content.lower().replace("_", "-")
    return None


def _base(tree: Any, url: str) -> str:
    for base in tree.iter("base"):
        if href := base.get("href"):
            try:
                return str(urljoin(url, href.strip()))
            except ValueError:
                break
    return url
