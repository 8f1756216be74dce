"""HTTP/2 is spoken where a server offers it: all on one connection, to the checked address, within the same limits."""

import asyncio
import gzip
import ssl
from pathlib import Path
from typing import Any

from crawl_assets.crawl.errors import AddressRefused, BrokenAnswer, FetchError, NotFound, TooLarge
from crawl_assets.crawl.fetch import Page
from crawl_assets.crawl.kept import KeptPages
from crawl_assets.crawl.limits import FetchLimits
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations
from crawl_assets_tests.crawl.clients import client_for
from crawl_assets_tests.fakes.http2_site import Http2Site
from crawl_assets_tests.fakes.site import Reply, SiteServer


def fetch(site: Http2Site | SiteServer, certificate: Path, *paths: str, **options: Any) -> list[Page | FetchError]:
    """Ask for paths all at once under the name of the certificate, which leads to loopback."""
    dialled: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        dialled.append(host)
        return ["127.0.0.1"]

    async def one(client: Any, path: str) -> Page | FetchError:
        try:
            return await client.get(f"https://{place}{path}")
        except FetchError as error:
            return error

    async def main() -> list[Page | FetchError]:
        trusted = ssl.create_default_context(cafile=str(certificate))
        options.setdefault("allow_hosts", [place])
        async with client_for(resolve=resolve, ssl_context=trusted, **options) as client:
            return await asyncio.gather(*(one(client, path) for path in paths))

    place = f"site.example:{site.port}"
    return asyncio.run(main())


def texts(pages: list[Page | FetchError]) -> list[str | None]:
    return [page.text if isinstance(page, Page) else None for page in pages]


def test_requests_share_one_connection(certificate: Path) -> None:
    paths = [f"/{number}" for number in range(20)]
    with Http2Site({path: f"page {path}" for path in paths}, certificate, hold_until=4) as site:
        pages = fetch(site, certificate, *paths)

    assert texts(pages) == [f"page {path}" for path in paths]
    assert (site.connections, site.most_at_once) == (1, 4)
    asked = site.requests[-1].headers
    assert asked[":authority"] == f"site.example:{site.port}" and asked["user-agent"].startswith("crawl_assets/")


def test_a_server_that_offers_none_is_spoken_to_as_ever(certificate: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with SiteServer({"/a": "one", "/b": "two"}, tls=tls) as site:
        assert texts(fetch(site, certificate, "/a", "/b")) == ["one", "two"]


def test_an_address_that_is_not_public_is_refused(certificate: Path) -> None:
    with Http2Site({"/": "home"}, certificate) as site:
        [refused] = fetch(site, certificate, "/", allow_hosts=())

    assert isinstance(refused, AddressRefused)
    assert site.connections == 0


def test_validators_and_codings_are_those_of_http_1(certificate: Path, tmp_path: Path) -> None:
    database = LocalDatabase(tmp_path / "kept.db")
    migrate(database, shipped_migrations())
    kept = KeptPages(database, FileBlobs(tmp_path / "blobs"))
    packed = Reply(gzip.compress(b"packed " * 1000), headers={"Content-Encoding": "gzip"}, etag='"1"')
    with Http2Site({"/": packed}, certificate) as site:
        [first], [second] = (fetch(site, certificate, "/", kept=kept) for _ in range(2))

    assert isinstance(first, Page) and isinstance(second, Page)
    assert (first.text, first.is_unchanged) == ("packed " * 1000, False)
    assert (second.text, second.is_unchanged) == ("packed " * 1000, True)


def test_what_is_too_large_leaves_the_others_whole(certificate: Path) -> None:
    routes: dict[str, str | bytes | Reply] = {f"/{number}": "small" for number in range(10)}
    routes |= {f"/large/{number}": b"x" * 1_100_000 for number in range(40)}
    routes |= {"/bomb": Reply(gzip.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "gzip"})}
    routes |= {f"/gone/{number}": Reply(b"x" * 400_000, status=404) for number in range(60)}
    with Http2Site(routes, certificate) as site:
        told = fetch(site, certificate, *routes, limits=FetchLimits(1_000_000, total_seconds=10))
        pages = dict(zip(routes, told, strict=True))

    assert [path for path, page in pages.items() if isinstance(page, Page)] == [f"/{number}" for number in range(10)]
    assert all(isinstance(page, TooLarge) for path, page in pages.items() if path.startswith(("/large", "/bomb")))
    assert site.connections == 2  # the first one was left with too many answers unread
    # 24 MB in all, more than may be on its way to us unread
    assert all(isinstance(page, NotFound) for path, page in pages.items() if path.startswith("/gone"))


def test_headers_are_bounded(certificate: Path) -> None:
    huge = Reply("x", headers={f"X-{number}": "y" * 8000 for number in range(20)})
    with Http2Site({"/": huge}, certificate) as site:
        [error] = fetch(site, certificate, "/")

    assert isinstance(error, TooLarge | BrokenAnswer), error
