"""`crawl-assets products extract`: one JSON line a page, in order; walls and unreadable pages end in exit code 1."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawl_assets.product_drafts.extract_command import extract_command
from crawl_assets.resources import Store
from crawl_assets.samples.serving import serving
from crawl_assets.samples.shop import BLOCKED, CAPTCHA_WALL, LOGIN_WALL, SOLD, shop
from crawl_assets_tests.fakes.site import Reply, SiteServer

KEYS = [
    "url", "name", "price", "regular_price", "currency", "availability", "sku", "mpn", "gtin", "brand", "description",
    "images", "main_image", "rating", "breadcrumbs", "properties", "variations", "confidence", "evidence",
]  # fmt: skip


def extract(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
    result = CliRunner().invoke(extract_command, arguments, obj=Store())
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRAWL_ASSETS_HOME", str(tmp_path / "home"))


@pytest.fixture
def base(monkeypatch: pytest.MonkeyPatch) -> Any:
    with serving(shop) as base:
        monkeypatch.setenv("CRAWL_ALLOW_HOSTS", base.removeprefix("http://"))
        yield base


def test_every_product_of_the_sample_shop_is_read_from_the_web(base: str) -> None:
    sold = {path: one for path, one in SOLD.items() if path != "/teapot"}
    code, lines = extract(*(base + path for path in sold))
    assert code == 0
    assert [line["url"] for line in lines] == [base + path for path in sold]
    for line, one in zip(lines, sold.values(), strict=True):
        assert list(line) == KEYS
        said = {key: line[key] for key in ("name", "price", "regular_price", "currency", "availability")}
        assert said == {
            "name": one.name, "price": one.price, "regular_price": one.regular_price, "currency": one.currency,
            "availability": one.availability,
        }  # fmt: skip


def test_what_a_page_does_not_tell_is_null_and_amounts_are_text(tmp_path: Path) -> None:
    file = tmp_path / "stool.html"
    file.write_bytes(shop("https://shop.example")["/stool"][1])
    code, (line,) = extract(str(file))
    assert code == 0
    assert (line["url"], line["price"], line["currency"]) == (file.as_uri(), "1240.00", "GBP")
    assert [line[key] for key in ("regular_price", "mpn", "gtin", "brand", "rating", "variations")] == [None] * 6
    assert line["evidence"]["price"]["snippet"] and 0 < line["confidence"] <= 1


def test_a_file_takes_the_address_that_it_names(tmp_path: Path) -> None:
    file = tmp_path / "kettle.html"
    html = shop("https://shop.example")["/kettle"][1].decode()
    file.write_text(html.replace("</title>", '</title><link rel="canonical" href="https://shop.example/kettle">'))
    _, (line,) = extract(str(file))
    assert line["url"] == "https://shop.example/kettle"
    assert line["breadcrumbs"][0] == {"name": "Home", "link": "https://shop.example/"}


def test_walls_and_unreadable_pages_say_so_in_their_place(base: str, tmp_path: Path) -> None:
    pages = [
        base + LOGIN_WALL,
        base + "/kettle",
        base + CAPTCHA_WALL,
        base + BLOCKED,
        base + "/gone",
        str(tmp_path / "no"),
    ]
    code, lines = extract(*pages)
    assert code == 1
    assert [line["url"] for line in lines] == pages
    assert ["error" in line for line in lines] == [True, False, True, True, True, True]
    words = ("login", None, "captcha", "refuses", "404", "No such file")
    assert all(word is None or word in line["error"] for word, line in zip(words, lines, strict=True))


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium is on the PATH: apt install chromium")
def test_a_page_that_its_script_writes_is_read_by_the_browser(base: str) -> None:
    _, (without,) = extract(f"{base}/teapot")
    assert without["price"] is None
    code, (line,) = extract("--browser", f"{base}/teapot")
    assert code == 0
    assert (line["name"], line["price"], line["sku"]) == ("Stoneware teapot", "42.00", "HH-1090")


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium is on the PATH: apt install chromium")
def test_the_browser_asks_robots_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    robots = Reply("User-agent: *\nDisallow: /", content_type="text/plain")
    with SiteServer({"/p": "<h1>x</h1>"}, robots=robots) as site:
        monkeypatch.setenv("CRAWL_ALLOW_HOSTS", site.place)
        code, (line,) = extract("--browser", f"{site.url}/p")
        assert site.count("/p") == 0
    assert code == 1 and "robots.txt" in line["error"]
