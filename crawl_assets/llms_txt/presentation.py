"""What the UI shows beside each materialization of llms.txt."""

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import dagster as dg

from crawl_assets.llms_txt.charts import crawl_chart
from crawl_assets.llms_txt.existing import Existing
from crawl_assets.llms_txt.publishing import Composed, newest
from crawl_assets.llms_txt.report_figures import HEADS, figures
from crawl_assets.llms_txt.rows import Artifact, CrawlPage, CrawlReport, PageVersion
from crawl_assets.markdown_tables import markdown_table
from crawl_assets.store.blobs import Blobs

if TYPE_CHECKING:
    from crawl_assets.llms_txt.comparing.changes import ChangeRules
    from crawl_assets.llms_txt.summarising.summarise import Summarised

Metadata = Mapping[str, Any]
SHOWN, PREVIEW_CHARACTERS = 40, 4000


def of_crawl(pages: Sequence[CrawlPage], is_complete: bool, notes: Sequence[str]) -> Metadata:
    """Show how the fetches ended and what went wrong."""
    outcomes = Counter(page.outcome for page in pages)
    wrong = [[page.requested_url, page.status or "", page.error or ""] for page in pages if page.blob is None]
    return {
        "pages": len(pages),
        "is_complete": is_complete,
        "outcomes": markdown_table([list(item) for item in outcomes.most_common()], ["outcome", "pages"]),
        "without_content": markdown_table(wrong[:SHOWN], ["page", "status", "why"]),
        "notes": "; ".join(notes[:SHOWN]) or "none",
    }


def of_versions(rows: Sequence[PageVersion], rules: "ChangeRules") -> Metadata:
    """Show what is new, changed, the same or gone, with the reason for each that is not to the letter the same."""
    outcomes = Counter(row.outcome for row in rows)
    told = [
        [row.outcome, row.url, "" if row.similarity is None else f"{row.similarity:.4f}", row.reason]
        for row in rows
        if row.outcome != "same" or (row.similarity is not None and row.similarity < 1)
    ]
    return {
        "outcomes": markdown_table([list(item) for item in outcomes.most_common()], ["outcome", "pages"]),
        "told": markdown_table(told[:SHOWN], ["outcome", "page", "similarity", "reason"]),
        "similarity_threshold": rules.similarity_threshold,
        "ignored_lines": ", ".join(rules.ignored_lines) or "none",
    }


def of_summaries(done: "Summarised", model: str | None) -> Metadata:
    """Show who described the pages, what it cost, and why some are in their own words."""
    if model is None:
        return {"model": "none: pages are described in their own words"}
    reasons = [list(item) for item in done.fallen_back.most_common(SHOWN)]
    cost = {} if done.cost_usd is None else {"cost_usd": done.cost_usd}
    return {
        "model": model,
        "summarised": done.asked,
        "summarised_from_cache": done.remembered,
        "fallen_back": done.fallen_back.total(),
        "fallen_back_because": markdown_table(reasons, ["why", "pages"]),
        **cost,
    }


def of_artifacts(
    stored: Sequence[Artifact], fresh: Sequence[Artifact], made: Composed, errors: Sequence[str], blobs: Blobs
) -> Metadata:
    """Show the file, its diff against the one before, and what the linter says."""
    before = {row.path: row for row in newest(stored)}.get("llms.txt")
    old = blobs.get(before.blob).decode() if before else ""
    new = made.files.get("llms.txt", "")
    diff = "\n".join(difflib.unified_diff(old.splitlines(), new.splitlines(), "before", "now", lineterm="", n=1))
    findings = [[finding.level, finding.line or "", finding.message] for finding in made.findings]
    return {
        "published": "; ".join(errors) if errors else f"version {fresh[0].version}" if fresh else "nothing new",
        "files": len(made.files),
        "live_pages": len(made.live_urls),
        "coverage_of_sitemap": f"{made.known_of_sitemap} of {made.listed_in_sitemap} pages that it names",
        "llms_txt": dg.MetadataValue.md(f"```\n{new[:PREVIEW_CHARACTERS]}\n```"),
        "llms_full_txt": dg.MetadataValue.md(f"````\n{made.files.get('llms-full.txt', '')[:PREVIEW_CHARACTERS]}\n````"),
        "diff": dg.MetadataValue.md(f"```diff\n{diff[:PREVIEW_CHARACTERS]}\n```" if diff else "none"),
        "findings": markdown_table(findings[:SHOWN], ["level", "line", "what"]),
    }


def of_existing(existing: Existing | None) -> Metadata:
    """Show what is to be said of the llms.txt that the site has itself."""
    told = "\n".join(existing.lines()) if existing else "The site has none of its own."
    return {"own_llms_txt": dg.MetadataValue.md(f"```\n{told}\n```")}


def of_reports(reports: Sequence[CrawlReport]) -> Metadata:
    """Show the newest crawls side by side, drawn and in figures."""
    rows = [list(figures(report)) for report in reversed(reports[-SHOWN:])]
    return {
        "pages_by_crawl": dg.MetadataValue.md(crawl_chart(reports)),
        "crawls": markdown_table(rows, list(HEADS)),
    }
