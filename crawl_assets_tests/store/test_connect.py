"""One address chooses the database; what is wrong with it is said without repeating a token."""

from pathlib import Path

import pytest

from crawl_assets.store.connect import connect
from crawl_assets.store.errors import StoreError
from crawl_assets.store.local import LocalDatabase

DEFAULT = Path("/nowhere/default.db")
TOKEN = "eyJhbGciOiJFZERTQSJ9"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("", str(DEFAULT)),
        ("/data/my.db", "/data/my.db"),
        ("file:/data/my.db", "/data/my.db"),
        ("FILE:/data/my.db", "/data/my.db"),
        ("file:///data/my.db", "/data/my.db"),
        ("file://localhost/data/my.db", "/data/my.db"),
        ("file:/data/a%20b%3F.db", "/data/a b?.db"),
        ("my.db", "./my.db"),
        ("folder/my.db", "./folder/my.db"),
        ("file:folder/my.db", "./folder/my.db"),
        ("~/my.db", f"{Path.home()}/my.db"),
        ("file:~/my.db", f"{Path.home()}/my.db"),
    ],
)
def test_a_path_or_nothing_is_a_local_file(url: str, path: str) -> None:
    database = connect(url, "", DEFAULT)
    assert isinstance(database, LocalDatabase)
    assert database.name == (f"{Path.cwd()}/{path[2:]}" if path.startswith("./") else path)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("libsql://name-org.turso.io", "name-org.turso.io"),
        ("LIBSQL://Name-Org.Turso.io/", "name-org.turso.io"),
        ("https://name-org.turso.io", "name-org.turso.io"),
        ("https://name-org.turso.io:8443", "name-org.turso.io:8443"),
        ("http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("http://localhost:8080", "localhost:8080"),
        ("http://turso.localhost", "turso.localhost"),
        ("http://[::1]:8080", "[::1]:8080"),
        ("http://10.1.2.3", "10.1.2.3"),
        ("http://192.168.1.1:80", "192.168.1.1"),
        ("http://database:8080", "database:8080"),
    ],
)
def test_an_address_with_a_host_is_a_database_over_http(url: str, host: str) -> None:
    database = connect(url, TOKEN, DEFAULT)
    assert not isinstance(database, LocalDatabase)
    assert host.removesuffix(":80") in database.name.lower()
    assert TOKEN not in database.name + repr(database) + str(database)
    database.close()


@pytest.mark.parametrize(
    "host",
    ["name-org.turso.io", "8.8.8.8", "[2001:4860:4860::8888]", "134744072", "0x8080808", "192.168.1.1.example.com"],
)
def test_plain_http_to_a_public_host_is_refused(host: str) -> None:
    with pytest.raises(StoreError, match=r"uses http:// for .*Use https://"):
        connect(f"http://{host}:8080", TOKEN, DEFAULT)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (f"libsql://name-org.turso.io?authToken={TOKEN}", "put the token into TURSO_AUTH_TOKEN alone"),
        (f"libsql://{TOKEN}@name-org.turso.io", "put the token into TURSO_AUTH_TOKEN alone"),
        (f"https://user:{TOKEN}@name-org.turso.io", "put the token into TURSO_AUTH_TOKEN alone"),
        (f"https://name-org.turso.io#{TOKEN}", "put the token into TURSO_AUTH_TOKEN alone"),
        (f"libsql://name-org.turso.io:{TOKEN}", "should look like libsql://name-org.turso.io"),
        (f"libsql:{TOKEN}", "should look like libsql://name-org.turso.io"),
        (f"libsql://[{TOKEN}", "should look like libsql://name-org.turso.io"),
        (f"libsql://?authToken={TOKEN}", "should look like libsql://name-org.turso.io"),
        (
            f"postgres://user:{TOKEN}@host/db",
            "postgres://, which is not known. Use libsql://, https://, file: or a path",
        ),
        (f"wss://name-org.turso.io?authToken={TOKEN}", "wss://, which is not known"),
        (f"file:/data/my.db?authToken={TOKEN}", "options after the path are not supported"),
        (f"file:/data/my.db#{TOKEN}", "options after the path are not supported"),
        (f"file://user:{TOKEN}@host/my.db", "names a host in a file: address; use file:/path/to.db"),
        ("file:", "names no file"),
        (":memory:", "would keep nothing"),
    ],
)
def test_a_wrong_address_is_refused_with_what_to_write_and_without_the_token(url: str, said: str) -> None:
    with pytest.raises(StoreError) as caught:
        connect(url, "", DEFAULT)
    assert said in str(caught.value)
    assert TOKEN.lower() not in str(caught.value).lower()
    assert TOKEN.lower() not in str(caught.value.__cause__).lower()


def test_nothing_is_made_until_the_first_statement(tmp_path: Path) -> None:
    database = connect(f"file:{tmp_path}/deep/down/my.db", "", DEFAULT)
    assert list(tmp_path.iterdir()) == []
    assert database.query("SELECT 1 AS one") == [{"one": 1}]
    assert (tmp_path / "deep" / "down" / "my.db").is_file()
