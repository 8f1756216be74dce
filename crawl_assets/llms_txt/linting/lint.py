"""Judge an llms.txt by the rules of https://llmstxt.org (version 2 of 2026) and by what readers in use make of it.

Errors are what a reader loses something by, or what is untrue; warnings are what some readers stumble over.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from crawl_assets.llms_txt.linting.findings import ERROR, NOTE, WARNING, Finding
from crawl_assets.llms_txt.linting.links import LinkFacts, all_links, coverage, dead_links, link_items
from crawl_assets.llms_txt.linting.reading import parse
from crawl_assets.llms_txt.linting.structure import characters, headings, quote, sections

__all__ = ["ERROR", "NOTE", "WARNING", "Finding", "lint", "lint_files"]

LARGE, TOO_LARGE = 50_000, 100_000  # characters; the second is where readers in use cut


def lint(
    text: str,
    *,
    known_urls: Collection[str] | None = None,
    sitemap_urls: Collection[str] | None = None,
    is_alive: Callable[[str], bool] | None = None,
    page_of_link: Mapping[str, str] | None = None,
    nested: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Return what is wrong with a file, in the order of its lines, the file as a whole last.

    `known_urls` are the pages of the site: a link to no other page, and links to nearly all of them, are asked for.
    `sitemap_urls` are pages that ought to be listed too. `is_alive` tells whether a link leads anywhere.
    `page_of_link` tells which page a link stands for, where that is not the link itself (a Markdown twin).
    `nested` holds other llms.txt that this one may link, by URL: their links count, and their findings are added.
    """
    facts = LinkFacts(known_urls, sitemap_urls, page_of_link or {}, nested or {})
    found = _one_file(text, facts)
    links, inside = all_links(text, facts.nested)
    for url in inside:
        found += [finding.within(url) for finding in _one_file(facts.nested[url], facts)]
    found += coverage(links, facts)
    if is_alive:
        found += dead_links(links, is_alive)
    return found


def lint_files(
    files: Mapping[str, str],
    base_url: str,
    *,
    known_urls: Collection[str] | None = None,
    sitemap_urls: Collection[str] | None = None,
    page_of_link: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Judge composed files, by path, as they are served in `base_url`: llms.txt and the nested ones it links."""
    nested = {base_url + path: text for path, text in files.items() if path.endswith("/llms.txt")}
    return lint(
        files["llms.txt"],
        known_urls=known_urls,
        sitemap_urls=sitemap_urls,
        page_of_link=page_of_link,
        nested=nested,
    )


def _one_file(text: str, facts: LinkFacts) -> list[Finding]:
    document = parse(text)
    found = [
        *headings(document),
        *quote(document),
        *sections(document),
        *link_items(document, facts),
        *characters(text, document),
    ]
    return [*sorted(found, key=lambda finding: finding.line or 0), *_size(text)]


def _size(text: str) -> Iterator[Finding]:
    if len(text) > TOO_LARGE:
        what = f"the file has {len(text)} characters; readers cut at {TOO_LARGE}. Move sections to files of their own."
        yield Finding(ERROR, "size", None, what)
    elif len(text) > LARGE:
        what = f"the file has {len(text)} characters; under {LARGE} it fits beside a question. Shorten it."
        yield Finding(WARNING, "size", None, what)
