"""What is wrong with the links of an llms.txt: how they are written, where they lead, which are missing."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawl_assets.llms_txt.composing.escaping import link_url
from crawl_assets.llms_txt.linting.findings import ERROR, NOTE, WARNING, Finding
from crawl_assets.llms_txt.linting.reading import Document, Link, parse

FEW, TOO_FEW = 0.95, 0.80  # shares of the pages that are listed; agent-docs-spec
MANY_DEAD = 0.10  # share of the links
_NAMED = 10  # examples in a message
# What the reference parser takes for a link, and for its end.
_REFERENCE = re.compile(r"\s*-\s*\[(?P<title>[^\]]+)\]\((?P<url>[^)]+)\)")


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """What is known of the site; see linting.lint."""

    known_urls: Collection[str] | None
    sitemap_urls: Collection[str] | None
    page_of_link: Mapping[str, str]
    nested: Mapping[str, str]

    def page(self, link: str) -> str:
        """Return the page that a link stands for, written as links are."""
        return link_url(self.page_of_link.get(link, link))


def link_items(document: Document, facts: LinkFacts) -> Iterator[Finding]:
    """Judge each link by itself, and look for those that are there twice."""
    known = None if facts.known_urls is None else {link_url(url) for url in facts.known_urls}
    lines: dict[str, int] = {}
    for link in document.links:
        yield from _written(link)
        wrong = _address(link.url)
        if wrong:
            yield Finding(ERROR, "address", link.line, f"{link.url!r:.200} {wrong}")
        elif known is not None and link.url not in facts.nested and facts.page(link.url) not in known:
            what = f"{link.url:.200} is no page that the crawl found. Correct it, or remove the link."
            yield Finding(ERROR, "unknown-page", link.line, what)
        if link.url in lines:
            what = f"{link.url:.200} is linked in line {lines[link.url]} already. Remove one."
            yield Finding(WARNING, "duplicate-link", link.line, what)
        lines.setdefault(link.url, link.line)
    without = sum(not link.notes for link in document.links)
    if without:
        what = f"{without} of {len(document.links)} links say nothing of their page. Write `: ` and a sentence behind."
        yield Finding(NOTE, "notes-missing", None, what)


def all_links(text: str, nested: Mapping[str, str]) -> tuple[list[Link], list[str]]:
    """Return the links to pages in a file and in the nested ones it leads to, and the URLs of the latter."""
    pages: list[Link] = []
    inside: dict[str, None] = {}
    waiting = [text]
    while waiting:
        for link in parse(waiting.pop()).links:
            if link.url not in nested:
                pages.append(link)
            elif link.url not in inside:
                inside[link.url] = None
                waiting.append(nested[link.url])
    return pages, list(inside)


def coverage(links: Sequence[Link], facts: LinkFacts) -> Iterator[Finding]:
    """Ask that nearly every page is listed."""
    listed = {facts.page(link.url) for link in links}
    for rule, what, urls in (
        ("coverage-of-crawl", "pages that the crawl found", facts.known_urls),
        ("coverage-of-sitemap", "pages of the sitemap", facts.sitemap_urls),
    ):
        missing = sorted({url for url in urls or () if link_url(url) not in listed})
        if not missing or not urls:
            continue
        share = 1 - len(missing) / len(set(urls))
        told = f"{share:.1%} of the {len(set(urls))} {what} are listed; missing: {_examples(missing)}."
        if share < FEW:
            yield Finding(ERROR if share < TOO_FEW else WARNING, rule, None, told)
        else:
            yield Finding(NOTE, rule, None, told)


def dead_links(links: Sequence[Link], is_alive: Callable[[str], bool]) -> Iterator[Finding]:
    """Ask each address once; one dead link in ten is an error."""
    alive = {url: is_alive(url) for url in dict.fromkeys(link.url for link in links if not _address(link.url))}
    dead = [link for link in links if alive.get(link.url) is False]
    level = ERROR if len({link.url for link in dead}) > MANY_DEAD * len(alive) else WARNING
    for link in dead:
        what = f"{link.url:.200} does not answer with a page. Correct it, or remove the link."
        yield Finding(level, "dead-link", link.line, what)


def _written(link: Link) -> Iterator[Finding]:
    seen = _REFERENCE.match(link.raw)
    if link.bullet != "-":
        what = f"the item begins with {link.bullet!r}; the reference parser reads `- ` only."
        yield Finding(ERROR, "bullet", link.line, what)
    elif not link.title:
        yield Finding(ERROR, "link-untitled", link.line, f"the link to {link.url:.200} has no title. Write one.")
    elif seen is None or not _same(seen["url"], link.url):
        what = "the reference parser loses this link: write `[` and `]` in a title as `&#91;` and `&#93;`, "
        yield Finding(ERROR, "link-unread", link.line, f"{what}`(` and `)` in an address as `%28` and `%29`.")
    if link.is_indented:
        yield Finding(WARNING, "list-in-list", link.line, "the link is indented; sections are flat lists. Undo that.")
    if link.before_notes not in ("", ":"):
        what = f"{link.before_notes!r} stands between the link and its notes, which are lost. Write `:`."
        yield Finding(WARNING, "notes-unread", link.line, what)


def _same(raw: str, url: str) -> bool:
    return raw.strip() == url or link_url(raw.replace("&amp;", "&")) == link_url(url)


def _address(url: str) -> str | None:
    """Tell what is wrong with an address."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return "is no address. Correct it."
    if parts.scheme not in ("http", "https"):
        return "is not absolute. Write it whole, from http:// or https:// on."
    if not parts.hostname:
        return "names no host. Correct it."
    return None


def _examples(urls: Sequence[str]) -> str:
    more = f" and {len(urls) - _NAMED} more" if len(urls) > _NAMED else ""
    return f"{', '.join(urls[:_NAMED])}{more}"
