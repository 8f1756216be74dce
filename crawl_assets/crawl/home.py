"""Which host a crawl is at home on, and how its URLs are spelled."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from crawl_assets.crawl.errors import BadUrl
from crawl_assets.crawl.urls import host_key, identity


@dataclass(frozen=True, slots=True)
class Home:
    """One site: one host, and its other name where the start page redirects between `www.` and the bare one."""

    origin: str  # `https://example.org`, in which every page of the site is spelled
    hosts: frozenset[str]  # keys of `urls.host_key`
    folder: str  # of the start page: `/docs/` for /docs/index.html

    def at_home(self, url: str) -> str | None:
        """Return a URL's identity on this site, None when it is another site's or none at all.

        http and https are one here, as are the host's names: the start page has shown which the site prefers.
        """
        same = identity_or_none(url)
        if same is None:
            return None
        host, slash, path = same.partition("://")[2].partition("/")
        return f"{self.origin}{slash}{path}" if host in self.hosts else None


def home_of(start_url: str, led_to: str | None = None) -> Home | None:
    """Return the site of a start URL that led to another URL; None when that is another site's. Raises BadUrl."""
    start = identity(start_url)
    end = identity(led_to) if led_to else start
    hosts = frozenset({host_key(start), host_key(end)})
    if not is_same_host(host_key(start), host_key(end)):
        return None
    path = urlsplit(start).path
    moved = urlsplit(end).path
    if moved.startswith(f"{path}/"):  # /docs that leads to /docs/
        path = moved
    parts = urlsplit(end)
    return Home(f"{parts.scheme}://{parts.netloc}", hosts, path[: path.rindex("/") + 1])


def is_same_host(one: str, other: str) -> bool:
    """Tell whether two host keys are equal but for a `www.`."""
    return one.removeprefix("www.") == other.removeprefix("www.")


def identity_or_none(url: str | None) -> str | None:
    """Return a URL's identity, None for what cannot be fetched."""
    try:
        return identity(url) if url else None
    except BadUrl:
        return None
