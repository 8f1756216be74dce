"""Requests to crawl a page that come as webhooks of the source `crawler`.

The body is the envelope that the replaced system read from RabbitMQ:
{"event_name": "crawler/url.requested", "event_id": "...", "ts": ..., "data": {"url": "...", "out_dir": "..."}}
"""

from collections.abc import Callable
from typing import Any

from crawl_assets.inbox.events import Handled, InboxEvent
from crawl_assets.product_drafts.event_ids import normalised
from crawl_assets.product_drafts.orders import Order, order_for, order_statements, utc_now
from crawl_assets.store.database import Database

SOURCE, EVENT_NAME = "crawler", "crawler/url.requested"


class NotARequest(ValueError):
    """A webhook of this source is no request to crawl."""


def read_request(body: Any) -> Order:
    """Read an envelope; raises NotARequest, BadUrl or ValueError."""
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(body, dict) or not isinstance(data, dict):
        raise NotARequest('the body is no envelope like {"event_name": ..., "event_id": ..., "data": {"url": ...}}.')
    name = body.get("event_name")
    if name not in (None, "", EVENT_NAME):
        raise NotARequest(f"the event_name is {name!r:.80}; only {EVENT_NAME} is known.")
    texts = {"data.url": data.get("url"), "data.out_dir": data.get("out_dir"), "event_id": body.get("event_id")}
    odd = [key for key, value in texts.items() if value is not None and not isinstance(value, str)]
    if odd or not texts["data.url"]:
        raise NotARequest(f"{odd[0]} is no text." if odd else "data.url is missing.")
    return order_for(data["url"], texts["event_id"], texts["data.out_dir"] or None, SOURCE)


def handler_for(database: Database) -> Callable[[InboxEvent], Handled]:
    """Handle requests: each is noted in crawl_events with the event, and a run of its partition is requested."""
    asked: dict[str, Order] = {}  # in this tick, whose rows are written at its end

    def handle(event: InboxEvent) -> Handled:
        order = read_request(event.data)
        before = asked.setdefault(order.event_id, order)
        if normalised(before.url) != normalised(order.url):
            raise ValueError(f"event {order.event_id} is about {before.url}, not {order.url}; use another event id.")
        return Handled(order.event_id, tuple(order_statements(database, order, utc_now())))

    return handle
