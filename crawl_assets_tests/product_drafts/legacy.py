"""A database as the replaced system left it: its own statements, and rows of its three ages."""

from pathlib import Path

from crawl_assets.store.connect import connect
from crawl_assets.store.database import Database, SqlValue, Statement
from crawl_assets.store.migrate import migrate, shipped_migrations

TABLE = """
CREATE TABLE product_drafts (
  id TEXT PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('FOUND','QUEUED_FOR_DRAFT','CRAWLING','DRAFTING','READY_FOR_REVIEW',
    'PUBLISHED','FAILED','REJECTED')),
  draft_payload TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(draft_payload)),
  url TEXT GENERATED ALWAYS AS (json_extract(draft_payload,'$.url')) STORED,
  source TEXT GENERATED ALWAYS AS (json_extract(draft_payload,'$.source')) STORED,
  title TEXT GENERATED ALWAYS AS (json_extract(draft_payload,'$.title')) STORED,
  description TEXT GENERATED ALWAYS AS (json_extract(draft_payload,'$.description')) STORED,
  currency TEXT GENERATED ALWAYS AS (json_extract(draft_payload,'$.currency')) STORED,
  price TEXT GENERATED ALWAYS AS (CAST(json_extract(draft_payload,'$.price') AS TEXT)) STORED,
  error TEXT,
  created_by TEXT,
  created_at_ms INTEGER NOT NULL DEFAULT (unixepoch('now') * 1000),
  updated_at_ms INTEGER NOT NULL DEFAULT (unixepoch('now') * 1000),
  published_at_ms INTEGER,
  published_product_id TEXT,
  CHECK (url IS NOT NULL AND length(trim(url)) > 0),
  CHECK (source IS NULL OR source IN ('shopee','taobao')),
  CHECK (currency IS NULL OR length(currency) = 3),
  CHECK (json_type(draft_payload,'$.images') IS NULL OR json_type(draft_payload,'$.images') = 'array'),
  CHECK (json_type(draft_payload,'$.variant_images') IS NULL
    OR json_type(draft_payload,'$.variant_images') = 'array'),
  CHECK (status != 'FAILED' OR (error IS NOT NULL AND length(trim(error)) > 0))
)
"""
REST = (
    "CREATE INDEX idx_product_drafts_status_updated ON product_drafts (status, updated_at_ms DESC)",
    "CREATE INDEX idx_product_drafts_url ON product_drafts (url)",
    "CREATE INDEX idx_product_drafts_source ON product_drafts (source)",
    "CREATE INDEX idx_product_drafts_creator_created ON product_drafts (created_by, created_at_ms DESC)",
    "CREATE TRIGGER trg_product_drafts_touch_updated_at AFTER UPDATE ON product_drafts FOR EACH ROW BEGIN "
    "UPDATE product_drafts SET updated_at_ms = unixepoch('now') * 1000 WHERE id = NEW.id; END",
    "ALTER TABLE product_drafts ADD COLUMN event_id TEXT",
    "CREATE UNIQUE INDEX idx_product_drafts_event_id ON product_drafts (event_id)",
)
_INSERT = "INSERT INTO product_drafts (id, status, draft_payload, error, event_id) VALUES (?, ?, ?, ?, ?)"
OF_AN_EVENT_ID, ODD, QUEUED = "01KG-event-of-the-first-age", "odd-row", "queued-row"
ROWS: tuple[tuple[SqlValue, ...], ...] = (
    (OF_AN_EVENT_ID, "FAILED", '{"url": "https://shop.example/old", "status": "error"}', "it hung", None),
    (ODD, "READY_FOR_REVIEW", '{"url": "https://shop.example/odd", "currency": "NT$", "price": 199.0}', "old", "e-odd"),
    (QUEUED, "QUEUED_FOR_DRAFT", '{"url": "https://shopee.tw/a-i.1.2", "source": "shopee"}', None, "e-queued"),
)


def legacy_database(path: Path) -> Database:
    """Make the file with that table and those rows, and bring it to our schema."""
    old = connect("", "", path)
    old.transaction([Statement(TABLE), *map(Statement, REST), *(Statement(_INSERT, row) for row in ROWS)])
    old.close()
    database = connect("", "", path)
    migrate(database, shipped_migrations())
    return database
