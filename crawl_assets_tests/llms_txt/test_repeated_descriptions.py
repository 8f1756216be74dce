"""A description that three pages share is the site's, not theirs: each page is listed by sentences of its own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawl_assets.llms_txt.publishing import composed
from crawl_assets.llms_txt.rows import Domain, PageVersion
from crawl_assets.llms_txt.summarising.plain import sentences_of_its_own
from crawl_assets.store.blobs import FileBlobs
from crawl_assets_tests.llms_txt.rows import DOMAIN, seen

OF_THE_SITE = "Kettle keeps jobs in one file and runs them."


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobs:
    return FileBlobs(tmp_path / "blobs")


def page(blobs: FileBlobs, name: str, description: str = OF_THE_SITE, source: str = "plain") -> PageVersion:
    text = f"# {name.title()}\n\nThis page is on {name} and on nothing else at all.\n"
    return seen(
        1,
        "new",
        f"https://{DOMAIN}/{name}",
        title=name.title() or "Kettle",
        description=description,
        summary_source=source,
        markdown_blob=blobs.put(text.encode()),
    )


def llms_txt(rows: list[PageVersion], blobs: FileBlobs) -> str:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    start = f"https://{DOMAIN}/"
    domain = Domain(DOMAIN, start, 60, (), (), 100, "own", None, {}, {}, None, None, False, False, None, now)
    return composed(domain, rows, "job001", (), blobs).files["llms.txt"]


def test_three_pages_with_one_description_are_told_apart_and_the_site_keeps_it(blobs: FileBlobs) -> None:
    text = llms_txt([page(blobs, name) for name in ("", "install", "jobs")], blobs)
    assert f"> {OF_THE_SITE}" in text
    assert text.count(OF_THE_SITE) == 1
    for name in ("install", "jobs"):
        assert f"): This page is on {name} and on nothing else at all." in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A sentence that goes over\ntwo lines of the page.\n", "A sentence that goes over two lines of the page."),
        ("Last updated on 5 May 2026.\n\nWhat it really says is here.\n", "What it really says is here."),
        ("Updated 3 hours ago. What it really says is here.\n", "What it really says is here."),
        ("```\nprint('Only code is here.')\n```\n", ""),
    ],
)
def test_its_own_sentences_are_prose_without_noise(text: str, shown: str) -> None:
    assert sentences_of_its_own(f"# Jobs\n\n{text}", "Jobs", {OF_THE_SITE}) == shown


def test_sentences_that_other_pages_have_too_are_left_out() -> None:
    assert sentences_of_its_own(f"# Jobs\n\n{OF_THE_SITE}\n", "Jobs", {OF_THE_SITE}) == ""


def test_two_pages_may_share_one(blobs: FileBlobs) -> None:
    text = llms_txt([page(blobs, "", "About all of it, briefly told."), page(blobs, "a"), page(blobs, "b")], blobs)
    assert text.count(f"): {OF_THE_SITE}") == 2


def test_a_page_that_changed_is_listed_as_before_when_its_text_says_so(blobs: FileBlobs) -> None:
    rows = [page(blobs, name) for name in ("", "install", "jobs")]
    again = [*rows, seen(2, "changed", rows[1].url, **fields_of(rows[1]))]
    assert llms_txt(again, blobs) == llms_txt(rows, blobs)


def test_what_a_model_said_stays_and_does_not_count(blobs: FileBlobs) -> None:
    by_model = [page(blobs, name, source="model") for name in ("a", "b", "c")]
    assert llms_txt(by_model, blobs).count(f"): {OF_THE_SITE}") == 3
    plain = [page(blobs, name) for name in ("", "install", "jobs")]
    assert llms_txt([*plain, *by_model], blobs).count(f"): {OF_THE_SITE}") == 3


def fields_of(row: PageVersion) -> dict[str, object]:
    names = ("title", "description", "summary_source", "markdown_blob")
    return {name: getattr(row, name) for name in names}
