"""The published files over HTTP, and nothing else.

    /{domain}/llms.txt, /{domain}/llms-full.txt, /{domain}/pages/...md     of the version that is published
    /{domain}/feed.xml                                                     what its versions changed, as RSS

A domain is written with its port where it has one: /127.0.0.1:8510/llms.txt. Files answer with an ETag, and with what
leads on: a twin names its page (rel=canonical, RFC 6596) and the llms.txt that lists it (rel=describedby).
"""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from crawl_assets.llms_txt.composing.full_text import source_of
from crawl_assets.llms_txt.composing.nesting import NAME
from crawl_assets.llms_txt.composing.twins import FOLDER
from crawl_assets.llms_txt.feeding import Newest, feed_entries, newest_version
from crawl_assets.notify.feed import change_feed
from crawl_assets.store.errors import StoreError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from crawl_assets.resources import Store

MARKDOWN, PLAIN = "text/markdown; charset=utf-8", "text/plain; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
FEED = "feed.xml"
KEPT_FEEDS = 64
_OF_A_URL = "%/:?#[]@!$&'()*+,;=~"  # not encoded again; RFC 3986, section 2.2

LOG = logging.getLogger("crawl_assets.llms_txt")

_ONE_FILE = """
SELECT blob, published_at FROM llms_txt_artifacts WHERE domain = ? AND path = ? AND version = COALESCE(
    (SELECT published_version FROM domains WHERE domain = ?),
    (SELECT MAX(version) FROM llms_txt_artifacts WHERE domain = ?))
"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request says."""

    domain: str
    path: str  # '' for the feed
    base: str  # CRAWL_PUBLIC_URL, or else the server as the client sees it; with a slash at its end
    headers: Mapping[str, str]


def artifact_routes(store: "Store") -> "list[Route]":
    """Return the routes of published files, for the app that also takes webhooks."""
    from starlette.concurrency import run_in_threadpool
    from starlette.routing import Route

    files = _Files(store)

    async def answer(request: "Request") -> "Response":
        where = request.path_params
        base = f"{store.settings.public_url.rstrip('/')}/" if store.settings.public_url else str(request.base_url)
        asked = _Asked(where["domain"], where.get("path", ""), base, request.headers)
        return await run_in_threadpool(files.answer, asked)

    return [
        Route("/{domain}/feed.xml", answer, methods=["GET", "HEAD"]),
        Route("/{domain}/{path:path}", answer, methods=["GET", "HEAD"]),
    ]


class _Files:
    """What is published, asked of the database at each request: a rollback in another process counts at once."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._kept_feed = lru_cache(KEPT_FEEDS)(self._feed)

    def answer(self, asked: _Asked) -> "Response":
        from starlette.responses import PlainTextResponse

        try:
            found = self._file(asked) if asked.path else self._newest_feed(asked)
        except StoreError as error:
            LOG.error("%s/%s cannot be served: %s", asked.domain, asked.path, error)
            return PlainTextResponse("this cannot be served now; try again.\n", 503, {"Retry-After": "30"})
        return found or PlainTextResponse(f"nothing is published at {asked.domain}/{asked.path or FEED}\n", 404)

    def _file(self, asked: _Asked) -> "Response | None":
        rows = self._store.database.query(_ONE_FILE, (asked.domain, asked.path, asked.domain, asked.domain))
        if not rows:
            return None
        blob, media = rows[0]["blob"], MARKDOWN if asked.path.endswith(".md") else PLAIN
        validators = _validators(blob.removeprefix("sha256:"), rows[0]["published_at"])
        if _has_it(asked.headers, validators):
            return _response(304, b"", validators)
        body = self._store.blobs.get(blob)
        return _response(200, body, {**validators, "Content-Type": media, "Link": _links(asked, body)})

    def _newest_feed(self, asked: _Asked) -> "Response | None":
        newest = newest_version(self._store.database, asked.domain)
        if newest is None:
            return None
        text = self._kept_feed(asked.domain, newest, asked.base).encode()
        validators = _validators(hashlib.sha256(text).hexdigest(), newest.published_at)
        if _has_it(asked.headers, validators):
            return _response(304, b"", validators)
        return _response(200, text, {**validators, "Content-Type": RSS})

    def _feed(self, domain: str, newest: Newest, base: str) -> str:
        folder = f"{base}{quote(domain, safe=':')}/"
        entries = feed_entries(self._store.database, domain, newest, f"{folder}{NAME}")
        return change_feed(domain, entries, link=f"{folder}{NAME}", feed_url=f"{folder}{FEED}")


def _validators(digest: str, published_at: str) -> dict[str, str]:
    modified = format_datetime(datetime.fromisoformat(published_at).astimezone(UTC), usegmt=True)
    return {"ETag": f'"{digest[:32]}"', "Last-Modified": modified}


def _has_it(headers: Mapping[str, str], validators: Mapping[str, str]) -> bool:
    """Tell whether the client has these very bytes; a date counts when it is the same, as a rollback goes back in time.

    https://www.rfc-editor.org/rfc/rfc9110#name-precedence-of-preconditions
    """
    known = headers.get("if-none-match")
    if known is None:
        return headers.get("if-modified-since") == validators["Last-Modified"]
    tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
    return validators["ETag"] in tags or "*" in tags


def _response(status: int, body: bytes, headers: Mapping[str, str]) -> "Response":
    from starlette.responses import Response

    always = {"Cache-Control": "public, max-age=300", "X-Content-Type-Options": "nosniff"}
    return Response(body, status, {**always, **headers})


def _links(asked: _Asked, body: bytes) -> str:
    folder = f"/{quote(asked.domain, safe=':')}/"
    if asked.path == NAME:
        return f'<{folder}{FEED}>; rel="alternate"; type="application/rss+xml"'
    links = [f'<{folder}{NAME}>; rel="describedby"']
    page = source_of(body.decode()) if asked.path.startswith(f"{FOLDER}/") else None
    if page is not None:
        links.insert(0, f'<{quote(page, safe=_OF_A_URL)}>; rel="canonical"')
    return ", ".join(links)
