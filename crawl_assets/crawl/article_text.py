"""The body of an article: trafilatura's choice of paragraphs, less what publishers put between them."""

import logging
from collections.abc import Iterator
from typing import Any

from crawl_assets.crawl.article_lines import agreed, article_lines, folded, runs
from crawl_assets.crawl.marks import has_mark
from crawl_assets.crawl.metadata import Metadata

MOST_ELEMENTS, MOST_LETTERS = 30_000, 1_500_000  # trafilatura takes 1 to 2 s for as much; else the structural rule
_FEWEST = 25  # words of an article
_MOST_COMMENTS, _MOST_BETWEEN = 0.7, 0.25  # of the words of a page

_log = logging.getLogger(__name__)


def article_text(root: Any, about: Metadata) -> str | None:
    """Return the article's paragraphs, a line each, or None when there is no article to be found.

    `root` is a pruned tree, see main_content.prune; it is not changed.
    """
    from copy import deepcopy

    from crawl_assets.crawl.main_content import count_words

    if sum(1 for _ in root.iter()) > MOST_ELEMENTS or sum(map(len, root.itertext())) > MOST_LETTERS:
        return None
    tree = deepcopy(root)
    _drop_extras(tree)
    found = _chosen(tree)
    if count_words(found) < _FEWEST:
        found = about.article_body or ""
    lines = agreed(article_lines(found, about.title), about.article_body)
    return "\n".join(lines) if count_words(" ".join(lines)) >= _FEWEST else None


def _chosen(tree: Any) -> str:
    from trafilatura import extract

    try:
        return extract(tree, include_comments=False, include_tables=True) or ""
    except Exception as error:  # whatever a page makes it stumble over, there is still the structural rule
        _log.debug("trafilatura gave up: %r", error)
        return ""


def _drop_extras(tree: Any) -> None:
    """Take out comments, related stories, sign-ups and captions, unless most of the page is in them."""
    from crawl_assets.crawl.main_content import take_out, word_counts

    words = word_counts(tree)
    whole = words[tree]
    for element in list(tree.iter("div", "section", "ul", "ol", "p", "span", "aside", "footer", "form", "figcaption")):
        share = words.get(element, 0) / max(1, whole)
        if (share < _MOST_COMMENTS and has_mark(element, "comments")) or (
            share < _MOST_BETWEEN
            and (element.tag == "figcaption" or has_mark(element, "between") or has_mark(element, "caption"))
        ):
            take_out(element)
    for cell in list(tree.iter("td")):  # columns of links beside the text, on old pages
        links = list(cell.iter("a"))
        linked = sum(words.get(link, 0) for link in links)
        if len(links) > 1 and words.get(cell, 0) < _MOST_BETWEEN * whole and linked > 0.8 * words.get(cell, 0):
            take_out(cell)


def keep_article(body: Any, text: str) -> Any:
    """Return the smallest element that holds the chosen paragraphs, without the paragraphs not chosen.

    None when under 70 % of the chosen words are found in the tree again.
    """
    from crawl_assets.crawl.main_content import take_out, without_surroundings

    lines = {folded(line) for line in text.split("\n")} - {""}
    whole = folded(text)
    known = set(runs(whole))
    leaves = [(leaf, folded("".join(leaf.itertext()))) for leaf in _leaves(body)]
    chosen = {leaf for leaf, words in leaves if words and _is_chosen(words, lines, known)}
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
    without_surroundings(content, keep_comments=False)
    return content


def _leaves(body: Any) -> Iterator[Any]:
    """Yield the innermost blocks; tables and code blocks whole."""
    from crawl_assets.crawl.inline_markup import BLOCKS
    from crawl_assets.crawl.tables import is_layout

    whole = set()
    for element in body.iter():
        if element.getparent() in whole:
            whole.add(element)
        elif element.tag == "pre" or (element.tag == "table" and not is_layout(element)):
            whole.add(element)
            yield element
        elif element.tag in BLOCKS and not any(inner.tag in BLOCKS for inner in element.iterdescendants()):
            yield element


def _is_chosen(words: str, lines: set[str], known: set[tuple[str, ...]]) -> bool:
    if words in lines:
        return True
    own = runs(words)
    found = sum(run in known for run in own)
    return found == len(own) > 0 if len(own) < 8 else found > 0.7 * len(own)


def _common(elements: Iterator[Any]) -> Any:
    path: list[Any] = []
    for element in elements:
        own = [element, *element.iterancestors()][::-1]
        path = own if not path else [one for one, other in zip(path, own, strict=False) if one is other]
    return path[-1]


def _is_below(element: Any, content: Any) -> bool:
    return any(up is content for up in element.iterancestors())
