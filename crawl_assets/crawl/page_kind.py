"""Which pages go by the structural rule: documentation, threads, and whatever holds code or data in its content."""

import re
from collections import defaultdict
from typing import Any

from crawl_assets.crawl.marks import has_mark
from crawl_assets.crawl.metadata import Metadata

_GENERATORS = re.compile(
    r"\b(?:sphinx|docutils|mkdocs|docusaurus|gitbook|mdbook|vitepress|vuepress|starlight|javadoc|doxygen|docbook|rustdoc"
    r"|asciidoc|antora|pdoc|yard|jsdoc|typedoc|mediawiki|readme\.io|slate|nextra|mintlify|docsy|docfx|hexo-doc|texinfo|pandoc)\b"
)
_POST = re.compile(r"(?:^|[\s_-])(?:post|postbody|message|reply|answer|topic-body)(?=$|[\s_-])", re.I)
_FEWEST_POSTS, _MOST = 3, 0.5  # posts of one kind; share of the words of a page in them
_SHARE = 0.15  # of the words of a page, in tables and definition lists


def is_documentation(body: Any, about: Metadata) -> bool:
    """Tell whether the page must keep every code line and table row, rather than be cut like a news article."""
    from crawl_assets.crawl.main_content import is_around, word_counts
    from crawl_assets.crawl.tables import is_layout

    if _GENERATORS.search(about.generator):
        return True
    if any(has_mark(element, "content") for element in body.iter("div", "main", "article")):
        return True
    blocks = [block for block in body.iter("pre") if "".join(block.itertext()).strip()]
    if about.is_article and not blocks:
        return False
    words = word_counts(body)
    if any(not is_around(block, body, words) for block in blocks):
        return True
    if about.is_article:
        return False
    tables = (table for table in body.iter("table") if not is_layout(table))
    definitions = (part for part in body.iter("dl") if part.find("dd") is not None)
    counted = sum(words[part] for part in (*tables, *definitions) if not is_around(part, body, words))
    return counted > _SHARE * words[body] or _posts(body, words) > _MOST


def _posts(body: Any, words: dict[Any, int]) -> float:
    """Return the share of words in what looks like the posts of a thread: many elements of the same class."""
    kinds: defaultdict[str, list[int]] = defaultdict(list)
    for element in body.iter("div", "li", "article", "section", "td"):
        name = element.get("class") or ""
        if _POST.search(name):
            kinds[name].append(words[element])
    most = max((sum(counts) for counts in kinds.values() if len(counts) >= _FEWEST_POSTS), default=0)
    return most / max(1, words[body])
