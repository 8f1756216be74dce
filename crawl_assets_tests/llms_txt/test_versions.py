"""What a crawl's pages become: each is read alone, by the rules of its domain."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawl_assets.llms_txt.comparing.change_settings import read_change_rules
from crawl_assets.llms_txt.rows import CrawlPage, PageVersion
from crawl_assets.llms_txt.versions import Crawl, versions_of
from crawl_assets.store.blobs import FileBlobs
from crawl_assets.store.errors import NotWritable
from crawl_assets_tests.llms_txt.rows import DOMAIN, NOW

PROSE = "The queue keeps every message in one file until a worker takes it, and it loses none of them when it stops."
REWORDED = PROSE.replace("every message", "each message")


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobs:
    return FileBlobs(tmp_path / "blobs")


def page(blobs: FileBlobs, name: str, *paragraphs: str, **changes: Any) -> CrawlPage:
    body = f"<title>{name}</title><main><h1>{name}</h1>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</main>"
    row = CrawlPage(
        domain=DOMAIN,
        url=f"https://{DOMAIN}/{name}",
        job_id="job",
        requested_url=f"https://{DOMAIN}/{name}",
        status=200,
        outcome="fetched",
        content_type="text/html",
        blob=blobs.put(body.encode()),
        depth=1,
        error=None,
        is_noindex=False,
        fetched_at=NOW,
    )
    return replace(row, **changes)


def crawl(number: int, rules: Mapping[str, Any] | None = None) -> Crawl:
    return Crawl(
        DOMAIN, f"job{number}", NOW.replace(day=number + 1), is_complete=True, rules=read_change_rules(rules or {})
    )


def outcomes(rows: list[PageVersion]) -> dict[str, str]:
    return {row.url.rpartition("/")[2]: row.outcome for row in rows}


def damage(blobs: FileBlobs, blob: str) -> None:
    digest = blob.removeprefix("sha256:")
    (blobs.folder / digest[:2] / digest[2:]).write_bytes(b"half of it")


def test_a_page_whose_bytes_are_damaged_fails_alone_and_its_last_version_stays(blobs: FileBlobs) -> None:
    before = versions_of(crawl(1), [page(blobs, "a", "One sentence."), page(blobs, "b", "Another one.")], [], blobs)
    changed = page(blobs, "a", "One sentence, and a second one.")
    damage(blobs, str(changed.blob))
    pages = [changed, page(blobs, "b", "Another one, which is longer."), page(blobs, "c", "A new one.")]
    after = versions_of(crawl(2), pages, before, blobs)
    assert outcomes(after) == {"a": "failed", "b": "changed", "c": "new"}
    assert after[0].reason.startswith("it cannot be read: blob ") and "is damaged" in after[0].reason
    assert (after[0].markdown_blob, after[0].title) == (before[0].markdown_blob, "a")


def test_a_page_that_failed_is_read_by_the_next_crawl_though_the_site_did_not_change(blobs: FileBlobs) -> None:
    there = page(blobs, "a", "One sentence.")
    lost = replace(there, blob=f"sha256:{'0' * 64}")
    before = versions_of(crawl(1), [lost], [], blobs)
    assert (outcomes(before), "is not under" in before[0].reason) == ({"a": "failed"}, True)
    assert outcomes(versions_of(crawl(2), [there], before, blobs)) == {"a": "new"}


def test_a_kept_text_that_was_lost_is_kept_again_and_is_no_change(blobs: FileBlobs) -> None:
    pages = [page(blobs, "a", "One sentence."), page(blobs, "b", "Another one.")]
    before = versions_of(crawl(1), pages, [], blobs)
    damage(blobs, str(before[0].markdown_blob))
    after = versions_of(crawl(2), pages, before, blobs)
    assert outcomes(after) == {"a": "same", "b": "same"}
    assert "kept again as it was lost" in after[0].reason
    assert b"One sentence." in blobs.get(str(after[0].markdown_blob))


def test_a_page_that_is_no_text_fails_alone(blobs: FileBlobs) -> None:
    broken = page(blobs, "a", blob=blobs.put(b"\xff\xfe<p>"))
    rows = versions_of(crawl(1), [broken, page(blobs, "b", "Another one.")], [], blobs)
    assert outcomes(rows) == {"a": "failed", "b": "new"}
    assert "can't decode byte 0xff" in rows[0].reason


def test_a_folder_that_takes_nothing_more_ends_the_run_and_no_page_is_blamed(blobs: FileBlobs) -> None:
    pages = [page(blobs, "a", "One sentence."), page(blobs, "b", "Another one.")]
    for number in range(256):
        if not (blobs.folder / f"{number:02x}").exists():
            (blobs.folder / f"{number:02x}").write_bytes(b"a file is in the way")
    with pytest.raises(NotWritable):
        versions_of(crawl(1), pages, [], blobs)


@pytest.mark.parametrize(
    ("rules", "outcome"),
    [({}, "changed"), ({"similarity_threshold": 0.8}, "same"), ({"similarity_threshold": 0.99}, "changed")],
)
def test_a_domain_says_how_alike_prose_is_no_change(blobs: FileBlobs, rules: dict[str, Any], outcome: str) -> None:
    end = "The last line stays as it is."
    before = versions_of(crawl(1, rules), [page(blobs, "a", PROSE, end)], [], blobs)
    (row,) = versions_of(crawl(2, rules), [page(blobs, "a", REWORDED, end)], before, blobs)
    assert row.outcome == outcome
    assert row.similarity is not None and 0.8 < row.similarity < 0.99
    assert ("reaches the threshold 0.8" in row.reason) == (outcome == "same")


def test_a_price_is_a_change_at_any_threshold(blobs: FileBlobs) -> None:
    rules = {"similarity_threshold": 0.1}
    before = versions_of(crawl(1, rules), [page(blobs, "a", f"{PROSE} It costs 4.20.", "End.")], [], blobs)
    (row,) = versions_of(crawl(2, rules), [page(blobs, "a", f"{PROSE} It costs 4.30.", "End.")], before, blobs)
    assert (row.outcome, "a number differs" in row.reason) == ("changed", True)


def test_lines_that_a_domain_ignores_never_count(blobs: FileBlobs) -> None:
    rules = {"ignored_lines": ["Stock: * pieces"]}
    before = versions_of(crawl(1, rules), [page(blobs, "a", PROSE, "Stock: 12 pieces")], [], blobs)
    after = versions_of(crawl(2, rules), [page(blobs, "a", PROSE, "Stock: 7 pieces")], before, blobs)
    assert outcomes(after) == {"a": "same"}
    assert outcomes(versions_of(crawl(2), [page(blobs, "a", PROSE, "Stock: 7 pieces")], before, blobs)) == {
        "a": "changed"
    }
