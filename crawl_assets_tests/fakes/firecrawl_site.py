"""What the fake Firecrawl scrapes: pages that it is given, or those of a site on loopback, followed by their links."""

import html
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import ProxyHandler, build_opener

_NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


@dataclass(frozen=True)
class Scrape:
    """One page as Firecrawl would find it."""

    url: str  # asked for
    markdown: str = ""
    title: str | list[str] | None = None
    description: str | list[str] | None = None
    status: int = 200
    error: str | None = None  # a scrape that failed: no content, no scrape id
    final_url: str | None = None  # after redirects
    is_blocked: bool = False  # by robots.txt
    extracted: Any = None  # what the json format gives

    @property
    def id(self) -> str:
        return str(uuid.uuid5(_NAMESPACE, self.url))

    def document(self, formats: Sequence[Any] = ("markdown",)) -> dict[str, Any]:
        """Return the document of `data` in the formats that were asked for."""
        if self.error is not None:
            return {"metadata": {"sourceURL": self.url}}
        metadata = {
            "url": self.final_url or self.url,
            "sourceURL": self.url,
            "statusCode": self.status,
            "contentType": "text/html; charset=utf-8",
            "scrapeId": self.id,
            "proxyUsed": "basic",
            "creditsUsed": 1,
        }
        named = {"title": self.title, "description": self.description}
        content: dict[str, Any] = {"markdown": self.markdown} if "markdown" in formats else {}
        if any(isinstance(one, dict) for one in formats):
            content["json"] = self.extracted
        return content | {"metadata": metadata | {name: value for name, value in named.items() if value is not None}}


def within(scrapes: Sequence[Scrape], order: dict[str, Any]) -> list[Scrape]:
    """Return what an order lets through; nothing when its own start is not."""

    def is_wanted(url: str) -> bool:
        path = urlsplit(url).path or "/"
        included = order.get("includePaths") or [""]
        excluded = order.get("excludePaths") or []
        return any(re.search(one, path) for one in included) and not any(re.search(one, path) for one in excluded)

    return [one for one in scrapes if is_wanted(one.url)][: order["limit"]] if is_wanted(order["url"]) else []


def scrapes_of(start: str) -> list[Scrape]:
    """Scrape a site on loopback, breadth first."""
    found: dict[str, Scrape] = {}
    waiting = [start]
    while waiting:
        url = waiting.pop(0)
        if url in found:
            continue
        status, body = _fetched(url)
        title = re.search(r"<title>(.*?)</title>", body, re.S | re.I)
        found[url] = Scrape(url, _markdown(body), html.unescape(title[1]).strip() if title else None, status=status)
        links = (urldefrag(urljoin(url, html.unescape(link))).url for link in re.findall(r'href="([^"]+)"', body))
        waiting += [link for link in links if urlsplit(link)[:2] == urlsplit(start)[:2]]
    return list(found.values())


def _fetched(url: str) -> tuple[int, str]:
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=10) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")


def _markdown(body: str) -> str:
    """Return headings and texts, without any finesse."""
    main = re.sub(r"<(head|title|script|style|nav)\b.*?</\1>", "", body, flags=re.S | re.I)
    main = re.sub(r"<h([1-6])[^>]*>", lambda found: "\n\n" + "#" * int(found[1]) + " ", main, flags=re.I)
    main = re.sub(r"<(p|div|li|tr)\b[^>]*>|</h[1-6]>", "\n\n", main, flags=re.I)
    lines = (" ".join(line.split()) for line in html.unescape(re.sub(r"<[^>]+>", "", main)).split("\n"))
    return "\n\n".join(line for line in lines if line)
