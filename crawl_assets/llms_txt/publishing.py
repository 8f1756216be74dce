"""What is published of a domain: composed from the accepted versions of its live pages, kept by version."""

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from crawl_assets.crawl.globs import matches_any
from crawl_assets.llms_txt.composing.files import Site, SitePage, base_url, compose, page_of_link
from crawl_assets.llms_txt.composing.rules import read_rules
from crawl_assets.llms_txt.lifecycle import ACCEPTED, live_pages, page_states
from crawl_assets.llms_txt.linting.findings import Finding
from crawl_assets.llms_txt.linting.lint import lint_files
from crawl_assets.llms_txt.rows import Artifact, Domain, PageVersion
from crawl_assets.store.blobs import Blobs
from crawl_assets.store.database import Database, Where
from crawl_assets.store.rows import load, save

LEAST_SEEN = 0.5  # share of the known pages that a crawl must see, or nothing is published
KEPT_VERSIONS = 50  # of a domain, the one that is being made included


@dataclass(frozen=True, slots=True)
class Composed:
    """The files of a domain as they should be now."""

    files: Mapping[str, str]  # path: text
    findings: tuple[Finding, ...]  # of llms.txt
    unseen: str | None  # why the crawl cannot be trusted, or None
    live_urls: tuple[str, ...] = ()  # pages that the files are made of
    listed_in_sitemap: int = 0  # pages that sitemaps name and the rules ask for
    known_of_sitemap: int = 0  # those of them that are live

    @property
    def lint_errors(self) -> list[Finding]:
        """Return what is wrong with the files."""
        return [finding for finding in self.findings if finding.level == "error"]

    def errors(self, *, accept_shrink: bool) -> list[str]:
        """Return what forbids publishing, a sentence each; nothing is published without a page in any case."""
        unseen = self.unseen if not (accept_shrink and self.files) else None
        return [*([unseen] if unseen else []), *(finding.message for finding in self.lint_errors)]


def composed(
    domain: Domain, history: Sequence[PageVersion], job_id: str, sitemap_urls: Collection[str], blobs: Blobs
) -> Composed:
    """Compose and lint every file of a domain from what its crawls saw; `job_id` is the newest one."""
    live = live_pages(history)
    if not live:
        return Composed({}, (), "no page of the site is known yet")
    pages = _site_pages(live, blobs)
    start = next((row for row in live if row.url == domain.start_url), min(live, key=lambda row: len(row.url)))
    site = Site(domain.domain, domain.title or start.title or start.url, start.description or "")
    rules = read_rules(domain.rules)
    files = compose(site, pages, rules)
    links = page_of_link(site, pages, rules)
    left_out = {row.url for row in history if row.job_id == job_id and row.outcome == "left_out"}
    listed = {url for url in sitemap_urls if url not in left_out and not matches_any(rules.exclude, url)}
    findings = lint_files(
        files,
        base_url(site, pages, rules),
        known_urls=set(links.values()),
        sitemap_urls=listed,
        page_of_link=links,
    )
    known = len(listed & {page.url for page in pages})
    return Composed(
        files, tuple(findings), _unseen(history, job_id), tuple(row.url for row in live), len(listed), known
    )


def _site_pages(live: Sequence[PageVersion], blobs: Blobs) -> list[SitePage]:
    """Return the pages to be published; one described in the words of the whole site gets its first sentences."""
    from crawl_assets.llms_txt.summarising.plain import MODEL, repeated_descriptions, sentences_of_its_own

    repeated = repeated_descriptions(row.description for row in live if row.summary_source != MODEL)
    pages = []
    for row in live:
        title, text = row.title or row.url, blobs.get(row.markdown_blob or "").decode()
        description = row.description or ""
        if row.summary_source != MODEL and description in repeated:
            description = sentences_of_its_own(text, title, repeated)
        pages.append(SitePage(row.url, title, description, text))
    return pages


