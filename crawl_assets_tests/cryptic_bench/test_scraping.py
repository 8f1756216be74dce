"""A week scraped over real sockets: the sample blog, its robots.txt, missing posts, older pages, the second source."""

import asyncio
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawl_assets.crawl.errors import FetchError
from crawl_assets.cryptic_bench.scraping import NO_SETTER, Scraped, scrape
from crawl_assets.resources import Web
from crawl_assets.samples import BLOG_WEEK, sample_blog
from crawl_assets.settings import Settings, read_settings
from crawl_assets_tests.cryptic_bench.rendered_posts import PostedClue, post
from crawl_assets_tests.fakes.site import Reply, SiteServer

WEEK = date.fromisoformat(BLOG_WEEK)
QUILLON = "/2026/01/06/guardian-99001-quillon/"
MARROWFAT = "/2026/01/08/guardian-cryptic-crossword-no-99002-by-marrowfat/"


@pytest.fixture
def blog() -> Iterator[SiteServer]:
    with SiteServer({}) as site:
        for path, (content_type, body) in sample_blog(site.url).items():
            site.routes[path] = Reply(body, content_type=content_type, etag=f'"{len(body)}"')
        yield site


def web_for(site: SiteServer, home: Path) -> Web:
    def settings() -> Settings:
        return read_settings(
            {
                "CRAWL_ASSETS_HOME": str(home),
                "CRAWL_ALLOW_HOSTS": site.place,
                "CRYPTIC_FEED_URL": f"{site.url}/feed.xml",
            }
        )

    return Web(settings)


def scraped(site: SiteServer, home: Path, week: date = WEEK, **more: Any) -> Scraped:
    return asyncio.run(scrape(web_for(site, home), week, more.pop("source", "fifteensquared"), **more))


def rss(site: SiteServer, *items: tuple[str, str]) -> Reply:
    listed = "".join(f"<item><title>{title}</title><link>{site.url}{path}</link></item>" for title, path in items)
    return Reply(f'<rss version="2.0"><channel><title>x</title>{listed}</channel></rss>', content_type="text/xml")


def small_post() -> str:
    return post("7 paragraphs", [PostedClue((1,), "across", "Drink cried over", ("CIDER",))])


def test_the_sample_week_has_two_whole_puzzles_and_nothing_aside(blog: SiteServer, tmp_path: Path) -> None:
    week = scraped(blog, tmp_path)

    assert [(p.guardian_id, p.setter, p.publication_date, p.clue_count) for p in week.puzzles] == [
        (99001, "Quillon", date(2026, 1, 6), 25),
        (99002, "Marrowfat", date(2026, 1, 8), 28),
    ]
    assert {(p.week_start, p.week_id, p.puzzle_type, p.source, p.problems) for p in week.puzzles} == {
        (WEEK, "2026-W02", "cryptic", "fifteensquared", ())
    }
    assert len(week.clues) == len({clue.clue_id for clue in week.clues}) == 53
    assert (week.set_aside, week.failures) == ([], {})


def test_a_linked_clue_is_one_row_with_its_lights(blog: SiteServer, tmp_path: Path) -> None:
    [clue] = [clue for clue in scraped(blog, tmp_path).clues if clue.linked_lights]

    assert (clue.clue_id, clue.clue_number, clue.linked_lights) == ("99001-10,14-across", "10,14", "10,14d")
    assert (clue.answer, clue.letter_count) == ("NORTHERNLIGHTS", "(8,6)")


def test_other_series_are_named_in_the_log_and_not_fetched(blog: SiteServer, tmp_path: Path) -> None:
    week = scraped(blog, tmp_path)

    assert any("series quiptic" in line for line in week.log)
    assert any("series other" in line for line in week.log)
    assert blog.count("/2026/01/05/guardian-quiptic-9001-by-tansy/") == 0


