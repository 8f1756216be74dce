"""Connections that go only where they may: the address that was checked is the address that is dialled.

A name is resolved once for a connection, every address of the answer is checked, and one of those very addresses is
dialled, so an answer of the name server that changes in between (DNS rebinding) finds no second question to change.
TLS above it still names the host, and checks the certificate for the name.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from ipaddress import ip_address

import httpcore

from crawl_assets.crawl.addresses import host_and_port, is_public

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
_MOST_ADDRESSES = 4  # that are tried one after another


class NotPublic(Exception):
    """A host has an address that may not be dialled."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self.place, self.address = host_and_port(host, port), address
        super().__init__(f"{self.place} lies on {address}")


async def system_addresses(host: str, port: int) -> list[str]:
    """Ask the operating system for the addresses of a name, in its order; raises OSError.

    What is an address already is not asked for: it costs a thread.
    """
    with suppress(ValueError):
        return [str(ip_address(host))]
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:  # a label of more than 63 letters
        raise OSError(f"{host!r:.80} is no name of a host") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """The network of a connection pool; refuses addresses that are not public, except those of `allowed`."""

    def __init__(
        self, resolve: Resolver, allowed: frozenset[str], dialler: httpcore.AsyncNetworkBackend | None = None
    ) -> None:
        self._resolve, self._allowed = resolve, allowed
        self._dialler = dialler or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the face is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check, dial; raises NotPublic, or httpcore's ConnectError and ConnectTimeout."""
        addresses = await self._addresses(host, port, timeout)
        if host_and_port(host, port) not in self._allowed:
            for address in addresses:
                if not is_public(address):
                    raise NotPublic(host, port, address)
        addresses = addresses[:_MOST_ADDRESSES]
        share = None if timeout is None else timeout / len(addresses)
        failed: Exception | None = None
        for address in addresses:
            try:
                return await self._dialler.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        assert failed is not None
        raise failed

    async def _addresses(self, host: str, port: int, seconds: float | None) -> Sequence[str]:
        try:
            async with asyncio.timeout(seconds):
                addresses = await self._resolve(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout(f"the name server gave no address of {host} in time") from None
        except OSError as error:
            raise httpcore.ConnectError(f"{host} has no address ({error.strerror or error})") from None
        if not addresses:
            raise httpcore.ConnectError(f"{host} has no address")
        return addresses
