"""A site's files by rules alone: the same pages give the same bytes, in whatever order they come.

Every address in them is a page's own, or that of another of these files. Nothing tells the time or counts runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from crawl_assets.crawl.globs import matches_any
from crawl_assets.llms_txt.composing.escaping import escape_line, escape_notes, escape_title, link_url, one_line
from crawl_assets.llms_txt.composing.full_text import full_text_files, page_text
from crawl_assets.llms_txt.composing.nesting import Entry, Head, Section, nested_files
from crawl_assets.llms_txt.composing.rules import ComposeRules, read_rules
from crawl_assets.llms_txt.composing.sections import grouped, ordered_sections, page_key, section_of_each
from crawl_assets.llms_txt.composing.twins import twin_paths

__all__ = ["ComposeRules", "Files", "Site", "SitePage", "base_url", "compose", "page_of_link", "read_rules"]

Files = Mapping[str, str]  # path: text with \n line ends; the order is that of the paths


@dataclass(frozen=True, slots=True)
class Site:
    """What is said of the whole site."""

    domain: str  # host, with its port when not the default
    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class SitePage:
    """What is said of a page."""

    url: str
    title: str
    description: str
    markdown: str


def compose(site: Site, pages: Sequence[SitePage], rules: ComposeRules) -> Files:
    """Compose llms.txt, nested ones where it would grow too large, llms-full.txt or its parts, and pages/**/*.md.

    Raises ValueError for a page that is given twice. Of pages whose URLs are one address as a link (`(` and `%28`) the
    first counts.
    """
    listed = _listed(pages, rules)
    base = base_url(site, pages, rules)
    twins = twin_paths(listed, site.domain)
    by_section = _grouped(listed, rules)
    sections = [
        Section(name, tuple(_entry(listed[url], base + twins[url] if rules.link_twins else url) for url in urls))
        for name, urls in by_section.items()
    ]
    title = one_line(site.title) or site.domain
    summary = one_line(site.summary) or f"The pages of {site.domain}."
    head = Head(title, summary, f"This file lists the pages of {site.domain} by section.")
    files = nested_files(head, sections, base, rules.largest_llms_txt)
    texts = {url: _text(page) for url, page in listed.items()}
    in_order = {name: [texts[url] for url in urls] for name, urls in by_section.items()}
    files |= full_text_files(head.text(), in_order, base, rules.largest_full_text)
    files |= {twins[url]: text for url, text in texts.items()}
    return dict(sorted(files.items()))


def base_url(site: Site, pages: Sequence[SitePage], rules: ComposeRules) -> str:
    """Return the folder, as a URL with a slash at its end, that links between the files assume they are served in."""
    if rules.public_url:
        return link_url(rules.public_url)
    schemes = {urlsplit(page.url).scheme for page in pages if urlsplit(page.url).netloc == site.domain}
    return f"{'http' if schemes == {'http'} else 'https'}://{site.domain}/"


def page_of_link(site: Site, pages: Sequence[SitePage], rules: ComposeRules) -> dict[str, str]:
    """Return, by each address that stands for a page in llms.txt, that page's URL."""
    listed = _listed(pages, rules)
    base, twins = base_url(site, pages, rules), twin_paths(listed, site.domain)
    return {base + twins[url] if rules.link_twins else link_url(url): url for url in listed}


def _listed(pages: Sequence[SitePage], rules: ComposeRules) -> dict[str, SitePage]:
    by_url: dict[str, SitePage] = {}
    for page in pages:
        if page.url in by_url:
            raise ValueError(f"the page {page.url} is given twice.")
        by_url[page.url] = page
    by_link = {link_url(url): url for url in sorted(by_url, reverse=True) if not matches_any(rules.exclude, url)}
    return {url: _overridden(by_url[url], rules) for url in sorted(by_link.values(), key=page_key)}


def _overridden(page: SitePage, rules: ComposeRules) -> SitePage:
    said = rules.overrides.get(page.url)
    title = one_line(said.title if said and said.title else page.title)
    description = one_line(said.description if said and said.description else page.description)
    return replace(page, title=title or _name_of(page.url), description=description)


def _name_of(url: str) -> str:
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    return one_line(last) or one_line(url)


def _grouped(listed: Mapping[str, SitePage], rules: ComposeRules) -> dict[str, list[str]]:
    pins = {url: place for place, url in enumerate(rules.pins)}
    urls = sorted(listed, key=lambda url: pins.get(url, len(pins)))  # stable: the others stay in their order
    by_section = grouped(urls, section_of_each(urls, rules))
    return {name: by_section[name] for name in ordered_sections(list(by_section), rules)}


def _entry(page: SitePage, url: str) -> Entry:
    notes = f": {escape_notes(page.description)}" if page.description else ""
    return Entry(page.url, f"- [{escape_title(page.title)}]({link_url(url)}){notes}")


def _text(page: SitePage) -> str:
    return page_text(escape_line(page.title), link_url(page.url), page.markdown)