def test_a_missing_post_is_a_failure_and_the_rest_is_kept(blog: SiteServer, tmp_path: Path) -> None:
    del blog.routes[QUILLON]

    week = scraped(blog, tmp_path)

    assert [puzzle.guardian_id for puzzle in week.puzzles] == [99002]
    assert "404" in week.failures[blog.url + QUILLON]


def test_robots_txt_is_honoured(blog: SiteServer, tmp_path: Path) -> None:
    blog.routes["/robots.txt"] = f"User-agent: *\nDisallow: {QUILLON}\n"

    week = scraped(blog, tmp_path)

    assert blog.count(QUILLON) == 0
    assert [puzzle.guardian_id for puzzle in week.puzzles] == [99002]
    assert "robots.txt" in week.failures[blog.url + QUILLON]


def test_a_second_scrape_asks_whether_anything_changed_and_gives_the_same_rows(
    blog: SiteServer, tmp_path: Path
) -> None:
    first = scraped(blog, tmp_path)
    asked = len(blog.requests)

    second = scraped(blog, tmp_path)

    again = blog.requests[asked:]
    assert len(again) == 3
    assert all("if-none-match" in request.headers for request in again)
    assert (second.puzzles, second.clues, second.set_aside) == (first.puzzles, first.clues, first.set_aside)


def test_one_request_at_a_time(blog: SiteServer, tmp_path: Path) -> None:
    scraped(blog, tmp_path)

    assert blog.most_at_once == 1


def test_an_unknown_layout_keeps_the_puzzle_without_clues_and_says_so(blog: SiteServer, tmp_path: Path) -> None:
    blog.routes[QUILLON] = "<div class='entry-content'><p>The solution is in the picture below.</p></div>"

    week = scraped(blog, tmp_path)

    [puzzle] = [puzzle for puzzle in week.puzzles if puzzle.guardian_id == 99001]
    assert (puzzle.clue_count, puzzle.setter) == (0, "Quillon")
    assert "layout" in puzzle.problems[0]
    assert "layout" in week.failures[blog.url + QUILLON]


def test_a_setter_is_looked_for_in_the_post_and_its_absence_is_noted(blog: SiteServer, tmp_path: Path) -> None:
    blog.routes["/feed.xml"] = rss(
        blog, ("Guardian 99,003", "/2026/01/05/guardian-99003/"), ("Guardian 99,004", "/2026/01/06/guardian-99004/")
    )
    bare = small_post().replace("Tansy", "").replace("99,200", "99,004")
    blog.routes["/2026/01/05/guardian-99003/"] = bare.replace("Solved in", "Set by Tansy. Solved in")
    blog.routes["/2026/01/06/guardian-99004/"] = bare

    named, unnamed = scraped(blog, tmp_path).puzzles

    assert (named.setter, NO_SETTER in named.problems) == ("Tansy", False)
    assert (unnamed.setter, NO_SETTER in unnamed.problems) == (None, True)


def test_a_post_without_a_number_is_a_failure(blog: SiteServer, tmp_path: Path) -> None:
    blog.routes["/feed.xml"] = rss(blog, ("Guardian Cryptic by Tansy", "/2026/01/05/a-day-out/"))
    blog.routes["/2026/01/05/a-day-out/"] = small_post().replace("99,200", "")

    week = scraped(blog, tmp_path)

    assert week.puzzles == []
    assert "number" in week.failures[f"{blog.url}/2026/01/05/a-day-out/"]


def test_of_two_posts_about_one_puzzle_the_one_with_more_clues_stays(blog: SiteServer, tmp_path: Path) -> None:
    copy = "/2026/01/07/guardian-99001-again/"
    blog.routes["/feed.xml"] = rss(blog, ("Guardian 99,001 – Quillon", copy), ("Guardian 99,001 – Quillon", QUILLON))
    blog.routes[copy] = small_post()

    week = scraped(blog, tmp_path)

    assert [(puzzle.guardian_id, puzzle.clue_count) for puzzle in week.puzzles] == [(99001, 25)]
    assert {clue.guardian_id for clue in week.clues} == {99001}
    assert len(week.clues) == 25
    assert blog.url + copy in week.failures


