"""Which pages go by the structural rule: documentation, and whatever holds code or data in its content."""

import re
from typing import Any

from crawl_assets.crawl.marks import has_mark
from crawl_assets.crawl.metadata import Metadata

_GENERATORS = re.compile(
    r"sphinx|docutils|mkdocs|docusaurus|gitbook|mdbook|vitepress|vuepress|starlight|javadoc|doxygen|docbook|rustdoc"
    r"|asciidoc|antora|pdoc|yard|jsdoc|typedoc|mediawiki|readme\.io|slate|nextra|mintlify|docsy|docfx|hexo-doc|texinfo|pandoc"
)


_SHARE = 0.15  # of the words of a page, in tables and definition lists


def is_documentation(body: Any, about: Metadata) -> bool:
    """Tell whether the page must keep every code line and table row, rather than be cut like a news article."""
    from crawl_assets.crawl.main_content import is_around, word_counts
    from crawl_assets.crawl.tables import is_layout

    if _GENERATORS.search(about.generator):
        return True
    if not about.is_article and any(has_mark(element, "content") for element in body.iter("div", "main", "article")):
        return True
    words = word_counts(body)
    if any(not is_around(block, body, words) for block in body.iter("pre")):
        return True
    if about.is_article:
        return False
    tables = (table for table in body.iter("table") if not is_layout(table))
    definitions = (part for part in body.iter("dl") if part.find("dd") is not None)
    counted = sum(words[part] for part in (*tables, *definitions) if not is_around(part, body, words))
    return counted > _SHARE * words[body]
