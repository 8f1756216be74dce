"""The X-Robots-Tag header counts like the meta tag, also when the server says no more than that nothing changed."""

from pathlib import Path

import pytest

from crawl_assets.crawl.robots_tag import wishes_of
from crawl_assets_tests.crawl.crawling import crawl, links_to
from crawl_assets_tests.fakes.site import Reply, SiteServer


@pytest.mark.parametrize(
    ("header", "wishes"),
    [
        ("noindex", {"noindex"}),
        ("NoIndex, nofollow", {"noindex", "nofollow"}),
        ("otherbot: noindex, nofollow", set()),
        ("crawl_assets: noindex", {"noindex"}),
        ("Crawl_Assets : none, otherbot: nofollow", {"none"}),
        ("otherbot: noindex\nnofollow", {"nofollow"}),
        ("max-snippet: 5, noindex", {"max-snippet: 5", "noindex"}),
        ("otherbot: noindex, max-snippet: 5, crawl_assets: nofollow", {"nofollow"}),
        ("", set()),
    ],
)
def test_directives_are_for_all_or_for_the_crawler_they_name(header: str, wishes: set[str]) -> None:
    assert wishes_of(header) - {""} == wishes


@pytest.mark.parametrize(
    ("header", "is_noindex", "is_followed"),
    [
        ("noindex", True, True),
        ("nofollow", False, False),
        ("none", True, False),
        ("crawl_assets: none", True, False),
        ("otherbot: none", False, True),
    ],
)
def test_a_server_may_ask_what_a_page_may_ask(tmp_path: Path, header: str, is_noindex: bool, is_followed: bool) -> None:
    page = Reply(links_to("/b"), headers={"X-Robots-Tag": header}, etag='"1"')
    with SiteServer({"/": links_to("/a"), "/a": page, "/b": Reply("b", etag='"1"')}) as site:
        first, second = crawl(tmp_path, site), crawl(tmp_path, site)  # the second one gets a 304, without the header

    for seen in (first, second):
        assert seen.page("/a").is_noindex == is_noindex
        assert ("/b" in seen.paths) == is_followed
    assert second.page("/a").outcome == "unchanged"


def test_a_304_may_bring_the_header(tmp_path: Path) -> None:
    told = Reply(status=304, headers={"X-Robots-Tag": "noindex"}, content_type=None)
    with SiteServer({"/": [Reply("home", etag='"1"'), told, Reply(status=304, content_type=None)]}) as site:
        seen = [crawl(tmp_path, site).page("/").is_noindex for _ in range(3)]

    assert seen == [False, True, True]