def test_an_older_week_is_found_on_older_pages_of_the_feed(blog: SiteServer, tmp_path: Path) -> None:
    blog.routes["/feed.xml"] = rss(blog, ("Guardian 99,050 – Tansy", "/2026/02/02/guardian-99050-tansy/"))
    blog.routes["/feed.xml?paged=2"] = rss(blog, ("Guardian 99,040 – Tansy", "/2026/01/20/guardian-99040-tansy/"))
    blog.routes["/feed.xml?paged=3"] = rss(
        blog, ("Guardian 99,002 – Marrowfat", MARROWFAT), ("Guardian 98,995 – Fennel", "/2025/12/31/guardian-98995/")
    )

    week = scraped(blog, tmp_path)

    assert [puzzle.guardian_id for puzzle in week.puzzles] == [99002]
    assert blog.count("/feed.xml?paged=4") == 0


def test_a_feed_that_never_reaches_the_week_is_a_failure_after_a_bounded_number_of_pages(
    blog: SiteServer, tmp_path: Path
) -> None:
    for number in range(1, 30):
        path = "/feed.xml" if number == 1 else f"/feed.xml?paged={number}"
        blog.routes[path] = rss(blog, (f"Guardian 99,{500 - number}", f"/2026/03/{29 - number % 28:02}/post-{number}/"))

    week = scraped(blog, tmp_path)

    assert len(blog.requests) == 12
    assert "reach back" in week.failures[f"{blog.url}/feed.xml"]


@pytest.mark.parametrize("feed", ["<html>We are moving house</html>", ""])
def test_a_feed_that_is_none_stops_the_scrape_with_its_address(blog: SiteServer, tmp_path: Path, feed: str) -> None:
    blog.routes["/feed.xml"] = feed

    with pytest.raises(ValueError, match=r"/feed\.xml: this is no RSS or Atom feed"):
        scraped(blog, tmp_path)


def test_a_feed_that_is_not_there_stops_the_scrape(blog: SiteServer, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="404"):
        scraped(blog, tmp_path, url=f"{blog.url}/elsewhere.xml")


def clue_row(rowid: int, **fields: object) -> dict[str, object]:
    return {
        "rowid": rowid,
        "clue": "Drink cried over, spilling (5)",
        "answer": "CIDER",
        "clue_number": f"{rowid}a",
        "puzzle_date": "2026-01-06",
        "puzzle_name": "Guardian 99001 Quillon",
        "source_url": "http://x.org/2026/01/06/guardian-99001-quillon/",
        "source": "fifteensquared",
    } | fields


def test_the_second_source_is_read_page_by_page_into_the_same_rows(tmp_path: Path) -> None:
    pages = [
        {"rows": [clue_row(1), clue_row(2, clue_number="x")], "next": "2"},
        {"rows": [clue_row(3, answer="CIDERS"), clue_row(4, puzzle_name="Guardian Quiptic 900 Tansy")], "next": None},
    ]
    with SiteServer(
        {"/clues.json": [Reply(json.dumps(page), content_type="application/json") for page in pages]}
    ) as site:
        week = scraped(site, tmp_path, source="georgeho", url=f"{site.url}/clues.json")
        tokens = ["_next=2" in request.path for request in site.requests]

    [puzzle] = week.puzzles
    assert (puzzle.guardian_id, puzzle.setter, puzzle.source, puzzle.clue_count) == (99001, "Quillon", "georgeho", 1)
    assert [clue.clue_id for clue in week.clues] == ["99001-1-across"]
    assert [row.reason for row in week.set_aside] == [
        "CIDERS has 6 letters, but the enumeration (5) says 5.",
        "'x' is no clue number.",
    ]
    assert tokens == [False, True]
    assert any("series quiptic" in line for line in week.log)
