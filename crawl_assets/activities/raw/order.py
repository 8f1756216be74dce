"""What a workflow asks for, and what it gets."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from crawl_assets.activities.records import RawActivity
from crawl_assets.crawl.urls import parse_url

Backend = Literal["own", "firecrawl", "fetchfox", "model"]
BACKENDS: tuple[Backend, ...] = get_args(Backend)


@dataclass(frozen=True, slots=True)
class ScrapeOrder:
    """What is to be read, and how much of it at most; raises BadUrl or ValueError for what makes no sense."""

    url: str
    max_pages: int = 150
    max_depth: int = 3  # clicks from the start; 0: the page itself and no other
    max_extractions: int = 150  # activities
    follow_external_links: bool = False  # to other hosts, one hop
    tags_hint: tuple[str, ...] = ()  # words that a language model may choose tags from
    backend: Backend = "own"

    def __post_init__(self) -> None:
        parse_url(self.url)
        for name, least in (("max_pages", 1), ("max_depth", 0), ("max_extractions", 1)):
            value = getattr(self, name)
            if value < least:
                raise ValueError(f"{name} is {value}; it must be at least {least}.")
        if self.backend not in BACKENDS:
            raise ValueError(f"there is no back end {self.backend!r}; choose one of {', '.join(BACKENDS)}.")


@dataclass(frozen=True, slots=True)
class RawResult:
    """What a back end found: each row key once, in a lasting order."""

    rows: list[RawActivity]
    notes: list[str] = field(default_factory=list)  # for people: what was left out, what failed
    pages_seen: int = 0
    cost: float | None = 0.0  # USD; None: the provider does not say
    credits: int | None = None  # of providers that count in them
    is_complete: bool = False  # all there is was seen: an activity that is missing has vanished
