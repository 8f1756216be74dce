-- Product drafts: what crawls of shop pages found, for people to review. The table product_drafts is that of the system
-- that was here before, to the letter, so that its database can be used as it is; what its checks let through wrongly is
-- refused by triggers, which look at new and changed values only.

CREATE TABLE IF NOT EXISTS product_drafts (
    id TEXT PRIMARY KEY,                      -- a UUID; that of the oldest rows is their event id
    status TEXT NOT NULL CHECK (status IN (
        'FOUND', 'QUEUED_FOR_DRAFT', 'CRAWLING', 'DRAFTING', 'READY_FOR_REVIEW', 'PUBLISHED', 'FAILED', 'REJECTED')),
    draft_payload TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(draft_payload)),  -- the result of the crawl, JSON
    url TEXT GENERATED ALWAYS AS (json_extract(draft_payload, '$.url')) STORED,
    source TEXT GENERATED ALWAYS AS (json_extract(draft_payload, '$.source')) STORED,
    title TEXT GENERATED ALWAYS AS (json_extract(draft_payload, '$.title')) STORED,
    description TEXT GENERATED ALWAYS AS (json_extract(draft_payload, '$.description')) STORED,
    currency TEXT GENERATED ALWAYS AS (json_extract(draft_payload, '$.currency')) STORED,
    price TEXT GENERATED ALWAYS AS (CAST(json_extract(draft_payload, '$.price') AS TEXT)) STORED,
    error TEXT,                               -- why it failed; NULL otherwise
    created_by TEXT,                          -- who asked for it
    created_at_ms INTEGER NOT NULL DEFAULT (unixepoch('now') * 1000),  -- whole seconds
    updated_at_ms INTEGER NOT NULL DEFAULT (unixepoch('now') * 1000),  -- set by the trigger below
    published_at_ms INTEGER,                  -- when it became a product
    published_product_id TEXT,                -- which product it became
    event_id TEXT,                            -- the partition
    CHECK (url IS NOT NULL AND length(trim(url)) > 0),
    CHECK (source IS NULL OR source IN ('shopee', 'taobao')),
    CHECK (currency IS NULL OR length(currency) = 3),
    CHECK (json_type(draft_payload, '$.images') IS NULL OR json_type(draft_payload, '$.images') = 'array'),
    CHECK (json_type(draft_payload, '$.variant_images') IS NULL
        OR json_type(draft_payload, '$.variant_images') = 'array'),
    CHECK (status != 'FAILED' OR (error IS NOT NULL AND length(trim(error)) > 0))
);
CREATE INDEX IF NOT EXISTS idx_product_drafts_status_updated ON product_drafts (status, updated_at_ms DESC);
CREATE INDEX IF NOT EXISTS idx_product_drafts_url ON product_drafts (url);
CREATE INDEX IF NOT EXISTS idx_product_drafts_source ON product_drafts (source);
CREATE INDEX IF NOT EXISTS idx_product_drafts_creator_created ON product_drafts (created_by, created_at_ms DESC);
CREATE UNIQUE INDEX IF NOT EXISTS idx_product_drafts_event_id ON product_drafts (event_id);
CREATE TRIGGER IF NOT EXISTS trg_product_drafts_touch_updated_at AFTER UPDATE ON product_drafts FOR EACH ROW
BEGIN
    UPDATE product_drafts SET updated_at_ms = unixepoch('now') * 1000 WHERE id = NEW.id;
END;

-- The words 'CHECK constraint failed' make a trigger's refusal the same kind of error as a table's own.
CREATE TRIGGER product_drafts_new_values BEFORE INSERT ON product_drafts FOR EACH ROW
BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: id is not NULL') WHERE NEW.id IS NULL;
    SELECT RAISE(ABORT, 'CHECK constraint failed: url of draft_payload is text')
        WHERE json_type(NEW.draft_payload, '$.url') IS NOT 'text';
    SELECT RAISE(ABORT, 'CHECK constraint failed: currency of draft_payload is three letters')
        WHERE json_extract(NEW.draft_payload, '$.currency') NOT GLOB '[A-Za-z][A-Za-z][A-Za-z]';
    SELECT RAISE(ABORT, 'CHECK constraint failed: price of draft_payload is a decimal')
        WHERE json_type(NEW.draft_payload, '$.price') IN ('true', 'false', 'array', 'object')
            OR json_extract(NEW.draft_payload, '$.price') < 0
            OR (json_type(NEW.draft_payload, '$.price') = 'text' AND (
                json_extract(NEW.draft_payload, '$.price') GLOB '*[^0-9.]*'
                OR json_extract(NEW.draft_payload, '$.price') NOT GLOB '[0-9]*'
                OR json_extract(NEW.draft_payload, '$.price') GLOB '*.'
                OR json_extract(NEW.draft_payload, '$.price') GLOB '*.*.*'));
    SELECT RAISE(ABORT, 'CHECK constraint failed: status PUBLISHED has a published_product_id')
        WHERE NEW.status = 'PUBLISHED' AND length(trim(COALESCE(NEW.published_product_id, ''))) = 0;
    SELECT RAISE(ABORT, 'CHECK constraint failed: status READY_FOR_REVIEW has no error')
        WHERE NEW.status = 'READY_FOR_REVIEW' AND NEW.error IS NOT NULL;
