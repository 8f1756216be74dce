"""What every published version changed, as a feed: told from the files themselves, so that it is what readers got."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from crawl_assets.llms_txt.composing.twins import FOLDER, twin_paths
from crawl_assets.notify.feed import FeedEntry
from crawl_assets.store.database import Database

MOST_VERSIONS = 50
SHOWN = 50  # pages of one kind in an entry
Kind = Literal["new", "changed", "removed"]

_NEWEST = """
SELECT version, published_at FROM llms_txt_artifacts WHERE domain = ? ORDER BY version DESC, path LIMIT 1
"""
_CHANGES = """
SELECT now.version AS version, now.path AS path, CASE WHEN was.path IS NULL THEN 'new' ELSE 'changed' END AS kind
FROM llms_txt_artifacts now
LEFT JOIN llms_txt_artifacts was ON was.domain = now.domain AND was.version = now.version - 1 AND was.path = now.path
WHERE now.domain = ? AND now.version > ? AND (was.path IS NULL OR was.blob <> now.blob)
UNION ALL
SELECT was.version + 1, was.path, 'removed'
FROM llms_txt_artifacts was
LEFT JOIN llms_txt_artifacts now ON now.domain = was.domain AND now.version = was.version + 1 AND now.path = was.path
WHERE was.domain = ? AND was.version >= ? AND was.version < ? AND now.path IS NULL
ORDER BY 1, 3, 2
"""
_MOMENTS = """
SELECT version, MIN(published_at) AS published_at FROM llms_txt_artifacts WHERE domain = ? AND version >= ?
GROUP BY version
"""


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest version of a domain; what its feed says depends on it alone."""

    version: int
    published_at: str  # as stored


@dataclass(frozen=True, slots=True)
class Change:
    """One file that a version brought, changed or took away."""

    version: int
    path: str
    kind: Kind


def newest_version(database: Database, domain: str) -> Newest | None:
    """Return the newest version that was published of a domain, None when there is none."""
    rows = database.query(_NEWEST, (domain,))
    return Newest(rows[0]["version"], rows[0]["published_at"]) if rows else None


def feed_entries(database: Database, domain: str, newest: Newest, link: str) -> list[FeedEntry]:
    """Return an entry for each of the newest versions; `link` is where llms.txt is served."""
    after = max(0, newest.version - MOST_VERSIONS)
    rows = database.query(_CHANGES, (domain, after, domain, max(1, after), newest.version))
    urls = database.query("SELECT DISTINCT url FROM page_versions WHERE domain = ?", (domain,))
    moments = {row["version"]: row["published_at"] for row in database.query(_MOMENTS, (domain, after))}
    pages = {path: url for url, path in twin_paths((row["url"] for row in urls), domain).items()}
    changes = [Change(row["version"], row["path"], row["kind"]) for row in rows]
    return [
        version_entry(domain, list(found), pages, datetime.fromisoformat(moments[version]), link)
        for version, found in groupby(changes, key=lambda change: change.version)
        if version in moments and (version == 1 or version - 1 in moments)  # else what it changed is not known
    ]


def version_entry(
    domain: str, changes: Sequence[Change], pages: Mapping[str, str], at: datetime, link: str
) -> FeedEntry:
    """Tell what one version changed; `pages` names the page that each twin is of, by its path."""
    version = changes[0].version
    by_kind: dict[Kind, list[str]] = {"new": [], "changed": [], "removed": []}
    for change in changes:
        if change.path.startswith(f"{FOLDER}/"):
            by_kind[change.kind].append(pages.get(change.path, change.path))
    counts = (
        ", ".join(f"{len(urls)} {kind}" for kind, urls in by_kind.items() if urls)
        or "no page, but the files that list them"
    )
    lists = [line for kind, urls in by_kind.items() for line in _listed(kind, sorted(urls))]
    text = "\n".join([f"Version {version} of llms.txt of {domain}: {counts}.", *lists, link])
    return FeedEntry(f"{domain}: llms.txt version {version}, {counts}", link, text, f"version-{version}", at)


def _listed(kind: Kind, urls: Sequence[str]) -> Iterable[str]:
    yield from (f"{kind}: {url}" for url in urls[:SHOWN])
    if len(urls) > SHOWN:
        yield f"and {len(urls) - SHOWN} more {kind}"
