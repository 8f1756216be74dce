"""One client for OpenAI-compatible servers, and offline baselines behind the same interface."""
