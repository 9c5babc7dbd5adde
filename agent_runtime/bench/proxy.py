"""A reverse proxy on loopback that counts what an agent asks of the model server.

It forwards every request as it is, but for the key, and passes the reply on as it comes. Counts come from the reply:
`timings` of llama.cpp (`prompt_n` evaluated, `cache_n` taken from the cache, `predicted_n` generated:
tools/server/README.md of ggml-org/llama.cpp), else `usage` of the OpenAI API, else Ollama's `prompt_eval_count`.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import secrets
import select
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from agent_runtime.bench.upstream import Upstream

_COMPLETIONS = ("/completions", "/completion", "/responses", "/api/chat", "/api/generate", "/infill")
_CHUNK = 65536
_HOP_BY_HOP = frozenset(
    ("connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "host", "content-length",
     "authorization", "accept-encoding", "proxy-connection")
)  # fmt: skip
_TIMEOUT_S = 3600.0
LAST_REQUEST_S = 15.0


@dataclass(frozen=True, slots=True)
class Counts:
    """What one agent asked of the server."""

    requests: int = 0
    """Completions only; `/tokenize`, `/models` and the like cost nothing worth counting."""
    prompt_tokens: int = 0
    """Sent."""
    evaluated_tokens: int = 0
    """Of those sent, the ones that the server's cache did not hold."""
    generated_tokens: int = 0
    uncounted: int = 0
    """Requests whose reply told no counts."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.requests + other.requests,
            self.prompt_tokens + other.prompt_tokens,
            self.evaluated_tokens + other.evaluated_tokens,
            self.generated_tokens + other.generated_tokens,
            self.uncounted + other.uncounted,
        )


@dataclass
class Tally:
    """Reads the counts out of one reply, streamed or not."""

    timings: dict[int, dict[str, Any]] = field(default_factory=dict)
    """The last of each choice."""
    usage: dict[str, Any] = field(default_factory=dict)
    progress: dict[str, Any] = field(default_factory=dict)
    pieces: int = 0
    failed: bool = False
    """The server answered with an error: there is nothing to count."""
    _rest: bytes = b""

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the reply."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._line(line)

    def close(self) -> Counts:
        """The counts of this request, after its last byte."""
        self._line(self._rest)
        if self.failed:
            return Counts(requests=1)
        if self.timings:
            several = list(self.timings.values())
            # Each choice of a request names the prompt again, but the server evaluates it once for all of them.
            evaluated = max(int(each.get("prompt_n") or 0) for each in several)
            cached = max(int(each.get("cache_n") or 0) for each in several)
            return Counts(1, evaluated + cached, evaluated, _sum(several, "predicted_n"))
        if self.usage:
            details = self.usage.get("prompt_tokens_details") or self.usage.get("input_tokens_details") or {}
            prompt = int(self.usage.get("prompt_tokens") or self.usage.get("input_tokens") or 0)
            generated = int(self.usage.get("completion_tokens") or self.usage.get("output_tokens") or 0)
            return Counts(1, prompt, prompt - int(details.get("cached_tokens") or 0), generated)
        if self.progress:  # cancelled while the prompt was read
            cached, done = int(self.progress.get("cache", 0)), int(self.progress.get("processed", 0))
            return Counts(1, int(self.progress.get("total", done)), max(0, done - cached), self.pieces)
        return Counts(requests=1, generated_tokens=self.pieces, uncounted=1)

    def _line(self, line: bytes) -> None:
        text = line.strip().removeprefix(b"data:").strip()
        if not text.startswith(b"{"):
            return
        try:
            document = json.loads(text)
        except ValueError:
            return
        if "prompt_eval_count" in document:
            counted = {"prompt_tokens": document["prompt_eval_count"], "completion_tokens": document.get("eval_count")}
            self.usage = counted
        self.usage = document.get("usage") or self.usage
        self.progress = document.get("prompt_progress") or self.progress
        choices = document.get("choices") or []
        index = int(choices[0].get("index", 0)) if choices else int(document.get("index") or 0)
        if timings := document.get("timings"):
            self.timings[index] = timings
        self.pieces += any((choice.get("delta") or {}).get("content") for choice in choices)


class Proxy:
    """One proxy counts one run: make it, give `address` and `key` to the agent, read `counts`."""

    def __init__(self, upstream: Upstream) -> None:
        self.upstream = upstream
        self.key = secrets.token_urlsafe(24)
        self._counts = Counts()
        self._lock = threading.Condition()
        self._open = 0
        handler = type("BoundHandler", (_Handler,), {"proxy": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_port
        self.address = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def counts(self) -> Counts:
        """Of all requests that have ended."""
        with self._lock:
            return self._counts

    @contextlib.contextmanager
    def counting(self, tally: Tally | None) -> Iterator[None]:
        """Count a request when it ends, however it ends."""
        with self._lock:
            self._open += 1
        try:
            yield
        finally:
            with self._lock:
                self._open -= 1
                self._counts += tally.close() if tally is not None else Counts()
                self._lock.notify_all()

    def __enter__(self) -> Proxy:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends when the last request has; a server that does not notice that the agent is gone is not waited for."""
        with self._lock:
            self._lock.wait_for(lambda: not self._open, LAST_REQUEST_S)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Forwards one request."""

    protocol_version = "HTTP/1.1"
    proxy: Proxy
    _answered = False

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._forward()

    def do_POST(self) -> None:
        self._forward()

    def do_DELETE(self) -> None:
        self._forward()

    def _forward(self) -> None:
        self.close_connection = True
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not self._has_key():
            self._refuse(401, "wrong key")
            return
        self.proxy.upstream.touch()
        counted = self.command == "POST" and urlsplit(self.path).path.endswith(_COMPLETIONS)
        if counted and self.proxy.upstream.is_llama:
            body = _with_timings(body)
        tally = Tally() if counted else None
        with self.proxy.counting(tally):
            self._exchange(body, tally)

    def _exchange(self, body: bytes, tally: Tally | None) -> None:
        connection = self.proxy.upstream.connect(_TIMEOUT_S)
        gone = threading.Event()
        try:
            connection.request(self.command, self.path, body=body or None, headers=self._headers())
            threading.Thread(target=self._watch, args=(connection, gone), daemon=True).start()
            self._pass_on(connection.getresponse(), tally)
        except (OSError, http.client.HTTPException) as error:
            if not self._answered:
                with contextlib.suppress(OSError):
                    self._refuse(502, f"the model server failed: {error}")
        finally:
            gone.set()
            connection.close()

    def _has_key(self) -> bool:
        given = self.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return secrets.compare_digest(given.encode(), self.proxy.key.encode())

    def _headers(self) -> dict[str, str]:
        kept = {name: value for name, value in self.headers.items() if name.lower() not in _HOP_BY_HOP}
        key = {"Authorization": f"Bearer {self.proxy.upstream.api_key}"} if self.proxy.upstream.api_key else {}
        return {**kept, **key, "Connection": "close"}

    def _pass_on(self, response: http.client.HTTPResponse, tally: Tally | None) -> None:
        if tally is not None and response.status != 200:
            tally.failed = True
        self._answered = True
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in _HOP_BY_HOP and name.lower() not in ("date", "server"):
                self.send_header(name, value)
        self.send_header("Connection", "close")  # the end of the connection ends the reply
        self.end_headers()
        while chunk := response.read1(_CHUNK):
            if tally is not None:
                tally.feed(chunk)
            self.wfile.write(chunk)
            self.wfile.flush()

    def _watch(self, upstream: http.client.HTTPConnection, gone: threading.Event) -> None:
        """When the agent hangs up, so do we: the server must not go on generating for nobody."""
        with contextlib.suppress(OSError, ValueError):  # closed by the other thread
            while not gone.is_set():
                if select.select([self.connection], [], [], 0.2)[0]:
                    if self.connection.recv(1, socket.MSG_PEEK):
                        return
                    break
        if not gone.is_set() and upstream.sock is not None:
            with contextlib.suppress(OSError):
                upstream.sock.shutdown(socket.SHUT_RDWR)

    def _refuse(self, status: int, message: str) -> None:
        body = json.dumps({"error": {"message": message, "type": "proxy", "code": status}}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


def _with_timings(body: bytes) -> bytes:
    """Ask for counts in each piece, so that a reply which the agent cuts off is counted too."""
    try:
        document = json.loads(body)
    except ValueError:
        return body
    if isinstance(document, dict) and document.get("stream"):
        return json.dumps({"timings_per_token": True, **document}).encode()
    return body


def _sum(several: Any, name: str) -> int:
    return sum(int(timings.get(name) or 0) for timings in several)
