-- What enriching activities has bought, kept under its natural key and so bought once; and which vector an activity has.

-- Answers of a paid geocoder. What nobody can place is an answer too; a refused or failed call is none.
CREATE TABLE geocodes (
    provider TEXT NOT NULL,                   -- who answered
    query TEXT NOT NULL,                      -- normalised; see activities/geocoding.py
    status TEXT NOT NULL,                     -- the provider's own word: OK, ZERO_RESULTS
    latitude REAL,                            -- WGS 84, degrees; NULL: no result
    longitude REAL,                           -- WGS 84, degrees
    precision TEXT,                           -- ROOFTOP to APPROXIMATE
    place_id TEXT,                            -- the provider's own
    formatted_address TEXT,                   -- as the provider writes it
    components JSON TEXT NOT NULL,            -- of the address, as locations spell them: street_address, city ...
    is_partial BOOLEAN NOT NULL,              -- not all of the query was matched
    asked_at DATETIME NOT NULL,               -- answers are asked for again after thirty days
    PRIMARY KEY (provider, query)
);

-- Vectors of texts; a vector is comparable only with those of its own recipe and model.
CREATE TABLE embeddings (
    text_hash TEXT NOT NULL,                  -- sha256 of the text
    recipe TEXT NOT NULL,                     -- how the text was put together
    model TEXT NOT NULL,                      -- who made the vector
    dimensions INTEGER NOT NULL CHECK (dimensions >= 1),  -- numbers in it
    vector BLOB NOT NULL CHECK (length(vector) = 4 * dimensions),  -- float32, little-endian, as libSQL keeps vectors
    made_at DATETIME NOT NULL,                -- when it came
    PRIMARY KEY (text_hash, recipe, model)
);

-- Batches at an OpenAI-compatible server, from before the order until the last file there is deleted.
CREATE TABLE embedding_batches (
    batch_id TEXT PRIMARY KEY,                -- the server's own
    model TEXT NOT NULL,                      -- who makes the vectors
    recipe TEXT NOT NULL,                     -- of the texts
    input_file_id TEXT NOT NULL,              -- the server's own
    text_hashes JSON TEXT NOT NULL,           -- what was asked for, in the order of the file
    state TEXT NOT NULL CHECK (state IN ('waiting', 'collected', 'failed')),  -- ours: collected, also when partial
    status TEXT NOT NULL,                     -- the server's word when it was looked at last
    done INTEGER NOT NULL,                    -- requests answered, as the server counts
    failed INTEGER NOT NULL,                  -- requests that failed, as the server counts
    error TEXT,                               -- why vectors are missing
    submitted_at DATETIME NOT NULL,           -- when it was ordered
    next_look_at DATETIME NOT NULL,           -- not looked at before; a fixed interval after the last look
    deadline_at DATETIME NOT NULL,            -- given up then
    ended_at DATETIME                         -- NULL while it is waited for
);
CREATE INDEX embedding_batches_waiting ON embedding_batches (next_look_at) WHERE state = 'waiting';

CREATE TABLE activity_vectors (
    activity_id TEXT PRIMARY KEY,             -- the activity
    text_hash TEXT NOT NULL,                  -- its vector in embeddings,
    recipe TEXT NOT NULL,                     -- with these two
    model TEXT NOT NULL                       -- as the rest of its key
);
CREATE INDEX activity_vectors_text ON activity_vectors (model, recipe, text_hash);
