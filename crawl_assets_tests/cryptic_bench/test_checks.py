"""Each check passes on good rows and lists what is wrong with bad ones; a blocking one stops what hangs on it."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from crawl_assets.cryptic_bench.checks import CHECKS
from crawl_assets.cryptic_bench.puzzle import SetAside
from crawl_assets.cryptic_bench.rows import RankTenure
from crawl_assets.store.database import Statement
from crawl_assets.store.rows import save
from crawl_assets_tests.cryptic_bench.projects import (
    ASK,
    BASELINE,
    ONE,
    QUIET,
    SCRAPE,
    WEEK,
    Project,
    Ran,
    environment,
    sample_site,
    small_week,
)
from crawl_assets_tests.cryptic_bench.rows import MONDAY, clue, puzzle, ranking, response, scored
from crawl_assets_tests.fakes.site import SiteServer

MEDDLING = """
CREATE TRIGGER meddle AFTER INSERT ON weekly_rankings
BEGIN UPDATE weekly_rankings SET rank = 3 WHERE openrouter_id = new.openrouter_id; END
"""
BLOCKING = {"answers_fit_enumerations", "no_answer_leaks", "ranks_are_consistent", "tenures_follow_rankings"}


@pytest.fixture
def site() -> Iterator[SiteServer]:
    with sample_site() as site:
        yield site


@pytest.fixture
def project(tmp_path: Path, site: SiteServer) -> Iterator[Project]:
    with Project(environment(tmp_path, site)) as project:
        project.add_models(ONE)
        yield project


def check_alone(project: Project, name: str) -> dg.AssetCheckEvaluation:
    """Run one check without its asset, as the UI can: it looks at every partition."""
    (definition,) = [check for check in CHECKS if check.check_key.name == name]
    job = dg.define_asset_job("one_check", dg.AssetSelection.checks(definition))
    defs = dg.Definitions.merge(project.defs, dg.Definitions(jobs=[job]))
    result = defs.resolve_job_def("one_check").execute_in_process(
        instance=project.instance, run_config=QUIET, raise_on_error=False
    )
    return Ran(result).checks[name]


def problems(check: dg.AssetCheckEvaluation) -> list[str]:
    return str(check.metadata["problems"].value).splitlines()


def test_what_must_not_be_published_blocks() -> None:
    blocking = {spec.name for check in CHECKS for spec in check.check_specs if spec.blocking}
    assert blocking == BLOCKING
    assert all(spec.description for check in CHECKS for spec in check.check_specs)


def test_a_post_read_in_part_and_a_setter_nobody_names_are_warned_of(project: Project) -> None:
    save(project.database, "puzzles", [puzzle(problems=("Only 3 clues were read.", "No setter is named."))])
    check = check_alone(project, "posts_read_whole")
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert problems(check) == ["- 29900: Only 3 clues were read.", "- 29900: No setter is named."]


def test_what_was_set_aside_is_listed_with_its_reason(project: Project) -> None:
    row = SetAside(29_900, 4, MONDAY, "Odd thing (5)", "ODDITY", "ODDITY has 6 letters, (5) says 5.")
    save(project.database, "clues_set_aside", [row])
    check = check_alone(project, "nothing_set_aside")
    assert (check.passed, check.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert problems(check) == ["- 29900: ODDITY has 6 letters, (5) says 5. (Odd thing (5))"]


@pytest.mark.parametrize(
    ("bad", "check", "says"),
    [
        (clue(1, letter_count="(7)"), "answers_fit_enumerations", "LISTEN has 6 letters, (7) says 7"),
        (clue(1, clue_text="Hear LISTEN in silent moving"), "no_answer_leaks", "29900-1-across"),
    ],
)
def test_a_clue_that_is_unfit_is_listed_and_stops_the_ranking_in_the_same_run(
    project: Project, bad: object, check: str, says: str
) -> None:
    save(project.database, "puzzles", [puzzle()])
    save(project.database, "clues", [bad])
    ran = project.run([*SCRAPE, "weekly_rankings"], WEEK)
    assert not ran.success
    assert says in ran.problems(check)
    assert check in ran.failed_checks
    assert ran.checks[check].severity == dg.AssetCheckSeverity.ERROR
    assert "weekly_rankings" not in ran.metadata


def test_a_good_week_passes_alone_too(project: Project) -> None:
    project.keep_week(small_week())
    for name in ("posts_read_whole", "nothing_set_aside", "answers_fit_enumerations", "no_answer_leaks"):
        check = check_alone(project, name)
        assert check.passed and problems(check) == ["none"], name


def test_clues_that_nobody_answered_and_many_failures_are_listed(project: Project) -> None:
    clues = small_week(10)
    project.keep_week(clues)
    failures = [response(row, None) for row in clues[:3]]
    save(project.database, "model_responses", [*failures, *(response(row) for row in clues[3:9])])
    asked, failed = check_alone(project, "every_clue_asked"), check_alone(project, "few_failures")
    assert (asked.passed, asked.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert problems(asked) == [f"- 29900-{at}-across" for at in (1, 10, 2, 3)]
    assert (failed.passed, failed.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert problems(failed)[0] == "- 29900-1-across: HTTP 402: no credit"


def test_one_failure_in_five_is_few(project: Project) -> None:
    clues = small_week(10)
    project.keep_week(clues)
    rows = [response(row, None) for row in clues[:2]] + [response(row) for row in clues[2:]]
    save(project.database, "model_responses", rows)
    assert check_alone(project, "few_failures").passed


def test_the_checks_of_a_partition_look_at_no_other(project: Project) -> None:
    project.keep_week(small_week(4))
    save(project.database, "model_responses", [response(row, None) for row in small_week(4)])
    ran = project.ask(BASELINE)
    assert ran.failed_checks == []
    assert ran.checks["few_failures"].metadata["looked_at"].value == 4


def test_ranks_edited_by_hand_are_caught_in_a_run_and_alone(project: Project) -> None:
    clues = small_week(10)
    project.keep_week(clues)
    replies = [response(row) for row in clues]
    save(project.database, "model_responses", replies)
    save(project.database, "evaluations", scored(replies, clues))
    good = project.run(["weekly_rankings", "rank_tenure"], WEEK)
    assert (good.failure, good.failed_checks) == ("", [])

    save(project.database, "weekly_rankings", [ranking(MONDAY, ONE, 2)])
    check = check_alone(project, "ranks_are_consistent")
    assert problems(check) == ["- 2026-W02 acme/one has rank 2; its counts say 1"]
    assert problems(check_alone(project, "tenures_follow_rankings"))[0].startswith("- stored but not derived")
    mended = project.run(["weekly_rankings", "rank_tenure"], WEEK)
    assert (mended.failure, mended.failed_checks) == ("", [])
    assert check_alone(project, "ranks_are_consistent").passed


def test_a_ranking_that_is_wrong_stops_the_tenures_in_the_same_run(project: Project) -> None:
    clues = small_week(10)
    project.keep_week(clues)
    replies = [response(row) for row in clues]
    save(project.database, "model_responses", replies)
    save(project.database, "evaluations", scored(replies, clues))
    project.database.transaction([Statement(MEDDLING)])
    ran = project.run(["weekly_rankings", "rank_tenure"], WEEK)
    assert not ran.success and "rank_tenure" not in ran.metadata
    assert "has rank 3; its counts say 1" in ran.problems("ranks_are_consistent")


def test_a_tenure_edited_by_hand_is_caught(project: Project) -> None:
    save(project.database, "weekly_rankings", [ranking(MONDAY, ONE, 1)])
    assert project.run(["rank_tenure"]).failed_checks == []
    save(project.database, "rank_tenure", [RankTenure(ONE, 1, "2026-W02", None, 9, True)])
    check = check_alone(project, "tenures_follow_rankings")
    assert not check.passed and len(problems(check)) == 2
    assert project.run(["rank_tenure"]).failed_checks == []


def test_a_week_with_unfit_clues_is_not_asked_in_a_run_of_its_own_either(project: Project) -> None:
    project.keep_week([clue(1), clue(2, letter_count="(7)"), clue(3, clue_text="Hear LISTEN in silent moving")])
    ran = project.run(ASK, f"{BASELINE}|{WEEK}")
    assert "2 clues of 2026-01-05 are unfit to be asked" in ran.failure
    assert "29900-2-across: LISTEN has 6 letters, (7) says 7" in ran.failure
    assert ran.metadata == {}