END;
CREATE TRIGGER product_drafts_changed_payload BEFORE UPDATE OF draft_payload ON product_drafts FOR EACH ROW
WHEN NEW.draft_payload IS NOT OLD.draft_payload
BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: url of draft_payload is text')
        WHERE json_type(NEW.draft_payload, '$.url') IS NOT 'text';
    SELECT RAISE(ABORT, 'CHECK constraint failed: currency of draft_payload is three letters')
        WHERE json_extract(NEW.draft_payload, '$.currency') NOT GLOB '[A-Za-z][A-Za-z][A-Za-z]';
    SELECT RAISE(ABORT, 'CHECK constraint failed: price of draft_payload is a decimal')
        WHERE json_type(NEW.draft_payload, '$.price') IN ('true', 'false', 'array', 'object')
            OR json_extract(NEW.draft_payload, '$.price') < 0
            OR (json_type(NEW.draft_payload, '$.price') = 'text' AND (
                json_extract(NEW.draft_payload, '$.price') GLOB '*[^0-9.]*'
                OR json_extract(NEW.draft_payload, '$.price') NOT GLOB '[0-9]*'
                OR json_extract(NEW.draft_payload, '$.price') GLOB '*.'
                OR json_extract(NEW.draft_payload, '$.price') GLOB '*.*.*'));
END;
CREATE TRIGGER product_drafts_changed_status BEFORE UPDATE OF id, status, error, published_product_id ON product_drafts
FOR EACH ROW
WHEN NEW.id IS NOT OLD.id OR NEW.status IS NOT OLD.status OR NEW.error IS NOT OLD.error
    OR NEW.published_product_id IS NOT OLD.published_product_id
BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: id is not NULL') WHERE NEW.id IS NULL;
    SELECT RAISE(ABORT, 'CHECK constraint failed: status PUBLISHED has a published_product_id')
        WHERE NEW.status = 'PUBLISHED' AND length(trim(COALESCE(NEW.published_product_id, ''))) = 0;
    SELECT RAISE(ABORT, 'CHECK constraint failed: status READY_FOR_REVIEW has no error')
        WHERE NEW.status = 'READY_FOR_REVIEW' AND NEW.error IS NOT NULL;
    -- the same as TRANSITIONS in product_drafts/statuses.py
    SELECT RAISE(ABORT, 'CHECK constraint failed: status takes a step that is none')
        WHERE NEW.status IS NOT OLD.status AND OLD.status || ' ' || NEW.status NOT IN (
            'FOUND QUEUED_FOR_DRAFT', 'FOUND READY_FOR_REVIEW', 'FOUND FAILED', 'FOUND REJECTED',
            'QUEUED_FOR_DRAFT CRAWLING', 'QUEUED_FOR_DRAFT READY_FOR_REVIEW', 'QUEUED_FOR_DRAFT FAILED',
            'QUEUED_FOR_DRAFT REJECTED',
            'CRAWLING DRAFTING', 'CRAWLING READY_FOR_REVIEW', 'CRAWLING FAILED', 'CRAWLING REJECTED',
            'DRAFTING READY_FOR_REVIEW', 'DRAFTING FAILED', 'DRAFTING REJECTED',
            'READY_FOR_REVIEW PUBLISHED', 'READY_FOR_REVIEW FAILED', 'READY_FOR_REVIEW REJECTED',
            'FAILED QUEUED_FOR_DRAFT', 'FAILED READY_FOR_REVIEW', 'FAILED REJECTED');
END;

