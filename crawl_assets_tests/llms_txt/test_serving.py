"""Published files are served with their type and an ETag, and nothing else is."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from crawl_assets.llms_txt.publishing import roll_back
from crawl_assets.llms_txt.registry import add_domain, find_domain
from crawl_assets.llms_txt.rows import Artifact
from crawl_assets.llms_txt.serving import artifact_routes
from crawl_assets.resources import Store
from crawl_assets.settings import read_settings
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


@pytest.mark.parametrize("path", [f"/{DOMAIN}/other.txt", "/other.org/llms.txt", f"/{DOMAIN}/../llms.txt", "/x"])
def test_what_is_not_published_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nothing_can_be_written(client: TestClient) -> None:
    assert client.post(f"/{DOMAIN}/llms.txt").status_code == 405
