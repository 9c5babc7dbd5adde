"""Model servers on loopback, faithful to the protocols they stand for.

OpenAI: https://platform.openai.com/docs/api-reference/chat-streaming (server-sent events, `data: [DONE]`, usage in a
last chunk without choices when `stream_options.include_usage` is set; errors as `{"error": {"message", "type"}}`).
llama.cpp adds `timings` and `prompt_progress` (tools/server/README.md of ggml-org/llama.cpp).
Ollama: https://github.com/ollama/ollama/blob/main/docs/api.md (`POST /api/chat`, newline-delimited JSON, the last
object has `done`, `done_reason`, `prompt_eval_count`, `eval_count`; `GET /api/tags`; an unknown model is 404 with
`{"error": "model \"x\" not found"}`; a prompt longer than `options.num_ctx` is cut at its front and answered with 200).
"""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Script:
    """How the server answers one request."""

    text: str = "Done."
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    """Sent instead of a stream, with `status`."""
    usage: bool = True
    timings: bool = False
    hang_s: float = 0.0
    """Before the first byte."""
    pause_after: int | None = None
    """Say nothing more after so many chunks, for `hang_s`."""
    break_after: int | None = None
    """Close the connection after so many chunks."""
    finish_reason: str = "stop"


@dataclass
class FakeServer:
    """A running server: its address, its scripts and what it was asked."""

    address: str
    scripts: list[Script]
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    sent_chunks: int = 0
    gone: threading.Event = field(default_factory=threading.Event)
    """Set when a client closed its connection in the middle."""
    tokenizer: bool = False
    """Whether `/tokenize` is there."""
    tokenized: list[str] = field(default_factory=list)
    models: tuple[str, ...] = ("tiny",)
    loaded: dict[str, int] = field(default_factory=dict)
    """Ollama: models in memory and the window of each."""

    def next_script(self) -> Script:
        return self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: FakeServer

    def log_message(self, format: str, *args: Any) -> None: ...

    def _json(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        body = value if isinstance(value, str) else json.dumps(value)
        self.send_response(status)
        for name, content in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, content)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def _read(self) -> tuple[dict[str, Any], Script]:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.fake.requests.append({"path": self.path, **request})
        self.fake.headers.append(dict(self.headers))
        return request, self.fake.next_script()

    def _stream(self, lines: Iterator[str], script: Script, content_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            for number, line in enumerate(lines):
                if script.break_after == number:
                    return
                if script.pause_after == number:
                    time.sleep(script.hang_s)
                self.wfile.write(line.encode())
                self.wfile.flush()
                self.fake.sent_chunks += 1
        except (BrokenPipeError, ConnectionResetError):
            self.fake.gone.set()


def pieces(text: str) -> list[str]:
    """A reply in chunks of a few characters."""
    return [text[i : i + 4] for i in range(0, len(text), 4)]


class OpenAIHandler(_Handler):
    def do_GET(self) -> None:
        self._json(200, {"object": "list", "data": [{"id": name, "object": "model"} for name in self.fake.models]})

    def do_POST(self) -> None:
        if self.path == "/tokenize":
            self._tokenize()
            return
        request, script = self._read()
        if script.pause_after is None:
            time.sleep(script.hang_s)
        if script.status != 200 or script.body is not None:
            message = {"error": {"message": f"scripted {script.status}", "type": "test", "code": script.status}}
            self._json(script.status, script.body or message, script.headers)
            return
        self._stream(self._events(request, script), script, "text/event-stream")

    def _tokenize(self) -> None:
        """As llama.cpp's server does it, one token a word; other servers know nothing of it."""
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.fake.tokenized.append(request["content"])
        if self.fake.tokenizer:
            self._json(200, {"tokens": list(range(len(request["content"].split())))})
        else:
            self._json(404, {"error": {"message": "File Not Found", "type": "not_found_error", "code": 404}})

    def _events(self, request: dict[str, Any], script: Script) -> Iterator[str]:
        frame = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": request["model"]}
        parts = pieces(script.text)
        for number, part in enumerate(parts, 1):
            chunk: dict[str, Any] = {
                **frame,
                "choices": [{"index": 0, "delta": {"content": part}, "finish_reason": None}],
            }
            if script.timings:
                chunk["timings"] = {"cache_n": 7, "prompt_n": 5, "predicted_n": number, "predicted_per_second": 25.0}
            yield f"data: {json.dumps(chunk)}\n\n"
        last = {**frame, "choices": [{"index": 0, "delta": {}, "finish_reason": script.finish_reason}]}
        yield f"data: {json.dumps(last)}\n\n"
        if script.usage:
            usage = {
                "prompt_tokens": 12, "completion_tokens": len(parts), "total_tokens": 12 + len(parts),
                "prompt_tokens_details": {"cached_tokens": 7},
            }  # fmt: skip
            yield f"data: {json.dumps({**frame, 'choices': [], 'usage': usage})}\n\n"
        yield "data: [DONE]\n\n"


class OllamaHandler(_Handler):
    def do_GET(self) -> None:
        if self.path == "/api/ps":
            entries = [
                {"name": f"{name}:latest", "size": 5 << 30, "size_vram": 0, "context_length": window, "expires_at": "t"}
                for name, window in self.fake.loaded.items()
            ]
            self._json(200, {"models": entries})
            return
        self._json(200, {"models": [{"name": name, "model": name} for name in self.fake.models]})

    def do_POST(self) -> None:
        request, script = self._read()
        if self.path == "/api/show":
            self._json(200, {"details": {}, "model_info": {}, "template": ""})
            return
        if self.path == "/api/pull":
            self._stream(self._pulled(request, script), script, "application/x-ndjson")
            return
        if request["model"] not in self.fake.models:
            self._json(404, {"error": f'model "{request["model"]}" not found'})
            return
        self._stream(self._lines(request, script), script, "application/x-ndjson")

    def _pulled(self, request: dict[str, Any], script: Script) -> Iterator[str]:
        if request["model"] not in self.fake.models:
            yield json.dumps({"error": "pull model manifest: file does not exist"}) + "\n"
            return
        yield json.dumps({"status": "pulling manifest"}) + "\n"
        for done in (0, 50, 100):
            status = {"status": "pulling 8934d96d3f08", "digest": "sha256:8934", "total": 100, "completed": done}
            yield json.dumps(status) + "\n"
        yield json.dumps({"status": "verifying sha256 digest"}) + "\n"
        yield json.dumps({"status": "success"}) + "\n"

    def _lines(self, request: dict[str, Any], script: Script) -> Iterator[str]:
        for part in pieces(script.text):
            message = {"role": "assistant", "content": part}
            yield json.dumps({"model": request["model"], "created_at": "t", "message": message, "done": False}) + "\n"
        words = sum(len(message["content"].split()) for message in request["messages"])
        last = {
            "model": request["model"], "created_at": "t", "message": {"role": "assistant", "content": ""}, "done": True,
            "done_reason": "stop", "prompt_eval_count": min(words, request["options"]["num_ctx"]), "eval_count": 3,
        }  # fmt: skip
        yield json.dumps(last) + "\n"


@contextmanager
def serve(
    handler: type[_Handler], *scripts: Script, models: tuple[str, ...] = ("tiny",), tls: ssl.SSLContext | None = None
) -> Iterator[FakeServer]:
    """Run a fake server in a thread."""
    bound = type("Bound", (handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), bound)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "https" if tls else "http"
    fake = FakeServer(f"{scheme}://127.0.0.1:{server.server_port}", list(scripts) or [Script()], models=models)
    bound.fake = fake
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
