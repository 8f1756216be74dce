"""Software-defined assets that scrape, evaluate with language models and publish on a schedule."""
