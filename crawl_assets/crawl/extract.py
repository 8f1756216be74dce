"""HTML to Markdown and text: what a reader reads on a page, and what the page says about itself.

Two ways to find the content. Pages of documentation, and all pages with code blocks or tables in their content, go by a
structural rule that loses none of them (main_content). Other pages go by trafilatura's choice of paragraphs
(article_text), which is the better one among related boxes, teasers and comments. Both are written by to_markdown.
"""

import re
from dataclasses import dataclass
from typing import Any

from crawl_assets.crawl.html_tree import parse
from crawl_assets.crawl.metadata import Metadata, metadata


@dataclass(frozen=True, slots=True)
class Extracted:
    """The content of one page and its metadata."""

    title: str | None
    description: str | None
    language: str | None  # as declared: en, pt-BR
    published: str | None  # YYYY-MM-DD
    markdown: str  # ends with one line end; '' for a page without content
    text: str  # plain body text, blocks apart by an empty line


def extract(html: str, url: str) -> Extracted:
    """Extract the content of a page; never fails. `url` is where it was fetched, for relative links.

    Limits: html_tree.LARGEST letters, article_text.MOST_ELEMENTS for the choice of paragraphs.
    """
    root = parse(html)
    if root is None:
        return Extracted(None, None, None, None, "", "")
    about = metadata(root)
    markdown, text = _content(root, about, _base(root, url))
    return Extracted(about.title, about.description, about.language, about.published, markdown, text)


def _content(root: Any, about: Metadata, base: str) -> tuple[str, str]:
    from crawl_assets.crawl.article_text import article_text, keep_article
    from crawl_assets.crawl.main_content import content_element, prune, without_surroundings
    from crawl_assets.crawl.page_kind import is_documentation
    from crawl_assets.crawl.to_markdown import to_markdown, to_text

    body = root.find("body") if root.find("body") is not None else root
    prune(body)
    chosen = None if is_documentation(body, about) else article_text(root, about)
    if chosen:
        content = keep_article(body, chosen)
        if content is not None:
            return _headed(to_markdown(content, base), about.heading, "# "), chosen
    content = content_element(body)
    without_surroundings(content, keep_comments=not about.is_article)
    markdown = _headed(to_markdown(content, base), about.heading, "# ")
    return markdown, chosen or _headed(to_text(content), about.heading, "")


def _headed(text: str, heading: str | None, sign: str) -> str:
    """Put the page's heading first, where it stands outside the content's element."""
    if not heading or not text:
        return text
    shown = " ".join(heading.split())
    start = " ".join(re.sub(r"[\\`*\[\]]|\]\([^)]*\)", "", text[:2000]).split())
    return text if shown in start else f"{sign}{shown}\n\n{text}"


def _base(root: Any, url: str) -> str:
    from urllib.parse import urljoin

    for element in root.iter("base"):
        if element.get("href"):
            try:
                return urljoin(url, str(element.get("href")).strip())
            except ValueError:
                break
    return url
