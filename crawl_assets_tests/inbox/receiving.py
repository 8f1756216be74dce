"""Receivers on loopback: the app under uvicorn in a thread, and `crawl-assets serve` as a process to be killed."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from crawl_assets.inbox.admission import Secrets
from crawl_assets.inbox.ledger import Ledger
from crawl_assets.inbox.receiver import receiver_app, utc_now
from crawl_assets.store.local import LocalDatabase
from crawl_assets.store.migrate import migrate, shipped_migrations
from crawl_assets_tests.inbox.webhooks import FIRECRAWL_SECRET, GENERIC_SECRET, RESEND_SECRET, Webhook
from crawl_assets_tests.store.databases import until

ALL_SECRETS = Secrets({"firecrawl": [FIRECRAWL_SECRET], "resend": [RESEND_SECRET], "generic": [GENERIC_SECRET]})


def ledger_in(folder: Path) -> Ledger:
    """Open the inbox of a folder, with a database connection of its own."""
    database = LocalDatabase(folder / "crawl_assets.db")
    migrate(database, shipped_migrations())
    return Ledger(database)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def receiving(
    ledger: Ledger, secrets: Secrets = ALL_SECRETS, clock: Callable[[], datetime] = utc_now, **options: Any
) -> Iterator[httpx.Client]:
    """Serve the app in a thread; yields a client of it."""
    app = receiver_app(ledger, secrets, clock, **options)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, lifespan="on", log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
        yield client
    server.should_exit = True
    thread.join()


class ReceiverProcess:
    """`crawl-assets serve` on one port, started as often as it is killed; what it said is in `log`."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder, self.port, self.log = folder, free_port(), folder / "serve.log"
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {**os.environ, "CRAWL_ASSETS_HOME": str(folder), **settings}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        words = ["-c", "from crawl_assets.cli import main; main()", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *words], cwd=self.folder, env=self._environment, stdout=log, stderr=log
            )
        until(self._answers)

    def kill(self) -> None:
        """Kill it with -9."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        assert self._process is not None and self._process.poll() is None, self.log.read_text()
        try:
            return httpx.get(f"{self.url}/health", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False


def deliver(client: httpx.Client, webhook: Webhook) -> httpx.Response:
    return client.post(f"/hooks/{webhook.source}", content=webhook.body, headers=webhook.headers)
