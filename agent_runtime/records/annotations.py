"""What people said of spans: approvals, and whether a run was good. Labels, no scores."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, Literal

from agent_runtime.errors import RecordsError
from agent_runtime.records import otlp
from agent_runtime.records.journal import AppendFile, read_lines
from agent_runtime.redact import Redactor

FILE = "annotations.jsonl"
VERDICT = "verdict"
Rating = Literal["good", "bad"]


def annotation_line(trace_id: str, span_id: str, name: str, label: str, explanation: str, time_ns: int) -> bytes:
    """One line of `annotations.jsonl`."""
    data = {
        "traceId": trace_id,
        "spanId": span_id,
        "name": name,
        "annotatorKind": "HUMAN",
        "label": label,
        "explanation": explanation,
        "timeUnixNano": str(time_ns),
    }
    return json.dumps(data, separators=(",", ":")).encode()


def read_annotations(run: Path) -> list[dict[str, Any]]:
    """All annotations of a run, as written."""
    found = []
    for line, _ in read_lines(run / FILE):
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def rating(run: Path) -> Rating | None:
    """The last verdict of a person on a run."""
    labels = [item["label"] for item in read_annotations(run) if item.get("name") == VERDICT]
    return labels[-1] if labels else None


def root_ids(run: Path) -> tuple[str, str]:
    """Trace id and root span id of a run.

    Raises:
        RecordsError: the run has no span.
    """
    for line, _ in read_lines(run / "open.jsonl"):
        try:
            spans = otlp.spans_of(json.loads(line))
        except ValueError:
            continue
        if spans and not spans[0].get("parentSpanId"):
            return spans[0]["traceId"], spans[0]["spanId"]
    raise RecordsError(f"Run {run.name} has no trace.", remedy="It ended before its first span.")


def rate(run: Path, verdict: Rating, *, note: str = "", redactor: Redactor | None = None) -> None:
    """Record a person's verdict on a run, on its root span.

    Raises:
        RecordsError: the run has no trace, or the disk refuses.
    """
    trace_id, span_id = root_ids(run)
    note = (redactor or Redactor()).text(note)
    file = AppendFile(run / FILE)
    try:
        if not file.append(annotation_line(trace_id, span_id, VERDICT, verdict, note, time.time_ns())):
            raise RecordsError(f"{run / FILE} cannot be written.", remedy="Free space, or mend its permissions.")
    finally:
        file.close()
