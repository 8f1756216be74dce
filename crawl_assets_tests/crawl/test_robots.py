"""robots.txt by RFC 9309: asked first, once, and obeyed."""

import asyncio

import pytest

from crawl_assets.crawl.errors import AddressRefused, RobotsRefused, RobotsUnknown
from crawl_assets.durable.errors import NonRetriable, Retriable
from crawl_assets_tests.crawl.clients import ToldTime, client_for, fetch
from crawl_assets_tests.fakes.site import Reply, Route, SiteServer, cut_off, redirect, reset

PAGES = {"/open/a": "a", "/closed/b": "b", "/closed/fine": "fine", "/a.pdf": "pdf"}
RULES = "User-agent: *\nDisallow: /closed\nAllow: /closed/fine\nDisallow: /*.pdf$\n"


def test_what_robots_txt_forbids_is_not_asked_for() -> None:
    with SiteServer(PAGES, robots=RULES) as site:
        assert [page.text for page in fetch(site, "/open/a", "/closed/fine")] == ["a", "fine"]
        for path in ("/closed/b", "/a.pdf"):
            with pytest.raises(RobotsRefused, match="crawl_assets") as caught:
                fetch(site, path)
            assert isinstance(caught.value, NonRetriable)

    assert [asked.path for asked in site.requests] == ["/open/a", "/closed/fine"]


def test_our_own_name_goes_before_the_star() -> None:
    with SiteServer(PAGES, robots="User-agent: *\nDisallow:\n\nUser-agent: Crawl_Assets\nDisallow: /open") as site:
        with pytest.raises(RobotsRefused):
            fetch(site, "/open/a")
        assert fetch(site, "/open/a", user_agent="other/1.0")[0].text == "a"


def test_robots_txt_is_asked_once_a_host_also_by_many_at_once() -> None:
    async def main() -> None:
        async with client_for(site) as client:
            await asyncio.gather(*(client.get(f"{site.url}/open/a") for _ in range(5)))
            await client.get(f"{site.url}/open/a")

    with SiteServer(PAGES, robots=RULES) as site:
        asyncio.run(main())

    assert (site.count("/robots.txt"), site.count("/open/a")) == (1, 6)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_without_a_robots_txt_everything_is_allowed(status: int) -> None:
    with SiteServer(PAGES, robots=Reply("Disallow: /", status=status)) as site:
        assert fetch(site, "/closed/b")[0].text == "b"


@pytest.mark.parametrize(
    "robots",
    [Reply(status=500), Reply(status=503), Reply(status=429), reset, cut_off],
    ids=["500", "503", "429", "reset", "cut"],
)
def test_a_robots_txt_that_cannot_be_read_forbids_everything_for_now(robots: Route) -> None:
    with SiteServer(PAGES, robots=robots) as site, pytest.raises(RobotsUnknown, match=r"robots\.txt") as caught:
        fetch(site, "/open/a")

    assert isinstance(caught.value, Retriable)
    assert site.requests == []


def test_a_robots_txt_that_comes_back_is_obeyed_again() -> None:
    with SiteServer(PAGES, robots=[Reply(status=503), RULES]) as site:  # type: ignore[arg-type]
        assert fetch(site, "/open/a")[0].text == "a"


def test_an_unreadable_robots_txt_is_not_asked_for_again_at_once() -> None:
    time = ToldTime()

    async def main() -> None:
        async with client_for(site, clock=time.clock) as client:
            for _ in range(3):
                with pytest.raises(RobotsUnknown) as caught:
                    await client.get(f"{site.url}/open/a")
            asked = site.count("/robots.txt")
            assert asked == 3  # the attempts of the first get
            assert caught.value.retry_after is not None
            site.routes["/robots.txt"] = RULES
            time.now += caught.value.retry_after
            assert (await client.get(f"{site.url}/open/a")).text == "a"

    with SiteServer(PAGES, robots=Reply(status=500)) as site:
        asyncio.run(main())


def test_robots_txt_may_be_redirected_five_times() -> None:
    hops = {f"/hop{number}": redirect(f"/hop{number + 1}") for number in range(1, 5)}
    with SiteServer({**PAGES, **hops, "/hop5": RULES}, robots=redirect("/hop1")) as site, pytest.raises(RobotsRefused):
        fetch(site, "/closed/b")


def test_a_robots_txt_redirected_more_often_counts_as_missing() -> None:
    with SiteServer({**PAGES, "/loop": redirect("/loop")}, robots=redirect("/loop")) as site:
        assert fetch(site, "/closed/b")[0].text == "b"


def test_a_robots_txt_redirected_to_a_private_address_is_refused() -> None:
    with (
        SiteServer({}, robots=RULES) as inside,
        SiteServer(PAGES, robots=redirect(f"{inside.url}/robots.txt")) as site,
        pytest.raises(AddressRefused),
    ):
        fetch(site, "/open/a")

    assert inside.count("/robots.txt") == 0


def test_of_a_large_robots_txt_the_first_500_kib_count() -> None:
    filler = "# nothing\n" * 60_000
    with SiteServer(PAGES, robots=f"{RULES}{filler}User-agent: *\nDisallow: /open\n") as site:
        assert fetch(site, "/open/a")[0].text == "a"
        with pytest.raises(RobotsRefused):
            fetch(site, "/closed/b")


def test_crawl_delay_is_left_between_requests() -> None:
    time = ToldTime()
    with SiteServer(PAGES, robots="User-agent: *\nCrawl-delay: 5") as site:
        fetch(site, "/open/a", "/closed/b", "/a.pdf", clock=time.clock)

    assert time.sleeps == [5, 5]


def test_a_crawl_delay_of_days_is_taken_as_a_minute() -> None:
    time = ToldTime()
    with SiteServer(PAGES, robots="User-agent: *\nCrawl-delay: 86400") as site:
        fetch(site, "/open/a", "/closed/b", clock=time.clock)

    assert time.sleeps == [60]
