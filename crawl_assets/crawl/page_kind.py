"""Which pages go by the structural rule: documentation, and whatever holds code or data in its content."""

import re
from typing import Any

from crawl_assets.crawl.marks import has_mark
from crawl_assets.crawl.metadata import Metadata

_GENERATORS = re.compile(
    r"sphinx|docutils|mkdocs|docusaurus|gitbook|mdbook|vitepress|vuepress|starlight|javadoc|doxygen|docbook|rustdoc"
    r"|asciidoc|antora|pdoc|yard|jsdoc|typedoc|mediawiki|readme\.io|slate|nextra|mintlify|docsy|docfx|hexo-doc|texinfo|pandoc"
)


def is_documentation(body: Any, about: Metadata) -> bool:
    """Tell whether the page must keep every code line and table row, rather than be cut like a news article."""
    from crawl_assets.crawl.main_content import is_around, word_counts

    if _GENERATORS.search(about.generator):
        return True
    if not about.is_article and any(has_mark(element, "content") for element in body.iter("div", "main", "article")):
        return True
    blocks = list(body.iter("pre"))
    tables = [] if about.is_article else [table for table in body.iter("table") if _is_data(table)]
    definitions = [] if about.is_article else [part for part in body.iter("dl") if part.find("dd") is not None]
    if not blocks and not tables and not definitions:
        return False
    words = word_counts(body)
    return any(not is_around(element, body, words) for element in (*blocks, *tables, *definitions))


def _is_data(table: Any) -> bool:
    from crawl_assets.crawl.tables import is_layout

    return not is_layout(table)
