-- llms.txt: sites that are recrawled when due, what every crawl saw of their pages, and what was published of them.
-- A domain is the host, with its port when that is not the default: docs.example.org, 127.0.0.1:8510.

CREATE TABLE domains (
    domain TEXT PRIMARY KEY,                  -- the partition
    start_url TEXT NOT NULL,                  -- where a crawl begins
    interval_minutes INTEGER NOT NULL CHECK (interval_minutes >= 1),  -- between crawls
    include JSON TEXT NOT NULL,               -- globs of paths; an empty list: every path
    exclude JSON TEXT NOT NULL,               -- globs of paths
    max_pages INTEGER NOT NULL CHECK (max_pages >= 1),  -- of one crawl
    source TEXT NOT NULL CHECK (source IN ('own', 'firecrawl')),  -- who crawls
    title TEXT,                               -- NULL: the title of the start page
    rules JSON TEXT NOT NULL,                 -- of composing: pins, order, section names, overrides, exclusions
    change_rules JSON TEXT NOT NULL,          -- of comparing: similarity_threshold, ignored_lines
    model TEXT,                               -- writes summaries; NULL: they are the pages' own words
    max_cost_usd REAL CHECK (max_cost_usd > 0),  -- of one crawl's summaries; NULL: no cap
    mails_unchanged BOOLEAN NOT NULL CHECK (mails_unchanged IN (0, 1)),  -- people are told of crawls that change nothing
    is_paused BOOLEAN NOT NULL CHECK (is_paused IN (0, 1)),  -- not crawled on schedule
    published_version INTEGER,                -- what is served; NULL: the newest
    added_at DATETIME NOT NULL                -- when it was registered
);

CREATE TABLE crawl_jobs (
    job_id TEXT PRIMARY KEY,                  -- our own, made before anything is fetched
    domain TEXT NOT NULL REFERENCES domains (domain),  -- the partition
    state TEXT NOT NULL CHECK (state IN ('active', 'finished', 'failed', 'cancelled')),  -- of the crawl
    run_id TEXT NOT NULL,                     -- the Dagster run that had it last
    started_at DATETIME NOT NULL,             -- first request
    finished_at DATETIME,                     -- NULL while it is active
    error TEXT,                               -- why it failed
    is_complete BOOLEAN,                      -- it reached all it could; NULL while it is active
    sitemap_urls JSON TEXT NOT NULL,          -- what the site's sitemaps name
    own_llms_txt TEXT                         -- blob id of the llms.txt that the site has itself; NULL: it has none
);
-- two active crawls of one domain cannot be
CREATE UNIQUE INDEX crawl_jobs_one_active ON crawl_jobs (domain) WHERE state = 'active';
CREATE INDEX crawl_jobs_domain ON crawl_jobs (domain, started_at);

CREATE TABLE crawl_pages (
    domain TEXT NOT NULL,                     -- the partition
    url TEXT NOT NULL,                        -- identity, see crawl/urls.py
    job_id TEXT NOT NULL,                     -- the newest crawl
    requested_url TEXT NOT NULL,              -- as it was found
    status INTEGER,                           -- HTTP status; NULL: no answer
    outcome TEXT NOT NULL CHECK (outcome IN ('fetched', 'unchanged', 'failed', 'refused')),  -- of the fetch
    content_type TEXT NOT NULL,               -- media type
    blob TEXT,                                -- blob id of the body as text
    depth INTEGER NOT NULL,                   -- links from the start page
    error TEXT,                               -- why there is no body
    is_noindex BOOLEAN NOT NULL,              -- asks not to be indexed
    fetched_at DATETIME NOT NULL,             -- when it was asked for
    PRIMARY KEY (domain, url)
);

CREATE TABLE page_versions (
    domain TEXT NOT NULL,                     -- the partition
    url TEXT NOT NULL,                        -- identity of the page
    job_id TEXT NOT NULL,                     -- the crawl that saw it so
    crawled_at DATETIME NOT NULL,             -- start of that crawl
    outcome TEXT NOT NULL CHECK (
        outcome IN ('new', 'changed', 'same', 'failed', 'not_found', 'gone', 'absent', 'left_out')),
    is_complete_crawl BOOLEAN NOT NULL,       -- the crawl reached all it could
    raw_blob TEXT,                            -- blob id of the page as fetched
    markdown_blob TEXT,                       -- blob id of its Markdown; the accepted one when nothing changed
    fingerprint TEXT,                         -- of the cleaned Markdown
    similarity REAL,                          -- with the accepted version, 0 to 1
    title TEXT,                               -- one line
    description TEXT,                         -- one line
    reason TEXT NOT NULL,                     -- why it counts so
    summary_source TEXT CHECK (summary_source IN ('plain', 'model')),  -- who wrote title and description
    summary_note TEXT,                        -- why it is not the model's, where one was to write it
    PRIMARY KEY (domain, url, job_id)
);

CREATE TABLE llms_txt_artifacts (
    domain TEXT NOT NULL,                     -- the partition
    version INTEGER NOT NULL CHECK (version >= 1),  -- raised when any file's bytes differ
    path TEXT NOT NULL,                       -- llms.txt, llms-full.txt, pages/guide.md
    blob TEXT NOT NULL,                       -- blob id of the file
    bytes INTEGER NOT NULL,                   -- its size
    job_id TEXT NOT NULL,                     -- the crawl it was made from
    published_at DATETIME NOT NULL,           -- when the version was made
    PRIMARY KEY (domain, version, path)
);

CREATE TABLE crawl_report (
    domain TEXT NOT NULL,                     -- the partition
    job_id TEXT NOT NULL,                     -- the crawl
    crawled_at DATETIME NOT NULL,             -- its start
    pages INTEGER NOT NULL,                   -- live after it
    new INTEGER NOT NULL,                     -- seen first
    changed INTEGER NOT NULL,                 -- whose text changed
    same INTEGER NOT NULL,                    -- as before
    failed INTEGER NOT NULL,                  -- that could not be fetched; their last version stays
    removed INTEGER NOT NULL,                 -- taken out by this crawl
    summarised INTEGER NOT NULL,              -- described by a model, newly
    cost_usd REAL,                            -- of those, as the provider states it
    version INTEGER NOT NULL,                 -- of the artifacts after it
    is_published BOOLEAN NOT NULL,            -- this crawl made that version
    PRIMARY KEY (domain, job_id)
);

-- What models said of pages: bought once for a text, a prompt and a model, whatever site or crawl it is for.
CREATE TABLE page_summaries (
    summary_key TEXT PRIMARY KEY,             -- sha256 of the text's hash, the prompt's version and the model
    model TEXT NOT NULL,                      -- who was asked
    prompt_version TEXT NOT NULL,             -- how
    domain TEXT NOT NULL,                     -- for whom it was bought
    url TEXT NOT NULL,                        -- of the page it was bought for
    reply TEXT,                               -- as it came; what of it is believed is decided when it is read
    cost_usd REAL,                            -- as the provider states it
    asked_at DATETIME NOT NULL                -- when
);
