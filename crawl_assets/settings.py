"""Every setting the project reads from the environment, in one place.

Services never read the environment themselves: resources and the command line pass them what they need.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_LLM_BASE_URL = "https://openrouter.ai/api/v1"
DEFAULT_FEED_URL = "https://www.fifteensquared.net/feed/"
DEFAULT_FIRECRAWL_BASE_URL = "https://api.firecrawl.dev/v2"
DEFAULT_RESEND_BASE_URL = "https://api.resend.com"
DEFAULT_FETCHFOX_BASE_URL = "https://api.fetchfox.ai"
DEFAULT_GOOGLE_GEOCODE_BASE_URL = "https://maps.googleapis.com"
DEFAULT_EMBEDDINGS_MODEL = "local/hashed-ngrams-1"
DEFAULT_OPENAI_BASE_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process; a field's comment names its variable."""

    home: Path  # CRAWL_ASSETS_HOME: every file we keep lies under it
    dagster_home: Path | None  # DAGSTER_HOME; None: the folder dagster/ under `home`
    database_url: str  # TURSO_DATABASE_URL; empty: a file under `home`; disabled: none
    database_token: str  # TURSO_AUTH_TOKEN
    llm_base_url: str  # LLM_BASE_URL
    llm_api_key: str  # OPENROUTER_API_KEY
    cryptic_feed_url: str  # CRYPTIC_FEED_URL
    allowed_hosts: tuple[str, ...]  # CRAWL_ALLOW_HOSTS, comma separated host:port that may be private
    firecrawl_webhook_secrets: tuple[str, ...]  # FIRECRAWL_WEBHOOK_SECRET, comma separated; all are valid
    resend_webhook_secrets: tuple[str, ...]  # RESEND_WEBHOOK_SECRET, as above, each like whsec_...
    inbox_secrets: tuple[str, ...]  # INBOX_SECRET, as above, of the source `generic`
    crawler_webhook_secrets: tuple[str, ...]  # CRAWLER_WEBHOOK_SECRET, as above, of the source `crawler`
    inbox_unsigned: tuple[str, ...]  # INBOX_UNSIGNED, comma separated sources that are let in without a secret
    public_url: str  # CRAWL_PUBLIC_URL, where `crawl-assets serve` is reached; empty: no webhooks are asked for

    firecrawl_api_key: str  # FIRECRAWL_API_KEY
    firecrawl_base_url: str  # FIRECRAWL_BASE_URL, with its version: .../v2
    resend_api_key: str  # RESEND_API_KEY; empty: mail becomes files in an outbox folder
    resend_base_url: str  # RESEND_BASE_URL
    mail_from: str  # MAIL_FROM, an address
    mail_to: tuple[str, ...]  # MAIL_TO, comma separated addresses
    publish_to: str  # PUBLISH_TO, a folder as fsspec names it: s3://bucket/prefix; empty: files are not copied
    products_out: Path  # PRODUCTS_OUT, where result files of crawled shop pages lie
    products_needs_manual: str  # PRODUCTS_NEEDS_MANUAL, FAILED or READY_FOR_REVIEW: the status of what needs a person
    products_model: str  # PRODUCTS_MODEL, who is asked for what a shop page's rules did not find; empty: nobody
    chromium_path: str  # CHROMIUM_PATH, the browser for pages that their scripts write; empty: one found on the PATH

    fetchfox_api_key: str  # FETCHFOX_API_KEY
    fetchfox_base_url: str  # FETCHFOX_BASE_URL
    google_maps_api_key: str  # GOOGLE_MAPS_API_KEY; empty: places come from the offline gazetteer
    google_geocode_base_url: str  # GOOGLE_GEOCODE_BASE_URL
    embeddings_model: str  # EMBEDDINGS_MODEL; local/...: needs no key
    openai_api_key: str  # OPENAI_API_KEY, for embeddings
    openai_base_url: str  # OPENAI_BASE_URL, with its version: .../v1

    def __repr__(self) -> str:
        """Show the settings without the secrets; an address may hold one as well."""
        return (
            f"Settings(home={str(self.home)!r}, "
            f"llm_base_url={'default' if self.llm_base_url == DEFAULT_LLM_BASE_URL else 'set'}, "
            f"token={'set' if self.database_token else 'not set'}, key={'set' if self.llm_api_key else 'not set'}, "
            f"webhook secrets={'set' if self._has_webhook_secret else 'not set'}, "
            f"Firecrawl key={'set' if self.firecrawl_api_key else 'not set'}, "
            f"Resend key={'set' if self.resend_api_key else 'not set'}, "
            f"FetchFox key={'set' if self.fetchfox_api_key else 'not set'}, "
            f"Google Maps key={'set' if self.google_maps_api_key else 'not set'}, "
            f"OpenAI key={'set' if self.openai_api_key else 'not set'})"
        )

    @property
    def _has_webhook_secret(self) -> bool:
        given = (self.firecrawl_webhook_secrets, self.resend_webhook_secrets, self.inbox_secrets)
        return any(given) or bool(self.crawler_webhook_secrets)


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from environment variables; an empty variable (or one of spaces) counts as unset.

    Without `environ`: from the process's variables and the file .env of the current directory, which wins as it does
    in `dagster`, so that both use the same database.
    """
    environ = _environment() if environ is None else environ

    def value(name: str, default: str = "") -> str:
        return environ.get(name, "").strip() or default

    def values(name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in value(name).split(",") if part.strip())

    home = Path(value("CRAWL_ASSETS_HOME", ".crawl_assets")).expanduser().absolute()
    dagster = value("DAGSTER_HOME")
    return Settings(
        home=home,
        dagster_home=Path(dagster).expanduser().absolute() if dagster else None,
        database_url=value("TURSO_DATABASE_URL"),
        database_token=value("TURSO_AUTH_TOKEN"),
        llm_base_url=value("LLM_BASE_URL", DEFAULT_LLM_BASE_URL),
        llm_api_key=value("OPENROUTER_API_KEY"),
        cryptic_feed_url=value("CRYPTIC_FEED_URL", DEFAULT_FEED_URL),
        allowed_hosts=values("CRAWL_ALLOW_HOSTS"),
        firecrawl_webhook_secrets=values("FIRECRAWL_WEBHOOK_SECRET"),
        resend_webhook_secrets=values("RESEND_WEBHOOK_SECRET"),
        inbox_secrets=values("INBOX_SECRET"),
        crawler_webhook_secrets=values("CRAWLER_WEBHOOK_SECRET"),
        inbox_unsigned=values("INBOX_UNSIGNED"),
        public_url=value("CRAWL_PUBLIC_URL"),
        firecrawl_api_key=value("FIRECRAWL_API_KEY"),
        firecrawl_base_url=value("FIRECRAWL_BASE_URL", DEFAULT_FIRECRAWL_BASE_URL),
        resend_api_key=value("RESEND_API_KEY"),
        resend_base_url=value("RESEND_BASE_URL", DEFAULT_RESEND_BASE_URL),
        mail_from=value("MAIL_FROM"),
        mail_to=values("MAIL_TO"),
        publish_to=value("PUBLISH_TO"),
        fetchfox_api_key=value("FETCHFOX_API_KEY"),
        fetchfox_base_url=value("FETCHFOX_BASE_URL", DEFAULT_FETCHFOX_BASE_URL),
        google_maps_api_key=value("GOOGLE_MAPS_API_KEY"),
        google_geocode_base_url=value("GOOGLE_GEOCODE_BASE_URL", DEFAULT_GOOGLE_GEOCODE_BASE_URL),
        embeddings_model=value("EMBEDDINGS_MODEL", DEFAULT_EMBEDDINGS_MODEL),
        openai_api_key=value("OPENAI_API_KEY"),
        openai_base_url=value("OPENAI_BASE_URL", DEFAULT_OPENAI_BASE_URL),
        products_out=Path(value("PRODUCTS_OUT", str(home / "out"))).expanduser().absolute(),
        products_needs_manual=value("PRODUCTS_NEEDS_MANUAL", "FAILED"),
        products_model=value("PRODUCTS_MODEL"),
        chromium_path=value("CHROMIUM_PATH"),
    )


def pass_on_environment_file() -> None:
    """Put what the file .env says into this process's variables, as `dagster` does.

    For libraries that read variables of their own, as s3fs those of AWS.
    """
    os.environ.update(_environment())


def _environment() -> dict[str, str]:
    from dotenv import dotenv_values

    return dict(os.environ) | {name: value for name, value in dotenv_values(".env").items() if value is not None}
