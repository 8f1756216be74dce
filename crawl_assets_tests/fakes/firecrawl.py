"""A small real server that speaks Firecrawl v2's crawl calls, strictly, and sends its webhooks as told.

    with FirecrawlServer([Scrape("https://a.example/", "# Home")], plan=shuffled(7)) as firecrawl:
        ... firecrawl.base_url, firecrawl.key
        firecrawl.wait_until_told()      every webhook of every crawl has been sent

A `plan` turns the orderly list of webhooks into those that are sent. `before_answer` is how many of them are sent
before the start is answered: our side then learns of pages before it knows Firecrawl's id. A crawl that is `held_at` n
pages stays there until `release()`. Without given pages it crawls the site that it is asked to (see firecrawl_site).
"""

import hashlib
import hmac
import json
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.request import ProxyHandler, build_opener
from urllib.request import Request as Post

from crawl_assets_tests.fakes.firecrawl_requests import checked_order, refused
from crawl_assets_tests.fakes.firecrawl_site import Scrape, scrapes_of, within
from crawl_assets_tests.fakes.json_server import JsonServer, Request, Sent

KEY, SECRET = "fc-0123456789abcdef", "whsec-firecrawl-0123456789"
Payload = dict[str, Any]
Plan = Callable[[list[Payload]], list[Payload]]
_NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


def orderly(events: list[Payload]) -> list[Payload]:
    return events


@dataclass
class _Crawl:
    id: str
    order: dict[str, Any]
    scrapes: list[Scrape]
    blocked: list[Scrape]
    done: int = 0
    state: str = "scraping"
    go: threading.Event = field(default_factory=threading.Event)
    told: threading.Event = field(default_factory=threading.Event)


