-- Activities for families: workflows that scrape them, what was made of each on the way, the activities themselves, and
-- the sources that are watched for new ones. Intermediates are JSON Lines in blobs; rows here name them.

CREATE TABLE scrape_workflows (
    workflow_id TEXT PRIMARY KEY,             -- the partition; our own, made before anything is fetched
    url TEXT NOT NULL,                        -- where it begins
    scope TEXT NOT NULL,                      -- identity of that URL: workflows of one scope see the same activities
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'completed', 'failed')),
    review TEXT NOT NULL CHECK (review IN ('none', 'pending', 'imported', 'discarded')),  -- by people
    started_at DATETIME NOT NULL,             -- when it was asked for
    completed_at DATETIME,                    -- when it ended, well or not
    run_id TEXT,                              -- the Dagster run that had it last
    error TEXT,                               -- why it failed
    scraper TEXT NOT NULL,                    -- the back end that reads pages: own, firecrawl, fetchfox, model
    model TEXT,                               -- of the back end model
    max_cost_usd REAL CHECK (max_cost_usd > 0),  -- of that model; NULL: no cap
    max_pages INTEGER NOT NULL CHECK (max_pages >= 1),
    max_depth INTEGER NOT NULL CHECK (max_depth >= 0),  -- links from the first page
    max_extractions INTEGER NOT NULL CHECK (max_extractions >= 1),
    follow_external_links BOOLEAN NOT NULL CHECK (follow_external_links IN (0, 1)),
    tags_hint JSON TEXT NOT NULL,             -- tags that each of its activities has
    auto_import BOOLEAN NOT NULL CHECK (auto_import IN (0, 1)),  -- without a review
    urgency_default TEXT NOT NULL CHECK (urgency_default IN ('low', 'medium', 'high')),
    files JSON TEXT NOT NULL,                 -- name -> blob, bytes, rows, made_at of each intermediate that is kept
    counts JSON TEXT NOT NULL,                -- asset -> rows in, out, dropped and the like
    cost_usd REAL,                            -- of what was paid for; NULL: nobody said
    is_complete BOOLEAN,                      -- all that could be seen was; NULL until it is known
    activities_processed INTEGER NOT NULL,
    import_summary JSON TEXT NOT NULL,        -- imported, skipped, failed, errors
    source_id TEXT                            -- the source that asked for it; NULL: a person
);
CREATE INDEX scrape_workflows_scope ON scrape_workflows (scope, started_at);
-- two workflows of one URL cannot be under way
CREATE UNIQUE INDEX scrape_workflows_open ON scrape_workflows (scope) WHERE state IN ('queued', 'running');

-- A table an asset, all alike: the files that it made for a workflow.
CREATE TABLE raw_activities (
    workflow_id TEXT NOT NULL,                -- the partition
    name TEXT NOT NULL,                       -- of the file
    blob TEXT NOT NULL,                       -- blob id of its content
    bytes INTEGER NOT NULL,                   -- its size
    rows INTEGER NOT NULL,                    -- lines in it
    note TEXT NOT NULL,                       -- for people
    made_at DATETIME NOT NULL,
    PRIMARY KEY (workflow_id, name)
);
CREATE TABLE standardized_activities (
    workflow_id TEXT NOT NULL,
    name TEXT NOT NULL,
    blob TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    note TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    PRIMARY KEY (workflow_id, name)
);
CREATE TABLE activity_images (
    workflow_id TEXT NOT NULL,
    name TEXT NOT NULL,
    blob TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    note TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    PRIMARY KEY (workflow_id, name)
);
CREATE TABLE activity_places (
    workflow_id TEXT NOT NULL,
    name TEXT NOT NULL,
    blob TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    note TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    PRIMARY KEY (workflow_id, name)
);
CREATE TABLE activity_embeddings (
    workflow_id TEXT NOT NULL,
    name TEXT NOT NULL,
    blob TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    note TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    PRIMARY KEY (workflow_id, name)
);
CREATE TABLE activities_jsonl (
    workflow_id TEXT NOT NULL,
    name TEXT NOT NULL,                       -- activities.jsonl and manifest.json
    blob TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    note TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    PRIMARY KEY (workflow_id, name)
);

-- What each row of a workflow is to the activities, and what became of it.
CREATE TABLE imported_activities (
    workflow_id TEXT NOT NULL,                -- the partition
    row_key TEXT NOT NULL,                    -- of the row in activities.jsonl
    name TEXT NOT NULL,
    activity_id TEXT,                         -- which it is, or would be; of a doubtful one: which it may be
    verdict TEXT NOT NULL CHECK (verdict IN ('new', 'changed', 'same', 'doubtful')),
    outcome TEXT NOT NULL CHECK (outcome IN ('waiting', 'imported', 'skipped', 'failed')),
    reason TEXT NOT NULL,
    PRIMARY KEY (workflow_id, row_key)
);
CREATE INDEX imported_activities_row ON imported_activities (row_key, outcome);

