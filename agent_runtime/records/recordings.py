"""Reads runs back: summaries, spans, and what the model and the tools said, in order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from agent_runtime.errors import RecordsError
from agent_runtime.records import otlp
from agent_runtime.records.annotations import Rating, rating
from agent_runtime.records.journal import read_lines
from agent_runtime.records.runs import is_held, read_json
from agent_runtime.types import JsonValue, Usage


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One line of `trace list`."""

    run_id: str
    path: Path
    started_at: str
    task: str
    model: str
    outcome: str
    """An `Outcome`, or `running`, or `unfinished` for a run that nobody closed."""
    steps: int
    tool_calls: int
    duration_s: float
    usage: Usage
    denied: tuple[str, ...]
    rating: Rating | None
    trace_id: str | None


def summarize(run: Path) -> RunSummary:
    """A run's summary, from `metadata.json` and `result.json` alone."""
    metadata, result = read_json(run / "metadata.json"), read_json(run / "result.json")
    usage = result.get("usage") or {}
    outcome = result.get("outcome") or ("running" if is_held(run) else "unfinished")
    return RunSummary(
        run_id=run.name,
        path=run,
        started_at=str(metadata.get("started_at", "")),
        task=str(metadata.get("task", "")),
        model=str(result.get("model") or metadata.get("model") or ""),
        outcome=str(outcome),
        steps=int(result.get("steps") or 0),
        tool_calls=int(result.get("tool_calls") or 0),
        duration_s=float(result.get("duration_s") or 0),
        usage=Usage(
            int(usage.get("prompt_tokens", 0)),
            int(usage.get("completion_tokens", 0)),
            int(usage.get("cached_tokens", 0)),
        ),
        denied=tuple(map(str, result.get("denied") or ())),
        rating=rating(run),
        trace_id=result.get("trace_id"),
    )


@dataclass(frozen=True, slots=True)
class RecordedSpan:
    """A span as it stands in the journal."""

    run: Path
    name: str
    span_id: str
    parent_id: str | None
    trace_id: str
    start_ns: int
    end_ns: int | None
    """`None` while it is open."""
    status: int
    message: str
    attributes: Mapping[str, Any]
    events: tuple[Mapping[str, Any], ...] = ()

    @property
    def kind(self) -> str:
        return str(self.attributes.get("openinference.span.kind", ""))

    @property
    def duration_ms(self) -> float:
        return 0.0 if self.end_ns is None else (self.end_ns - self.start_ns) / 1e6

    @property
    def failed(self) -> bool:
        return self.status == otlp.STATUS_ERROR

    def text(self, key: str) -> str | None:
        """A text attribute, whole: from its artifact when it was too long for the span."""
        value = self.attributes.get(key)
        if value is None:
            return None
        name = self.attributes.get(f"agent_runtime.artifact.{key}.path")
        if name and (kept := _artifact(self.run, str(name))) is not None:
            return kept
        return str(value)

    def value(self, key: str) -> JsonValue:
        """A JSON attribute, whole; the text itself when it is no JSON."""
        text = self.text(key)
        if text is None:
            return None
        try:
            return json.loads(text)  # type: ignore[no-any-return]  # JSON it is
        except ValueError:
            return text


def _artifact(run: Path, name: str) -> str | None:
    path = (run / name).resolve()
    if not path.is_relative_to(run.resolve()):
        return None
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return None


def _recorded(run: Path, span: Mapping[str, Any]) -> RecordedSpan:
    status = span.get("status", {})
    end = span.get("endTimeUnixNano")
    return RecordedSpan(
        run=run,
        name=span["name"],
        span_id=span["spanId"],
        parent_id=span.get("parentSpanId") or None,
        trace_id=span["traceId"],
        start_ns=int(span["startTimeUnixNano"]),
        end_ns=int(end) if end is not None else None,
        status=int(status.get("code", 0)),
        message=status.get("message", ""),
        attributes=otlp.decode_attributes(span.get("attributes", ())),
        events=tuple(
            {**event, "attributes": otlp.decode_attributes(event.get("attributes", ()))}
            for event in span.get("events", ())
        ),
    )


def read_spans(run: Path, *, file: str = "trace.jsonl") -> Iterator[RecordedSpan]:
    """The ended spans of a run in the order they ended; torn lines are passed over, a span comes once. Holds one span
    at a time."""
    return (span for span, _ in read_placed_spans(run, file=file))


