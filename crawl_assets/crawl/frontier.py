"""What a crawl has still to visit, breadth first; the same answers give the same order."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass

from crawl_assets.crawl.crawl_rules import Admission, CrawlRules
from crawl_assets.crawl.home import Home

WAVE = 500  # visits whose results are in memory together


@dataclass(frozen=True, slots=True)
class Visit:
    """A URL to be asked for."""

    url: str  # identity
    depth: int  # clicks from the start page


class Frontier:
    """The queue of a crawl; every URL enters it once."""

    def __init__(self, rules: CrawlRules, home: Home) -> None:
        self._home = home
        self._admission = Admission(rules, home.folder)
        self._left = rules.max_pages
        self._queue: deque[Visit] = deque()
        self._known: set[str] = set()
        self.left_out: Counter[str] = Counter()  # reason -> URLs

    def __len__(self) -> int:
        return len(self._queue)

    def start(self, urls: Iterable[str]) -> None:
        """Count the start page, which has been visited, with its spellings."""
        self._known.update(urls)
        self._left -= 1

    def reached(self, url: str) -> str | None:
        """Note a URL that a redirect has led to; returns why the rules leave it out, or None."""
        if url in self._known:
            return None
        self._known.add(url)
        return self._admission.outside(url)

    def offer(self, urls: Iterable[str], depth: int, found_on: str | None) -> None:
        """Queue what the rules admit of some URLs; `found_on` is the page that links them, None for a sitemap."""
        for url in urls:
            same = self._home.at_home(url)
            if same is None:
                self.left_out["on another host"] += 1
                continue
            if same in self._known:
                continue
            self._known.add(same)
            if reason := self._admission.refusal(same, depth, found_on):
                self.left_out[reason] += 1
            else:
                self._queue.append(Visit(same, depth))

    def asked_for(self, urls: Iterable[str]) -> list[str]:
        """Return those of some URLs, as identities, that are at home and that the rules ask for, each once."""
        at_home = dict.fromkeys(same for url in urls if (same := self._home.at_home(url)))
        return [same for same in at_home if self._admission.outside(same) is None]

    def next_wave(self) -> list[Visit]:
        """Take the next visits, within the cap on pages."""
        wave: list[Visit] = []
        while self._queue and len(wave) < WAVE and self._left > 0:
            wave.append(self._queue.popleft())
            self._left -= 1
        return wave
