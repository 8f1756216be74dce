-- What was fetched last from a URL, so that the next request can ask whether it changed (RFC 9110, section 13).

CREATE TABLE fetched_pages (
    url TEXT PRIMARY KEY,                     -- that answered with the content, after redirects
    etag TEXT,                                -- as sent, quotes and W/ included
    last_modified TEXT,                       -- as sent
    content_type TEXT NOT NULL,               -- the whole header; '' when there was none
    body_blob TEXT NOT NULL,                  -- blob id of the body after content decoding
    fetched_at DATETIME NOT NULL,             -- when this body came
    checked_at DATETIME NOT NULL              -- when the server last said that it is still current
);
