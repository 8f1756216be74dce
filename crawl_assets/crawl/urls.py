"""URLs that may be asked for: http or https, a host, nothing secret in front of it."""

from typing import TYPE_CHECKING

from crawl_assets.crawl.addresses import host_and_port
from crawl_assets.crawl.errors import BadUrl

if TYPE_CHECKING:
    import httpx

_PORTS = {"http": 80, "https": 443}


def parse_url(text: str) -> "httpx.URL":
    """Read an absolute URL, percent-encode what must be and drop the fragment; raises BadUrl."""
    import httpx

    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, UnicodeError) as error:
        raise BadUrl(text, f"it cannot be read ({error}). Correct the address.") from None
    return _checked(url)


def follow(url: "httpx.URL", location: str) -> "httpx.URL":
    """Return where a Location header leads (RFC 9110, section 10.2.2); raises BadUrl."""
    import httpx

    try:
        return _checked(url.join(location.strip()))
    except (httpx.InvalidURL, UnicodeError) as error:
        raise BadUrl(str(url), f"it redirects to an address that cannot be read ({error}).") from None


def origin(url: "httpx.URL") -> str:
    """Return scheme, host and port, which robots.txt speaks for: `https://example.org:443`."""
    return f"{url.scheme}://{place(url)}"


def place(url: "httpx.URL") -> str:
    """Return `host:port`, the port always written."""
    return host_and_port(url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme])


def _checked(url: "httpx.URL") -> "httpx.URL":
    if url.scheme not in _PORTS:
        raise BadUrl(str(url), f"only http and https are fetched, not {url.scheme or 'a URL without a scheme'}.")
    if url.userinfo:
        raise BadUrl(str(url), "it holds a name or password in front of the host. Leave them out.")
    if not url.raw_host:
        raise BadUrl(str(url), "it names no host. Correct the address.")
    if url.port is not None and not 0 < url.port < 65536:
        raise BadUrl(str(url), f"{url.port} is no port. Correct the address.")
    return url.copy_with(fragment=None)
