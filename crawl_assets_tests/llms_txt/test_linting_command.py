"""`crawl-assets llms lint FILE_OR_URL`."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawl_assets.crawl.errors import NotFound
from crawl_assets.llms_txt.linting.command import lint_command
from crawl_assets.resources import Store
from crawl_assets_tests.fakes.site import Reply, SiteServer

SOUND = "# Site\n\n> What it is.\n\nA paragraph.\n\n## Docs\n\n- [Start]({url}/start): How to begin.\n"


def call(*arguments: str) -> Result:
    return CliRunner().invoke(lint_command, arguments, obj=Store())


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRAWL_ASSETS_HOME", str(tmp_path / "home"))


def test_a_sound_file_prints_nothing_and_exits_with_0(tmp_path: Path) -> None:
    file = tmp_path / "llms.txt"
    file.write_text(SOUND.format(url="https://x.example"), encoding="utf-8")

    result = call(str(file))

    assert (result.output, result.exit_code) == ("", 0)


def test_findings_are_printed_and_errors_exit_with_1(tmp_path: Path) -> None:
    file = tmp_path / "llms.txt"
    file.write_text("\ufeff" + SOUND.format(url=""), encoding="utf-8")

    result = call(str(file))

    first, second = result.output.splitlines()
    assert first.startswith("1: warning byte-order-mark ")
    assert second.startswith("9: error address '/start' is not absolute.")
    assert result.exit_code == 1


def test_a_warning_alone_exits_with_0(tmp_path: Path) -> None:
    file = tmp_path / "llms.txt"
    file.write_text("# Site\n", encoding="utf-8")

    assert call(str(file)).exit_code == 0


def test_a_url_is_fetched_and_its_links_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with SiteServer({"/start": "<h1>Start</h1>"}) as site:
        monkeypatch.setenv("CRAWL_ALLOW_HOSTS", site.place)
        text = SOUND.format(url=site.url) + f"- [Gone]({site.url}/gone): It was here.\n"
        site.routes["/llms.txt"] = Reply(text, content_type="text/plain")

        plainly, thoroughly = call(f"{site.url}/llms.txt"), call(f"{site.url}/llms.txt", "--check-links")

    assert (plainly.output, plainly.exit_code, plainly.exception) == ("", 0, None)
    assert thoroughly.output.startswith("10: error dead-link ")
    assert thoroughly.output.count("\n") == 1
    assert thoroughly.exit_code == 1


def test_pages_of_a_sitemap_are_looked_for_in_nested_files_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with SiteServer({}) as site:
        monkeypatch.setenv("CRAWL_ALLOW_HOSTS", site.place)
        listed = ["/start", "/guide/1.html", "/guide/2", "/gone/"]
        head = "# Site\n\n> What it is.\n\nA paragraph.\n\n## Docs\n\n"
        site.routes |= {
            "/llms.txt": head + f"- [Start]({site.url}/start): s\n- [Guide]({site.url}/guide/llms.txt): g\n"
            f"- [Lost]({site.url}/lost/llms.txt): l\n",
            "/guide/llms.txt": head + f"- [1]({site.url}/guide/1.html.md): 1\n- [2]({site.url}/guide/2.md): 2\n",
            "/sitemap.xml": f"<sitemapindex><sitemap><loc>{site.url}/pages.xml</loc></sitemap></sitemapindex>",
            "/pages.xml": f"<urlset>{''.join(f'<url><loc>{site.url}{path}</loc></url>' for path in listed)}</urlset>",
        }

        result = call(f"{site.url}/llms.txt", "--sitemap", f"{site.url}/sitemap.xml")

        assert result.output.startswith("-: error coverage-of-sitemap 75.0% of the 4 pages of the sitemap are listed")
        assert result.output.endswith(f"missing: {site.url}/gone/.\n")
        assert result.exit_code == 1
        site.routes["/pages.xml"] = f"<urlset><url><loc>{site.url}/guide/2</loc></url></urlset>"
        assert call(f"{site.url}/llms.txt", "--sitemap", f"{site.url}/pages.xml").output == ""


def test_what_is_no_sitemap_is_said(tmp_path: Path) -> None:
    file = tmp_path / "llms.txt"
    file.write_text("# Site\n", encoding="utf-8")
    page = tmp_path / "page.html"
    page.write_text("<html>", encoding="utf-8")

    assert "page.html cannot be read as a sitemap: it is an HTML page" in call(str(file), "--sitemap", str(page)).output


def test_what_is_not_there_or_not_utf_8_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "latin"
    file.write_bytes(b"# Caf\xe9\n")

    assert "latin is not UTF-8 from byte 5 on" in call(str(file)).output
    assert isinstance(call(str(tmp_path / "none")).exception, FileNotFoundError)
    with SiteServer({}) as site:
        monkeypatch.setenv("CRAWL_ALLOW_HOSTS", site.place)
        assert isinstance(call(f"{site.url}/llms.txt").exception, NotFound)
