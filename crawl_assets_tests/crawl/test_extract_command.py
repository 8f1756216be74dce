"""`crawl-assets crawl extract`: one JSON line a page, in order; what cannot be read is said and ends in exit code 1."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawl_assets.cli import main
from crawl_assets_tests.fakes.site import Reply, SiteServer

HTML = (
    "<html lang=en><head><title>T</title>{}</head><body><main><h1>T</h1>"
    "<p>Grüße, <a href=/x>x</a></p></main></body></html>"
)


def extract(*pages: str) -> tuple[int, list[dict[str, Any]]]:
    result = CliRunner().invoke(main, ["crawl", "extract", *pages])
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRAWL_ASSETS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TURSO_DATABASE_URL", raising=False)


def test_files_take_the_address_they_name_or_their_own(tmp_path: Path) -> None:
    named, plain = tmp_path / "named.html", tmp_path / "plain.html"
    named.write_text(HTML.format("<link rel=canonical href=https://example.org/t>"), encoding="utf-8")
    plain.write_bytes(HTML.format("<meta charset=windows-1252>").encode("cp1252"))

    code, lines = extract(str(plain), str(named))

    assert code == 0
    assert [line["url"] for line in lines] == [plain.as_uri(), "https://example.org/t"]
    assert lines[1] == {
        "url": "https://example.org/t",
        "title": "T",
        "description": None,
        "language": "en",
        "published": None,
        "markdown": "# T\n\nGrüße, [x](https://example.org/x)\n",
        "text": "T\n\nGrüße, x\n",
    }
    assert lines[0]["text"] == lines[1]["text"]


def test_a_page_that_a_browser_saved_is_utf_8_whatever_it_still_declares(tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_text(HTML.format("<meta charset=iso-8859-1>"), encoding="utf-8")

    _, lines = extract(str(saved))

    assert "Grüße" in lines[0]["text"]


def test_pages_of_the_web_and_files_come_in_the_order_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.html"
    file.write_text(HTML.format(""), encoding="utf-8")
    with SiteServer({"/p": HTML.format(""), "/f.zip": Reply(b"PK", content_type="application/zip")}) as site:
        monkeypatch.setenv("CRAWL_ALLOW_HOSTS", site.place)
        code, lines = extract(
            f"{site.url}/p", str(file), f"{site.url}/gone", str(tmp_path / "no.html"), f"{site.url}/f.zip"
        )

    assert code == 1
    assert [line["url"] for line in lines] == [
        f"{site.url}/p", file.as_uri(), f"{site.url}/gone", str(tmp_path / "no.html"), f"{site.url}/f.zip",
    ]  # fmt: skip
    assert lines[0]["markdown"] == f"# T\n\nGrüße, [x]({site.url}/x)\n"
    assert ["error" in line for line in lines] == [False, False, True, True, True]
    assert "404" in lines[2]["error"] and "No such file" in lines[3]["error"] and "application/zip" in lines[4]["error"]
