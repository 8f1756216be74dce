"""What a page without structured data is: about one activity, a list of others, or none of both.

Index and category pages are told by their address, their own word for it, and the share of links in their text.
"""

import re
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

PageClass = Literal["detail", "listing", "other"]
_LISTED = re.compile(
    r"categor(?:y|ies)|tags?|topics?|archives?|search|author|page|sitemap|listings?|directory|browse|collections?"
    r"|calendar|kategorien?|catégories?|categorías?",
    re.I,
)
_OTHER = re.compile(
    r"about(?:-us)?|contact(?:-us)?|privacy(?:-policy)?|terms(?:-.*)?|cookies?(?:-policy)?|imprint|impressum|legal|login"
    r"|log-in|sign-?(?:in|up)|register|account|cart|checkout|basket|subscribe|newsletter|advertis(?:e|ing)(?:-.*)?|faqs?"
    r"|jobs|careers|press|accessibility(?:-statement)?|datenschutz|mentions-legales|404",
    re.I,
)
_PAGING = frozenset(
    {"page", "paged", "p", "offset", "start", "s", "q", "query", "search", "category", "cat", "tag", "sort"}
)
_TITLE = re.compile(
    r"\b(?:all|browse|upcoming|latest|top \d+|\d+ (?:best|fun|free|great|things|places|ideas)|things to do|archives?"
    r"|category|what'?s on|search results|page \d+ of \d+)\b",
    re.I,
)
_MOST_LINK_TEXT = 0.5  # of the words of a detail page
_FEWEST_LINKS = 5


def page_class(url: str, title: str | None, root: Any, *, calls_itself_a_list: bool, has_facts: bool) -> PageClass:
    """Tell what a page is; `has_facts` when it names a date, a place, a price or an age under a label."""
    segments = _segments(url)
    if not segments or is_about_the_site(url):
        return "other"
    query = {name.casefold() for name, _ in parse_qsl(urlsplit(url).query)}
    is_listed = any(_LISTED.fullmatch(part) for part in segments) or bool(query & _PAGING)
    if calls_itself_a_list or is_listed or _TITLE.search(title or ""):
        return "listing"
    if _is_mostly_links(root):
        return "listing"
    return "detail" if has_facts else "other"


def is_about_the_site(url: str) -> bool:
    """Tell by its address whether a page is about the site itself: its makers, its terms, its shop."""
    segments = _segments(url)
    return bool(segments) and _OTHER.fullmatch(segments[-1].rpartition(".")[0] or segments[-1]) is not None


def _segments(url: str) -> list[str]:
    return [part for part in urlsplit(url).path.split("/") if part]


def _is_mostly_links(root: Any) -> bool:
    main = next(root.iter("main"), None)
    main = root.find("body") if main is None else main
    if main is None:
        return False
    links = [len("".join(link.itertext()).split()) for link in main.iter("a") if link.get("href")]
    words = len("".join(main.itertext()).split())
    return len(links) >= _FEWEST_LINKS and sum(links) > _MOST_LINK_TEXT * words
