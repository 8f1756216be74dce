"""Errors show the address, not what is secret in it."""

import pytest

from crawl_assets.crawl.errors import NotFound, shown_url
from crawl_assets_tests.crawl.clients import fetch
from crawl_assets_tests.fakes.site import SiteServer


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a/b?page=2&sort=new", "https://example.org/a/b?page=2&sort=new"),
        ("https://user:word@example.org/a", "https://example.org/a"),
        ("https://example.org/a?api_key=abc&page=2", "https://example.org/a?api_key=…&page=2"),
        (
            "https://example.org/a?author=Araucaria&design=new&keyword=x",
            "https://example.org/a?author=Araucaria&design=new&keyword=x",
        ),
        ("https://example.org/a?accessToken=x&key=y&a=1", "https://example.org/a?accessToken=…&key=…&a=1"),
        ("https://example.org/a?X-Amz-Signature=0f&x=1", "https://example.org/a?X-Amz-Signature=…&x=1"),
        ("https://example.org/a?t=9f86d081884c7d659a2feaa0c55ad015", "https://example.org/a?t=…"),
        ("https://example.org/?9f86d081884c7d659a2feaa0c55ad015", "https://example.org/?…"),
        ("https://example.org/a#access_token=abc", "https://example.org/a"),
        ("data:text/plain,secret", "data:…"),
        ("user:word@example.org", "user:…"),
        ("http://[::1", "(a URL that cannot be read)"),
    ],
)
def test_a_shown_address_holds_no_secret(url: str, shown: str) -> None:
    assert shown_url(url) == shown


def test_a_long_address_is_cut() -> None:
    assert len(shown_url("https://example.org/" + "a" * 5000)) == 300


def test_an_error_holds_no_secret_anywhere() -> None:
    with SiteServer({}) as site, pytest.raises(NotFound) as caught:
        fetch(site, "/a?token=hunter2&page=3")

    error = caught.value
    assert "page=3" in str(error)
    assert "hunter2" not in "".join(
        map(str, [error, repr(error), error.url, error.args, error.__cause__, error.__context__])
    )
