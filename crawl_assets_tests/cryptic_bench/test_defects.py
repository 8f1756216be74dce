"""The defects of the replaced system, measured on its own published data: each is an acceptance case here.

Defects 5 and 8 (what is asked, what resumes) stand in test_asking*.py beside the code that asks; 10 (no tests at all)
is this folder.
"""

from pathlib import Path

import pytest

from crawl_assets.cryptic_bench.deriving import tenures_of
from crawl_assets.cryptic_bench.importing import Imported, import_published
from crawl_assets.cryptic_bench.leaderboard import LeaderboardRow, leaderboard
from crawl_assets.cryptic_bench.published import read_published
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations
from crawl_assets_tests.cryptic_bench.published_files import ANSWERS, NO_CREDIT, RETIRED, PublishedFile


@pytest.fixture
def published(tmp_path: Path) -> PublishedFile:
    return PublishedFile(tmp_path / "published.db")


@pytest.fixture
def database(tmp_path: Path) -> LocalDatabase:
    database = LocalDatabase(tmp_path / "ours.db")
    migrate(database, shipped_migrations())
    return database


def taken_over(database: LocalDatabase, file: PublishedFile) -> Imported:
    return import_published(database, read_published(file.path))


def week(database: LocalDatabase, week_id: str) -> dict[str, LeaderboardRow]:
    return {row.openrouter_id: row for row in leaderboard(database, week_id)}


def test_defect_1_a_model_that_reasons_first_is_scored_by_its_final_answer(
    database: LocalDatabase, published: PublishedFile
) -> None:
    published.model("a/reasons")
    published.puzzle(29_890, "2025-12-30")
    for place, answer in enumerate(ANSWERS, start=1):
        text = f"Let me work through this clue.\n\n- Perhaps ENLIST?\n- No.\n\nActually: {answer}!\n\n{answer}"
        published.reply("a/reasons", 29_890, place, text)
    taken_over(database, published)
    assert week(database, "2026-W01")["a/reasons"].correct == 10


def test_defect_1_a_reply_of_300_000_characters_is_read_to_its_end(
    database: LocalDatabase, published: PublishedFile
) -> None:
    published.model("a/reasons")
    published.puzzle(29_890, "2025-12-30", clues=(("LISTEN", "(6)"),))
    published.reply("a/reasons", 29_890, 1, "Could it be SILENT? No.\n" * 12_500 + "\nThe answer is: LISTEN")
    taken_over(database, published)
    assert week(database, "2026-W01")["a/reasons"].correct == 1


def test_defect_2_provider_failures_are_no_wrong_answers_and_nobody_is_joint_first_with_nothing(
    database: LocalDatabase, published: PublishedFile
) -> None:
    published.model("a/one")
    published.model("b/two")
    published.puzzle(30_031, "2026-06-12")
    for place in range(1, 11):
        published.reply("a/one", 30_031, place, None, error=NO_CREDIT, week_id="2026-W33")
        published.reply("b/two", 30_031, place, None, error=RETIRED, week_id="2026-W33")
    done = taken_over(database, published)
    assert (done.answered, done.failed) == (0, 20)
    rows = week(database, "2026-W24")
    assert [(row.rank, row.accuracy, row.failed) for row in rows.values()] == [(None, None, 10), (None, None, 10)]
    assert rows["a/one"].reason == "answered 0 of 10 (10 HTTP 402); 80% are needed"


def test_defect_3_a_tenure_of_several_weeks_is_counted(database: LocalDatabase, published: PublishedFile) -> None:
    published.model("a/one")
    published.model("b/two")
    for number, day in ((29_890, "2025-12-30"), (29_911, "2026-01-23"), (29_934, "2026-02-19")):
        published.puzzle(number, day)
        for place, answer in enumerate(ANSWERS, start=1):
            published.reply("a/one", number, place, answer)
            published.reply("b/two", number, place, "MUDDLE")
    taken_over(database, published)
    assert [(row.openrouter_id, row.weeks_count, row.is_current) for row in tenures_of(database)] == [
        ("a/one", 3, True),
        ("b/two", 3, True),
    ]
    assert week(database, "2026-W08")["a/one"].tenure_weeks == 3


def test_defect_4_a_reply_counts_in_its_puzzles_week_whenever_it_was_asked_again(
    database: LocalDatabase, published: PublishedFile
) -> None:
    published.model("a/one")
    published.puzzle(29_890, "2025-12-30")
    for place, answer in enumerate(ANSWERS, start=1):
        retried = place > 8
        at = "2026-01-11 06:39:03" if retried else "2026-01-04 06:39:43"
        published.reply("a/one", 29_890, place, answer, at=at, week_id="2026-W02" if retried else "2026-W01")
    taken_over(database, published)
    assert [row.week_id for row in leaderboard(database)] == ["2026-W01"]
    assert week(database, "2026-W01")["a/one"].answered == 10


def test_defect_6_a_linked_answer_that_was_cut_is_corrected_from_the_errata_or_set_aside_never_scored_as_it_is(
    database: LocalDatabase, published: PublishedFile
) -> None:
    published.model("a/one")
    published.puzzle(29_924, "2026-02-14", clues=(("SPECIAL", "(7,13)"), ("ROYAL", "(5,13)")))
    published.reply("a/one", 29_924, 1, "SPECIAL CORRESPONDENT")
    done = taken_over(database, published)
    assert done.notes == [
        "29924-1-across: published answer SPECIAL is corrected to SPECIALCORRESPONDENT",
    ]
    assert week(database, "2026-W07")["a/one"].correct == 1
    assert database.query("SELECT reason FROM clues_set_aside") == [
        {"reason": "the answer ROYAL has 5 letters, (5,13) says 18"}
    ]


def test_defect_7_stored_replies_are_scored_again_without_asking_anybody(
    database: LocalDatabase, published: PublishedFile
) -> None:
    from crawl_assets.cryptic_bench.deriving import evaluations_of
    from crawl_assets.cryptic_bench.puzzle import Clue
    from crawl_assets.cryptic_bench.rows import ModelResponse
    from crawl_assets.store.rows import load

    published.model("a/one")
    published.puzzle(29_890, "2025-12-30")
    published.reply("a/one", 29_890, 1, "It sounds like SILENT.\n\nAnswer: LISTEN")
    taken_over(database, published)
    database.upsert(
        "evaluations",
        [
            {**row, "is_correct": 0, "extracted_answer": "SILENT", "scorer_version": "0"}
            for row in database.query("SELECT * FROM evaluations")
        ],
        ["openrouter_id", "clue_id"],
    )
    again = evaluations_of(load(database, "model_responses", ModelResponse), load(database, "clues", Clue))
    assert [(row.extracted_answer, row.is_correct) for row in again] == [("LISTEN", True)]


@pytest.mark.parametrize(
    ("title", "setter"),
    [
        ("Guardian 29,971: Yank - Fifteensquared", "Yank"),
        ("Guardian 30,031: Harpo - Fifteensquared", "Harpo"),
        ("Guardian 30,061: Vlad - Fifteensquared", "Vlad"),
        ("Guardian Cryptic crossword No 29,889 by Omnibus - Fifteensquared", "Omnibus"),
    ],
)
def test_defect_9_the_setter_is_read_from_every_form_of_title(
    database: LocalDatabase, published: PublishedFile, title: str, setter: str
) -> None:
    published.puzzle(29_971, "2026-04-03", setter="Unknown", title=title)
    taken_over(database, published)
    assert database.query("SELECT setter FROM puzzles") == [{"setter": setter}]
