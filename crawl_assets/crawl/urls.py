"""URLs that may be asked for: http or https, a host, nothing secret in front of it; and which of them are the same."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawl_assets.crawl.addresses import host_and_port
from crawl_assets.crawl.errors import BadUrl

if TYPE_CHECKING:
    import httpx

_PORTS = {"http": 80, "https": 443}
# parameters that say where a visitor came from, and never which page it is
_TRACKING = re.compile(
    r"utm_.*|mtm_.*|hsa_.*|pk_(campaign|kwd|source|medium)|_ga|_gl|gclid|gclsrc|gbraid|wbraid|dclid|fbclid|msclkid"
    r"|yclid|ttclid|twclid|li_fat_id|igshid|srsltid|mc_[ce]id|mkt_tok|_hs(enc|mi)|hsctatracking|oly_(enc|anon)_id"
    r"|vero_id|wickedid|s_cid|ref_src",
    re.I,
)
_SESSION = re.compile(r"phpsessid|jsessionid|aspsessionid.*|session_?id|cfid|cftoken|oscsid|zenid", re.I)
_SID = re.compile(r"(?=.*\d)[0-9a-z]{16,}", re.I)  # the value of a parameter `sid` or `s` that is a session
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*|/\(S\([0-9a-z]+\)\)", re.I)
_PARTS = re.compile(r"(\s*[a-z]+://[^/?#]*)(/[^?#]*)(.*)", re.I | re.S)  # up to the host, path, the rest
_ENCODED = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


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


def host_key(url: str) -> str:
    """Return a URL's host in lower case, with its port when that is not the scheme's own; raises BadUrl."""
    return _host_key(parse_url(url))


@lru_cache(maxsize=65_536)
def identity(url: str, *, keep_query: bool = True) -> str:
    """Return the one spelling of a URL by which pages are told apart; raises BadUrl.

    Scheme and host in lower case, the host in ASCII (IDNA) without a dot at its end, no default port, no fragment. The
    path has its dot segments resolved; percent-encoding is undone where it is needless and in capitals elsewhere (RFC
    3986, section 6.2.2). Parameters of the query are sorted by name, those of one name in their order; tracking
    parameters and session ids are dropped, also session ids in the path. What servers may take as different stays
    different: the end slash, `index.html`, doubled slashes, the case of the path, the scheme. Equal for equivalent
    spellings, and its own identity. `keep_query=False` drops the query.
    """
    whole = _PARTS.fullmatch(url)
    if whole:  # before httpx, whose `/a/..` is no folder
        url = whole[1] + _without_dots(_decoded(whole[2])) + whole[3]
    parsed = parse_url(url)
    path, _, query = parsed.raw_path.decode("ascii").partition("?")
    path = _SESSION_IN_PATH.sub("", _decoded(path))
    kept = _kept_query(query) if keep_query else ""
    return f"{parsed.scheme}://{_host_key(parsed)}{_without_dots(path) or '/'}{'?' + kept if kept else ''}"


def _host_key(url: "httpx.URL") -> str:
    host = url.raw_host.decode("ascii").lower()
    host = host.rstrip(".") or host
    port = url.port or _PORTS[url.scheme]
    if port != _PORTS[url.scheme]:
        return host_and_port(host, port)
    return f"[{host}]" if ":" in host else host


def _kept_query(query: str) -> str:
    kept = []
    for pair in _decoded(query).split("&"):
        name, _, value = pair.partition("=")
        is_session = _SESSION.fullmatch(name) or (name.lower() in ("sid", "s") and _SID.fullmatch(value))
        if pair and not is_session and not _TRACKING.fullmatch(name):
            kept.append((name, pair))
    return "&".join(pair for _, pair in sorted(kept, key=lambda named: named[0]))


def _decoded(text: str) -> str:
    def shorter(found: re.Match[str]) -> str:
        sign = chr(int(found[1], 16))
        return sign if sign in _UNRESERVED else f"%{found[1].upper()}"

    # twice is not needed: what is decoded holds no '%', so no new sequence arises
    return _ENCODED.sub(shorter, text)


def _without_dots(path: str) -> str:
    """Resolve `.` and `..` (RFC 3986, section 5.2.4)."""
    if "/." not in path:
        return path
    segments = path.split("/")
    kept: list[str] = []
    for segment in segments[1:]:
        if segment == "..":
            kept[-1:] = []
        elif segment != ".":
            kept.append(segment)
    ends_in_folder = segments[-1] in (".", "..") and (not kept or kept[-1] != "")
    return "/" + "/".join(kept) + ("/" if ends_in_folder and kept else "")


def _checked(url: "httpx.URL") -> "httpx.URL":
    if url.scheme not in _PORTS:
        raise BadUrl(str(url), f"only http and https are fetched, not {url.scheme or 'a URL without a scheme'}.")
    if url.userinfo:
        raise BadUrl(str(url), "it holds a name or password in front of the host. Leave them out.")
    if not url.raw_host:
        raise BadUrl(str(url), "it names no host. Correct the address.")
    if url.port is not None and not 0 < url.port < 65536:
        raise BadUrl(str(url), f"{url.port} is no port. Correct the address.")
    return url.copy_with(fragment=None) if "#" in str(url) else url
