"""Where raw activities come from: our own crawler, Firecrawl, FetchFox, a language model."""
