"""`crawl-assets cryptic` and `crawl-assets migrate`, as a person at a terminal and as a script uses them."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest
from click.testing import Result

from crawl_assets.cryptic_bench.models import shipped_models
from crawl_assets.cryptic_bench.partitions import MODELS
from crawl_assets.instance import open_instance
from crawl_assets.settings import read_settings
from crawl_assets.store.migrate import shipped_migrations
from crawl_assets.store.rows import save
from crawl_assets_tests.cryptic_bench.projects import ONE, REPO, TWO, Project, cli, environment, small_week
from crawl_assets_tests.cryptic_bench.published_files import ANSWERS, NO_CREDIT, PublishedFile
from crawl_assets_tests.cryptic_bench.rows import MONDAY, ranking, response, scored
from crawl_assets_tests.fakes.hrana import HranaServer
from crawl_assets_tests.fakes.openai import OpenAIServer

TOKEN = "eyJ-the-secret-token"
KEYS = [
    *("week_id", "openrouter_id", "display_name", "total_clues", "answered", "correct", "failed"),
    *("accuracy", "accuracy_low", "accuracy_high", "rank", "previous_rank", "rank_change", "tenure_weeks"),
    *("mean_response_time_ms", "cost_usd"),
]
BOARD = ("cryptic", "leaderboard")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path / "home")


@pytest.fixture
def three_weeks(environ: dict[str, str]) -> Iterator[Project]:
    """Two models change places, then one of them is asked and hardly answers."""
    weeks = [MONDAY + timedelta(weeks=count) for count in range(3)]
    with Project(environ) as project:
        project.add_models(ONE, TWO)
        save(
            project.database,
            "weekly_rankings",
            [
                ranking(weeks[0], ONE, 1, correct=20, accuracy=100 * 20 / 28),
                ranking(weeks[0], TWO, 2),
                ranking(weeks[1], ONE, 2),
                ranking(weeks[1], TWO, 1, correct=21, accuracy=75.0),
                ranking(weeks[2], TWO, None, answered=2, correct=1, failed=26),
            ],
        )
        yield project


def said(result: Result) -> str:
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def refused(result: Result, code: int = 1) -> str:
    """Return the one line of a refusal."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    if code == 1:
        (line,) = result.stderr.splitlines()
        return line
    return result.stderr


def rows_of(result: Result) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(said(result))
    return rows


def test_json_rows_have_every_promised_key_in_order_and_null_where_there_is_nothing(three_weeks: Project) -> None:
    rows = rows_of(three_weeks.cli(*BOARD, "--all", "--format", "json"))
    assert [key for key in rows[0] if key in KEYS] == KEYS
    assert [(row["week_id"], row["openrouter_id"], row["rank"]) for row in rows] == [
        ("2026-W02", ONE, 1),
        ("2026-W02", TWO, 2),
        ("2026-W03", TWO, 1),
        ("2026-W03", ONE, 2),
        ("2026-W04", TWO, None),
    ]
    assert [(row["previous_rank"], row["rank_change"], row["tenure_weeks"]) for row in rows] == [
        (None, None, 1),
        (None, None, 1),
        (2, 1, 1),
        (1, -1, 1),
        (None, None, None),
    ]
    assert rows[0]["accuracy"] == 71.43


def test_the_default_week_is_the_newest_with_a_ranking(three_weeks: Project) -> None:
    assert {row["week_id"] for row in rows_of(three_weeks.cli(*BOARD, "--format", "json"))} == {"2026-W03"}
    assert said(three_weeks.cli(*BOARD)).startswith("2026-W03: 28 clues\n")


def test_one_week_can_be_asked_for_also_one_without_ranks(three_weeks: Project) -> None:
    table = said(three_weeks.cli(*BOARD, "--week", "2026-W04"))
    assert "answered 2 of 28; 80% are needed" in table
    assert "▲1" in said(three_weeks.cli(*BOARD, "--week", "2026-W03"))


