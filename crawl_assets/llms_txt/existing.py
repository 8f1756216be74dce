"""The llms.txt that a site has itself: fetched with every crawl, linted, and compared with the pages that are known.

It is found beside the start page or above it; the nearest one counts, as the format says that it covers the URLs under
its own path (https://llmstxt.org). Ours never replaces it there: what to do about it is for the site to decide.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawl_assets.llms_txt.composing.escaping import one_line
from crawl_assets.llms_txt.composing.nesting import NAME
from crawl_assets.llms_txt.linting.findings import ERROR, Finding
from crawl_assets.llms_txt.linting.lint import lint
from crawl_assets.llms_txt.linting.reading import BOM, parse

if TYPE_CHECKING:
    from crawl_assets.crawl.fetch import Page
    from crawl_assets.durable.steps import Steps
    from crawl_assets.store.blobs import Blobs
    from crawl_assets.store.database import Database

Get = Callable[[str], Awaitable["Page"]]
TYPES = ("text/plain", "text/markdown")
MOST_PLACES = 4  # that are asked for one: three folders above the start page, and the root
LARGEST = 2_000_000  # characters of a file that is taken for one
SHOWN, LONGEST_SHOWN = 20, 300  # things of a kind, and characters of each, that are told
_NEWEST = """
SELECT own_llms_txt FROM crawl_jobs WHERE domain = ? AND state = 'finished' ORDER BY started_at DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Existing:
    """What there is to say of a site's own file."""

    title: str | None
    sections: tuple[tuple[str, int], ...]  # name and number of links, in the file's order
    findings: tuple[Finding, ...]
    missing_here: tuple[str, ...]  # live pages that it does not list
    unknown: tuple[str, ...]  # pages of the site that it lists and no crawl knows
    is_ours: bool  # it is what we published

    @property
    def errors(self) -> list[str]:
        """Return what is wrong with it, a sentence each."""
        wrong = [finding for finding in self.findings if finding.level == ERROR]
        return [f"line {finding.line or '-'}: {finding.message}" for finding in wrong]

    def lines(self) -> list[str]:
        """Tell it to people, a line each."""
        if self.is_ours:
            return ["It is ours, to the byte."]
        links = sum(count for _, count in self.sections)
        names = [f"{_shown(name)} ({count})" for name, count in self.sections[:SHOWN]]
        names += [f"and {len(self.sections) - SHOWN} more"] if len(self.sections) > SHOWN else []
        listed = ", ".join(names) or "none"
        return [
            f"{_shown(self.title or 'without a title')}: {links} links in {len(self.sections)} sections: {listed}.",
            *_some("live pages are not in it", self.missing_here),
            *_some("of its links lead to pages that no crawl knows", self.unknown),
            *_some("findings of the linter", [str(finding) for finding in self.findings]),
        ]


def existing_report(text: str, live_urls: Collection[str], ours: str | None = None, base: str = "") -> Existing:
    """Lint a site's own llms.txt and compare it with the live pages; `base` is what its relative links start from.

    A link to a Markdown twin (`page.md`, `page.html.md`) stands for its page. Links to other hosts, and to other
    files of the format, are no pages of the site.
    """
    document = parse(text.removeprefix(BOM))
    hosts = {urlsplit(url).netloc for url in live_urls}
    known = frozenset(live_urls)
    linked = dict.fromkeys(page_meant(urljoin(base, link.url), known) for link in document.links)
    return Existing(
        title=document.title,
        sections=tuple((section.name, len(section.links)) for section in document.sections),
        findings=tuple(lint(text)),
        missing_here=tuple(sorted(known - set(linked))),
        unknown=tuple(sorted(url for url in linked if url not in known and _is_a_page(url, hosts))),
        is_ours=text == ours,
    )


def read_existing(
    blob: str | None, blobs: "Blobs", live_urls: Collection[str], ours: str | None, base: str
) -> Existing | None:
    """Report on the file that a crawl kept, None when the site has none."""
    return existing_report(blobs.get(blob).decode(), live_urls, ours, base) if blob else None


def newest_own_file(database: "Database", domain: str) -> str | None:
    """Return the blob id of the file that the newest finished crawl found, None when the site has none."""
    rows = database.query(_NEWEST, (domain,))
    return rows[0]["own_llms_txt"] if rows else None


def page_meant(link: str, pages: Collection[str]) -> str:
    """Return the page that a link means: itself, or what it is the Markdown twin of (`page.md`, `page.html.md`)."""
    from crawl_assets.crawl.home import identity_or_none

    url = identity_or_none(link) or link
    bare = url.removesuffix(".md")
    guesses = (url, bare, f"{bare}.html", f"{bare}/", bare.removesuffix("index"), bare.removesuffix("index.html"))
    return next((guess for guess in guesses if guess in pages), url)


def fetch_existing(steps: "Steps", get: Get, blobs: "Blobs", start_url: str) -> str | None:
    """Fetch a site's own llms.txt as one durable step; returns its blob id. `get` is that of a polite client.

    None: there is none, robots.txt keeps us from it, or it cannot be had now; a crawl does not fail by that.
    """

    async def find(start: str) -> str | None:
        from crawl_assets.crawl.errors import FetchError
        from crawl_assets.durable.errors import Retriable

        for place in places(start):
            try:
                page = await get(place)
            except FetchError as error:
                if isinstance(error, Retriable):
                    return None  # the host is in trouble: it is asked for nothing more
                continue
            if page.content_type in TYPES and _is_the_site_s(page.url, place) and is_llms_txt(page.text):
                return blobs.put(page.text.encode("utf-8", "replace"))
        return None

    found: str | None = steps.run("own llms.txt", find, start_url)
    return found


def places(start_url: str) -> list[str]:
    """Return where a site's llms.txt may lie, the most specific place first, the root last."""
    parts = urlsplit(start_url)
    folders = [folder for folder in parts.path.rpartition("/")[0].split("/") if folder]
    above = ["/".join(["", *folders[:depth], NAME]) for depth in range(len(folders), -1, -1)]
    return [f"{parts.scheme}://{parts.netloc}{path}" for path in [*above[:-1][: MOST_PLACES - 1], above[-1]]]


def is_llms_txt(text: str) -> bool:
    """Tell whether a text begins as the format asks: with a title. A plain page that answers everything does not."""
    first = text.removeprefix(BOM).lstrip().partition("\n")[0]
    return first.startswith("# ") and len(text) <= LARGEST


def _is_the_site_s(url: str, asked: str) -> bool:
    from crawl_assets.crawl.home import is_same_host
    from crawl_assets.crawl.urls import host_key

    return is_same_host(host_key(url), host_key(asked))


def _is_a_page(url: str, hosts: Collection[str]) -> bool:
    parts = urlsplit(url)
    return parts.netloc in hosts and not parts.path.endswith((f"/{NAME}", "/llms-full.txt"))


def _shown(text: str) -> str:
    """Return text of strangers for a terminal or a block of code: one line, short, without what ends the block."""
    line = one_line(text).replace("```", "'''")
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def _some(what: str, things: Collection[str]) -> Iterable[str]:
    if things:
        yield f"{len(things)} {what}:"
        yield from (f"  {_shown(thing)}" for thing in list(things)[:SHOWN])
    if len(things) > SHOWN:
        yield f"  and {len(things) - SHOWN} more"
