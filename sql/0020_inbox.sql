-- The inbox: every webhook that was delivered, once, and what became of it.

CREATE TABLE inbox_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,     -- in the order of arrival, never used twice
    source TEXT NOT NULL,                     -- firecrawl, resend, generic
    delivery_id TEXT NOT NULL,                -- the sender's own, the same when it delivers again
    is_signed BOOLEAN NOT NULL CHECK (is_signed IN (0, 1)),   -- 0: INBOX_UNSIGNED let it in
    received_at DATETIME NOT NULL,
    -- pending: waits for a sensor; requested: taken into a batch of runs that Dagster has not confirmed yet
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'requested', 'done', 'failed')),
    batch INTEGER,                            -- the number of that batch: the sensor's cursor once Dagster has it
    partition TEXT,                           -- that a run was requested for; NULL: none was needed, or not yet
    tries INTEGER NOT NULL DEFAULT 0,         -- how often it could not be handled
    replays INTEGER NOT NULL DEFAULT 0,       -- how often somebody asked for it once more
    looked_at DATETIME,                       -- when a sensor looked at it last; NULL: not yet
    settled_at DATETIME,                      -- when it became done or failed
    error TEXT,                               -- why it failed, or what it waits for
    size INTEGER NOT NULL,                    -- bytes of the body
    body TEXT NOT NULL,                       -- as it came: JSON
    UNIQUE (source, delivery_id)
);

CREATE INDEX inbox_events_pending ON inbox_events (source, looked_at, id) WHERE state = 'pending';
CREATE INDEX inbox_events_requested ON inbox_events (source, batch) WHERE state = 'requested';
CREATE INDEX inbox_events_failed ON inbox_events (id) WHERE state = 'failed';