def test_csv_has_the_same_rows_as_json(three_weeks: Project) -> None:
    rows = list(csv.DictReader(io.StringIO(said(three_weeks.cli(*BOARD, "--all", "--format", "csv")))))
    wanted = rows_of(three_weeks.cli(*BOARD, "--all", "--format", "json"))
    assert rows == [{key: "" if value is None else str(value) for key, value in row.items()} for row in wanted]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--week", "2026-W40"), "week '2026-W40' has no ranking; there is 2026-W02, 2026-W03, 2026-W04."),
        (("--week", "last"), "'last' is not a week; one looks like 2026-W01."),
        (("--week", "2026-W60"), "'2026-W60' is not a week"),
        (("--week", ""), "'' is not a week"),
    ],
)
def test_a_week_that_is_not_there_is_refused_with_those_that_are(
    three_weeks: Project, arguments: tuple[str, ...], says: str
) -> None:
    assert says in refused(three_weeks.cli(*BOARD, *arguments))


def test_a_week_and_every_week_at_once_are_refused(environ: dict[str, str]) -> None:
    assert "--week or --all, not both" in refused(cli(environ, *BOARD, "--week", "2026-W02", "--all"), code=2)


def test_an_empty_database_says_what_to_do_and_is_an_empty_list_for_programs(environ: dict[str, str]) -> None:
    assert "nothing is ranked yet. Import a published database" in refused(cli(environ, *BOARD))
    assert rows_of(cli(environ, *BOARD, "--all", "--format", "json")) == []
    assert said(cli(environ, *BOARD, "--all", "--format", "csv")).split(",")[0] == "week_id"
    assert "nothing is ranked yet" in said(cli(environ, *BOARD, "--all"))


def test_clues_are_listed_with_what_the_model_made_of_them_wrong_ones_first(three_weeks: Project) -> None:
    clues = small_week(4)
    three_weeks.keep_week(clues)
    replies = [response(clues[0]), response(clues[1], "TINSEL"), response(clues[2], None)]
    save(three_weeks.database, "model_responses", replies)
    save(three_weeks.database, "evaluations", scored(replies, clues))
    table = said(three_weeks.cli("cryptic", "clues", "--week", "2026-W02", "--model", ONE))
    lines = [line for line in table.splitlines() if line.startswith("29900-")]
    assert [line.split()[0] for line in lines] == [f"29900-{at}-across" for at in (2, 3, 4, 1)]
    assert "TINSEL" in lines[0] and "wrong" in lines[0]
    assert "HTTP 402: no credit" in lines[1]
    assert "not asked" in lines[2]
    assert "right" in lines[3]


def test_a_reply_counts_whatever_failed_after_it(three_weeks: Project) -> None:
    clues = small_week(1)
    three_weeks.keep_week(clues)
    replies = [response(clues[0]), response(clues[0], None, attempt=2)]
    save(three_weeks.database, "model_responses", replies)
    save(three_weeks.database, "evaluations", scored(replies[:1], clues))
    table = said(three_weeks.cli("cryptic", "clues", "--week", "2026-W02", "--model", ONE))
    assert "right" in table and "no credit" not in table


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--week", "2026-W02", "--model", "acme/three"), "no model 'acme/three'; known are acme/one, acme/two, "),
        (("--week", "2026-W50", "--model", ONE), "no clues are known for 2026-W50"),
        (("--week", "soon", "--model", ONE), "'soon' is not a week"),
    ],
)
def test_clues_of_a_week_or_model_that_is_not_there_are_refused(
    three_weeks: Project, arguments: tuple[str, ...], says: str
) -> None:
    assert says in refused(three_weeks.cli("cryptic", "clues", *arguments))


def test_the_shipped_models_are_listed(environ: dict[str, str]) -> None:
    listed = said(cli(environ, "cryptic", "models", "list"))
    assert len(shipped_models()) >= 11
    for model in shipped_models():
        assert model.openrouter_id in listed
    assert "baseline/anagram" in listed


