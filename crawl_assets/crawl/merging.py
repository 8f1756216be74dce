"""Which of the visited pages are the same one: what names it as its canonical, and `index.html` of a folder."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from crawl_assets.crawl.visiting import Visited

MOST_CLAIMS = 5  # paths that one page may stand for; a site that names its home page on every page means no merging
_INDEX = re.compile(r"(.*/)(?:index|default)\.(?:html?|php|aspx?)", re.I | re.S)


def duplicates(pages: "Mapping[str, Visited]") -> dict[str, str]:
    """Return the pages that another page stands for, with that page; `pages` by URL, canonicals spelled likewise.

    A canonical is believed (https://www.rfc-editor.org/rfc/rfc6596) when its page was seen, has content and stands for
    itself. A folder stands for its index page when both have the same text.
    """
    claims: defaultdict[str, list[str]] = defaultdict(list)
    for url, page in pages.items():
        target = pages.get(page.canonical) if page.canonical else None
        if page.blob and page.canonical and page.canonical != url and target and _stands_for_itself(target):
            claims[page.canonical].append(url)
    indexes = {url: found[1] for url in pages if (found := _INDEX.fullmatch(url)) and _are_equal(pages, url, found[1])}
    return indexes | {
        url: canonical
        for canonical, claimants in claims.items()
        if len({urlsplit(url).path for url in claimants} - {urlsplit(canonical).path}) <= MOST_CLAIMS
        for url in claimants
    }


def _are_equal(pages: "Mapping[str, Visited]", one: str, other: str) -> bool:
    return other in pages and pages[one].blob is not None and pages[one].blob == pages[other].blob


def _stands_for_itself(page: "Visited") -> bool:
    return page.blob is not None and page.canonical in (None, page.url)