def read_placed_spans(run: Path, *, file: str = "trace.jsonl") -> Iterator[tuple[RecordedSpan, int]]:
    """`read_spans` with the place of each span in its file, for `span_at`."""
    seen: set[str] = set()
    start = 0
    for line, end in read_lines(run / file):
        for span in _spans(line):
            if span["spanId"] not in seen:
                seen.add(span["spanId"])
                yield _recorded(run, span), start
        start = end


def span_at(run: Path, place: int, span_id: str) -> RecordedSpan:
    """A span of `trace.jsonl` by its place.

    Raises:
        RecordsError: it is not there any more.
    """
    line = next((line for line, _ in read_lines(run / "trace.jsonl", place)), b"")
    for span in _spans(line):
        if span["spanId"] == span_id:
            return _recorded(run, span)
    raise RecordsError(f"{run / 'trace.jsonl'} was changed while it was read.")


def _spans(line: bytes) -> list[Mapping[str, Any]]:
    try:
        return list(otlp.spans_of(json.loads(line)))
    except (ValueError, AttributeError):
        return []


def read_open_spans(run: Path) -> list[RecordedSpan]:
    """Spans that were begun and have not ended."""
    ended = {span.span_id for span in read_spans(run)}
    return [span for span in read_spans(run, file="open.jsonl") if span.span_id not in ended]


@dataclass(frozen=True, slots=True)
class RecordedModelCall:
    """One request to the model and its reply."""

    span_id: str
    step: int
    model: str
    parameters: JsonValue
    messages: tuple[tuple[str, str], ...]
    """Role and content of each."""
    output: str | None
    """`None` when the call failed."""
    finish_reason: str | None
    usage: Usage
    error: str | None
    part: str = ""
    """`plan` or `search` where the call belongs to that, and not to the loop of steps."""


@dataclass(frozen=True, slots=True)
class RecordedToolCall:
    """One tool call: what was asked, decided and answered."""

    span_id: str
    call_id: str
    step: int
    name: str
    arguments: Mapping[str, JsonValue]
    value: JsonValue
    """What the model got back."""
    error_type: str | None
    denied: bool
    verdict: str | None
    rule: str | None
    approval: str | None
    sandbox: str | None
    duration_ms: float
    command: str | None = None
    """What the policy judged, where it was a command; after an edit, the edited one."""
    approval_source: str | None = None
    approval_comment: str = ""
    edited_command: str | None = None


@dataclass(slots=True)
class RecordedStep:
    """One step: the code, its model calls (retries make several) and its tool calls, in order."""

    number: int
    code: str | None = None
    observation: str | None = None
    error: str | None = None
    model_calls: list[RecordedModelCall] = field(default_factory=list)
    tool_calls: list[RecordedToolCall] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Recording:
    """A whole run, for replay, export and simulation."""

    path: Path
    metadata: Mapping[str, Any]
    result: Mapping[str, Any]
    steps: tuple[RecordedStep, ...]
    samples: tuple[tuple[str, ...], ...] | None = None
    """What each request of a search drew, in the order in which it was tried; `None` when nothing was searched."""

    @property
    def replies(self) -> tuple[str, ...]:
        """What the model said, in order; failed calls are left out."""
        return tuple(call.output for step in self.steps for call in step.model_calls if call.output is not None)

    @property
    def tool_calls(self) -> tuple[RecordedToolCall, ...]:
        return tuple(call for step in self.steps for call in step.tool_calls)


def load_recording(run: Path) -> Recording:
    """Read a run back. Calls outside any step are in step 0.

    Raises:
        RecordsError: the run has no trace.
    """
    spans = {span.span_id: span for span in read_spans(run)}
    if not spans:
        raise RecordsError(
            f"Run {run.name} has no ended span.", remedy="`agent-runtime trace recover` closes killed runs."
        )
    ordered = sorted(spans.values(), key=lambda span: span.start_ns)
    below: dict[str, list[RecordedSpan]] = {}
    for span in ordered:
        below.setdefault(span.parent_id or "", []).append(span)
    steps: dict[int, RecordedStep] = {}
    for span in ordered:
        number = _step_of(span, spans)
        if span.kind == "LLM":
            call = replace(_model_call(span, number), part=_part_of(span, spans))
            steps.setdefault(number, RecordedStep(number)).model_calls.append(call)
        elif span.kind == "TOOL":
            steps.setdefault(number, RecordedStep(number)).tool_calls.append(_tool_call(span, number, below))
        elif "agent_runtime.step" in span.attributes:
            step = steps.setdefault(number, RecordedStep(number))
            step.code, step.observation = span.text("input.value"), span.text("output.value")
            step.error = span.message or None
    return Recording(
        path=run,
        metadata=read_json(run / "metadata.json"),
        result=read_json(run / "result.json"),
        steps=tuple(steps[number] for number in sorted(steps)),
        samples=_samples(ordered),
    )


