# ruff: noqa: E501 - HTML as sites write it
"""What stands in a product's place is told from a product: logins, captchas and blocks by what the page is made of."""

import pytest

from crawl_assets.product_drafts.walls import wall_of
from crawl_assets.samples.shop import BLOCKED, CAPTCHA_WALL, LOGIN_WALL, SOLD, shop
from crawl_assets_tests.product_drafts.labelled import labelled_pages
from crawl_assets_tests.product_drafts.labelled.parts import Labelled

SHOP = "http://shop.example"
PAGES = {path: body.decode() for path, (kind, body) in shop(SHOP).items() if kind.startswith("text/html")}
MENU = "".join(f'<a href="/c{at}">Department {at}</a>' for at in range(20))


@pytest.mark.parametrize(("path", "kind"), [(LOGIN_WALL, "login"), (CAPTCHA_WALL, "captcha"), (BLOCKED, "blocked")])
def test_the_sample_shop_s_walls_are_told(path: str, kind: str) -> None:
    wall = wall_of(PAGES[path], SHOP + path)
    assert wall is not None and wall.kind == kind
    assert SHOP + path in wall.note and "retry" in wall.note


@pytest.mark.parametrize("path", [*(path for path in SOLD if path != "/teapot"), "/", "/kitchen/"])
def test_bug_a8_a_please_log_in_link_in_the_header_is_no_wall(path: str) -> None:
    assert "Please log in" in PAGES[path]
    assert wall_of(PAGES[path], SHOP + path) is None


@pytest.mark.parametrize("page", labelled_pages(), ids=lambda page: page.name)
def test_bug_a8_no_product_page_is_a_wall(page: Labelled) -> None:
    assert wall_of(page.html, page.url) is None


def _html(title: str, body: str) -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("kind", "html", "url", "status"),
    [
        ("captcha", _html("Just a moment...", "<div id=challenge-stage></div>"), "https://a.example/p", 403),
        ("captcha", _html("Robot Check", "<p>Enter the characters you see below</p><input name=c>"), "https://a.example/p", 200),
        ("captcha", _html("", "<p>Sorry, we have detected unusual traffic from your network.</p>"), "https://a.example/p", 200),
        ("captcha", _html("验证", "<div>请拖动滑块完成验证</div><div class=nc_1_wrapper></div>"), "https://a.example/p", 200),
        ("captcha", _html("", "<iframe src='https://geo.captcha-delivery.example/c'></iframe>"), "https://a.example/p", 200),
        ("captcha", _html("x", "<p>x</p>" * 2000), "https://a.example/punish?x=1", 200),
        ("login", _html("亲，请登录", "<form><input type=text><input type=password></form>"), "https://login.a.example/", 200),
        ("login", _html("Anmelden", "<h1>Anmelden</h1><form><input type=password></form>"), "https://a.example/konto", 200),
        ("login", _html("Welcome", "<div id=root></div>"), "https://a.example/user/sign-in?next=/p", 200),
        ("login", "", "https://a.example/p", 401),
        ("blocked", _html("Access Denied", f"<p>You are not allowed here.</p>{MENU}"), "https://a.example/p", 403),
        ("blocked", _html("Sorry", "<p>You have been blocked</p><p>Ray ID: 77</p>"), "https://a.example/p", 403),
        ("blocked", _html("Hm", "<p>This is not available in your country.</p>"), "https://a.example/p", 200),
        ("blocked", "", "https://a.example/p", 403),
    ],
)  # fmt: skip
def test_walls_of_all_kinds_are_told(kind: str, html: str, url: str, status: int) -> None:
    wall = wall_of(html, url, status)
    assert wall is not None and wall.kind == kind


@pytest.mark.parametrize(
    "html",
    [
        _html("Oak stool", f"{MENU}<h1>Oak stool</h1><p>$90</p><p>This site is protected by reCAPTCHA.</p><div class=g-recaptcha></div>"),
        _html("Oak stool", f"{MENU}<h1>Oak stool</h1><div class=login-modal><h2>Log in</h2><input type=password></div><p>$90</p>"),
        _html("Oak stool", f"{MENU}<h1>Oak stool</h1><header><h2>Sign in</h2><form><input type=password></form></header><p>$90</p>"),
        _html("Robot kit", f"{MENU}<h1>Robot kit: are you a robot builder?</h1><p>$90</p>"),
        _html("Gate", f"{MENU}<h1>Gate with access denied sign</h1><p>Says: Access denied. $12</p>"),
        _html("", ""),
    ],
)  # fmt: skip
def test_pages_that_only_speak_of_walls_are_none(html: str) -> None:
    assert wall_of(html, "https://a.example/p") is None


def test_a_secret_of_the_address_is_not_in_the_note() -> None:
    wall = wall_of("", "https://a.example/p?token=s3cr3t", 401)
    assert wall is not None and "s3cr3t" not in wall.note


@pytest.mark.parametrize(
    ("inside", "is_shell"),
    [
        ("", True),
        ("Loading ...", True),
        (
            "<noscript>You need to enable JavaScript to run this app, please do so now and come back again.</noscript>",
            True,
        ),
        ("<h1>Copper kettle</h1>", False),
        (
            "A page of words that says something of its own about the copper kettle that is sold here for many years.",
            False,
        ),
    ],
)
def test_a_shell_that_scripts_would_fill_is_for_the_browser(inside: str, is_shell: bool) -> None:
    html = f'<body><header>Shop</header><div id="app">{inside}</div><script src="/app.js"></script></body>'
    wall = wall_of(html, "https://shop.example.org/kettle")
    assert (wall is not None) == is_shell
    if wall is not None:
        assert wall.kind == "scripts"
        assert "by: browser" in wall.note
