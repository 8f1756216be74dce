-- The cryptic benchmark: puzzles and clues of a week, replies bought from models, and what is derived from them.
-- A week is named by its Monday (week_start); week_id is its ISO name, like 2026-W01.

CREATE TABLE puzzles (
    guardian_id INTEGER PRIMARY KEY,          -- the Guardian's own number
    week_start DATE NOT NULL,                 -- Monday of the publication date's ISO week
    week_id TEXT NOT NULL,                    -- that week's ISO name, 2026-W02
    puzzle_type TEXT NOT NULL,                -- the series: cryptic
    setter TEXT,                              -- NULL when no title form names one
    publication_date DATE NOT NULL,           -- by the address of the post
    title TEXT NOT NULL,                      -- of the post
    url TEXT,                                 -- of the post
    source TEXT NOT NULL,                     -- fifteensquared, georgeho or import
    clue_count INTEGER NOT NULL CHECK (clue_count >= 0),  -- clues kept of it
    problems JSON TEXT NOT NULL               -- why the puzzle may be incomplete, a list of sentences
);
CREATE INDEX puzzles_week_start ON puzzles (week_start);

CREATE TABLE clues (
    clue_id TEXT PRIMARY KEY,                 -- 29890-1-across
    guardian_id INTEGER NOT NULL REFERENCES puzzles (guardian_id) DEFERRABLE INITIALLY DEFERRED,  -- its puzzle
    week_start DATE NOT NULL,                 -- Monday of the puzzle's week
    clue_number TEXT NOT NULL,                -- '1', or '1,5' for linked lights
    direction TEXT NOT NULL CHECK (direction IN ('across', 'down')),  -- across or down
    clue_text TEXT NOT NULL CHECK (clue_text <> ''),  -- without the enumeration
    answer TEXT NOT NULL CHECK (answer <> '' AND answer NOT GLOB '*[^A-Z]*'),  -- capitals only, all lights
    letter_count TEXT NOT NULL,               -- the enumeration as printed, '(5,4)'
    linked_lights TEXT,                       -- every light of a linked clue, as in 10,14d
    UNIQUE (guardian_id, clue_number, direction)
);
CREATE INDEX clues_week_start ON clues (week_start);

CREATE TABLE clues_set_aside (
    guardian_id INTEGER NOT NULL,             -- its puzzle
    position INTEGER NOT NULL,                -- where in the post, from 0
    week_start DATE NOT NULL,                 -- Monday of the puzzle's week
    raw_text TEXT NOT NULL,                   -- as it was read
    answer TEXT,                              -- as far as one was read
    reason TEXT NOT NULL,                     -- why it cannot be trusted
    PRIMARY KEY (guardian_id, position)
);

CREATE TABLE models (
    openrouter_id TEXT PRIMARY KEY,           -- anthropic/claude-sonnet-4.5
    provider TEXT NOT NULL,                   -- the first part of the id
    model_name TEXT NOT NULL,                 -- the second part of the id
    display_name TEXT NOT NULL,               -- as the leaderboard shows it
    is_active BOOLEAN NOT NULL CHECK (is_active IN (0, 1)),  -- asked each week
    kind TEXT NOT NULL CHECK (kind IN ('language_model', 'baseline')),  -- language_model or baseline
    request JSON TEXT NOT NULL,               -- more fields for the request body
    added_at DATETIME                         -- when it joined
);

