"""A collector on loopback: takes OTLP over HTTP, behaves badly on demand, and can play Phoenix."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import ssl
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

Mode = Literal["ok", "hang", "partial", "refuse-poison"] | int


class Collector:
    """`spans` are stored by id (the first copy wins), `copies` count what arrived."""

    def __init__(
        self, *, phoenix: bool = False, port: int = 0, mode: Mode = "ok", certificate: Path | None = None
    ) -> None:
        self.phoenix = phoenix
        self.mode: Mode = mode
        self.volatile = False
        """Answer 200 and store nothing, as a Phoenix that is about to be killed."""
        self.spans: dict[str, Any] = {}
        self.copies: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.annotations: dict[tuple[str, str, str], dict[str, Any]] = {}
        self.resources: list[dict[str, str]] = []
        self.released = threading.Event()
        self.connections: list[socket.socket] = []
        self._port = port
        self._certificate = certificate
        self._server: ThreadingHTTPServer | None = None
        self.start()

    def start(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), _handler(self))
        if self._certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._certificate / "cert.pem", self._certificate / "key.pem")
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.connections.clear()

    def close(self) -> None:
        self.released.set()
        self.stop()

    @property
    def url(self) -> str:
        return f"http{'s' if self._certificate else ''}://127.0.0.1:{self._port}/v1/traces"

    def wait_for(self, count: int, timeout_s: float = 20) -> None:
        """Until `count` spans are stored."""
        deadline = time.monotonic() + timeout_s
        while len(self.spans) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(self.spans)} of {count} spans came")
            time.sleep(0.02)


def _handler(collector: Collector) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            collector.connections.append(self.connection)

        def log_message(self, *args: object) -> None:
            pass

        def _answer(self, status: int, body: bytes = b"", kind: str = "application/x-protobuf") -> None:
            self.send_response(status)
            if collector.phoenix:
                self.send_header("x-phoenix-server-version", "0.0.0")
            if status == 429:
                self.send_header("retry-after", "0.1")
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            collector.paths.append(self.path)
            wanted = parse_qs(urlsplit(self.path).query).get("span_id", [])
            found = [{"context": {"span_id": span_id}} for span_id in wanted if span_id in collector.spans]
            self._answer(200, json.dumps({"data": found}).encode(), "application/json")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            collector.paths.append(self.path)
            collector.headers.append({name.lower(): value for name, value in self.headers.items()})
            if self.path.startswith("/v1/span_annotations"):
                self._annotate(json.loads(body))
                return
            if self.headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            if collector.mode == "hang":
                collector.released.wait(30)
                return
            if isinstance(collector.mode, int):
                self._answer(collector.mode)
                return
            request = ExportTraceServiceRequest.FromString(body)
            spans = [s for r in request.resource_spans for scope in r.scope_spans for s in scope.spans]
            if collector.mode == "refuse-poison" and any(s.name == "poison" for s in spans):
                self._answer(422)
                return
            for resource in request.resource_spans:
                collector.resources.append({a.key: a.value.string_value for a in resource.resource.attributes})
            for span in spans:
                collector.copies[span.span_id.hex()] += 1
                if not collector.volatile:
                    collector.spans.setdefault(span.span_id.hex(), span)
            reply = ExportTraceServiceResponse()
            if collector.mode == "partial":
                reply.partial_success.rejected_spans = 1
                reply.partial_success.error_message = "too old"
            self._answer(200, reply.SerializeToString())

        def _annotate(self, body: dict[str, Any]) -> None:
            if any(item["span_id"] not in collector.spans for item in body["data"]):
                self._answer(404)
                return
            for item in body["data"]:
                collector.annotations[(item["span_id"], item["name"], item["identifier"])] = item
            self._answer(200, b'{"data": []}', "application/json")

    return Handler
