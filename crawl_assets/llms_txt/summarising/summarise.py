"""Which pages a model is to describe, and what becomes of their rows.

A page is described by what was bought for its text, the prompt's version and the model; only what was never bought is
asked for, so that an unchanged page makes no call. A page whose asking fails keeps the words it has (a new one: its
own), its row says why, and the next crawl tries once more.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from crawl_assets.llm.budget import Budget
from crawl_assets.llms_txt.lifecycle import ACCEPTED
from crawl_assets.llms_txt.rows import CrawlJob, Domain, PageVersion
from crawl_assets.llms_txt.summarising.asking import Answer, Question, Terms, ask, finished
from crawl_assets.llms_txt.summarising.bought import bought, bought_since, cost_of, keep, worst_cost
from crawl_assets.llms_txt.summarising.by_model import choose, summary_key
from crawl_assets.llms_txt.summarising.plain import MODEL, PLAIN, Summary
from crawl_assets.store.blobs import Blobs
from crawl_assets.store.database import Database

if TYPE_CHECKING:
    from crawl_assets.durable.steps import Steps
    from crawl_assets.llm.chat import ChatClient


@dataclass(frozen=True, slots=True)
class Summarised:
    """The rows of a crawl with their summaries, and how those came about."""

    rows: list[PageVersion]
    asked: int = 0  # pages that the model described when asked now
    remembered: int = 0  # pages whose new words were bought before, for another page, crawl or site
    fallen_back: Counter[str] = field(default_factory=Counter)  # why pages are not described as asked: how many
    cost_usd: float | None = None  # of this crawl, as the provider states it


def terms_of(domain: Domain, job: CrawlJob, starts_per_second: float) -> Terms | None:
    """Return how the pages of a crawl are described; None where no model is set."""
    if domain.model is None:
        return None
    now = partial(datetime.now, UTC)
    return Terms(domain.domain, domain.model, domain.max_cost_usd, job.started_at, now, starts_per_second)


def summarise(
    steps: "Steps",
    chat: "ChatClient",
    database: Database,
    blobs: Blobs,
    rows: Sequence[PageVersion],
    terms: Terms | None,
) -> Summarised:
    """Have the pages of a crawl described; without terms they stay as they are. What is bought is on disk at return."""
    keep(database, finished(steps))
    if terms is None:
        return Summarised(list(rows))
    keys = {
        row.url: summary_key(row.fingerprint, "", terms.model)
        for row in rows
        if row.outcome in ACCEPTED and row.fingerprint and row.markdown_blob
    }
    known = {key: Answer(summary, None) for key, summary in bought(database, keys.values()).items()}
    questions = _questions(rows, {url: key for url, key in keys.items() if key not in known})
    answers = ask(steps, chat, blobs, questions, terms, _budget(database, terms))
    keep(database, [answer.summary for answer in answers.values() if answer.summary])
    done = [
        _described(row, (known | answers)[keys[row.url]], was_asked=keys[row.url] in answers)
        if row.url in keys
        else row
        for row in rows
    ]
    fresh = [row for row, before in zip(done, rows, strict=True) if _has_new_words(row, before)]
    return Summarised(
        rows=done,
        asked=sum(keys[row.url] in answers for row in fresh),
        remembered=sum(keys[row.url] in known for row in fresh),
        fallen_back=Counter(row.summary_note for row in done if row.url in keys and row.summary_note),
        cost_usd=cost_of(bought_since(database, terms.domain, terms.since)),
    )


def _questions(rows: Sequence[PageVersion], keys: Mapping[str, str]) -> list[Question]:
    """Return a question a text: that of the first page which has it."""
    found: dict[str, Question] = {}
    for row in rows:
        if row.url in keys and row.markdown_blob:
            found.setdefault(keys[row.url], Question(keys[row.url], row.url, row.markdown_blob))
    return list(found.values())


def _budget(database: Database, terms: Terms) -> Budget:
    """Return what this crawl may still spend; an earlier run of it may have spent some."""
    worst = worst_cost(database, terms.model)
    budget = Budget(terms.max_cost_usd, {} if worst is None else {terms.model: worst})
    budget.spent_usd = cost_of(bought_since(database, terms.domain, terms.since)) or 0.0
    return budget


def _described(row: PageVersion, answer: Answer, *, was_asked: bool) -> PageVersion:
    chosen = choose(answer.summary.reply if answer.summary else None, Summary(row.title or "", row.description or ""))
    if chosen.source == MODEL:
        summary = chosen.summary
        return replace(
            row, title=summary.title, description=summary.description, summary_source=MODEL, summary_note=None
        )
    if row.outcome == "same" and row.summary_note and not was_asked:
        return row  # its note is of the crawl that asked, and says more
    return replace(row, summary_source=row.summary_source or PLAIN, summary_note=answer.note or chosen.note)


def _has_new_words(row: PageVersion, before: PageVersion) -> bool:
    return row.summary_source == MODEL and (row.outcome != "same" or _words(row) != _words(before))


def _words(row: PageVersion) -> tuple[str | None, ...]:
    return row.title, row.description, row.summary_source
