"""Published files are served with their type, their validators and what leads on from them; nothing else is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from crawl_assets.llms_txt.composing.full_text import page_text
from crawl_assets.llms_txt.publishing import roll_back
from crawl_assets.llms_txt.registry import add_domain, find_domain
from crawl_assets.llms_txt.rows import Artifact
from crawl_assets.llms_txt.serving import artifact_routes
from crawl_assets.resources import Store
from crawl_assets.settings import read_settings
from crawl_assets.store.database import Database, Row, SqlValue
from crawl_assets.store.rows import save
from crawl_assets_tests.llms_txt.rows import DOMAIN, NOW


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store in which two versions of two files are published."""
    store = Store(lambda: read_settings({"CRAWL_ASSETS_HOME": str(tmp_path)}))
    add_domain(store.database, f"https://{DOMAIN}", NOW)
    rows = [
        Artifact(DOMAIN, version, path, store.blobs.put(text.encode()), len(text), "job", NOW)
        for version in (1, 2)
        for path, text in (("llms.txt", f"# Version {version}\n"), ("pages/é/a.md", "# A\n"))
    ]
    save(store.database, "llms_txt_artifacts", rows)
    return store


def publish(store: Store, version: int, files: dict[str, str], domain: str = DOMAIN) -> None:
    rows = [
        Artifact(domain, version, path, store.blobs.put(text.encode()), len(text), "job", NOW)
        for path, text in files.items()
    ]
    save(store.database, "llms_txt_artifacts", rows)


@pytest.fixture
def client(store: Store) -> TestClient:
    return TestClient(Starlette(routes=artifact_routes(store)))


def test_the_newest_version_is_served_as_plain_text_and_twins_as_markdown(client: TestClient) -> None:
    file, twin = client.get(f"/{DOMAIN}/llms.txt"), client.get(f"/{DOMAIN}/pages/%C3%A9/a.md")
    assert (file.text, file.headers["content-type"]) == ("# Version 2\n", "text/plain; charset=utf-8")
    assert (twin.text, twin.headers["content-type"]) == ("# A\n", "text/markdown; charset=utf-8")


def test_who_has_the_file_already_gets_304(client: TestClient) -> None:
    etag = client.get(f"/{DOMAIN}/llms.txt").headers["etag"]
    for known in (etag, f'"other", W/{etag}', "*"):
        again = client.get(f"/{DOMAIN}/llms.txt", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"/{DOMAIN}/llms.txt", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_rollback_is_served_at_once(client: TestClient, store: Store) -> None:
    roll_back(store.database, find_domain(store.database, DOMAIN), 1)
    assert client.get(f"/{DOMAIN}/llms.txt").text == "# Version 1\n"


def test_a_file_tells_when_its_version_was_published_and_who_has_that_one_gets_304(client: TestClient) -> None:
    told = client.get(f"/{DOMAIN}/llms.txt").headers["last-modified"]
    assert told == "Mon, 02 Mar 2026 06:00:00 GMT"
    assert client.get(f"/{DOMAIN}/llms.txt", headers={"If-Modified-Since": told}).status_code == 304
    # after a rollback the date goes back, so a later one is no proof
    later = {"If-Modified-Since": "Tue, 03 Mar 2026 06:00:00 GMT"}
    assert client.get(f"/{DOMAIN}/llms.txt", headers=later).status_code == 200


def test_a_twin_names_its_page_and_the_list_and_the_list_names_the_feed(client: TestClient, store: Store) -> None:
    publish(
        store,
        3,
        {"pages/a.md": page_text("A", "https://docs.example.org/\u00e4?b=1&c=%28", "Text."), "llms.txt": "# A"},
    )
    twin, file = client.get(f"/{DOMAIN}/pages/a.md"), client.get(f"/{DOMAIN}/llms.txt")
    assert twin.headers["link"] == (
        f'<https://docs.example.org/%C3%A4?b=1&c=%28>; rel="canonical", </{DOMAIN}/llms.txt>; rel="describedby"'
    )
    assert file.headers["link"] == f'</{DOMAIN}/feed.xml>; rel="alternate"; type="application/rss+xml"'


def test_head_tells_the_same_without_the_body(client: TestClient) -> None:
    asked, whole = client.head(f"/{DOMAIN}/llms.txt"), client.get(f"/{DOMAIN}/llms.txt")
    assert (asked.status_code, dict(asked.headers)) == (200, dict(whole.headers))


def test_a_domain_with_a_port_is_served_under_its_name(client: TestClient, store: Store) -> None:
    domain = add_domain(store.database, "http://127.0.0.1:8510/docs/", NOW)
    publish(store, 1, {"llms.txt": "# Local\n"}, domain.domain)
    assert client.get("/127.0.0.1:8510/llms.txt").text == "# Local\n"
    assert client.get("/127.0.0.1%3A8510/llms.txt").text == "# Local\n"


@pytest.mark.parametrize(
    "path",
    [
        f"/{DOMAIN}/other.txt",
        "/other.org/llms.txt",
        f"/{DOMAIN}/../llms.txt",
        "/x",
        f"/{DOMAIN}/pages/",
        f"/{DOMAIN}/%2e%2e/%2e%2e/crawl_assets.db",
        f"/{DOMAIN}/..%2f..%2fcrawl_assets.db",
        "/%2e%2e/crawl_assets.db",
        f"/{DOMAIN}//etc/passwd",
        f"/{DOMAIN}/llms.txt%00",
        "/..%2f..%2fetc/passwd",
        "/other.org/feed.xml",
    ],
)
def test_defect_s_what_is_not_published_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nothing_can_be_written(client: TestClient) -> None:
    assert client.post(f"/{DOMAIN}/llms.txt").status_code == 405


def test_a_file_that_is_lost_is_a_503_that_names_no_path(client: TestClient, store: Store, tmp_path: Path) -> None:
    for blob in (tmp_path / "blobs").rglob("*"):
        if blob.is_file():
            blob.unlink()
    answer = client.get(f"/{DOMAIN}/llms.txt")
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.text


def test_a_request_reads_one_row_however_much_is_published(store: Store) -> None:
    for number in range(20):
        add_domain(store.database, f"https://site{number}.example.org", NOW)
    publish(store, 3, {f"pages/{number}.md": "# A\n" for number in range(300)})
    counting = Counting(store.database)
    vars(store)["database"] = counting
    client = TestClient(Starlette(routes=artifact_routes(store)))
    assert client.get(f"/{DOMAIN}/pages/7.md").status_code == 200
    assert (counting.queries, counting.rows) == (1, 1)


class Counting:
    """A database that counts what is read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.queries = self.rows = 0

    def query(self, sql: str, args: Sequence[SqlValue] = ()) -> list[Row]:
        rows = self._database.query(sql, args)
        self.queries, self.rows = self.queries + 1, self.rows + len(rows)
        return rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)
