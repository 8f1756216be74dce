"""Choose the database from one address, the way Turso's own tools read it."""

import ipaddress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from crawl_assets.store.database import Database
from crawl_assets.store.errors import DatabaseDisabled, StoreError

DISABLED = "disabled"


def connect(url: str, token: str, default_file: Path) -> Database:
    """Open the database that `url` names; nothing is sent or created until the first statement.

    An empty `url` means `default_file`; `file:...` or a path means that file; `libsql://` and `https://` mean Turso
    over HTTP; `http://` is taken for loopback and private hosts only, so that a token never travels in clear;
    `disabled` means that there is none, and raises DatabaseDisabled.
    """
    if url.lower() == DISABLED:
        raise DatabaseDisabled
    scheme = url.split(":", 1)[0].lower() if ":" in url else ""
    if scheme in ("libsql", "https", "http"):
        address = _http_address(url, scheme)
        from crawl_assets.store.remote import RemoteDatabase

        return RemoteDatabase(address, token)
    if url == ":memory:":
        raise StoreError("TURSO_DATABASE_URL=:memory: would keep nothing from one step to the next; use a path.")
    if "://" in url and scheme != "file":
        raise StoreError(
            f"TURSO_DATABASE_URL starts with {scheme}://, which is not known. Use libsql://, https://, file: or a path."
        )
    from crawl_assets.store.local import LocalDatabase

    return LocalDatabase(_file_of(url) if url else default_file)


def _file_of(url: str) -> Path:
    if not url.lower().startswith("file:"):
        return Path(url).expanduser().absolute()
    parts = urlsplit(url)
    if parts.query or parts.fragment:
        raise StoreError(
            f"TURSO_DATABASE_URL={parts.scheme}:{parts.path}?... : options after the path are not supported."
        )
    if parts.netloc not in ("", "localhost"):
        raise StoreError("TURSO_DATABASE_URL names a host in a file: address; use file:/path/to.db.")
    if not parts.path:
        raise StoreError("TURSO_DATABASE_URL=file: names no file; use file:/path/to.db.")
    return Path(unquote(parts.path)).expanduser().absolute()


def _http_address(url: str, scheme: str) -> str:
    try:
        parts = urlsplit(url)
        host, number = parts.hostname, parts.port
    except ValueError:  # its message may repeat a token that stands where a port belongs
        host = None
    if not host:
        raise StoreError("TURSO_DATABASE_URL is no address; it should look like libsql://name-org.turso.io.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise StoreError(
            f"TURSO_DATABASE_URL for {host} holds more than an address; put the token into TURSO_AUTH_TOKEN alone."
        )
    if scheme == "http" and not _is_private(host):
        raise StoreError(
            f"TURSO_DATABASE_URL uses http:// for {host}; only loopback and private hosts may. Use https://."
        )
    port = f":{number}" if number else ""
    shown = f"[{host}]" if ":" in host else host
    return f"{'http' if scheme == 'http' else 'https'}://{shown}{port}{parts.path.rstrip('/')}"


def _is_private(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        is_number = host[0].isdigit()  # 134744072 and 0x8080808 are 8.8.8.8 to a resolver
        return host.endswith(".localhost") or ("." not in host and not is_number)
    return address.is_loopback or address.is_private
