"""What is due is requested once, from the Sunday scrape to the tenures; what costs money waits to be turned on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from crawl_assets.cryptic_bench import automation, due
from crawl_assets.cryptic_bench.deriving import evaluations_of, rankings_of, tenures_of
from crawl_assets.cryptic_bench.puzzle import Clue, week_start_of
from crawl_assets.cryptic_bench.rows import ModelResponse
from crawl_assets.definitions import build, defs
from crawl_assets.resources import LanguageModels, Store, Web
from crawl_assets.settings import Settings, read_settings
from crawl_assets.store.rows import load, save
from crawl_assets_tests.cryptic_bench.rows import MONDAY, clue, model, puzzle, response

SUNDAY = datetime(2026, 1, 11, 6, tzinfo=UTC)
THIS_WEEK = week_start_of(datetime.now(UTC).date())


def settings_of(tmp_path: Path, key: str = "") -> Settings:
    return read_settings({"CRAWL_ASSETS_HOME": str(tmp_path), "OPENROUTER_API_KEY": key})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store in which acme/one and the baselines are the only active models."""
    store = Store(lambda: settings_of(tmp_path))
    from crawl_assets.cryptic_bench.registry import known_models, retire_model

    for known in known_models(store.database):
        if known.kind != "baseline":
            retire_model(store.database, known.openrouter_id)
    save(store.database, "models", [model("acme/one")])
    yield store
    store.database.close()


def keep(store: Store, *rows: object) -> None:
    """Store puzzles, clues and responses, each in its own table."""
    tables = {"Puzzle": "puzzles", "Clue": "clues", "ModelResponse": "model_responses"}
    for row in rows:
        save(store.database, tables[type(row).__name__], [row])


def derive(store: Store) -> None:
    """Do what the runs do that the sensor requests."""
    database = store.database
    clues, responses = load(database, "clues", Clue), load(database, "model_responses", ModelResponse)
    save(database, "evaluations", evaluations_of(responses, clues))
    for week in sorted({row.week_start for row in clues}):
        save(database, "weekly_rankings", rankings_of(database, week))
    save(database, "rank_tenure", tenures_of(database))


def scrape_requests(store: Store, at: datetime) -> list[dg.RunRequest]:
    context = dg.build_schedule_context(scheduled_execution_time=at)
    return list(automation.sunday_scrape(context, store=store))  # type: ignore[call-overload]


def ask_requests(store: Store, instance: dg.DagsterInstance, key: str) -> dg.SensorResult | dg.SkipReason:
    context = dg.build_sensor_context(instance=instance, definitions=defs)
    llm = LanguageModels(lambda: settings_of(Path("unused"), key))
    return automation.ask_models(context, store=store, llm=llm)  # type: ignore[return-value]


def derive_requests(store: Store) -> list[dg.RunRequest | dg.SkipReason]:
    with dg.DagsterInstance.ephemeral() as instance:
        return list(automation.derive_results(dg.build_sensor_context(instance=instance), store=store))  # type: ignore[call-overload]


def test_the_schedule_is_sunday_six_o_clock_utc() -> None:
    schedule = automation.sunday_scrape
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("0 6 * * 0", "UTC")


def test_the_newest_week_the_one_before_and_missed_weeks_are_scraped(store: Store) -> None:
    sunday = datetime(2026, 3, 1, 6, tzinfo=UTC)
    mondays = [date(2026, 2, 23) - timedelta(weeks=back) for back in range(8)]
    keep(store, *[puzzle(week) for week in mondays if week != date(2026, 2, 2)])
    requested = [request.partition_key for request in scrape_requests(store, sunday)]
    assert requested == ["2026-02-02", "2026-02-16", "2026-02-23"]


def test_no_week_before_the_first_partition_is_requested(store: Store) -> None:
    requested = [request.partition_key for request in scrape_requests(store, SUNDAY)]
    assert requested == ["2025-12-29", "2026-01-05"]


def test_each_active_model_is_asked_once_about_new_clues_and_again_only_for_later_ones(store: Store) -> None:
    keep(store, puzzle(THIS_WEEK), clue(1, week=THIS_WEEK))
    with dg.DagsterInstance.ephemeral() as instance:
        first = ask_requests(store, instance, "sk-key")
        assert isinstance(first, dg.SensorResult)
        assert {request.partition_key for request in first.run_requests or ()} == {
            f"acme/one|{THIS_WEEK}",
            *(f"baseline/{name}|{THIS_WEEK}" for name in ("anagram", "first-letters", "hidden-word")),
        }
        again = ask_requests(store, instance, "sk-key")
        assert isinstance(again, dg.SensorResult)
        keys = [request.run_key for request in first.run_requests or ()]
        assert [request.run_key for request in again.run_requests or ()] == keys
        keep(store, clue(2, week=THIS_WEEK))
        late = ask_requests(store, instance, "sk-key")
        assert isinstance(late, dg.SensorResult)
        assert not set(keys) & {request.run_key for request in late.run_requests or ()}