def test_a_model_is_added_with_its_partition_retired_and_brought_back(environ: dict[str, str]) -> None:
    home = Path(environ["CRAWL_ASSETS_HOME"]) / "dagster"
    added = said(cli(environ, "cryptic", "models", "add", "acme/new", "--name", "The New One"))
    assert f"acme/new is active and has its partition in {home}." in added
    assert "--partition 'acme/new|<Monday, like 2026-01-05>'" in added
    with open_instance(read_settings(environ)) as instance:
        assert "acme/new" in instance.get_dynamic_partitions(str(MODELS.name))
    assert "acme/new is retired" in said(cli(environ, "cryptic", "models", "retire", "acme/new"))
    (line,) = [line for line in said(cli(environ, "cryptic", "models", "list")).splitlines() if "acme/new" in line]
    assert line.split() == ["acme/new", "The", "New", "One", "language_model", "retired"]
    said(cli(environ, "cryptic", "models", "add", "acme/new"))
    (line,) = [line for line in said(cli(environ, "cryptic", "models", "list")).splitlines() if "acme/new" in line]
    assert line.endswith("active") and "The New One" in line


def test_the_command_that_adding_a_model_prints_works(environ: dict[str, str], tmp_path: Path) -> None:
    with (
        OpenAIServer(lambda clue: "LISTEN") as provider,
        Project(environment(tmp_path / "home", None, provider)) as project,
    ):
        project.keep_week(small_week(2))
        printed = said(project.cli("cryptic", "models", "add", "acme/new"))
        command = printed[printed.index("DAGSTER_HOME=") :].replace("<Monday, like 2026-01-05>", "2026-01-05")
        ran = subprocess.run(
            command,
            shell=True,
            cwd=tmp_path,
            env={"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(REPO)}
            | project.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert provider.count("acme/new") == 2
        assert len(project.everything()["evaluations"]) == 2
        with open_instance(read_settings(environ)) as instance:
            key = dg.AssetKey("evaluations")
            assert instance.get_materialized_partitions(key) == {"acme/new|2026-01-05"}, "the UI knows of it"


def test_dagster_home_is_used_where_it_is_set_and_refused_where_it_is_no_folder(
    environ: dict[str, str], tmp_path: Path
) -> None:
    home = tmp_path / "instance"
    there = environ | {"DAGSTER_HOME": str(home)}
    line = refused(cli(there, "cryptic", "models", "add", "acme/new"))
    assert f"DAGSTER_HOME={home} is no folder; make it, or unset it." in line
    home.mkdir()
    assert str(home) in said(cli(there, "cryptic", "models", "add", "acme/new"))
    assert said(cli(there, "dagster-home")).strip() == str(home)
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert "acme/new" in instance.get_dynamic_partitions(str(MODELS.name))


@pytest.mark.parametrize("bad", ["new", "/new", "acme/", "acme/new one", "acme/new|2026-01-05", "", "acme\n/x"])
def test_an_id_that_cannot_be_one_is_refused_and_nothing_is_added(environ: dict[str, str], bad: str) -> None:
    assert "is not a model id; one looks like provider/model" in refused(cli(environ, "cryptic", "models", "add", bad))
    assert not (Path(environ["CRAWL_ASSETS_HOME"]) / "dagster").exists()


def test_an_unknown_baseline_and_an_unknown_model_are_refused(environ: dict[str, str]) -> None:
    assert "there are baseline/anagram" in refused(cli(environ, "cryptic", "models", "add", "baseline/oracle"))
    assert "no model 'acme/none'" in refused(cli(environ, "cryptic", "models", "retire", "acme/none"))


def test_migrate_shows_what_waits_and_applies_it_once(environ: dict[str, str]) -> None:
    names = [migration.name for migration in shipped_migrations()]
    waiting = said(cli(environ, "migrate", "--status"))
    assert [line.split() for line in waiting.splitlines()[1:]] == [[name, "waiting"] for name in names]
    applied = said(cli(environ, "migrate"))
    assert all(name in applied for name in names)
    assert "nothing to apply" in said(cli(environ, "migrate"))
    assert "waiting" not in said(cli(environ, "migrate", "--status"))


@pytest.fixture
def published(tmp_path: Path) -> PublishedFile:
    """Two weeks, of which the second has only failures."""
    file = PublishedFile(tmp_path / "published.db")
    for name in ("a/right", "b/wrong"):
        file.model(name)
    file.puzzle(29_890, "2025-12-30")
    file.puzzle(29_896, "2026-01-06")
    for place, answer in enumerate(ANSWERS, start=1):
        file.reply("a/right", 29_890, place, answer)
        file.reply("b/wrong", 29_890, place, "MUDDLE")
        file.reply("b/wrong", 29_896, place, None, error=NO_CREDIT)
    return file


def test_an_import_is_the_same_in_turso_byte_by_byte_and_a_second_one_changes_nothing(
    environ: dict[str, str], published: PublishedFile, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with HranaServer(tmp_path / "turso.db", token=TOKEN) as turso:
        remote = environment(tmp_path / "other", TURSO_DATABASE_URL=turso.url, TURSO_AUTH_TOKEN=TOKEN)
        outputs = {}
        for name, there in {"embedded": environ, "turso": remote}.items():
            first = said(cli(there, "cryptic", "import", str(published.path)))
            boards = [said(cli(there, *BOARD, "--all", "--format", form)) for form in ("json", "csv", "table")]
            second = said(cli(there, "cryptic", "import", str(published.path)))
            assert "nothing changed" in second and "nothing changed" not in first
            assert boards == [said(cli(there, *BOARD, "--all", "--format", f)) for f in ("json", "csv", "table")]
            outputs[name] = [first, *boards, second]
    assert outputs["embedded"] == outputs["turso"]
    assert json.loads(outputs["turso"][1])[0]["openrouter_id"] == "a/right"
    assert TOKEN not in "".join([*outputs["turso"], *capfd.readouterr()])


def test_an_import_tells_dagster_of_every_partition_with_its_metadata(
    environ: dict[str, str], published: PublishedFile
) -> None:
    said(cli(environ, "cryptic", "import", str(published.path)))
    with open_instance(read_settings(environ)) as instance:
        assert set(instance.get_dynamic_partitions(str(MODELS.name))) >= {"a/right", "b/wrong"}
        weeks = {"2025-12-29", "2026-01-05"}
        for asset in ("puzzles", "clues", "weekly_rankings"):
            assert set(instance.get_materialized_partitions(dg.AssetKey(asset))) == weeks, asset
        asked = {"a/right|2025-12-29", "b/wrong|2025-12-29", "b/wrong|2026-01-05"}
        for asset in ("model_responses", "evaluations"):
            assert set(instance.get_materialized_partitions(dg.AssetKey(asset))) == asked, asset
        event = instance.get_latest_materialization_event(dg.AssetKey("rank_tenure"))
        assert event is not None and event.asset_materialization is not None
        assert event.asset_materialization.metadata["dagster/row_count"].value == 2


@pytest.mark.parametrize("content", [None, b"", b"text\n" * 999])
def test_what_is_no_published_database_is_refused_by_name(
    environ: dict[str, str], tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "not.db"
    if content is not None:
        file.write_bytes(content)
    assert str(file) in refused(cli(environ, "cryptic", "import", str(file)))


@pytest.mark.parametrize(
    "path",
    [
        *("", "migrate", "dagster-home", "demo", "journal", "journal list", "cryptic", "cryptic import"),
        *("cryptic leaderboard", "cryptic clues"),
        *("cryptic models", "cryptic models add", "cryptic models list", "cryptic models retire"),
    ],
)
def test_every_command_explains_itself(environ: dict[str, str], path: str) -> None:
    for flag in ("-h", "--help"):
        text = said(cli(environ, *path.split(), flag))
        assert text.startswith("Usage:") and len(text.splitlines()) >= 4
    assert not Path(environ["CRAWL_ASSETS_HOME"]).exists(), "help touches nothing"
