"""Every table of sql/ has an owner, and one vocabulary: asset, table and dataclass agree name by name."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from crawl_assets.activities.enriching.rows import ActivityVector, Embedding, EmbeddingBatch, Geocode
from crawl_assets.activities.rows import (
    ActivityDecision,
    FieldProvenance,
    ImportedActivity,
    ScrapeWorkflow,
    ScrapingSource,
    ScrapingSourceItem,
    StoredActivity,
    WorkflowFile,
)
from crawl_assets.cryptic_bench.puzzle import Clue, Puzzle, SetAside
from crawl_assets.cryptic_bench.rows import Evaluation, Model, ModelResponse, RankTenure, WeeklyRanking
from crawl_assets.definitions import defs
from crawl_assets.llms_txt.rows import Artifact, CrawlJob, CrawlPage, CrawlReport, Domain, PageSummary, PageVersion
from crawl_assets.product_drafts.rows import CrawlEvent, EvidenceRow, FetchedPage, ProductDraft, Proposal, Review
from crawl_assets.store.connect import connect
from crawl_assets.store.database import Database
from crawl_assets.store.migrate import migrate, read_migrations, shipped_migrations, status
from crawl_assets.store.schema import describe
from crawl_assets.store.tables import annotated_type
from crawl_assets_tests.guards.checkout import CHECKOUT, PACKAGE

# The folder whose modules alone name the table in SQL, or read and write its rows.
OWNERS = {
    "journals": "durable",
    "journal_steps": "durable",
    "fetched_pages": "crawl",
    "inbox_events": "inbox",
    "puzzles": "cryptic_bench",
    "clues": "cryptic_bench",
    "clues_set_aside": "cryptic_bench",
    "models": "cryptic_bench",
    "model_responses": "cryptic_bench",
    "evaluations": "cryptic_bench",
    "weekly_rankings": "cryptic_bench",
    "rank_tenure": "cryptic_bench",
    "domains": "llms_txt",
    "crawl_jobs": "llms_txt",
    "crawl_pages": "llms_txt",
    "page_versions": "llms_txt",
    "llms_txt_artifacts": "llms_txt",
    "crawl_report": "llms_txt",
    "page_summaries": "llms_txt",
    "product_drafts": "product_drafts",
    "crawl_events": "product_drafts",
    "product_pages": "product_drafts",
    "product_evidence": "product_drafts",
    "product_proposals": "product_drafts",
    "product_reviews": "product_drafts",
    "scrape_workflows": "activities",
    "raw_activities": "activities",
    "standardized_activities": "activities",
    "activity_images": "activities",
    "activity_places": "activities",
    "activity_embeddings": "activities",
    "activities_jsonl": "activities",
    "imported_activities": "activities",
    "activities": "activities",
    "activity_provenance": "activities",
    "activity_decisions": "activities",
    "scraping_sources": "activities",
    "scraping_source_items": "activities",
    "geocodes": "activities",
    "embeddings": "activities",
    "embedding_batches": "activities",
    "activity_vectors": "activities",
}
ROWS = {
    "puzzles": Puzzle,
    "clues": Clue,
    "clues_set_aside": SetAside,
    "models": Model,
    "model_responses": ModelResponse,
    "evaluations": Evaluation,
    "weekly_rankings": WeeklyRanking,
    "rank_tenure": RankTenure,
    "domains": Domain,
    "crawl_jobs": CrawlJob,
    "crawl_pages": CrawlPage,
    "page_versions": PageVersion,
    "llms_txt_artifacts": Artifact,
    "crawl_report": CrawlReport,
    "page_summaries": PageSummary,
    "product_drafts": ProductDraft,
    "crawl_events": CrawlEvent,
    "product_pages": FetchedPage,
    "product_evidence": EvidenceRow,
    "product_proposals": Proposal,
    "product_reviews": Review,
    "scrape_workflows": ScrapeWorkflow,
    "raw_activities": WorkflowFile,
    "standardized_activities": WorkflowFile,
    "activity_images": WorkflowFile,
    "activity_places": WorkflowFile,
    "activity_embeddings": WorkflowFile,
    "activities_jsonl": WorkflowFile,
    "imported_activities": ImportedActivity,
    "activities": StoredActivity,
    "activity_provenance": FieldProvenance,
    "activity_decisions": ActivityDecision,
    "scraping_sources": ScrapingSource,
    "scraping_source_items": ScrapingSourceItem,
    "geocodes": Geocode,
    "embeddings": Embedding,
    "embedding_batches": EmbeddingBatch,
    "activity_vectors": ActivityVector,
}
NO_ASSETS = {
    "models",
    "domains",
    "crawl_jobs",
    "page_summaries",
    "crawl_events",
    "product_reviews",
    "scrape_workflows",
    "activities",
    "activity_provenance",
    "activity_decisions",
    "scraping_sources",
    "scraping_source_items",
    "geocodes",
    "embeddings",
    "embedding_batches",
    "activity_vectors",
}  # tables that no materialization writes as a whole

_IN_SQL = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)")
_BY_NAME = {"load", "save", "upsert"}  # functions that are told a table's name


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An empty database after every migration."""
    database = connect("", "", tmp_path_factory.mktemp("tables") / "tables.db")
    migrate(database, shipped_migrations())
    yield database
    database.close()