def _samples(spans: Sequence[RecordedSpan]) -> tuple[tuple[str, ...], ...] | None:
    requests: dict[int, list[str]] = {}
    for span in spans:
        if (request := span.attributes.get("agent_runtime.candidate.request")) is not None:
            requests.setdefault(int(request), []).append(span.text("input.value") or "")
    searched = any(span.name == "search" for span in spans)
    return tuple(tuple(requests[number]) for number in sorted(requests)) if searched else None


def _above(span: RecordedSpan, spans: Mapping[str, RecordedSpan]) -> Iterator[RecordedSpan]:
    """The span and those that it lies in, outwards."""
    above: RecordedSpan | None = span
    for _ in range(64):
        if above is None:
            return
        yield above
        above = spans.get(above.parent_id or "")


def _step_of(span: RecordedSpan, spans: Mapping[str, RecordedSpan]) -> int:
    steps = (
        int(s.attributes["agent_runtime.step"]) for s in _above(span, spans) if "agent_runtime.step" in s.attributes
    )
    return next(steps, 0)


def _part_of(span: RecordedSpan, spans: Mapping[str, RecordedSpan]) -> str:
    return next((above.name for above in _above(span, spans) if above.name in ("plan", "search")), "")


def usage_of(span: RecordedSpan) -> Usage:
    """The token counts of a model span."""
    counts = span.attributes
    return Usage(
        int(counts.get("llm.token_count.prompt", 0)),
        int(counts.get("llm.token_count.completion", 0)),
        int(counts.get("llm.token_count.prompt_details.cache_read", 0)),
    )


def _model_call(span: RecordedSpan, step: int) -> RecordedModelCall:
    messages: list[tuple[str, str]] = []
    while (role := span.attributes.get(f"llm.input_messages.{len(messages)}.message.role")) is not None:
        messages.append((str(role), span.text(f"llm.input_messages.{len(messages)}.message.content") or ""))
    return RecordedModelCall(
        span_id=span.span_id,
        step=step,
        model=str(span.attributes.get("llm.model_name", "")),
        parameters=span.value("llm.invocation_parameters"),
        messages=tuple(messages),
        output=span.text("llm.output_messages.0.message.content"),
        finish_reason=span.text("llm.finish_reason"),
        usage=usage_of(span),
        error=span.message if span.failed else None,
    )


def _tool_call(span: RecordedSpan, step: int, below: Mapping[str, list[RecordedSpan]]) -> RecordedToolCall:
    facts: dict[str, Any] = {}
    command: str | None = None
    for child in below.get(span.span_id, ()):
        facts.update(child.attributes)
        if "agent_runtime.policy.verdict" in child.attributes:
            command = child.text("input.value")
    arguments = span.value("tool.parameters")
    shown = "agent_runtime.observation" if "agent_runtime.observation" in span.attributes else "output.value"
    is_json = shown != "output.value" or span.attributes.get("output.mime_type") == "application/json"
    return RecordedToolCall(
        span_id=span.span_id,
        call_id=str(span.attributes.get("gen_ai.tool.call.id", "")),
        step=step,
        name=str(span.attributes.get("tool.name", span.name)),
        arguments=arguments if isinstance(arguments, dict) else {},
        value=span.value(shown) if is_json else span.text(shown),
        error_type=span.text("error.type"),
        denied=span.attributes.get("agent_runtime.outcome") == "denied",
        verdict=facts.get("agent_runtime.policy.verdict"),
        rule=facts.get("agent_runtime.policy.rule"),
        approval=facts.get("agent_runtime.approval.decision"),
        sandbox=facts.get("agent_runtime.sandbox.profile"),
        duration_ms=span.duration_ms,
        command=command,
        approval_source=facts.get("agent_runtime.approval.source"),
        approval_comment=str(facts.get("agent_runtime.approval.comment") or ""),
        edited_command=facts.get("agent_runtime.approval.edited_command"),
    )
