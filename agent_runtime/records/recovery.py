"""Closes the runs of processes that were killed."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agent_runtime.records import otlp
from agent_runtime.records.journal import AppendFile, read_lines
from agent_runtime.records.runs import LIVE, RunDirectory, list_runs, read_json

_DIED = {"code": otlp.STATUS_ERROR, "message": "ProcessDied: the process ended before this span"}


def recover_all(root: Path | None = None) -> list[Path]:
    """Recover every run that nobody writes any more and nobody closed; those runs. Cheap when there is none."""
    return [run for run in list_runs(root) if (run / LIVE).exists() and recover(run) is not None]


def recover(run: Path) -> int | None:
    """Close what a killed process left open: spans (innermost first) and the result. The number of spans closed;
    `None` when the run is still going on or cannot be written."""
    try:
        fd = os.open(run / LIVE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        closed = _close_spans(run)
        if not (run / "result.json").exists():
            _write_result(run)
        (run / LIVE).unlink(missing_ok=True)
        return closed
    except OSError:
        return None
    finally:
        os.close(fd)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line, _ in read_lines(path):
        try:
            data = json.loads(line)
        except ValueError:
            continue
        if isinstance(data, dict):
            yield data


def _close_spans(run: Path) -> int:
    ended: set[str] = set()
    last_ns = 0
    for data in _lines(run / "trace.jsonl"):
        for span in otlp.spans_of(data):
            ended.add(span["spanId"])
            last_ns = max(last_ns, int(span.get("endTimeUnixNano", 0)))
    left: dict[str, dict[str, Any]] = {}
    for data in _lines(run / "open.jsonl"):
        for span in otlp.spans_of(data):
            last_ns = max(last_ns, int(span["startTimeUnixNano"]))
            if span["spanId"] not in ended:
                left[span["spanId"]] = data
    for name in ("trace.jsonl", "audit.jsonl"):
        if (run / name).exists():
            last_ns = max(last_ns, (run / name).stat().st_mtime_ns)
    file = AppendFile(run / "trace.jsonl")
    for data in reversed(left.values()):
        for span in otlp.spans_of(data):
            _close(span, last_ns)
        if not file.append(json.dumps(data, separators=(",", ":")).encode()):
            raise OSError(f"{file.path} cannot be written")
    file.close()
    return len(left)


def _close(span: dict[str, Any], end_ns: int) -> None:
    span["endTimeUnixNano"] = str(max(end_ns, int(span["startTimeUnixNano"])))
    span["status"] = dict(_DIED)
    facts: dict[str, otlp.AttributeValue] = {"error.type": "ProcessDied", "agent_runtime.recovered": True}
    if not span.get("parentSpanId"):
        facts["agent_runtime.outcome"] = "error"
    span.setdefault("attributes", []).extend(json.loads(otlp.key_value(key, value)) for key, value in facts.items())


def _write_result(run: Path) -> None:
    steps: set[str] = set()
    tool_calls, trace_id, start_ns, end_ns = 0, None, 0, 0
    prompt = completion = cached = 0
    for data in _lines(run / "trace.jsonl"):
        for span in otlp.spans_of(data):
            attributes = otlp.decode_attributes(span.get("attributes", ()))
            kind = attributes.get("openinference.span.kind")
            if "agent_runtime.step" in attributes:
                steps.add(span["spanId"])
            tool_calls += kind == "TOOL"
            prompt += int(attributes.get("llm.token_count.prompt", 0))
            completion += int(attributes.get("llm.token_count.completion", 0))
            cached += int(attributes.get("llm.token_count.prompt_details.cache_read", 0))
            if not span.get("parentSpanId"):
                trace_id = span["traceId"]
                start_ns, end_ns = int(span["startTimeUnixNano"]), int(span["endTimeUnixNano"])
    record = RunDirectory(run)
    record.write_result(
        {
            "outcome": "error",
            "error": "The process was killed.",
            "recovered": True,
            "steps": len(steps),
            "tool_calls": tool_calls,
            "duration_s": round((end_ns - start_ns) / 1e9, 3),
            "usage": {"prompt_tokens": prompt, "completion_tokens": completion, "cached_tokens": cached},
            "model": read_json(run / "metadata.json").get("model"),
            "trace_id": trace_id,
        }
    )
    record.audit.close()
