"""Only public addresses are dialled, or those allowed by name; the address that was checked is the one dialled."""

import asyncio
import ssl
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

import httpcore
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawl_assets.crawl.addresses import allow_list, is_public
from crawl_assets.crawl.errors import AddressRefused, Untrusted
from crawl_assets.crawl.network import GuardedNetwork, NotPublic, Resolver
from crawl_assets.durable.errors import NonRetriable
from crawl_assets_tests.crawl.clients import client_for, fetch
from crawl_assets_tests.fakes.site import SiteServer, redirect

NOT_PUBLIC = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.7",
    "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "not an address", "",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.32.0.1", "192.0.1.1", "223.255.255.255",
          "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"]  # fmt: skip


def answering(*addresses: str) -> Resolver:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    return resolve


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_is_not_public_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_known(address: str) -> None:
    assert is_public(address)


@given(
    st.one_of(
        st.ip_addresses(),
        st.sampled_from(NOT_PUBLIC[:20]).map(ip_address),
        st.integers(0, 2**32 - 1).map(lambda low: IPv6Address((0x64FF9B << 96) | low)),
        st.integers(0, 2**32 - 1).map(lambda low: IPv6Address((0xFFFF << 32) | low)),
    )
)
@example(ip_address("2001:1::1"))
def test_nothing_is_public_that_python_calls_private(address: IPv4Address | IPv6Address) -> None:
    if is_public(str(address)):
        assert address.is_global and not address.is_multicast


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0.0.0.0",
     "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"],
)  # fmt: skip
def test_no_spelling_of_loopback_is_visited(host: str) -> None:
    async def main() -> None:
        async with client_for() as client:
            await client.get(f"http://{host}:{site.port}/a")

    with SiteServer({"/a": "secret"}) as site, pytest.raises(AddressRefused) as caught:
        asyncio.run(main())

    assert isinstance(caught.value, NonRetriable)
    assert (site.requests, site.count("/robots.txt")) == ([], 0)


def test_the_refusal_says_how_to_allow() -> None:
    with SiteServer({}) as site, pytest.raises(AddressRefused, match=f"add {site.place} to CRAWL_ALLOW_HOSTS"):
        fetch(site, "/a", allow_hosts=[])


def test_a_redirect_does_not_lead_inside() -> None:
    with (
        SiteServer({"/admin": "secret"}) as inside,
        SiteServer({"/a": redirect(f"{inside.url}/admin")}) as site,
        pytest.raises(AddressRefused, match="/admin"),
    ):
        fetch(site, "/a")

    assert (inside.requests, inside.count("/robots.txt")) == ([], 0)


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["169.254.169.254"], ["64:ff9b::7f00:1"]]
)
def test_a_name_with_an_inner_address_is_refused(addresses: list[str]) -> None:
    async def main() -> None:
        async with client_for(resolve=answering(*addresses)) as client:
            await client.get(f"http://rebound.example:{site.port}/a")

    with SiteServer({"/a": "secret"}) as site, pytest.raises(AddressRefused):
        asyncio.run(main())

    assert (site.requests, site.count("/robots.txt")) == ([], 0)


class Dialler(httpcore.AsyncNetworkBackend):
    """Notes what is dialled; the first numbers of `dead` do not answer."""

    def __init__(self, dead: int = 0) -> None:
        self.dialled: list[str] = []
        self._dead = dead

    async def connect_tcp(self, host: str, *rest: object, **more: object) -> httpcore.AsyncNetworkStream:
        self.dialled.append(host)
        if len(self.dialled) <= self._dead:
            raise httpcore.ConnectError("dead")
        return httpcore.AsyncMockStream([])


def test_the_address_that_was_checked_is_dialled_although_the_name_server_changes_its_mind() -> None:
    answers: Iterator[list[str]] = iter([["1.1.1.1"], ["127.0.0.1"]])

    async def changing(host: str, port: int) -> list[str]:
        return next(answers)

    dialler = Dialler()
    network = GuardedNetwork(changing, frozenset(), dialler)
    asyncio.run(network.connect_tcp("rebound.example", 80))
    with pytest.raises(NotPublic):
        asyncio.run(network.connect_tcp("rebound.example", 80))

    assert dialler.dialled == ["1.1.1.1"]


def test_the_next_address_is_dialled_when_one_is_dead() -> None:
    dialler = Dialler(dead=1)
    network = GuardedNetwork(answering("2606:4700::1", "1.1.1.1", "1.0.0.1"), frozenset(), dialler)
    asyncio.run(network.connect_tcp("two.example", 80))

    assert dialler.dialled == ["2606:4700::1", "1.1.1.1"]


def test_an_allowed_place_is_allowed_by_name_and_port_only() -> None:
    async def get(url: str) -> str:
        async with client_for(allow_hosts=[f"Inside.Example:{site.port}"], resolve=answering("127.0.0.1")) as client:
            return (await client.get(url)).text

    with SiteServer({"/a": "allowed"}) as site, SiteServer({"/a": "secret"}) as neighbour:
        assert asyncio.run(get(f"http://inside.example:{site.port}/a")) == "allowed"
        for url in (f"http://inside.example:{neighbour.port}/a", f"http://other.example:{site.port}/a"):
            with pytest.raises(AddressRefused):
                asyncio.run(get(url))


@pytest.mark.parametrize(
    "entry", ["127.0.0.1", "localhost:", ":80", "::1:80", "h:0", "h:http", "http://h:80", "h:70000"]
)
def test_an_allowed_place_without_a_port_is_refused(entry: str) -> None:
    with pytest.raises(NonRetriable, match="CRAWL_ALLOW_HOSTS"):
        allow_list([entry])


def get_over_tls(certificate: Path, name: str, *, is_trusted: bool) -> tuple[str, list[str | None]]:
    seen_names: list[str | None] = []
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate)
    server_side.sni_callback = lambda _socket, server_name, _context: seen_names.append(server_name)
    trusted = ssl.create_default_context(cafile=str(certificate)) if is_trusted else None

    async def main() -> str:
        place = f"{name}:{site.port}"
        client = client_for(allow_hosts=[place], resolve=answering("127.0.0.1"), ssl_context=trusted)
        async with client:
            page = await client.get(f"https://{place}/a")
            assert site.requests[0].headers["host"] == place
            return page.text

    with SiteServer({"/a": "over tls"}, tls=server_side) as site:
        return asyncio.run(main()), seen_names


def test_tls_names_the_host_and_not_the_dialled_address(certificate: Path) -> None:
    text, names = get_over_tls(certificate, "site.example", is_trusted=True)

    assert text == "over tls"
    assert set(names) == {"site.example"}


def test_a_certificate_for_another_name_is_refused(certificate: Path) -> None:
    with pytest.raises(Untrusted, match="certificate"):
        get_over_tls(certificate, "other.example", is_trusted=True)


def test_a_certificate_of_nobody_is_refused(certificate: Path) -> None:
    with pytest.raises(Untrusted, match="certificate"):
        get_over_tls(certificate, "site.example", is_trusted=False)
