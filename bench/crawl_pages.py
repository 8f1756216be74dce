"""500 generated pages on loopback, crawled and turned into Markdown: ours against Scrapy with trafilatura.

The site is served by a process of its own. Both sides obey robots.txt, which asks for no delay, and have four requests
in flight on the host. Ours keeps every page in the database and blobs and journals each visit durably; Scrapy keeps
nothing. "Whole" is the crawl and the Markdown of every page, from an empty folder, each side in a process of its own
that has imported what it needs; "again" is a second crawl that asks with validators and gets 304 for every page. The
repeats are interleaved. "Words kept" is the share of the words of the pages' main text that the Markdown has, "words
around" the share of its words that are navigation or footer. Memory is the peak of the process.

Then, ours alone: the share of time of a second crawl of the unchanged site, which asks for every page and reads none,
and the peak of memory when ten times as many pages are crawled and turned into Markdown one after another, of which
none is kept by the benchmark.

Run: `python bench/crawl_pages.py [PAGES]`
"""

import logging
import multiprocessing
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tabulate import tabulate

from crawl_assets.crawl.extract import extract
from crawl_assets_tests.crawl.crawling import crawl_address
from crawl_assets_tests.fakes.site import Reply, SiteServer

PAGES = 500
REPEATS = 3
GOAL = 2.0
TIMES_LARGER = 10  # the site for the measure of memory
WORDS = [
    "river", "stone", "lantern", "quiet", "marble", "window", "orchard", "copper", "letter", "garden",
    "silver", "market", "winter", "harbour", "candle", "meadow", "thunder", "paper", "violin", "anchor",
]  # fmt: skip


def paragraph(chance: random.Random) -> str:
    return "<p>" + " ".join(chance.choice(WORDS) for _ in range(60)).capitalize() + ".</p>"


def generated_page(number: int, pages: int) -> Reply:
    """Make a documentation page: navigation, headings, paragraphs, a table, code."""
    chance = random.Random(number)
    children = [child for child in range(number * 8 + 1, number * 8 + 9) if child < pages]
    targets = [*children, *(chance.randrange(pages) for _ in range(20))]
    links = "".join(f'<li><a href="/docs/{target}">Page {target}</a></li>' for target in targets)
    sections = "".join(
        f"<h2>Section {part}</h2>{paragraph(chance)}{paragraph(chance)}"
        f"<pre><code class='language-python'>value = {part}\nprint(value)</code></pre>"
        for part in range(6)
    )
    rows = "".join(f"<tr><td>{word}</td><td>{chance.random():.3f}</td></tr>" for word in WORDS[:8])
    body = (
        f"<html lang='en'><head><title>Page {number}</title></head><body><nav><ul>{links}</ul></nav><main>"
        f"<h1>Page {number}</h1>{paragraph(chance)}{sections}<table><tr><th>Name</th><th>Value</th></tr>{rows}</table>"
        "</main><footer>Made for a benchmark</footer></body></html>"
    )
    return Reply(body, etag=f'"{number}"')


def serve(pages: int, told: Connection) -> None:
    routes = {f"/docs/{number}": generated_page(number, pages) for number in range(pages)}
    with SiteServer({"/": routes["/docs/0"]} | routes, robots="User-agent: *\nAllow: /") as site:
        told.send(site.url)
        told.recv()


@dataclass(frozen=True)
class Measured:
    """One side's run."""

    whole: float  # seconds
    crawl: float | None = None  # seconds of the whole; Scrapy does both at once
    again: float | None = None
    markdown: dict[str, str] = field(default_factory=dict)  # by path
    peak: float = 0.0  # MB


def ours(url: str, pages: int) -> Measured:
    with tempfile.TemporaryDirectory() as name:
        folder, rules = Path(name), {"max_pages": pages + 10}
        began = time.perf_counter()
        seen = crawl_address(folder, url, f"{url}/", rules)
        crawled = time.perf_counter()
        markdown = {
            seen.path(page): extract(seen.text(seen.path(page)), page.url).markdown for page in seen.crawl.pages
        }
        ended = time.perf_counter()
        again = crawl_address(folder, url, f"{url}/", rules)
        seconds = time.perf_counter() - ended
        assert {page.outcome for page in again.crawl.pages} == {"unchanged"}
    return Measured(ended - began, crawled - began, seconds, markdown, peak())


def ours_unkept(url: str, pages: int) -> Measured:
    """Do the same, and let go of each page's Markdown: what memory grows then is the crawl's own."""
    with tempfile.TemporaryDirectory() as name:
        began = time.perf_counter()
        seen = crawl_address(Path(name), url, f"{url}/", {"max_pages": pages + 10})
        for page in seen.crawl.pages:
            extract(seen.text(seen.path(page)), page.url)
        assert len(seen.crawl.pages) == pages + 1
    return Measured(time.perf_counter() - began, peak=peak())