def test_without_a_key_only_the_baselines_are_asked_and_the_rest_is_said_to_wait(store: Store) -> None:
    keep(store, puzzle(THIS_WEEK), clue(1, week=THIS_WEEK))
    with dg.DagsterInstance.ephemeral() as instance:
        asked = ask_requests(store, instance, "")
        assert isinstance(asked, dg.SensorResult)
        assert all("baseline/" in str(request.partition_key) for request in asked.run_requests or ())
        for name in ("anagram", "first-letters", "hidden-word"):
            keep(store, response(clue(1, week=THIS_WEEK), by=f"baseline/{name}"))
        waiting = ask_requests(store, instance, "")
        assert isinstance(waiting, dg.SkipReason)
        assert "1 wait for OPENROUTER_API_KEY" in str(waiting.skip_message)


def test_a_week_with_a_clue_that_is_unfit_is_not_asked(store: Store) -> None:
    keep(store, puzzle(THIS_WEEK), clue(1, week=THIS_WEEK, letter_count="(7)"))
    assert due.partitions_to_ask(store.database, THIS_WEEK, THIS_WEEK + timedelta(days=7)) == []


def test_the_sample_puzzles_of_the_demo_are_asked_of_no_model_that_costs_money(store: Store) -> None:
    keep(store, puzzle(THIS_WEEK, url="http://127.0.0.1:8000/2026/01/06/sample/"), clue(1, week=THIS_WEEK))
    asked = due.partitions_to_ask(store.database, THIS_WEEK, date.max)
    assert [item.is_paid for item in asked] == [False, False, False]


def test_a_failed_reply_is_asked_for_again_a_bought_one_is_not(store: Store) -> None:
    ours = clue(1, week=THIS_WEEK)
    keep(store, puzzle(THIS_WEEK), ours, response(ours, None))
    ask = lambda: [item.partition for item in due.partitions_to_ask(store.database, THIS_WEEK, date.max)]  # noqa: E731
    assert f"acme/one|{THIS_WEEK}" in ask()
    keep(store, response(ours, "MUDDLE"))
    assert f"acme/one|{THIS_WEEK}" not in ask()


def test_new_replies_are_scored_then_ranked_then_followed_and_then_nothing_is_due(store: Store) -> None:
    keep(store, puzzle(), clue(1), response(clue(1)))
    database = store.database
    assert [(r.job_name, r.partition_key) for r in derive_requests(store)] == [("score_job", f"acme/one|{MONDAY}")]
    save(database, "evaluations", evaluations_of(load(database, "model_responses", ModelResponse), [clue(1)]))
    assert [(r.job_name, r.partition_key) for r in derive_requests(store)] == [("rank_job", str(MONDAY))]
    save(database, "weekly_rankings", rankings_of(database, MONDAY))
    assert [(r.job_name, r.partition_key) for r in derive_requests(store)] == [("tenure_job", None)]
    save(database, "rank_tenure", tenures_of(database))
    assert isinstance(derive_requests(store)[0], dg.SkipReason)


def test_a_better_scorer_makes_every_reply_due_again(store: Store) -> None:
    keep(store, puzzle(), clue(1), response(clue(1)))
    derive(store)
    assert due.partitions_to_score(store.database) == []
    rows = store.database.query("SELECT * FROM evaluations")
    store.database.upsert("evaluations", [{**row, "scorer_version": "0"} for row in rows], ["openrouter_id", "clue_id"])
    assert [item.partition for item in due.partitions_to_score(store.database)] == [f"acme/one|{MONDAY}"]


def test_a_late_clue_makes_its_week_due_to_be_ranked(store: Store) -> None:
    keep(store, puzzle(), clue(1), response(clue(1)))
    derive(store)
    keep(store, clue(2))
    assert [item.partition for item in due.weeks_to_rank(store.database)] == [str(MONDAY)]


def test_a_new_model_is_offered_one_backfill_over_all_past_weeks(store: Store) -> None:
    weeks = [MONDAY, MONDAY + timedelta(weeks=1)]
    for week in weeks:
        ours = clue(1, week=week)
        keep(store, puzzle(week), ours)
        for name in ("baseline/anagram", "baseline/first-letters", "baseline/hidden-word", "acme/one"):
            keep(store, response(ours, by=name))
    save(store.database, "models", [model("acme/new")])
    with dg.DagsterInstance.ephemeral() as instance:
        cursor = None
        for expected in (True, False):
            context = dg.build_sensor_context(
                instance=instance,
                definitions=build(store, Web(store=store), LanguageModels()),
                cursor=cursor,
            )
            result = automation.new_model_backfill(
                context, store=store, llm=LanguageModels(lambda: settings_of(Path("x"), "sk"))
            )
            assert isinstance(result, dg.SensorResult) == expected
            if isinstance(result, dg.SensorResult):
                (request,) = result.run_requests or ()
                subset = request.asset_graph_subset
                assert subset is not None
                found = {
                    (pair.asset_key.to_user_string(), pair.partition_key) for pair in subset.iterate_asset_partitions()
                }
                assert found == {
                    (asset, f"acme/new|{week}") for asset in ("model_responses", "evaluations") for week in weeks
                }
                cursor = result.cursor
        assert instance.get_dynamic_partitions("model") == ["acme/new"]


def test_what_costs_money_is_off_until_it_is_turned_on() -> None:
    stopped = dg.DefaultSensorStatus.STOPPED
    assert automation.ask_models.default_status == stopped
    assert automation.new_model_backfill.default_status == stopped
    assert automation.derive_results.default_status == dg.DefaultSensorStatus.RUNNING
    assert automation.sunday_scrape.default_status == dg.DefaultScheduleStatus.STOPPED
