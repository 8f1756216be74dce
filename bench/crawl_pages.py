"""Our crawler over 500 generated pages on loopback: pages a second crawled, crawled again, and turned into Markdown.

The site is served by a process of its own, without delays; robots.txt asks for none, so four requests are in flight.
"Crawl" fetches every page, keeps it in the database and blobs, and journals each visit durably. "Again" is a second
crawl that asks with validators and gets 304 for every page. "Markdown" is the extraction of all pages in one process.
Memory is the growth of the process's peak over the crawl.

Run: `python bench/crawl_pages.py [PAGES]`
"""

import multiprocessing
import random
import resource
import statistics
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from tabulate import tabulate

from crawl_assets.crawl.extract import extract
from crawl_assets_tests.crawl.crawling import Crawled, crawl_address
from crawl_assets_tests.fakes.site import Reply, SiteServer

PAGES = 500
REPEATS = 3
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


def measured(pages: int, url: str) -> tuple[float, float, float]:
    """Return pages a second: crawl, again, Markdown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, seconds = timed_crawl(folder, url, pages)
        again, seconds_again = timed_crawl(folder, url, pages)
        assert {page.outcome for page in again.crawl.pages} == {"unchanged"}
        began = time.perf_counter()
        for page in first.crawl.pages:
            assert extract(first.text(first.path(page)), page.url).markdown
        seconds_markdown = time.perf_counter() - began
        return pages / seconds, pages / seconds_again, pages / seconds_markdown


def timed_crawl(folder: Path, url: str, pages: int) -> tuple[Crawled, float]:
    began = time.perf_counter()
    crawled = crawl_address(folder, url, f"{url}/", {"max_pages": pages + 10})
    seconds = time.perf_counter() - began
    assert len(crawled.paths) == pages + 1, len(crawled.paths)  # "/" is a page beside "/docs/0"
    return crawled, seconds


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(pages, there), daemon=True)
    server.start()
    url = here.recv()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rates = [measured(pages, url) for _ in range(REPEATS)]
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    here.send("end")
    server.join()
    rows = [
        (name, f"{statistics.median(values):.0f}", f"{min(values):.0f} to {max(values):.0f}")
        for name, values in zip(("crawl", "again", "Markdown"), zip(*rates, strict=True), strict=True)
    ]
    print(tabulate(rows, [f"{pages} pages", "pages/s (median)", "range"], disable_numparse=True))
    print(f"peak memory grew by {grown:.0f} MB")


if __name__ == "__main__":
    main()
