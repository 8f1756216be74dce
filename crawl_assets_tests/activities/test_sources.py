"""Sources: what is new or changed in them becomes workflows, each once; what is gone shows."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event, Thread

import pytest

from crawl_assets.activities.detectors import Detected
from crawl_assets.activities.registry import fail, workflows
from crawl_assets.activities.sources import (
    Checked,
    NewSource,
    UnknownSource,
    add_source,
    check_source,
    due_sources,
    find_source,
    items_of,
    pause_source,
    record_check,
    remove_source,
)
from crawl_assets.durable.errors import JournalInUse
from crawl_assets.resources import Web
from crawl_assets.store.database import Database, Statement
from crawl_assets_tests.activities.rows import DAY, SITE, brought_in, line
from crawl_assets_tests.activities.workflows import Guide, guide
from crawl_assets_tests.fakes.site import Line, Reply

LOG = logging.getLogger(__name__)


def watched(database: Database, **options: object) -> str:
    wanted = NewSource(f"{SITE}/sitemap.xml", "sitemap", **options)  # type: ignore[arg-type]
    return add_source(database, wanted, DAY).source_id


def saw(database: Database, source_id: str, *paths: str, at: datetime = DAY, said: str | None = None) -> Checked:
    """Record that a whole sitemap named some paths."""
    found = Detected({f"{SITE}{path}": said for path in paths}, is_whole=True)
    return record_check(database, find_source(database, source_id), found, at, is_asked=True)


def states(database: Database, source_id: str) -> dict[str, str]:
    return {item.url.removeprefix(SITE): item.state for item in items_of(database, source_id)}


def end_all(database: Database, *, well: bool = True, at: datetime = DAY) -> None:
    """End the workflows that wait, as their runs would."""
    from crawl_assets.activities.registry import begin, completion

    for row in workflows(database):
        if row.state != "queued":
            continue
        begin(database, row.workflow_id, "run", is_anew=True)
        if well:
            database.transaction(completion(row.workflow_id, at, "imported", 1, {}))
        else:
            fail(database, row.workflow_id, "run", "no network", at)


def test_each_new_address_becomes_one_workflow_of_one_page(database: Database) -> None:
    source_id = watched(database)
    checked = saw(database, source_id, "/a", "/b")
    assert (checked.new, len(checked.asked_for)) == (2, 2)
    found = workflows(database)
    assert {(row.url, row.max_pages, row.max_depth, row.auto_import) for row in found} == {
        (f"{SITE}/a", 1, 0, True),
        (f"{SITE}/b", 1, 0, True),
    }
    end_all(database)
    assert states(database, source_id) == {"/a": "scraped", "/b": "scraped"}
    assert saw(database, source_id, "/a", "/b", at=DAY + timedelta(days=1)).asked_for == ()


def test_bug_b5_a_first_run_with_a_baseline_only_records_and_a_cap_bounds_every_run(database: Database) -> None:
    paths = [f"/{number}" for number in range(500)]
    quiet = watched(database, has_baseline=True)
    assert (saw(database, quiet, *paths).asked_for, set(states(database, quiet).values())) == ((), {"known"})
    assert len(saw(database, quiet, *paths, "/new", at=DAY + timedelta(days=1)).asked_for) == 1
    loud = add_source(database, NewSource(f"{SITE}/other.xml", "sitemap", cap=7), DAY).source_id
    checked = saw(database, loud, *paths)
    assert (len(checked.asked_for), checked.waiting) == (7, 493)


def test_what_waits_beyond_the_cap_goes_on_without_asking_the_source_again(database: Database) -> None:
    source_id = watched(database, cap=2)
    saw(database, source_id, "/a", "/b", "/c")
    end_all(database)
    later = DAY + timedelta(hours=1)
    assert [row.source_id for row in due_sources(database, later)] == [source_id]
    checked = record_check(database, find_source(database, source_id), None, later, is_asked=False)
    assert len(checked.asked_for) == 1
    assert find_source(database, source_id).last_checked_at == DAY
    end_all(database)
    assert due_sources(database, later) == []


def test_bug_b4_an_address_that_says_it_changed_is_read_again(database: Database) -> None:
    source_id = watched(database)
    saw(database, source_id, "/a", said="2026-11-01")
    end_all(database)
    assert saw(database, source_id, "/a", said="2026-11-01", at=DAY + timedelta(days=1)).asked_for == ()
    checked = saw(database, source_id, "/a", said="2026-11-22", at=DAY + timedelta(days=2))
    assert (checked.changed, len(checked.asked_for)) == (1, 1)


def test_bug_b6_a_crash_between_seeing_and_asking_leaves_nothing_half_done(database: Database) -> None:
    source_id = watched(database)
    database.transaction(  # the last statement of the transaction cannot be done
        [
            Statement(
                "CREATE TRIGGER no_workflows BEFORE INSERT ON scrape_workflows BEGIN SELECT RAISE(ABORT, 'away'); END"
            )
        ]
    )
    with pytest.raises(Exception, match="away"):
        saw(database, source_id, "/a")
    assert (items_of(database, source_id), find_source(database, source_id).last_checked_at) == ([], None)
    database.transaction([Statement("DROP TRIGGER no_workflows")])
    assert len(saw(database, source_id, "/a").asked_for) == 1


def test_bug_b6_what_is_seen_moves_its_time_and_what_is_gone_is_removed_with_its_activities(database: Database) -> None:
    brought_in(database, [line("Otter Pool", "/a"), line("Crow Hill", "/b")])
    source_id = watched(database, has_baseline=True)
    saw(database, source_id, "/a", "/b")
    later = DAY + timedelta(days=1)
    assert saw(database, source_id, "/a", at=later).removed == 1
    items = {item.url.removeprefix(SITE): item for item in items_of(database, source_id)}
    assert (items["/a"].last_seen_at, items["/b"].last_seen_at, items["/b"].state) == (later, DAY, "removed")
    gone = database.query("SELECT name FROM activities WHERE is_vanished")
    assert [row["name"] for row in gone] == ["Crow Hill"]
    back = saw(database, source_id, "/a", "/b", at=later + timedelta(days=1))
    assert (states(database, source_id)["/b"], len(back.asked_for)) == ("queued", 1)


def test_an_empty_or_partly_read_sitemap_removes_nothing(database: Database) -> None:
    source_id = watched(database, has_baseline=True)
    saw(database, source_id, "/a", "/b")
    assert saw(database, source_id, at=DAY + timedelta(days=1)).removed == 0
    partly = Detected({f"{SITE}/a": None}, is_whole=False)
    source = find_source(database, source_id)
    assert record_check(database, source, partly, DAY + timedelta(days=2), is_asked=True).removed == 0


def test_bug_b6_a_failed_address_is_tried_again_ever_later_and_then_given_up(database: Database) -> None:
    source_id = watched(database)
    saw(database, source_id, "/a")
    now, waits = DAY, []
    for _ in range(5):
        end_all(database, well=False, at=now)
        [item] = items_of(database, source_id)
        assert item.state == "failed"
        if item.next_try_at is None:
            break
        waits.append((item.next_try_at - now) // timedelta(hours=1))
        early = item.next_try_at - timedelta(minutes=1)
        assert record_check(database, find_source(database, source_id), None, early, is_asked=False).asked_for == ()
        now = item.next_try_at
        assert len(record_check(database, find_source(database, source_id), None, now, is_asked=False).asked_for) == 1
    assert waits == [1, 2, 4, 8]
    assert items_of(database, source_id)[0].next_try_at is None


def test_a_change_while_a_workflow_is_under_way_is_seen_by_the_next_check(database: Database) -> None:
    source_id = watched(database)
    saw(database, source_id, "/a", said="1")
    assert saw(database, source_id, "/a", said="2", at=DAY + timedelta(hours=1)).asked_for == ()
    end_all(database)
    assert len(saw(database, source_id, "/a", said="2", at=DAY + timedelta(hours=2)).asked_for) == 1


def test_a_paused_source_is_not_due_and_a_removed_one_is_forgotten(database: Database) -> None:
    source_id = watched(database)
    assert [row.source_id for row in due_sources(database, DAY)] == [source_id]
    pause_source(database, source_id, is_paused=True)
    assert due_sources(database, DAY) == []
    remove_source(database, source_id)
    with pytest.raises(UnknownSource, match="none yet"):
        find_source(database, source_id)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guide]:
    with guide(tmp_path_factory.mktemp("sources"), {}) as found:
        yield found


def checked_now(site: Guide, path: str, detector: str, **options: object) -> Checked:
    wanted = NewSource(site.server.url + path, detector, has_baseline=True, **options)  # type: ignore[arg-type]
    source = add_source(site.database, wanted, DAY)
    web = Web(store=site.project.store)
    return check_source(site.project.store, web, source.source_id, "test", LOG, DAY)


def seen_paths(site: Guide, checked: Checked) -> dict[str, str | None]:
    return {
        item.url.removeprefix(site.server.url): item.lastmod
        for item in items_of(site.database, checked.source.source_id)
    }


def test_a_sitemap_s_index_is_walked_and_a_broken_child_is_only_a_note(site: Guide) -> None:
    import gzip

    base = site.server.url
    child = (
        f"<urlset><url><loc>{base}/events/a</loc><lastmod>2026-11-01</lastmod></url><url><loc>/b</loc></url></urlset>"
    )
    site.server.routes.update(
        {
            "/sitemap.xml": Reply(
                f"<sitemapindex><sitemap><loc>{base}/one.xml.gz</loc></sitemap>"
                f"<sitemap><loc>{base}/two.xml</loc></sitemap></sitemapindex>",
                content_type="application/xml",
            ),
            "/one.xml.gz": Reply(gzip.compress(child.encode()), content_type="application/gzip"),
        }
    )
    checked = checked_now(site, "/sitemap.xml", "sitemap")
    assert seen_paths(site, checked) == {"/events/a": "2026-11-01"}
    assert (checked.removed, "two.xml" in str(checked.source.error)) == (0, True)


def test_a_feed_names_its_entries_with_their_times(site: Guide) -> None:
    site.server.routes["/feed"] = Reply(
        f"<rss version='2.0'><channel><title>t</title><item><title>A</title><link>{site.server.url}/a</link>"
        "<pubDate>Fri, 20 Nov 2026 09:00:00 GMT</pubDate></item></channel></rss>",
        content_type="application/rss+xml",
    )
    checked = checked_now(site, "/feed", "rss")
    assert seen_paths(site, checked) == {"/a": "Fri, 20 Nov 2026 09:00:00 GMT"}


def test_a_listing_names_the_pages_of_its_host_that_are_wanted(site: Guide) -> None:
    site.server.routes["/list"] = (
        "<a href='/events/a'>A</a><a href='events/b?x=1'>B</a><a href='/about'>us</a>"
        "<a href='https://elsewhere.org/events/c'>C</a><a href='/list'>this</a>"
    )
    checked = checked_now(site, "/list", "listing", include=("/events/**",))
    assert set(seen_paths(site, checked)) == {"/events/a", "/events/b?x=1"}


def test_a_source_that_cannot_be_read_keeps_its_error_and_is_asked_again(site: Guide) -> None:
    checked = checked_now(site, "/nowhere.xml", "sitemap")
    assert "404" in str(checked.error)
    assert find_source(site.database, checked.source.source_id).last_checked_at is None
    site.server.routes["/nowhere.xml"] = Reply(
        f"<urlset><url><loc>{site.server.url}/a</loc></url></urlset>", content_type="application/xml"
    )
    assert checked_now(site, "/nowhere.xml", "sitemap").error is None


def test_bug_b6_two_checks_of_one_source_are_never_under_way_at_once(site: Guide) -> None:
    is_asked, may_answer = Event(), Event()

    def slow(line: Line) -> None:
        is_asked.set()
        may_answer.wait(10)
        line.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<a href='/late'>x</a")

    site.server.routes["/slow"] = slow
    first = Thread(target=lambda: checked_now(site, "/slow", "listing"))
    first.start()
    assert is_asked.wait(10)
    with pytest.raises(JournalInUse):
        checked_now(site, "/slow", "listing")
    may_answer.set()
    first.join(10)
