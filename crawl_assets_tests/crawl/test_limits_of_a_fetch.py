"""What a server can make us take is bounded: bytes, memory, time."""

import time
import tracemalloc

import pytest

from crawl_assets.crawl.errors import BrokenAnswer, TooLarge, TooSlow
from crawl_assets.crawl.limits import FetchLimits
from crawl_assets.durable.errors import NonRetriable, Retriable
from crawl_assets.durable.retrying import RetryRule
from crawl_assets_tests.crawl.clients import fetch
from crawl_assets_tests.fakes.site import (
    Act,
    Reply,
    SiteServer,
    bomb,
    drip,
    drip_headers,
    endless_body,
    endless_headers,
    endless_nothing,
    packed,
    stall,
)

SMALL = FetchLimits(largest_body=1_000_000)
SHORT = FetchLimits(total_seconds=0.3)
ONCE = RetryRule(attempts=1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "bare-deflate"])
def test_a_bomb_stops_early_in_little_memory(coding: str) -> None:
    with SiteServer({"/a": bomb(coding, 60_000_000)}) as site:
        tracemalloc.start()
        with pytest.raises(TooLarge, match="1,000,000 bytes") as caught:
            fetch(site, "/a", limits=SMALL)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert isinstance(caught.value, NonRetriable)
    assert peak < 10_000_000


def test_a_declared_length_over_the_limit_is_not_even_read() -> None:
    with SiteServer({"/a": Reply(b"x" * 1_000_001)}) as site, pytest.raises(TooLarge, match="it has 1,000,001 bytes"):
        fetch(site, "/a", limits=SMALL)


def test_a_page_of_just_the_limit_is_taken() -> None:
    with SiteServer({"/a": Reply(b"x" * 1_000_000), "/b": packed("x" * 1_000_000)}) as site:
        assert [len(page.body) for page in fetch(site, "/a", "/b", limits=SMALL)] == [1_000_000, 1_000_000]


@pytest.mark.parametrize("act", [endless_body, endless_headers, endless_nothing])
def test_what_does_not_end_is_left(act: Act) -> None:
    with SiteServer({"/a": act}) as site, pytest.raises(TooLarge):
        fetch(site, "/a", limits=SMALL)


@pytest.mark.parametrize("act", [stall, drip, drip_headers])
def test_what_comes_too_slowly_is_left(act: Act) -> None:
    with SiteServer({"/a": act}) as site, pytest.raises(TooSlow, match=r"0\.3 s") as caught:
        started = time.monotonic()
        fetch(site, "/a", limits=SHORT, retry=ONCE)

    assert time.monotonic() - started < 5
    assert isinstance(caught.value, Retriable)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize("part", [0.5, 0.99])
def test_compressed_bytes_that_are_cut_off_are_no_page(coding: str, part: float) -> None:
    whole = packed("".join(map(str, range(5000))), coding)
    half = Reply(whole.body[: int(len(whole.body) * part)], headers=whole.headers)
    with SiteServer({"/a": half}) as site, pytest.raises(BrokenAnswer, match="cut off"):
        fetch(site, "/a", retry=ONCE)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_bytes_that_are_not_what_they_claim_are_no_page(coding: str) -> None:
    noise = Reply(b"\xff" * 100, headers={"Content-Encoding": coding})
    with SiteServer({"/a": noise}) as site, pytest.raises(BrokenAnswer, match="Content-Encoding"):
        fetch(site, "/a", retry=ONCE)
