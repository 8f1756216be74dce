"""The receiver of webhooks: `POST /hooks/{source}` keeps the raw event and answers; nothing else is done there.

    200  kept, or there already          400  not JSON, too deep, no id        404, 405  no such path, no such method
    401  not signed, stale               408  the body came too slowly         413  the body is too large
    503  no secret is set, the database cannot be written, or too much comes at once: the sender tries again

`GET /health` answers 200 while the database can be read.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawl_assets.inbox.admission import Refused, Secrets, admit
from crawl_assets.inbox.events import SOURCES
from crawl_assets.inbox.ledger import MOST_BODY_BYTES, Ledger
from crawl_assets.inbox.recording import Recorder
from crawl_assets.store.errors import StoreError

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

MOST_BYTES_AT_ONCE = 100_000_000  # of bodies that are being received
BODY_SECONDS = 30.0
SMALL_BYTES = 64_000  # checked within a millisecond, so no thread is asked for it

LOG = logging.getLogger("crawl_assets.inbox")


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def receiver_app(
    ledger: Ledger,
    secrets: Secrets,
    clock: Callable[[], datetime] = utc_now,
    extra_routes: Sequence["BaseRoute"] = (),
) -> "Starlette":
    """Make the ASGI app; `extra_routes` are looked at after its own."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    receiver = _Receiver(ledger, secrets, clock)
    hooks = Route("/hooks/{source}", receiver.hook, methods=["POST"])
    health = Route("/health", receiver.health, methods=["GET"])
    return Starlette(routes=[hooks, health, *extra_routes], lifespan=receiver.lifespan)


class _Receiver:
    def __init__(self, ledger: Ledger, secrets: Secrets, clock: Callable[[], datetime]) -> None:
        self._ledger, self._secrets, self._clock = ledger, secrets, clock
        self._recorder: Recorder | None = None
        self._held = 0  # bytes of bodies in memory

    @asynccontextmanager
    async def lifespan(self, _app: "Starlette") -> AsyncIterator[None]:
        self._recorder = Recorder(self._ledger)
        try:
            yield
        finally:
            await asyncio.to_thread(self._recorder.close)

    async def hook(self, request: "Request") -> "Response":
        source = request.path_params["source"]
        try:
            if source not in SOURCES:
                raise Refused(404, f"no such source; there are {', '.join(SOURCES)}.")
            is_new = await self._keep(source, request)
        except Refused as refusal:
            LOG.warning("%.40r: refused with %s: %s", source, refusal.status, refusal)
            return _answer(refusal.status, str(refusal))
        except StoreError as error:
            LOG.error("%s: not kept, the sender has to try again: %s", source, error)
            return _answer(503, "the event cannot be kept now; try again.")
        return _answer(200, "kept" if is_new else "kept before")

    async def health(self, _request: "Request") -> "Response":
        try:
            await asyncio.to_thread(self._ledger.database.query, "SELECT 1 AS one")
        except StoreError as error:
            LOG.error("health: %s", error)
            return _answer(503, "the database cannot be read.")
        return _answer(200, "ok")

    async def _keep(self, source: str, request: "Request") -> bool:
        from starlette.requests import ClientDisconnect

        body = bytearray()
        try:
            async with asyncio.timeout(BODY_SECONDS):
                await self._receive(request, body)
            raw, headers, now = bytes(body), dict(request.headers), self._clock()
            if len(raw) <= SMALL_BYTES:
                delivery = admit(source, headers, raw, self._secrets, now)
            else:
                delivery = await asyncio.to_thread(admit, source, headers, raw, self._secrets, now)
            assert self._recorder is not None, "the app's lifespan has not begun"
            return await asyncio.wrap_future(self._recorder.put(delivery))
        except TimeoutError:
            raise Refused(408, f"the body did not come within {BODY_SECONDS:g} s.") from None
        except ClientDisconnect:
            raise Refused(400, "the body is cut off.") from None
        finally:
            self._held -= len(body)

    async def _receive(self, request: "Request", body: bytearray) -> None:
        declared = request.headers.get("content-length", "0")
        if declared.isdigit() and int(declared) > MOST_BODY_BYTES:
            raise Refused(413, f"the body is larger than {MOST_BODY_BYTES:,} bytes.")
        async for chunk in request.stream():
            if len(body) + len(chunk) > MOST_BODY_BYTES:
                raise Refused(413, f"the body is larger than {MOST_BODY_BYTES:,} bytes.")
            if self._held + len(chunk) > MOST_BYTES_AT_ONCE:
                raise Refused(503, "too much comes at once; try again.")
            body += chunk
            self._held += len(chunk)


def _answer(status: int, text: str) -> "Response":
    from starlette.responses import PlainTextResponse

    headers = {"Retry-After": "30"} if status == 503 else {}
    return PlainTextResponse(f"{text}\n", status, headers)
