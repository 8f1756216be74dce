-- The cryptic benchmark: puzzles and clues of a week, replies bought from models, and what is derived from them.
-- A week is named by its Monday (week_start); week_id is its ISO name, like 2026-W01.

CREATE TABLE puzzles (
    guardian_id INTEGER PRIMARY KEY,          -- the Guardian's own number
    week_start DATE NOT NULL,                 -- Monday of the publication date's ISO week
    week_id TEXT NOT NULL,
    puzzle_type TEXT NOT NULL,
    setter TEXT,                              -- NULL when no title form names one
    publication_date DATE NOT NULL,
    title TEXT NOT NULL,
    url TEXT,
    source TEXT NOT NULL,                     -- fifteensquared, georgeho or import
    clue_count INTEGER NOT NULL CHECK (clue_count >= 0),
    problems JSON TEXT NOT NULL               -- why the puzzle may be incomplete, a list of sentences
);
CREATE INDEX puzzles_week_start ON puzzles (week_start);

CREATE TABLE clues (
    clue_id TEXT PRIMARY KEY,                 -- 29890-1-across
    guardian_id INTEGER NOT NULL REFERENCES puzzles (guardian_id) DEFERRABLE INITIALLY DEFERRED,
    week_start DATE NOT NULL,
    clue_number TEXT NOT NULL,                -- '1', or '1,5' for linked lights
    direction TEXT NOT NULL CHECK (direction IN ('across', 'down')),
    clue_text TEXT NOT NULL CHECK (clue_text <> ''),
    answer TEXT NOT NULL CHECK (answer <> '' AND answer NOT GLOB '*[^A-Z]*'),
    letter_count TEXT NOT NULL,               -- the enumeration as printed, '(5,4)'
    linked_lights TEXT,
    UNIQUE (guardian_id, clue_number, direction)
);
CREATE INDEX clues_week_start ON clues (week_start);

CREATE TABLE clues_set_aside (
    guardian_id INTEGER NOT NULL,
    position INTEGER NOT NULL,                -- where in the post, from 0
    week_start DATE NOT NULL,
    raw_text TEXT NOT NULL,
    answer TEXT,
    reason TEXT NOT NULL,
    PRIMARY KEY (guardian_id, position)
);

CREATE TABLE models (
    openrouter_id TEXT PRIMARY KEY,           -- anthropic/claude-sonnet-4.5
    provider TEXT NOT NULL,
    model_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    is_active BOOLEAN NOT NULL CHECK (is_active IN (0, 1)),
    kind TEXT NOT NULL CHECK (kind IN ('language_model', 'baseline')),
    request JSON TEXT NOT NULL,               -- more fields for the request body
    added_at DATETIME
);

CREATE TABLE model_responses (
    openrouter_id TEXT NOT NULL REFERENCES models (openrouter_id),
    clue_id TEXT NOT NULL REFERENCES clues (clue_id),
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    week_start DATE NOT NULL,                 -- the clue's week, whenever it was asked
    outcome TEXT NOT NULL CHECK (outcome IN ('answered', 'empty', 'truncated', 'refused', 'failed')),
    response TEXT,
    error_message TEXT,
    error_status INTEGER,                     -- HTTP status
    finish_reason TEXT,
    response_time_ms INTEGER,
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    tokens_used INTEGER,
    cost_usd REAL,
    request_id TEXT,                          -- the provider's own
    prompt_version TEXT,
    provider_reply JSON TEXT,                 -- the whole body as received
    asked_at DATETIME,
    kind TEXT NOT NULL,
    PRIMARY KEY (openrouter_id, clue_id, attempt)
);
CREATE INDEX model_responses_partition ON model_responses (week_start, openrouter_id);

CREATE TABLE evaluations (
    openrouter_id TEXT NOT NULL,
    clue_id TEXT NOT NULL,
    attempt INTEGER NOT NULL,                 -- the attempt that was scored
    week_start DATE NOT NULL,
    extracted_answer TEXT,
    is_answered BOOLEAN NOT NULL,
    is_correct BOOLEAN NOT NULL CHECK (is_correct <= is_answered),
    outcome TEXT NOT NULL,
    scorer_version TEXT NOT NULL,
    reason TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (openrouter_id, clue_id),
    FOREIGN KEY (openrouter_id, clue_id, attempt) REFERENCES model_responses (openrouter_id, clue_id, attempt)
);
CREATE INDEX evaluations_partition ON evaluations (week_start, openrouter_id);

CREATE TABLE weekly_rankings (
    week_start DATE NOT NULL,
    week_id TEXT NOT NULL,
    openrouter_id TEXT NOT NULL REFERENCES models (openrouter_id),
    kind TEXT NOT NULL,
    total_clues INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    correct INTEGER NOT NULL CHECK (correct <= answered),
    failed INTEGER NOT NULL,
    accuracy REAL CHECK (accuracy BETWEEN 0 AND 100),   -- percent of the answered clues
    accuracy_low REAL,                        -- Wilson 95 % interval, percent
    accuracy_high REAL,
    rank INTEGER CHECK (rank >= 1),           -- NULL: unranked, see reason
    reason TEXT,
    is_partial BOOLEAN NOT NULL,
    mean_response_time_ms REAL,
    cost_usd REAL,
    PRIMARY KEY (week_start, openrouter_id)
);

CREATE TABLE rank_tenure (
    openrouter_id TEXT NOT NULL REFERENCES models (openrouter_id),
    rank_position INTEGER NOT NULL CHECK (rank_position >= 1),
    start_week TEXT NOT NULL,                 -- week_id
    end_week TEXT,                            -- week_id of the last week held; NULL while it lasts
    weeks_count INTEGER NOT NULL CHECK (weeks_count >= 1),
    is_current BOOLEAN NOT NULL,
    PRIMARY KEY (openrouter_id, rank_position, start_week)
);
