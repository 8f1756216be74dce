"""A small real server that speaks OpenAI's chat completions as OpenRouter does, and fails in every way asked for.

    with OpenAIServer(answers={"A clue": "TEAPOT"}) as server:
        server.behave("maker/model", sequence(busy(1), reply("TEA", "length"), reply("TEAPOT")))
        ... server.base_url, server.calls

It is strict: an unknown or mistyped field is a 400, a wrong key a 401. It also runs by itself:
`python -m crawl_assets_tests.fakes.openai --port 8011 --latency 1`.
"""

import argparse
import json
import os
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from crawl_assets_tests.fakes.openai_requests import checked, refusal

KEY = "sk-or-v1-0123456789abcdef"
COST = 0.001  # USD a call
HTML = {"Content-Type": "text/html"}
_CLUE = re.compile(r"^Clue: (.*)$", re.MULTILINE)

Answers = Mapping[str, str] | Callable[[str], str]  # what is said to a clue's text


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came, and which one of its model it is."""

    model: str
    number: int  # from 1
    clue: str
    body: dict[str, Any]
    headers: dict[str, str]  # names in lower case
    started: float  # time.monotonic


@dataclass(frozen=True, slots=True)
class Sent:
    """What goes back."""

    status: int = 200
    body: dict[str, Any] | bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0  # seconds before the answer
    per_byte: float = 0.0  # seconds between its bytes
    reset: bool = False  # cut the connection instead


Behaviour = Callable[[Call], Sent]


def completion(
    call: Call, content: Any, finish_reason: str | None = "stop", cost: float = COST, **message: Any
) -> Sent:
    """Answer as a whole completion; `usage.cost` only when it was asked for."""
    usage = {"prompt_tokens": 80, "completion_tokens": 5, "total_tokens": 85}
    asked_cost = call.body.get("usage", {}).get("include")
    body = {
        "id": f"gen-{call.model}-{call.number}",
        "object": "chat.completion",
        "created": 1_767_600_000,
        "model": call.model,
        "choices": [
            {
                "index": 0,
                "finish_reason": finish_reason,
                "message": {"role": "assistant", "content": content} | message,
            }
        ],
        "usage": usage | ({"cost": cost} if asked_cost else {}),
    }
    return Sent(body=body, headers={"x-request-id": f"req-{call.model}-{call.number}"})


def reply(content: Any, finish_reason: str | None = "stop", *, cost: float = COST, **message: Any) -> Behaviour:
    """Answer with this content."""
    return lambda call: completion(call, content, finish_reason, cost, **message)


def status(code: int, message: str = "no", *, headers: Mapping[str, str] | None = None, **error: Any) -> Behaviour:
    """Answer with an error as OpenRouter words it."""
    body = {"error": {"message": message, "code": code} | error}
    return lambda call: Sent(code, body, headers or {})


def in_200(code: int | str, message: str = "Provider returned error", **error: Any) -> Behaviour:
    """Answer 200 with an error object in the body."""
    return lambda call: Sent(200, {"error": {"message": message, "code": code} | error})


def raw(body: dict[str, Any] | bytes, code: int = 200, **headers: str) -> Behaviour:
    """Answer with this body."""
    return lambda call: Sent(code, body, headers)


def html(code: int = 200, title: str = "502 Bad Gateway") -> Behaviour:
    """Answer with a proxy's page."""
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return lambda call: Sent(code, page.encode(), HTML)


def out_of_credit() -> Behaviour:
    """Answer 402."""
    return status(402, "Insufficient credits. Add more using https://openrouter.ai/settings/credits")


def retired() -> Behaviour:
    """Answer 404."""
    return status(404, "This model is deprecated.")


def busy(seconds: float | None = None, *, date: bool = False, reset_ms: bool = False) -> Behaviour:
    """Answer 429 with Retry-After as seconds or as a date, or with OpenRouter's X-RateLimit-Reset."""

    def behave(call: Call) -> Sent:
        headers: dict[str, str] = {}
        if seconds is not None:
            moment = datetime.now(UTC) + timedelta(seconds=seconds)
            if reset_ms:
                headers["X-RateLimit-Reset"] = str(int(1000 * moment.timestamp()))
            else:
                headers["Retry-After"] = format_datetime(moment, usegmt=True) if date else f"{seconds:g}"
        return status(429, "Rate limit exceeded", headers=headers)(call)

    return behave


def stall(seconds: float = 3600.0) -> Behaviour:
    """Accept the request and say nothing."""
    return lambda call: Sent(wait=seconds, reset=True)


def drip(per_byte: float, content: str = "TEAPOT") -> Behaviour:
    """Answer a byte at a time."""
    return lambda call: Sent(**{**_fields(completion(call, content)), "per_byte": per_byte})


def reset() -> Behaviour:
    """Cut the connection."""
    return lambda call: Sent(reset=True)


def sequence(*behaviours: Behaviour) -> Behaviour:
    """Behave so at a model's first call, so at its second ..., and as the last from then on."""
    return lambda call: behaviours[min(call.number, len(behaviours)) - 1](call)


