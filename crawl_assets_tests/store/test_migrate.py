"""Migrations: in order, each whole and once, and every disagreement between files and database is said."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawl_assets.store.database import Statement
from crawl_assets.store.errors import MigrationError, NotADatabase, UniqueViolation
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import Migration, migrate, read_migrations, shipped_migrations, status

FIRST = Migration(1, "0001_first.sql", "CREATE TABLE a (x TEXT NOT NULL UNIQUE);\nINSERT INTO a VALUES ('one; two');\n")
SECOND = Migration(10, "0010_second.sql", "-- a's own child\nCREATE TABLE b (y REFERENCES a (x));\n")
THIRD = Migration(
    11,
    "0011_third.sql",
    "CREATE TRIGGER t AFTER DELETE ON a BEGIN DELETE FROM b; INSERT INTO a VALUES ('last'); END;",
)
EVERY = [FIRST, SECOND, THIRD]


@pytest.fixture
def database(tmp_path: Path) -> LocalDatabase:
    return LocalDatabase(tmp_path / "test.db")


def tables(database: LocalDatabase) -> list[str]:
    return [row["name"] for row in database.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]


def test_migrations_are_applied_in_order_and_only_once(database: LocalDatabase) -> None:
    assert migrate(database, EVERY) == ["0001_first.sql", "0010_second.sql", "0011_third.sql"]
    assert tables(database) == ["a", "b", "schema_migrations"]
    database.transaction([Statement("DELETE FROM a")])
    assert database.query("SELECT x FROM a") == [{"x": "last"}]  # the trigger came whole
    assert migrate(database, EVERY) == []
    assert database.query("SELECT x FROM a") == [{"x": "last"}]


def test_a_new_migration_is_applied_to_an_older_database(database: LocalDatabase) -> None:
    migrate(database, [FIRST])
    assert migrate(database, EVERY) == ["0010_second.sql", "0011_third.sql"]


def test_the_status_tells_what_is_applied_and_when_and_changes_nothing(database: LocalDatabase) -> None:
    assert [state.applied_at for state in status(database, EVERY)] == [None, None, None]
    assert tables(database) == []
    migrate(database, [FIRST])
    first, second, _ = status(database, EVERY)
    assert (first.name, second.name, second.applied_at) == ("0001_first.sql", "0010_second.sql", None)
    assert first.applied_at is not None
    assert first.applied_at.endswith("Z")


@pytest.mark.parametrize("ask", [migrate, status])
def test_a_changed_migration_is_refused_by_name(database: LocalDatabase, ask: Callable[..., object]) -> None:
    migrate(database, EVERY)
    changed = Migration(10, SECOND.name, SECOND.text + "CREATE TABLE c (z);")
    with pytest.raises(MigrationError, match=r"0010_second\.sql was changed after it was applied.*new migration"):
        ask(database, [FIRST, changed, THIRD])
    assert "c" not in tables(database)


@pytest.mark.parametrize("ask", [migrate, status])
def test_a_missing_migration_is_refused_by_name(database: LocalDatabase, ask: Callable[..., object]) -> None:
    migrate(database, EVERY)
    with pytest.raises(MigrationError, match=r"has migration 0010_second\.sql applied, which this version does not"):
        ask(database, [FIRST, THIRD])


def test_line_endings_do_not_count_as_a_change(database: LocalDatabase) -> None:
    migrate(database, [FIRST])
    assert migrate(database, [Migration(1, FIRST.name, FIRST.text.replace("\n", "\r\n"))]) == []


def test_a_migration_numbered_before_an_applied_one_is_refused(database: LocalDatabase) -> None:
    migrate(database, [FIRST, THIRD])
    with pytest.raises(MigrationError, match=r"0010_second\.sql was never applied.*Give it a number after"):
        migrate(database, EVERY)
    assert tables(database) == ["a", "schema_migrations"]


@pytest.mark.parametrize(
    "wrong", ["CREATE TABLE d (;", "INSERT INTO a VALUES ('one; two');", "INSERT INTO b VALUES (5);"]
)
def test_a_failing_migration_leaves_nothing_and_those_before_it_stay(database: LocalDatabase, wrong: str) -> None:
    failing = Migration(12, "0012_failing.sql", f"CREATE TABLE c (z);\nINSERT INTO c VALUES (1);\n{wrong}\n")
    with pytest.raises(MigrationError, match=r"0012_failing\.sql failed and left nothing behind"):
        migrate(database, [*EVERY, failing])
    assert tables(database) == ["a", "b", "schema_migrations"]
    assert [state.applied_at is not None for state in status(database, [*EVERY, failing])] == [True, True, True, False]
    mended = Migration(12, failing.name, failing.text.replace(wrong, ""))
    assert migrate(database, [*EVERY, mended]) == ["0012_failing.sql"]


def test_a_migration_half_applied_by_hand_is_refused_and_changes_nothing(database: LocalDatabase) -> None:
    migrate(database, [FIRST])
    database.transaction([Statement("CREATE TABLE b (y)")])
    half = Migration(10, SECOND.name, "CREATE TABLE c (z);\n" + SECOND.text)
    with pytest.raises(
        MigrationError, match=r"0010_second\.sql failed and left nothing behind.*table b already exists"
    ):
        migrate(database, [FIRST, half])
    assert tables(database) == ["a", "b", "schema_migrations"]


@pytest.mark.parametrize("text", ["", "-- nothing\n", "CREATE TABLE c (z);\nCREATE TABLE d (", "CREATE TABLE c (z)"])
def test_a_file_that_is_cut_off_is_refused(database: LocalDatabase, text: str) -> None:
    with pytest.raises(MigrationError, match=r"0001_cut\.sql does not end in a whole statement.*may be cut off"):
        migrate(database, [Migration(1, "0001_cut.sql", text)])
    assert tables(database) == []


@pytest.mark.parametrize("own", ["BEGIN;", "-- why\nCOMMIT;", "/* why */ ROLLBACK;", "SAVEPOINT x;", "END;"])
def test_a_file_with_its_own_transaction_is_refused(database: LocalDatabase, own: str) -> None:
    with pytest.raises(MigrationError, match="already is one transaction; leave it out"):
        migrate(database, [Migration(1, "0001_own.sql", f"CREATE TABLE c (z);\n{own}\n")])
    assert tables(database) == []


def test_files_are_read_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("0010_b.sql", "0002_c.sql", "1000_a.sql", "0001_é.txt"):
        (tmp_path / name).write_text("SELECT 'é';", encoding="utf-8")
    assert [(found.number, found.name, found.text) for found in read_migrations(tmp_path)] == [
        (2, "0002_c.sql", "SELECT 'é';"),
        (10, "0010_b.sql", "SELECT 'é';"),
        (1000, "1000_a.sql", "SELECT 'é';"),
    ]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["1_a.sql"], r"1_a\.sql: a migration is named like 0010_cryptic_bench\.sql"),
        (["0001-a.sql"], r"0001-a\.sql: a migration is named like"),
        (["0001_a.sql", "0001_b.sql"], r"0001_b\.sql and 0001_a\.sql share the number 0001; renumber one"),
        ([], "no migrations in .*; the installation is incomplete"),
    ],
)
def test_misnamed_and_duplicate_files_are_refused(tmp_path: Path, names: list[str], said: str) -> None:
    for name in names:
        (tmp_path / name).write_text("SELECT 1;")
    with pytest.raises(MigrationError, match=said):
        read_migrations(tmp_path)


def test_a_damaged_database_is_no_fault_of_the_migration(tmp_path: Path) -> None:
    (tmp_path / "test.db").write_bytes(b"something else" * 100)
    with pytest.raises(NotADatabase):
        migrate(LocalDatabase(tmp_path / "test.db"), EVERY)


def test_the_shipped_migrations_apply_and_their_foreign_keys_hold(database: LocalDatabase) -> None:
    migrate(database, shipped_migrations())
    assert {"journals", "puzzles", "clues"} <= set(tables(database))
    assert database.query('SELECT "table" AS child FROM pragma_foreign_key_check') == []


class Overtaken:
    """A database to which another process applies `theirs` between our look and our write."""

    def __init__(self, database: LocalDatabase, theirs: list[Migration]) -> None:
        self._database, self._theirs = database, theirs
        self.name, self.query, self.upsert, self.close = database.name, database.query, database.upsert, database.close

    def transaction(self, statements: list[Statement]) -> object:
        theirs, self._theirs = self._theirs, []
        if theirs:
            migrate(self._database, theirs)
        return self._database.transaction(statements)


def test_a_process_that_was_overtaken_applies_only_the_rest(database: LocalDatabase) -> None:
    assert migrate(Overtaken(database, [FIRST, SECOND]), EVERY) == ["0011_third.sql"]  # type: ignore[arg-type]


def test_a_process_overtaken_by_another_version_says_so(database: LocalDatabase) -> None:
    other = Migration(1, FIRST.name, FIRST.text + "-- and more\n")
    with pytest.raises(MigrationError, match=r"0001_first\.sql was changed"):
        migrate(Overtaken(database, [other]), [FIRST])  # type: ignore[arg-type]


def test_a_duplicate_row_in_a_migrations_own_data_is_its_fault(database: LocalDatabase) -> None:
    twice = Migration(1, "0001_twice.sql", "CREATE TABLE a (x UNIQUE); INSERT INTO a VALUES (1), (1);")
    with pytest.raises(MigrationError, match=r"0001_twice\.sql failed.*table a, column x") as caught:
        migrate(database, [twice])
    assert isinstance(caught.value.__cause__, UniqueViolation)


MIGRATING = """
import sys
from pathlib import Path
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations

database, shipped = LocalDatabase(Path(sys.argv[1])), shipped_migrations()
sys.stdin.readline()
print(len(migrate(database, shipped)))
"""


@pytest.mark.parametrize("count", [2, 8])
def test_processes_migrating_at_once_end_with_one_applied_set(tmp_path: Path, count: int) -> None:
    path = tmp_path / "shared.db"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATING, str(path)],
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(count)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    ended = [process.communicate(timeout=60) for process in processes]
    assert [errors for _, errors in ended] == [""] * count
    shipped = shipped_migrations()
    assert sum(int(output) for output, _ in ended) == len(shipped)  # each was applied by exactly one of them
    assert all(state.applied_at for state in status(LocalDatabase(path), shipped))


def test_the_command_line_migrates_and_shows_the_status(tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        ran = subprocess.run(
            [Path(sys.executable).with_name("crawl-assets"), *arguments],
            env={"CRAWL_ASSETS_HOME": str(tmp_path / "home"), "PATH": ""},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout

    names = [migration.name for migration in shipped_migrations()]
    waiting = run("migrate", "--status")
    assert [line.split() for line in waiting.splitlines()[1:]] == [[name, "waiting"] for name in names]
    migrated = run("migrate")
    assert str(tmp_path / "home" / "crawl_assets.db") in migrated
    assert all(name in migrated for name in names)
    assert "waiting" not in run("migrate", "--status")
