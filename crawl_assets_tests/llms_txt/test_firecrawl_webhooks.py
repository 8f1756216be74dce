"""Webhooks of Firecrawl come in any order, twice, late or not at all: what is published is the same to the byte."""

from pathlib import Path

import pytest

from crawl_assets_tests.crawl.firecrawling import disorderly
from crawl_assets_tests.fakes.firecrawl import Payload, Plan, orderly
from crawl_assets_tests.fakes.firecrawl_site import Scrape
from crawl_assets_tests.fakes.json_server import Sent
from crawl_assets_tests.inbox.receiving import deliver
from crawl_assets_tests.inbox.webhooks import firecrawl as signed
from crawl_assets_tests.llms_txt.firecrawling import SECRET, Crawled, firecrawled


def outcome(crawled: Crawled, plan: Plan, before_answer: int = 0) -> dict[str, bytes]:
    """Crawl the site for the first time; returns what is published of it."""
    crawled.firecrawl.deliver(plan, before_answer)
    crawled.register()
    ran = crawled.crawl()
    assert ran.success, ran.failure
    crawled.firecrawl.wait_until_told()
    return crawled.files()


def completed_first(events: list[Payload]) -> list[Payload]:
    return [*reversed(events)]


def nothing(_events: list[Payload]) -> list[Payload]:
    return []


def test_twenty_disorderly_deliveries_publish_the_bytes_of_the_orderly_one(tmp_path: Path) -> None:
    with firecrawled(tmp_path, page_size=3) as crawled:
        expected = outcome(crawled, orderly)
        ends = [outcome(crawled, disorderly(seed), before_answer=seed % 4) for seed in range(20)]
        ends += [outcome(crawled, plan) for plan in (completed_first, nothing)]
        assert crawled.handle_events().run_requests == []
        rows = crawled.project.database.query("SELECT state, count(*) AS n FROM inbox_events GROUP BY state")
    assert len([path for path in expected if path.startswith("pages/")]) == 6
    assert all(end == expected for end in ends)
    assert {row["state"] for row in rows} <= {"done", "pending"}  # pending: of the domains that were forgotten
    assert set(crawled.firecrawl.answers) == {200}


def test_defect_e_pages_that_come_before_the_start_is_answered_are_not_lost(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        expected = outcome(crawled, nothing)
        assert outcome(crawled, orderly, before_answer=5) == expected
        crawled.handle_events()
        states = {event.state for event in crawled.ledger.listed(most=100)}
    assert states == {"done"}


def test_defect_e_a_start_whose_answer_is_lost_is_found_by_its_webhooks_and_not_paid_twice(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        expected = outcome(crawled, orderly)
        crawled.firecrawl.fail("start", Sent(reset=True, acts=True))
        assert outcome(crawled, orderly) == expected
        assert len(crawled.firecrawl.crawl_ids) == 2


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ({"type": "crawl.page", "data": [{"markdown": "# X", "metadata": {"sourceURL": "https://x.example/"}}]}, "id"),
        ({"type": "crawl.completed", "jobId": "the bundled mock's spelling"}, "names no crawl"),
        ({"type": "crawl.completed", "id": "0000-unknown"}, "was not started here"),
    ],
)
def test_defect_f_an_event_that_names_no_crawl_of_ours_belongs_to_none(
    tmp_path: Path, event: dict[str, object], why: str
) -> None:
    with firecrawled(tmp_path) as crawled:
        outcome(crawled, nothing)
        before, rows = crawled.job(), crawled.count("crawl_pages")
        assert deliver(crawled.receiver, signed(event, SECRET)).status_code == 200
        for _ in range(5):
            assert crawled.handle_events().run_requests in (None, [])
        (kept,) = crawled.ledger.listed()
        assert (kept.state, kept.partition) == ("failed", None) and why in (kept.error or "")
        assert (crawled.job(), crawled.count("crawl_pages")) == (before, rows)


def test_defect_f_an_unsigned_event_is_not_even_kept(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        assert deliver(crawled.receiver, signed({"type": "crawl.completed"}, "wrong-secret")).status_code == 401
        assert crawled.ledger.listed() == []


def test_defect_g_each_webhook_three_times_makes_no_double(tmp_path: Path) -> None:
    with firecrawled(tmp_path) as crawled:
        outcome(crawled, lambda events: [event for event in events for _ in range(3)])
        assert len(crawled.ledger.listed(most=100)) == 10
        assert (crawled.count("crawl_jobs"), crawled.count("crawl_report")) == (1, 1)
        doubles = "SELECT url FROM page_versions GROUP BY url HAVING count(*) > 1"
        assert crawled.project.database.query(doubles) == []
        assert crawled.project.database.query("SELECT max(version) AS v FROM llms_txt_artifacts") == [{"v": 1}]


def test_defect_q_a_page_of_more_than_a_megabyte_comes_whole_and_stays_out_of_dagster_s_events(tmp_path: Path) -> None:
    line = "All about the history of very long pages, told at great length.\n\n"
    long = "# Long\n\n" + line * (1_500_000 // len(line))
    with firecrawled(tmp_path, [Scrape("/", "# Home\n\nStart.", "Home"), Scrape("/long", long, "Long")]) as crawled:
        files = outcome(crawled, orderly)
        assert set(crawled.firecrawl.answers) == {200}
        assert max(event.size for event in crawled.ledger.listed()) > 1_500_000
        (run,) = crawled.project.instance.get_runs()
        logged = [entry.to_json() for entry in crawled.project.instance.all_logs(run.run_id)]
    assert files["pages/long.md"].count(line.strip().encode()) == 1_500_000 // len(line)
    assert max(map(len, logged)) < 100_000


def test_defect_q_a_webhook_beyond_the_limit_is_refused_and_its_page_comes_all_the_same(tmp_path: Path) -> None:
    huge = "# Huge\n\n" + "All of it.\n" * 1_000_000
    with firecrawled(tmp_path, [Scrape("/", "# Home\n\nStart.", "Home"), Scrape("/huge", huge, "Huge")]) as crawled:
        crawled.firecrawl.deliver(orderly)
        assert crawled.project.run(["crawl_pages"], crawled.name).success
        crawled.firecrawl.wait_until_told()
        assert 200 in crawled.firecrawl.answers and {413, 0} & set(crawled.firecrawl.answers)
        assert max(event.size for event in crawled.ledger.listed()) < 10_000_000
        assert crawled.count("crawl_pages") == 2