def after(calls: int, first: Behaviour, then: Behaviour) -> Behaviour:
    """Behave as `first` for that many calls of a model, as `then` afterwards."""
    return lambda call: (first if call.number <= calls else then)(call)


def _fields(sent: Sent) -> dict[str, Any]:
    return {name: getattr(sent, name) for name in Sent.__slots__}


class OpenAIServer:
    """The server; `with` starts and stops it. What it saw is in `calls`, `most_in_flight` and `starts`."""

    def __init__(
        self,
        answers: Answers | None = None,
        *,
        key: str = KEY,
        latency: float = 0.0,
        port: int = 0,
    ) -> None:
        self.key, self.latency = key, latency
        self.calls: list[Call] = []  # those let in: well-formed, and with the key
        self._answers = answers if callable(answers) else (answers or {}).get
        self._behaviours: dict[str, Behaviour] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._numbers: Counter[str] = Counter()
        self._in_flight: Counter[str] = Counter()  # by model; '' for all
        self._most: Counter[str] = Counter()
        self._http = _Server(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> "OpenAIServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._http.shutdown()
        self._http.server_close()

    @property
    def port(self) -> int:
        """Return the port on 127.0.0.1."""
        return int(self._http.server_address[1])

    @property
    def base_url(self) -> str:
        """Return what LLM_BASE_URL would be."""
        return f"http://127.0.0.1:{self.port}/api/v1"

    def behave(self, model: str, behaviour: Behaviour) -> None:
        """Answer this model so from now on; '' for all models without a behaviour of their own."""
        self._behaviours[model] = behaviour

    def count(self, model: str) -> int:
        """Return how often a model was asked."""
        return self._numbers[model]

    def asked(self, model: str) -> list[str]:
        """Return the clues a model was asked, in order."""
        return [call.clue for call in self.calls if call.model == model]

    def starts(self, model: str) -> list[float]:
        """Return when each call of a model came, in seconds, in order."""
        return sorted(call.started for call in self.calls if call.model == model)

    def most_in_flight(self, model: str = "") -> int:
        """Return how many calls of a model (or of all) were in flight at once at most."""
        return self._most[model]

    def serve_until_interrupted(self) -> None:
        """Serve in the foreground."""
        with self, suppress(KeyboardInterrupt):
            self._stopped.wait()

    def answer(self, body: dict[str, Any], headers: dict[str, str]) -> Sent:
        """Answer one well-formed request."""
        model, prompt = body["model"], "\n".join(str(message["content"]) for message in body["messages"])
        found = _CLUE.search(prompt)
        with self._lock:
            self._numbers[model] += 1
            clue = found[1] if found else ""
            call = Call(model, self._numbers[model], clue, body, headers, time.monotonic())
            self.calls.append(call)
        behaviour = self._behaviours.get(model) or self._behaviours.get("")
        sent = behaviour(call) if behaviour else completion(call, self._answers(clue) or "I do not know.")
        self._stopped.wait(sent.wait + self.latency)
        return sent

    @contextmanager
    def counting(self, model: str) -> Iterator[None]:
        """Count a call as in flight until it is answered."""
        with self._lock:
            for name in ("", model):
                self._in_flight[name] += 1
                self._most[name] = max(self._most[name], self._in_flight[name])
        try:
            yield
        finally:
            with self._lock:
                for name in ("", model):
                    self._in_flight[name] -= 1

    def pause(self, seconds: float) -> bool:
        """Wait; returns True when the server is being stopped."""
        return self._stopped.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256


def _handler(server: OpenAIServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._send(Sent(404, {"error": {"message": "Not Found", "code": 404}}))

        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body: Any = self.rfile.read(int(headers.get("content-length", 0)))
            problem = refusal(self.path, headers, server.key)
            if problem is None:
                problem, body = checked(body)
            if problem is not None:
                code, said = problem
                self._send(Sent(code, said) if isinstance(said, dict) else Sent(code, said, HTML))
                return
            with server.counting(body["model"]):
                sent = server.answer(body, headers)
            # counted no longer: once the last byte is out, the next call may come before this thread goes on
            self._send(sent)

        def _send(self, sent: Sent) -> None:
            if sent.reset:
                self._cut()
                return
            body = sent.body if isinstance(sent.body, bytes) else json.dumps(sent.body).encode()
            headers = {"Content-Type": "application/json", "Content-Length": str(len(body))} | dict(sent.headers)
            with suppress(ConnectionError):
                self.send_response(sent.status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if not sent.per_byte:
                    self.wfile.write(body)
                    return
                for at in range(len(body)):
                    if server.pause(sent.per_byte):
                        return
                    self.wfile.write(body[at : at + 1])

        def _cut(self) -> None:
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())  # unlike close(), also with the handler's files still on it

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until interrupted; every clue is answered with its first word in capitals."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--key", default=KEY)
    chosen = parser.parse_args(arguments)
    server = OpenAIServer(
        lambda clue: clue.split()[0].upper(), key=chosen.key, latency=chosen.latency, port=chosen.port
    )
    print(f"LLM_BASE_URL={server.base_url} OPENROUTER_API_KEY={chosen.key}", flush=True)
    server.serve_until_interrupted()


if __name__ == "__main__":
    main()
