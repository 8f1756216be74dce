"""A shop page becomes a draft: crawled, its result written as a file, kept as rows."""

import json
from pathlib import Path
from typing import Any

import pytest

from crawl_assets.product_drafts import reviewing
from crawl_assets.product_drafts.orders import find_event
from crawl_assets.product_drafts.reviewing import evidence_of, proposals_of
from crawl_assets.product_drafts.rows import FetchedPage
from crawl_assets.store.database import Statement
from crawl_assets.store.errors import CheckViolation
from crawl_assets.store.rows import load
from crawl_assets.store.sweeping import named_blobs
from crawl_assets_tests.fakes.site import Reply, stall
from crawl_assets_tests.product_drafts.legacy import OF_AN_EVENT_ID, legacy_database
from crawl_assets_tests.product_drafts.results import NOW
from crawl_assets_tests.product_drafts.shops import DRAFTS, LOGIN, product_page, shop


def test_a_page_becomes_a_draft_to_review_with_evidence_and_a_file(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        ran = site.crawl()
        assert ran.success, ran.failure
        draft = site.draft()
        assert (draft.status, draft.error, draft.created_by) == ("READY_FOR_REVIEW", None, "cli")
        assert (draft.payload["title"], draft.payload["price"], draft.payload["currency"]) == (
            "Enamel kettle",
            "24.50",
            "EUR",
        )
        (page,) = load(site.project.database, "product_pages", FetchedPage)
        assert page.blob is not None
        assert b"Enamel kettle" in site.project.store.blobs.get(page.blob)
        assert [path.name for path in site.files()] == [page.result_file]
        assert json.loads(site.files()[0].read_text())["price"] == "24.50"
        found = {row.field: row for row in evidence_of(site.project.database, site.event_id)}
        assert found["price"].value == "24.50"
        assert {check: result.passed for check, result in ran.checks.items()} == dict.fromkeys(
            ("has_a_title", "has_a_price", "has_a_picture", "price_is_near_the_last"), True
        )
        event = find_event(site.project.database, site.event_id)
        assert event is not None
        assert (event.state, event.tries, event.result_file) == ("crawled", 1, page.result_file)


def test_the_page_of_a_draft_is_kept_as_long_as_the_draft(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        site.crawl()
        reviewing.approve(site.project.database, site.draft(), {}, "prod-1", reviewing.Decision("ann", NOW))
        site.serve(product_page("30.00"))
        site.crawl()
        named = set(named_blobs(site.project.database))
        assert site.draft().payload["page_blob"] in named
        assert len(named) == 2


def test_the_draft_s_picture_is_told_and_not_fetched(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        ran = site.crawl()
        assert ran.metadata["product_drafts"]["picture"] == "https://cdn.example/kettle.jpg"
        assert [one.path for one in site.server.requests] == ["/kettle"]


def test_a_run_again_of_product_drafts_crawls_nothing_and_changes_nothing(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        site.crawl()
        asked = len(site.server.requests)
        ran = site.crawl(DRAFTS)
        assert ran.success, ran.failure
        assert ran.changed == dict.fromkeys(DRAFTS, 0)
        assert len(site.server.requests) == asked


FAILURES: dict[str, tuple[Any, str, str]] = {
    "a page that is not there": (Reply("gone", status=404), "error", "HTTP 404"),
    "a page that wants a login by its status": (Reply("no", status=403), "needs_manual", "HTTP 403"),
    "a page that is a login": (LOGIN, "needs_manual", "login"),
    "a picture": (Reply(b"\x89PNG", content_type="image/png"), "error", "it is image/png, not HTML"),
    "a page without a product": ("<html><body><p>Hello.</p></body></html>", "needs_manual", "no product was found"),
}


@pytest.mark.parametrize("what", FAILURES)
def test_a_failed_crawl_is_a_failed_draft_with_the_reason_and_a_file(tmp_path: Path, what: str) -> None:
    page, status, words = FAILURES[what]
    with shop(tmp_path, page) as site:
        ran = site.crawl()
        assert ran.success, ran.failure
        assert site.newest()["status"] == status
        draft = site.draft()
        assert draft.status == "FAILED"
        assert words in str(draft.error)
        event = find_event(site.project.database, site.event_id)
        assert event is not None
        assert (event.state, event.error) == ("failed", draft.error)


def test_by_setting_a_page_that_needs_a_person_is_ready_with_the_notes_in_it(tmp_path: Path) -> None:
    with shop(tmp_path, LOGIN, PRODUCTS_NEEDS_MANUAL="READY_FOR_REVIEW") as site:
        site.crawl()
        assert site.draft().status == "READY_FOR_REVIEW"
        assert "login" in site.draft().payload["notes"]


def test_a_wrong_setting_fails_the_run_by_its_name_and_loses_nothing(tmp_path: Path) -> None:
    with shop(tmp_path, PRODUCTS_NEEDS_MANUAL="MAYBE") as site:
        ran = site.crawl()
        assert not ran.success
        assert "PRODUCTS_NEEDS_MANUAL is 'MAYBE'" in ran.failure
        assert site.newest()["status"] == "ok"


def test_bug_a12_a_page_that_never_comes_ends_in_time_with_a_result(tmp_path: Path) -> None:
    with shop(tmp_path, stall) as site:
        ran = site.crawl(seconds=0.5)
        assert ran.success, ran.failure
        assert site.draft().error == "the page did not come within 0.5 s, its tries together."


def test_bug_a1_a_failed_crawl_never_brings_back_the_success_before_it(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        site.crawl()
        site.serve(Reply("away", status=404))
        site.crawl()
        draft = site.draft()
        assert draft.status == "FAILED"
        assert "price" not in draft.payload
        site.serve(product_page("25.00"))
        site.crawl()
        assert (site.draft().status, site.draft().error, site.draft().payload["price"]) == (
            "READY_FOR_REVIEW",
            None,
            "25.00",
        )
        assert len(site.files()) == 3


@pytest.mark.parametrize("decide", ["publish", "approve", "reject"])
def test_bug_a2_a_crawl_never_overwrites_what_a_person_decided_on(tmp_path: Path, decide: str) -> None:
    with shop(tmp_path) as site:
        site.crawl()
        decision = reviewing.Decision("ann", NOW)
        if decide == "reject":
            before = reviewing.reject(site.project.database, site.draft(), decision)
        else:
            product = "prod-1" if decide == "publish" else None
            before = reviewing.approve(site.project.database, site.draft(), {"title": "Kettle"}, product, decision)
        for price in ("26.00", "27.00"):
            site.serve(product_page(price))
            ran = site.crawl()
            assert ran.success, ran.failure
        after = site.draft()
        assert (after.status, after.draft_payload) == (before.status, before.draft_payload)
        proposals = proposals_of(site.project.database, site.event_id)
        assert [one.draft_payload["price"] for one in proposals] == ["26.00", "27.00"]
        assert {row.captured_at for row in evidence_of(site.project.database, site.event_id)} >= {
            one.captured_at for one in proposals
        }


def test_bug_a13_the_default_database_is_a_file_that_opens(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        assert site.crawl().success
    assert (tmp_path / "crawl_assets.db").is_file()


def test_bug_a15_nothing_but_the_page_is_asked_for_before_a_crawl(tmp_path: Path) -> None:
    with shop(tmp_path, LLM_BASE_URL="http://127.0.0.1:9/v1", OPENROUTER_API_KEY="sk-s3cr3t") as site:
        ran = site.crawl()
        assert ran.success
        assert "s3cr3t" not in json.dumps([one.read_text() for one in site.files()])


def test_a_price_ten_times_the_last_one_is_warned_of(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        site.crawl()
        site.serve(product_page("2450"))
        ran = site.crawl()
        assert ran.failed_checks == ["price_is_near_the_last"]
        assert "the price is 2450, and was 24.50 before" in ran.problems("price_is_near_the_last")


def test_a_row_of_the_replaced_system_whose_id_is_the_event_is_taken_over(tmp_path: Path) -> None:
    legacy_database(tmp_path / "crawl_assets.db").close()
    with shop(tmp_path) as site:
        site.ask(event_id=OF_AN_EVENT_ID)
        ran = site.crawl()
        assert ran.success, ran.failure
        draft = site.draft()
        assert (draft.id, draft.event_id, draft.status) == (OF_AN_EVENT_ID, OF_AN_EVENT_ID, "READY_FOR_REVIEW")
        assert len(site.project.database.query("SELECT id FROM product_drafts")) == 3


def test_bug_a11_an_event_id_and_an_out_dir_from_outside_write_nowhere_else(tmp_path: Path) -> None:
    with shop(tmp_path / "home") as site:
        site.ask(event_id="../../../evil", out_dir="../../elsewhere")
        ran = site.crawl()
        assert ran.success, ran.failure
        assert site.draft().error == (
            f"out_dir '../../elsewhere' is not below PRODUCTS_OUT ({site.out}); name a folder in it."
        )
        assert [path.parent for path in site.files()] == [site.out]
        assert not [*tmp_path.rglob("*evil*"), *tmp_path.rglob("*elsewhere*")]
        site.ask(event_id="good", out_dir="by/shop")
        assert site.crawl().success
        assert site.draft().status == "READY_FOR_REVIEW"
        assert len(list((site.out / "by" / "shop").iterdir())) == 1


def test_the_url_may_be_given_with_the_run_alone(tmp_path: Path) -> None:
    with shop(tmp_path) as site:
        site.project.instance.add_dynamic_partitions("crawl_event", ["by-hand"])
        site.event_id = "by-hand"
        assert "nothing tells which page event 'by-hand' is about" in site.crawl().failure
        assert "only http and https are fetched" in site.crawl(url="ftp://shop.example/p").failure
        ran = site.crawl(url=site.url)
        assert ran.success, ran.failure
        assert (site.draft().created_by, site.draft().payload["url"]) == ("ui", site.url)


@pytest.mark.parametrize("decide", ["approve", "reject"])
def test_a_decision_that_comes_between_a_result_s_reading_and_its_writing_stands(tmp_path: Path, decide: str) -> None:
    with shop(tmp_path) as site:
        site.crawl()
        database, decision = site.project.database, reviewing.Decision("ann", NOW)
        late = json.dumps(site.draft().payload | {"captured_at": "2030-01-01T00:00:00+00:00"})
        if decide == "approve":
            before = reviewing.approve(database, site.draft(), {"title": "Kettle"}, None, decision)
        else:
            before = reviewing.reject(database, site.draft(), decision)
        with pytest.raises(CheckViolation, match="a person has decided"):
            database.transaction([Statement("UPDATE product_drafts SET draft_payload = ?", (late,), "product_drafts")])
        assert site.draft().draft_payload == before.draft_payload


SCRIPTED = """<html><body><h1></h1><script>
const data = document.createElement("script");
data.type = "application/ld+json";
data.text = JSON.stringify({"@type": "Product", name: "Scripted kettle", offers: {"@type": "Offer", price: "8.00"}});
document.head.append(data);
</script></body></html>"""


def test_a_page_that_its_scripts_write_is_had_by_the_browser(tmp_path: Path) -> None:
    with shop(tmp_path, SCRIPTED) as site:
        site.crawl()
        assert site.draft().status == "FAILED"
        ran = site.crawl(by="browser", seconds=30)
        assert ran.success, ran.failure
        assert (site.draft().payload["title"], site.draft().payload["price"]) == ("Scripted kettle", "8.00")
        site.serve(Reply("gone", status=404))
        site.crawl(by="browser", seconds=30)
        assert "HTTP 404" in str(site.draft().error)


def test_without_a_browser_the_result_says_what_to_do(tmp_path: Path) -> None:
    with shop(tmp_path, CHROMIUM_PATH="/nowhere/chromium") as site:
        ran = site.crawl(by="browser")
        assert ran.success, ran.failure
        assert "CHROMIUM_PATH '/nowhere/chromium' is no program" in str(site.draft().error)
