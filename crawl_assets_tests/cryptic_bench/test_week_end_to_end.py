"""A week from the blog to the tenures: language models and a baseline, everything by the code location's own job."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest

from crawl_assets.cryptic_bench.leaderboard import LeaderboardRow, leaderboard
from crawl_assets.cryptic_bench.puzzle import Clue
from crawl_assets.definitions import defs
from crawl_assets.resources import LanguageModels
from crawl_assets.store.rows import load
from crawl_assets_tests.cryptic_bench.projects import (
    ASK,
    BASELINE,
    ONE,
    SCRAPE,
    TWO,
    WEEK,
    Project,
    Ran,
    ended,
    environment,
    process,
    sample_site,
)
from crawl_assets_tests.fakes.hrana import HranaServer
from crawl_assets_tests.fakes.openai import OpenAIServer, completion

TOKEN = "eyJ-the-secret-token"
MODELS = (ONE, TWO, BASELINE)
CLUES = 53


@dataclass
class Week:
    """The sample week as it was materialized twice."""

    project: Project
    first: dict[str, Ran]
    asked_first: int  # calls of the provider
    rows_first: dict[str, list[dict[str, object]]]
    second: dict[str, Ran]
    asked: int


def materialized_twice(home: Path, **more: str) -> Iterator[Week]:
    """Let acme/one know every answer and acme/two none."""
    answers: dict[str, str] = {}
    with sample_site() as site, OpenAIServer(lambda clue: answers[clue]) as provider:
        provider.behave(TWO, lambda call: completion(call, "MUDDLE"))
        with Project(environment(home, site, provider, **more)) as project:
            project.add_models(ONE, TWO)
            project.run(SCRAPE, WEEK)
            answers |= {
                " ".join(row.clue_text.split()): f"**{row.answer}**" for row in load(project.database, "clues", Clue)
            }
            first, asked_first = project.whole_week(*MODELS), len(provider.calls)
            rows = project.everything()
            yield Week(project, first, asked_first, rows, project.whole_week(*MODELS), len(provider.calls))


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    yield from materialized_twice(tmp_path_factory.mktemp("home"))


def without_times(text: str) -> str:
    """Take out how long the provider took, the one thing that differs from purchase to purchase."""
    return re.sub(r'"mean_response_time_ms": [0-9.]+', "", text)


def places(rows: list[LeaderboardRow]) -> list[tuple[str, int | None, int, int]]:
    return [(row.openrouter_id, row.rank, row.correct, row.answered) for row in rows]


def test_the_week_is_scraped_asked_scored_ranked_and_followed(week: Week) -> None:
    assert [ran.failure for ran in week.first.values()] == [""] * 6
    assert places(leaderboard(week.project.database, "2026-W02")) == [
        (ONE, 1, CLUES, CLUES),
        (TWO, 2, 0, CLUES),
        (BASELINE, None, 6, CLUES),
    ]
    assert [(row["openrouter_id"], row["rank_position"]) for row in week.rows_first["rank_tenure"]] == [
        (ONE, 1),
        (TWO, 2),
    ]


def test_every_check_of_every_asset_is_made_and_passes(week: Week) -> None:
    made = {name: check for ran in week.first.values() for name, check in ran.checks.items()}
    assert {name for name, check in made.items() if check.passed} == {
        "posts_read_whole",
        "nothing_set_aside",
        "answers_fit_enumerations",
        "no_answer_leaks",
        "every_clue_asked",
        "few_failures",
        "ranks_are_consistent",
        "tenures_follow_rankings",
    }
    assert len(made) == 8


def test_doing_it_all_again_buys_nothing_and_changes_no_row(week: Week) -> None:
    assert week.asked_first == week.asked == 2 * CLUES
    assert {asset: n for ran in week.second.values() for asset, n in ran.changed.items()} == {
        **dict.fromkeys([*SCRAPE, *ASK, "weekly_rankings", "rank_tenure"], 0)
    }
    assert [week.second[model].metadata["model_responses"]["bought_now"] for model in (ONE, TWO)] == [0, 0]
    assert week.project.everything() == week.rows_first


def test_the_metadata_tells_rows_columns_costs_and_what_is_missing(week: Week) -> None:
    metadata = {asset: values for ran in week.first.values() for asset, values in ran.metadata.items()}
    assert {asset: values["dagster/row_count"] for asset, values in metadata.items()} == {
        "puzzles": 2,
        "clues": CLUES,
        "clues_set_aside": 0,
        "model_responses": CLUES,
        "evaluations": CLUES,
        "weekly_rankings": 3,
        "rank_tenure": 2,
    }
    for asset, values in metadata.items():
        columns = {column.name for column in values["dagster/column_schema"].columns}
        stored = week.rows_first[asset]
        assert not stored or columns == set(stored[0]), asset
    asked = week.first[ONE].metadata["model_responses"]
    assert asked["cost_usd"] == pytest.approx(0.053)
    assert (asked["missing"], asked["missing_clues"], asked["stopped"]) == (0, "none", "no")
    assert (asked["baseline"], week.first[BASELINE].metadata["model_responses"]["baseline"]) == (False, True)
    assert week.first[ONE].metadata["evaluations"]["accuracy"] == 100.0
    assert "| 99001    | Quillon" in metadata["puzzles"]["puzzles"]


def test_the_ranking_shows_the_leaderboard_and_a_chart_that_is_a_picture(week: Week) -> None:
    shown = week.first["rankings"].metadata["weekly_rankings"]
    assert "**2026-W02: 53 clues**" in shown["leaderboard"]
    assert "| 1   | new | one" in shown["leaderboard"]
    assert "offline baseline" in shown["leaderboard"]
    assert (shown["leader"], shown["ranked_models"], shown["cost_usd"]) == ("one", 2, pytest.approx(0.106))
    before, _, picture = shown["chart"].partition("data:image/png;base64,")
    assert before == "![accuracy]("
    assert base64.b64decode(picture.removesuffix(")"), validate=True).startswith(b"\x89PNG\r\n")


def test_the_assets_of_a_scrape_can_be_materialized_one_by_one(tmp_path: Path) -> None:
    with sample_site() as site, Project(environment(tmp_path, site)) as project:
        for asset in SCRAPE:
            assert list(project.run([asset], WEEK).metadata) == [asset]
        with Project(environment(tmp_path / "whole", site)) as whole:
            whole.run(SCRAPE, WEEK)
            assert project.everything() == whole.everything()


def test_turso_over_http_ends_with_the_same_leaderboard_byte_by_byte(
    week: Week, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with HranaServer(tmp_path / "turso.db", token=TOKEN) as turso:
        remote = {"TURSO_DATABASE_URL": turso.url, "TURSO_AUTH_TOKEN": TOKEN}
        (there,) = materialized_twice(tmp_path / "home", **remote)
        assert {n for ran in there.second.values() for n in ran.changed.values()} == {0}
        assert there.asked == 2 * CLUES
        command = ("cryptic", "leaderboard", "--all", "--format", "json")
        listed, here = there.project.cli(*command), week.project.cli(*command)
    assert not list((tmp_path / "home").glob("*.db")), "nothing was kept beside Turso"
    assert TOKEN not in "".join(capfd.readouterr())
    assert TOKEN not in repr([ran.metadata for ran in there.second.values()])
    assert without_times(listed.stdout) == without_times(here.stdout) != ""


def test_every_asset_says_what_it_is() -> None:
    for spec in defs.resolve_all_asset_specs():
        name = spec.key.to_user_string()
        assert spec.description and len(spec.description) > 40, name
        assert spec.group_name in ("cryptic_bench", "llms_txt", "product_drafts", "activities"), name
        assert "turso" in spec.kinds, name
        assert spec.tags["stage"].isalpha(), name
        schema = spec.metadata["dagster/column_schema"]
        assert isinstance(schema, dg.TableSchema) and len(schema.columns) >= 6, name


def test_the_pace_is_what_is_promised() -> None:
    assert LanguageModels().starts_per_second == 2.0


def test_the_command_of_dagster_works_for_a_week_and_for_a_shipped_model_without_dagster_home(tmp_path: Path) -> None:
    with sample_site() as site:
        environ = environment(tmp_path, site)
        code, said = ended(process(environ, SCRAPE, WEEK))
        assert code == 0, said
    code, said = ended(process(environ, ASK, f"{BASELINE}|{WEEK}"))
    assert code == 0, said
    with Project(environ) as project:
        assert project.run(["weekly_rankings"], WEEK).success
        assert places(leaderboard(project.database, "2026-W02")) == [(BASELINE, None, 6, CLUES)]
