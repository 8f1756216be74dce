"""Which addresses belong to the public internet, and which hosts may be fetched although they do not.

From the registries of special-purpose addresses: https://www.iana.org/assignments/iana-ipv4-special-registry and
https://www.iana.org/assignments/iana-ipv6-special-registry. IPv6 is taken the other way round: only what is handed out
(2000::/3) counts, which leaves out loopback, link-local, unique local, multicast, IPv4-mapped and NAT64 addresses.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

from crawl_assets.durable.errors import NonRetriable

_NOT_PUBLIC_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # between carrier and customer; also 100.100.100.200, a cloud's metadata
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local; also 169.254.169.254, the clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays, withdrawn
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_HANDED_OUT_V6 = IPv6Network("2000::/3")
_NOT_PUBLIC_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which holds an IPv4 address
        "3fff::/20",  # documentation
    )
)


def is_public(address: str) -> bool:
    """Tell whether an IP address (text, without a port) belongs to the public internet."""
    try:
        known = ip_address(address)
    except ValueError:
        return False
    if isinstance(known, IPv4Address):
        return not any(known in network for network in _NOT_PUBLIC_V4)
    return known in _HANDED_OUT_V6 and not any(known in network for network in _NOT_PUBLIC_V6)


def host_and_port(host: str, port: int) -> str:
    """Return `host:port` as the allow list spells it, an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def allow_list(entries: Iterable[str]) -> frozenset[str]:
    """Read `host:port` entries; raises NonRetriable for one that names no port."""
    allowed = set()
    for entry in entries:
        host, colon, port = entry.strip().lower().rpartition(":")
        is_whole = host and colon and port.isascii() and port.isdigit() and 0 < int(port) < 65536
        if not is_whole or (":" in host and not (host.startswith("[") and host.endswith("]"))):
            raise NonRetriable(
                f"CRAWL_ALLOW_HOSTS holds {entry!r:.100}; write host:port, like 127.0.0.1:8510 or [::1]:80."
            )
        allowed.add(f"{host}:{int(port)}")
    return frozenset(allowed)
