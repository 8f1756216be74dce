"""What assets are given: the store, the journals, the web and the language models, each made at its first use.

Only here and on the command line is the environment read. A wrong setting therefore fails the run that needs it, with
the setting's name, and not the whole code location.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawl_assets.settings import Settings, read_settings

if TYPE_CHECKING:
    from crawl_assets.crawl.fetch import PoliteClient
    from crawl_assets.crawl.firecrawl import Firecrawl
    from crawl_assets.durable.journal import Journals
    from crawl_assets.llm.chat import ChatClient
    from crawl_assets.notify.mail import Mailer
    from crawl_assets.store.blobs import Blobs
    from crawl_assets.store.database import Database

STARTS_PER_SECOND, TOTAL_SECONDS = 2.0, 120.0


class Store:
    """The database, migrated, and the blobs beside it."""

    def __init__(self, settings: Callable[[], Settings] = read_settings) -> None:
        self._settings = settings

    @cached_property
    def settings(self) -> Settings:
        """Return the settings as they were at the first use."""
        return self._settings()

    @cached_property
    def database(self) -> "Database":
        """Open the database of TURSO_DATABASE_URL (or the file under the data folder) and apply waiting migrations."""
        from crawl_assets.store.migrate import migrate, shipped_migrations

        database = self.unmigrated_database
        migrate(database, shipped_migrations())
        return database

    @cached_property
    def unmigrated_database(self) -> "Database":
        """Open the database as it is."""
        from crawl_assets.store.connect import connect

        settings = self.settings
        return connect(settings.database_url, settings.database_token, settings.home / "crawl_assets.db")

    @cached_property
    def blobs(self) -> "Blobs":
        """Open the blobs under the data folder."""
        from crawl_assets.store.blobs import FileBlobs

        return FileBlobs(self.settings.home / "blobs")

    @cached_property
    def journals(self) -> "Journals":
        """Open the journals of durable steps, which lie in the database."""
        from crawl_assets.durable.journal import Journals

        return Journals(self.database, self.blobs, self.settings.home / "journals")


class Web:
    """The polite HTTP client for everything that is fetched; what it fetched last is kept in the store."""

    def __init__(self, settings: Callable[[], Settings] = read_settings, store: Store | None = None) -> None:
        self._store = store or Store(settings)

    @property
    def settings(self) -> Settings:
        """Return the settings as they were at the first use."""
        return self._store.settings

    def client(self, *, keeps: bool = True) -> "PoliteClient":
        """Make a client; open it by `async with`. One that keeps nothing needs no database, and sees each page anew."""
        from crawl_assets.crawl.fetch import PoliteClient
        from crawl_assets.crawl.kept import KeptPages

        kept = KeptPages(self._store.database, self._store.blobs) if keeps else None
        return PoliteClient(allow_hosts=self._store.settings.allowed_hosts, kept=kept)

    def image_client(self) -> "PoliteClient":
        """Make a client for pictures: as polite, with narrower limits; what it fetches is not kept as it came."""
        from crawl_assets.crawl.fetch import PoliteClient
        from crawl_assets.crawl.limits import IMAGE_LIMITS

        return PoliteClient(allow_hosts=self._store.settings.allowed_hosts, limits=IMAGE_LIMITS)


class LanguageModels:
    """Chat models by id: offline baselines at once, everything else through LLM_BASE_URL."""

    def __init__(
        self,
        settings: Callable[[], Settings] = read_settings,
        *,
        starts_per_second: float = STARTS_PER_SECOND,  # of one model, over all processes of this machine
        total_seconds: float = TOTAL_SECONDS,  # of one call, to the last byte of its answer
    ) -> None:
        self._settings = settings
        self.starts_per_second = starts_per_second
        self._total_seconds = total_seconds

    @cached_property
    def settings(self) -> Settings:
        """Return the settings as they were at the first use."""
        return self._settings()

    def client(self) -> "ChatClient":
        """Make a client that needs a key only once a model that is no baseline is asked."""
        from crawl_assets.llm.baselines import RoutedChat
        from crawl_assets.llm.openai_chat import OpenAIChat

        key, base_url, seconds = self.settings.llm_api_key, self.settings.llm_base_url, self._total_seconds
        return RoutedChat(lambda: OpenAIChat(key, base_url=base_url, total_seconds=seconds))

    @property
    def has_key(self) -> bool:
        """Tell whether models that are no baseline can be asked: a key is set, or the server needs none."""
        from crawl_assets.llm.openai_chat import LOOPBACK

        try:
            host = urlsplit(self.settings.llm_base_url).hostname
        except ValueError:  # no address: the run that needs it says so
            host = None
        return bool(self.settings.llm_api_key) or host in LOOPBACK


class Outside:
    """The services that are spoken to with keys of their own: Firecrawl, and who brings mail."""

    def __init__(self, settings: Callable[[], Settings] = read_settings) -> None:
        self._settings = settings

    @cached_property
    def settings(self) -> Settings:
        """Return the settings as they were at the first use."""
        return self._settings()

    def firecrawl(self) -> "Firecrawl":
        """Make a client of Firecrawl v2; raises NotSetUp without FIRECRAWL_API_KEY."""
        from crawl_assets.crawl.firecrawl import Firecrawl
        from crawl_assets.json_api import ApiAccess

        return Firecrawl(ApiAccess(self.settings.firecrawl_base_url, self.settings.firecrawl_api_key))

    def mailer(self) -> "Mailer | None":
        """Return who sends mail: Resend with a key, else files in an outbox folder; None when it is for nobody."""
        from crawl_assets.json_api import ApiAccess
        from crawl_assets.notify.mail import ResendMailer
        from crawl_assets.notify.outbox import OutboxMailer

        settings = self.settings
        if not settings.mail_to:
            return None
        if settings.resend_api_key:
            return ResendMailer(ApiAccess(settings.resend_base_url, settings.resend_api_key), settings.mail_from)
        folder = settings.home / "outbox"
        return OutboxMailer(folder, settings.mail_from) if settings.mail_from else OutboxMailer(folder)