def _unseen(history: Sequence[PageVersion], job_id: str) -> str | None:
    before = page_states(row for row in history if row.job_id != job_id)
    known = {url for url, state in before.items() if state.is_live}
    seen = {row.url for row in history if row.job_id == job_id and row.outcome in ACCEPTED}
    if known and len(known & seen) < LEAST_SEEN * len(known):
        return (
            f"the crawl saw {len(known & seen)} of {len(known)} known pages. If the site really shrank, materialize "
            "llms_txt_artifacts with accept_shrink: true."
        )
    return None


def next_version(
    stored: Sequence[Artifact], files: Mapping[str, str], domain: str, job_id: str, now: datetime, blobs: Blobs
) -> list[Artifact]:
    """Return the rows of a new version, or none when every file is as it was published last."""
    kept = {path: blobs.put(text.encode()) for path, text in sorted(files.items())}
    if kept == {row.path: row.blob for row in newest(stored)}:
        return []
    version = max((row.version for row in stored), default=0) + 1
    return [
        Artifact(domain, version, path, blob, len(files[path].encode()), job_id, now) for path, blob in kept.items()
    ]


def kept_versions(stored: Sequence[Artifact], published_version: int | None) -> list[Artifact]:
    """Return the files of the newest versions, and of the one that a rollback chose; older ones are let go."""
    versions = sorted({row.version for row in stored})[-(KEPT_VERSIONS - 1) :]
    return [row for row in stored if row.version in versions or row.version == published_version]


def newest(stored: Sequence[Artifact]) -> list[Artifact]:
    """Return the files of the newest version."""
    version = max((row.version for row in stored), default=0)
    return [row for row in stored if row.version == version]


def stored_artifacts(database: Database, domain: str) -> list[Artifact]:
    """Read every file of every version of a domain."""
    return load(database, "llms_txt_artifacts", Artifact, Where("domain = ?", (domain,)))


def published(database: Database, domain: Domain) -> list[Artifact]:
    """Return the files that are served: of the version that a rollback chose, else of the newest."""
    stored = stored_artifacts(database, domain.domain)
    if domain.published_version is None:
        return newest(stored)
    return [row for row in stored if row.version == domain.published_version]


def roll_back(database: Database, domain: Domain, version: int) -> None:
    """Serve an earlier version until a new one is made; raises ValueError for one that there is not."""
    versions = sorted({row.version for row in stored_artifacts(database, domain.domain)})
    if version not in versions:
        listed = ", ".join(map(str, versions)) or "none yet"
        raise ValueError(f"{domain.domain} has no version {version}; there is {listed}.")
    save(database, "domains", [replace(domain, published_version=None if version == versions[-1] else version)])


def end_roll_back(database: Database, domain: Domain) -> None:
    """Serve the newest version again, as one is made that the rollback did not know."""
    if domain.published_version is not None:
        save(database, "domains", [replace(domain, published_version=None)])


def difference(database: Database, blobs: Blobs, domain: Domain, versions: Sequence[int]) -> str:
    """Return the unified diff of llms.txt between two versions, by default the newest two; '' for none."""
    stored = sorted({row.version for row in stored_artifacts(database, domain.domain)})
    wanted = list(versions) or stored[-2:]
    if len(wanted) < 2 or not set(wanted) <= set(stored):
        listed = ", ".join(map(str, stored)) or "none yet"
        raise ValueError(f"{domain.domain} has no two such versions; there is {listed}.")
    return _diff(database, blobs, domain.domain, wanted[0], wanted[1])


def difference_of(database: Database, blobs: Blobs, domain: str, version: int) -> str:
    """Return the unified diff that a version made in llms.txt, of the first one against nothing."""
    return _diff(database, blobs, domain, version - 1, version)


def _diff(database: Database, blobs: Blobs, domain: str, before: int, after: int) -> str:
    stored = {row.version: row.blob for row in stored_artifacts(database, domain) if row.path == "llms.txt"}
    old, new = (
        blobs.get(stored[version]).decode().splitlines() if version in stored else [] for version in (before, after)
    )
    return "\n".join(difflib.unified_diff(old, new, f"version {before}", f"version {after}", lineterm=""))
