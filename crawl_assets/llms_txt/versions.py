"""From what a crawl fetched to versions of pages: what is new, what changed, what only looks so.

A page whose bytes are those of its accepted version is not even read. Text is compared as cleaned text against the
accepted cleaned text, so that what was published is never compared with what was fetched.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawl_assets.crawl.extract import extract
from crawl_assets.llms_txt.comparing.change_settings import read_change_rules
from crawl_assets.llms_txt.comparing.changes import ChangeRules, compare
from crawl_assets.llms_txt.comparing.cleaning import clean
from crawl_assets.llms_txt.lifecycle import PageState, page_states
from crawl_assets.llms_txt.rows import CrawlJob, CrawlPage, Domain, PageVersion
from crawl_assets.llms_txt.summarising.plain import MODEL, PLAIN, plain_summary
from crawl_assets.store.blobs import LOST_BLOB, Blobs
from crawl_assets.store.errors import NotWritable, OutOfSpace

MARKDOWN = ("text/markdown", "text/plain", "text/x-markdown")
HTML = ("text/html", "application/xhtml+xml")
_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Crawl:
    """The crawl that versions are made of."""

    domain: str
    job_id: str
    started_at: datetime
    is_complete: bool  # it reached all it could
    rules: ChangeRules = field(default_factory=ChangeRules)  # what counts as a change
    has_model: bool = False  # a model describes pages; else they are described in their own words


def crawl_of(domain: Domain, job: CrawlJob) -> Crawl:
    """Return a domain's crawl with the domain's own rules; raises ValueError for rules that are none."""
    rules = read_change_rules(domain.change_rules)
    return Crawl(domain.domain, job.job_id, job.started_at, bool(job.is_complete), rules, domain.model is not None)


@dataclass(frozen=True, slots=True)
class _Content:
    """What a page says."""

    title: str | None  # title and description as its metadata has them
    description: str | None
    markdown: str
    text: str


def versions_of(
    crawl: Crawl, pages: Sequence[CrawlPage], history: Iterable[PageVersion], blobs: Blobs
) -> list[PageVersion]:
    """Return a row for each page of the crawl, and one for each live page that it did not meet, by url.

    A page that cannot be read is a failed one among the others: its accepted version stays, the next run tries again.
    """
    states = page_states(row for row in history if row.job_id != crawl.job_id)
    rows = [_version(crawl, page, states.get(page.url), blobs) for page in pages]
    met = {page.url for page in pages}
    rows += [_absent(crawl, state) for url, state in states.items() if state.is_live and url not in met]
    return sorted(rows, key=lambda row: row.url)


def _version(crawl: Crawl, page: CrawlPage, state: PageState | None, blobs: Blobs) -> PageVersion:
    accepted = state.accepted if state is not None else None
    if page.blob is None:
        outcome = {404: "not_found", 410: "gone"}.get(page.status or 0, "failed")
        return _row(crawl, page, outcome, page.error or f"HTTP {page.status}", accepted)
    if page.is_noindex:
        return _row(crawl, page, "left_out", "the page asks not to be indexed", accepted)
    if page.content_type not in (*HTML, *MARKDOWN):
        return _row(crawl, page, "left_out", f"it is {page.content_type or 'of no stated type'}, no text", accepted)
    try:
        is_same = state is not None and state.is_live and accepted is not None and accepted.raw_blob == page.blob
        if accepted is not None and is_same and _is_kept(accepted, blobs):
            return _in_own_words(crawl, page, _row(crawl, page, "same", "the same bytes", accepted), blobs)
        return _read(crawl, page, accepted, blobs)
    except (NotWritable, OutOfSpace):
        raise  # no page can be kept
    except Exception as error:
        why = str(error) or type(error).__name__
        return _row(crawl, page, "failed", f"it cannot be read: {why}"[:_LONGEST_REASON], accepted)


def _read(crawl: Crawl, page: CrawlPage, accepted: PageVersion | None, blobs: Blobs) -> PageVersion:
    content = _content(page, blobs)
    if not content.markdown.strip():
        return _row(crawl, page, "failed", "there is no text in it", accepted)
    before = _accepted_text(accepted, blobs)
    change = compare(before, clean(content.markdown), crawl.rules)
    if accepted is not None and before is None and change.fingerprint == accepted.fingerprint:
        row = _row(crawl, page, "same", "the same text, kept again as it was lost", accepted, raw_blob=page.blob)
        return _in_own_words(crawl, page, replace(row, markdown_blob=blobs.put(content.markdown.encode())), blobs)
    if accepted is not None and not change.changed_enough:
        row = _row(crawl, page, "same", change.reason, accepted, raw_blob=page.blob, similarity=change.similarity)
        return _in_own_words(crawl, page, row, blobs)
    summary = plain_summary(content.title, content.description, content.text, page.url)
    return PageVersion(
        domain=crawl.domain,
        url=page.url,
        job_id=crawl.job_id,
        crawled_at=crawl.started_at,
        outcome="new" if accepted is None else "changed",
        is_complete_crawl=crawl.is_complete,
        raw_blob=page.blob,
        markdown_blob=blobs.put(content.markdown.encode()),
        fingerprint=change.fingerprint,
        similarity=change.similarity,
        title=summary.title,
        description=summary.description,
        reason=change.reason,
        summary_source=PLAIN,
    )


def _content(page: CrawlPage, blobs: Blobs) -> _Content:
    body = blobs.get(page.blob or "").decode()
    if page.content_type not in HTML:
        return _Content(None, None, body, body)
    found = extract(body, page.url)
    return _Content(found.title, found.description, found.markdown, found.text)


def _in_own_words(crawl: Crawl, page: CrawlPage, row: PageVersion, blobs: Blobs) -> PageVersion:
    """Return an unchanged page's row; where a model described it that is asked no more, in the page's own words."""
    if crawl.has_model or (row.summary_source != MODEL and row.summary_note is None):
        return row
    content = _content(page, blobs)
    summary = plain_summary(content.title, content.description, content.text, page.url)
    return replace(row, title=summary.title, description=summary.description, summary_source=PLAIN, summary_note=None)


def _is_kept(accepted: PageVersion, blobs: Blobs) -> bool:
    """Tell whether the accepted text can still be published."""
    try:
        blobs.get(accepted.markdown_blob or "")
    except LOST_BLOB:
        return False
    return True


def _accepted_text(accepted: PageVersion | None, blobs: Blobs) -> str | None:
    if accepted is None or accepted.markdown_blob is None:
        return None
    try:
        return clean(blobs.get(accepted.markdown_blob).decode())
    except LOST_BLOB:
        return None  # the page is taken as new text and kept again


def _row(
    crawl: Crawl,
    page: CrawlPage,
    outcome: str,
    reason: str,
    accepted: PageVersion | None,
    *,
    raw_blob: str | None = None,
    similarity: float | None = None,
) -> PageVersion:
    """Return an audit row that points at the accepted text, if there is one."""
    return PageVersion(
        domain=crawl.domain,
        url=page.url,
        job_id=crawl.job_id,
        crawled_at=crawl.started_at,
        outcome=outcome,
        is_complete_crawl=crawl.is_complete,
        raw_blob=raw_blob or (accepted.raw_blob if accepted else None),
        markdown_blob=accepted.markdown_blob if accepted else None,
        fingerprint=accepted.fingerprint if accepted else None,
        similarity=similarity,
        title=accepted.title if accepted else None,
        description=accepted.description if accepted else None,
        reason=reason,
        summary_source=accepted.summary_source if accepted else None,
        summary_note=accepted.summary_note if accepted else None,
    )


def _absent(crawl: Crawl, state: PageState) -> PageVersion:
    assert state.accepted is not None
    return replace(
        state.accepted,
        job_id=crawl.job_id,
        crawled_at=crawl.started_at,
        outcome="absent",
        is_complete_crawl=crawl.is_complete,
        similarity=None,
        reason="the crawl did not meet it",
    )