CREATE TABLE model_responses (
    openrouter_id TEXT NOT NULL REFERENCES models (openrouter_id),  -- the model
    clue_id TEXT NOT NULL REFERENCES clues (clue_id),  -- the clue
    attempt INTEGER NOT NULL CHECK (attempt >= 1),  -- 1 unless somebody asked again
    week_start DATE NOT NULL,                 -- the clue's week, whenever it was asked
    outcome TEXT NOT NULL CHECK (outcome IN ('answered', 'empty', 'truncated', 'refused', 'failed')),  -- of the call
    response TEXT,                            -- the text, raw
    error_message TEXT,                       -- what the provider said instead
    error_status INTEGER,                     -- HTTP status
    finish_reason TEXT,                       -- as the provider states it
    response_time_ms INTEGER,                 -- of the whole call
    prompt_tokens INTEGER,                    -- as the provider counts
    completion_tokens INTEGER,                -- as the provider counts
    tokens_used INTEGER,                      -- prompt and completion
    cost_usd REAL,                            -- as the provider states it
    request_id TEXT,                          -- the provider's own
    prompt_version TEXT,                      -- of prompts.py; NULL: imported
    provider_reply JSON TEXT,                 -- the whole body as received
    asked_at DATETIME,                        -- when the answer came
    kind TEXT NOT NULL,                       -- language_model or baseline
    PRIMARY KEY (openrouter_id, clue_id, attempt)
);
CREATE INDEX model_responses_partition ON model_responses (week_start, openrouter_id);

CREATE TABLE evaluations (
    openrouter_id TEXT NOT NULL,              -- the model
    clue_id TEXT NOT NULL,                    -- the clue
    attempt INTEGER NOT NULL,                 -- the attempt that was scored
    week_start DATE NOT NULL,                 -- the clue's week
    extracted_answer TEXT,                    -- the final answer as written; NULL: none, or two
    is_answered BOOLEAN NOT NULL,             -- the provider answered at all
    is_correct BOOLEAN NOT NULL CHECK (is_correct <= is_answered),  -- the same word as the answer
    outcome TEXT NOT NULL,                    -- of the response
    scorer_version TEXT NOT NULL,             -- of scoring.py
    reason TEXT NOT NULL,                     -- how the answer was found, or why there is none
    kind TEXT NOT NULL,                       -- language_model or baseline
    PRIMARY KEY (openrouter_id, clue_id),
    FOREIGN KEY (openrouter_id, clue_id, attempt) REFERENCES model_responses (openrouter_id, clue_id, attempt)
);
CREATE INDEX evaluations_partition ON evaluations (week_start, openrouter_id);

CREATE TABLE weekly_rankings (
    week_start DATE NOT NULL,                 -- Monday of the puzzles' week
    week_id TEXT NOT NULL,                    -- that week's ISO name
    openrouter_id TEXT NOT NULL REFERENCES models (openrouter_id),  -- the model
    kind TEXT NOT NULL,                       -- language_model or baseline
    total_clues INTEGER NOT NULL,             -- clues of the week
    answered INTEGER NOT NULL,                -- clues it has a reply to
    correct INTEGER NOT NULL CHECK (correct <= answered),  -- of the answered ones
    failed INTEGER NOT NULL,                  -- clues that the provider failed to answer
    accuracy REAL CHECK (accuracy BETWEEN 0 AND 100),   -- percent of the answered clues
    accuracy_low REAL,                        -- Wilson 95 % interval, percent
    accuracy_high REAL,                       -- Wilson 95 % interval, percent
    rank INTEGER CHECK (rank >= 1),           -- NULL: unranked, see reason
    reason TEXT,                              -- why there is no rank
    is_partial BOOLEAN NOT NULL,              -- lacks replies, or a post was not read whole
    mean_response_time_ms REAL,               -- of the answered calls
    cost_usd REAL,                            -- of all attempts
    PRIMARY KEY (week_start, openrouter_id)
);

CREATE TABLE rank_tenure (
    openrouter_id TEXT NOT NULL REFERENCES models (openrouter_id),  -- the model
    rank_position INTEGER NOT NULL CHECK (rank_position >= 1),  -- the rank held
    start_week TEXT NOT NULL,                 -- week_id
    end_week TEXT,                            -- week_id of the last week held; NULL while it lasts
    weeks_count INTEGER NOT NULL CHECK (weeks_count >= 1),  -- ranked weeks in a row
    is_current BOOLEAN NOT NULL,              -- reaches the newest ranked week
    PRIMARY KEY (openrouter_id, rank_position, start_week)
);
