"""A model that describes pages, a desk on which pages wait for it, and what it says of them."""

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawl_assets.durable.records import Scope
from crawl_assets.durable.retrying import RetryRule
from crawl_assets.llms_txt.rows import PageVersion
from crawl_assets.llms_txt.summarising.asking import Terms
from crawl_assets.llms_txt.summarising.summarise import Summarised, summarise
from crawl_assets.resources import LanguageModels, Store
from crawl_assets.settings import read_settings
from crawl_assets_tests.fakes.openai import KEY, Call, OpenAIServer, Sent, completion
from crawl_assets_tests.llms_txt.rows import DOMAIN, seen

MODEL = "acme/one"
BRIEF = RetryRule(attempts=2, first_wait=0.01, longest_retry_after=60.0)


def words(page: str) -> dict[str, str]:
    """Return what the model says of a page, by the page's heading."""
    return {"title": f"About {page}"[:100], "description": f"What a reader finds on the page {page}."[:200]}


def describe(call: Call) -> Sent:
    """Describe the quoted page by its heading."""
    return completion(call, json.dumps(words(page_of(call))))


def page_of(call: Call) -> str:
    """Return the heading of the page that a call quotes."""
    quoted = str(call.body["messages"][-1]["content"]).split("BEGIN PAGE ")[-1]
    return next(line for line in quoted.split("\n") if line.startswith("#")).lstrip("# ")


class Desk:
    """The rows of crawls in a store of its own, and one model server."""

    def __init__(
        self,
        folder: Path,
        server: OpenAIServer | None = None,
        *,
        total_seconds: float = 20,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        environ = {"CRAWL_ASSETS_HOME": str(folder), **(settings or {})}
        if server is not None:
            environ |= {"LLM_BASE_URL": server.base_url, "OPENROUTER_API_KEY": KEY}
        self.store = Store(lambda: read_settings(environ))
        self.llm = LanguageModels(lambda: read_settings(environ), total_seconds=total_seconds)
        self.began = datetime.now(UTC)

    def pages(self, *texts: str, crawl: int = 1, outcome: str = "new") -> list[PageVersion]:
        """Return a row a text, in its own words."""
        return [
            seen(
                crawl,
                outcome,
                f"https://{DOMAIN}/{place}",
                markdown_blob=self.store.blobs.put(f"# {text}\n\nIts text.\n".encode()),
                fingerprint=hashlib.sha256(text.encode()).hexdigest(),
                title=text,
                description="Its own words, which it brought along.",
                summary_source="plain",
            )
            for place, text in enumerate(texts)
        ]

    def summarise(self, rows: Sequence[PageVersion], *, since: datetime | None = None, **changes: Any) -> Summarised:
        """Have rows described as one crawl's page_versions does."""
        scope = Scope("page_versions", DOMAIN)
        now = lambda: datetime.now(UTC)  # noqa: E731
        terms = Terms(DOMAIN, MODEL, None, since or self.began, now, starts_per_second=10_000, retry=BRIEF)
        with self.store.journals.open(scope, "run", logging.getLogger("desk")) as steps:
            terms = replace(terms, **changes)
            done = summarise(steps, self.llm.client(), self.store.database, self.store.blobs, rows, terms)
        self.store.journals.close(scope)
        return done

    def next_crawl(self) -> datetime:
        """Return the start of a crawl that begins after everything so far."""
        return datetime.now(UTC) + timedelta(microseconds=1)


def unchanged(rows: Sequence[PageVersion]) -> list[PageVersion]:
    """Return what the next crawl makes of pages that did not change."""
    return [replace(row, outcome="same", job_id="next", reason="the same bytes") for row in rows]
