"""The body of an article: trafilatura's choice of paragraphs, less what publishers put between them."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from crawl_assets.crawl.metadata import Metadata

MOST_ELEMENTS = 30_000  # trafilatura takes about 1 s for as many; larger pages go by the structural rule
_FEWEST = 25  # words of an article

_log = logging.getLogger(__name__)


def article_text(root: Any, about: Metadata) -> str | None:
    """Return the article's paragraphs, a line each, or None when there is no article to be found."""
    from copy import deepcopy

    from trafilatura import extract

    from crawl_assets.crawl.main_content import count_words

    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        return None
    try:
        found = extract(deepcopy(root), include_comments=False, include_tables=True)
    except Exception as error:  # whatever a page makes it stumble over, there is still the structural rule
        _log.debug("trafilatura gave up: %r", error)
        return None
    if not found or count_words(found) < _FEWEST:
        return None
    return found


def keep_article(body: Any, text: str) -> Any:
    """Return the smallest element that holds the chosen paragraphs, without the paragraphs not chosen.

    None when under 70 % of the chosen words are found in the tree again.
    """
    from crawl_assets.crawl.main_content import take_out, without_surroundings

    lines = {_folded(line) for line in text.split("\n")} - {""}
    whole = f" {' '.join(_folded(line) for line in text.split(chr(10)))} "
    leaves = [(leaf, _folded("".join(leaf.itertext()))) for leaf in _leaves(body)]
    chosen = {leaf for leaf, words in leaves if words and _is_chosen(words, lines, whole)}
    kept = sum(len(words.split()) for leaf, words in leaves if leaf in chosen)
    if kept < 0.7 * len(whole.split()):
        return None
    content = _common(leaf for leaf, _ in leaves if leaf in chosen)
    inside = [leaf for leaf, words in leaves if leaf not in chosen and words]
    for leaf in inside:
        if (
            leaf is not content
            and leaf.tag not in ("pre", "table", "caption", "figcaption")
            and _is_below(leaf, content)
        ):
            take_out(leaf)
    without_surroundings(content)
    return content


def _leaves(body: Any) -> Iterator[Any]:
    """Yield the innermost blocks; tables and code blocks whole."""
    from crawl_assets.crawl.inline_markup import BLOCKS

    whole = set()
    for element in body.iter():
        if element.getparent() in whole:
            whole.add(element)
        elif element.tag in ("pre",):
            whole.add(element)
            yield element
        elif element.tag in BLOCKS and not any(inner.tag in BLOCKS for inner in element.iterdescendants()):
            yield element


def _is_chosen(words: str, lines: set[str], whole: str) -> bool:
    return words in lines or (words.count(" ") >= 2 and f" {words} " in whole)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def _common(elements: Iterator[Any]) -> Any:
    path: list[Any] = []
    for element in elements:
        own = [element, *element.iterancestors()][::-1]
        path = own if not path else [one for one, other in zip(path, own, strict=False) if one is other]
    return path[-1]


def _is_below(element: Any, content: Any) -> bool:
    return any(up is content for up in element.iterancestors())