CREATE TABLE activities (
    activity_id TEXT PRIMARY KEY,             -- made of the key, so that a repeated import makes the same one
    key TEXT NOT NULL UNIQUE,                 -- row key of the row that it was first made from
    name TEXT NOT NULL,
    description TEXT,
    urgency TEXT NOT NULL CHECK (urgency IN ('low', 'medium', 'high')),
    is_public BOOLEAN NOT NULL CHECK (is_public IN (0, 1)),
    location_name TEXT,
    formatted_address TEXT,
    street_address TEXT,
    city TEXT,
    state_province TEXT,
    postal_code TEXT,
    country_code TEXT,                        -- ISO 3166-1 alpha-2
    latitude REAL CHECK (latitude BETWEEN -90 AND 90),  -- WGS 84, degrees
    longitude REAL CHECK (longitude BETWEEN -180 AND 180),
    place_id TEXT,                            -- of the geocoder
    starts_at TEXT,                           -- ISO 8601: a date, or a time with its offset
    ends_at TEXT,
    time_zone TEXT,                           -- IANA name
    recurrence TEXT,
    is_evergreen BOOLEAN NOT NULL CHECK (is_evergreen IN (0, 1)),
    published_at TEXT,
    tags JSON TEXT NOT NULL,
    price_min TEXT,                           -- decimal text
    price_max TEXT,
    currency TEXT,                            -- ISO 4217
    is_free BOOLEAN CHECK (is_free IN (0, 1)),  -- NULL: not said
    age_min INTEGER CHECK (age_min >= 0),     -- years
    age_max INTEGER CHECK (age_max >= 0),
    setting TEXT CHECK (setting IN ('indoor', 'outdoor', 'both')),
    image_url TEXT,
    image_blob TEXT,                          -- blob id of the picture as it is shown
    source_url TEXT NOT NULL,
    flags JSON TEXT NOT NULL,                 -- for people
    scope TEXT NOT NULL,                      -- of the workflow that saw it last
    workflow_id TEXT NOT NULL,                -- that workflow
    is_vanished BOOLEAN NOT NULL CHECK (is_vanished IN (0, 1)),  -- a later workflow of that scope did not see it
    first_seen DATETIME NOT NULL,
    last_seen DATETIME NOT NULL,
    changed_at DATETIME NOT NULL
);
CREATE INDEX activities_place ON activities (latitude, longitude) WHERE latitude IS NOT NULL;
CREATE INDEX activities_scope ON activities (scope, last_seen);

-- Who said each value that an activity has or had, the newest last; a field that a person set is locked.
CREATE TABLE activity_provenance (
    activity_id TEXT NOT NULL REFERENCES activities (activity_id) ON DELETE CASCADE,
    field TEXT NOT NULL,                      -- a column of activities
    source_url TEXT NOT NULL,                 -- '' for a person
    workflow_id TEXT,                         -- NULL for a person
    value JSON TEXT NOT NULL,                 -- {"is": as it was said}
    at DATETIME NOT NULL,                     -- start of that workflow; when the person said it
    is_locked BOOLEAN NOT NULL CHECK (is_locked IN (0, 1)),  -- no workflow overwrites it
    PRIMARY KEY (activity_id, field, at)
);

-- What people decided of rows under review.
CREATE TABLE activity_decisions (
    workflow_id TEXT NOT NULL,
    row_key TEXT NOT NULL,                    -- '' for all the rest of the workflow
    decision TEXT NOT NULL CHECK (decision IN ('import', 'new', 'same', 'except', 'discard')),
    by TEXT NOT NULL,                         -- who
    at DATETIME NOT NULL,
    PRIMARY KEY (workflow_id, row_key)
);

CREATE TABLE scraping_sources (
    source_id TEXT PRIMARY KEY,               -- made of the URL and the detector
    url TEXT NOT NULL,                        -- of the sitemap, the feed, the listing, or the site
    detector TEXT NOT NULL CHECK (detector IN ('sitemap', 'rss', 'listing', 'site')),  -- site: all of it each time
    name TEXT NOT NULL,
    every TEXT NOT NULL CHECK (every IN ('hourly', 'daily', 'weekly', 'monthly', 'manual')),
    is_paused BOOLEAN NOT NULL CHECK (is_paused IN (0, 1)),
    has_baseline BOOLEAN NOT NULL CHECK (has_baseline IN (0, 1)),  -- the first check only records what is there
    cap INTEGER NOT NULL CHECK (cap >= 1),    -- workflows of one check
    include JSON TEXT NOT NULL,               -- globs of paths; an empty list: every path
    exclude JSON TEXT NOT NULL,
    scraper TEXT NOT NULL,                    -- of its workflows
    auto_import BOOLEAN NOT NULL CHECK (auto_import IN (0, 1)),  -- of its workflows
    added_at DATETIME NOT NULL,
    last_checked_at DATETIME,                 -- well
    last_change_at DATETIME,
    error TEXT                                -- of the last check
);

CREATE TABLE scraping_source_items (
    source_id TEXT NOT NULL REFERENCES scraping_sources (source_id) ON DELETE CASCADE,
    url TEXT NOT NULL,                        -- identity
    state TEXT NOT NULL CHECK (state IN ('known', 'discovered', 'queued', 'scraped', 'failed', 'removed')),
    lastmod TEXT,                             -- as the source says it
    tries INTEGER NOT NULL CHECK (tries >= 0),  -- workflows that failed in a row
    next_try_at DATETIME,                     -- of a failed one; NULL: given up
    workflow_id TEXT,                         -- the newest of it
    first_seen_at DATETIME NOT NULL,
    last_seen_at DATETIME NOT NULL,           -- moved by every check that sees it
    PRIMARY KEY (source_id, url)
);
CREATE INDEX scraping_source_items_state ON scraping_source_items (source_id, state);
CREATE INDEX scraping_source_items_workflow ON scraping_source_items (workflow_id);
