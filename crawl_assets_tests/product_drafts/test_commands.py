"""`crawl-assets products`: asked for, listed, shown, approved, rejected and tried again by commands."""

import json
from pathlib import Path

import dagster as dg
import pytest
from click.testing import Result

from crawl_assets.product_drafts.event_ids import event_id_of
from crawl_assets.product_drafts.orders import OrderFiles, find_event
from crawl_assets.product_drafts.rows import Proposal
from crawl_assets.resources import Store
from crawl_assets.settings import read_settings
from crawl_assets.store.rows import save
from crawl_assets_tests.cryptic_bench.projects import cli
from crawl_assets_tests.product_drafts.results import EVENT, URL, draft, result


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"CRAWL_ASSETS_HOME": str(tmp_path / "home")}


def said(environ: dict[str, str], *arguments: str) -> Result:
    return cli(environ, "products", *arguments)


def keep(environ: dict[str, str], status: str = "READY_FOR_REVIEW") -> Store:
    store = Store(lambda: read_settings(environ))
    save(store.database, "product_drafts", [draft(status)])
    return store


def partitions(environ: dict[str, str]) -> list[str]:
    with dg.DagsterInstance.from_config(str(Path(environ["CRAWL_ASSETS_HOME"]) / "dagster")) as instance:
        return list(instance.get_dynamic_partitions("crawl_event"))


def test_adding_makes_the_partition_and_says_how_to_crawl(environ: dict[str, str]) -> None:
    made = said(environ, "add", URL + "?utm_source=x")
    assert made.exit_code == 0, made.output
    event_id = event_id_of(URL)
    assert f"--partition {event_id}" in made.stdout
    assert "--select product_pages,product_drafts,product_proposals,product_evidence" in made.stdout
    assert partitions(environ) == [event_id]
    store = Store(lambda: read_settings(environ))
    event = find_event(store.database, event_id)
    assert event is not None
    assert (event.state, event.requested_by, event.normalised_url) == ("requested", "cli", URL)
    assert OrderFiles(store.settings.home).find(event_id) is not None


def test_adding_without_a_database_is_a_file_and_a_partition(environ: dict[str, str]) -> None:
    made = said(environ | {"TURSO_DATABASE_URL": "disabled"}, "add", URL, "--event-id", "mine")
    assert made.exit_code == 0, made.output
    assert "The event is a file alone: this needs a database" in made.output
    assert partitions(environ) == ["mine"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("add", "ftp://shop.example/p"), "only http and https are fetched"),
        (("add", URL, "--event-id", "a b"), "'a b' cannot be an event id"),
        (("add", URL, "--out-dir", "../up"), "out_dir '../up' is not below PRODUCTS_OUT"),
        (("show", "x"), "no draft 'x'"),
        (("approve", "d-1", "--product-id", ""), "the product id is empty"),
        (("retry", "d-1"), "is READY_FOR_REVIEW; only FAILED ones are tried again"),
    ],
)
def test_bug_a14_what_cannot_be_done_is_one_clear_line_and_a_failure(
    environ: dict[str, str], arguments: tuple[str, ...], line: str
) -> None:
    keep(environ)
    failed = said(environ, *arguments)
    assert failed.exit_code == 1
    assert failed.output.startswith("Error: ")
    assert line in failed.output


def test_one_event_id_is_not_for_two_pages(environ: dict[str, str]) -> None:
    assert said(environ, "add", URL, "--event-id", "mine").exit_code == 0
    assert said(environ, "add", URL + "?utm_source=x", "--event-id", "mine").exit_code == 0
    failed = said(environ, "add", "https://shop.example/other", "--event-id", "mine")
    assert f"event mine is about {URL}, not https://shop.example/other" in failed.output


def test_drafts_are_listed_by_status_and_shown_whole(environ: dict[str, str]) -> None:
    store = keep(environ)
    newer = result(11, title="newer", price="9.00")
    proposal = Proposal(EVENT, newer.payload["captured_at"], "d-1", "READY_FOR_REVIEW", newer.payload, None, newer.name)
    save(store.database, "product_proposals", [proposal])
    assert "d-1" in said(environ, "list").stdout
    assert said(environ, "list", "--status", "FAILED").stdout == "There is no such draft.\n"
    shown = said(environ, "show", EVENT).stdout
    assert '"title": "old"' in shown
    assert "A newer result beside it" in shown
    assert "  title: 'old' -> 'newer'" in shown


def test_a_draft_is_approved_with_edits_from_a_file_and_then_published(environ: dict[str, str], tmp_path: Path) -> None:
    keep(environ)
    edits = tmp_path / "edits.json"
    edits.write_text(json.dumps({"title": "New", "price": 12.5}))
    approved = said(environ, "approve", "d-1", "--edits", str(edits), "--by", "ann")
    assert approved.stdout == "draft d-1 is approved; its status is READY_FOR_REVIEW.\n"
    published = said(environ, "approve", "d-1", "--product-id", "prod-1")
    assert published.stdout == "draft d-1 is published as prod-1; its status is PUBLISHED.\n"
    shown = said(environ, "show", "d-1").stdout
    assert "approve by ann" in shown
    assert "  title: 'old' -> 'New'" in shown
    assert '"price": "12.5"' in shown
    assert "draft d-1 is PUBLISHED and cannot become REJECTED; that is final." in said(environ, "reject", "d-1").output


def test_edits_that_are_no_json_object_are_named(environ: dict[str, str], tmp_path: Path) -> None:
    keep(environ)
    edits = tmp_path / "edits.json"
    for text, words in (("[1]", "holds no JSON object"), ("{", "is no JSON")):
        edits.write_text(text)
        assert words in said(environ, "approve", "d-1", "--edits", str(edits)).output


def test_a_draft_is_rejected_with_a_reason(environ: dict[str, str]) -> None:
    keep(environ)
    assert said(environ, "reject", "d-1", "--reason", "a fake").stdout == "draft d-1 is REJECTED.\n"
    assert "reject by cli: a fake" in said(environ, "show", "d-1").stdout


def test_a_failed_draft_is_tried_again_with_its_partition(environ: dict[str, str]) -> None:
    keep(environ, "FAILED")
    again = said(environ, "retry", "d-1")
    assert again.exit_code == 0, again.output
    assert "draft d-1 is QUEUED_FOR_DRAFT." in again.stdout
    assert f"--partition {EVENT}" in again.stdout
    assert partitions(environ) == [EVENT]
