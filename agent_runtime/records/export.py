"""Runs for other eyes: Markdown for an issue, OTLP-JSON for a collector, chat examples for training."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from agent_runtime.records.journal import read_lines
from agent_runtime.records.recordings import RecordedStep, RunSummary, load_recording, summarize

_LONG = 4000


def otlp_lines(run: Path) -> Iterator[bytes]:
    """The run's spans as OTLP-JSON, one request a line, without torn lines."""
    for line, _ in read_lines(run / "trace.jsonl"):
        try:
            json.loads(line)
        except ValueError:
            continue
        yield line


def is_exemplary(summary: RunSummary) -> bool:
    """Whether a run may teach: its outcome is verified or a person rated it good, and nobody rated it bad."""
    return summary.rating == "good" or (summary.outcome == "verified" and summary.rating is None)


def chat_example(run: Path) -> str | None:
    """One line of chat-format training data: the conversation as the model last saw it and its last reply; `None`
    for a run that is no example.

    Raises:
        RecordsError: the run has no trace.
    """
    if not is_exemplary(summarize(run)):
        return None
    calls = [call for step in load_recording(run).steps for call in step.model_calls if call.output is not None]
    if not calls:
        return None
    messages = [{"role": role, "content": content} for role, content in calls[-1].messages]
    messages.append({"role": "assistant", "content": calls[-1].output or ""})
    return json.dumps({"messages": messages}, ensure_ascii=False)


def markdown(run: Path) -> str:
    """A run to paste into an issue.

    Raises:
        RecordsError: the run has no trace.
    """
    summary, recording = summarize(run), load_recording(run)
    usage = summary.usage
    facts = {
        "Outcome": summary.outcome,
        "Model": summary.model,
        "Steps": summary.steps,
        "Tool calls": summary.tool_calls,
        "Tokens": f"{usage.prompt_tokens} in ({usage.cached_tokens} cached), {usage.completion_tokens} out",
        "Duration": f"{summary.duration_s:.1f} s",
        "Policy": str(recording.metadata.get("policy_digest") or "")[:12],
        "Git head": str(recording.metadata.get("git_head") or "")[:12],
        "Started": summary.started_at,
    }
    parts = [f"# Run {summary.run_id}", fence(summary.task, "text")]
    parts.append("\n".join(f"- {name}: {value}" for name, value in facts.items() if value not in ("", 0)))
    parts.extend(_step(step) for step in recording.steps)
    if denied := summary.denied:
        parts.append("## Refused\n\n" + "\n".join(f"- {line}" for line in denied))
    answer = recording.result.get("answer")
    if answer is not None:
        parts.append(
            "## Answer\n\n" + fence(answer if isinstance(answer, str) else json.dumps(answer, indent=1), "text")
        )
    if error := recording.result.get("error"):
        parts.append(f"## Error\n\n{fence(str(error), 'text')}")
    return "\n\n".join(parts) + "\n"


def _step(step: RecordedStep) -> str:
    parts = [f"## Step {step.number}" if step.number else "## Outside the steps"]
    if step.code:
        parts.append(fence(step.code, "python"))
    for call in step.tool_calls:
        verdict = f"policy {call.verdict}" + (f" by `{call.rule}`" if call.rule else "") if call.verdict else ""
        state = "denied" if call.denied else (call.error_type or "ok")
        notes = ", ".join(note for note in (verdict, call.approval, state, f"{call.duration_ms:.0f} ms") if note)
        arguments = json.dumps(dict(call.arguments), ensure_ascii=False)
        parts.append(f"**{call.name}** ({notes})\n\n{fence(_shortened(arguments), 'json')}")
    if step.observation:
        parts.append(
            f"<details><summary>Observation</summary>\n\n{fence(_shortened(step.observation), 'text')}\n</details>"
        )
    if step.error:
        parts.append(f"Failed: {step.error}")
    return "\n\n".join(parts)


def fence(text: str, language: str) -> str:
    """A fenced block that its content cannot close."""
    ticks = "```"
    while ticks in text:
        ticks += "`"
    return f"{ticks}{language}\n{text.rstrip()}\n{ticks}"


def _shortened(text: str) -> str:
    if len(text) <= _LONG:
        return text
    return f"{text[: _LONG // 2]}\n[... {len(text) - _LONG} characters ...]\n{text[-_LONG // 2 :]}"
