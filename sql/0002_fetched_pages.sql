-- What was fetched last from a URL, so that the next request can ask whether it changed (RFC 9110, section 13).

CREATE TABLE fetched_pages (
    url TEXT PRIMARY KEY,                     -- that answered with the content, after redirects
    etag TEXT,                                -- as sent, quotes and W/ included
    last_modified TEXT,                       -- as sent
    content_type TEXT NOT NULL,               -- the whole header; '' when there was none
    robots_tag TEXT NOT NULL,                 -- the X-Robots-Tag headers, a line each; '' when there was none
    body_blob TEXT NOT NULL,                  -- blob id of the body after content decoding
    fetched_at DATETIME NOT NULL,             -- when this body came
    checked_at DATETIME NOT NULL,             -- when the server last said that it is still current
    reading TEXT,                             -- JSON: what a crawl read in this body, see crawl/reading.py
    read_by TEXT                              -- what read it: another version of that code reads the body again
);
