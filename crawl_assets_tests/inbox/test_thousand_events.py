"""1,000 webhooks, shuffled, each delivered one to four times, 50 at once; every process is killed: each counts once."""

import asyncio
import random
from collections import Counter, deque
from pathlib import Path

import pytest

from crawl_assets.inbox.ledger import Ledger
from crawl_assets.store.database import Statement
from crawl_assets_tests.durable.children import join, start
from crawl_assets_tests.inbox.daemon import make_tables, run_daemon
from crawl_assets_tests.inbox.receiving import ReceiverProcess, ledger_in
from crawl_assets_tests.inbox.webhooks import SECRETS, Webhook, firecrawl, page_event
from crawl_assets_tests.store.databases import until

EVENTS, AT_ONCE, CRAWLS = 1_000, 50, 10
LATE = "crawl-9"  # is known only when everything was delivered


class Sender:
    """Delivers like Firecrawl: until it is answered with 200, later again when not, in no order."""

    def __init__(self, port: int, chance: random.Random) -> None:
        self.port, self.answered, self.broken = port, 0, 0
        hooks = [firecrawl(page_event(number, f"crawl-{number % CRAWLS}")) for number in range(EVENTS)]
        copies = [hook for hook in hooks for _ in range(chance.randint(1, 4))]
        chance.shuffle(copies)
        self.waiting = deque(copies)
        self.copies = len(copies)

    async def deliver_all(self) -> None:
        await asyncio.gather(*(self._work() for _ in range(AT_ONCE)))

    async def _work(self) -> None:
        """Deliver over one connection, a new one when it broke; by hand, since the tests' time is spent here."""
        while self.waiting:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                while self.waiting:
                    await self._deliver_one(reader, writer)
                writer.close()
            except OSError:
                await asyncio.sleep(0.02)

    async def _deliver_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hook = self.waiting.popleft()
        try:
            writer.write(request_of(hook))
            answer = await reader.readuntil(b"\r\n\r\n")
            length = int(answer.lower().partition(b"content-length: ")[2].split(b"\r\n", 1)[0])
            answer += await reader.readexactly(length)
        except (OSError, EOFError) as error:
            self.broken += 1
            self.waiting.append(hook)
            raise ConnectionError from error
        assert answer.startswith(b"HTTP/1.1 200 "), answer
        self.answered += 1


def request_of(hook: Webhook) -> bytes:
    headers = {"host": "127.0.0.1", "content-length": str(len(hook.body)), **hook.headers}
    lines = [f"POST /hooks/{hook.source} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + hook.body


async def deliver_with_kills(sender: Sender, receiver: ReceiverProcess, kills_at: list[int]) -> None:
    sending = asyncio.create_task(sender.deliver_all())
    for answered in kills_at:
        while sender.answered < answered:
            assert not sending.done(), sending.exception()
            await asyncio.sleep(0.001)
        receiver.kill()
        await asyncio.to_thread(receiver.start)
    await sending


def count(ledger: Ledger, sql: str) -> int:
    return int(ledger.database.query(f"SELECT count(*) AS n FROM {sql}")[0]["n"])


@pytest.mark.parametrize("seed", [5, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(10))])
def test_each_of_a_thousand_events_has_its_effect_exactly_once(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    ledger = ledger_in(tmp_path)
    make_tables(ledger)
    early = [Statement("INSERT INTO crawls VALUES (?)", (f"crawl-{number}",)) for number in range(CRAWLS - 1)]
    ledger.database.transaction(early)
    receiver = ReceiverProcess(tmp_path, SECRETS)
    receiver.start()
    sender = Sender(receiver.port, chance)
    daemon = start(run_daemon, tmp_path, chance.randint(1, 4))
    try:
        kills = [chance.randint(100, sender.copies // 2), chance.randint(sender.copies // 2, sender.copies - 100)]
        asyncio.run(deliver_with_kills(sender, receiver, kills))
        until((tmp_path / "hangs").exists)
        daemon.kill()
        assert join(daemon) == -9
        daemon = start(run_daemon, tmp_path)
        until(lambda: count(ledger, "inbox_events WHERE state = 'done'") == EVENTS - EVENTS // CRAWLS)
        assert count(ledger, "inbox_events WHERE error = 'crawl crawl-9 is not known yet'") == EVENTS // CRAWLS
        ledger.database.transaction([Statement("INSERT INTO crawls VALUES (?)", (LATE,))])
        until(lambda: count(ledger, "inbox_events WHERE state = 'done'") == EVENTS)
    finally:
        daemon.kill()
        receiver.kill()
    assert sender.broken > 0, "no delivery met a killed receiver"
    effects = Counter(row["event"] for row in ledger.database.query("SELECT event FROM effects"))
    assert effects == {f"crawl-{number % CRAWLS}-webhook-{number}": 1 for number in range(EVENTS)}
    assert count(ledger, "inbox_events") == EVENTS
    batches = "SELECT DISTINCT batch, partition FROM inbox_events"
    assert count(ledger, f"({batches})") == count(ledger, "launched"), "one run a batch and partition"
    said = receiver.log.read_text()
    assert not [secret for secret in SECRETS.values() if secret in said]
    print(f"{sender.copies} deliveries, {sender.broken} broken off, {count(ledger, 'launched')} runs")
