-- Journals of durable steps: what one materialization has finished, kept until its output is stored.

CREATE TABLE journals (
    asset TEXT NOT NULL,                      -- asset key, parts joined by '/'
    partition TEXT NOT NULL,                  -- '' for an unpartitioned asset
    state TEXT NOT NULL CHECK (state IN ('open', 'ended')),   -- ended: well, the output is not stored yet
    format INTEGER NOT NULL,                  -- of these two tables; see durable/lease.py
    run_id TEXT NOT NULL,                     -- the run that opened it last
    owner TEXT,                               -- token of the process that has it open now; NULL: nobody
    host TEXT NOT NULL,
    locks TEXT NOT NULL,                      -- folder of the file locks there
    pid INTEGER NOT NULL,
    opened_at DATETIME NOT NULL,              -- the first time
    heartbeat_at DATETIME NOT NULL,           -- renewed while it is open
    PRIMARY KEY (asset, partition)
);

CREATE TABLE journal_steps (
    asset TEXT NOT NULL,
    partition TEXT NOT NULL,
    step TEXT NOT NULL,                       -- the step's name, like 'ask'
    item TEXT NOT NULL,                       -- which of its items; '' for a single step
    inputs TEXT NOT NULL,                     -- sha256 of the inputs as JSON; other inputs, another result
    state TEXT NOT NULL CHECK (state IN ('done', 'failed')),
    result TEXT,                              -- JSON, when it is small
    blob TEXT,                                -- blob id of the JSON, when it is large
    error TEXT,
    attempts INTEGER NOT NULL,
    finished_at DATETIME NOT NULL,
    PRIMARY KEY (asset, partition, step, item)
);
