"""What a browser asks through the proxy: passed on to public and allowed addresses, refused to all others."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import httpx

from crawl_assets.crawl.addresses import allow_list
from crawl_assets.crawl.network import GuardedNetwork, system_addresses
from crawl_assets.product_drafts.guarded_proxy import GuardedProxy
from crawl_assets_tests.fakes.site import Reply, SiteServer

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
Ask = Callable[[GuardedProxy, httpx.AsyncClient], Awaitable[None]]


def through(ask: Ask, *, allow: Sequence[str] = (), resolve: Resolve = system_addresses, most: int = 1_000_000) -> None:
    async def main() -> None:
        async with (
            GuardedProxy(GuardedNetwork(resolve, allow_list(allow)), most) as proxy,
            httpx.AsyncClient(proxy=proxy.url, trust_env=False) as client,
        ):
            await ask(proxy, client)

    asyncio.run(main())


def test_an_allowed_host_is_asked_as_the_browser_would_ask_it() -> None:
    with SiteServer({"/a?b=1": "here", "/c": Reply("gone", status=410)}) as site:

        async def ask(proxy: GuardedProxy, client: httpx.AsyncClient) -> None:
            answer = await client.get(f"{site.url}/a?b=1", headers={"X-Own": "yes", "Proxy-Secret": "no"})
            assert (answer.status_code, answer.text) == (200, "here")
            assert (await client.get(f"{site.url}/c")).status_code == 410
            assert (proxy.private, proxy.unreached) == ({}, {})

        through(ask, allow=[site.place])
        asked = site.requests[0]
    assert (asked.path, asked.headers["host"], asked.headers["x-own"]) == ("/a?b=1", site.place, "yes")
    assert "proxy-secret" not in asked.headers and asked.headers["connection"] == "close"


def test_a_private_address_is_refused_by_either_way_and_told() -> None:
    with SiteServer({"/": "inside"}) as site:

        async def ask(proxy: GuardedProxy, client: httpx.AsyncClient) -> None:
            assert (await client.get(f"{site.url}/")).status_code == 403
            try:
                await client.get(f"https://{site.place}/")
                raise AssertionError("a tunnel was opened")
            except httpx.ProxyError as error:
                assert "403" in str(error)
            assert proxy.private == {site.place: "127.0.0.1"}

        through(ask)
        assert site.requests == []


def test_a_name_that_leads_inside_is_refused_and_one_that_leads_nowhere_is_told() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        if host == "nowhere.example":
            raise OSError("no such name")
        return ["93.184.215.14", "169.254.169.254"]  # one of them is a cloud's metadata

    async def ask(proxy: GuardedProxy, client: httpx.AsyncClient) -> None:
        assert (await client.get("http://inside.example/latest/meta-data")).status_code == 403
        assert (await client.get("http://nowhere.example/")).status_code == 502
        assert proxy.private == {"inside.example:80": "169.254.169.254"}
        assert "no address" in proxy.unreached["nowhere.example:80"]

    through(ask, resolve=resolve)


def test_answers_are_cut_once_they_are_too_many_bytes_in_all() -> None:
    with SiteServer({"/": "x" * 40_000}) as site:

        async def ask(proxy: GuardedProxy, client: httpx.AsyncClient) -> None:
            assert len((await client.get(f"{site.url}/")).text) == 40_000
            assert not proxy.spent.is_set()
            try:
                await client.get(f"{site.url}/")
                raise AssertionError("more than 60,000 bytes came through")
            except httpx.RemoteProtocolError:
                assert proxy.spent.is_set()

        through(ask, allow=[site.place], most=60_000)


def test_what_is_no_request_to_a_proxy_closes_the_connection() -> None:
    async def ask(proxy: GuardedProxy, client: httpx.AsyncClient) -> None:
        port = int(proxy.url.rpartition(":")[2])
        for said in (b"GET / HTTP/1.1\r\n\r\n", b"hello\r\n\r\n", b"GET ftp://a/ HTTP/1.1\r\n\r\n", b"x" * 100_000):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(said)
            assert await asyncio.wait_for(reader.read(), 10) == b""
            writer.close()

    through(ask)
