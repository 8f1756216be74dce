"""A vendor that is paid a call: an HTTP server on loopback that counts what is bought of it.

`POST /buy/{item}` answers 200 with `{"item": ..., "receipt": n}`, where n counts calls from 1, after `seconds`; or
with the answers that `says` was given for that item, one a call. A call counts as bought as soon as it is read.
"""

import asyncio
import json
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it was read."""

    item: str
    moment: float  # by time.monotonic


@dataclass(frozen=True, slots=True)
class Answer:
    """What the vendor says to one call instead of selling; 200 sells."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float | None = None  # None: the vendor's own pace
    hangs: bool = False  # never answers


class Vendor:
    """The server, running in a thread of its own inside a `with` block."""

    def __init__(self, seconds: float = 0.005) -> None:
        self.seconds = seconds
        self.calls: list[Call] = []  # in the order they were read
        self.most_at_once = 0
        self._at_once = 0
        self._answers: defaultdict[str, deque[Answer]] = defaultdict(deque)
        self._connections = 0
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="vendor", daemon=True)

    @property
    def bought(self) -> Counter[str]:
        """How often each item was called for."""
        return Counter(call.item for call in self.calls)

    @property
    def url(self) -> str:
        host, port = self._server.sockets[0].getsockname()
        return f"http://{host}:{port}"

    def says(self, item: str, *answers: Answer) -> None:
        """Answer the next calls for `item` like this, then sell as usual."""
        self._answers[item].extend(answers)

    def wait_for_calls(self, count: int, seconds: float = 30) -> None:
        """Wait until `count` calls were read in all."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.calls) >= count, seconds), f"{len(self.calls)} calls"

    def wait_until_alone(self, seconds: float = 30) -> None:
        """Wait until every connection is closed, so that no call of a dead client is still to be read."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._connections == 0, seconds), "somebody is still connected"

    def __enter__(self) -> Self:
        self._thread.start()
        serving = asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(serving, self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._count_connection(1)
        try:
            while item := await self._read(reader):
                await self._sell(item, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._count_connection(-1)
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> str:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        verb, path, _ = head.split("\r\n", 1)[0].split(" ")
        assert verb == "POST"
        assert path.startswith("/buy/")
        lengths = [int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length:")]
        await reader.readexactly(sum(lengths))
        return path.removeprefix("/buy/")

    async def _sell(self, item: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with self._changed:
            self.calls.append(Call(item, time.monotonic()))
            receipt = len(self.calls)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            self._changed.notify_all()
        try:
            answer = self._answers[item].popleft() if self._answers[item] else Answer()
            if answer.hangs:
                await reader.read()  # until the client goes away
                return
            await asyncio.sleep(self.seconds if answer.seconds is None else answer.seconds)
        finally:
            self._at_once -= 1
        body = json.dumps({"item": item, "receipt": receipt}).encode()
        lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", f"Content-Length: {len(body)}"]
        lines += ["Content-Type: application/json", *(f"{name}: {value}" for name, value in answer.headers.items())]
        writer.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
        await writer.drain()

    def _count_connection(self, change: int) -> None:
        with self._changed:
            self._connections += change
            self._changed.notify_all()
