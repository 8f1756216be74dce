"""Which part of a page is its content: a structural rule that loses no code block and no table.

The content's element is the one that generators and HTML5 name; where nothing is named, the body without what is around
it. Whatever is around the content and holds neither code nor tables is taken out of it.
"""

import re
from collections.abc import Iterable
from typing import Any

from crawl_assets.crawl.code_blocks import is_gutter
from crawl_assets.crawl.marks import has_mark, is_hidden, is_permalink

_UNSEEN = {
    "script", "style", "template", "noscript", "link", "meta", "head", "title", "svg", "canvas", "iframe", "object",
    "embed", "audio", "video", "select", "option", "datalist", "input", "button", "textarea", "dialog", "map", "nav",
}  # fmt: skip
_AROUND_ROLES = {
    "navigation",
    "search",
    "banner",
    "contentinfo",
    "complementary",
    "menu",
    "menubar",
    "dialog",
    "alertdialog",
}
_MOST_SHARE = 0.6  # of the text; what holds more is not around the content, whatever it is called
_DENSE = re.compile("[\u2e80-\uffdc]+")
_FEWEST = 25  # words of a content element


def prune(root: Any) -> None:
    """Take out what nobody reads: scripts, forms' controls, hidden elements, navigation."""
    whole = _letters(root)
    for element in list(root.iter()):
        if _is_unseen(element, whole) or is_gutter(element):
            take_out(element)


def _is_unseen(element: Any, whole: int) -> bool:
    if not isinstance(element.tag, str):
        return True
    if element.tag in _UNSEEN:
        return next(element.iterdescendants("pre"), None) is None
    if element.tag in ("html", "body") or not is_hidden(element):
        return False
    # what is hidden and yet most of the page is shown by a script
    return _letters(element) < 0.4 * whole


def _letters(element: Any) -> int:
    return sum(map(len, element.itertext()))


def take_out(element: Any) -> None:
    """Remove an element, keeping the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def content_element(body: Any) -> Any:
    """Return the element that holds the page's content, widened until no code block or table lies beside it."""
    words = word_counts(body)
    chosen = _named_content(body, words)
    if chosen is None:
        return body
    precious = [item for item in body.iter("pre", "table") if not is_around(item, body, words)]
    for item in precious:
        while chosen is not body and not _holds(chosen, item):
            chosen = chosen.getparent()
    return chosen


def without_surroundings(content: Any, *, keep_comments: bool = True) -> None:
    """Take out what is around the content inside its own element."""
    words = word_counts(content)
    whole = words[content]
    for element in list(content.iter()):
        if element is content or element.getparent() is None:
            continue
        if (not keep_comments and has_mark(element, "comments")) or _is_surrounding(element, words, whole):
            take_out(element)


def is_around(element: Any, body: Any, words: dict[Any, int]) -> bool:
    """Tell whether the element lies in something around the content."""
    return any(
        _is_surrounding(up, words, words[body], ignore_precious=True)
        for up in element.iterancestors()
        if up is not body and up in words
    )


def word_counts(root: Any) -> dict[Any, int]:
    """Count the words in each element of the tree, in one pass."""
    counts: dict[Any, int] = {}
    for element in reversed(list(root.iter())):
        own = count_words(element.text) + sum(counts.get(child, 0) + count_words(child.tail) for child in element)
        counts[element] = own
    return counts


def count_words(text: str | None) -> int:
    """Count words; of scripts without spaces between them, two letters count as one."""
    if not text:
        return 0
    count = len(text.split())
    if not text.isascii():
        count += (len(text) - len(_DENSE.sub("", text))) // 2
    return count


def _named_content(body: Any, words: dict[Any, int]) -> Any:
    whole = max(1, words[body])
    marked = [element for element in body.iter() if isinstance(element.tag, str) and has_mark(element, "content")]
    mains = [element for element in body.iter() if element.tag == "main" or element.get("role") == "main"]
    articles = _outermost(element for element in body.iter("article") if not _is_small(element, words, whole))
    bodies = [element for element in body.iter() if element.get("itemprop") == "articleBody"]
    for found in (marked[:1], bodies if len(bodies) == 1 else [], mains, articles if len(articles) == 1 else []):
        for element in found:
            if words[element] >= _FEWEST or words[element] >= 0.2 * whole:
                return element
    return None


def _is_small(element: Any, words: dict[Any, int], whole: int) -> bool:
    return words[element] < 0.1 * whole


def _outermost(elements: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for element in elements:
        if not any(_holds(outer, element) for outer in found[-1:]):
            found.append(element)
    return found


def _holds(outer: Any, inner: Any) -> bool:
    return outer is inner or any(up is outer for up in inner.iterancestors())


def _is_surrounding(element: Any, words: dict[Any, int], whole: int, *, ignore_precious: bool = False) -> bool:
    tag = element.tag
    if tag in ("body", "main", "pre", "code", "table", "tbody", "tr", "td", "th", "h1", "h2", "h3", "h4", "dt", "dd"):
        return False
    if is_permalink(element):
        return True
    if not _is_called_around(element):
        return False
    if words.get(element, 0) > _MOST_SHARE * whole:
        return False
    if ignore_precious:
        return True
    return tag == "nav" or next(element.iter("pre", "table"), None) is None


def _is_called_around(element: Any) -> bool:
    tag, role = element.tag, (element.get("role") or "").lower()
    if has_mark(element, "note"):
        return False
    if tag in ("nav", "footer") or role in _AROUND_ROLES:
        return True
    if tag == "aside":
        return True
    if tag == "header":
        return next(element.iter("h1"), None) is None and next(element.iter("nav", "form"), None) is not None
    if tag in ("div", "section", "ul", "ol", "p", "span", "a", "form", "details", "button"):
        return has_mark(element, "around")
    return False
