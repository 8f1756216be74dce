"""What of a site is crawled, and what is a trap.

Traps are what a site can make up without end: calendars, session ids, paths that grow, filters that combine. Whatever a
sitemap lists is held to be meant, and is counted against none of the bounds on numbers here.
"""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from crawl_assets.crawl.globs import matches_any

MOST_SEGMENTS = 30  # of a path
LONGEST_URL = 2000  # letters
MOST_REPEATS = 3  # of one segment in one path: /a/b/a/b/a/b
MOST_QUERIES = 5000  # of one path
MOST_COMBINATIONS = 200  # of one path, of two parameters and more
MOST_DATES = 300  # dates found from a page that differs in its date alone: the next month, and the next
_NUMBER = re.compile(r"\d+")
_DATED = re.compile(  # what ends in a year and month, or names them in its query: a post's own name would follow
    r".*[/-](?:1[89]|2[01])\d\d[/-](?:0?[1-9]|1[0-2])(?:[/-]\d\d?)?/?(?:\?.*)?"
    r"|.*[?&](?:year|yr|y|month|mon|week|day|date|from|start|time)=\d.*",
    re.I | re.S,
)
_NO_PAGE = re.compile(
    r".*\.(?:png|jpe?g|gif|webp|avif|svgz?|ico|bmp|tiff?|css|m?js|map|woff2?|ttf|otf|eot|pdf|epub|mobi|ps|djvu|zip|t?gz"
    r"|bz2|xz|zst|7z|rar|tar|jar|whl|deb|rpm|dmg|iso|exe|msi|apk|bin|mp[34]|m4[av]|og[gv]|wav|flac|webm|avi|mov|mkv"
    r"|docx?|xlsx?|pptx?|od[tsp]|rtf|csv|tsv|sqlite|parquet|npy|wasm)",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class CrawlRules:
    """How far a crawl goes.

    Without `include` only what lies in the folder of the start URL is crawled. The start page itself always is.
    """

    start_url: str
    include: tuple[str, ...] = ()  # globs of paths, see crawl.globs; a page must fit one, where there are any
    exclude: tuple[str, ...] = ()  # and none of these
    max_pages: int = 1000  # URLs that are asked for, sitemaps not counted
    max_depth: int = 25  # clicks from the start page; what a sitemap lists has depth 1
    languages: tuple[str, ...] = ()  # BCP 47: `en` also takes en-GB; pages that name none are taken; empty: all


class Admission:
    """Decides for each URL of a site, in the order they are found, whether it is crawled."""

    def __init__(self, rules: CrawlRules, folder: str) -> None:
        """`folder` is the path below which everything lies that no glob includes."""
        self._rules, self._folder = rules, folder
        self._queries: Counter[str] = Counter()
        self._combinations: Counter[str] = Counter()
        self._dates: Counter[str] = Counter()

    def refusal(self, url: str, depth: int, found_on: str | None) -> str | None:
        """Return why a URL (an identity, not offered before) is left out, or None.

        `found_on` is the page that links it, None for a sitemap.
        """
        if reason := self.outside(url):
            return reason
        if depth > self._rules.max_depth:
            return f"deeper than {self._rules.max_depth} clicks"
        if is_endless(url):
            return "a path without end"
        return None if found_on is None else self._trap(url, found_on)

    def outside(self, url: str) -> str | None:
        """Return why a URL is none of what the rules ask for, or None."""
        path = urlsplit(url).path
        if self._rules.include:
            if not matches_any(self._rules.include, url):
                return "not included"
        elif not path.startswith(self._folder):
            return f"outside of {self._folder}"
        if matches_any(self._rules.exclude, url):
            return "excluded"
        return "no page by its name" if _NO_PAGE.fullmatch(path) else None

    def _trap(self, url: str, found_on: str) -> str | None:
        parts = urlsplit(url)
        shape = _NUMBER.sub("0", url)
        if shape == _NUMBER.sub("0", found_on) and _DATED.fullmatch(url):
            self._dates[shape] += 1
            if self._dates[shape] > MOST_DATES:
                return "one of a calendar without end"
        if parts.query:
            self._queries[parts.path] += 1
            self._combinations[parts.path] += len(parse_qsl(parts.query, keep_blank_values=True)) > 1
            if self._queries[parts.path] > MOST_QUERIES or self._combinations[parts.path] > MOST_COMBINATIONS:
                return "one of too many queries of one path"
        return None


def is_endless(url: str) -> bool:
    """Tell whether a URL looks as if a path could go on like this for ever."""
    segments = urlsplit(url).path.split("/")[1:]
    most = max(Counter(segments).values(), default=0)
    return len(url) > LONGEST_URL or len(segments) > MOST_SEGMENTS or most > MOST_REPEATS


def speaks(language: str | None, wanted: tuple[str, ...]) -> bool:
    """Tell whether a page's language is one of those wanted (RFC 4647, section 3.3.1)."""
    if not wanted or not language:
        return True
    tag = language.lower().replace("_", "-")
    return any(tag == one or tag.startswith(f"{one}-") for one in (want.lower() for want in wanted))