def scrapy_and_trafilatura(url: str, pages: int) -> Measured:
    import scrapy
    import trafilatura
    from scrapy.crawler import CrawlerProcess
    from scrapy.linkextractors import LinkExtractor

    markdown: dict[str, str] = {}
    follow = LinkExtractor()

    class Spider(scrapy.Spider):
        name, start_urls = "bench", [f"{url}/"]

        def parse(self, response: Any) -> Any:
            text = trafilatura.extract(
                response.text, url=response.url, output_format="markdown", include_tables=True, include_links=True
            )
            markdown[response.url.removeprefix(url)] = text or ""
            for link in follow.extract_links(response):
                yield response.follow(link, self.parse)

    settings = {
        "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
        "DOWNLOAD_DELAY": 0,
        "ROBOTSTXT_OBEY": True,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "TELNETCONSOLE_ENABLED": False,
    }
    began = time.perf_counter()
    process = CrawlerProcess(settings)
    process.crawl(Spider)
    process.start()
    return Measured(time.perf_counter() - began, markdown=markdown, peak=peak())


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def told(side: Callable[[str, int], Measured], url: str, pages: int, into: Connection) -> None:
    logging.disable(logging.WARNING)
    into.send(side(url, pages))


def run(side: Callable[[str, int], Measured], url: str, pages: int) -> Measured:
    """Run a side in a process of its own; every page must have been seen."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=told, args=(side, url, pages, there))
    process.start()
    measured: Measured = here.recv()
    process.join()
    if side is not ours_unkept:
        assert len(measured.markdown) == pages + 1, len(measured.markdown)  # "/" is a page beside "/docs/0"
    return measured


@contextmanager
def served(pages: int) -> Iterator[str]:
    """Serve a site from a process of its own; gives its address."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(pages, there), daemon=True)
    server.start()
    yield here.recv()
    here.send("end")
    server.join()


def words_kept(markdown: dict[str, str], pages: int) -> tuple[float, float]:
    """Return the shares of main words that are kept, and of kept words that are around."""
    wanted = kept = around = total = 0
    for number in range(pages):
        body = str(generated_page(number, pages).body)
        main = Counter(words_of(re.sub(r"<[^>]+>", " ", body[body.index("<main>") : body.index("</main>")])))
        there = Counter(words_of(re.sub(r"\]\([^)]*\)|```\w*", " ", markdown[f"/docs/{number}"])))
        wanted, kept = wanted + main.total(), kept + (main & there).total()
        around, total = around + (there - main).total(), total + there.total()
    return kept / wanted, around / total


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9.]*[a-z0-9]", text.lower())


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with served(pages) as url:
        both = [(run(ours, url, pages), run(scrapy_and_trafilatura, url, pages)) for _ in range(REPEATS)]
        small = run(ours_unkept, url, pages)
    with served(TIMES_LARGER * pages) as url:
        large = run(ours_unkept, url, TIMES_LARGER * pages)
    rows = []
    for name, runs in zip(("ours", "Scrapy + trafilatura"), zip(*both, strict=True), strict=True):
        kept, around = words_kept(runs[-1].markdown, pages)
        parts = [rate(pages, [getattr(one, part) for one in runs]) for part in ("whole", "crawl", "again")]
        rows.append((name, *parts, f"{kept:.1%}", f"{around:.1%}", f"{runs[-1].peak:.0f} MB"))
    headers = ["pages/s, median of 3", "whole", "crawl alone", "again", "words kept", "words around", "peak memory"]
    print(tabulate(rows, headers, disable_numparse=True))
    mine, theirs = (statistics.median(one.whole for one in runs) for runs in zip(*both, strict=True))
    print(f"ours does {theirs / mine:.1f} times the pages a second (goal {GOAL:.0f})")
    again = statistics.median(one.again / one.whole for one, _ in both if one.again is not None)
    grown = [
        (f"second crawl, share of the first one's time ({pages} pages)", f"{again:.0%}", ""),
        (f"peak memory at {pages} pages", f"{small.peak:.0f} MB", ""),
        (f"peak memory at {TIMES_LARGER * pages} pages", f"{large.peak:.0f} MB", "flat"),
        ("one over the other", f"{large.peak / small.peak:.2f}", ""),
    ]
    print(tabulate(grown, ["ours alone", "", "goal"], disable_numparse=True))


def rate(pages: int, seconds: list[float | None]) -> str:
    known = [one for one in seconds if one is not None]
    return f"{pages / statistics.median(known):.0f}" if known else "-"


if __name__ == "__main__":
    main()
