"""A published database is taken over: idempotent, updatable, and never at the cost of what was bought here."""

import json
from pathlib import Path

import pytest

from crawl_assets.cryptic_bench.importing import Imported, import_published
from crawl_assets.cryptic_bench.leaderboard import leaderboard
from crawl_assets.cryptic_bench.published import read_published
from crawl_assets.cryptic_bench.rows import ModelResponse
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations
from crawl_assets.store.rows import load, save
from crawl_assets_tests.cryptic_bench.projects import cli
from crawl_assets_tests.cryptic_bench.published_files import ANSWERS, NO_CREDIT, RETIRED, PublishedFile
from crawl_assets_tests.cryptic_bench.rows import clue, response


@pytest.fixture
def database(tmp_path: Path) -> LocalDatabase:
    database = LocalDatabase(tmp_path / "ours.db")
    migrate(database, shipped_migrations())
    return database


@pytest.fixture
def published(tmp_path: Path) -> PublishedFile:
    """One puzzle of ten clues on 2025-12-30; a/right has all of them, b/wrong none."""
    file = PublishedFile(tmp_path / "published.db")
    file.model("a/right", "Right")
    file.model("b/wrong", "Wrong")
    file.puzzle(29_890, "2025-12-30")
    for place, answer in enumerate(ANSWERS, start=1):
        file.reply("a/right", 29_890, place, f"**{answer}**")
        file.reply("b/wrong", 29_890, place, "MUDDLE")
    return file


def imported(database: LocalDatabase, file: PublishedFile) -> Imported:
    return import_published(database, read_published(file.path))


def everything(database: LocalDatabase) -> dict[str, list[dict[str, object]]]:
    names = [row["name"] for row in database.query("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: database.query(f"SELECT * FROM {name} ORDER BY 1, 2") for name in names}


def test_scores_ranks_and_tenures_are_derived(database: LocalDatabase, published: PublishedFile) -> None:
    done = imported(database, published)
    assert (done.puzzles, done.clues, done.answered, done.correct, done.failed) == (1, 10, 20, 10, 0)
    rows = leaderboard(database)
    assert [(row.week_id, row.display_name, row.rank, row.correct) for row in rows] == [
        ("2026-W01", "Right", 1, 10),
        ("2026-W01", "Wrong", 2, 0),
    ]
    assert rows[0].cost_usd == 0.02
    assert rows[0].mean_response_time_ms == 900


def test_importing_twice_changes_nothing(database: LocalDatabase, published: PublishedFile) -> None:
    imported(database, published)
    before = everything(database)
    assert imported(database, published).changed_rows == 0
    assert everything(database) == before


def test_a_newer_snapshot_updates(database: LocalDatabase, published: PublishedFile) -> None:
    published.reply("b/wrong", 29_890, 1, None, error=NO_CREDIT)
    imported(database, published)
    assert leaderboard(database, "2026-W01")[1].failed == 1
    published.reply("b/wrong", 29_890, 1, "LISTEN", at="2026-01-18 06:00:00")
    published.puzzle(29_911, "2026-01-23")
    published.reply("a/right", 29_911, 1, "LISTEN")
    done = imported(database, published)
    assert (done.puzzles, done.correct, done.failed) == (2, 12, 0)
    assert [row.correct for row in leaderboard(database, "2026-W01")] == [10, 1]
    assert leaderboard(database, "2026-W04")[0].answered == 1


def test_an_older_snapshot_takes_nothing_back(
    database: LocalDatabase, published: PublishedFile, tmp_path: Path
) -> None:
    imported(database, published)
    older = PublishedFile(tmp_path / "older.db")
    older.model("a/right", "Right")
    older.puzzle(29_890, "2025-12-30")
    older.reply("a/right", 29_890, 1, "MUDDLE", at="2026-01-04 06:00:00")
    older.reply("a/right", 29_890, 2, None, error=NO_CREDIT, at="2026-02-01 06:00:00")
    assert imported(database, older).changed_rows == 0
    assert leaderboard(database, "2026-W01")[0].correct == 10


def test_what_was_scraped_and_bought_here_stays(database: LocalDatabase, published: PublishedFile) -> None:
    imported(database, published)
    bought = response(clue(), "MUDDLE", "a/right", clue_id="29890-1-across", week_start=clue().week_start)
    own = ModelResponse(
        **{**_fields(bought), "week_start": load(database, "model_responses", ModelResponse)[0].week_start}
    )
    save(database, "model_responses", [own])
    published.reply("a/right", 29_890, 1, "LISTEN", at="2027-01-01 06:00:00")
    imported(database, published)
    assert own in load(database, "model_responses", ModelResponse)


def test_a_retired_model_stays_retired_and_a_renamed_one_keeps_its_name(
    database: LocalDatabase, published: PublishedFile
) -> None:
    imported(database, published)
    database.upsert(
        "models",
        [
            {
                **database.query("SELECT * FROM models WHERE openrouter_id = 'a/right'")[0],
                "is_active": 0,
                "display_name": "Ours",
            }
        ],
        ["openrouter_id"],
    )
    imported(database, published)
    kept = database.query("SELECT is_active, display_name FROM models WHERE openrouter_id = 'a/right'")
    assert kept == [{"is_active": 0, "display_name": "Ours"}]


def test_errors_of_the_provider_are_readable_and_without_the_accounts_ids(
    database: LocalDatabase, published: PublishedFile
) -> None:
    published.reply("b/wrong", 29_890, 1, None, error=NO_CREDIT)
    published.reply("b/wrong", 29_890, 2, None, error=RETIRED)
    imported(database, published)
    rows = database.query(
        "SELECT error_message, error_status FROM model_responses WHERE outcome = 'failed' ORDER BY error_status"
    )
    assert rows == [
        {"error_message": "HTTP 402: Insufficient credits.", "error_status": 402},
        {"error_message": "HTTP 404: One is deprecated.", "error_status": 404},
    ]
    assert "user_secret" not in json.dumps(everything(database))


def test_a_clue_whose_answer_disagrees_with_its_enumeration_is_set_aside_with_the_reason(
    database: LocalDatabase, published: PublishedFile
) -> None:
    published.puzzle(29_911, "2026-01-23", clues=(("LISTEN", "(6)"), ("ORANGE", "(6,4)"), ("PLANET", "six")))
    done = imported(database, published)
    assert done.set_aside == 2
    reasons = [row["reason"] for row in database.query("SELECT reason FROM clues_set_aside ORDER BY position")]
    assert reasons[0] == "the answer ORANGE has 6 letters, (6,4) says 10"
    assert "'six' is not an enumeration" in reasons[1]
    problems = database.query("SELECT problems FROM puzzles WHERE guardian_id = 29911")[0]["problems"]
    assert "1 clues" in problems


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + bytes(84)])
def test_a_file_that_is_no_published_database_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"other\.db is not a published cryptic-bench database"):
        read_published(path)


def test_the_command_prints_what_it_did_and_a_missing_file_is_one_clear_line(
    published: PublishedFile, tmp_path: Path
) -> None:
    environment = {"CRAWL_ASSETS_HOME": str(tmp_path / "home")}
    run = cli(environment, "cryptic", "import", str(published.path))
    assert run.exit_code == 0, run.output
    assert "20 answered, 10 of them right; 0 provider failures, not counted" in run.output
    again = cli(environment, "cryptic", "import", str(published.path))
    assert "nothing changed: all of it was here before" in again.output
    absent = cli(environment, "cryptic", "import", "absent.db")
    assert absent.exit_code == 1
    assert absent.output.startswith("Error: absent.db is not a file")


def _fields(row: ModelResponse) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
