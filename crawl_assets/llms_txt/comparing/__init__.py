"""Whether a page has changed: its text without what changes by itself, compared with the accepted one."""
