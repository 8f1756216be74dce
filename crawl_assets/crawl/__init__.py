"""One polite client for everything that is fetched."""
