"""A few requests at a time a host, one where it asks for rest, and again only when that may help."""

import asyncio
import threading
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from crawl_assets.crawl.errors import BrokenAnswer, FetchError, RobotsUnknown, Unavailable, Unreachable
from crawl_assets.crawl.turns import HostTurns
from crawl_assets.durable.errors import Retriable
from crawl_assets.durable.retrying import RetryRule
from crawl_assets_tests.crawl.clients import ToldTime, client_for, fetch
from crawl_assets_tests.fakes.site import OK, Line, Reply, Route, SiteServer, cut_off, not_http, reset


def slowly(line: Line) -> None:
    line.wait(0.02)
    line.send(OK + b"\r\nslow")


def most_at_once(robots: str | None = None, **options: Any) -> int:
    async def main() -> None:
        async with client_for(site, **options) as client:
            await asyncio.gather(*(client.get(f"{site.url}/{number}") for number in range(12)))

    with SiteServer({f"/{number}": slowly for number in range(12)}, robots=robots) as site:
        asyncio.run(main())
    assert len(site.requests) == 12
    return site.most_at_once


def test_a_host_is_asked_four_things_at_a_time() -> None:
    assert most_at_once() == 4


def test_the_caller_may_ask_for_one_thing_at_a_time() -> None:
    assert most_at_once(at_once=1) == 1


def test_with_a_delay_there_is_one_thing_at_a_time() -> None:
    time = ToldTime()
    assert most_at_once(delay_seconds=2.0, clock=time.clock) == 1
    assert len(time.sleeps) >= 11 and all(1.9 <= seconds <= 2.0 for seconds in time.sleeps)


def test_with_a_delay_of_robots_txt_there_is_one_thing_at_a_time() -> None:
    assert most_at_once("User-agent: *\nCrawl-delay: 3") == 1


def test_a_host_that_asked_for_rest_is_asked_fewer_things_at_a_time_for_a_while() -> None:
    async def held_at_once(turns: HostTurns) -> int:
        most = now = 0

        async def one() -> None:
            nonlocal most, now
            async with turns.turn(0):
                now += 1
                most = max(most, now)
                await asyncio.sleep(0)
                now -= 1

        await asyncio.gather(*(one() for _ in range(12)))
        return most

    async def main() -> list[int]:
        turns = HostTurns(ToldTime().clock)
        before = await held_at_once(turns)
        turns.slow_down()
        turns.slow_down()
        after = await held_at_once(turns)
        for _ in range(5):
            await held_at_once(turns)
        return [before, after, await held_at_once(turns)]

    assert asyncio.run(main()) == [4, 1, 4]


def test_two_hosts_are_asked_at_once() -> None:
    both_are_here = threading.Barrier(2)

    def meet(line: Line) -> None:
        both_are_here.wait(5)
        line.send(OK + b"\r\nmet")

    async def main() -> list[str]:
        async with client_for(one, two) as client:
            pages = await asyncio.gather(client.get(f"{one.url}/a"), client.get(f"{two.url}/a"))
            return [page.text for page in pages]

    with SiteServer({"/a": meet}) as one, SiteServer({"/a": meet}) as two:
        assert asyncio.run(main()) == ["met", "met"]


def test_a_host_that_answers_ever_more_slowly_is_asked_fewer_things_at_a_time() -> None:
    time = ToldTime()

    async def main() -> int:
        turns = HostTurns(time.clock)
        for seconds in (0.5, 0.5, 0.5, 5.0, 6.0):
            async with turns.turn(0):
                time.now += seconds
        held = 0
        async with AsyncExitStack() as stack:
            with suppress(TimeoutError):
                while True:
                    await asyncio.wait_for(stack.enter_async_context(turns.turn(0)), 0.05)
                    held += 1
        return held

    assert asyncio.run(main()) < 4


@pytest.mark.parametrize(
    "trouble",
    [Reply(status=500), Reply(status=502), Reply(status=503), Reply(status=429), reset, cut_off, not_http],
    ids=["500", "502", "503", "429", "reset", "cut off", "no HTTP"],
)
def test_trouble_that_passes_is_waited_out(trouble: Route) -> None:
    time = ToldTime()
    with SiteServer({"/a": [trouble, trouble, "at last"]}) as site:
        assert fetch(site, "/a", clock=time.clock)[0].text == "at last"

    assert site.count("/a") == 3
    assert len(time.sleeps) == 2


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [(Reply(status=500), Unavailable), (reset, Unreachable), (cut_off, BrokenAnswer), (not_http, BrokenAnswer)],
    ids=["500", "reset", "cut off", "no HTTP"],
)
def test_trouble_that_stays_is_told_after_the_last_attempt(trouble: Route, kind: type[FetchError]) -> None:
    with SiteServer({"/a": trouble}) as site, pytest.raises(kind) as caught:
        fetch(site, "/a", retry=RetryRule(attempts=3))

    assert isinstance(caught.value, Retriable)
    assert site.count("/a") == 3


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured(status: int) -> None:
    time = ToldTime()
    with SiteServer({"/a": [Reply(status=status, headers={"Retry-After": "7"}), "at last"]}) as site:
        fetch(site, "/a", clock=time.clock)

    assert 7 <= sum(time.sleeps) <= 7.7


def test_retry_after_may_be_a_date() -> None:
    time = ToldTime()
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    with SiteServer({"/a": [Reply(status=503, headers={"Retry-After": then}), "at last"]}) as site:
        fetch(site, "/a", clock=time.clock)

    assert 90 <= sum(time.sleeps) <= 110


def test_retry_after_is_for_the_whole_host() -> None:
    time = ToldTime(chance=0.05)
    asked_at: dict[str, float] = {}

    def note(line: Line) -> None:
        asked_at[line.asked.path] = time.now
        line.send(OK + b"\r\nb")

    async def main() -> None:
        async with client_for(site, clock=time.clock, at_once=1) as client:
            await asyncio.gather(client.get(f"{site.url}/a"), client.get(f"{site.url}/b"))

    with SiteServer({"/a": [Reply(status=429, headers={"Retry-After": "30"}), "a"], "/b": note}) as site:
        asyncio.run(main())

    assert asked_at["/b"] >= 1030


def test_who_asks_for_an_hour_is_not_waited_for() -> None:
    with (
        SiteServer({"/a": Reply(status=503, headers={"Retry-After": "3600"})}) as site,
        pytest.raises(Unavailable, match="3600 s") as caught,
    ):
        fetch(site, "/a")

    assert (caught.value.retry_after, caught.value.status, site.count("/a")) == (3600, 503, 1)


def test_nobody_at_home_is_unreachable() -> None:
    with SiteServer({}) as site:
        pass

    with pytest.raises(RobotsUnknown, match="no connection"):
        fetch(site, "/a")


def test_a_name_without_an_address_is_unreachable() -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        raise OSError(f"{host} is unknown")

    async def main() -> None:
        async with client_for(resolve=nowhere) as client:
            await client.get("http://no-such-name.example/a")

    with pytest.raises(Unreachable, match=r"no-such-name\.example has no address"):
        asyncio.run(main())