CREATE TABLE crawl_events (
    event_id TEXT PRIMARY KEY,                -- the partition
    url TEXT NOT NULL,                        -- as it was asked for
    normalised_url TEXT NOT NULL,             -- its identity, see crawl/urls.py
    out_dir TEXT,                             -- where the result goes, below PRODUCTS_OUT; NULL: PRODUCTS_OUT itself
    requested_by TEXT NOT NULL,               -- cli, crawler (the webhook) or ui
    state TEXT NOT NULL CHECK (state IN ('requested', 'crawling', 'crawled', 'failed')),
    tries INTEGER NOT NULL CHECK (tries >= 0),  -- crawls that began since it was asked for last
    error TEXT,                               -- why the newest crawl failed or needs a person
    result_file TEXT,                         -- name of the newest crawl's result
    requested_at DATETIME NOT NULL,           -- last
    started_at DATETIME,                      -- of the newest crawl
    crawled_at DATETIME                       -- its end
);
CREATE INDEX crawl_events_waiting ON crawl_events (requested_at) WHERE state IN ('requested', 'crawling');

CREATE TABLE product_pages (
    event_id TEXT PRIMARY KEY,                -- the partition
    requested_url TEXT NOT NULL,              -- as it was asked for
    url TEXT NOT NULL,                        -- where the page came from, after redirects
    status TEXT NOT NULL CHECK (status IN ('ok', 'needs_manual', 'error')),  -- of the result
    http_status INTEGER,                      -- NULL: no answer, or a browser that does not tell
    content_type TEXT NOT NULL,               -- media type
    blob TEXT,                                -- blob id of the page
    fetched_by TEXT NOT NULL CHECK (fetched_by IN ('client', 'browser')),
    result_file TEXT NOT NULL,                -- name of the file with the result
    error TEXT,                               -- what is wrong, of a result that is not ok
    fetched_at DATETIME NOT NULL              -- when it was asked for
);

CREATE TABLE product_evidence (
    event_id TEXT NOT NULL,                   -- the partition
    captured_at TEXT NOT NULL,                -- of the result that it belongs to
    number INTEGER NOT NULL,                  -- from 0, in the order of the result
    field TEXT NOT NULL,                      -- of the draft: title, price ...
    value TEXT,                               -- as it was found, as text
    source TEXT NOT NULL,                     -- json-ld, microdata ... visible, model
    path TEXT NOT NULL,                       -- CSS, XPath or JSON path
    snippet TEXT NOT NULL,                    -- the page's own text
    confidence REAL NOT NULL,                 -- 0 to 1
    PRIMARY KEY (event_id, captured_at, number)
);

-- Newer results of drafts that a person has decided on; nothing takes the draft's place by itself.
CREATE TABLE product_proposals (
    event_id TEXT NOT NULL,                   -- the partition
    captured_at TEXT NOT NULL,                -- of the result
    draft_id TEXT NOT NULL,                   -- the draft that it stands beside
    status TEXT NOT NULL CHECK (status IN ('READY_FOR_REVIEW', 'FAILED')),  -- that the draft would have
    draft_payload JSON TEXT NOT NULL,         -- that the draft would have
    error TEXT,                               -- why it failed
    result_file TEXT NOT NULL,                -- name of the file with the result
    PRIMARY KEY (event_id, captured_at)
);

CREATE TABLE product_reviews (
    review_id TEXT PRIMARY KEY,               -- a UUID
    draft_id TEXT NOT NULL,                   -- which draft
    action TEXT NOT NULL CHECK (action IN ('approve', 'publish', 'reject', 'retry')),
    reviewer TEXT NOT NULL,                   -- who, by their own word
    from_status TEXT NOT NULL,                -- of the draft
    to_status TEXT NOT NULL,
    reason TEXT,                              -- of a rejection
    edits JSON TEXT NOT NULL,                 -- by field: before and after
    reviewed_at DATETIME NOT NULL             -- when
);
CREATE INDEX product_reviews_draft ON product_reviews (draft_id, reviewed_at);

-- A result that was decided on before a person decided about the draft, and comes after.
CREATE TRIGGER product_drafts_decided BEFORE UPDATE OF draft_payload ON product_drafts FOR EACH ROW
WHEN json_extract(NEW.draft_payload, '$.captured_at') IS NOT json_extract(OLD.draft_payload, '$.captured_at')
BEGIN
    SELECT RAISE(ABORT, 'CHECK constraint failed: draft_payload of a draft that a person has decided on stays')
        WHERE OLD.status IN ('PUBLISHED', 'REJECTED') OR (
            SELECT action FROM product_reviews WHERE draft_id = OLD.id ORDER BY reviewed_at DESC, rowid DESC LIMIT 1
        ) = 'approve';
END;
