"""Spans: names, kinds, parents and endings. Every span of the product is made here.

The span type is our own and its encoding is OpenTelemetry's (`otlp.py`, checked in tests against the SDK and the
official JSON exporter): the SDK drops spans by environment variables (`OTEL_SDK_DISABLED`, samplers, attribute limits)
that must not touch the record, stamps them with a clock that may go backwards, and writes none before it ends.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Literal, Self

from agent_runtime import __version__
from agent_runtime.config import APP
from agent_runtime.records import otlp
from agent_runtime.records.annotations import annotation_line
from agent_runtime.records.endpoint import Endpoint, EndpointOptions
from agent_runtime.records.forwarder import UNSENT, Forwarder
from agent_runtime.records.journal import AppendFile
from agent_runtime.records.otlp import AttributeValue
from agent_runtime.records.runs import RunDirectory
from agent_runtime.redact import Redactor

SpanKind = Literal["AGENT", "CHAIN", "LLM", "TOOL", "GUARDRAIL"]

MAX_VALUE_BYTES = 32 << 10
"""A longer value is cut in the span and kept whole as an artifact."""
_HEAD, _TAIL = 24 << 10, 7 << 10
_MAX_STACK_CHARS = 8 << 10


class Span:
    """One piece of work. Use it as a context manager, or `end` it. Safe to use from any thread.

    An exception that leaves the `with` block is recorded (ERROR, `error.type`) and raised further.
    """

    __slots__ = ("_attributes", "_ended", "_events", "_status", "_telemetry", "_thread", "name", "parent", "span_id",
                 "start_ns")  # fmt: skip

    def __init__(self, telemetry: Telemetry, name: str, parent: Span | None, start_ns: int, thread: int) -> None:
        self.name = name
        self.parent = parent
        self.span_id = secrets.token_hex(8)
        self.start_ns = start_ns
        self._telemetry = telemetry
        self._thread = thread
        self._attributes: dict[str, str] = {}
        self._events: list[str] = []
        self._status: tuple[int, str] = (otlp.STATUS_UNSET, "")
        self._ended = False

    @property
    def trace_id(self) -> str:
        return self._telemetry.trace_id

    @property
    def ended(self) -> bool:
        return self._ended

    @property
    def failed(self) -> bool:
        return self._status[0] == otlp.STATUS_ERROR

    def set(
        self, attributes: Mapping[str, AttributeValue | None] | None = None, /, **more: AttributeValue | None
    ) -> None:
        """Set attributes; `None` values are left out, a later value replaces an earlier one."""
        if self._ended:
            return
        values = {key: value for key, value in {**(attributes or {}), **more}.items() if value is not None}
        for key, value in self._telemetry.redactor.attributes(values).items():
            self._attributes[key] = otlp.key_value(key, self._kept(key, value))

    def _kept(self, key: str, value: AttributeValue) -> AttributeValue:
        """The value, or what of it stays in the span when it is too long."""
        if not isinstance(value, str) or len(value) * 4 <= MAX_VALUE_BYTES:
            return value
        content = value.encode("utf-8", "backslashreplace")
        if len(content) <= MAX_VALUE_BYTES:
            return value
        kept = self._telemetry.keep(content)
        for name, fact in kept.items():
            full = f"agent_runtime.artifact.{key}.{name}"
            self._attributes[full] = otlp.key_value(full, fact)
        head, tail = content[:_HEAD].decode(errors="ignore"), content[-_TAIL:].decode(errors="ignore")
        where = kept.get("path") or "nowhere, the disk refused"
        return f"{head}\n[... {len(content) - _HEAD - _TAIL} of {len(content)} bytes cut; whole in {where} ...]\n{tail}"

    def event(self, name: str, attributes: Mapping[str, AttributeValue] | None = None) -> None:
        """Something that happened at this moment, such as `first_token`."""
        if self._ended:
            return
        clean = self._telemetry.redactor.attributes(attributes or {})
        encoded = ",".join(otlp.key_value(key, value) for key, value in clean.items())
        self._events.append(
            f'{{"timeUnixNano":"{self._telemetry.now_ns()}","name":{otlp.quoted(name)},"attributes":[{encoded}]}}'
        )

    def rename(self, name: str) -> None:
        """Give the final name, where it is known only now (`approval rejected run_command`)."""
        if not self._ended:
            self.name = name

    def fail(self, error: BaseException | str, *, error_type: str | None = None) -> None:
        """Mark as failed. The last call wins; a failure is never turned back."""
        if self._ended:
            return
        kind = error_type or (type(error).__name__ if isinstance(error, BaseException) else "error")
        message = self._telemetry.redactor.text(str(error))[:2000]
        self._status = (otlp.STATUS_ERROR, f"{kind}: {message}" if message else kind)
        self.set({"error.type": kind})
        if isinstance(error, BaseException):
            stack = "".join(traceback.format_exception(error))[-_MAX_STACK_CHARS:]
            details = {"exception.type": kind, "exception.message": message, "exception.stacktrace": stack}
            self.event("exception", details)

    def annotate(self, name: str, label: str, *, explanation: str = "") -> None:
        """A person's label on this span (no score). Journaled now, sent after the span itself."""
        self._telemetry.annotate(self.span_id, name, label, explanation)

    def end(self) -> None:
        """Close; open spans below it are closed first. Idempotent."""
        self._telemetry.end(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.fail(error)
        self.end()

    def encode(self, end_ns: int | None) -> str:
        """This span in OTLP's JSON."""
        parent = f'"parentSpanId":"{self.parent.span_id}",' if self.parent else ""
        end = f'"endTimeUnixNano":"{end_ns}",' if end_ns is not None else ""
        events = f'"events":[{",".join(self._events)}],' if self._events else ""
        code, message = self._status
        status = (
            f'{{"message":{otlp.quoted(otlp.unicode_text(message))},"code":{code}}}'
            if message
            else f'{{"code":{code}}}'
        )
        return (
            f'{{"traceId":"{self.trace_id}","spanId":"{self.span_id}",{parent}"flags":256,'
            f'"name":{otlp.quoted(otlp.unicode_text(self.name))},"kind":{otlp.KIND_INTERNAL},"startTimeUnixNano":"{self.start_ns}",{end}'
            f'"attributes":[{",".join(self._attributes.values())}],{events}"status":{status}}}'
        )

    def finish(self, end_ns: int) -> str | None:
        """Turn to ended and return the encoded span; `None` when it was ended before."""
        if self._ended:
            return None
        self._ended = True
        if self._status[0] == otlp.STATUS_UNSET:
            self._status = (otlp.STATUS_OK, "")
        return self.encode(end_ns)


class Telemetry:
    """The spans of one run: one trace, whose root is the first span that is opened.

    Give an `Endpoint` of your own where several runs follow each other: a change of its state is then said once.
    """

    def __init__(
        self,
        run: RunDirectory,
        *,
        session_id: str,
        project: str,
        redactor: Redactor,
        endpoint: str | Endpoint | None = None,
        on_notice: Callable[[str], None] | None = None,
    ) -> None:
        self.run = run
        self.redactor = redactor
        self.trace_id = secrets.token_hex(16)
        self.root: Span | None = None
        if on_notice is not None and run.on_notice is None:
            run.on_notice = on_notice
        resource: dict[str, AttributeValue] = {
            "service.name": APP,
            "service.version": __version__,
            "openinference.project.name": project,
            "process.pid": os.getpid(),
        }
        self._before, self._after = otlp.frame(resource, "agent_runtime", __version__)
        self._common = {
            "session.id": otlp.key_value("session.id", session_id),
            "agent_runtime.run_id": otlp.key_value("agent_runtime.run_id", run.run_id),
        }
        # A wall clock may go backwards; spans are dated by its start and by what passed since.
        self._epoch_ns = time.time_ns() - time.monotonic_ns()
        self._lock = threading.RLock()
        self._open: dict[str, Span] = {}
        self._stacks: dict[int, list[Span]] = {}
        self._trace = AppendFile(run.path / "trace.jsonl", run.trouble)
        self._starts = AppendFile(run.path / "open.jsonl", run.trouble)
        self._annotations = AppendFile(run.path / "annotations.jsonl", run.trouble)
        self._closed = False
        self.endpoint = _endpoint(endpoint, project, on_notice)
        self._forwarder = Forwarder(run.path, self.endpoint) if self.endpoint else None
        if self._forwarder is not None:
            self._forwarder.start()

    def now_ns(self) -> int:
        """Nanoseconds since the epoch; never goes backwards within a run."""
        return self._epoch_ns + time.monotonic_ns()

    def span(
        self,
        name: str,
        kind: SpanKind,
        *,
        parent: Span | None = None,
        attributes: Mapping[str, AttributeValue | None] | None = None,
    ) -> Span:
        """Open a span. Without `parent` it lies under the innermost open span of this thread, else under the root."""
        thread = threading.get_ident()
        with self._lock:
            stack = self._stacks.setdefault(thread, [])
            above = parent or (stack[-1] if stack else self.root)
            span = Span(self, name, above, self.now_ns(), thread)
            span._attributes.update(self._common)
            span._attributes["openinference.span.kind"] = otlp.key_value("openinference.span.kind", kind)
            if attributes:
                span.set(attributes)
            self._starts.append(f"{self._before}{span.encode(None)}{self._after}".encode())
            self._open[span.span_id] = span
            stack.append(span)
            if self.root is None:
                self.root = span
        return span

    def end(self, span: Span) -> None:
        """Close `span` and what is open below it."""
        with self._lock:
            if span.ended:
                return
            for below in [other for other in reversed(self._open.values()) if other.parent is span]:
                if not below.failed:
                    below.fail(f"left open when {span.name!r} ended", error_type="LeftOpen")
                self.end(below)
            if span is self.root:
                span.set(
                    {"agent_runtime.audit_head": self.run.audit.head, "agent_runtime.audit_lines": self.run.audit.lines}
                )
            encoded = span.finish(max(self.now_ns(), span.start_ns))
            self._open.pop(span.span_id, None)
            stack = self._stacks.get(span._thread, [])
            if span in stack:
                stack.remove(span)
            if not stack:
                self._stacks.pop(span._thread, None)
            if encoded is not None:
                self._trace.append(f"{self._before}{encoded}{self._after}".encode())

    def annotate(self, span_id: str, name: str, label: str, explanation: str = "") -> None:
        """A person's label on a span of this run."""
        line = annotation_line(self.trace_id, span_id, name, label, self.redactor.text(explanation), self.now_ns())
        self._annotations.append(line)

    def keep(self, content: bytes) -> dict[str, AttributeValue]:
        """Keep a long value as an artifact: its path, SHA-256 and size, as attributes of the span."""
        path = self.run.artifact(content)
        facts: dict[str, AttributeValue] = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        return {"path": path, **facts} if path else facts

    def close(self, timeout_s: float = 0.7) -> None:
        """End what is open, give the forwarder `timeout_s` (the process then ends within a second), and declare the
        run's record complete. Idempotent."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for span in list(reversed(self._open.values())):
                if not span.ended:
                    span.fail("left open when the run ended", error_type="LeftOpen")
                    self.end(span)
            for file in (self._trace, self._starts, self._annotations):
                file.close()
        delivered = self._forwarder is not None and self._forwarder.close(timeout_s)
        self.run.close()
        if delivered:
            with contextlib.suppress(OSError):
                (self.run.path / UNSENT).unlink(missing_ok=True)

    @property
    def url(self) -> str | None:
        """Where Phoenix shows this trace; `None` when no Phoenix has answered."""
        there = self.endpoint is not None and self.endpoint.up and self.endpoint.is_phoenix
        return self.endpoint.trace_url(self.trace_id) if self.endpoint is not None and there else None


def _endpoint(
    endpoint: str | Endpoint | None, project: str, on_notice: Callable[[str], None] | None
) -> Endpoint | None:
    if not isinstance(endpoint, str):
        return endpoint
    options = EndpointOptions.from_environment(os.environ, url=endpoint)
    return Endpoint(endpoint, project=project, options=options, on_notice=on_notice)
