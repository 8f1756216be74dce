"""`crawl-assets crawl site`: a site as Markdown files and an index."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawl_assets.cli import main
from crawl_assets_tests.crawl.crawling import links_to
from crawl_assets_tests.fakes.site import Reply, SiteServer


def call(tmp_path: Path, site: SiteServer, *words: str) -> Result:
    home = {"CRAWL_ASSETS_HOME": str(tmp_path / "home"), "CRAWL_ALLOW_HOSTS": site.place, "TURSO_DATABASE_URL": ""}
    return CliRunner(env=home).invoke(main, ["crawl", "site", f"{site.url}/", "--to", str(tmp_path / "out"), *words])


def page(title: str, *links: str) -> str:
    text = f"<main><h1>{title}</h1><p>All about {title}.</p></main>"
    return f"<html lang=en><head><title>{title}</title></head><body>{text}{links_to(*links)}</body></html>"


def files(tmp_path: Path) -> dict[str, str]:
    out = tmp_path / "out"
    return {str(path.relative_to(out)): path.read_text() for path in sorted(out.rglob("*")) if path.is_file()}


def test_every_page_is_a_file_and_the_index_lists_it(tmp_path: Path) -> None:
    routes = {
        "/": page("Home", "/guide/", "/notes.md", "/missing"),
        "/guide/": page("Guide", "/guide/hidden"),
        "/guide/hidden": '<meta name="robots" content="noindex">' + page("Hidden"),
        "/notes.md": Reply("# Notes\n\nas they are", content_type="text/markdown"),
    }
    with SiteServer(routes) as site:
        result = call(tmp_path, site)

    assert result.exit_code == 0, result.output
    assert "4 pages" in result.output
    found = files(tmp_path)
    assert "All about Guide." in found["pages/guide/index.md"]
    index = json.loads(found["index.json"])
    paths = {entry["url"].removeprefix(site.url): entry.get("path") for entry in index["pages"]}
    assert set(paths) == {"/", "/guide/", "/guide/hidden", "/notes.md", "/missing"}
    assert found[paths["/notes.md"]] == "# Notes\n\nas they are"
    assert paths["/missing"] is None
    assert "[Guide](pages/guide/index.md)" in found["index.md"] and "Hidden" not in found["index.md"]


def test_the_same_site_gives_the_same_bytes_and_what_is_gone_goes(tmp_path: Path) -> None:
    with SiteServer({"/": page("Home", "/a", "/b"), "/a": page("A"), "/b": page("B")}) as site:
        call(tmp_path, site)
        first = files(tmp_path)
        call(tmp_path, site)
        second = files(tmp_path)
        site.routes["/"] = page("Home", "/a")
        call(tmp_path, site)

    assert first == second
    assert set(first) - set(files(tmp_path)) == {"pages/b.md"}


def test_options_bound_the_crawl(tmp_path: Path) -> None:
    with SiteServer({"/": page("Home", "/a/x", "/b/y")} | dict.fromkeys(["/a/x", "/b/y"], page("Leaf"))) as site:
        call(tmp_path, site, "--exclude", "/b/")
        assert site.count("/b/y") == 0
        result = call(tmp_path, site, "--max-pages", "1")

    assert "1 pages" in result.output and "were not visited" in result.output


@pytest.mark.parametrize("reply", [Reply(status=404), Reply(b"\x89PNG", content_type="image/png")])
def test_a_start_page_that_cannot_be_had_ends_with_one_line(tmp_path: Path, reply: Reply) -> None:
    with SiteServer({"/": reply}) as site:
        result = call(tmp_path, site)

    assert result.exit_code == 1
    assert "Error: " in result.output and "Traceback" not in result.output
