"""No test sees the developer's own settings: neither exported ones nor those of a .env in the checkout."""

from pathlib import Path

import pytest

SETTINGS = (
    "CRAWL_ASSETS_HOME",
    "DAGSTER_HOME",
    "TURSO_DATABASE_URL",
    "TURSO_AUTH_TOKEN",
    "LLM_BASE_URL",
    "OPENROUTER_API_KEY",
    "CRYPTIC_FEED_URL",
    "CRAWL_ALLOW_HOSTS",
    "FIRECRAWL_WEBHOOK_SECRET",
    "RESEND_WEBHOOK_SECRET",
    "INBOX_SECRET",
    "CRAWLER_WEBHOOK_SECRET",
    "INBOX_UNSIGNED",
    "FIRECRAWL_API_KEY",
    "FIRECRAWL_BASE_URL",
    "RESEND_API_KEY",
    "RESEND_BASE_URL",
    "MAIL_FROM",
    "MAIL_TO",
    "FETCHFOX_API_KEY",
    "FETCHFOX_BASE_URL",
    "GOOGLE_MAPS_API_KEY",
    "GOOGLE_GEOCODE_BASE_URL",
    "EMBEDDINGS_MODEL",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "PRODUCTS_OUT",
    "CHROMIUM_PATH",
    "PRODUCTS_NEEDS_MANUAL",
    "PRODUCTS_MODEL",
)


@pytest.fixture(autouse=True)
def _away_from_the_checkout(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test in an empty folder with no setting set."""
    folder: Path = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(folder)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