class FirecrawlServer:
    """The server; a context manager. `answers` of webhooks' receivers are kept as HTTP statuses, 0 for none."""

    def __init__(
        self,
        scrapes: Sequence[Scrape] | None = None,
        *,
        plan: Plan = orderly,
        before_answer: int = 0,
        page_size: int = 100,
        credits: int = 1_000_000,
        held_at: int | None = None,
        key: str = KEY,
        secret: str = SECRET,
    ) -> None:
        self.key, self.credits = key, credits
        self.answers: list[int] = []
        self._scrapes = None if scrapes is None else list(scrapes)
        self._plan, self._before_answer, self._page_size = plan, before_answer, page_size
        self._held_at, self._secret = held_at, secret
        self._crawls: dict[str, _Crawl] = {}
        self._failures: dict[str, list[Sent]] = {}
        self._lock = threading.Lock()
        self._opener = build_opener(ProxyHandler({}))
        self.http = JsonServer(self._answer)
        self.base_url = f"http://{self.http.place}/v2"

    def __enter__(self) -> Self:
        self.http.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()
        self.http.__exit__()

    @property
    def crawl_ids(self) -> list[str]:
        """Return the crawls that were started."""
        return list(self._crawls)

    def fail(self, call: str, *sent: Sent) -> None:
        """Answer the next requests of a call so: 'start', 'status', 'errors' or 'cancel'."""
        self._failures.setdefault(call, []).extend(sent)

    def deliver(self, plan: Plan, before_answer: int = 0) -> None:
        """Send the webhooks of the crawls that are started from now on by another plan."""
        self._plan, self._before_answer = plan, before_answer

    def hold(self, at: int | None) -> None:
        """Hold the crawls that are started from now on at `at` pages; None holds none."""
        self._held_at = at

    def release(self) -> None:
        """Let held crawls go on to their end."""
        for crawl in self._crawls.values():
            crawl.go.set()

    def wait_until_told(self, seconds: float = 20.0) -> None:
        """Wait until every crawl has ended and its webhooks are sent."""
        assert all(crawl.told.wait(seconds) for crawl in self._crawls.values()), "the webhooks did not end"

    def _answer(self, request: Request) -> Sent:
        call = _call(request)
        if call is None:
            return refused(404, f"Cannot {request.method} {request.path}")
        if request.headers.get("authorization") != f"Bearer {self.key}":
            return refused(401, f"Unauthorized: Invalid token {request.headers.get('authorization', '')}")
        waiting = self._failures.get(call, [])
        failure = waiting.pop(0) if waiting else None
        if failure is not None and not failure.acts:
            return failure
        sent = self._start(request) if call == "start" else self._about(call, request)
        return failure or sent

    def _start(self, request: Request) -> Sent:
        order = checked_order(request)
        if isinstance(order, Sent):
            return order
        if order["limit"] > self.credits:
            return refused(402, "Insufficient credits to perform this request. For more credits, upgrade your plan.")
        scrapes = scrapes_of(order["url"]) if self._scrapes is None else self._scrapes
        number = len(self._crawls) + 1
        found = within(scrapes, order)
        crawl = _Crawl(
            str(uuid.uuid5(_NAMESPACE, f"crawl {number}")),
            order,
            [one for one in found if not one.is_blocked],
            [one for one in found if one.is_blocked],
        )
        self._crawls[crawl.id] = crawl
        events = self._plan(self._events(crawl))
        early, late = events[: self._before_answer], events[self._before_answer :]
        for payload in early:
            self._send(crawl, payload)
        threading.Thread(target=self._run, args=(crawl, late), daemon=True).start()
        return Sent(200, {"success": True, "id": crawl.id, "url": f"{self.base_url}/crawl/{crawl.id}"})

    def _run(self, crawl: _Crawl, events: list[Payload]) -> None:
        if self._held_at is not None:
            crawl.done = min(self._held_at, len(crawl.scrapes))
            crawl.go.wait()
        with self._lock:
            if crawl.state == "scraping":
                crawl.done, crawl.state = len(crawl.scrapes), "completed"
        for payload in events:
            if crawl.state == "completed" or payload["type"] != "crawl.page":
                self._send(crawl, payload)
        crawl.told.set()

    def _events(self, crawl: _Crawl) -> list[Payload]:
        wanted = crawl.order.get("webhook", {}).get("events", ["started", "page", "completed", "failed"])
        payloads = [self._event(crawl, "started", 0)]
        payloads += [self._event(crawl, "page", place, scrape) for place, scrape in enumerate(crawl.scrapes, start=1)]
        payloads.append(self._event(crawl, "completed", len(payloads)))
        return [payload for payload in payloads if payload["type"].removeprefix("crawl.") in wanted]

    def _event(self, crawl: _Crawl, kind: str, place: int, scrape: Scrape | None = None) -> Payload:
        payload: Payload = {
            "success": scrape is None or scrape.error is None,
            "type": f"crawl.{kind}",
            "id": crawl.id,
            "webhookId": str(uuid.uuid5(_NAMESPACE, f"{crawl.id} {place}")),
            "data": [] if scrape is None else [scrape.document()],
            "metadata": crawl.order.get("webhook", {}).get("metadata", {}),
        }
        return payload if scrape is None or scrape.error is None else payload | {"error": scrape.error}

    def _send(self, crawl: _Crawl, payload: Payload) -> None:
        webhook = crawl.order.get("webhook")
        if webhook is None or self.http.stopped.is_set():
            return
        body = json.dumps(payload).encode()
        signature = hmac.new(self._secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Firecrawl-Signature": f"sha256={signature}"}
        try:
            with self._opener.open(Post(webhook["url"], body, headers, method="POST"), timeout=10) as answer:
                self.answers.append(answer.status)
        except OSError as error:  # HTTPError is one, with its status
            self.answers.append(getattr(error, "code", 0))

    def _about(self, call: str, request: Request) -> Sent:
        crawl = self._crawls.get(request.path.split("/")[3])
        if crawl is None:
            return refused(404, "Job not found")
        if call == "cancel":
            with self._lock:
                if crawl.state != "scraping":
                    return refused(409, "Crawl is already completed")
                crawl.state = "cancelled"
            crawl.go.set()
            return Sent(200, {"status": "cancelled"})
        if call == "errors":
            failed = [scrape for scrape in crawl.scrapes[: crawl.done] if scrape.error is not None]
            errors = [
                {"id": scrape.id, "timestamp": "2026-01-05T06:00:00.000Z", "url": scrape.url, "error": scrape.error}
                for scrape in failed
            ]
            return Sent(200, {"errors": errors, "robotsBlocked": [one.url for one in crawl.blocked]})
        return self._status(crawl, request)

    def _status(self, crawl: _Crawl, request: Request) -> Sent:
        skip = int(request.query.get("skip", "0"))
        state, done = crawl.state, crawl.done
        formats = crawl.order.get("scrapeOptions", {}).get("formats", ["markdown"])
        documents = [scrape.document(formats) for scrape in crawl.scrapes[:done] if scrape.error is None]
        end = skip + self._page_size
        body = {
            "success": True,
            "status": state,
            "total": len(crawl.scrapes),
            "completed": done,
            "creditsUsed": len(documents),
            "expiresAt": "2026-01-06T06:00:00.000Z",
            "data": documents[skip:end],
        }
        if state == "scraping" or end < len(documents):
            body["next"] = f"{self.base_url}/crawl/{crawl.id}?skip={min(end, len(documents))}"
        return Sent(200, body)


def _call(request: Request) -> str | None:
    match request.method, request.path.strip("/").split("/"):
        case "POST", ["v2", "crawl"]:
            return "start"
        case "GET", ["v2", "crawl", _]:
            return "status"
        case "GET", ["v2", "crawl", _, "errors"]:
            return "errors"
        case "DELETE", ["v2", "crawl", _]:
            return "cancel"
    return None