def tables_of(database: Database) -> set[str]:
    rows = database.query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {str(row["name"]) for row in rows} - {"schema_migrations"}


def tables_named_in(path: Path) -> set[str]:
    named: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Constant(value=str(text)):
                named.update(_IN_SQL.findall(text))
            case ast.Call(func=ast.Name(id=function) | ast.Attribute(attr=function), args=args) if function in _BY_NAME:
                named.update(arg.value for arg in args[:2] if isinstance(arg, ast.Constant))
    return named


def test_every_migration_applies_to_an_empty_database_and_is_recorded(database: Database) -> None:
    assert [migration.name for migration in shipped_migrations()] == sorted(
        path.name for path in (CHECKOUT / "sql").iterdir()
    )
    assert all(state.applied_at for state in status(database, read_migrations(CHECKOUT / "sql")))
    assert migrate(database, shipped_migrations()) == []
    assert database.query("SELECT * FROM pragma_foreign_key_check") == []


def test_every_table_has_an_owner_and_every_owner_its_tables(database: Database) -> None:
    assert tables_of(database) == set(OWNERS), "say in test_tables.py which folder owns the table"


@pytest.mark.parametrize("table", OWNERS)
def test_only_its_owner_names_a_table(table: str) -> None:
    naming = [path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if table in tables_named_in(path)]
    assert naming, f"no module of {OWNERS[table]} reads or writes {table}; drop it in a new migration"
    strangers = [path for path in naming if not path.startswith(f"{OWNERS[table]}/")]
    assert strangers == [], f"{table} belongs to {OWNERS[table]}; ask one of its modules for what is needed"


@pytest.mark.parametrize("table", ROWS)
def test_the_columns_of_a_table_are_the_fields_of_its_dataclass(database: Database, table: str) -> None:
    found = describe(database, table)
    assert found is not None
    assert list(found.types) == [field.name for field in fields(ROWS[table])]


@pytest.mark.parametrize("table", ROWS)
def test_a_column_has_its_field_s_type_and_is_null_where_the_field_may_be_none(database: Database, table: str) -> None:
    hints = get_type_hints(ROWS[table])
    columns = database.query('SELECT name, type, "notnull" OR pk AS needed FROM pragma_table_info(?)', (table,))
    declared = {str(row["name"]): (str(row["type"]).upper(), not row["needed"]) for row in columns}
    expected = {name: (annotated_type(hint), type(None) in get_args(hint)) for name, hint in hints.items()}
    assert declared == expected


def test_assets_and_tables_share_their_names() -> None:
    assets = {key.to_user_string() for key in defs.resolve_asset_graph().get_all_asset_keys()}
    assert assets == set(ROWS) - NO_ASSETS


def test_the_guard_reads_tables_out_of_sql_and_out_of_calls(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('load(db, "one", One)\nx = f"DELETE FROM two WHERE {y}"\ndb.upsert("three", rows, ["four"])\n')
    assert tables_named_in(module) == {"one", "two", "three"}
